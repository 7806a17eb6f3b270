package carry

import (
	"context"
	"errors"
	"net/http"

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
		return nil
	}
	c := s.Carry
	c.Slug, c.Values, c.From, c.Join, c.Override, c.Alone, c.Companion, c.Overdue, c.New = l.Procedure, nil, "", "", "", "", "", false, false
	sub := &session{Carry: c, in: s.in, secrets: map[string]string{}, typed: s.typed, note: c.where().OfExecution(s.detail.Execution.ID + "\n" + l.Key), whole: &whole{s.detail.Execution.ID, l.Key, l.Revision}}
	if err := sub.note.Read(); err != nil {
		return err
	}
	if st.Linked != nil && st.Linked.Outcome == "" && sub.note.Execution != st.Linked.Ref { // begun elsewhere
		sub.note.Execution, sub.note.Events = st.Linked.Ref, nil
		if err := sub.note.Write(); err != nil {
			return err
		}
	}
	s.say("\n════ %s, a part of step %d ════", l.Procedure, l.Number)
	_, err := sub.all(ctx)
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
	s.part(s.detail.State.Steps[l.Key])
	return nil
}

// again asks how the execution stands by now.
func (s *session) again(ctx context.Context) error {
	var now detail
	err := s.call(ctx, request{http.MethodGet, s.path(""), nil, &now})
	if err == nil {
		s.detail = now
		s.found()
	}
	return err
}
