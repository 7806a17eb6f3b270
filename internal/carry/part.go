package carry

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"showhow/internal/carry/away"
	"showhow/internal/carry/note"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// part tells how the execution of a step's own procedure stands.
func (s *session) part(st *execution.Step) {
	switch why := st.Part(); {
	case st.Linked == nil:
		s.say("  It hasn't been begun.")
	case why != "":
		s.say("  %s", why)
	default:
		s.say("  It was carried out.")
	}
}

// carryPart carries out the step's own procedure, in the revision that the step asks for: one that is under way, or a new one. The step is done when that ended well.
func (s *session) carryPart(ctx context.Context, l execution.Line) error {
	st := s.detail.State.Steps[l.Key]
	if st.Linked != nil && st.Part() == "" {
		s.say("It was carried out.")
		return s.parts(ctx)
	}
	s.say("\n════ %s, a part of step %d ════", l.Procedure, l.Number)
	sub, err := s.parted(ctx, l)
	if err == nil {
		_, err = sub.all(ctx)
	}
	var told *sop.Error
	switch {
	case err == errLeft:
	case errors.As(err, &told) && told.Code != sop.Cancelled && !errors.Is(err, remote.ErrAway):
		s.say("%s", told)
	case err != nil:
		return err
	}
	s.say("\n════ Back to %s, step %d ════", s.detail.Execution.Title, l.Number)
	if err := s.again(ctx); err != nil {
		return err
	}
	if sub.away && !s.away { // it was left while nobody answered
		if err := errors.Join(s.parts(ctx), s.again(ctx)); err != nil {
			return err
		}
	}
	s.part(s.detail.State.Steps[l.Key])
	return nil
}

// parted is the session of a step's own procedure, with what was noted of it, which it has taken. Where that was begun elsewhere, what was done in another one of before is sent first.
func (s *session) parted(ctx context.Context, l execution.Line) (*session, error) {
	sub := s.beneath(s.where().OfExecution(s.detail.Execution.ID + "\n" + l.Key))
	sub.Slug, sub.whole = l.Procedure, &whole{s.detail.Execution.ID, l.Key, l.Revision}
	if err := sub.note.Take(); err != nil {
		return sub, err
	}
	st := s.detail.State.Steps[l.Key]
	if st.Linked == nil || st.Linked.Outcome != "" || sub.note.Execution == st.Linked.Ref {
		return sub, nil
	}
	err := sub.deliver(ctx)
	if err == nil {
		sub.note.Execution, sub.note.Events = st.Linked.Ref, nil
		err = sub.note.Write()
	}
	if err != nil {
		sub.note.Free()
	}
	return sub, err
}

// beneath is the session of a part, with its note.
func (s *session) beneath(n *note.Note) *session {
	c := s.Carry
	c.Values, c.From, c.Join, c.Override, c.Alone, c.Companion, c.Overdue, c.New, c.Plain = nil, "", "", "", "", "", false, false, nil
	sub := c.session(s.in, s.words.Typed, n)
	sub.whole = &whole{}
	return sub
}

// parts sends what waits on this machine for steps' own procedures, which were left while the workspace was away, whatever they are a part of; but for what another session sends.
func (s *session) parts(ctx context.Context) error {
	var here []*note.Note
	for _, l := range s.detail.Sheet.Steps {
		if l.Procedure != "" {
			here = append(here, s.where().OfExecution(s.detail.Execution.ID+"\n"+l.Key))
		}
	}
	for _, n := range s.where().Waiting(here...) {
		sub := s.beneath(n)
		err := n.Take()
		if err == nil {
			err = sub.deliver(ctx)
			n.Free()
		} else if sop.CodeOf(err) == sop.Busy {
			continue
		}
		if ctx.Err() != nil || errors.Is(err, remote.ErrAway) {
			return err
		}
		if err != nil { // what is refused of a part doesn't hold up the whole
			s.say("! %s: %s", cmp.Or(sub.detail.Execution.Title, "A part"), err)
		}
	}
	return nil
}

// deliver sends what waits on this machine for an execution that isn't gone on with now, however that stands.
func (s *session) deliver(ctx context.Context) error {
	if len(s.note.Events) == 0 {
		return nil
	}
	s.open = true
	err := s.call(ctx, request{http.MethodGet, "executions/" + s.note.Execution, nil, &s.detail})
	if err == nil {
		err = s.note.Found()
	}
	if err != nil && sop.CodeOf(err) == sop.NotFound {
		return s.aside()
	}
	if err == nil {
		s.say("* %s: %s", s.detail.Execution.Title, away.Former)
		err = s.arrive(ctx)
	}
	if err != nil {
		return err
	}
	if x := s.detail.Execution; x.Over() {
		s.say("%s: %s", x.Title, x.Outcome)
		err = s.note.Drop()
	}
	s.detail, s.open = detail{}, false
	return err
}

// late has all arrive that waited, also for parts.
func (s *session) late(ctx context.Context) error {
	if err := s.arrive(ctx); err != nil {
		return err
	}
	return s.parts(ctx)
}

// arrive meets who there is, and sends what waited, of which is told what counts for nothing, though it had arrived before.
func (s *session) arrive(ctx context.Context) error {
	for _, e := range s.note.Events {
		delete(s.detail.State.Void, e.ID)
	}
	if err := s.meet(ctx); err != nil { // what others did meanwhile is told by their names
		return err
	}
	return s.send(ctx)
}

// aside keeps what can't be sent, and tells where.
func (s *session) aside() error {
	file, err := s.note.Aside()
	if file != "" {
		s.say("! %s%s.", away.Gone, file)
	}
	return err
}

// again asks how the execution stands by now, once what waits has been sent, of which the answer is that.
func (s *session) again(ctx context.Context) error {
	if len(s.note.Events) > 0 {
		return s.send(ctx)
	}
	var now detail
	err := s.call(ctx, request{http.MethodGet, s.path(""), nil, &now})
	if err == nil {
		s.detail = now
		s.found(ctx)
	}
	return err
}
