package compose

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"showhow/internal/sop"
)

var update = flag.Bool("update", false, "write the golden files anew")

// readFlow reads a recording in words: lines "say FROM TO TEXT", "do FROM TO KIND | LABEL or COMMAND | TEXT or OUTPUT |
// ELEMENT or failed | X,Y,W,H", "undone …" for an action that was taken back, "screen FROM TO TITLE | LINE; LINE", "trust N".
func readFlow(t *testing.T, file string) Input {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Transcript: sop.Transcript{Engine: "subtitles", Trust: 1}, Media: sop.Media{Video: &sop.VideoStream{Width: 1920, Height: 1080}}}
	for line := range strings.Lines(string(b)) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 4)
		if f[0] == "trust" {
			in.Transcript.Trust, _ = strconv.ParseFloat(f[1], 64)
			in.Transcript.Engine = "pocketsphinx"
		}
		if len(f) < 4 || f[0] == "#" {
			continue
		}
		from, err1 := strconv.ParseFloat(f[1], 64)
		to, err2 := strconv.ParseFloat(f[2], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("%s: %s", file, line)
		}
		span := sop.Span{From: sop.Seconds(from), To: sop.Seconds(to)}
		in.Media.Duration = max(in.Media.Duration, span.To)
		switch f[0] {
		case "say":
			id := fmt.Sprintf("u%d", len(in.Transcript.Utterances)+1)
			in.Transcript.Utterances = append(in.Transcript.Utterances, sop.Utterance{ID: id, Span: span, Text: f[3], Confidence: max(.5, in.Transcript.Trust)})
		case "screen":
			title, rest, _ := strings.Cut(f[3], "|")
			s := sop.Screen{At: span.From, Span: span, Title: strings.TrimSpace(title)}
			for l := range strings.SplitSeq(rest, ";") {
				s.Blocks = append(s.Blocks, sop.Block{Lines: []sop.Line{{Text: strings.TrimSpace(l), Confidence: .9}}})
			}
			in.Screens = append(in.Screens, s)
		case "do", "undone":
			in.Actions = append(in.Actions, flowAction(fmt.Sprintf("a%d", len(in.Actions)+1), span, f[0] == "undone", f[3]))
		}
	}
	return in
}

func flowAction(id string, span sop.Span, undone bool, text string) sop.Action {
	p := strings.Split(strings.ReplaceAll(text, " | |", " |  |"), " | ")
	p = append(p, "", "", "", "", "")
	for i := range p {
		p[i] = strings.TrimSpace(p[i])
	}
	a := sop.Action{ID: id, Kind: sop.ActionKind(p[0]), At: span.From, Span: span, Before: span.From, After: span.To, Undone: undone, Confidence: .9}
	if a.Kind == sop.RunCommand {
		shell, command, ok := strings.Cut(p[1], "> ")
		if !ok {
			shell, command = "shell", p[1]
		}
		a.Command = &sop.CommandLine{Text: strings.ReplaceAll(command, `\n`, "\n"), Shell: shell, Failed: p[3] == "failed", Host: "bastion", User: "deploy"}
		if p[2] != "" {
			a.Command.Output = strings.Split(p[2], "; ")
		}
		return a
	}
	a.Label, a.Text, a.Element = p[1], p[2], sop.ElementKind(p[3])
	var b sop.Box
	if n, _ := fmt.Sscanf(p[4], "%d,%d,%d,%d", &b.X, &b.Y, &b.W, &b.H); n == 4 {
		c := b.Centre()
		a.Box, a.Point = &b, &c
	}
	return a
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
