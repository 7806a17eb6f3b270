package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/web/asset"
	"showhow/internal/web/door"
	"showhow/internal/web/template"
)

// answers says with which status, and under which heading, each kind of error is shown.
var answers = map[sop.Code]struct {
	status  int
	heading string
}{
	sop.Invalid:     {http.StatusBadRequest, "That can’t be used"},
	sop.Unreadable:  {http.StatusUnprocessableEntity, "That file can’t be read"},
	sop.Unsupported: {http.StatusUnsupportedMediaType, "That kind of file can’t be drafted"},
	sop.NotFound:    {http.StatusNotFound, "Nothing here by that name"},
	sop.Forbidden:   {http.StatusForbidden, "You may not do that"},
	sop.Unknown:     {http.StatusUnauthorized, "Sign in first"},
	sop.TooMany:     {http.StatusTooManyRequests, "That was tried too often"},
	sop.Exhausted:   {http.StatusTooManyRequests, "This workspace has taken in all that it may"},
	sop.Exists:      {http.StatusConflict, "It is there already"},
	sop.Busy:        {http.StatusConflict, "Somebody else is at work on it"},
	sop.Missing:     {http.StatusServiceUnavailable, "Something isn’t installed"},
	sop.Failed:      {http.StatusBadGateway, "Something that Showhow needs has failed"},
	sop.Cancelled:   {http.StatusServiceUnavailable, "It was stopped"},
	sop.Leaked:      {http.StatusUnprocessableEntity, "A secret would have been shown"},
	sop.Internal:    {http.StatusInternalServerError, "Something failed on our side"},
}

// fault answers with an error as a page.
func (s *site) fault(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, r.Context().Err()) {
		return // whoever asked has gone
	}
	if to := s.Door.Elsewhere(r, err); to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	r = door.Lost(r, err)
	if sop.CodeOf(err) == sop.Unknown && door.AsksForPage(r) {
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	s.faultAs(w, r, answers[sop.CodeOf(err)].status, err)
}

// told is an error as pages tell it, with the status for it.
func told(err error) (int, template.Fault) {
	a := answers[sop.CodeOf(err)]
	p := template.Fault{Heading: a.heading, Message: "This failed for a reason that nobody foresaw.", Mend: "Try again. If that fails, too, the server’s log tells why."}
	var e *sop.Error
	if errors.As(err, &e) {
		p.Message, p.Mend = e.Message, e.Mend
	}
	return a.status, p
}

// faultAs does so with a status of its own.
func (s *site) faultAs(w http.ResponseWriter, r *http.Request, status int, err error) {
	_, p := told(err)
	if sop.CodeOf(err) == sop.Unknown {
		w.Header().Set("WWW-Authenticate", `Bearer realm="Showhow"`)
	}
	if status >= http.StatusInternalServerError {
		p.Reference = rand.Text()[:8]
		s.Log.Error("a request failed", "method", r.Method, "path", door.Loggable(r.URL.Path), "reference", p.Reference, "error", err)
	}
	w.Header().Set("Cache-Control", "no-store")
	if scripted(r) {
		t := scriptError{Code: sop.CodeOf(err), Message: p.Message, Mend: p.Mend, Reference: p.Reference}
		if errors.As(err, &t.Conflicts) {
			if names, err := s.Door.Names(r.Context(), actor(r).Workspace); err == nil {
				for i := range t.Conflicts {
					t.Conflicts[i].Theirs.Author = names(t.Conflicts[i].Theirs.Author)
				}
			}
		}
		if err := sendJSON(w, r, status, t); err != nil {
			s.Log.Error("an error's answer failed", "error", err)
		}
		return
	}
	if err := s.page(w, r, status, template.FaultPage(s.frame(r), p)); err != nil {
		s.Log.Error("an error's page failed", "error", err)
		http.Error(w, p.Message, status)
	}
}

// frame is what all pages show around their own.
func (s *site) frame(r *http.Request) template.Frame {
	a := actor(r)
	if a == (desk.Actor{}) {
		a, _ = s.Whose(r)
	}
	f := template.Frame{Path: r.URL.Path, MayRecord: a.May(desk.Record) == nil, Static: s.files.Address, Version: s.Version, Visitor: door.Visitor(a)}
	f.Rooms = s.Door.Rooms(r, a)
	if f.Signed {
		f.Unread, _ = s.Notices.Unread(r.Context(), a.Workspace, a.Account) // a page is shown without it, too
	}
	return f
}

// page answers with a page. It is drawn whole before anything is sent: what fails can still be told as an error.
func (s *site) page(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	b, err := drawn(r.Context(), c)
	if err != nil {
		return err
	}
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", "private, no-cache")
	}
	send(w, r, sent{"text/html; charset=utf-8", status, b})
	return nil
}

// drawn is a component as bytes.
func drawn(ctx context.Context, c templ.Component) ([]byte, error) {
	var b bytes.Buffer
	if err := c.Render(context.WithoutCancel(ctx), &b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// sent is an answer of text.
type sent struct {
	kind   string
	status int
	body   []byte
}

// worthIt is the length from which a text is sent compressed, in bytes.
const worthIt = 1024

// send answers with a text, compressed when whoever asks can read that.
func send(w http.ResponseWriter, r *http.Request, t sent) {
	h := w.Header()
	h.Set("Content-Type", t.kind)
	h.Add("Vary", "Accept-Encoding")
	if len(t.body) < worthIt || !asset.Gzipped(r) {
		w.WriteHeader(t.status)
		w.Write(t.body) // whoever asked may have gone
		return
	}
	h.Set("Content-Encoding", "gzip")
	w.WriteHeader(t.status)
	if r.Method != http.MethodHead {
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		z.Write(t.body)
		z.Close()
	}
}
