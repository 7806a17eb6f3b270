package register

import (
	"context"
	"net/http"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	pages "showhow/internal/web/template/register"
)

// Briefs reads what authors wrote down before a recording.
type Briefs interface {
	Brief(ctx context.Context, workspace, id string) (brief.Brief, error)
	// Briefs gives the last written first.
	Briefs(ctx context.Context, workspace string) ([]brief.Brief, error)
}

// of is a process's newest brief, by the process's id.
func (p *Pages) of(ctx context.Context, workspace string) (map[string]string, error) {
	all, err := p.Reader.Briefs(ctx, workspace)
	out := map[string]string{}
	for _, b := range all {
		if b.Process != "" && out[b.Process] == "" {
			out[b.Process] = b.ID
		}
	}
	return out, err
}

// ListBriefs shows the briefs.
func (p *Pages) ListBriefs(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), p.Actor(r)
	all, err := p.Reader.Briefs(ctx, a.Workspace)
	if err != nil {
		return err
	}
	names, err := p.Names(ctx, a.Workspace)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.BriefsPage(p.Frame(r), pages.Briefs{All: all, Name: names}))
}

// NewBrief shows an empty form; behind the question mark the process that it belongs to.
func (p *Pages) NewBrief(w http.ResponseWriter, r *http.Request) error {
	b := brief.Brief{Process: r.URL.Query().Get("process")}
	if b.Process != "" {
		is, err := p.Reader.Process(r.Context(), p.Actor(r).Workspace, b.Process)
		if err != nil {
			return err
		}
		b.Title = is.Name
		if is.Description != "" {
			b.Purpose = strings.Split(is.Description, "\n")
		}
		b.Audience = is.Stakeholders
	}
	return p.written(w, r, b, nil)
}

// Brief shows one, in the form in which it is changed.
func (p *Pages) Brief(w http.ResponseWriter, r *http.Request) error {
	b, err := p.Reader.Brief(r.Context(), p.Actor(r).Workspace, r.PathValue("brief"))
	if err != nil {
		return err
	}
	return p.written(w, r, b, nil)
}

// BriefFile gives one as Markdown, to be taken along.
func (p *Pages) BriefFile(w http.ResponseWriter, r *http.Request) error {
	b, err := p.Reader.Brief(r.Context(), p.Actor(r).Workspace, r.PathValue("brief"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="brief.md"`)
	_, err = w.Write([]byte(b.Markdown()))
	return err
}

// written shows a brief's form, with why it wasn't taken.
func (p *Pages) written(w http.ResponseWriter, r *http.Request, b brief.Brief, err error) error {
	page, status := pages.Brief{Brief: b, Saved: r.URL.Query().Has("saved")}, http.StatusOK
	if err != nil {
		if sop.CodeOf(err) != sop.Invalid {
			return err
		}
		status, page.Fault = p.Told(err)
	}
	if b.Process != "" {
		is, err := p.Reader.Process(r.Context(), p.Actor(r).Workspace, b.Process)
		if err != nil && sop.CodeOf(err) != sop.NotFound {
			return err
		}
		page.Of = is.Name
		if err != nil { // it was taken out of the register
			page.Process = ""
		}
	}
	return p.Show(w, r, status, pages.BriefPage(p.Frame(r), page))
}

// SaveBrief writes one down, a new one or over what it said.
func (p *Pages) SaveBrief(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	lines := func(name string) []string { return strings.Split(r.FormValue(name), "\n") }
	b := brief.Brief{ID: r.PathValue("brief"), Process: r.FormValue("process"), Title: r.FormValue("title"), Purpose: lines("purpose"), Audience: lines("audience"), Prerequisites: lines("prerequisites"), Success: lines("success"), Shows: lines("shows")}
	saved, err := p.Desk.SaveBrief(r.Context(), p.Actor(r), b)
	if err != nil {
		return p.written(w, r, b, err)
	}
	http.Redirect(w, r, "/briefs/"+saved.ID+"?saved", http.StatusSeeOther)
	return nil
}

// DropBrief takes one out.
func (p *Pages) DropBrief(w http.ResponseWriter, r *http.Request) error {
	if err := p.Desk.DropBrief(r.Context(), p.Actor(r), r.PathValue("brief")); err != nil {
		return err
	}
	http.Redirect(w, r, "/briefs", http.StatusSeeOther)
	return nil
}
