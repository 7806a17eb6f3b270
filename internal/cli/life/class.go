package life

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"showhow/internal/cli/help"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/standing"
)

type unretire struct{ ofProcedure }

// Help shows it in use.
func (unretire) Help() string {
	return "What was in force isn't any more: send a revision for review again.\n\n" + help.Examples(`showhow life unretire deploy-checkout-api`)
}

func (c unretire) Run(ctx context.Context, w World) error {
	return c.verb(ctx, w, standing.Ask{Verb: standing.Unretire})
}

type class struct {
	Slug  string     `arg:"" help:"The procedure's name in addresses."`
	Class life.Class `arg:"" help:"How much hangs on it: ${enum}." enum:"critical,normal,low"`
	Place
	Reason string `help:"Why; needed when less hangs on it than was said before." placeholder:"TEXT"`
}

// Help shows it in use.
func (class) Help() string {
	return "What a class needs before a revision comes into force, and how often it is looked at again, is printed by showhow life policy.\n\n" + help.Examples(`showhow life class deploy-checkout-api critical`, `showhow life class try-it-out low --reason "It is for the test cluster alone."`)
}

func (c class) Run(ctx context.Context, w World) error {
	return ofProcedure{c.Slug, c.Place}.on(ctx, w, func(r *remote.Client) (standing.Life, error) {
		return standing.Classify(ctx, r, c.Slug, standing.Classing{Class: c.Class, Reason: c.Reason})
	})
}

type deputy struct {
	Slug string `arg:"" help:"The procedure's name in addresses."`
	Name string `arg:"" optional:"" help:"Who stands in for its owner: a name, or an account's id."`
	Place
	None bool `help:"Nobody does."`
}

// Help shows it in use.
func (deputy) Help() string {
	return help.Examples(`showhow life deputy deploy-checkout-api "Ada Stone"`, `showhow life deputy deploy-checkout-api --none`)
}

func (c deputy) Run(ctx context.Context, w World) error {
	if c.None == (c.Name != "") {
		return &sop.Error{Code: sop.Invalid, Message: "It isn't said who stands in for the owner.", Mend: "Give a name, or --none."}
	}
	return ofProcedure{c.Slug, c.Place}.on(ctx, w, func(r *remote.Client) (l standing.Life, err error) {
		who := ""
		if !c.None {
			if who, err = someone(ctx, r, c.Name); err != nil {
				return l, err
			}
		}
		return standing.Classify(ctx, r, c.Slug, standing.Classing{Deputy: &who})
	})
}

// someone is the account of whoever is named.
func someone(ctx context.Context, r *remote.Client, name string) (string, error) {
	all, err := standing.People(ctx, r)
	if err != nil {
		return "", err
	}
	return standing.Who(all, name)
}

type owner struct {
	Slug string `arg:"" help:"The procedure's name in addresses."`
	Name string `arg:"" help:"Whose it is to be: a name, or an account's id."`
	Place
}

// Help shows it in use.
func (owner) Help() string {
	return "Whoever gets it must be able to change it: as an editor, a reviewer or an administrator. Administrators say it, with a token that has the scope admin, too.\n\n" + help.Examples(`showhow life owner deploy-checkout-api "Ada Stone"`)
}

func (c owner) Run(ctx context.Context, w World) error {
	return ofProcedure{c.Slug, c.Place}.on(ctx, w, func(r *remote.Client) (l standing.Life, err error) {
		who, err := someone(ctx, r, c.Name)
		if err != nil {
			return l, err
		}
		return standing.Own(ctx, r, c.Slug, who)
	})
}

type policy struct {
	Class life.Class `arg:"" optional:"" help:"The class of which something is set: critical, normal or low." enum:",critical,normal,low" default:""`
	Place
	Approvals *int           `help:"How many must approve." placeholder:"N"`
	By        map[string]int `help:"How many of them by whom: reviewer, admin, or owner (or their deputy); 0 for none. May be repeated." placeholder:"ROLE=N"`
	DryRun    *bool          `help:"Whether a dry run must have passed." negatable:""`
	Newcomer  *int           `help:"The dry run must be by somebody who had carried it out for real fewer than so many times; 0 for anybody who wrote none of it." placeholder:"N"`
	Pilot     *bool          `help:"Whether a pilot must have passed." negatable:""`
	Every     *int           `help:"After how many months it is looked at again; 0 for never." placeholder:"MONTHS"`
	Failed    *int           `help:"At how many executions that failed within thirty days it is looked at; 0 for never." placeholder:"N"`
	Recovered *int           `help:"At how many that failed in between and were made good; 0 for never." placeholder:"N"`
	Deviated  *int           `help:"At how many in which steps were skipped, or showed another value than is declared; 0 for never." placeholder:"N"`
	Said      *int           `help:"At how many open “wrong” and “outdated” of readers; 0 for never." placeholder:"N"`
	Unused    *int           `help:"After how many days in which nobody has carried it out; 0 for never." placeholder:"DAYS"`
}

// Help shows it in use.
func (policy) Help() string {
	return "Without a class it prints what each class of procedures needs before a revision comes into force, and when one is looked at again. With a class it sets what is given, and leaves the rest as it is. Administrators set it, with a token that has the scope admin, too.\n\n" + help.Examples(
		`showhow life policy`, `showhow life policy critical --approvals 2 --by owner=1 --dry-run --every 3`, `showhow life policy critical --newcomer 3`, `showhow life policy low --no-pilot --unused 0`)
}

func (c policy) Run(ctx context.Context, w World) error {
	return c.On(ctx, w, func(r *remote.Client) error {
		all, err := standing.Policies(ctx, r)
		if err != nil {
			return err
		}
		changes := c.sets()
		if changes && c.Class == "" {
			return &sop.Error{Code: sop.Invalid, Message: "It isn't said of which class that is to hold.", Mend: "Name it: critical, normal or low."}
		}
		if changes {
			all[c.Class] = c.on(all)
			if all, err = standing.SetPolicies(ctx, r, all); err != nil {
				return err
			}
		}
		if c.JSON {
			e := json.NewEncoder(w.Out)
			e.SetIndent("", "  ")
			return e.Encode(all)
		}
		tellPolicies(w.Out, all, c.Class)
		return nil
	})
}

// sets says that something is to be set.
func (c policy) sets() bool {
	return c.Approvals != nil || len(c.By) > 0 || c.DryRun != nil || c.Newcomer != nil || c.Pilot != nil || c.Every != nil || c.Failed != nil || c.Recovered != nil || c.Deviated != nil || c.Said != nil || c.Unused != nil
}

// on is the class's policy with what is given in it.
func (c policy) on(all life.Policies) life.Policy {
	p, use := all[c.Class], all.ByUse(c.Class)
	put(&p.Approvals, c.Approvals)
	for _, role := range slices.Sorted(maps.Keys(c.By)) {
		p.Roles = append(slices.DeleteFunc(slices.Clone(p.Roles), func(n life.Need) bool { return n.Role == role }), life.Need{Role: role, Count: c.By[role]})
	}
	put(&p.DryRun, c.DryRun)
	put(&p.Pilot, c.Pilot)
	if c.Newcomer != nil {
		p.Newcomer = c.Newcomer
	}
	put(&p.Every, c.Every)
	put(&use.Failed, c.Failed)
	put(&use.Recovered, c.Recovered)
	put(&use.Deviated, c.Deviated)
	put(&use.Said, c.Said)
	put(&use.Unused, c.Unused)
	p.Use = &use
	return p
}

// put puts what is given to its place.
func put[T any](to, given *T) {
	if given != nil {
		*to = *given
	}
}

// tellPolicies prints what each class needs, or one alone.
func tellPolicies(w io.Writer, all life.Policies, only life.Class) {
	for _, c := range life.Classes {
		if only != "" && only != c {
			continue
		}
		p, use := all[c], all.ByUse(c)
		needs := counted(p.Approvals, "approval", "approvals")
		if needs == "" {
			needs = "no approval"
		}
		if whose := p.Needs(); whose != "" {
			needs += " (" + whose + ")"
		}
		if p.DryRun {
			needs += ", a dry run" + newcomers(p)
		}
		if p.Pilot {
			needs += ", a pilot"
		}
		var again []string
		for _, when := range []string{
			counted(p.Every, "month after it came into force, or was looked at", "months after it came into force, or was looked at"), counted(use.Failed, "execution that failed", "executions that failed"),
			counted(use.Recovered, "execution that was made good", "executions that were made good"), counted(use.Deviated, "execution in which steps weren't done as they stand", "executions in which steps weren't done as they stand"), counted(use.Said, "open “wrong” or “outdated”", "open “wrong” or “outdated”"), counted(use.Unused, "day without use", "days without use"),
		} {
			if when != "" {
				again = append(again, when)
			}
		}
		fmt.Fprintf(w, "%s\n  Before it is in force: %s\n  Looked at again: %s\n", c, needs, cmp.Or(strings.Join(again, "; "), "never"))
	}
}

// newcomers says by whom a dry run has to be, where a class asks for that.
func newcomers(p life.Policy) string {
	if n := p.Newcomers(); n > 0 {
		return " by somebody who had carried it out for real fewer than " + counted(n, "time", "times")
	}
	return ""
}

// counted is a number of things in words; empty for none.
func counted(n int, one, several string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
