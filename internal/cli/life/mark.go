package life

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"showhow/internal/cli/help"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/standing"
)

type marks struct{ ofProcedure }

// Help shows it in use.
func (marks) Help() string {
	return "Prints why a procedure is to be looked at: what of that which it rests on has changed, what failed, what readers say, and that nobody has carried it out for long. Each mark has an id, by which it is cleared (showhow life still-right).\n\n" + help.Examples(`showhow life marks deploy-checkout-api`)
}

func (c marks) Run(ctx context.Context, w World) error {
	return c.On(ctx, w, func(r *remote.Client) error {
		all, err := standing.Marks(ctx, r, c.Slug)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.Out).Encode(all)
		}
		if len(all) == 0 {
			fmt.Fprintln(w.Out, "Nothing of it is to be looked at.")
		}
		for _, f := range all {
			fmt.Fprintf(w.Out, "%s  %s, since %s\n", f.ID, f.Text, instant(f.At))
			for _, s := range f.Left() {
				fmt.Fprintf(w.Out, "  %s\t%s\t%s\n", placeOf(s), s.Named, s.Note)
			}
		}
		return nil
	})
}

func placeOf(s current.FlagStep) string {
	if s.Number == 0 {
		return "before the steps"
	}
	return "step " + strconv.Itoa(s.Number)
}

type stillRight struct {
	reason
	Mark string `required:"" help:"The mark's id, as showhow life marks SLUG prints it." placeholder:"ID"`
	Step int    `help:"The step's number (default: all that the mark names)." placeholder:"N"`
}

// Help shows it in use.
func (stillRight) Help() string {
	return "Says that what is marked holds although something has changed, with your words, which are kept. Reviewers say it; the owner and their deputy do of what has changed outside and of what nobody has carried out for long, unless the procedure is critical.\n\n" + help.Examples(
		`showhow life still-right deploy-checkout-api --mark 01k… --step 4 --reason "Tried with helm 3.15."`,
		`showhow life still-right restore-orders --mark 01k… --reason "It is for disasters; the last drill was in May."`)
}

func (c stillRight) Run(ctx context.Context, w World) error {
	return c.On(ctx, w, func(r *remote.Client) error {
		all, err := standing.Marks(ctx, r, c.Slug)
		if err != nil {
			return err
		}
		steps, err := c.of(all)
		for _, s := range steps {
			if err == nil {
				_, err = standing.StillRight(ctx, r, c.Mark, s)
			}
		}
		if err == nil {
			fmt.Fprintln(w.Out, "Kept.")
		}
		return err
	})
}

// of are what is meant of a mark that holds.
func (c stillRight) of(all []current.Flag) (steps []current.FlagStep, err error) {
	for _, f := range all {
		if f.ID != c.Mark {
			continue
		}
		if len(f.Steps) == 0 && c.Step == 0 {
			return []current.FlagStep{{Reason: c.Reason}}, nil
		}
		for _, s := range f.Left() {
			if c.Step == 0 || s.Number == c.Step {
				steps = append(steps, current.FlagStep{Key: s.Key, Reason: c.Reason})
			}
		}
	}
	if len(steps) == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such mark that holds, or it doesn't name that step.", Mend: "Run showhow life marks " + c.Slug + "."}
	}
	return steps, err
}
