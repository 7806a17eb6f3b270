package web

import (
	"fmt"
	"net/http"
	"strconv"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
	"showhow/internal/web/film"
	procedurepages "showhow/internal/web/template/procedure"
	"showhow/internal/work"
)

// film is what is played of a procedure.
func (k *kept) film(writes bool) film.Procedure {
	return film.Procedure{ID: k.ID, Slug: k.Slug, Revision: &k.revision, Writes: writes}
}

// said is the narration, line by line.
func said(r *sop.Revision) (all []procedurepages.Said) {
	for _, u := range r.Transcript.Utterances {
		if text := wording.Line(u.Text); text != "" {
			n, own, _ := r.Reel(u.Span.From)
			all = append(all, procedurepages.Said{Recording: n, Start: wording.At(own), Clock: wording.When(r, u.Span.From), From: wording.At(u.Span.From), To: wording.At(u.Span.To), Text: text, Typed: u.Typed, ID: u.ID})
		}
	}
	return all
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
	if err != nil || number < 0 || number > len(k.revision.Later) {
		return &sop.Error{Code: sop.NotFound, Message: "This procedure has no such recording.", Mend: "Open its page, and choose one there.", Cause: fmt.Errorf("recording %q", n)}
	}
	return s.serve(w, r, served{work.PreviewKey(k.film(false).At(number)), "video/mp4"})
}
