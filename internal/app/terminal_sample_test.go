package app_test

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"showhow/internal/app"
	"showhow/internal/bench"
	"showhow/internal/sop"
)

// TestTerminalSamples drafts the sample terminal recordings. No program outside has a part in it, so that the documents are the
// golden ones letter for letter; the commands are exact, and nothing that was typed unseen stands in any file.
func TestTerminalSamples(t *testing.T) {
	for _, name := range []string{"terminal-answers", "terminal-edit"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(samples, name)
			out := filepath.Join(t.TempDir(), "sop")
			d := app.Draft{Recording: filepath.Join(dir, "recording.cast"), Out: out, Speech: "none", Template: "generic"}
			if _, err := newApp(t).Draft(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			r := readRevision(t, filepath.Join(out, "sop.json"))
			holdTruth(t, dir, out, r)
			r.Generator = "showhow"
			got, err := json.MarshalIndent(r, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join(dir, "sop.json")
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != string(got)+"\n" {
				t.Errorf("the document differs from %s (go test ./internal/app -run TestTerminalSamples -update)", golden)
			}
		})
	}
}

// TestSpokenTerminal drafts a terminal recording with a sound file beside it, heard by the engine that needs no model from elsewhere:
// the commands are exact, what was heard stands where it was said and is marked as badly heard, and only what the screen bears out
// is used.
func TestSpokenTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("listens to a recording")
	}
	for _, program := range []string{"pocketsphinx_batch", "ffmpeg"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	dir, out := filepath.Join(samples, "terminal-spoken"), filepath.Join(t.TempDir(), "sop")
	d := app.Draft{Recording: filepath.Join(dir, "recording.cast"), Out: out, Speech: "pocketsphinx", Template: "generic"}
	if _, err := newApp(t).Draft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	r, truth := readRevision(t, filepath.Join(out, "sop.json")), truthOf(t, dir)
	truth.Steps, truth.Notes = nil, nil
	if r.Transcript.Engine != "pocketsphinx" || r.Media.Audio == nil || r.Media.Terminal == nil || len(r.Transcript.Utterances) == 0 {
		t.Fatalf("%s, %+v", r.Transcript.Engine, r.Media)
	}
	for _, p := range sop.Validate(&r) {
		t.Errorf("not valid: %s", p)
	}
	f := bench.Case(truth, bench.TellDraft(r), bench.Options{Revision: &r})
	if f.CommandsPrecision == nil || *f.CommandsPrecision != 1 || *f.CommandsRecall != 1 || *f.Unsupported != 0 {
		t.Errorf("commands %v, %v, unsupported %v", f.CommandsPrecision, f.CommandsRecall, f.Unsupported)
	}
	if f.WER == nil || *f.WER > .5 {
		t.Errorf("the word error rate is %v", f.WER)
	}
	for i, said := range truth.Utterances { // each lies within a second of where it was said
		if i < len(r.Transcript.Utterances) && math.Abs(r.Transcript.Utterances[i].Span.From.Seconds()-said.From) > 1 {
			t.Errorf("utterance %d was heard at %v, said at %.1f", i+1, r.Transcript.Utterances[i].Span.From, said.From)
		}
	}
	heard := 0
	for _, s := range r.Sections {
		for _, step := range s.Steps {
			for _, c := range slices.Concat([]sop.Claim{step.Title}, step.Detail, step.Why) {
				if len(c.Evidence.Utterances) > 0 {
					heard++
					if c.Unsure == "" {
						t.Errorf("%q was heard badly and is not marked", c.Text)
					}
				}
			}
		}
	}
	if heard == 0 {
		t.Error("nothing that was said is used")
	}
}
