package carry

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"showhow/internal/carry/away"
	"showhow/internal/carry/told"
	"showhow/internal/remote"
	"showhow/internal/sop"
)

// ready fetches what is needed to go on without the workspace, should it be lost. Where it doesn't come, nothing goes on then.
func (s *session) ready(ctx context.Context) {
	if s.Folder != "" {
		return
	}
	x, r := s.detail.Execution, &sop.Revision{}
	if s.call(ctx, request{http.MethodGet, fmt.Sprintf("procedures/%s/revisions/%d", url.PathEscape(s.Slug), x.Number), nil, r}) == nil {
		s.pinned = r
	}
}

// lost tells once that the workspace doesn't answer; an error of another kind stays, and so does this one where nothing can go on without it.
func (s *session) lost(err error) error {
	if s.pinned == nil || !errors.Is(err, remote.ErrAway) {
		return err
	}
	if !s.away {
		s.away = true
		s.say("! %s", away.Lost)
	}
	return nil
}

// found tells that the workspace answers again, once what waits for parts has been sent, too.
func (s *session) found(ctx context.Context) {
	if !s.away {
		return
	}
	s.away, s.retry = false, time.Time{}
	if s.parts(ctx) != nil {
		s.say("* %s", away.Parts)
		return
	}
	s.say("* %s", away.Back)
}

// needed tells that something can't be done without the workspace; what else went wrong stays.
func (s *session) needed(err error) error {
	if err == nil || s.lost(err) != nil {
		return err
	}
	s.say("%s", away.Needed)
	return nil
}

// tried makes a call. Where no answer is to be expected, something small is asked first, and briefly: whoever answers that gets all the time that it takes.
func (s *session) tried(ctx context.Context, q remote.Request) error {
	if s.away {
		soon, done := context.WithTimeout(ctx, away.Brief)
		defer done()
		var any struct{}
		err := s.Client.Call(soon, remote.Request{Method: http.MethodGet, Path: "procedures/" + url.PathEscape(s.Slug), Answer: &any})
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			err = errors.Join(remote.ErrAway, err)
		}
		if errors.Is(err, remote.ErrAway) {
			s.retry = s.Now().Add(away.Pause)
			return err
		}
	}
	err := s.Client.Call(ctx, q)
	if errors.Is(err, remote.ErrAway) {
		s.retry = s.Now().Add(away.Pause)
	}
	return err
}

// folded goes on from what this machine knows.
func (s *session) folded() error {
	here := away.Here{Had: s.detail.Events, Noted: s.note.Events, Author: s.crew.You, Role: s.crew.Role()}
	was := s.detail.State.Void
	s.detail.State = here.State(s.detail.Execution, s.pinned)
	for _, why := range told.Void(s.note.Events, was, s.detail.State.Void) {
		s.say("  %s", why)
	}
	if s.detail.State.End != nil {
		return away.Ended
	}
	return nil
}
