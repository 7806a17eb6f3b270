package carry

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"showhow/internal/carry/spell"
	"showhow/internal/carry/told"
	"showhow/internal/carry/word"
	"showhow/internal/sop/execution"
)

// step shows the step that is next, or the one to which the person went, and asks until it is settled, or they go on.
func (s *session) step(ctx context.Context) error {
	key := s.here()
	if key == "" {
		return s.end(ctx)
	}
	l := s.line(key)
	if err := s.warn(ctx); err != nil {
		return err
	}
	s.show(l)
	if err := s.tell(ctx, execution.Event{Kind: execution.Opened, Step: key}); err != nil {
		return err
	}
	for s.here() == key && !s.detail.Execution.Over() {
		answer, err := s.ask(ctx, s.choices(l))
		if err == nil {
			err = s.chosen(ctx, l, strings.ToLower(answer))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// here is the step at which the person is, by its key; empty when all are settled.
func (s *session) here() string { return cmp.Or(s.at, s.detail.State.Next) }

// line is a step of the sheet.
func (s *session) line(key string) execution.Line {
	i := slices.IndexFunc(s.detail.Sheet.Steps, func(l execution.Line) bool { return l.Key == key })
	return s.detail.Sheet.Steps[i]
}

func (s *session) show(l execution.Line) {
	step, apply := s.detail.State.Position(l)
	if apply != "" {
		apply = " " + apply + " ──"
	}
	s.say("\n── %s ──%s", step, apply)
	if l.Section == "roll_back" {
		if t, ok := s.detail.State.Turned(s.detail.Sheet.Steps); ok {
			s.say("%s Where nothing has to be taken back, end it here (e).", t.Words)
		}
		s.say("ROLL BACK")
	}
	s.say("%s", l.Title)
	losses := slices.DeleteFunc(execution.Losses(s.detail.Sheet.Steps), func(x execution.Loss) bool { return x.User.Key != l.Key || !s.detail.State.Lost(x) })
	for _, line := range word.Shown(l, s.marks[l.Key], losses) {
		s.say("%s", line)
	}
	st := s.detail.State.Steps[l.Key]
	if l.Procedure != "" {
		s.say("  Carry out: %s%s (o)", l.Procedure, told.Pinned(l.Revision))
		s.part(st)
	}
	s.waits(l)
	s.settledAs(st)
	s.alarmed(l.Key)
}

// settledAs tells what a step was settled as, each of them where several people did without knowing of each other.
func (s *session) settledAs(st *execution.Step) {
	for _, told := range s.crew.Settled(st) {
		s.say("  %s", told)
	}
}

// waits tells what a step waits for: its time, and somebody's approval.
func (s *session) waits(l execution.Line) {
	st := s.detail.State.Steps[l.Key]
	if l.Wait > 0 && st.Waiting != nil {
		s.say("  %s", told.Over(st.Waiting.At.Add(time.Duration(l.Wait)*time.Second), s.Now(), s.Folder == ""))
	} else if l.Wait > 0 && st.Outcome() == "" {
		s.say("  It takes %s: start its clock (w).", spell.Time(time.Duration(l.Wait)*time.Second))
	}
	if told := s.crew.Approval(l, st); told != "" {
		s.say("  %s", told)
	}
}
