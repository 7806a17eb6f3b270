package web

import (
	"context"
	"net/http"

	"showhow/internal/desk"
	"showhow/internal/web/live"
)

// stream tells an open page what look sees, when it has changed.
func (s *site) stream(w http.ResponseWriter, r *http.Request, look func(context.Context) (live.Event, error)) error {
	return live.Stream{Poll: s.poll, Still: s.still}.Serve(w, r, look)
}

// still says whether the one who listens is who it was, and may.
func (s *site) still(r *http.Request) bool {
	a, err := s.allowed(r, desk.Read)
	return err == nil && a == actor(r)
}
