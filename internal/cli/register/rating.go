package register

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"text/tabwriter"
	"time"

	"showhow/internal/cli/help"
	"showhow/internal/cli/inside"
	"showhow/internal/cli/life"
	"showhow/internal/remote"
	"showhow/internal/sop/register"
)

// rating is a link, with what was said by it.
type rating struct {
	For      string     `json:"for"`
	Expires  time.Time  `json:"expires"`
	Revoked  *time.Time `json:"revoked"`
	Rated    *time.Time `json:"rated"`
	Severity int        `json:"severity"`
	Times    float64    `json:"times"`
	Per      string     `json:"per"`
	Able     *int       `json:"able"`
	Why      string     `json:"why"`
	Secret   string     `json:"secret"`
	Address  string     `json:"address"`
}

type ratingAsk struct {
	Process string `arg:"" help:"The process, by its name or id."`
	For     string `required:"" help:"Who is asked: a name, or what they are. A link is for one person." placeholder:"NAME"`
	Days    int    `help:"How many days the link lasts, 90 at most." default:"14" placeholder:"N"`
	life.Place
}

// Help shows it in use.
func (ratingAsk) Help() string {
	return "Whoever has the link says how bad a failure is, how often it is done, and how many can do it alone; hand it on yourself. It is told this once. Needs a token with the scope write where there are accounts.\n\n" + help.Examples(
		`showhow processes ask "Rotate the keys" --for "Tom Reed" --days 7`, `showhow processes ask "Rotate the keys" --for "Tom Reed" --server https://sop.example.com`)
}

func (c ratingAsk) Run(ctx context.Context, w life.World, f inside.World) error {
	return c.On(ctx, w, func(to *remote.Client) error {
		p, err := called(ctx, to, c.Process)
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := to.Call(ctx, remote.Request{Method: http.MethodPost, Path: "processes/" + p.ID + "/ratings", Body: map[string]any{"for": c.For, "days": c.Days}, Answer: &raw}); err != nil {
			return err
		}
		var made rating
		if json.Unmarshal(raw, &made) != nil || made.Secret == "" {
			return to.Stranger("an answer of another form")
		}
		if c.JSON {
			_, err := fmt.Fprintf(w.Out, "%s\n", raw)
			return err
		}
		fmt.Fprintf(f.Err, "%s rates it at this address, until %s:\n", c.For, made.Expires.UTC().Format(time.DateOnly))
		fmt.Fprintln(w.Out, address(c.Place, to, made.Secret, made.Address))
		return nil
	})
}

type ratings struct {
	Process string `arg:"" help:"The process, by its name or id."`
	life.Place
}

// Help shows it in use.
func (ratings) Help() string {
	return "No mean is made of ratings: each stands by itself, and where people don't agree with each other, or with the team's own value, that is said.\n\n" + help.Examples(`showhow processes ratings "Rotate the keys"`, `showhow processes ratings "Rotate the keys" --server https://sop.example.com --json`)
}

func (c ratings) Run(ctx context.Context, w life.World, f inside.World) error {
	return c.On(ctx, w, func(to *remote.Client) error {
		p, err := called(ctx, to, c.Process)
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := to.Call(ctx, remote.Request{Method: http.MethodGet, Path: "processes/" + p.ID + "/ratings", Answer: &raw}); err != nil {
			return err
		}
		var all struct {
			Items []rating `json:"items"`
		}
		if json.Unmarshal(raw, &all) != nil || all.Items == nil {
			return to.Stranger("an answer of another form")
		}
		if c.JSON {
			_, err := fmt.Fprintf(w.Out, "%s\n", raw)
			return err
		}
		if len(all.Items) == 0 {
			fmt.Fprintln(f.Err, "Nobody was asked yet: showhow processes ask makes a link.")
			return nil
		}
		return tell(w, p, all.Items)
	})
}

// tell prints who was asked, what they said, and whether they agree.
func tell(w life.World, p process, all []rating) error {
	out := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', 0)
	for _, x := range all {
		fmt.Fprintln(out, strings.Join([]string{x.For, x.state(time.Now()), x.said(), x.Why}, "\t"))
	}
	if err := out.Flush(); err != nil || p.Rated == nil {
		return err
	}
	for _, x := range p.Rated.Said {
		fmt.Fprintf(w.Out, "%s: %s\n", x.Question(), x.Words)
	}
	return nil
}

// state is how a link stands.
func (x rating) state(now time.Time) string {
	switch {
	case x.Rated != nil:
		return "said " + x.Rated.UTC().Format(time.DateOnly)
	case x.Revoked == nil && now.Before(x.Expires):
		return "asked until " + x.Expires.UTC().Format(time.DateOnly)
	}
	return "ended"
}

// said is what was answered.
func (x rating) said() string {
	var said []string
	if x.Severity > 0 {
		said = append(said, fmt.Sprintf("severity %d", x.Severity))
	}
	if f := (register.Frequency{Times: x.Times, Per: register.Period(x.Per)}); f.Known() {
		said = append(said, fmt.Sprintf("%g a %s", x.Times, x.Per))
	}
	if x.Able != nil {
		said = append(said, fmt.Sprintf("%d able", *x.Able))
	}
	return strings.Join(said, ", ")
}
