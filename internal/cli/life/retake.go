package life

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"showhow/internal/cli/help"
	"showhow/internal/remote"
)

type retake struct {
	ofProcedure
	Draft string            `arg:"" help:"What was drafted from the new recording, by its name in addresses."`
	Is    map[string]string `help:"Which step a recorded one is: by its key the key of the procedure’s step, + for a new one, - to leave it out; may be repeated." placeholder:"KEY=STEP"`
	Out   []string          `help:"The key of a step that wasn’t shown again and is taken out; may be repeated." placeholder:"KEY"`
	Take  bool              `help:"Take it in. Without this, it is only shown what would change."`
	Note  string            `help:"What changed, and why." placeholder:"TEXT"`
}

// Help shows it in use.
func (retake) Help() string {
	return "Holds what was drafted from a new recording against a procedure, and prints step by step what would change; with --take it is taken in, as a revision that isn't in force until it is reviewed and approved. What people wrote stays. The editor's page of it shows more: each difference word by word, and the pictures.\n\n" + help.Examples(
		`showhow push again.mp4 --into deploy-checkout-api --wait`,
		`showhow life retake deploy-checkout-api deploy-checkout-api-2`,
		`showhow life retake deploy-checkout-api deploy-checkout-api-2 --is s4-1=+ --out s9-2 --take --note "helm 3.15 asks for --wait."`)
}

// retakePlan is what would come of it, as the workspace tells it.
type retakePlan struct {
	Before []string     `json:"before"`
	Shown  int          `json:"shown"`
	Taken  int          `json:"taken"`
	Known  bool         `json:"known"`
	Same   bool         `json:"same"`
	Steps  []retakeStep `json:"steps"`
}

type retakeStep struct {
	Key, Title, State, Recorded string
	Number                      int
	Moved                       bool
	Differs, Unsure             []string
}

// keys are by what the step is named, and the recorded one where that has another name.
func (s retakeStep) keys() string {
	if s.Recorded == "" || s.Recorded == s.Key || s.Key == "" {
		return cmp.Or(s.Key, s.Recorded)
	}
	return s.Recorded + "=" + s.Key
}

// retakeStates are the states of a step in words.
var retakeStates = map[string]string{"same": "shown again, says the same", "changed": "changed", "new": "new", "not_shown": "not shown again, stays", "taken_out": "taken out", "left_out": "recorded, left out"}

func (c retake) Run(ctx context.Context, w World) error {
	return c.On(ctx, w, func(r *remote.Client) error {
		path := "procedures/" + url.PathEscape(c.Slug) + "/retake/" + url.PathEscape(c.Draft)
		if c.Take {
			var made struct {
				Number int `json:"number"`
			}
			body := map[string]any{"is": c.Is, "out": c.Out, "note": c.Note}
			if err := r.Call(ctx, remote.Request{Method: http.MethodPost, Path: path, Body: body, Answer: &made}); err != nil {
				return err
			}
			if c.JSON {
				return json.NewEncoder(w.Out).Encode(made)
			}
			fmt.Fprintf(w.Out, "Taken in as revision %d of %s. It isn’t in force until it is reviewed and approved.\n", made.Number, c.Slug)
			return nil
		}
		var raw json.RawMessage
		if err := r.Call(ctx, remote.Request{Method: http.MethodGet, Path: path, Query: c.chosen(), Answer: &raw}); err != nil {
			return err
		}
		if c.JSON {
			_, err := fmt.Fprintln(w.Out, string(raw))
			return err
		}
		var p retakePlan
		if err := json.Unmarshal(raw, &p); err != nil {
			return fmt.Errorf("read what would change: %w", err)
		}
		c.tell(w, p)
		return nil
	})
}

// chosen is what was chosen, as the workspace is asked.
func (c retake) chosen() url.Values {
	q := url.Values{"out": c.Out}
	for _, key := range slices.Sorted(maps.Keys(c.Is)) {
		q.Add("is", key+"="+c.Is[key])
	}
	return q
}

// again is the command that takes in what was shown.
func (c retake) again() string {
	all := []string{"showhow life retake", c.Slug, c.Draft}
	for _, key := range slices.Sorted(maps.Keys(c.Is)) {
		all = append(all, "--is", key+"="+c.Is[key])
	}
	for _, key := range c.Out {
		all = append(all, "--out", key)
	}
	return strings.Join(append(all, "--take"), " ")
}

// tell prints a plan.
func (c retake) tell(w World, p retakePlan) {
	if len(p.Before) > 0 {
		fmt.Fprintf(w.Out, "Before the steps: %s\n", strings.Join(p.Before, ", "))
	}
	for _, s := range p.Steps {
		number := "  -"
		if s.Number > 0 {
			number = fmt.Sprintf("%3d", s.Number)
		}
		fmt.Fprintf(w.Out, "%s  %s\n     %s", number, s.Title, retakeStates[s.State])
		switch {
		case s.State == "same" && len(s.Differs) > 0:
			fmt.Fprint(w.Out, ", with new pictures")
		case len(s.Differs) > 0:
			fmt.Fprintf(w.Out, ": %s", strings.Join(s.Differs, ", "))
		}
		if s.Moved {
			fmt.Fprint(w.Out, "; shown at another place than it stands")
		}
		fmt.Fprintf(w.Out, "  [%s]\n", s.keys())
		for _, why := range s.Unsure {
			fmt.Fprintf(w.Out, "     unsure: %s\n", why)
		}
	}
	switch {
	case p.Same:
		fmt.Fprintf(w.Out, "It was taken in already, as revision %d, and nothing would change.\n", p.Taken)
		return
	case p.Taken > 0:
		fmt.Fprintf(w.Out, "It was taken in before, as revision %d.\n", p.Taken)
	case p.Known:
		fmt.Fprintln(w.Out, "This is the very recording that the procedure has already.")
	case p.Shown == 0:
		fmt.Fprintln(w.Out, "None of the procedure’s steps was found in this recording: see that it is the right one.")
	}
	fmt.Fprintf(w.Out, "Nothing has been changed yet. In brackets are the keys, of a recorded step and the one that it is taken for. To take it in, with your --server or --data:\n  %s\n", c.again())
}
