// Package training is the pages of who learns what: who can do what, what one is to learn, and one procedure's. The rules are those of desk/training.
package training

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/desk/training/tally"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	webexecution "showhow/internal/web/execution"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/training"
)

// Runs reads executions.
type Runs interface {
	Executions(ctx context.Context, q execution.Question) ([]execution.Execution, error)
}

// Lives reads what became of revisions.
type Lives interface {
	Life(ctx context.Context, procedure string) (life.Life, error)
}

// Shelf tells what a library can be asked for.
type Shelf interface {
	Catalogue(ctx context.Context, workspace string) (library.Catalogue, error)
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk    *desktraining.Desk
	Reading desktraining.Reading
	Counter tally.Counter
	Runs    Runs
	Shelf   Shelf
	Frames
}

// Frames are what the site gives to its pages.
type Frames struct {
	Lives  Lives
	Signer Signer
	// Names tells the names of a workspace's accounts. Show answers with a page, Frame is what is around it, Actor who asks, and Told an error as a page shows it, with its status.
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
}

// Signer makes sure who signs.
type Signer interface {
	Signs(r *http.Request) (bool, error)
	Prove(r *http.Request, password string) (gate.Proven, error)
}

// Routes are the addresses of these pages, with what whoever asks must be allowed.
var Routes = []struct {
	Method, Pattern string
	Act             desk.Act
	Do              func(p *Pages, w http.ResponseWriter, r *http.Request) error
}{
	{"GET", "/training", desk.Read, (*Pages).Matrix},
	{"GET", "/training.csv", desk.Read, (*Pages).CSV},
	{"GET", "/training/me", desk.Read, (*Pages).Me},
	{"GET", "/training/people", desk.Read, (*Pages).People},
	{"GET", "/training/people/{account}", desk.Read, (*Pages).Person},
	{"GET", "/training/paths", desk.Read, (*Pages).Paths},
	{"POST", "/training/paths", desk.Judge, (*Pages).SavePath},
	{"GET", "/training/paths/new", desk.Judge, (*Pages).NewPath},
	{"GET", "/training/paths/{path}", desk.Read, (*Pages).Path},
	{"POST", "/training/paths/{path}", desk.Judge, (*Pages).SavePath},
	{"GET", "/training/paths/{path}/edit", desk.Judge, (*Pages).EditPath},
	{"POST", "/training/paths/{path}/people", desk.Judge, (*Pages).PutOn},
	{"POST", "/training/paths/{path}/off", desk.Judge, (*Pages).TakeOff},
	{"POST", "/training/paths/{path}/bring", desk.Judge, (*Pages).Bring},
	{"POST", "/training/paths/{path}/end", desk.Judge, (*Pages).EndPath},
	{"GET", "/training/policy", desk.Manage, (*Pages).PolicyPage},
	{"POST", "/training/policy", desk.Manage, (*Pages).Policy},
	{"GET", "/s/{slug}/training", desk.Read, (*Pages).Of},
	{"POST", "/s/{slug}/training/read", desk.Remark, (*Pages).Acknowledge},
	{"POST", "/s/{slug}/training/sign", desk.Remark, (*Pages).Sign},
	{"POST", "/s/{slug}/training/assign", desk.Write, (*Pages).Assign},
	{"POST", "/s/{slug}/training/withdraw", desk.Write, (*Pages).Withdraw},
	{"POST", "/s/{slug}/training/waive", desk.Judge, (*Pages).Waive},
}

// base is what all pages show.
func (p *Pages) base(r *http.Request) (b pages.Base, err error) {
	a := p.Actor(r)
	b.Now, b.Who, b.Judges = p.Desk.Now(), a.Account, a.May(desk.Judge) == nil
	b.Name, err = p.Names(r.Context(), a.Workspace)
	return b, err
}

func (p *Pages) at(r *http.Request) desktraining.At {
	return desktraining.At{Workspace: p.Actor(r).Workspace, Now: p.Desk.Now()}
}

// Yours is what a procedure's page says of whoever looks; empty for nothing.
func (p *Pages) Yours(r *http.Request, of sop.Procedure) (string, error) {
	c, err := p.cell(r, of)
	return pages.Yours(c, p.Desk.Now()), err
}

func (p *Pages) cell(r *http.Request, of sop.Procedure) (training.Cell, error) {
	a, at := p.Actor(r), p.at(r)
	q := training.Question{Workspace: at.Workspace, Procedure: of.ID, Account: a.Account}
	f := training.Facts{Now: at.Now}
	var err error
	if f.Records, err = p.Reading.Rows.Records(r.Context(), q); err != nil {
		return training.Cell{}, err
	}
	if f.Tasks, err = p.Reading.Rows.Tasks(r.Context(), q); err != nil || len(f.Records)+len(f.Tasks) == 0 {
		return training.Cell{}, err
	}
	l, err := p.Lives.Life(r.Context(), of.ID)
	if err != nil {
		return training.Cell{}, err
	}
	if f.Policies, err = p.Reading.Rows.TrainingPolicies(r.Context(), at.Workspace); err != nil {
		return training.Cell{}, err
	}
	f.People = []training.Person{{ID: a.Account, Role: string(a.Role)}}
	f.Pieces = []training.Piece{{ID: of.ID, Line: training.LineOf(&l)}}
	if _, _, ok := f.Pieces[0].Line.Current(at.Now); !ok {
		return training.Cell{}, nil
	}
	return training.MatrixOf(f).Cell(of.ID, a.Account), nil
}

// Fit is what is told to whoever looks before they carry a procedure out.
func (p *Pages) Fit(r *http.Request, of sop.Procedure, l life.Life) (out webexecution.Fit, err error) {
	a := p.Actor(r)
	f, err := desktraining.FitnessOf(r.Context(), learned{p}, desktraining.Starter{Actor: a, Procedure: of, Life: l})
	f = f.At(p.Desk.Now())
	if err != nil || !f.Used() || f.Of(a.Account).Alone() {
		return out, err
	}
	c, err := p.cell(r, of)
	if err != nil {
		return out, err
	}
	if out.Words = pages.Yours(c, p.Desk.Now()); out.Words == "" {
		out.Words = "You haven’t begun to learn it here."
	}
	out.Needs = f.Policy.Companion
	for _, m := range f.Companions(a.Account) {
		out.Companions = append(out.Companions, template.Place{Value: m.ID, Words: m.Name})
	}
	return out, nil
}

// learned reads what fitness is of.
type learned struct{ *Pages }

func (l learned) Records(ctx context.Context, q training.Question) ([]training.Record, error) {
	return l.Reading.Rows.Records(ctx, q)
}

func (l learned) Tasks(ctx context.Context, q training.Question) ([]training.Task, error) {
	return l.Reading.Rows.Tasks(ctx, q)
}

func (l learned) TrainingPolicies(ctx context.Context, workspace string) (training.Policies, error) {
	return l.Reading.Rows.TrainingPolicies(ctx, workspace)
}

func (l learned) Members(ctx context.Context, workspace string) (all []team.Member, err error) {
	known, err := l.Reading.Library.Known(ctx, workspace)
	for _, m := range known {
		if m.Role != "" {
			all = append(all, m)
		}
	}
	return all, err
}
