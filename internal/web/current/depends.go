package current

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"showhow/internal/desk"
	rules "showhow/internal/desk/current"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/current"
)

// Rests reads what procedures rest on, and why they are to be looked at.
type Rests interface {
	MentionsOf(ctx context.Context, procedure string) ([]current.Place, error)
	Named
	Flags(ctx context.Context, procedure string) ([]current.Flag, error)
	PastFlags(ctx context.Context, procedure string) ([]current.Flag, error)
}

// Named finds procedures by what they name.
type Named interface {
	// Leads are the accounts that led some executions.
	Leads(ctx context.Context, executions []string) ([]string, error)
	Mentions(ctx context.Context, workspace string, kind current.Kind) ([]current.Place, error)
	NamesOf(ctx context.Context, workspace string, kind current.Kind) ([]current.Named, error)
}

// Flagged are why a procedure is to be looked at, as its page shows it.
type Flagged struct {
	Banners []template.Banner
	// Steps are the reasons by the keys of steps.
	Steps map[string][]string
}

// Flagged tells readers, calmly, and marks the steps.
func (p *Pages) Flagged(r *http.Request, of sop.Procedure) (out Flagged, err error) {
	all, err := p.Rests.Flags(r.Context(), of.ID)
	if err != nil || len(all) == 0 {
		return out, err
	}
	out.Steps = map[string][]string{}
	var because []string
	for _, f := range all {
		because = append(because, rules.Because(f))
		for _, s := range f.Left() {
			text := f.Text
			if s.Note != "" {
				text += "; " + s.Note
			}
			out.Steps[s.Key] = append(out.Steps[s.Key], text)
		}
	}
	text := "To be looked at: " + because[0] + "."
	if n := len(because); n > 1 {
		text = "To be looked at for " + strconv.Itoa(n) + " reasons: " + strings.Join(because[:min(n, 3)], "; ") + "."
	}
	out.Banners = []template.Banner{{Kind: "amber", Text: text, Why: all[0].Why, Href: "/s/" + of.Slug + "/depends", Words: "What has changed"}}
	return out, nil
}

// Depends shows what a procedure rests on, and why it is to be looked at.
func (p *Pages) Depends(w http.ResponseWriter, r *http.Request) error {
	return p.depends(w, r, pages.Depends{}, http.StatusOK)
}

func (p *Pages) depends(w http.ResponseWriter, r *http.Request, page pages.Depends, status int) error {
	ctx, a := r.Context(), p.Actor(r)
	of, err := p.Library.Procedure(ctx, a.Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	page.At, page.Title, page.Now, page.Watches, page.Retired = "/s/"+of.Slug, of.Title, p.Now(), a.May(desk.Write) == nil, of.State == "retired"
	if page.Name, err = p.Names(ctx, a.Workspace); err != nil {
		return err
	}
	l, err := p.Lives.Life(ctx, of.ID)
	if err != nil {
		return err
	}
	if page.Flags, err = p.Rests.Flags(ctx, of.ID); err != nil {
		return err
	}
	led := map[string][]string{}
	for _, f := range page.Flags {
		if led[f.ID], err = p.Rests.Leads(ctx, f.Executions); err != nil {
			return err
		}
	}
	page.Clears = func(f current.Flag) bool {
		return rules.Clears(a, rules.Of{Procedure: of, Life: l, Led: led[f.ID]}, f)
	}
	if page.Past, err = p.Rests.PastFlags(ctx, of.ID); err != nil {
		return err
	}
	all, err := p.Rests.MentionsOf(ctx, of.ID)
	if err != nil {
		return err
	}
	for _, kind := range current.Kinds {
		if rows := gathered(all, kind); len(rows) > 0 {
			page.Kinds = append(page.Kinds, pages.DependsKind{Kind: kind, Rows: rows})
		}
	}
	return p.Show(w, r, status, pages.DependsPage(p.Frame(r), page))
}

// gathered are the things of a kind, each with the versions and the steps that name it.
func gathered(all []current.Place, kind current.Kind) (rows []pages.DependsRow) {
	for _, m := range all {
		if m.Kind != kind {
			continue
		}
		i := slices.IndexFunc(rows, func(x pages.DependsRow) bool { return x.Name == m.Name })
		if i < 0 {
			i = len(rows)
			rows = append(rows, pages.DependsRow{Name: m.Name})
		}
		x := &rows[i]
		if m.Version != "" && !slices.Contains(x.Versions, m.Version) {
			x.Versions = append(x.Versions, m.Version)
		}
		if !slices.ContainsFunc(x.Steps, func(s pages.StepRef) bool { return s.Key == m.Step }) {
			x.Steps = append(x.Steps, pages.StepRef{Key: m.Step, Number: m.Number})
		}
	}
	slices.SortStableFunc(rows, func(a, b pages.DependsRow) int { return strings.Compare(a.Name, b.Name) })
	return rows
}

// StillRight says that a marked step holds.
func (p *Pages) StillRight(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	if _, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, r.PathValue("slug")); err != nil {
		return err
	}
	_, err := p.Desk.StillRight(r.Context(), p.Actor(r), r.PathValue("flag"), current.FlagStep{Key: r.FormValue("step"), Reason: r.FormValue("reason")})
	if err == nil {
		http.Redirect(w, r, "/s/"+r.PathValue("slug")+"/depends", http.StatusSeeOther)
		return nil
	}
	if sop.CodeOf(err) != sop.Invalid {
		return err
	}
	status, fault := p.Told(err)
	return p.depends(w, r, pages.Depends{Fault: fault}, status)
}

// mostNaming is how many procedures a search shows.
const mostNaming = 200

// Who shows which procedures name a thing, and without one what is named most.
func (p *Pages) Who(w http.ResponseWriter, r *http.Request) error {
	ctx, a, asked := r.Context(), p.Actor(r), r.URL.Query()
	page := pages.Who{Kind: current.Kind(asked.Get("kind")), Asked: strings.TrimSpace(asked.Get("name"))}
	if !slices.Contains(current.Kinds, page.Kind) {
		page.Kind = current.Tool
	}
	var err error
	if page.Asked == "" {
		page.Names, err = p.Rests.NamesOf(ctx, a.Workspace, page.Kind)
		if err != nil {
			return err
		}
		return p.Show(w, r, http.StatusOK, pages.WhoPage(p.Frame(r), page))
	}
	all, err := p.Desk.Who(ctx, a, page.Kind, page.Asked)
	if err != nil {
		return err
	}
	of := map[string][]current.Place{}
	var order []string
	for _, m := range all {
		if of[m.Procedure] == nil {
			order = append(order, m.Procedure)
		}
		of[m.Procedure] = append(of[m.Procedure], m)
	}
	for _, id := range order[:min(len(order), mostNaming)] {
		x, err := p.Lives.ProcedureByID(ctx, a.Workspace, id)
		if err != nil {
			return err
		}
		page.Found = append(page.Found, pages.WhoRow{Href: "/s/" + x.Slug, Title: x.Title, Rows: gathered(of[id], page.Kind)})
	}
	page.More = len(order) > mostNaming
	return p.Show(w, r, http.StatusOK, pages.WhoPage(p.Frame(r), page))
}
