package carry

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// screen is what is printed, which may be read meanwhile.
type screen struct {
	sync.Mutex
	text strings.Builder
	news chan struct{}
}

func (s *screen) Write(b []byte) (int, error) {
	s.Lock()
	defer s.Unlock()
	n, err := s.text.Write(b)
	select {
	case s.news <- struct{}{}:
	default:
	}
	return n, err
}

// shows waits until something is printed.
func (s *screen) shows(t *testing.T, want string) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		s.Lock()
		all := s.text.String()
		s.Unlock()
		if strings.Contains(all, want) {
			return
		}
		select {
		case <-s.news:
		case <-late:
			t.Fatalf("no %q in\n%s", want, all)
		}
	}
}

// While somebody is asked, what others do is told: an approval that was given elsewhere, a hand-over, a step that somebody else settled, a time that is over; nothing that was typed is lost.
func TestNotices(t *testing.T) {
	sign := titled("sign")
	sign.Conduct = &sop.Conduct{Approver: "reviewer", Wait: 1}
	s := sit(t, sign, titled("two"), titled("three"))
	keyboard, types := io.Pipe()
	out := &screen{news: make(chan struct{}, 1)}
	ticks := make(chan time.Time)
	c := s.c
	c.In, c.Out = keyboard, out
	c.Tick = func() (<-chan time.Time, func()) { return ticks, func() {} }
	ended := make(chan error, 1)
	go func() { _, err := c.Done(t.Context()); ended <- err }()
	typed_ := func(line string) {
		if _, err := io.WriteString(types, line+"\n"); err != nil {
			t.Error(err)
		}
	}
	others := func(e execution.Event) {
		e.ID = "o" + string(e.Kind) + e.Step
		s.w.Lock()
		s.w.add(e)
		s.w.Unlock()
		ticks <- time.Time{}
	}
	typed_("w")
	out.shows(t, "Its time is over")
	others(execution.Event{Kind: execution.Approved, Step: "sign", Author: "rob", Role: "reviewer", Text: "I looked.", Value: "yes"})
	out.shows(t, "* Rob approved step 1: I looked.")
	out.shows(t, "* The time of step 1 is over.")
	typed_("d")
	out.shows(t, "Step 2 of 3")
	others(execution.Event{Kind: execution.Settled, Step: "three", Outcome: execution.OK, Author: "kim", Role: "editor"})
	out.shows(t, "* Step 3 was settled by kim: done")
	others(execution.Event{Kind: execution.Noted, Step: "two", Text: "It is slow.", Author: "kim"})
	out.shows(t, "* kim noted at step 2: It is slow.")
	others(execution.Event{Kind: execution.Ended, Outcome: execution.Failed, Text: "It burns.", Author: "kim"})
	out.shows(t, "* It was ended by kim: failed: It burns.")
	typed_("")
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	out.shows(t, "Deploy: failed")
}
