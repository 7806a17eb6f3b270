package life

import (
	"context"
	"encoding/json"
	"fmt"

	"showhow/internal/cli/help"
	"showhow/internal/remote"
	"showhow/internal/sop/current"
	"showhow/internal/standing"
)

type waits struct{ Place }

// Help shows it in use.
func (waits) Help() string {
	return "Prints what the page Work shows: reviews asked of you, revisions of yours that were rejected, what is to be looked at, remarks and feedback to answer, executions that you lead, what you are to learn.\n\n" + help.Examples(
		`showhow life waits`,
		`showhow life waits --data ~/sops`,
		`showhow life waits --json | jq -r '.[] | select(.key == "rejected") | .lines[].key'`)
}

func (c waits) Run(ctx context.Context, w World) error {
	return c.On(ctx, w, func(r *remote.Client) error {
		all, err := standing.Work(ctx, r)
		if err != nil {
			return err
		}
		if c.JSON {
			if all == nil {
				all = []current.Part{}
			}
			return json.NewEncoder(w.Out).Encode(all)
		}
		if len(all) == 0 {
			fmt.Fprintln(w.Out, "Nothing waits for you.")
		}
		for i, p := range all {
			if i > 0 {
				fmt.Fprintln(w.Out)
			}
			fmt.Fprintf(w.Out, "%s (%d)\n", oneLine(p.Title), len(p.Lines)+p.Beyond)
			for _, l := range p.Lines {
				fmt.Fprintf(w.Out, "  %s  %s: %s%s\n", oneLine(l.Key), oneLine(l.Title), oneLine(l.Words), map[bool]string{true: " LATE"}[l.Late])
			}
			if p.Beyond > 0 {
				fmt.Fprintf(w.Out, "  and %d more\n", p.Beyond)
			}
		}
		return nil
	})
}
