package carry

import (
	"context"
	"errors"
	"net/http"

	"showhow/internal/carry/told"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// request is a call of the API.
type request struct {
	method, path string
	body, answer any
}

// call makes one. What tells of an execution and names none isn't the workspace's word.
func (s *session) call(ctx context.Context, q request) error {
	err := s.tried(ctx, remote.Request{Method: q.method, Path: q.path, Body: q.body, Answer: q.answer})
	if d, ok := q.answer.(*detail); ok && err == nil && d.Execution.ID == "" {
		err = s.Client.Stranger("an answer without an execution")
	}
	return s.told(err)
}

// told is an error of a call as it's told. Where the workspace is out of reach, nothing that was done is lost; where nothing was, it's told what was asked.
func (s *session) told(err error) error {
	if errors.Is(err, remote.ErrAway) && (s.open || s.whole != nil) {
		return &sop.Error{Code: sop.Failed, Message: "The workspace doesn't answer" + remote.Instead(err) + ". What you did is kept on this machine.", Mend: "See that showhow serve runs there, and run the same command again: it goes on where it stopped.", Cause: err}
	}
	return err
}

// tell notes an event on this machine, and sends what isn't there yet.
func (s *session) tell(ctx context.Context, e execution.Event) error {
	s.note.Order++
	e.ID, e.Device, e.Order = s.NewID(), s.Now().UTC(), s.note.Order
	s.note.Events = append(s.note.Events, e)
	if err := s.note.Write(); err != nil {
		return err
	}
	return s.send(ctx)
}

// send sends what is noted, as much at once as is surely taken. Without a connection it stays noted, and the person is told.
func (s *session) send(ctx context.Context) error {
	if len(s.note.Events) == 0 {
		return nil
	}
	if s.away && s.Now().Before(s.retry) {
		return s.folded()
	}
	for len(s.note.Events) > 0 {
		some, err := s.note.Next()
		if err != nil {
			return err
		}
		var now detail // anew: what is left out of an answer is gone
		err = s.call(ctx, request{http.MethodPost, "executions/" + s.note.Execution + "/events", map[string]any{"sent": s.Now().UTC(), "events": some}, &now})
		if err != nil {
			if err := s.lost(err); err != nil {
				return err
			}
			return s.folded()
		}
		was := s.detail
		s.detail = now
		s.tellNews(ctx, &was)
		for _, why := range told.Void(some, was.State.Void, now.State.Void) {
			s.say("  %s", why)
		}
		if err := s.note.Took(len(some)); err != nil {
			return err
		}
	}
	s.found(ctx)
	return nil
}
