package figure

import (
	"net/http"

	"showhow/internal/desk"
	rules "showhow/internal/desk/figure"
	"showhow/internal/figure"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/figure"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/figure"
)

// Process shows what was told of a process.
func (p *Pages) Process(w http.ResponseWriter, r *http.Request) error {
	return p.process(w, r, showing{page: pages.OfProcess{Saved: r.URL.Query().Has("saved")}, status: http.StatusOK})
}

// showing is a process's page with the status of the answer, and what was wrong.
type showing struct {
	page   pages.OfProcess
	status int
	wrong  template.Fault
}

func (p *Pages) process(w http.ResponseWriter, r *http.Request, s showing) (err error) {
	a := p.Actor(r)
	if s.page.ProcessReport, err = p.Looker.Process(r.Context(), a, r.PathValue("process")); err != nil {
		return err
	}
	s.page.At, s.page.Judges = "/processes/"+s.page.ID+"/figures", a.May(desk.Judge) == nil
	around := figure.Report{InForce: s.page.InForce}
	if !around.InForce.IsZero() {
		around.Revisions = []figure.Revision{{At: around.InForce}} // of whatever number
	}
	for _, m := range s.page.Figures {
		s.page.Measured = append(s.page.Measured, drawing{report: &around, alone: true}.of(m.Measured()))
	}
	return p.Show(w, r, s.status, pages.ProcessPage(p.Frame(r), s.page, s.wrong))
}

// LeaveOutOfProcess leaves an observation of a process out, or lets it count again.
func (p *Pages) LeaveOutOfProcess(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	of, err := p.Looker.Process(r.Context(), p.Actor(r), r.PathValue("process"))
	if err != nil {
		return err
	}
	v := r.PostFormValue
	err = p.Looker.Desk.LeaveOut(r.Context(), p.Actor(r), rules.Leaving{Process: of.ID, Measure: nouns.Measure(v("measure")), ID: v("id"), Reason: v("reason"), Back: v("back") == "yes"})
	if err == nil {
		http.Redirect(w, r, "/processes/"+of.ID+"/figures?saved", http.StatusSeeOther)
		return nil
	}
	if sop.CodeOf(err) == sop.NotFound {
		err = noSuch()
	}
	if sop.CodeOf(err) != sop.Invalid {
		return err
	}
	s := showing{page: pages.OfProcess{Typed: map[string]string{}}}
	for name := range r.PostForm {
		s.page.Typed[name] = v(name)
	}
	s.status, s.wrong = p.Told(err)
	return p.process(w, r, s)
}

func noSuch() error {
	return &sop.Error{Code: sop.Invalid, Message: "There is no such observation.", Mend: "Take its id from the table of observations."}
}

// ProcessCSV gives the observations of a process that are shown, and those that are left out.
func (p *Pages) ProcessCSV(w http.ResponseWriter, r *http.Request) error {
	report, err := p.Looker.Process(r.Context(), p.Actor(r), r.PathValue("process"))
	if err != nil {
		return err
	}
	t := table{name: "process-" + report.ID, leftOut: report.LeftOut, formulas: report.Formulas}
	for _, m := range report.Figures {
		t.figures = append(t.figures, m.Measured())
	}
	return t.write(w)
}

// ProcessJSON gives all that is shown of a process.
func (p *Pages) ProcessJSON(w http.ResponseWriter, r *http.Request) error {
	report, err := p.Looker.Process(r.Context(), p.Actor(r), r.PathValue("process"))
	if err != nil {
		return err
	}
	return written(w, "process-"+report.ID, report)
}
