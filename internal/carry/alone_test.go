package carry

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/carry/away"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// script is what somebody types: a line each; “down” and “up” take the workspace away, and bring it back, “deaf” has it take things and not answer.
type script struct {
	w     *workspace
	lines []string
}

func (s *script) Read(b []byte) (int, error) {
	for len(s.lines) > 0 {
		line := s.lines[0]
		s.lines = s.lines[1:]
		switch line {
		case "down", "up":
			s.w.down.Store(line == "down")
		case "deaf":
			s.w.deaf.Store(true)
		default:
			return copy(b, line+"\n"), nil
		}
	}
	return 0, io.EOF
}

// plays carries it out by a script.
func (s *seat) plays(lines ...string) (string, error) {
	s.Helper()
	var out strings.Builder
	c := s.c
	c.In, c.Out = &script{s.w, lines}, &out
	_, err := c.Done(s.Context())
	return out.String(), err
}

// came are the kinds and steps of what has arrived, without who came where.
func (s *seat) came() (all []string) {
	for _, e := range s.w.events {
		if e.Kind != execution.Opened {
			all = append(all, fmt.Sprint(e.Step, " ", e.Kind, " ", e.Outcome, e.Text))
		}
	}
	return all
}

// Without its workspace a terminal goes on from step to step by the same rules, says so once, and sends all of it, in its order, when it answers again.
func TestGoesOnAlone(t *testing.T) {
	check, back := titled("two"), titled("back")
	check.Kind, check.Conduct = sop.StepCheck, &sop.Conduct{Value: &sop.Claim{Text: "200"}, Failed: "back", Wait: 600}
	s := sit(t, titled("one"), check, back)
	file := filepath.Join(t.TempDir(), "a.png")
	if err := os.WriteFile(file, []byte("\x89PNG\r\n\x1a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := s.plays("n", "with it", "down", "n", "without it", "v", file, "y", "", "d", "d", "500", "", "d", "200", "f", "It answers 500.", "n", "still without", "up", "", "q")
	if err != errLeft {
		t.Fatalf("%v:\n%s", err, out)
	}
	if strings.Count(out, away.Lost) != 1 || strings.Count(out, away.Back) != 1 || strings.Count(out, away.Needed) != 1 || !strings.Contains(out, "The workspace doesn't answer yet.") {
		t.Errorf("what is told of it:\n%s", out)
	}
	if strings.Count(out, "The time isn't over yet.") != 1 {
		t.Errorf("a broken rule is told once:\n%s", out)
	}
	if want := []string{"one noted with it", "one noted without it", "one settled ok", "two settled ok", "two settled failedIt answers 500.", "back noted still without"}; fmt.Sprint(s.came()) != fmt.Sprint(want) {
		t.Errorf("it has %q, want %q:\n%s", s.came(), want, out)
	}
	if st := execution.Fold(s.w.x, &s.w.r, s.w.events); len(st.Void) != 1 || st.Next != "back" {
		t.Errorf("%v, next %q", st.Void, st.Next)
	}
}

// What is ended without the workspace has ended once the same command is run again.
func TestEndsAlone(t *testing.T) {
	s := sit(t, titled("one"))
	out, err := s.plays("down", "d", "w", "it")
	if !errors.Is(err, away.Ended) || !strings.Contains(out, away.Lost) {
		t.Fatalf("%v:\n%s", err, out)
	}
	if len(s.came()) != 0 {
		t.Fatal("it arrived without a connection")
	}
	s.w.down.Store(false)
	if out, err = s.plays(); err != nil || s.w.x.Outcome != execution.OK {
		t.Errorf("%v, %q:\n%s", err, s.w.x.Outcome, out)
	}
}
