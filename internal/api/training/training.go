// Package training is the operations of the API on who learns what.
package training

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	"showhow/internal/api/thanks"
	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// Operations are the operations. Desk and Reading must be set; House is filled in by the API.
type Operations struct {
	Desk    *desktraining.Desk
	Reading desktraining.Reading
	// Thanks are those on what helped.
	Thanks thanks.Operations
	House
}

// House is what the API gives, and who signs.
type House struct {
	form.House
	Prove func(ctx context.Context, password string) (gate.Proven, error)
}

// TrainingPerson is one person with one procedure.
type TrainingPerson struct {
	Procedure string           `json:"procedure" doc:"its slug"`
	Account   string           `json:"account"`
	Name      string           `json:"name"`
	Left      bool             `json:"left,omitempty" doc:"can't come in any more"`
	Stage     training.Stage   `json:"stage" enum:",read,walked,supervised,able" doc:"how far they are by the revision in force; empty for not begun"`
	Alone     bool             `json:"able_alone"`
	Refresh   training.Reason  `json:"refresh,omitempty" doc:"why somebody who was able alone isn't: revised, unused or taken_back"`
	ReadAgain bool             `json:"read_again,omitempty" doc:"what changed in wording is to be read again"`
	Next      training.Stage   `json:"next,omitempty" doc:"the stage that comes next"`
	Task      string           `json:"task,omitempty" doc:"the id of what they were asked; as due and overdue, told to themselves and to reviewers"`
	Target    training.Stage   `json:"target,omitempty"`
	Due       *time.Time       `json:"due,omitempty"`
	Overdue   bool             `json:"overdue,omitempty"`
	Entries   []training.Entry `json:"entries,omitempty" doc:"what was signed; told to themselves and to reviewers"`
}

// TrainingState is who is where with one procedure.
type TrainingState struct {
	Revision int      `json:"revision" doc:"the one in force; 0 for none"`
	Digest   string   `json:"digest" doc:"what is signed is signed on these bytes"`
	Able     []string `json:"able" doc:"the accounts that are able alone"`
	// Companions are who may look on while whoever asks carries it out.
	Companions []TrainingCompanion   `json:"companions" doc:"who may look on while you carry it out: others who are able alone, and whom a task of yours names as supervisor"`
	Gap        training.Gap          `json:"gap,omitempty" doc:"only_one, nobody or only_left"`
	People     []TrainingPerson      `json:"people"`
	Roles      []training.Assignment `json:"roles" doc:"what roles were asked"`
}

// TrainingCompanion is one of them.
type TrainingCompanion struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}

// TrainingHeld is who can carry one procedure out.
type TrainingHeld struct {
	Procedure string       `json:"procedure" doc:"its slug"`
	Title     string       `json:"title"`
	Able      []string     `json:"able" doc:"the accounts that are able alone"`
	Gap       training.Gap `json:"gap,omitempty" doc:"only_one, nobody or only_left"`
}

func heldOf(m *training.Matrix, p training.Piece) TrainingHeld {
	h := m.HeldBy(p.ID)
	out := TrainingHeld{Procedure: p.Slug, Title: p.Title, Able: []string{}, Gap: h.Gap()}
	for _, x := range h.Able {
		out.Able = append(out.Able, x.ID)
	}
	return out
}

// TrainingLearner is somebody who may be asked to learn.
type TrainingLearner struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Role    string `json:"role"`
}

type trainingState struct{ Body TrainingState }

type bySlug struct {
	Slug string `path:"slug"`
}

// Register adds them.
func (o Operations) Register(h huma.API, house House) {
	o.House = house
	huma.Register(h, huma.Operation{OperationID: "get-training", Method: http.MethodGet, Path: o.Base + "/procedures/{slug}/training", Summary: "Who can carry a procedure out alone, and who learns it"}, func(ctx context.Context, in *bySlug) (*trainingState, error) {
		return o.then(ctx, in.Slug, nil)
	})
	type trainingAsked struct {
		Account string `query:"account" doc:"one person, or me for yourself; everybody when left out"`
		After   string `query:"after" doc:"next of the page before"`
		Limit   int    `query:"limit" default:"300" minimum:"1" maximum:"500" doc:"how many procedures a page is of"`
	}
	type trainingList struct {
		Body struct {
			Items      []TrainingPerson `json:"items"`
			Procedures []TrainingHeld   `json:"procedures" doc:"each of the page, with who can do it and what is wrong with that"`
			Next       string           `json:"next,omitempty"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "list-training", Method: http.MethodGet, Path: o.Base + "/training", Summary: "People by procedures that are in force, as far as anything was asked or signed"}, func(ctx context.Context, in *trainingAsked) (*trainingList, error) {
		a := o.Actor(ctx)
		if in.Account == "me" {
			in.Account = a.Account
		}
		f, page, err := o.Reading.Page(ctx, desktraining.At{Workspace: a.Workspace, Now: o.Desk.Now()}, library.Look{By: library.ByTitle, After: in.After, Limit: in.Limit})
		if err != nil {
			return nil, o.Answer(err)
		}
		out := &trainingList{}
		out.Body.Items, out.Body.Procedures, out.Body.Next = []TrainingPerson{}, []TrainingHeld{}, page.Next
		m := training.MatrixOf(f)
		for _, p := range f.Pieces {
			out.Body.Items = append(out.Body.Items, people(m, p, seeing{a, in.Account})...)
			out.Body.Procedures = append(out.Body.Procedures, heldOf(m, p))
		}
		return out, nil
	})
	o.signing(h)
	o.asking(h)
	o.rules(h)
	o.paths(h)
	o.learners(h)
	o.Thanks.Register(h, o.House.House)
}

// seeing is who looks, and at whom; at everybody when Account is empty.
type seeing struct {
	desk.Actor
	Of string
}

// people are those of whom something was asked at a procedure, or signed.
func people(m *training.Matrix, p training.Piece, who seeing) (all []TrainingPerson) {
	for _, x := range m.People {
		c := m.Cell(p.ID, x.ID)
		if !c.Begun || who.Of != "" && who.Of != x.ID {
			continue
		}
		t := TrainingPerson{Procedure: p.Slug, Account: x.ID, Name: x.Name, Left: x.Gone, Stage: c.Stage, Alone: c.Alone(), Refresh: c.Refresh, ReadAgain: c.ReadAgain, Next: c.Next()}
		if desktraining.Sees(who.Actor, x.ID) {
			for _, r := range m.Records {
				if r.Procedure == p.ID && r.Account == x.ID {
					t.Entries = r.Entries
				}
			}
			if c.Task != nil {
				due := c.Due
				t.Task, t.Target, t.Due, t.Overdue = c.Task.ID, c.Task.Target, &due, c.Late
			}
		}
		all = append(all, t)
	}
	return all
}

// then answers a verb with where a procedure's training stands after it.
func (o Operations) then(ctx context.Context, slug string, err error) (*trainingState, error) {
	if err != nil {
		return nil, o.Answer(err)
	}
	a := o.Actor(ctx)
	p, err := o.Reading.Library.Procedure(ctx, a.Workspace, slug)
	if err != nil {
		return nil, o.Answer(err)
	}
	f, err := o.Reading.Facts(ctx, desktraining.At{Workspace: a.Workspace, Now: o.Desk.Now()}, []sop.Procedure{p})
	if err != nil {
		return nil, o.Answer(err)
	}
	roles, err := o.Reading.Rows.Assignments(ctx, training.Question{Workspace: a.Workspace, Procedure: p.ID})
	if err != nil {
		return nil, o.Answer(err)
	}
	m := training.MatrixOf(f)
	held := m.HeldBy(p.ID)
	out := &trainingState{TrainingState{Able: []string{}, Gap: held.Gap(), People: slices.Concat([]TrainingPerson{}, people(m, f.Pieces[0], seeing{a, ""})), Roles: append([]training.Assignment{}, roles...)}}
	if v, _, ok := f.Pieces[0].Line.Current(m.Now); ok {
		out.Body.Revision, out.Body.Digest = v.Number, v.Digest
	}
	out.Body.Companions = []TrainingCompanion{}
	for _, x := range desktraining.Companions(m, p.ID, a.Account) {
		out.Body.Companions = append(out.Body.Companions, TrainingCompanion{x.ID, x.Name})
	}
	for _, x := range held.Able {
		out.Body.Able = append(out.Body.Able, x.ID)
	}
	return out, nil
}

// signing are the operations by which something is signed.
func (o Operations) signing(h huma.API) {
	type trainingReading struct {
		Slug string `path:"slug"`
		Body struct {
			Number int    `json:"revision" minimum:"1" doc:"the one that you read; it must be in force"`
			Digest string `json:"digest" doc:"of its bytes"`
		}
	}
	huma.Register(h, o.post("acknowledge-reading", "/procedures/{slug}/training/read", "Acknowledge that you have read the revision in force. It proves that you say so, and nothing more"), func(ctx context.Context, in *trainingReading) (*trainingState, error) {
		a := o.Actor(ctx)
		_, err := o.Desk.Acknowledge(ctx, a, in.Slug, desktraining.Signing{Number: in.Body.Number, Digest: in.Body.Digest, Name: a.Name, Proof: proof(a)})
		return o.then(ctx, in.Slug, err)
	})
	type trainingSigning struct {
		Slug string `path:"slug"`
		Body struct {
			Account   string         `json:"account" doc:"whom it is about; never yourself"`
			Stage     training.Stage `json:"stage" enum:"supervised,able"`
			Number    int            `json:"revision" minimum:"1"`
			Digest    string         `json:"digest"`
			Note      string         `json:"note" maxLength:"4000" doc:"what you saw"`
			Execution string         `json:"execution,omitempty" maxLength:"64" doc:"the execution that it is about"`
			Password  string         `json:"password,omitempty" doc:"your own, as your signature, if your account has one"`
		}
	}
	huma.Register(h, o.post("sign-training", "/procedures/{slug}/training/sign", "Sign what you saw of somebody's run, or that they are able alone"), func(ctx context.Context, in *trainingSigning) (*trainingState, error) {
		who, err := o.Prove(ctx, in.Body.Password)
		if err == nil {
			b := in.Body
			_, err = o.Desk.Sign(ctx, o.Actor(ctx), in.Slug, desktraining.Signing{Account: b.Account, Stage: b.Stage, Number: b.Number, Digest: b.Digest, Note: b.Note, Execution: b.Execution, Name: who.Name, Proof: who.By})
		}
		return o.then(ctx, in.Slug, err)
	})
	o.waiving(h)
}

// waiving are the operations by which a stage is let pass, or an ability taken back.
func (o Operations) waiving(h huma.API) {
	type trainingWaiving struct {
		Slug string `path:"slug"`
		Body struct {
			Account string         `json:"account"`
			Stage   training.Stage `json:"stage" enum:"read,walked,supervised" doc:"that somebody is able alone can't be waived"`
			Number  int            `json:"revision" minimum:"1"`
			Digest  string         `json:"digest"`
			Reason  string         `json:"reason" minLength:"1" maxLength:"4000"`
		}
	}
	huma.Register(h, o.post("waive-training", "/procedures/{slug}/training/waive", "Let a stage pass for somebody, with a reason"), func(ctx context.Context, in *trainingWaiving) (*trainingState, error) {
		a, b := o.Actor(ctx), in.Body
		_, err := o.Desk.Waive(ctx, a, in.Slug, desktraining.Signing{Account: b.Account, Stage: b.Stage, Number: b.Number, Digest: b.Digest, Note: b.Reason, Name: a.Name, Proof: proof(a)})
		return o.then(ctx, in.Slug, err)
	})
	type trainingTakingBack struct {
		Slug string `path:"slug"`
		Body struct {
			Account string `json:"account" doc:"another's for reviewers; or your own"`
			Reason  string `json:"reason" minLength:"1" maxLength:"4000"`
		}
	}
	huma.Register(h, o.post("take-back-training", "/procedures/{slug}/training/take-back", "Say that somebody isn't able alone any more, with a reason"), func(ctx context.Context, in *trainingTakingBack) (*trainingState, error) {
		a := o.Actor(ctx)
		_, err := o.Desk.TakeBack(ctx, a, in.Slug, desktraining.Signing{Account: in.Body.Account, Note: in.Body.Reason, Name: a.Name, Proof: proof(a)})
		return o.then(ctx, in.Slug, err)
	})
}

// proof is by what it was made sure who asks.
func proof(a desk.Actor) string {
	if a.Token != "" {
		return "token"
	}
	return "session"
}

func (o Operations) post(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: http.MethodPost, Path: o.Base + path, Summary: summary}
}

// asking are the operations by which people are asked to learn a procedure.
func (o Operations) asking(h huma.API) {
	type trainingAssigning struct {
		Slug string `path:"slug"`
		Body struct {
			Accounts   []string       `json:"accounts,omitempty" maxItems:"500" doc:"people by their ids; or"`
			Role       team.Role      `json:"role,omitempty" enum:"viewer,editor,reviewer,admin" doc:"everybody who has this role, now or later"`
			Target     training.Stage `json:"target" enum:"read,walked,supervised,able"`
			Due        time.Time      `json:"due"`
			Days       int            `json:"days,omitempty" minimum:"0" maximum:"1000" doc:"how long those have who join the role later"`
			Supervisor string         `json:"supervisor,omitempty" doc:"an account that may sign though not able alone"`
		}
	}
	huma.Register(h, o.post("assign-training", "/procedures/{slug}/training/assign", "Ask people, or a role, to learn a procedure"), func(ctx context.Context, in *trainingAssigning) (*trainingState, error) {
		_, err := o.Desk.Assign(ctx, o.Actor(ctx), in.Slug, desktraining.Asking(in.Body))
		return o.then(ctx, in.Slug, err)
	})
	type trainingEnding struct {
		Slug string `path:"slug"`
		Body struct {
			ID     string `json:"id" doc:"of a task, or of what a role was asked"`
			Reason string `json:"reason,omitempty" maxLength:"4000"`
		}
	}
	huma.Register(h, o.post("withdraw-training", "/procedures/{slug}/training/withdraw", "Take back what was asked; what was signed stays"), func(ctx context.Context, in *trainingEnding) (*trainingState, error) {
		return o.then(ctx, in.Slug, o.Desk.Withdraw(ctx, o.Actor(ctx), in.Slug, desktraining.Ending(in.Body)))
	})
}

// learners is the operation that tells whom one may ask.
func (o Operations) learners(h huma.API) {
	type learners struct {
		Body struct {
			Items []TrainingLearner `json:"items"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "list-learners", Method: http.MethodGet, Path: o.Base + "/training/people", Summary: "Who is there: whom one may ask to learn, and name as supervisor"}, func(ctx context.Context, _ *struct{}) (*learners, error) {
		all, err := o.Reading.Library.Known(ctx, o.Actor(ctx).Workspace)
		if err != nil {
			return nil, o.Answer(err)
		}
		out := &learners{}
		out.Body.Items = []TrainingLearner{}
		for _, m := range all {
			if m.Role != "" && m.Disabled.IsZero() {
				out.Body.Items = append(out.Body.Items, TrainingLearner{m.ID, m.Name, string(m.Role)})
			}
		}
		return out, nil
	})
}

// rules are the operations on what classes ask for, and on what was on a date.
func (o Operations) rules(h huma.API) {
	type trainingPolicies struct{ Body training.Policies }
	get := func(ctx context.Context, err error) (*trainingPolicies, error) {
		var all training.Policies
		if err == nil {
			all, err = o.Reading.Rows.TrainingPolicies(ctx, o.Actor(ctx).Workspace)
		}
		if err != nil {
			return nil, o.Answer(err)
		}
		return &trainingPolicies{all}, nil
	}
	huma.Register(h, huma.Operation{OperationID: "get-training-policies", Method: http.MethodGet, Path: o.Base + "/training/policies", Summary: "What each class asks of whoever learns"}, func(ctx context.Context, _ *struct{}) (*trainingPolicies, error) {
		return get(ctx, nil)
	})
	huma.Register(h, huma.Operation{OperationID: "set-training-policies", Method: http.MethodPut, Path: o.Base + "/training/policies", Summary: "Say what each class asks of whoever learns"}, func(ctx context.Context, in *trainingPolicies) (*trainingPolicies, error) {
		return get(ctx, o.Desk.SetPolicies(ctx, o.Actor(ctx), in.Body))
	})
	type trainingOn struct {
		On time.Time `query:"on" doc:"as 2026-11-30T00:00:00Z; now when left out"`
	}
	type trainingRecords struct {
		Body struct {
			Items []training.OnDate `json:"items"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "list-training-on", Method: http.MethodGet, Path: o.Base + "/training/on", Summary: "The training records in force on a date, with what had been signed by then"}, func(ctx context.Context, in *trainingOn) (*trainingRecords, error) {
		if in.On.IsZero() {
			in.On = o.Desk.Now()
		}
		all, err := o.Reading.On(ctx, o.Actor(ctx).Workspace, in.On)
		if err != nil {
			return nil, o.Answer(err)
		}
		out := &trainingRecords{}
		out.Body.Items = append([]training.OnDate{}, all...)
		return out, nil
	})
}
