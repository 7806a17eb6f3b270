package cli

import (
	"context"
	"fmt"
	"os"

	"showhow/internal/cli/help"
	"showhow/internal/cli/life"
	"showhow/internal/cli/named"
	"showhow/internal/gauge"
	"showhow/internal/remote"
	"showhow/internal/sop"
)

type measures struct {
	Show   figuresShow   `cmd:"" help:"Print what a procedure does, in figures, or of what anything is known."`
	Import figuresImport `cmd:"" help:"Tell a workspace what happened outside of it, from a file."`
}

type figuresShow struct {
	Slug    string `arg:"" optional:"" help:"The procedure's name in addresses; without one the procedures and processes of which something is known are listed."`
	Process string `help:"A process of the register instead, by its id or its name." placeholder:"PROCESS"`
	life.Place
}

func (figuresShow) Help() string {
	return "Prints how often a procedure is used, and compares how long it takes and how often it fails when it is used and when it isn't. Below ten on a side it says: too few to say. Of a process without an SOP, which may be told of, too, nothing is compared; once it leads to a procedure this counts as before. What each figure is, and what it can't say: docs/figures.md.\n\n" + help.Examples(
		`showhow figures show deploy-checkout-api`,
		`showhow figures show deploy-checkout-api --json > figures.json`,
		`showhow figures show --process "Restore the database"`)
}

func (c figuresShow) Run(ctx context.Context, w life.World) error {
	return c.On(ctx, w, func(to *remote.Client) error {
		return gauge.Client{To: to}.Tell(ctx, w.Out, gauge.Asked{Slug: c.Slug, Process: c.Process, JSON: c.JSON})
	})
}

type figuresImport struct {
	File    named.File `arg:"" help:"A file of comma-separated values with a line of names first: id, procedure or process, at, took or began, failed, use, unit, cause, revision, execution, exclude."`
	Kind    string     `help:"What it tells of: ${enum}." enum:"run,deploy,recovery,lead,onboarding" required:"" placeholder:"KIND"`
	Preview bool       `help:"Only say what would become of it."`
	life.Place
}

func (figuresImport) Help() string {
	return "Tells a workspace what happened outside of it, each line with whether the procedure was followed, deviated, opened or not_used. A line may name a process of the register instead, with or without an SOP. Each id counts once, so the same file can be sent again; with a problem in any line nothing is written. Needs a token with the scope write where there are accounts.\n\n" + help.Examples(
		`showhow figures import --kind recovery incidents.csv --preview`,
		`showhow figures import --kind deploy deployments.csv --server https://sop.example.com`)
}

func (c figuresImport) Run(ctx context.Context, w life.World) error {
	b, err := os.ReadFile(string(c.File))
	if err != nil {
		return &sop.Error{Code: sop.NotFound, Message: "The file can't be read.", Mend: "Check its name.", Cause: err}
	}
	return c.On(ctx, w, func(to *remote.Client) error {
		got, raw, err := gauge.Client{To: to}.Import(ctx, gauge.File{Kind: c.Kind, Preview: c.Preview, Bytes: b})
		if err != nil {
			return err
		}
		return c.told(w, &got, raw)
	})
}

// told prints what came of the file.
func (c figuresImport) told(w life.World, got *gauge.Imported, raw []byte) error {
	if c.JSON {
		fmt.Fprintf(w.Out, "%s\n", raw)
	} else {
		for _, p := range got.Problems {
			fmt.Fprintf(w.Out, "line %d: %s\n", p.Line, p.Text)
		}
		fmt.Fprintf(w.Out, "%d lines: %d new (%d of them left out by the file), %d known already, %d with problems\n", got.Read, got.Added, got.Excluded, got.Known, len(got.Problems))
	}
	if len(got.Problems) > 0 {
		return &sop.Error{Code: sop.Invalid, Message: "Nothing was written.", Mend: "Mend these lines, and send the file again."}
	}
	return nil
}
