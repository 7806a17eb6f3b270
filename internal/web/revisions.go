package web

import (
	"context"
	"net/http"
	"strconv"

	"showhow/internal/desk"
	"showhow/internal/render/compare"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/web/template/approval"
	"showhow/internal/web/template/procedure"
)

// revisions is the list of a procedure's revisions.
func (s *site) revisions(w http.ResponseWriter, r *http.Request) error {
	k, err := s.kept(r)
	if err != nil {
		return err
	}
	all, err := s.releases(r.Context(), k)
	if err != nil {
		return err
	}
	l, err := s.Lives.Life(r.Context(), k.ID)
	if err != nil {
		return err
	}
	return s.page(w, r, http.StatusOK, procedure.RevisionsPage(s.frame(r), procedure.Revisions{
		Asks: approval.Came(&l), Now: s.Now(),
		At: "/s/" + k.Slug, Title: k.Title, Latest: k.Latest, Dirty: k.dirty, Writes: actor(r).May(desk.Write) == nil, All: all,
	}))
}

// releases tells of a procedure's revisions, with their authors by what people call them.
func (s *site) releases(ctx context.Context, k kept) ([]sop.Release, error) {
	names, err := s.Door.Names(ctx, k.Workspace)
	if err != nil {
		return nil, err
	}
	all, err := s.Manuscripts.Releases(ctx, k.ID)
	for i := range all {
		all[i].Author = names(all[i].Author)
	}
	return all, err
}

// nameRevision makes the working copy a revision.
func (s *site) nameRevision(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("slug")
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	made, err := s.Writer.Name(r.Context(), actor(r), slug, r.FormValue("note"))
	if err != nil {
		return err
	}
	if scripted(r) {
		return sendJSON(w, r, http.StatusOK, copied{Latest: made.Number, Pieces: []sop.Piece{}})
	}
	http.Redirect(w, r, "/s/"+slug+"/revisions", http.StatusSeeOther)
	return nil
}

// restore makes the working copy what a revision says.
func (s *site) restore(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("slug")
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return &sop.Error{Code: sop.NotFound, Message: "There is no such revision."}
	}
	if _, err := s.Writer.Restore(r.Context(), actor(r), slug, number); err != nil {
		return err
	}
	http.Redirect(w, r, "/s/"+slug, http.StatusSeeOther)
	return nil
}

// compare shows what differs between two revisions, or between one and the working copy (?to=now).
func (s *site) compare(w http.ResponseWriter, r *http.Request) error {
	k, err := s.kept(r)
	if err != nil {
		return err
	}
	all, err := s.releases(r.Context(), k)
	if err != nil {
		return err
	}
	p := procedure.Compare{At: "/s/" + k.Slug, Title: k.Title, From: r.URL.Query().Get("from"), To: r.URL.Query().Get("to"), All: all, Writes: k.pieces != nil}
	if p.To == "" {
		p.To = strconv.Itoa(k.Latest)
		if k.pieces != nil && k.dirty {
			p.To = procedure.WorkingCopy
		}
	}
	if p.From == "" {
		p.From = strconv.Itoa(max(1, k.Latest-1))
		if p.To == procedure.WorkingCopy {
			p.From = strconv.Itoa(k.Latest)
		}
	}
	was, err := s.revisionOf(r, k, p.From)
	if err != nil {
		return err
	}
	now, err := s.revisionOf(r, k, p.To)
	if err != nil {
		return err
	}
	p.Found = compare.Of(was, now)
	p.Was, p.Now = view.Figures(was, pictures(p.At, was)), view.Figures(now, pictures(p.At, now))
	return s.page(w, r, http.StatusOK, procedure.ComparePage(s.frame(r), p))
}

// revisionOf is a revision by what a form calls it.
func (s *site) revisionOf(r *http.Request, k kept, name string) (*sop.Revision, error) {
	if name == procedure.WorkingCopy && k.pieces != nil {
		return &k.revision, nil
	}
	number, err := strconv.Atoi(name)
	if err != nil {
		return nil, &sop.Error{Code: sop.NotFound, Message: "There is no such revision.", Mend: "Choose one from the list."}
	}
	found, err := s.Library.Revision(r.Context(), k.ID, number)
	return &found, err
}
