package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
	"showhow/internal/web/glossary"
	"showhow/internal/web/live"
	pages "showhow/internal/web/template/procedure"
)

// Writer is what people do with a procedure's working copy.
type Writer interface {
	Changer
	Name(ctx context.Context, a desk.Actor, slug, note string) (sop.Release, error)
	Restore(ctx context.Context, a desk.Actor, slug string, number int) ([]sop.Piece, error)
	glossary.Terms
}

// Changer changes working copies, and tells where in pieces what looks like a secret stands.
type Changer interface {
	Change(ctx context.Context, a desk.Actor, slug string, all []manuscript.Change) ([]sop.Piece, error)
	Found(ctx context.Context, procedure string, pieces []sop.Piece) ([]secret.Finding, error)
}

// Manuscripts is what is read of working copies and revisions.
type Manuscripts interface {
	// Pieces gives the pieces that were ever changed, each in its newest version.
	Pieces(ctx context.Context, procedure string) ([]sop.Piece, error)
	// PieceVersions gives the same without bodies.
	PieceVersions(ctx context.Context, procedure string) ([]sop.Piece, error)
	// Releases tells of the revisions, the newest first.
	Releases(ctx context.Context, procedure string) ([]sop.Release, error)
	Glossary(ctx context.Context, workspace string) ([]sop.Term, error)
}

// largestChange is how much one request may change, in bytes.
const largestChange = 16 << 20

// copied is a working copy, or parts of it, as a script reads it.
type copied struct {
	Pieces []sop.Piece `json:"pieces"`
	// Latest is the last revision's number; Dirty says that there are changes since.
	Latest int  `json:"latest"`
	Dirty  bool `json:"dirty"`
	// Found is where in the pieces what looks like a secret stands.
	Found []secret.Finding `json:"found,omitempty"`
	// Shown are the parts of the page that the pieces are in, drawn anew, by their elements' ids.
	Shown map[string]string `json:"shown,omitempty"`
}

// copy gives the working copy, or the pieces of it that are asked for by ?key=, with what the page shows of those.
func (s *site) copy(w http.ResponseWriter, r *http.Request) error {
	k, err := s.written(r)
	if err != nil {
		return err
	}
	wanted := r.URL.Query()["key"]
	out := copied{Latest: k.Latest, Dirty: k.dirty, Pieces: []sop.Piece{}}
	for _, p := range k.pieces {
		if len(wanted) == 0 || slices.Contains(wanted, p.Key) {
			out.Pieces = append(out.Pieces, p)
		}
	}
	slices.SortFunc(out.Pieces, func(a, b sop.Piece) int { return strings.Compare(a.Key, b.Key) })
	if err := s.leaks(r, k.Procedure, &out); err != nil {
		return err
	}
	if len(wanted) > 0 {
		if out.Shown, err = s.shown(r, k, wanted); err != nil {
			return err
		}
	}
	return sendJSON(w, r, http.StatusOK, out)
}

// leaks fills in where what looks like a secret stands, and who says of what that it is none.
func (s *site) leaks(r *http.Request, of sop.Procedure, out *copied) (err error) {
	if out.Found, err = s.Writer.Found(r.Context(), of.ID, out.Pieces); err != nil || len(out.Found) == 0 {
		return err
	}
	names, err := s.Door.Names(r.Context(), of.Workspace)
	for i := range out.Found {
		if n := out.Found[i].None; n != nil && err == nil {
			named := *n // several places may be of one
			named.By = names(n.By)
			out.Found[i].None = &named
		}
	}
	return err
}

// change changes the working copy, and answers with what it is then.
func (s *site) change(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.Library.Procedure(r.Context(), actor(r).Workspace, r.PathValue("slug")); err != nil {
		return err
	}
	var in struct {
		Changes []manuscript.Change `json:"changes"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestChange)).Decode(&in); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The change can't be read.", Mend: "Reload the page and try again.", Cause: err}
	}
	if _, err := s.Writer.Change(r.Context(), actor(r), r.PathValue("slug"), in.Changes); err != nil {
		return err
	}
	k, err := s.written(r)
	if err != nil {
		return err
	}
	var keys []string
	out := copied{Latest: k.Latest, Dirty: k.dirty, Pieces: []sop.Piece{}}
	for _, c := range in.Changes {
		keys = append(keys, c.Key)
		if p, ok := k.pieces[c.Key]; ok {
			out.Pieces = append(out.Pieces, p)
		}
	}
	if err := s.leaks(r, k.Procedure, &out); err != nil {
		return err
	}
	if out.Shown, err = s.shown(r, k, keys); err != nil {
		return err
	}
	return sendJSON(w, r, http.StatusOK, out)
}

// shown draws the parts of the page that pieces are in.
func (s *site) shown(r *http.Request, k kept, keys []string) (map[string]string, error) {
	p, err := s.procedureOf(r, k)
	if err != nil {
		return nil, err
	}
	steps := map[string]view.Step{}
	for _, section := range p.Document.Steps {
		for _, st := range section.Steps {
			steps[st.Key] = st
		}
	}
	keys = slices.Compact(slices.Sorted(slices.Values(keys)))
	out := map[string]string{}
	add := func(id string, b []byte, err2 error) { out[id], err = string(b), errors.Join(err, err2) }
	for _, key := range keys {
		if step, ok := manuscript.StepOf(key); ok {
			if st, ok := steps[step]; ok {
				b, err := drawn(r.Context(), pages.StepArticle(st, p.Talk))
				add("step-"+step, b, err)
			}
			continue
		}
		b, err := drawn(r.Context(), pages.Title(p))
		add("title", b, err)
		b, err = drawn(r.Context(), pages.Before(p))
		add("before", b, err)
		if key == manuscript.OutlineKey {
			b, err = drawn(r.Context(), pages.Sections(p))
			add("steps", b, err)
		}
		b, err = drawn(r.Context(), pages.ContentsList(p))
		add("contents", b, err)
	}
	return out, err
}

// copyEvents tells which version each piece has, as long as the page is open.
func (s *site) copyEvents(w http.ResponseWriter, r *http.Request) error {
	k, err := s.written(r)
	if err != nil {
		return err
	}
	names, err := s.Door.Names(r.Context(), k.Workspace)
	if err != nil {
		return err
	}
	return s.stream(w, r, func(ctx context.Context) (live.Event, error) {
		p, err := s.Library.ProcedureByID(ctx, k.Workspace, k.ID)
		if err != nil {
			return live.Event{}, err
		}
		pieces, err := s.Manuscripts.PieceVersions(ctx, k.ID)
		if err != nil {
			return live.Event{}, err
		}
		now := versions{Latest: p.Latest, Dirty: manuscript.Dirty(p.Latest, pieces), Pieces: map[string]version{}}
		for _, x := range pieces {
			now.Pieces[x.Key] = version{x.Version, names(x.Author)}
		}
		b, err := json.Marshal(now)
		return live.Event{Body: b}, err
	})
}

// versions are what an editor's page needs to know of what others did.
type versions struct {
	Latest int                `json:"latest"`
	Dirty  bool               `json:"dirty"`
	Pieces map[string]version `json:"pieces"`
}

type version struct {
	Version int    `json:"version"`
	Author  string `json:"author"`
}

// written reads the working copy of the procedure that a request is about.
func (s *site) written(r *http.Request) (k kept, err error) {
	if k.Procedure, err = s.Library.Procedure(r.Context(), actor(r).Workspace, r.PathValue("slug")); err != nil {
		return k, err
	}
	err = s.write(r.Context(), &k) // before k is copied
	return k, err
}

// write fills in the working copy, with its authors by what people call them.
func (s *site) write(ctx context.Context, k *kept) error {
	last, err := s.Library.Revision(ctx, k.ID, k.Latest)
	if err != nil {
		return err
	}
	pieces, err := s.Manuscripts.Pieces(ctx, k.ID)
	if err != nil {
		return err
	}
	if k.pieces, err = manuscript.Overlay(&last, pieces); err != nil {
		return err
	}
	names, err := s.Door.Names(ctx, k.Workspace)
	if err != nil {
		return err
	}
	for key, p := range k.pieces {
		p.Author = names(p.Author)
		k.pieces[key] = p
	}
	joined, err := manuscript.Join(&last, k.pieces)
	if err != nil {
		return err
	}
	k.revision, k.dirty = *joined, manuscript.Dirty(k.Latest, pieces)
	return nil
}

// sendJSON answers a script.
func sendJSON(w http.ResponseWriter, r *http.Request, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	send(w, r, sent{"application/json", status, b})
	return nil
}

// scriptError is an error as a script reads it.
type scriptError struct {
	Code      sop.Code             `json:"code"`
	Message   string               `json:"message"`
	Mend      string               `json:"mend,omitempty"`
	Reference string               `json:"reference,omitempty"`
	Conflicts manuscript.Conflicts `json:"conflicts,omitempty"`
}

// scripted says whether a script asks, which wants no page.
func scripted(r *http.Request) bool { return r.Header.Get("Accept") == "application/json" }
