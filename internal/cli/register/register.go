// Package register is the command line of the register of processes.
package register

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"

	"showhow/internal/app/register"
	"showhow/internal/cli/inside"
	"showhow/internal/cli/named"
	"showhow/internal/sop"
)

// Commands are the commands.
type Commands struct {
	List   processList   `cmd:"" help:"Print what to record next, and why."`
	Import processImport `cmd:"" help:"Add processes from a CSV file; prints what would come of it unless --yes is given."`
	Export processExport `cmd:"" help:"Print all processes as CSV."`
	Ask    ratingAsk     `cmd:"" help:"Make a link by which one person without an account rates a process, and print it."`
	Rated  ratings       `cmd:"" name:"ratings" help:"Print who was asked of a process, what each said, and whether they agree."`
}

// do does something with the register of the workspace that is named.
func do(ctx context.Context, c inside.Room, f inside.World, verb func(register.Register) error) error {
	return c.In(ctx, f, func(w *inside.Open) error { return verb(register.Of(w.Store(), w.Console(), w.Clock())) })
}

type processList struct{ inside.Room }

func (c processList) Run(ctx context.Context, f inside.World) error {
	return do(ctx, c.Room, f, func(r register.Register) error {
		all, err := r.Next(ctx)
		w := tabwriter.NewWriter(f.Out, 0, 0, 2, ' ', 0)
		for _, x := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", x.Rank, x.Score, x.Name, x.Why)
		}
		return errors.Join(err, w.Flush())
	})
}

type processImport struct {
	File named.File `arg:"" help:"The CSV file; its first line names the columns, as the export has them."`
	Yes  bool       `help:"Add them."`
	inside.Room
}

func (c processImport) Run(ctx context.Context, f inside.World) error {
	text, err := os.ReadFile(string(c.File))
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The file can't be read.", Mend: "Name a CSV file.", Cause: err}
	}
	return do(ctx, c.Room, f, func(r register.Register) error {
		told, err := r.Import(ctx, text, c.Yes)
		for _, line := range told {
			fmt.Fprintln(f.Out, line)
		}
		return err
	})
}

type processExport struct{ inside.Room }

func (c processExport) Run(ctx context.Context, f inside.World) error {
	return do(ctx, c.Room, f, func(r register.Register) error { return r.Export(ctx, f.Out) })
}
