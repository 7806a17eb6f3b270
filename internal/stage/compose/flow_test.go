package compose

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/flow"
)

var update = flag.Bool("update", false, "write the golden files anew")

// readFlow reads a recording that is told in words.
func readFlow(t *testing.T, file string) Input {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := flow.Read(string(b))
	if err != nil {
		t.Fatal(err)
	}
	return Input{Actions: r.Actions, Transcript: r.Transcript, Screens: r.Screens, Media: r.Media}
}

// aloud is the content as a reader would read it out.
func aloud(c sop.Content) string {
	var b strings.Builder
	say := func(head string, claims []sop.Claim) {
		for _, x := range claims {
			fmt.Fprintf(&b, "%s%s", head, x.Text)
			if x.Unsure != "" {
				fmt.Fprintf(&b, " [unsure: %s]", x.Unsure)
			}
			b.WriteByte('\n')
		}
	}
	say("title? ", c.Titles)
	say("purpose: ", c.Purpose)
	say("audience: ", c.Audience)
	say("need: ", c.Prerequisites)
	for _, p := range c.Parameters {
		fmt.Fprintf(&b, "parameter: %s = %q %v\n", p.Name, p.Example, p.Evidence.Actions)
	}
	say("success: ", c.Success)
	n := 0
	for _, s := range c.Sections {
		fmt.Fprintf(&b, "\n== %s\n", s.Kind)
		say("", s.Intro)
		for _, st := range s.Steps {
			n++
			say(fmt.Sprintf("%d. (%s) ", n, st.Kind), []sop.Claim{st.Title})
			fmt.Fprintf(&b, "   at %v-%v %v\n", st.Evidence.Span.From, st.Evidence.Span.To, st.Actions)
			say("   - ", st.Detail)
			say("   why: ", st.Why)
			for _, x := range st.Commands {
				fmt.Fprintf(&b, "   $ %s (%s)\n", strings.ReplaceAll(x.Text, "\n", "\\n"), x.Class)
			}
			for _, x := range st.Figures {
				fmt.Fprintf(&b, "   [picture %v of %v: %s]\n", x.At, x.Crop, x.Alt.Text)
			}
			say("   expected: ", st.Expected)
			for _, x := range st.Callouts {
				say("   "+string(x.Kind)+": ", []sop.Claim{x.Claim})
			}
		}
	}
	for _, l := range c.Limits {
		fmt.Fprintf(&b, "limit: %s\n", l)
	}
	return b.String()
}

// TestFlows writes whole procedures from recordings told in words and compares with what a careful writer made of them.
func TestFlows(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.flow")
	for _, file := range files {
		got := aloud(Steps(readFlow(t, file)))
		golden := strings.TrimSuffix(file, ".flow") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s reads differently now:\n%s", file, got)
		}
	}
}

// What the author marked while recording parts a step that the rules would have made one of, and warns at its place.
func TestMarkers(t *testing.T) {
	r, err := flow.Read("do 1 2 type | Name | shop | field\ndo 4 5 type | Size | 3 | field\ndo 8 9 click | Create | | button\n")
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Actions: r.Actions, Transcript: r.Transcript, Screens: r.Screens, Media: r.Media}
	count := func(markers ...sop.Marker) (n, warnings int) {
		in.Markers = markers
		for _, s := range Steps(in).Sections {
			for _, st := range s.Steps {
				n++
				warnings += len(st.Callouts)
			}
		}
		return n, warnings
	}
	if n, w := count(); n != 1 || w != 0 {
		t.Fatalf("%d steps and %d warnings without a mark", n, w)
	}
	if n, w := count(sop.Marker{At: sop.Seconds(3), Kind: sop.MarkStep}, sop.Marker{At: sop.Seconds(8.5), Kind: sop.MarkWarning}); n != 2 || w != 1 {
		t.Errorf("%d steps and %d warnings", n, w)
	}
}
