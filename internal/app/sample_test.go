package app_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"showhow/internal/app"
	"showhow/internal/bench"
	"showhow/internal/config"
	"showhow/internal/sop"
)

var update = flag.Bool("update", false, "write the samples' golden sop.json anew")

const samples = "../../testdata/recording"

// newApp is Showhow with its work folder in a test's own place.
func newApp(t *testing.T, env ...string) *app.App {
	t.Helper()
	c, err := config.Load(append([]string{"SHOWHOW_WORK=" + filepath.Join(t.TempDir(), "work")}, env...), "none", false)
	if err != nil {
		t.Fatal(err)
	}
	a := app.New(c)
	t.Cleanup(func() { a.Close() })
	return a
}

// TestSamples drafts the sample recordings with the real programs, and holds what comes out against the truth of what was
// done in them and against the golden documents: by field where it must be exact, by rule where programs outside may differ.
func TestSamples(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts whole recordings")
	}
	for _, name := range []string{"migration", "release"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(samples, name)
			out := filepath.Join(t.TempDir(), "sop")
			d := app.Draft{Recording: filepath.Join(dir, "recording.mp4"), Out: out, Transcript: trueWords(t, dir), Template: "generic"}
			if _, err := newApp(t).Draft(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			r := readRevision(t, filepath.Join(out, "sop.json"))
			holdTruth(t, dir, out, r)
			golden := filepath.Join(dir, "sop.json")
			if *update {
				b, _ := os.ReadFile(filepath.Join(out, "sop.json"))
				if err := os.WriteFile(golden, b, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			holdGolden(t, readRevision(t, golden), r)
		})
	}
}

// trueWords is the narration of a sample as a subtitle file, so that no speech engine's luck is in the test.
func trueWords(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "words.vtt")
	if err := os.WriteFile(path, []byte(bench.VTT(truthOf(t, dir))), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func truthOf(t *testing.T, dir string) bench.Truth {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	truth, err := bench.ReadTruth(b)
	if err != nil {
		t.Fatal(err)
	}
	return truth
}

func readRevision(t *testing.T, path string) sop.Revision {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// holdTruth holds a draft against what was really done: its commands are exact, its steps those of a careful writer, its
// document whole, and nothing secret is in any file of it.
func holdTruth(t *testing.T, dir, out string, r sop.Revision) {
	t.Helper()
	truth := truthOf(t, dir)
	for _, p := range sop.Validate(&r) {
		t.Errorf("not valid: %s", p)
	}
	f := bench.Case(truth, bench.TellDraft(r), bench.Options{})
	for _, c := range []struct {
		what  string
		got   *float64
		least float64
	}{
		{"commands' precision", f.CommandsPrecision, 1}, {"commands' recall", f.CommandsRecall, 1}, {"steps' F1", f.StepsF1, .85},
		{"order", f.Order, 1}, {"actions' F1", f.ActionsF1, .8}, {"notes' recall", f.NotesRecall, .6},
	} {
		if c.got != nil && *c.got < c.least {
			t.Errorf("%s is %.2f, less than %.2f", c.what, *c.got, c.least)
		}
	}
	filepath.WalkDir(out, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, s := range truth.Secrets {
			if strings.Contains(string(b), s) {
				t.Errorf("the secret %q stands in %s", s, e.Name())
			}
		}
		return err
	})
}

// holdGolden compares two drafts of the same recording.
func holdGolden(t *testing.T, want, got sop.Revision) {
	t.Helper()
	same := func(what string, want, got any) {
		w, _ := json.MarshalIndent(want, "", " ")
		g, _ := json.MarshalIndent(got, "", " ")
		if string(w) != string(g) {
			t.Errorf("%s:\n%s\nwant\n%s", what, g, w)
		}
	}
	same("schema, template", []string{want.Schema, want.Template}, []string{got.Schema, got.Template})
	same("recording", want.Recording, got.Recording)
	same("title", want.Title.Text, got.Title.Text)
	same("purpose", texts(want.Purpose), texts(got.Purpose))
	same("audience", texts(want.Audience), texts(got.Audience))
	same("success", texts(want.Success), texts(got.Success))
	same("prerequisites", texts(want.Prerequisites), texts(got.Prerequisites))
	same("gaps", want.Gaps, got.Gaps)
	same("outline", outline(want), outline(got))
	if w, g := placeholders(want), placeholders(got); !maps.Equal(w, g) {
		t.Errorf("redactions: %v, want %v", g, w)
	}
	if d := want.Media.Duration.Seconds() - got.Media.Duration.Seconds(); math.Abs(d) > .1 {
		t.Errorf("the duration differs by %.2f s", d)
	}
	for i, s := range want.Sections {
		for j, st := range s.Steps {
			if i < len(got.Sections) && j < len(got.Sections[i].Steps) {
				holdStep(t, fmt.Sprintf("%s %d", s.Kind, j+1), st, got.Sections[i].Steps[j])
			}
		}
	}
}

// outline is what of the sections must be exact: their steps' kinds, commands and remarks, in order.
func outline(r sop.Revision) []string {
	var all []string
	for _, s := range r.Sections {
		all = append(all, "== "+string(s.Kind)+" "+strings.Join(texts(s.Intro), " "))
		for _, st := range s.Steps {
			all = append(all, "step "+string(st.Kind))
			for _, c := range st.Commands {
				all = append(all, "$ "+c.Text+" ("+c.Shell+", "+string(c.Class)+")")
			}
			for _, c := range st.Callouts {
				all = append(all, string(c.Kind)+": "+c.Text)
			}
			all = append(all, texts(st.Why)...)
			all = append(all, texts(st.Expected)...)
		}
	}
	return all
}

func texts(claims []sop.Claim) []string {
	var all []string
	for _, c := range claims {
		all = append(all, c.Text)
	}
	return all
}

func placeholders(r sop.Revision) map[string]bool {
	all := map[string]bool{}
	for _, x := range r.Redactions {
		all[x.Placeholder] = true
	}
	return all
}

// holdStep compares what may vary a little between versions of the programs outside: when and where, and letters of labels.
func holdStep(t *testing.T, what string, want, got sop.Step) {
	t.Helper()
	for _, d := range []sop.Moment{want.Evidence.Span.From - got.Evidence.Span.From, want.Evidence.Span.To - got.Evidence.Span.To} {
		if math.Abs(d.Seconds()) > 1 {
			t.Errorf("%s: seen at %v, want %v", what, got.Evidence.Span, want.Evidence.Span)
			break
		}
	}
	if !alike(want.Title.Text, got.Title.Text) {
		t.Errorf("%s: %q, want %q", what, got.Title.Text, want.Title.Text)
	}
	if len(want.Figures) != len(got.Figures) {
		t.Errorf("%s: %d figures, want %d", what, len(got.Figures), len(want.Figures))
		return
	}
	for i, f := range want.Figures {
		g := got.Figures[i]
		if len(f.Marks) != len(g.Marks) {
			t.Errorf("%s: %d marks, want %d", what, len(g.Marks), len(f.Marks))
			continue
		}
		for j, m := range f.Marks {
			if n := g.Marks[j]; m.Box != nil && (n.Box == nil || far(*m.Box, *n.Box)) {
				t.Errorf("%s: mark %d is at %v, want %v", what, j+1, n.Box, m.Box)
			}
		}
	}
}

// far says whether two boxes differ by more than a text reader's whim.
func far(a, b sop.Box) bool {
	const whim = 12 // pixels
	return slices.ContainsFunc([]int{a.X - b.X, a.Y - b.Y, a.X + a.W - b.X - b.W, a.Y + a.H - b.Y - b.H}, func(d int) bool { return d < -whim || d > whim })
}

// alike says whether most words of two titles agree.
func alike(a, b string) bool {
	x, y := strings.Fields(sop.Bare(a)), strings.Fields(sop.Bare(b))
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return 3*n >= 2*max(len(x), len(y))
}
