package app_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"showhow/internal/app"
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
