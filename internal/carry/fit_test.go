package carry

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// What was found at a step and what readers say of it is told there, as the page tells it.
func TestFoundMarks(t *testing.T) {
	s := sit(t, titled("one"), titled("two"))
	s.w.found = `"": [{"sort": "found", "words": "something was missing when it was tried", "text": "Who is called?"}], "two": [{"sort": "said", "words": "2 readers say it is outdated"}, {"sort": "found", "words": "found wrong when it was tried", "text": "The flag is gone."}, {"sort": "changed", "words": "helm is 4.0"}]`
	out := s.types(false, "d", "q")
	first, second, _ := strings.Cut(out, "Step 2 of 2")
	s.says(first, "! Look first: something was missing when it was tried: “Who is called?”")
	s.says(second, "  ! Look first: 2 readers say it is outdated", "  ! Look first: found wrong when it was tried: “The flag is gone.”")
	if strings.Contains(out, "helm is 4.0") || strings.Contains(first, "outdated") {
		t.Errorf("%s", out)
	}
}

// What would be refused isn't offered at the end: after a step that failed, or was made good, it didn't simply work.
func TestEndsThatFit(t *testing.T) {
	for _, x := range []struct {
		typed      []string
		has, hasnt string
	}{
		{[]string{"d", "d"}, "[w it worked, f it failed, b go", "r it failed and"},
		{[]string{"d", "m", "It is up."}, "[r it failed and is recovered, f it failed, b go", "w it worked"},
		{[]string{"d", "f", "It is down."}, "[r it failed and is recovered, f it failed, b settle step 2 again", "w it worked"},
	} {
		s := sit(t, titled("one"), titled("two"))
		out := s.types(false, append(x.typed, "q")...)
		if !strings.Contains(out, x.has) || strings.Contains(out, x.hasnt) {
			t.Errorf("%q:\n%s", x.typed, out)
		}
	}
}

// A check whose status tells what it found isn't asked about when it ends as it did in the recording; one that ends otherwise is, by the workspace's rule.
func TestCheckThatFailsByDesign(t *testing.T) {
	three := 3
	for _, x := range []struct {
		exit  int
		asked bool
	}{{3, false}, {4, true}} {
		step := titled("one")
		step.Commands = []sop.Command{{Text: "systemctl is-active shop", Shell: "shell", Class: sop.Reads, Exit: &three}}
		s := sit(t, step)
		s.c.Run = func(_ context.Context, _ string, out io.Writer) (int, error) {
			fmt.Fprintln(out, "inactive")
			return x.exit, nil
		}
		typed := []string{"r", "y", "d", "w"}
		if x.asked {
			typed = []string{"r", "y", "d", "", "d", "It is masked here.", "w"}
		}
		out := s.types(true, typed...)
		if strings.Contains(out, "Why the step is done all the same") != x.asked {
			t.Errorf("exit status %d:\n%s", x.exit, out)
		}
	}
}

// It is handed to somebody by their name, its beginning, or their address, too; whom several could be is asked for anew.
func TestHandedByName(t *testing.T) {
	for _, x := range []struct{ to, says string }{
		{"Rob", "is asked to take it over"}, {"kle", "is asked to take it over"}, {"rob@example.com", "is asked to take it over"},
		{"ro", "That may be Rob Klein or Rosa Ney: type the number."}, {"zoe", "None of them is called zoe."}, {"zoe@example.com", "None of them is called zoe@example.com."},
	} {
		s := sit(t, titled("one"))
		s.w.people = `{"account": "ada", "name": "Ada"}, {"account": "rob", "name": "Rob Klein", "takes": true}, {"account": "ros", "name": "Rosa Ney", "takes": true}`
		out := s.types(false, "h", x.to, "The pods are slow.", "q")
		if s.says(out, x.says); strings.Contains(x.says, "asked") != (s.offered() == "rob") {
			t.Errorf("%q: handed to %q", x.to, s.offered())
		}
	}
}

// offered is to whom it was handed.
func (s *seat) offered() string {
	if o := execution.Fold(s.w.x, &s.w.r, s.w.events).Offer; o != nil {
		return o.To
	}
	return ""
}

// After a restart, too, a note that somebody wrote meanwhile stands under their name.
func TestNamesAfterRestart(t *testing.T) {
	s := sit(t, titled("one"))
	s.w.people = `{"account": "ada", "name": "Ada"}, {"account": "rob", "name": "Rob Klein"}`
	s.types(false, "q")
	sent := s.w.events
	note := s.c.where().Of(s.c.Slug, string(s.c.Mode)) // as a kill leaves it: something wasn't sent
	if err := note.Read(); err != nil {
		t.Fatal(err)
	}
	note.Events = []execution.Event{{ID: "late", Kind: execution.Noted, Step: "one", Text: "mine"}}
	if err := note.Write(); err != nil {
		t.Fatal(err)
	}
	s.w.events = sent
	s.w.before = func() {
		s.w.add(execution.Event{ID: "r", Kind: execution.Noted, Step: "one", Author: "rob", Text: "It burns."})
	}
	s.says(s.types(false, "q"), "* Rob Klein noted at step 1: It burns.")
}

// Who isn't able alone is asked why they carry it out all the same, as on the page; where nobody answers, the refusal names the options.
func TestAskedWhyAlone(t *testing.T) {
	w, call := stand(t)
	w.refuses = execution.NotAlone
	out, err := call(Carry{Values: both}, "The shop is down.\nq\n")
	if err != errLeft || w.alone != "The shop is down." || !strings.Contains(out, "Who looks on (a name), or why you carry it out alone all the same: ") {
		t.Errorf("%v, %q\n%s", err, w.alone, out)
	}
	w, call = stand(t)
	w.refuses = execution.NotAlone
	for _, typed := range []string{"", "\n"} {
		if _, err := call(Carry{Values: both}, typed); err == nil || err.Code != sop.Invalid || !strings.Contains(err.Mend, "--alone REASON") || w.x.ID != "" {
			t.Errorf("%q: %+v", typed, err)
		}
	}
}

// Whoever gave a value that looks like a secret is asked whether it is one; with anything but yes, and where nobody answers, nothing is begun, and the option is named.
func TestAskedWhetherItIsSecret(t *testing.T) {
	said := (&sop.Error{Message: execution.LooksSecret + "VERSION, NAME.", Mend: execution.SaysPlain}).Error()
	w, call := stand(t)
	w.refuses = said
	out, err := call(Carry{Values: both}, "y\nq\n")
	if err != errLeft || strings.Join(w.plain, " ") != "VERSION NAME" || !strings.Contains(out, "VERSION, NAME") || !strings.Contains(out, "Type y if it is no secret, and may be kept: ") {
		t.Errorf("%v, %q\n%s", err, w.plain, out)
	}
	w, call = stand(t)
	w.refuses = said
	for _, typed := range []string{"", "n\n"} {
		if _, err := call(Carry{Values: both}, typed); err == nil || err.Code != sop.Invalid || !strings.Contains(err.Mend, "--plain NAME") || w.x.ID != "" {
			t.Errorf("%q: %+v", typed, err)
		}
	}
}
