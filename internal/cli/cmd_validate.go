package cli

import (
	"encoding/json"
	"fmt"

	"showhow/internal/cli/help"
	"showhow/internal/cli/named"
	"showhow/internal/sop"
)

type valid struct {
	File named.File `arg:"" help:"A sop.json, or the folder of a draft."`
	JSON bool       `help:"Print JSON."`
}

// Help shows it in use.
func (valid) Help() string {
	return help.Examples(`showhow validate deploy.sop`, `showhow validate deploy.sop/sop.json --json`)
}

func (v valid) Run(f *face) error {
	problems, err := f.app.Validate(string(v.File))
	if err != nil {
		return err
	}
	switch {
	case v.JSON:
		if problems == nil {
			problems = []sop.Problem{}
		}
		if err := json.NewEncoder(f.Out).Encode(map[string]any{"sound": len(problems) == 0, "problems": problems}); err != nil {
			return err
		}
	case len(problems) == 0:
		fmt.Fprintln(f.Out, "Sound: its form is right, and nothing in it lacks evidence.")
	default:
		for _, p := range problems {
			fmt.Fprintln(f.Out, p)
		}
		fmt.Fprintf(f.Out, "%s.\n", count(len(problems), "fault"))
	}
	if len(problems) > 0 {
		return errFaults
	}
	return nil
}
