package web

import (
	"fmt"
	"net/http"
	"strconv"

	"showhow/internal/sop"
	"showhow/internal/sop/transpose"
	"showhow/internal/web/film"
	"showhow/internal/work"
)

// film is what is played of a procedure. What readers get without being asked which needs no name in addresses.
func (k *kept) film(writes bool) film.Procedure {
	f := film.Procedure{ID: k.ID, Slug: k.Slug, Revision: &k.revision, Writes: writes}
	switch {
	case k.inForce || k.pieces != nil && k.InForce == 0:
	case k.pieces != nil:
		f.Which = "&draft"
	default:
		f.Which = "&revision=" + strconv.Itoa(k.revision.Number)
	}
	return f
}

// preview serves what is played of a recording, which is never the recording: of the first, or of the later one that is asked for, as far as whoever asks reads a revision that has it.
func (s *site) preview(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Library.Procedure(r.Context(), actor(r).Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	n := r.URL.Query().Get("recording")
	if n == "" {
		return s.serve(w, r, served{work.PreviewKey(p.ID), "video/mp4"})
	}
	k, err := s.read(r)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(n)
	if err != nil || number < 0 || number > len(k.revision.Later) || number > 0 && !transpose.Rests(&k.revision)[number] {
		return &sop.Error{Code: sop.NotFound, Message: "This procedure has no such recording.", Mend: "Open its page, and choose one there.", Cause: fmt.Errorf("recording %q", n)}
	}
	return s.serve(w, r, served{work.PreviewKey(k.film(false).At(number)), "video/mp4"})
}
