package register

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"showhow/internal/app/register"
	"showhow/internal/cli/help"
	"showhow/internal/cli/inside"
)

type ratingAsk struct {
	Process string `arg:"" help:"The process, by its name or id."`
	For     string `required:"" help:"Who is asked: a name, or what they are. A link is for one person." placeholder:"NAME"`
	Days    int    `help:"How many days the link lasts, 90 at most." default:"14" placeholder:"N"`
	inside.Room
}

// Help shows it in use.
func (ratingAsk) Help() string {
	return "Whoever has the link says how bad a failure is, how often it is done, and how many can do it alone; hand it on yourself. It is told this once.\n\n" + help.Examples(
		`showhow processes ask "Rotate the keys" --for "Tom Reed" --days 7`)
}

func (c ratingAsk) Run(ctx context.Context, f inside.World) error {
	return c.In(ctx, f, func(w *inside.Open) error {
		at, err := w.Reached(ctx)
		if err != nil {
			return err
		}
		secret, until, err := register.Of(w.Store(), w.Console(), w.Clock()).Ask(ctx, register.Asking{Process: c.Process, For: c.For, Days: c.Days})
		if err != nil {
			return err
		}
		fmt.Fprintf(f.Err, "%s rates it at this address, until %s:\n", c.For, until.UTC().Format(time.DateOnly))
		fmt.Fprintln(f.Out, at+"/rate/"+secret)
		return nil
	})
}

type ratings struct {
	Process string `arg:"" help:"The process, by its name or id."`
	inside.Room
}

// Help shows it in use.
func (ratings) Help() string {
	return "No mean is made of ratings: each stands by itself, and where people don't agree that is said.\n\n" + help.Examples(`showhow processes ratings "Rotate the keys"`)
}

func (c ratings) Run(ctx context.Context, f inside.World) error {
	return do(ctx, c.Room, f, func(r register.Register) error {
		said, err := r.Ratings(ctx, c.Process)
		if err != nil {
			return err
		}
		if len(said.Each) == 0 {
			fmt.Fprintln(f.Err, "Nobody was asked yet: showhow processes ask makes a link.")
			return nil
		}
		w := tabwriter.NewWriter(f.Out, 0, 0, 2, ' ', 0)
		for _, x := range said.Each {
			fmt.Fprintln(w, strings.Join(x[:], "\t"))
		}
		if err := w.Flush(); err != nil {
			return err
		}
		for _, x := range said.Agrees {
			fmt.Fprintln(f.Out, x)
		}
		return nil
	})
}
