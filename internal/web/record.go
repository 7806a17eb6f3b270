package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/web/template"
)

// Recordings are those that are being made in a browser: their parts come as uploads of a length that isn't known before the end.
type Recordings interface {
	// Unfinished gives the actor's recordings whose end hasn't come, the newest first.
	Unfinished(ctx context.Context, a desk.Actor) ([]Unfinished, error)
	// Mark notes what is marked while it is made; End makes what has come of it the whole; Discard drops it.
	Mark(ctx context.Context, a desk.Actor, m Mark) error
	End(ctx context.Context, a desk.Actor, upload string) error
	Discard(ctx context.Context, a desk.Actor, upload string) error
}

// Mark is a mark in a recording that is being made.
type Mark struct {
	Upload string
	sop.Marker
}

// Unfinished is a recording whose end hasn't come.
type Unfinished struct {
	// Upload is the id of the upload, and Title what its owner calls it; may be empty.
	Upload, Title string
	Bytes         int64
	// Began is when it was begun, and Last when the last part came.
	Began, Last time.Time
}

// stillComing is how shortly after its last part a recording may be going on in another tab.
const stillComing = 15 * time.Second

// recordPage is where the screen is recorded.
func (s *site) recordPage(w http.ResponseWriter, r *http.Request) error {
	rests, err := s.Recordings.Unfinished(r.Context(), actor(r))
	if err != nil {
		return err
	}
	var p template.Record
	if p.Meters, err = s.meters(r); err != nil {
		return err
	}
	for _, u := range rests {
		p.Unfinished = append(p.Unfinished, template.Unfinished{Upload: u.Upload, Title: u.Title, Size: size(u.Bytes), Empty: u.Bytes == 0, Began: u.Began, Now: time.Now(), Coming: time.Since(u.Last) < stillComing})
	}
	return s.page(w, r, http.StatusOK, template.RecordPage(s.frame(r), p))
}

// mark notes a mark: the form's "at" is seconds, "kind" what it says.
func (s *site) mark(w http.ResponseWriter, r *http.Request) error {
	at, err := strconv.ParseFloat(r.PostFormValue("at"), 64)
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The mark has no time.", Mend: "Give one in seconds."}
	}
	m := Mark{r.PathValue("upload"), sop.Marker{At: sop.Seconds(max(-1, min(at, 1e6))), Kind: sop.MarkerKind(r.PostFormValue("kind"))}}
	if err := s.Recordings.Mark(r.Context(), actor(r), m); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// draftUnfinished drafts what has come of a recording whose end never will.
func (s *site) draftUnfinished(w http.ResponseWriter, r *http.Request) error {
	upload := r.PathValue("upload")
	if err := s.Recordings.End(r.Context(), actor(r), upload); err != nil {
		return err
	}
	http.Redirect(w, r, "/new/"+upload, http.StatusSeeOther)
	return nil
}

// discard drops it.
func (s *site) discard(w http.ResponseWriter, r *http.Request) error {
	if err := s.Recordings.Discard(r.Context(), actor(r), r.PathValue("upload")); err != nil {
		return err
	}
	http.Redirect(w, r, "/record", http.StatusSeeOther)
	return nil
}
