package training

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	desktraining "showhow/internal/desk/training"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/training"
)

// Paths lists the onboarding paths.
func (p *Pages) Paths(w http.ResponseWriter, r *http.Request) (err error) {
	var page pages.Paths
	if page.Base, err = p.base(r); err != nil {
		return err
	}
	if page.All, err = p.Reading.Ways(r.Context(), p.at(r), training.Question{}); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.PathsPage(p.Frame(r), page))
}

// Path shows one, with who is where on it.
func (p *Pages) Path(w http.ResponseWriter, r *http.Request) error { return p.path(w, r, nil) }

// path shows one; after a refusal with what was typed.
func (p *Pages) path(w http.ResponseWriter, r *http.Request, refused error) (err error) {
	var page pages.Path
	if page.Base, err = p.base(r); err != nil {
		return err
	}
	all, err := p.Reading.Ways(r.Context(), p.at(r), training.Question{Journey: r.PathValue("path")})
	if err != nil {
		return err
	}
	page.Way, page.Typed = all[0], url.Values{}
	status := http.StatusOK
	if refused != nil {
		status, page.Fault = p.Told(refused)
		page.Typed = r.PostForm
	}
	known, err := p.Reading.Library.Known(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return err
	}
	for _, m := range known {
		if m.Role != "" && m.Disabled.IsZero() {
			page.People = append(page.People, template.Place{Value: m.ID, Words: m.Name})
		}
	}
	return p.Show(w, r, status, pages.PathPage(p.Frame(r), page))
}

// along does a verb on a path, and goes back to it; a refusal is told there, with what was typed.
func (p *Pages) along(w http.ResponseWriter, r *http.Request, do func() error) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return err
	}
	err := do()
	if code := sop.CodeOf(err); err != nil && (code == sop.Invalid || code == sop.Busy) {
		return p.path(w, r, err)
	}
	if err == nil {
		http.Redirect(w, r, "/training/paths/"+r.PathValue("path"), http.StatusSeeOther)
	}
	return err
}

// PutOn puts people, or a role, on a path.
func (p *Pages) PutOn(w http.ResponseWriter, r *http.Request) error {
	return p.along(w, r, func() error {
		s := desktraining.Putting{Supervisor: r.FormValue("supervisor")}
		if day := r.FormValue("began"); day != "" {
			began, err := time.Parse(time.DateOnly, day)
			if err != nil {
				return &sop.Error{Code: sop.Invalid, Message: "The day from which it counts can't be read.", Mend: "Write it as 2026-12-31."}
			}
			s.Began = began
		}
		if role, ok := strings.CutPrefix(r.FormValue("who"), "role:"); ok {
			s.Role = team.Role(role)
		} else if who := r.FormValue("who"); who != "" {
			s.Accounts = []string{who}
		}
		_, err := p.Desk.PutOn(r.Context(), p.Actor(r), r.PathValue("path"), s)
		return err
	})
}

// TakeOff takes somebody, or a role, off it.
func (p *Pages) TakeOff(w http.ResponseWriter, r *http.Request) error {
	return p.along(w, r, func() error {
		return p.Desk.TakeOff(r.Context(), p.Actor(r), r.PathValue("path"), desktraining.Leaving{Account: r.FormValue("account"), Role: team.Role(r.FormValue("role")), Reason: r.FormValue("reason")})
	})
}

// Bring brings those along who go by an earlier version.
func (p *Pages) Bring(w http.ResponseWriter, r *http.Request) error {
	return p.along(w, r, func() error {
		_, err := p.Desk.Bring(r.Context(), p.Actor(r), r.PathValue("path"), nil)
		return err
	})
}

// EndPath ends a path.
func (p *Pages) EndPath(w http.ResponseWriter, r *http.Request) error {
	return p.along(w, r, func() error {
		return p.Desk.EndPath(r.Context(), p.Actor(r), r.PathValue("path"), r.FormValue("reason"))
	})
}

// spare is how many empty rows a form has.
const spare = 4

// NewPath is the form of a path that isn't there yet.
func (p *Pages) NewPath(w http.ResponseWriter, r *http.Request) error {
	return p.form(w, r, pages.PathEdit{}, http.StatusOK)
}

// EditPath is the form of one that is.
func (p *Pages) EditPath(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Reading.Ways(r.Context(), p.at(r), training.Question{Journey: r.PathValue("path"), Account: "-"}) // nobody on it is asked for
	if err != nil {
		return err
	}
	j := all[0]
	page := pages.PathEdit{ID: j.ID, Called: j.Name, Purpose: j.Purpose, Version: j.Version}
	for _, l := range j.Legs {
		row := pages.LegRow{Target: l.Target, Days: strconv.Itoa(l.Days)}
		if i := slices.IndexFunc(j.Pieces, func(x training.Piece) bool { return x.ID == l.Procedure }); i >= 0 {
			row.Slug = j.Pieces[i].Slug
		}
		page.Rows = append(page.Rows, row)
	}
	return p.form(w, r, page, http.StatusOK)
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request, page pages.PathEdit, status int) (err error) {
	fault := page.Fault
	if page.Base, err = p.base(r); err != nil {
		return err
	}
	page.Fault = fault
	for range spare {
		page.Rows = append(page.Rows, pages.LegRow{Target: training.Able, Days: "30"})
	}
	found, err := p.Reading.Library.Look(r.Context(), p.Actor(r).Workspace, library.Look{By: library.ByTitle, Limit: mostKnown})
	if err != nil {
		return err
	}
	for _, x := range found.Procedures {
		page.Known = append(page.Known, template.Place{Value: x.Slug, Words: x.Title})
	}
	return p.Show(w, r, status, pages.PathForm(p.Frame(r), page))
}

// mostKnown is how many procedures are offered to choose from; others are typed.
const mostKnown = 300

// SavePath writes a path down, or changes one.
func (p *Pages) SavePath(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return err
	}
	page := pages.PathEdit{ID: r.PathValue("path"), Called: r.FormValue("name"), Purpose: r.FormValue("purpose")}
	page.Version, _ = strconv.Atoi(r.FormValue("version"))
	page.Rows = typed(r.PostForm)
	is := desktraining.Path{Name: page.Called, Purpose: page.Purpose, Version: page.Version}
	for _, x := range page.Rows {
		days, _ := strconv.Atoi(x.Days) // refused as 0
		is.Legs = append(is.Legs, desktraining.Leg{Slug: x.Slug, Target: x.Target, Days: days})
	}
	var j training.Journey
	var err error
	if page.ID == "" {
		j, err = p.Desk.AddPath(r.Context(), p.Actor(r), is)
	} else {
		j, err = p.Desk.ChangePath(r.Context(), p.Actor(r), page.ID, is)
	}
	if code := sop.CodeOf(err); err != nil && (code == sop.Invalid || code == sop.Busy || code == sop.NotFound) {
		status, fault := p.Told(err)
		page.Fault = fault
		return p.form(w, r, page, status)
	}
	if err == nil {
		http.Redirect(w, r, "/training/paths/"+j.ID, http.StatusSeeOther)
	}
	return err
}

// typed are the rows of a form that name a procedure, in the order that their numbers give.
func typed(form url.Values) (rows []pages.LegRow) {
	type placed struct {
		pages.LegRow
		at int
	}
	var all []placed
	field := func(name string, i int) string {
		if i < len(form[name]) {
			return strings.TrimSpace(form[name][i])
		}
		return ""
	}
	for i := range form["procedure"] {
		x := placed{pages.LegRow{Slug: field("procedure", i), Days: field("days", i), Target: training.Stage(field("target", i))}, i}
		if n, err := strconv.Atoi(field("place", i)); err == nil {
			x.at = n
		}
		if x.Slug != "" {
			all = append(all, x)
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	for _, x := range all {
		rows = append(rows, x.LegRow)
	}
	return rows
}
