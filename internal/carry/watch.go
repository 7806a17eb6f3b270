package carry

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/carry/before"
	"showhow/internal/carry/crew"
	"showhow/internal/carry/told"
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
}

// look asks how the execution stands by now, and tells what others have done; whether there was anything. Where nobody answers, what is done next says so.
func (s *session) look(ctx context.Context) bool {
	if s.away && len(s.note.Events) > 0 {
		return s.send(ctx) == nil && !s.away
	}
	was := s.detail
	return s.again(ctx) == nil && s.tellNews(ctx, &was)
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
func (s *session) news(before *detail) (all []string) {
	was, is, mine := &before.State, &s.detail.State, s.crew.You
	for _, l := range s.detail.Sheet.Steps {
		a, b := was.Steps[l.Key], is.Steps[l.Key]
		if e := b.Settled; e != nil && e.Author != mine && (a.Settled == nil || a.Settled.ID != e.ID) {
			all = append(all, fmt.Sprintf("Step %d was settled by %s: %s%s", l.Number, s.crew.Name(e.Author), told.Outcome[e.Outcome], told.Reasoned(*e)))
		}
		if b.Conflict() && !a.Conflict() {
			all = append(all, fmt.Sprintf("Step %d was settled by several people who didn't know of each other; the gravest counts. Go there (b) to settle it anew.", l.Number))
		}
		if e := b.Approved; e != nil && e.Author != mine && (a.Approved == nil || a.Approved.ID != e.ID) {
			all = append(all, map[bool]string{true: fmt.Sprintf("%s doesn't approve step %d%s", s.crew.Name(e.Author), l.Number, told.Reasoned(execution.Event{Text: e.Text})), false: fmt.Sprintf("%s approved step %d%s", s.crew.Name(e.Author), l.Number, told.Reasoned(execution.Event{Text: e.Text}))}[e.Value == "no"])
		}
		if b.Linked != nil && (a.Linked == nil || a.Linked.Ref != b.Linked.Ref || a.Linked.Outcome != b.Linked.Outcome) {
			all = append(all, fmt.Sprintf("Step %d: %s", l.Number, told.Part(b)))
		}
		for _, n := range b.Notes[min(len(a.Notes), len(b.Notes)):] {
			if n.Author != mine {
				all = append(all, fmt.Sprintf("%s noted at step %d: %s", s.crew.Name(n.Author), l.Number, n.Text))
			}
		}
		if s.rings(l) {
			all = append(all, fmt.Sprintf("The time of step %d is over.", l.Number))
		}
	}
	return append(all, s.handed(was)...)
}

// handed are the news of who leads it, and of its end.
func (s *session) handed(was *execution.State) (all []string) {
	is := &s.detail.State
	if o := is.Offer; o != nil && (was.Offer == nil || was.Offer.ID != o.ID) && o.Author != s.crew.You {
		to := s.crew.Name(o.To)
		if to == "you" {
			to = "you: take it over with k"
		}
		all = append(all, fmt.Sprintf("%s hands it over to %s%s", s.crew.Name(o.Author), to, told.Reasoned(execution.Event{Text: o.Text})))
	}
	if is.Lead != was.Lead {
		all = append(all, s.crew.Leads(s.detail.State.Lead))
	}
	if e := is.End; e != nil && was.End == nil {
		all = append(all, fmt.Sprintf("It was ended by %s: %s%s", s.crew.Name(e.Author), e.Outcome, told.Reasoned(*e)))
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
