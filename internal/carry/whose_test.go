package carry

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// settledBy are who settled something, as the workspace has it.
func (s *seat) settledBy() (all []string) {
	for _, e := range s.w.events {
		if e.Kind == execution.Settled {
			all = append(all, e.Author)
		}
	}
	return all
}

// Two people use one account of a machine: what one of them did is never sent as the other's, who is told of it, and carries it out by a note of their own.
func TestWhoseItIs(t *testing.T) {
	s := sit(t, titled("one"), titled("two"))
	if out, err := s.plays("down", "d", "q"); err != errLeft {
		t.Fatalf("%v:\n%s", err, out)
	}
	s.w.down.Store(false)
	s.w.me, s.w.id = "rob", "x2"
	const theirs = "! What Ada Stone did last on this machine hasn't arrived yet, and nothing of it is sent as yours"
	for range 2 {
		out, err := s.plays("n", "by rob", "q")
		if s.says(out, theirs); err != errLeft || s.w.x.ID != "x2" || len(s.settledBy()) > 0 {
			t.Fatalf("%v, %s, settled by %q:\n%s", err, s.w.x.ID, s.settledBy(), out)
		}
	}
	s.c.New = true // neither is it where another one is begun on purpose
	if out, err := s.plays("q"); err != errLeft || len(s.settledBy()) > 0 {
		t.Fatalf("%v, settled by %q:\n%s", err, s.settledBy(), out)
	}
	s.c.New, s.w.me, s.w.x.ID = false, "", "x1"
	if out, err := s.plays("q"); err != errLeft || fmt.Sprint(s.settledBy()) != "[ada]" || strings.Contains(out, "hasn't arrived") {
		t.Errorf("%v, settled by %q:\n%s", err, s.settledBy(), out)
	}
	// whose account the workspace's tokens don't tell goes on as before
	n := s.c.where().Of("deploy", "live")
	if err := n.Read(); err != nil || n.Account != "ada" || n.Execution != "x1" {
		t.Fatalf("%+v, %v", n, err)
	}
	n.Account, n.Events = "", []execution.Event{{ID: "old", Kind: execution.Noted, Step: "one", Text: "of before", Device: time.Date(2026, 11, 27, 2, 30, 0, 0, time.UTC)}}
	if err := n.Write(); err != nil {
		t.Fatal(err)
	}
	if out, err := s.plays("q"); err != errLeft || !strings.Contains(fmt.Sprint(s.came()), "one noted of before") {
		t.Errorf("%v, %q:\n%s", err, s.came(), out)
	}
}

// What somebody else did stays where it is, too, if the workspace of who is here doesn't know of it.
func TestTheirsIsntPutAside(t *testing.T) {
	s := sit(t, titled("one"))
	s.leaves(true)
	s.w.me, s.w.gone = "rob", "x1"
	out, err := s.plays("q")
	if kept, _ := filepath.Glob(filepath.Join(s.c.Notes, "*.kept")); err != errLeft || len(kept) > 0 || s.w.x.ID != "x2" {
		t.Fatalf("%v, %q, %s:\n%s", err, kept, s.w.x.ID, out)
	}
	s.w.me, s.w.gone, s.w.x.ID = "", "", "x1"
	if out, err = s.plays("q"); err != errLeft || !strings.Contains(fmt.Sprint(s.came()), "one noted without it") {
		t.Errorf("%v, %q:\n%s", err, s.came(), out)
	}
}

// A part of which the note is another's is carried out by one's own.
func TestWhosePart(t *testing.T) {
	one := titled("one")
	one.Conduct = &sop.Conduct{Procedure: "deploy"}
	s := sit(t, one)
	if out, err := s.plays("q"); err != errLeft {
		t.Fatalf("%v:\n%s", err, out)
	}
	s.waitsInPart("ada")
	s.w.me = "rob"
	if out, err := s.plays("q"); err != errLeft || strings.Contains(fmt.Sprint(s.came()), "in the part") {
		t.Fatalf("%v, %q:\n%s", err, s.came(), out)
	}
	s.w.me = ""
	if out, err := s.plays("q"); err != errLeft || !strings.Contains(fmt.Sprint(s.came()), "in the part") {
		t.Errorf("%v, %q:\n%s", err, s.came(), out)
	}
}

// A second terminal of the machine neither begins, nor goes on with, what one has before it: it says what to do, and nothing of either is lost. When the first is left, it goes on.
func TestTwoTerminals(t *testing.T) {
	s := sit(t, titled("one"), titled("two"))
	keyboard, types := io.Pipe()
	out := &screen{news: make(chan struct{}, 1)}
	first := s.c
	first.In, first.Out = keyboard, out
	ended := make(chan error, 1)
	go func() { _, err := first.Done(t.Context()); ended <- err }()
	typed := func(text string) {
		if _, err := io.WriteString(types, text+"\n"); err != nil {
			t.Error(err)
		}
	}
	out.shows(t, "Step 1 of 2")
	s.w.down.Store(true)
	typed("n")
	typed("from the first")
	out.shows(t, "The workspace doesn't answer.")
	for i, fresh := range []bool{false, true, false} {
		s.w.down.Store(i == 0) // whether the workspace answers or not
		s.c.New = fresh
		told, err := s.plays("n", "from the second", "q")
		if sop.CodeOf(err) != sop.Busy || !strings.Contains(err.Error(), "another terminal of this machine") || !strings.Contains(err.Error(), "--join ADDRESS") || len(s.came()) > 0 || s.w.x.ID != "x1" {
			t.Fatalf("%v, %q:\n%s", err, s.came(), told)
		}
	}
	s.c.New = false
	typed("q")
	if err := <-ended; err != errLeft {
		t.Fatal(err)
	}
	if told, err := s.plays("n", "from the second", "q"); err != errLeft || fmt.Sprint(s.came()) != "[one noted from the first one noted from the second]" {
		t.Errorf("%v, %q:\n%s", err, s.came(), told)
	}
	if left, _ := filepath.Glob(filepath.Join(s.c.Notes, "*.lock")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}
