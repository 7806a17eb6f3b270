package thanks

import (
	"net/http"
	"slices"

	"showhow/internal/desk"
	deskthanks "showhow/internal/desk/thanks"
	"showhow/internal/sop"
	"showhow/internal/sop/thanks"
	pages "showhow/internal/web/template/thanks"
)

// noted puts the notes of thanks onto the page that whoever looks may see.
func (p *Pages) noted(r *http.Request, page *pages.Thanks, off []string) error {
	a := p.Actor(r)
	page.Who, page.Remarks, page.Notes = a.Account, a.May(desk.Remark) == nil, map[string][]thanks.Note{}
	if len(page.All) == 0 {
		return nil
	}
	all, err := p.Notes(r.Context(), a.Workspace, thanks.Keys(page.All))
	for _, n := range thanks.Seen(thanks.Theirs(all, page.All), a.Account, func(account string) bool { return !slices.Contains(off, account) }) {
		page.Notes[n.Contribution] = append(page.Notes[n.Contribution], n)
	}
	return err
}

// told goes back to the page; what is refused is told there, with what was typed.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil && sop.CodeOf(err) == sop.Invalid {
		return p.list(w, r, err)
	}
	if err == nil {
		http.Redirect(w, r, "/thanks", http.StatusSeeOther)
	}
	return err
}

// Thank writes a note of thanks.
func (p *Pages) Thank(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	_, err := p.Desk.Thank(r.Context(), p.Actor(r), deskthanks.Thanking{Contribution: r.FormValue("contribution"), To: r.FormValue("to"), Words: r.FormValue("words")})
	return p.told(w, r, err)
}

// Hide hides a note that one received, or shows it again.
func (p *Pages) Hide(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	return p.told(w, r, p.Desk.Hide(r.Context(), p.Actor(r), deskthanks.Hiding{ID: r.PathValue("thank"), Hidden: r.FormValue("hidden") == "yes"}))
}

// TakeOut takes a note out.
func (p *Pages) TakeOut(w http.ResponseWriter, r *http.Request) error {
	return p.told(w, r, p.Desk.TakeOut(r.Context(), p.Actor(r), r.PathValue("thank")))
}
