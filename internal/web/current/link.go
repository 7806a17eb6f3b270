package current

import (
	"net/http"
	"slices"
	"strconv"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	pages "showhow/internal/web/template/current"
)

// Links shows the links that are watched.
func (p *Pages) Links(w http.ResponseWriter, r *http.Request) error {
	page := pages.Links{}
	if r.URL.Query().Has("asked") {
		page.Said = "It was asked; what it answered stands below."
	}
	return p.links(w, r, page, http.StatusOK)
}

func (p *Pages) links(w http.ResponseWriter, r *http.Request, page pages.Links, status int) (err error) {
	a, asked := p.Actor(r), r.URL.Query()
	page.On, page.Every, page.Now = p.Desk.Watch.On(), p.Desk.Watch.Every, p.Now()
	page.Whole = a.May(desk.Manage) == nil || a.May(desk.Judge) == nil
	if page.Show = current.LinkState(asked.Get("show")); !slices.Contains(current.LinkStates, page.Show) {
		page.Show = ""
	}
	if n, err := strconv.Atoi(asked.Get("from")); err == nil && n > 0 && n < 1e6 {
		page.From = n
	}
	q := current.LinkQuery{State: page.Show, Limit: pages.LinksShown + 1, From: page.From}
	if page.All, page.Counts, err = p.Desk.Links(r.Context(), a, q); err != nil {
		return err
	}
	if page.More = len(page.All) > pages.LinksShown; page.More {
		page.All = page.All[:pages.LinksShown]
	}
	return p.Show(w, r, status, pages.LinksPage(p.Frame(r), page))
}

// LookAgain has a link asked now.
func (p *Pages) LookAgain(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	_, err := p.Desk.Again(r.Context(), p.Actor(r), r.FormValue("link"))
	if err == nil {
		http.Redirect(w, r, "/links?asked", http.StatusSeeOther)
		return nil
	}
	switch sop.CodeOf(err) {
	case sop.Invalid, sop.TooMany, sop.NotFound:
		status, fault := p.Told(err)
		return p.links(w, r, pages.Links{Fault: fault}, status)
	}
	return err
}
