// Package figure is the pages of what procedures do, in figures: of a workspace, and of a procedure. The rules are those of desk/figure, the figures those of the
// package figure.
package figure

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	rules "showhow/internal/desk/figure"
	"showhow/internal/figure"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/figure"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/figure"
)

// Pages are the pages. All fields must be set.
type Pages struct {
	Looker *rules.Looker
	// Show answers with a page, Frame is what is around it, Actor who asks, and Told an error as a page shows it, with its status.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
}

// Route is an address of these pages.
type Route struct {
	Method, Pattern string
	Act             desk.Act
	Do              func(*Pages, http.ResponseWriter, *http.Request) error
}

// Routes are all of them.
var Routes = []Route{
	{"GET", "/figures", desk.Read, (*Pages).Workspace},
	{"POST", "/figures/import", desk.Write, (*Pages).Import},
	{"GET", "/figures/{slug}", desk.Read, (*Pages).Procedure},
	{"GET", "/figures/{slug}/export.csv", desk.Read, (*Pages).CSV},
	{"GET", "/figures/{slug}/export.json", desk.Read, (*Pages).JSON},
	{"POST", "/figures/{slug}/notes", desk.Write, (*Pages).Note},
	{"POST", "/figures/{slug}/notes/{note}/drop", desk.Write, (*Pages).DropNote},
	{"POST", "/figures/{slug}/leave-out", desk.Judge, (*Pages).LeaveOut},
	{"GET", "/processes/{process}/figures", desk.Read, (*Pages).Process},
	{"GET", "/processes/{process}/figures/export.csv", desk.Read, (*Pages).ProcessCSV},
	{"GET", "/processes/{process}/figures/export.json", desk.Read, (*Pages).ProcessJSON},
	{"POST", "/processes/{process}/figures/leave-out", desk.Judge, (*Pages).LeaveOutOfProcess},
}

// Workspace shows what is known of all procedures.
func (p *Pages) Workspace(w http.ResponseWriter, r *http.Request) error {
	return p.workspace(w, r, pages.FiguresOf{}, http.StatusOK)
}

func (p *Pages) workspace(w http.ResponseWriter, r *http.Request, page pages.FiguresOf, status int) (err error) {
	a := p.Actor(r)
	page.Writes = a.May(desk.Write) == nil
	if page.Overview, err = p.Looker.Workspace(r.Context(), a); err != nil {
		return err
	}
	return p.Show(w, r, status, pages.FiguresOfPage(p.Frame(r), page))
}

// Procedure shows the figures of a procedure.
func (p *Pages) Procedure(w http.ResponseWriter, r *http.Request) error {
	return p.procedure(w, r, pages.Figures{Saved: r.URL.Query().Has("saved")}, http.StatusOK)
}

// The widths at which a picture is drawn, and how many observations the table beneath has.
const (
	wide   = 820
	narrow = 350
	rows   = 100
)

func (p *Pages) procedure(w http.ResponseWriter, r *http.Request, page pages.Figures, status int) (err error) {
	a := p.Actor(r)
	if page.Report, err = p.Looker.Procedure(r.Context(), a, r.PathValue("slug")); err != nil {
		return err
	}
	page.At, page.Writes, page.Judges = "/figures/"+page.Slug, a.May(desk.Write) == nil, a.May(desk.Judge) == nil
	for _, m := range page.Figures {
		page.Measured = append(page.Measured, drawing{report: &page.Report}.of(m))
	}
	page.Strips = strips(page.Steps.Steps)
	return p.Show(w, r, status, pages.FiguresPage(p.Frame(r), page))
}

// drawing draws measures: alone says that there is nothing to compare with.
type drawing struct {
	report *figure.Report
	alone  bool
}

// of is a measure with its pictures and its table.
func (d drawing) of(m figure.Measured) pages.FigureOf {
	of := pages.FigureOf{Measured: m, Alone: d.alone, Wide: d.plot(m, wide), Narrow: d.plot(m, narrow)}
	of.Rows = slices.Clone(m.Dots[max(0, len(m.Dots)-rows):])
	slices.Reverse(of.Rows)
	return of
}

// longestForm is how much a form may hold, in bytes; a file may be as long as the API takes it.
const (
	longestForm = 64 << 10
	longestFile = 4 << 20
)

func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The form can't be read.", Mend: "Send it again.", Cause: err}
	}
	return nil
}

// after goes back to the page when a verb was done, or shows why it wasn't, with what was typed.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		http.Redirect(w, r, "/figures/"+r.PathValue("slug")+"?saved", http.StatusSeeOther)
		return nil
	}
	if sop.CodeOf(err) != sop.Invalid {
		return err
	}
	page := pages.Figures{Typed: map[string]string{}}
	for name := range r.PostForm {
		page.Typed[name] = r.PostFormValue(name)
	}
	status, fault := p.Told(err)
	page.Fault = fault
	return p.procedure(w, r, page, status)
}

// Note notes what else changed.
func (p *Pages) Note(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	at, _ := time.Parse(time.DateOnly, r.PostFormValue("at")) // refused with the others
	_, err := p.Looker.Desk.Note(r.Context(), p.Actor(r), r.PathValue("slug"), nouns.Note{At: at, Text: r.PostFormValue("text")})
	return p.after(w, r, err)
}

// DropNote takes a note away.
func (p *Pages) DropNote(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, p.Looker.Desk.DropNote(r.Context(), p.Actor(r), r.PathValue("slug"), r.PathValue("note")))
}

// LeaveOut leaves an observation out, or lets it count again.
func (p *Pages) LeaveOut(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	l := rules.Leaving{Slug: r.PathValue("slug"), Measure: nouns.Measure(r.PostFormValue("measure")), ID: r.PostFormValue("id"), Reason: r.PostFormValue("reason"), Back: r.PostFormValue("back") == "yes"}
	err := p.Looker.Desk.LeaveOut(r.Context(), p.Actor(r), l)
	if sop.CodeOf(err) == sop.NotFound && err != nil {
		if _, gone := p.Looker.Shelf.Procedure(r.Context(), p.Actor(r).Workspace, l.Slug); gone == nil {
			err = noSuch()
		}
	}
	return p.after(w, r, err)
}

// titles are the columns of an export.
var titles = []string{"measure", "id", "at", "took_seconds", "failed", "use", "unit", "in_force", "source", "excluded_because", "formulas", "process", "formulas_in_words"}

// made are formulas as an export names them.
func made(all []figure.Formula) (s string) {
	for i, f := range all {
		if i > 0 {
			s += " "
		}
		s += f.Name + "/" + strconv.Itoa(f.Version)
	}
	return s
}

// explained says what each formula does, for a file that people open: in its first row alone, for it is the same for all.
func explained(all []figure.Formula) string {
	var told []string
	for _, f := range all {
		told = append(told, f.Name+"/"+strconv.Itoa(f.Version)+": "+f.Plain)
	}
	return strings.Join(told, " ")
}
