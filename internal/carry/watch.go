package carry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/carry/away"
	"showhow/internal/carry/before"
	"showhow/internal/carry/crew"
	"showhow/internal/carry/news"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/standing"
)

// around is what a session knows of what is around it: who there is, what it has warned of already, what has to be known of steps, and of which steps it told that their time is over.
type around struct {
	crew   crew.Crew
	warned map[string]bool
	marks  map[string][]string
	rung   map[string]bool
	pinned *sop.Revision // by which it goes on without the workspace; nil where it can't
	away   bool          // the workspace doesn't answer
	// retry is from when on it's asked again by itself, and trouble what else went wrong when it was asked so, which was told.
	retry   time.Time
	trouble string
}

// look asks how the execution stands by now, and tells what others have done; whether anything was told. By itself it asks briefly, and nobody who didn't answer a moment ago. What else goes wrong is told once.
func (s *session) look(ctx context.Context, itself bool) bool {
	was, waits, asks, lost := s.detail, len(s.note.Events) > 0, ctx, s.away
	switch {
	case itself && s.Now().Before(s.retry):
		return false
	case !itself:
		s.retry = time.Time{}
	case !waits:
		soon, done := context.WithTimeout(ctx, away.Brief)
		defer done()
		asks = soon
	}
	err := s.again(asks)
	if err == nil {
		s.trouble = ""
		return !s.away && (s.tellNews(ctx, &was) || waits)
	}
	if s.lost(err) == nil {
		return !lost
	}
	if asks.Err() != nil && ctx.Err() == nil { // it takes long
		s.retry = s.Now().Add(away.Pause)
	}
	if err == away.Ended || asks.Err() != nil || errors.Is(err, remote.ErrAway) || err.Error() == s.trouble {
		return false
	}
	s.trouble = err.Error()
	s.say("\n! %s", err)
	return true
}

// tellNews tells what others have done since a look; whether there was anything.
func (s *session) tellNews(ctx context.Context, was *detail) bool {
	news := s.news(was)
	for i, n := range news {
		if i == 0 {
			s.say("")
		}
		s.say("  * %s", strings.ReplaceAll(n, "\n", "\n    ")) // a line of somebody's note is none of the program's
	}
	if len(news) > 0 {
		_ = s.meet(ctx) // who may do what has changed by it; the names that are known do until then
	}
	return len(news) > 0
}

// news are what others have done since, and clocks that have run out.
func (s *session) news(was *detail) []string {
	all := news.Between{Was: &was.State, Is: &s.detail.State, Steps: s.detail.Sheet.Steps, Crew: &s.crew}.Told()
	for _, l := range s.detail.Sheet.Steps {
		if s.rings(l) {
			all = append(all, fmt.Sprintf("The time of step %d is over.", l.Number))
		}
	}
	return all
}

// rings says that a step's time is over that ran, and of which nobody was told here.
func (s *session) rings(l execution.Line) bool {
	st := s.detail.State.Steps[l.Key]
	if l.Wait == 0 || st.Waiting == nil || st.Outcome() != "" || s.rung[l.Key] || !slices.Contains(s.detail.State.Way, l.Key) {
		return false
	}
	if s.Now().Before(st.Waiting.At.Add(time.Duration(l.Wait) * time.Second)) {
		return false
	}
	if s.rung == nil {
		s.rung = map[string]bool{}
	}
	s.rung[l.Key] = true
	return true
}

// warn tells what whoever carries it out has to know of the procedure: that it is suspended, retired, overdue, in force by a waiver, that a newer revision is in force, and what of it is to be looked
// at again. Each is told once.
func (s *session) warn(ctx context.Context) error {
	if s.away {
		return nil
	}
	first := s.marks == nil
	if s.warned == nil {
		s.warned = map[string]bool{}
	}
	l, err := standing.Of(ctx, s.Client, s.Slug)
	if err != nil {
		return s.lost(s.told(err))
	}
	all := append(before.Standing(&l, s.detail.Waiver), before.Gone(s.detail.Execution, l.InForce)...)
	if s.detail.Barred != "" {
		all = append(all, s.detail.Barred)
	}
	if first {
		var marked []string
		if marked, s.marks, err = before.Marks(ctx, s.Client, s.Slug, s.detail.Execution.ID); err != nil {
			s.marks = nil
			return s.lost(s.told(err))
		}
		all = append(append(all, marked...), s.detail.Sheet.Needs()...)
	}
	for _, w := range all {
		if !s.warned[w] {
			s.warned[w] = true
			s.say("! %s", w)
		}
	}
	return nil
}
