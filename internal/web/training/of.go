package training

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/desk"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/web/template"
	executionpages "showhow/internal/web/template/execution"
	pages "showhow/internal/web/template/training"
)

// waits are those for whom an account could sign next.
func waits(m *training.Matrix, account string) (all []pages.Wait) {
	for _, x := range desktraining.WaitingFor(m, account) {
		words := "A run under supervision comes next: look on, and sign what you saw."
		if x.Stage == training.Able {
			words = "All before it is signed: are they able alone?"
		}
		all = append(all, pages.Wait{Slug: x.Piece.Slug, Title: x.Piece.Title, Who: x.Who.Name, Words: words})
	}
	return all
}

// Of shows who is where with one procedure.
func (p *Pages) Of(w http.ResponseWriter, r *http.Request) error {
	return p.of(w, r, pages.Procedure{}, http.StatusOK)
}

func (p *Pages) of(w http.ResponseWriter, r *http.Request, page pages.Procedure, status int) error {
	ctx, a := r.Context(), p.Actor(r)
	fault := page.Fault
	of, err := p.Reading.Library.Procedure(ctx, a.Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	if page.Base, err = p.base(r); err != nil {
		return err
	}
	page.Fault = fault
	f, err := p.Reading.Facts(ctx, p.at(r), []sop.Procedure{of})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(f.People, func(x training.Person) bool { return x.ID == a.Account }) {
		f.People = append(f.People, training.Person{ID: a.Account, Name: page.Name(a.Account), Role: string(a.Role)})
	}
	m := training.MatrixOf(f)
	page.At, page.Title, page.Class = "/s/"+of.Slug, of.Title, m.Pieces[0].Line.Class
	page.Policy, page.Held, page.You = f.Policies[page.Class], m.HeldBy(of.ID), m.Cell(of.ID, a.Account)
	if v, _, ok := m.Pieces[0].Line.Current(m.Now); ok {
		page.Number, page.Digest = v.Number, v.Digest
	}
	page.Retired = of.State == "retired"
	page.Rules = !page.Retired && (page.Judges || of.Owner == a.Account && a.May(desk.Write) == nil)
	if page.Password, err = p.Signer.Signs(r); err != nil {
		return err
	}
	if page.Roles, err = p.Reading.Rows.Assignments(ctx, training.Question{Workspace: a.Workspace, Procedure: of.ID}); err != nil {
		return err
	}
	p.rows(&page, m, of.ID)
	page.Log = logged(f, page)
	if len(page.Signs) > 0 {
		if err := p.runs(r, &page, of.ID); err != nil {
			return err
		}
	}
	return p.Show(w, r, status, pages.ProcedurePage(p.Frame(r), page))
}

// rows fills in the people, and for whom whoever looks could sign.
func (p *Pages) rows(page *pages.Procedure, m *training.Matrix, procedure string) {
	for _, who := range m.People {
		if !who.Gone {
			page.People = append(page.People, template.Place{Value: who.ID, Words: who.Name})
		}
		c := m.Cell(procedure, who.ID)
		if !c.Begun {
			continue
		}
		row := pages.Row{Person: who, Cell: c}
		page.Rows = append(page.Rows, row)
		named := c.Task != nil && c.Task.Supervisor == page.Who
		if who.ID != page.Who && !who.Gone && (page.You.Alone() || named || page.Judges) && (!c.Alone() || len(c.Since) > 0) {
			page.Signs = append(page.Signs, row)
		}
	}
}

// mostRuns is how many executions one can choose from.
const mostRuns = 50

// runs are the executions by the revision in force of those for whom somebody could sign.
func (p *Pages) runs(r *http.Request, page *pages.Procedure, procedure string) error {
	all, err := p.Runs.Executions(r.Context(), execution.Question{Workspace: p.Actor(r).Workspace, Procedure: procedure, Over: true, Limit: mostRuns})
	for _, x := range all {
		for i := range page.Signs {
			if s := &page.Signs[i]; x.Digest == page.Digest && slices.Contains(x.Doers, s.ID) {
				s.Runs = append(s.Runs, template.Place{Value: x.ID, Words: executionpages.ModeWords(x.Mode) + ", " + x.Ended.UTC().Format("2 Jan 2006, 15:04")})
			}
		}
	}
	return err
}

// logged are the entries that whoever looks may see, the newest first. Notes on others are for reviewers, and for who wrote them.
func logged(f training.Facts, page pages.Procedure) (all []pages.Line) {
	for _, x := range f.Records {
		for _, e := range x.Entries {
			if !page.Judges && x.Account != page.Who && e.Account != page.Who {
				continue
			}
			all = append(all, pages.Line{Whom: page.Name(x.Account), Entry: e})
		}
	}
	slices.SortStableFunc(all, func(a, b pages.Line) int { return b.Entry.At.Compare(a.Entry.At) })
	return all
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 64 << 10

// done takes a form in by a verb, and shows the page again with why nothing was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, do func() error) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The form can't be read.", Mend: "Send it again.", Cause: err}
	}
	err := do()
	if err == nil {
		http.Redirect(w, r, "/s/"+r.PathValue("slug")+"/training", http.StatusSeeOther)
		return nil
	}
	if code := sop.CodeOf(err); code == sop.NotFound || code == sop.Internal {
		return err
	}
	page := pages.Procedure{Said: r.FormValue("note")}
	status, fault := p.Told(err)
	page.Fault = fault
	return p.of(w, r, page, status)
}

// signing is what a form says of what is signed.
func signing(r *http.Request) desktraining.Signing {
	n, _ := strconv.Atoi(r.FormValue("number")) // 0 is no revision, and refused
	return desktraining.Signing{Account: r.FormValue("account"), Stage: training.Stage(r.FormValue("stage")), Number: n, Digest: r.FormValue("digest"), Note: r.FormValue("note"), Execution: r.FormValue("execution")}
}

// Acknowledge takes down that somebody has read it.
func (p *Pages) Acknowledge(w http.ResponseWriter, r *http.Request) error {
	return p.done(w, r, func() error {
		s, a := signing(r), p.Actor(r)
		if r.FormValue("done") != "yes" {
			return &sop.Error{Code: sop.Invalid, Message: "You haven't ticked that you read it.", Mend: "Read it, tick that, and send it again."}
		}
		name, err := p.Names(r.Context(), a.Workspace)
		if err != nil {
			return err
		}
		s.Name, s.Proof = name(a.Account), "session"
		_, err = p.Desk.Acknowledge(r.Context(), a, r.PathValue("slug"), s)
		return err
	})
}

// Sign signs for somebody.
func (p *Pages) Sign(w http.ResponseWriter, r *http.Request) error {
	return p.done(w, r, func() error {
		proven, err := p.Signer.Prove(r, r.FormValue("password"))
		if err != nil {
			return err
		}
		s := signing(r)
		s.Name, s.Proof = proven.Name, proven.By
		_, err = p.Desk.Sign(r.Context(), p.Actor(r), r.PathValue("slug"), s)
		return err
	})
}

// Waive lets a stage pass, or takes an ability back.
func (p *Pages) Waive(w http.ResponseWriter, r *http.Request) error {
	return p.done(w, r, func() error {
		s, a := signing(r), p.Actor(r)
		name, err := p.Names(r.Context(), a.Workspace)
		if err != nil {
			return err
		}
		s.Name, s.Proof = name(a.Account), "session"
		if s.Stage == "back" {
			_, err = p.Desk.TakeBack(r.Context(), a, r.PathValue("slug"), s)
		} else {
			_, err = p.Desk.Waive(r.Context(), a, r.PathValue("slug"), s)
		}
		return err
	})
}

// Assign asks people to learn it.
func (p *Pages) Assign(w http.ResponseWriter, r *http.Request) error {
	return p.done(w, r, func() error {
		due, err := time.Parse(time.DateOnly, r.FormValue("due"))
		if err != nil {
			return &sop.Error{Code: sop.Invalid, Message: "The day by which it is to be learnt can't be read.", Mend: "Write it as 2026-12-31."}
		}
		days, _ := strconv.Atoi(r.FormValue("days"))
		s := desktraining.Asking{Target: training.Stage(r.FormValue("target")), Due: due.Add(24*time.Hour - time.Second), Days: days, Supervisor: r.FormValue("supervisor")} // to the end of that day
		if role, ok := strings.CutPrefix(r.FormValue("who"), "role:"); ok {
			s.Role = team.Role(role)
		} else if who := r.FormValue("who"); who != "" {
			s.Accounts = []string{who}
		}
		_, err = p.Desk.Assign(r.Context(), p.Actor(r), r.PathValue("slug"), s)
		return err
	})
}

// Withdraw takes back what was asked.
func (p *Pages) Withdraw(w http.ResponseWriter, r *http.Request) error {
	return p.done(w, r, func() error {
		return p.Desk.Withdraw(r.Context(), p.Actor(r), r.PathValue("slug"), desktraining.Ending{ID: r.FormValue("id"), Reason: r.FormValue("note")})
	})
}

// PolicyPage shows what each class asks for.
func (p *Pages) PolicyPage(w http.ResponseWriter, r *http.Request) error {
	return p.policies(w, r, template.Fault{}, http.StatusOK)
}

func (p *Pages) policies(w http.ResponseWriter, r *http.Request, fault template.Fault, status int) (err error) {
	var page pages.Policies
	if page.Base, err = p.base(r); err != nil {
		return err
	}
	page.Fault = fault
	if page.All, err = p.Reading.Rows.TrainingPolicies(r.Context(), p.Actor(r).Workspace); err != nil {
		return err
	}
	return p.Show(w, r, status, pages.PolicyPage(p.Frame(r), page))
}

// Policy says what each class asks for.
func (p *Pages) Policy(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	all := training.Policies{}
	var err error
	for _, c := range life.Classes {
		x := training.Policy{ReadMinor: r.FormValue(string(c)+".read") == "yes", Companion: r.FormValue(string(c)+".companion") == "yes"}
		for name, into := range map[string]*int{".months": &x.Months, ".days": &x.Days} {
			if n, bad := strconv.Atoi(r.FormValue(string(c) + name)); bad == nil {
				*into = n
			} else {
				err = &sop.Error{Code: sop.Invalid, Message: "A number can't be read.", Mend: "Give months and days in digits for each class."}
			}
		}
		all[c] = x
	}
	if err == nil {
		err = p.Desk.SetPolicies(r.Context(), p.Actor(r), all)
	}
	if err != nil {
		if sop.CodeOf(err) != sop.Invalid {
			return err
		}
		status, fault := p.Told(err)
		return p.policies(w, r, fault, status)
	}
	http.Redirect(w, r, "/training/policy", http.StatusSeeOther)
	return nil
}
