package current

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

// Rests reads what procedures rest on.
type Rests interface {
	MentionsOf(ctx context.Context, procedure string) ([]current.Place, error)
	Flags(ctx context.Context, procedure string) ([]current.Flag, error)
}

// Procedures reads procedures by their ids.
type Procedures interface {
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// ChangeReport is what came of a change.
type ChangeReport = current.Report

// Dependent is where a procedure names a thing.
type Dependent struct {
	Slug    string `json:"slug"`
	Title   string `json:"title"`
	Step    string `json:"step" doc:"the step's key; empty before the steps"`
	Number  int    `json:"number" doc:"the step's number; 0 before the steps"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

func (a api) changes(h huma.API) {
	type telling struct {
		Body struct {
			ID   string       `json:"id,omitempty" maxLength:"200" doc:"of your own making: what is told twice under one id counts once; without one each call counts"`
			Kind current.Kind `json:"kind" enum:"tool,host,repo,path,url,image"`
			Name string       `json:"name" minLength:"1" maxLength:"300"`
			From string       `json:"from,omitempty" maxLength:"80"`
			To   string       `json:"to,omitempty" maxLength:"80"`
			Why  string       `json:"why,omitempty" maxLength:"2000" doc:"for those who look at the steps: a ticket, the address of a release"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "tell-change", Method: http.MethodPost, Path: a.Base + "/changes", Summary: "Tell that something has changed outside: the steps that name it are marked"}, func(ctx context.Context, in *telling) (*one[ChangeReport], error) {
		b := in.Body
		r, err := a.Desk.Changed(ctx, a.Actor(ctx), current.Change{ID: b.ID, Kind: b.Kind, Name: b.Name, From: b.From, To: b.To, Why: b.Why})
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[ChangeReport]{Body: r}, nil
	})
	type asked struct {
		Kind current.Kind `query:"kind" enum:"tool,host,repo,path,url,image" default:"tool"`
		Name string       `query:"name" required:"true" minLength:"1" maxLength:"300"`
	}
	huma.Register(h, huma.Operation{OperationID: "find-dependents", Method: http.MethodGet, Path: a.Base + "/dependents", Summary: "Which steps of procedures in force name a thing"}, func(ctx context.Context, in *asked) (*list[Dependent], error) {
		who := a.Actor(ctx)
		found, err := a.Desk.Who(ctx, who, in.Kind, in.Name)
		var all []Dependent
		for _, m := range found {
			if err != nil {
				break
			}
			var p sop.Procedure
			if p, err = a.Procedures.ProcedureByID(ctx, who.Workspace, m.Procedure); err == nil {
				all = append(all, Dependent{p.Slug, p.Title, m.Step, m.Number, m.Name, m.Version})
			}
		}
		if err != nil {
			return nil, a.Answer(err)
		}
		return form.ListOf(all), nil
	})
	a.flags(h)
}

// flags are the operations on one procedure.
func (a api) flags(h huma.API) {
	type of struct {
		Slug string `path:"slug"`
	}
	huma.Register(h, huma.Operation{OperationID: "list-dependencies", Method: http.MethodGet, Path: a.Base + "/procedures/{slug}/dependencies", Summary: "What the steps of the revision in force name"}, func(ctx context.Context, in *of) (*list[current.Mention], error) {
		p, err := a.Library.Procedure(ctx, a.Actor(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.Answer(err)
		}
		found, err := a.Rests.MentionsOf(ctx, p.ID)
		if err != nil {
			return nil, a.Answer(err)
		}
		var all []current.Mention
		for _, m := range found {
			all = append(all, m.Mention)
		}
		return form.ListOf(all), nil
	})
	huma.Register(h, huma.Operation{OperationID: "list-flags", Method: http.MethodGet, Path: a.Base + "/procedures/{slug}/flags", Summary: "Why a procedure is to be looked at"}, func(ctx context.Context, in *of) (*list[current.Flag], error) {
		p, err := a.Library.Procedure(ctx, a.Actor(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.Answer(err)
		}
		all, err := a.Rests.Flags(ctx, p.ID)
		if err != nil {
			return nil, a.Answer(err)
		}
		return form.ListOf(all), nil
	})
	type right struct {
		Flag string `path:"flag"`
		Body struct {
			Step   string `json:"step,omitempty" maxLength:"200" doc:"the step's key; left out for a flag without steps"`
			Reason string `json:"reason" minLength:"1" maxLength:"2000"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "say-still-right", Method: http.MethodPost, Path: a.Base + "/flags/{flag}/still-right", Summary: "Say that a marked step is still right"}, func(ctx context.Context, in *right) (*one[current.Flag], error) {
		f, err := a.Desk.StillRight(ctx, a.Actor(ctx), in.Flag, current.FlagStep{Key: in.Body.Step, Reason: in.Body.Reason})
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[current.Flag]{Body: f}, nil
	})
}
