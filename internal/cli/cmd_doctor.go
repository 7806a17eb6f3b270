package cli

import (
	"context"
	"encoding/json"
	"fmt"

	"showhow/internal/cli/help"
	"showhow/internal/sop"
)

type doctor struct {
	JSON bool `help:"Print JSON."`
}

// Help shows it in use.
func (doctor) Help() string {
	return help.Examples(`showhow doctor`, `showhow doctor --json | jq -r '.programs[] | select(.found | not).get'`)
}

func (d doctor) Run(ctx context.Context, f *face) error {
	found := f.app.Doctor(ctx)
	if d.JSON {
		return json.NewEncoder(f.Out).Encode(found)
	}
	missing := 0
	for _, p := range found.Programs {
		state := "found  "
		switch {
		case p.Found && p.Problem != "":
			state = "PROBLEM"
		case !p.Found && p.Needed:
			state = "MISSING"
			missing++
		case !p.Found:
			state = "absent "
		}
		fmt.Fprintf(f.Out, "%s  %-13s %s\n", state, p.Name, p.For)
		switch {
		case p.Version != "":
			fmt.Fprintf(f.Out, "         version      %s\n", p.Version)
		case p.Found:
			fmt.Fprintln(f.Out, "         version      (it doesn't tell)")
		}
		if p.Problem != "" {
			fmt.Fprintf(f.Out, "         problem      %s\n", p.Problem)
		}
		if !p.Found || p.Problem != "" {
			fmt.Fprintf(f.Out, "         get it       %s\n", p.Get)
		}
	}
	fmt.Fprintf(f.Out, "\nSpeech: %s\n", found.Speech)
	fmt.Fprintf(f.Out, "Isolation: %s\n", found.Isolation)
	if missing > 0 {
		return &sop.Error{Code: sop.Missing, Message: fmt.Sprintf("%d of the programs that are needed are not installed.", missing), Mend: "Install them as shown above; `make setup` does it on Debian, Ubuntu and macOS."}
	}
	fmt.Fprintln(f.Out, "All that is needed to draft is here.")
	return nil
}
