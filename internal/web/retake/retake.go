// Package retake is the pages on which a procedure is recorded again: what was drafted anew is held against what there is, and taken into it.
package retake

import (
	"cmp"
	"context"
	safe "html/template"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/desk/retake"
	"showhow/internal/desk/retake/merge"
	"showhow/internal/render/compare"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	nouns "showhow/internal/sop/retake"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/procedure"
)

// Desk does the verbs.
type Desk interface {
	Look(ctx context.Context, a desk.Actor, q retake.Asked) (retake.Shown, error)
	Take(ctx context.Context, a desk.Actor, q retake.Asked) (sop.Release, error)
}

// Reader reads which procedures were recorded again.
type Reader interface {
	TakenInto(ctx context.Context, draft string) ([]nouns.Taken, error)
}

// Pages are the pages with what they need.
type Pages struct {
	Desk   Desk
	Reader Reader
	Frames
}

// Frames are what the site gives.
type Frames struct {
	Library Library
	Shelf   Shelf
	// Holding gives a recording, with what was asked of its draft.
	Holding func(ctx context.Context, workspace, id string) (sop.Holding, error)
	// Show answers with a page, Frame is what is around it, Actor who asks, and Told what an error says.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(error) (int, template.Fault)
	// Pictures gives the pictures of a revision of the procedure whose pages begin with at.
	Pictures func(at string, r *sop.Revision) func(string) view.Picture
}

// Library reads procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// Shelf looks through the library.
type Shelf interface {
	Look(ctx context.Context, workspace string, l library.Look) (library.Page, error)
}

// mostDrafts is how many drafts can be chosen from, the last changed first.
const mostDrafts = 30

// Begin is where a procedure is recorded again: by a new recording, or with what was drafted already.
func (p *Pages) Begin(w http.ResponseWriter, r *http.Request) error {
	a := p.Actor(r)
	of, err := p.Library.Procedure(r.Context(), a.Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	found, err := p.Shelf.Look(r.Context(), a.Workspace, library.Look{Choice: library.Choice{State: sop.Draft}, By: library.ByChange, Limit: mostDrafts + 1})
	if err != nil {
		return err
	}
	page := pages.RecordAgain{At: "/s/" + of.Slug, Slug: of.Slug, Title: of.Title, Records: a.May(desk.Record) == nil}
	for _, d := range found.Procedures {
		if d.ID == of.ID || len(page.Drafts) == mostDrafts {
			continue
		}
		x := pages.Drafted{Slug: d.Slug, Title: d.Title, Changed: d.Changed, Steps: d.Steps}
		if h, err := p.Holding(r.Context(), a.Workspace, d.Holding); err == nil {
			x.For, x.File = h.Wish.Into == of.Slug, h.Recording.Name
		} else if sop.CodeOf(err) != sop.NotFound {
			return err
		}
		page.Drafts = append(page.Drafts, x)
	}
	page.Sort()
	return p.Show(w, r, http.StatusOK, pages.RecordAgainPage(p.Frame(r), page))
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 1 << 20

// asked is what a request asks for: fields "is.KEY" say which step a recorded one is, "out" which are taken out.
func asked(r *http.Request) retake.Asked {
	q := retake.Asked{Slug: r.PathValue("slug"), Draft: r.PathValue("draft"), Seen: r.PostForm.Get("seen"), Note: r.Form.Get("note"), Choice: merge.Choice{Is: map[string]string{}, Out: r.Form["out"]}}
	for name, values := range r.Form {
		if key, ok := strings.CutPrefix(name, "is."); ok && len(values) > 0 {
			q.Choice.Is[key] = values[0]
		}
	}
	return q
}

// Look shows what would come of it.
func (p *Pages) Look(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The address holds what can’t be read.", Mend: "Choose again.", Cause: err}
	}
	return p.look(w, r, http.StatusOK, nil)
}

// look shows the page, with what was refused. A choice that can't be is shown with what is proposed instead.
func (p *Pages) look(w http.ResponseWriter, r *http.Request, status int, refused error) error {
	q := asked(r)
	s, err := p.Desk.Look(r.Context(), p.Actor(r), q)
	if sop.CodeOf(err) == sop.Invalid && (len(q.Choice.Is) > 0 || len(q.Choice.Out) > 0) {
		if refused == nil {
			refused = err
		}
		q.Choice = merge.Choice{}
		s, err = p.Desk.Look(r.Context(), p.Actor(r), q)
	}
	if err != nil {
		return err
	}
	page := pages.Retake{Slug: s.Draft.Slug, File: cmp.Or(s.Reel().Recording.Name, s.Draft.Title), Before: s.Before, Known: s.Known, None: s.Shown() == 0, Same: s.Same(), At: "/s/" + s.Procedure.Slug, Title: s.Procedure.Title, Draft: "/s/" + s.Draft.Slug, DraftTitle: s.Draft.Title, InForce: s.Procedure.InForce, Seen: s.Seen, Note: q.Note, Number: s.Procedure.Latest + 1, Was: s.Was}
	if refused != nil {
		var f template.Fault
		status, f = p.Told(refused)
		page.Fault = &f
	}
	page.Found = compare.Of(s.Was, s.Plan.Revision)
	page.Rows = pages.RetakeRows(s.Plan.Rows, page.Found)
	page.Shown = view.Figures(s.Was, p.Pictures(page.At, s.Was))
	fresh := p.Pictures(page.Draft, s.Plan.Revision)
	for name, f := range view.Figures(s.Plan.Revision, func(name string) view.Picture { // what isn't here yet the draft has, under its own name
		return view.Picture{Src: safe.URL(strings.TrimSuffix(string(fresh(name).Src), name) + strings.TrimPrefix(name, s.Plan.Tag))} //nolint:gosec // both names are escaped
	}) {
		if _, there := page.Shown[name]; !there {
			page.Shown[name] = f
		}
	}
	return p.Show(w, r, status, pages.RetakePage(p.Frame(r), page))
}

// Take takes it in.
func (p *Pages) Take(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The form arrived in a shape that can’t be read.", Mend: "Send it from the page again.", Cause: err}
	}
	q := asked(r)
	if q.Seen == "" {
		return p.look(w, r, http.StatusBadRequest, &sop.Error{Code: sop.Invalid, Message: "Nobody has looked at what this changes.", Mend: "Look through it, and take it in then."})
	}
	if _, err := p.Desk.Take(r.Context(), p.Actor(r), q); err != nil {
		if code := sop.CodeOf(err); code == sop.Invalid || code == sop.Busy {
			return p.look(w, r, http.StatusOK, err)
		}
		return err
	}
	http.Redirect(w, r, "/s/"+r.PathValue("slug")+"?draft", http.StatusSeeOther)
	return nil
}

// Banners are those of a draft that was made to record another procedure again: where it leads, or where its steps are.
func (p *Pages) Banners(ctx context.Context, a desk.Actor, of sop.Procedure) ([]template.Banner, error) {
	if of.State == sop.TakenIn {
		all, err := p.Reader.TakenInto(ctx, of.ID)
		if err != nil || len(all) == 0 {
			return nil, err
		}
		into, err := p.Library.ProcedureByID(ctx, a.Workspace, all[0].Procedure)
		if err != nil {
			return nil, err
		}
		return []template.Banner{pages.TakenIn(into, all[0])}, nil
	}
	if of.State != sop.Draft || of.InForce > 0 || a.May(desk.Write) != nil {
		return nil, nil
	}
	h, err := p.Holding(ctx, a.Workspace, of.Holding)
	if err != nil || h.Wish.Into == "" {
		return nil, err
	}
	into, err := p.Library.Procedure(ctx, a.Workspace, h.Wish.Into)
	if err != nil {
		if sop.CodeOf(err) == sop.NotFound {
			err = nil
		}
		return nil, err
	}
	return []template.Banner{pages.ForAnother(into, of)}, nil
}
