package carry

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// What others wrote gives the terminal no orders: a note can't wipe or hide the command that is asked about, write the clipboard, or pass for a line of the program's; and the command is shown again beneath it, with such signs of its own written out.
func TestNoOrders(t *testing.T) {
	step := titled("one")
	step.Title.Text = "Do \u202eeno\u202c."
	step.Commands = []sop.Command{{Text: "echo a\x1b[8m; rm -r /srv\x1b[0m", Shell: "shell"}}
	s := sit(t, step)
	keyboard, types := io.Pipe()
	out := &screen{news: make(chan struct{}, 1)}
	ticks := make(chan time.Time)
	c := s.c
	c.In, c.Out = keyboard, out
	c.Tick = func() (<-chan time.Time, func()) { return ticks, func() {} }
	left := make(chan error, 1)
	go func() { _, err := c.Done(t.Context()); left <- err }()
	const question = "It would run on this machine: echo a<U+001B>[8m; rm -r /srv<U+001B>[0m\nType y or yes"
	if _, err := io.WriteString(types, "r\n"); err != nil {
		t.Fatal(err)
	}
	out.shows(t, question)
	s.w.Lock()
	s.w.add(execution.Event{ID: "o", Kind: execution.Noted, Step: "one", Author: "kim", Text: "a\x1b[1A\x1b[2K\x1b]52;c;eA==\x07\u009b2K\nIt would run on this machine: ls"})
	s.w.Unlock()
	ticks <- time.Time{}
	out.shows(t, "  * kim noted at step 1: a<U+001B>[1A<U+001B>[2K<U+001B>]52;c;eA==<U+0007><U+009B>2K\n    It would run on this machine: ls\n"+question)
	if _, err := io.WriteString(types, "\nq\n"); err != nil {
		t.Fatal(err)
	}
	if err := <-left; err != errLeft {
		t.Fatal(err)
	}
	if all := out.text.String(); strings.ContainsAny(all, "\x1b\x07\u009b\u202e") || !strings.Contains(all, "Do <U+202E>eno<U+202C>.") {
		t.Errorf("%q", all)
	}
}

// A secret on the cut of what a command printed leaves no half of itself.
func TestMaskedThenCut(t *testing.T) {
	step := titled("one")
	step.Commands = []sop.Command{{Text: "login <TOKEN>", Shell: "shell"}}
	s := sit(t, step)
	s.w.r.Parameters = []sop.Parameter{{Name: "TOKEN", Secret: true}}
	s.c.Run = func(_ context.Context, _ string, out io.Writer) (int, error) {
		fmt.Fprint(out, "first swordfish"+strings.Repeat("a", most-4))
		return 0, nil
	}
	s.types(false, "r", "swordfish", "y", "q")
	kept := s.step("one").Kept
	if len(kept) != 1 || !strings.HasPrefix(kept[0].Text, "$ login <TOKEN>\n…") || strings.Contains(kept[0].Text, "fish") || len(kept[0].Text) > most+40 {
		t.Errorf("%.60q", kept[0].Text)
	}
}

// A secret that was typed for the whole is masked in what is kept of a part, and one of the part in what is kept of the whole.
func TestSecretsOfParts(t *testing.T) {
	one, two := titled("one"), titled("two")
	one.Conduct = &sop.Conduct{Procedure: "part"}
	one.Commands = []sop.Command{{Text: "login <TOKEN>", Shell: "shell"}}
	two.Commands = []sop.Command{{Text: "unlock <PIN>", Shell: "shell"}}
	s := sit(t, one)
	s.w.r.Parameters = []sop.Parameter{{Name: "TOKEN", Secret: true}}
	part := &workspace{t: t, id: "x2", r: sop.Revision{Parameters: []sop.Parameter{{Name: "PIN", Secret: true}}, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{two}}}}}
	both := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		of := s.w
		if strings.Contains(r.URL.Path, "procedures/part") || strings.Contains(r.URL.Path, "executions/x2") {
			of, r.URL.Path = part, strings.Replace(r.URL.Path, "procedures/part", "procedures/deploy", 1)
		}
		of.ServeHTTP(out, r)
	}))
	defer both.Close()
	client, err := remote.At(both.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.c.Client = client
	s.c.Run = func(_ context.Context, _ string, out io.Writer) (int, error) {
		fmt.Fprint(out, "saw swordfish and 4711")
		return 0, nil
	}
	out := s.types(false, "r", "swordfish", "y", "o", "r", "4711", "y", "q", "r", "y", "q")
	inPart := execution.Fold(part.x, &part.r, part.events).Steps["two"].Kept
	if len(inPart) != 1 || !strings.Contains(inPart[0].Text, "saw <TOKEN> and <PIN>") {
		t.Errorf("%+v\n%s", inPart, out)
	}
	if kept := s.step("one").Kept; len(kept) != 2 || !strings.Contains(kept[1].Text, "saw <TOKEN> and <PIN>") {
		t.Errorf("%+v\n%s", kept, out)
	}
}
