package replay

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/align/session"
)

// castTruth is what was done in a cast, in the form of docs/benchmark: the commands in order.
type castTruth struct {
	Actions []struct {
		T       float64 `json:"t"`
		Kind    string  `json:"kind"`
		Command string  `json:"command"`
		Masked  bool    `json:"masked"`
	} `json:"actions"`
	Tolerance float64 `json:"tolerance"`
}

// matched counts the true commands that were found, in order of time, and tells of the others.
func matched(truth castTruth, found []sop.Action) (hits int, misses []string) {
	taken := make([]bool, len(found))
	for _, want := range truth.Actions {
		if want.Kind != "command" {
			continue
		}
		ok := false
		for i, a := range found {
			if d := a.At.Seconds() - want.T; !taken[i] && a.Command != nil && a.Command.Text == want.Command && d >= -truth.Tolerance && d <= truth.Tolerance {
				taken[i], ok = true, true
				hits++
				break
			}
		}
		if !ok {
			misses = append(misses, fmt.Sprintf("missed   %6.1f %q", want.T, want.Command))
		}
	}
	for i, a := range found {
		if !taken[i] && a.Command != nil && a.Kind == sop.RunCommand {
			misses = append(misses, fmt.Sprintf("invented %6.1f %q at %q (%s)", a.At.Seconds(), a.Command.Text, a.Command.Prompt, a.Command.Shell))
		}
	}
	return hits, misses
}

// TestCases measures the casts below the folder SHOWHOW_CASES; it asserts nothing.
func TestCases(t *testing.T) {
	dir := os.Getenv("SHOWHOW_CASES")
	if dir == "" {
		t.Skip("SHOWHOW_CASES names no folder of casts")
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "*", "truth.json"))
	want, found, hits := 0, 0, 0
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var truth castTruth
		if err := json.Unmarshal(b, &truth); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(path)
		in := Input{Path: filepath.Join(dir, "recording.cast")}
		if _, err := os.Stat(in.Path); err != nil {
			in = Input{Path: filepath.Join(dir, "recording.typescript"), Timing: filepath.Join(dir, "recording.timing")}
		}
		r, err := Screens(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		actions := session.Of(session.Input{Session: r.Session, Screens: Telling(r)}).Actions
		n, misses := matched(truth, actions)
		actions = slices.DeleteFunc(actions, func(a sop.Action) bool { return a.Kind != sop.RunCommand })
		want, found, hits = want+len(truth.Actions), found+len(actions), hits+n
		t.Logf("%-34s %2d of %2d, %2d found\n\t%s", filepath.Base(filepath.Dir(path)), n, len(truth.Actions), len(actions), strings.Join(misses, "\n\t"))
	}
	t.Logf("recall %.3f, precision %.3f", float64(hits)/float64(max(1, want)), float64(hits)/float64(max(1, found)))
}
