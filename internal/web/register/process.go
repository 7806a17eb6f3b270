package register

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"showhow/internal/desk"
	deskregister "showhow/internal/desk/register"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/register"
)

// Page shows a process: what is known of it, and how its score came about, by the formula that counts or by an older one.
func (p *Pages) Page(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, pages.Process{}, http.StatusOK)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, page pages.Process, status int) error {
	ctx, a := r.Context(), p.Actor(r)
	is, err := p.Reader.Process(ctx, a.Workspace, r.PathValue("process"))
	if err != nil {
		return err
	}
	x, err := deskregister.Rank(ctx, p.Reader, a.Workspace, p.Desk.Now())
	if err == nil {
		err = x.Teach(ctx, p.Reader, is)
	}
	if err != nil {
		return err
	}
	page.Formula = x.Formula
	if n := r.URL.Query().Get("formula"); n != "" {
		if page.Formula, err = version(x.Every, n); err != nil {
			return err
		}
		page.Old = page.Formula.Version != x.Formula.Version
	}
	if page.Name, err = p.Names(ctx, a.Workspace); err != nil {
		return err
	}
	page.Ranked = x.Score(is, page.Formula)
	page.Why, page.Missing = page.Reasons()
	page.ProcessRow.Owner = called(page.Name, is.Owner)
	page.Writes, page.Shares, page.Records = a.May(desk.Write) == nil, a.May(desk.Share) == nil, a.May(desk.Record) == nil
	briefs, err := p.of(ctx, a.Workspace)
	if err != nil {
		return err
	}
	page.Brief = briefs[is.ID]
	if is.Slug != "" {
		if of, err := p.Library.Procedure(ctx, a.Workspace, is.Slug); err == nil {
			page.Title = of.Title
		}
	}
	if page.Figures, err = p.Figures(ctx, a, is.ID); err != nil {
		return err
	}
	said, err := p.Reader.Ratings(ctx, a.Workspace, is.ID)
	if err != nil {
		return err
	}
	page.Ratings = ratings(said, &is, p.Desk.Now())
	was, err := p.Reader.Versions(ctx, a.Workspace, is.ID)
	if err != nil {
		return err
	}
	for _, v := range was[:min(len(was), mostShown)] {
		f := formulaAt(x.Every, v.Changed)
		// the runs that there were then aren't kept apart, so what is shown is what was answered
		page.Was = append(page.Was, pages.ProcessWas{Process: v, Score: f.Score(&v, register.Facts{}), Who: page.Name(v.By)})
	}
	return p.Show(w, r, status, pages.ProcessPage(p.Frame(r), page))
}

// mostShown is how many versions of a process are shown.
const mostShown = 50

// version is the formula of a version.
func version(all []register.Formula, n string) (register.Formula, error) {
	for _, f := range all {
		if strconv.Itoa(f.Version) == n {
			return f, nil
		}
	}
	return register.Formula{}, &sop.Error{Code: sop.NotFound, Message: "There is no such version of the weights."}
}

// formulaAt is the formula that counted at a time; all are the newest first, and the last has no time.
func formulaAt(all []register.Formula, at time.Time) register.Formula {
	for _, f := range all {
		if !f.At.After(at) {
			return f
		}
	}
	return all[len(all)-1]
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 64 << 10

// form reads a form, with scripts' and tests' kind, too.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	err := r.ParseMultipartForm(longestForm)
	if err != nil && err != http.ErrNotMultipart {
		return &sop.Error{Code: sop.Invalid, Message: "The form can't be read.", Mend: "Send it again.", Cause: err}
	}
	return nil
}

// typed reads a process from its form; was is the process as it is there. The form is given back as it was typed.
func typed(r *http.Request, was register.Process) (pages.ProcessForm, error) {
	v := r.FormValue
	p := was
	p.Name, p.Description, p.Area, p.Status, p.Reason, p.Slug = v("name"), v("description"), register.Area(v("area")), register.Status(v("status")), v("reason"), v("slug")
	p.Owner, p.Stakeholders, p.People, p.Signs = v("owner"), deskregister.Split(v("stakeholders")), nil, map[register.Sign]bool{}
	for _, n := range deskregister.Split(v("people")) {
		p.People = append(p.People, register.Person{Name: n})
	}
	for _, s := range register.Signs {
		if is := v("sign_" + string(s)); is == "yes" || is == "no" {
			p.Signs[s] = is == "yes"
		}
	}
	f := pages.ProcessForm{Able: v("able"), People: v("people"), Stakeholders: v("stakeholders"), Times: v("times"), Steps: v("steps"), Tools: v("tools"), Teams: v("teams")}
	var err error
	whole := func(text, what string) *int {
		text = strings.TrimSpace(text)
		if text == "" {
			return nil
		}
		n, e := strconv.Atoi(text)
		if e != nil && err == nil {
			err = &sop.Error{Code: sop.Invalid, Message: what + " can't be read: " + text + ".", Mend: "Write a whole number, or leave it out."}
		}
		return &n
	}
	p.Able, p.Complexity = whole(f.Able, "How many can do it alone"), register.Complexity{Steps: whole(f.Steps, "The steps"), Tools: whole(f.Tools, "The tools"), Teams: whole(f.Teams, "The teams")}
	p.Severity, p.Frequency = 0, register.Frequency{}
	if n := whole(v("severity"), "The severity"); n != nil {
		p.Severity = *n
	}
	if text := strings.TrimSpace(f.Times); text != "" {
		n, e := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		if (e != nil || n == 0) && err == nil {
			err = &sop.Error{Code: sop.Invalid, Message: "How often it is done can't be read: " + text + ".", Mend: "Write a number above 0, as 3 or 0.5, or leave it out."}
		}
		p.Frequency = register.Frequency{Times: n, Per: register.Period(v("per"))}
	}
	if n, e := strconv.Atoi(v("version")); e == nil {
		p.Version = n
	}
	f.Process = p
	return f, err
}

// blank is a form as it looks before anybody types.
func blank(p register.Process) pages.ProcessForm {
	text := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	f := pages.ProcessForm{Process: p, Able: text(p.Able), People: strings.Join(p.Named(), ", "), Stakeholders: strings.Join(p.Stakeholders, ", "), Steps: text(p.Complexity.Steps), Tools: text(p.Complexity.Tools), Teams: text(p.Complexity.Teams)}
	if p.Frequency.Known() {
		f.Times = strconv.FormatFloat(p.Frequency.Times, 'f', -1, 64)
	}
	return f
}

// formed shows a form, with why it wasn't taken.
func (p *Pages) formed(w http.ResponseWriter, r *http.Request, f pages.ProcessForm, err error) error {
	ctx, a, status := r.Context(), p.Actor(r), http.StatusOK
	if err != nil {
		if code := sop.CodeOf(err); code == sop.NotFound || code == sop.Internal || code == sop.Forbidden {
			return err
		}
		status, f.Fault = p.Told(err)
	}
	members, err := p.Library.Members(ctx, a.Workspace)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Disabled.IsZero() && m.Role != "" || m.ID == f.Owner {
			f.Owners = append(f.Owners, template.Place{Value: m.ID, Words: m.Name})
		}
	}
	all, err := p.Library.Procedures(ctx, a.Workspace, mostChoices)
	if err != nil {
		return err
	}
	for _, x := range all {
		f.Procedures = append(f.Procedures, template.Place{Value: x.Slug, Words: x.Title})
	}
	if f.ID != "" {
		said, err := p.Reader.Ratings(ctx, a.Workspace, f.ID)
		if err != nil {
			return err
		}
		f.Ratings = ratings(said, &f.Process, p.Desk.Now())
	}
	return p.Show(w, r, status, pages.ProcessFormPage(p.Frame(r), f))
}

// mostChoices is how many procedures a form proposes; others can be typed.
const mostChoices = 500

// New shows an empty form; behind the question mark a procedure that the process has already.
func (p *Pages) New(w http.ResponseWriter, r *http.Request) error {
	is := register.Process{Status: register.Idea, Slug: r.URL.Query().Get("slug")}
	if is.Slug != "" {
		is.Status = register.Written
		if of, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, is.Slug); err == nil {
			is.Name = of.Title
		}
	}
	return p.formed(w, r, blank(is), nil)
}

// Add writes a process down.
func (p *Pages) Add(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	f, err := typed(r, register.Process{})
	if err == nil {
		var made register.Process
		if made, err = p.Desk.Add(r.Context(), p.Actor(r), f.Process); err == nil {
			http.Redirect(w, r, "/processes/"+made.ID, http.StatusSeeOther)
			return nil
		}
	}
	return p.formed(w, r, f, err)
}

// Edit shows a process's form.
func (p *Pages) Edit(w http.ResponseWriter, r *http.Request) error {
	is, err := p.Reader.Process(r.Context(), p.Actor(r).Workspace, r.PathValue("process"))
	if err != nil {
		return err
	}
	return p.formed(w, r, blank(is), nil)
}

// Change writes a process as it is to be.
func (p *Pages) Change(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	was, err := p.Reader.Process(r.Context(), p.Actor(r).Workspace, r.PathValue("process"))
	if err != nil {
		return err
	}
	f, err := typed(r, was)
	if err == nil {
		if _, err = p.Desk.Change(r.Context(), p.Actor(r), f.Process); err == nil {
			http.Redirect(w, r, "/processes/"+was.ID, http.StatusSeeOther)
			return nil
		}
	}
	return p.formed(w, r, f, err)
}

// Drop takes a process out.
func (p *Pages) Drop(w http.ResponseWriter, r *http.Request) error {
	if err := p.Desk.Drop(r.Context(), p.Actor(r), r.PathValue("process")); err != nil {
		return err
	}
	http.Redirect(w, r, "/processes", http.StatusSeeOther)
	return nil
}

// Formula shows how processes are ranked, by the version that counts or an older one.
func (p *Pages) Formula(w http.ResponseWriter, r *http.Request) error {
	return p.formula(w, r, pages.FormulaPageOf{Saved: r.URL.Query().Has("saved")}, http.StatusOK)
}

func (p *Pages) formula(w http.ResponseWriter, r *http.Request, page pages.FormulaPageOf, status int) (err error) {
	ctx, a := r.Context(), p.Actor(r)
	if page.All, err = p.Reader.Formulas(ctx, a.Workspace); err != nil {
		return err
	}
	if page.Formula.Version == 0 {
		page.Formula = page.All[0]
		page.Formula.Note = ""
	}
	if n := r.URL.Query().Get("version"); n != "" {
		if page.Formula, err = version(page.All, n); err != nil {
			return err
		}
		page.Formula.Note = ""
	}
	if page.Name, err = p.Names(ctx, a.Workspace); err != nil {
		return err
	}
	page.Manages = a.May(desk.Manage) == nil
	return p.Show(w, r, status, pages.FormulaPage(p.Frame(r), page))
}

// Weigh changes the weights.
func (p *Pages) Weigh(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	f := register.Formula{Weights: map[register.Part]int{}, Training: r.FormValue("training") == "yes", Note: r.FormValue("note")}
	for _, x := range register.Parts {
		n, err := strconv.Atoi(r.FormValue(string(x)))
		if err != nil {
			n = -1 // refused with the others
		}
		f.Weights[x] = n
	}
	_, err := p.Desk.Weigh(r.Context(), p.Actor(r), f)
	if err != nil && sop.CodeOf(err) == sop.Invalid {
		status, fault := p.Told(err)
		every, read := p.Reader.Formulas(r.Context(), p.Actor(r).Workspace)
		if read != nil {
			return read
		}
		f.Version = every[0].Version
		return p.formula(w, r, pages.FormulaPageOf{Formula: f, Fault: fault}, status)
	}
	if err == nil {
		http.Redirect(w, r, "/processes/formula?saved", http.StatusSeeOther)
	}
	return err
}
