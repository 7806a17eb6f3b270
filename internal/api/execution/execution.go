// Package execution is the operations of the API on carrying procedures out.
package execution

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/trial"
	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/known"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Reader reads executions.
type Reader interface {
	Execution(ctx context.Context, workspace, id string) (execution.Execution, error)
	Executions(ctx context.Context, q execution.Question) ([]execution.Execution, error)
	Events(ctx context.Context, id string) ([]execution.Event, error)
}

// Library reads procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// People tells who is in a workspace.
type People interface {
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Blobs keep pictures.
type Blobs interface {
	Put(ctx context.Context, key string, r io.Reader) error
}

// Operations are the operations. All fields must be set.
type Operations struct {
	Desk    *deskexecution.Desk
	Reader  Reader
	Library Library
	People  People
	Blobs   Blobs
	// Beside gives who somebody is that signs at another's terminal, by what they sign in with.
	Beside func(ctx context.Context, email, password string) (desk.Actor, error)
	// Base is where the API lies, Actor who asks, and Answer an error as an answer.
	Base   string
	Actor  func(ctx context.Context) desk.Actor
	Answer func(err error) error
	// Deputy is the account of who stands in for a procedure's owner; empty for nobody.
	Deputy func(ctx context.Context, procedure string) (string, error)
	// Marks tells what has to be known of steps.
	Marks known.Marks
	// Barred says why a trial can't count for a review by whoever asks; empty for one that can.
	Barred func(ctx context.Context, x trial.Going) (string, error)
	// Stands tells of a procedure's revision the waiver of an emergency, nil for none, and why it isn't in force any more, empty while it is.
	Stands func(ctx context.Context, procedure string, number int) (w *life.Emergency, gone string, err error)
}

// Detail is one with all that was done.
type Detail struct {
	Execution execution.Execution `json:"execution"`
	State     *execution.State    `json:"state" doc:"folded from the events: where each step stands, which is next, what counts for nothing and why"`
	Sheet     execution.Sheet     `json:"sheet" doc:"the steps with the values filled in; secrets stand as <NAME>"`
	Events    []execution.Event   `json:"events" doc:"in the order in which they came"`
	Waiver    *life.Emergency     `json:"waiver,omitempty" doc:"its revision came into force by an emergency's waiver that nobody has looked at again"`
	Gone      string              `json:"gone,omitempty" doc:"as long as it is under way: why its revision isn't in force any more; left out while it is, and where it is only tried"`
	Barred    string              `json:"barred,omitempty" doc:"why this dry run or pilot can't count for a review, as you do it"`
	// Parallel is what goes on beside it.
	Parallel []execution.Parallel `json:"parallel,omitempty" doc:"others of the same procedure that are under way, those with the most of its values first; at most 20"`
}

type detail struct{ Body Detail }

// Register adds them.
func (o Operations) Register(h huma.API) {
	type asked struct {
		Procedure string         `query:"procedure" doc:"a procedure's slug; all of them when it's left out"`
		State     string         `query:"state" enum:"running,over,all" default:"all"`
		Mode      execution.Mode `query:"mode" enum:"dry_run,pilot,live,training"`
		Limit     int            `query:"limit" default:"100" minimum:"1" maximum:"500"`
	}
	type executions struct {
		Body struct {
			Items []execution.Execution `json:"items"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "list-executions", Method: http.MethodGet, Path: o.Base + "/executions", Summary: "Who carries out, and carried out, what; the newest first"}, func(ctx context.Context, in *asked) (*executions, error) {
		q := execution.Question{Workspace: o.Actor(ctx).Workspace, Running: in.State == "running", Over: in.State == "over", Mode: in.Mode, Limit: in.Limit}
		if in.Procedure != "" {
			p, err := o.Library.Procedure(ctx, q.Workspace, in.Procedure)
			if err != nil {
				return nil, o.Answer(err)
			}
			q.Procedure = p.ID
		}
		all, err := o.Reader.Executions(ctx, q)
		if err != nil {
			return nil, o.Answer(err)
		}
		out := &executions{}
		out.Body.Items = append([]execution.Execution{}, all...)
		return out, nil
	})
	type one struct {
		Execution string `path:"execution"`
	}
	huma.Register(h, huma.Operation{OperationID: "get-execution", Method: http.MethodGet, Path: o.Base + "/executions/{execution}", Summary: "An execution: what it is of, where it stands, and all that was done"}, func(ctx context.Context, in *one) (*detail, error) {
		d, err := o.read(ctx, in.Execution)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &detail{d}, nil
	})
	o.changes(h)
	o.beside(h)
	o.pictures(h)
}

// changes are the operations that begin one, and go on with it.
func (o Operations) changes(h huma.API) {
	type starting struct {
		Slug string `path:"slug"`
		Body struct {
			Mode        execution.Mode    `json:"mode" enum:"dry_run,pilot,live,training"`
			Number      int               `json:"revision,omitempty" minimum:"0" doc:"of a dry run or a pilot: the revision; the one in review, or the last, when it's left out. All else is done by the revision in force"`
			Values      map[string]string `json:"values,omitempty" doc:"the parameters' by name, all but secrets, which are never sent"`
			Environment string            `json:"environment,omitempty" maxLength:"200" doc:"where a pilot is done"`
			From        string            `json:"from,omitempty" maxLength:"2000" doc:"the address of an alert or a ticket"`
			Parent      string            `json:"parent,omitempty" maxLength:"64" doc:"the execution of which it is a part: one under way, for the same purpose, a step of which asks for this procedure. It is linked there, and is of the revision that the step asks for"`
			Step        string            `json:"parent_step,omitempty" maxLength:"200" doc:"the key of that step; the next one that asks for this procedure, when it's left out"`
			Override    string            `json:"override,omitempty" maxLength:"4000" doc:"why, although it is suspended"`
			Overdue     bool              `json:"overdue,omitempty" doc:"that you know it to be overdue"`
			Companion   string            `json:"companion,omitempty" maxLength:"64" doc:"the account of somebody able who looks on, where you aren't able alone"`
			Alone       string            `json:"alone,omitempty" maxLength:"4000" doc:"why you carry it out although you aren't able alone"`
			Plain       []string          `json:"plain,omitempty" maxItems:"200" doc:"the parameters of which you say that their values are no secrets: one that looks like one is refused otherwise, as it is kept with the execution and shown to everybody who reads it"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "start-execution", Method: http.MethodPost, Path: o.Base + "/procedures/{slug}/executions", Summary: "Begin to carry a procedure out"}, func(ctx context.Context, in *starting) (*detail, error) {
		x, err := o.Desk.Start(ctx, o.Actor(ctx), in.Slug, deskexecution.Starting(in.Body))
		if err != nil {
			return nil, o.Answer(err)
		}
		d, err := o.read(ctx, x.ID)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &detail{d}, nil
	})
	type goingOn struct {
		Execution string `path:"execution"`
		Body      struct {
			Sent   time.Time         `json:"sent,omitempty" doc:"what your clock says now; by it the events' times are put right"`
			Events []execution.Event `json:"events" minItems:"1" maxItems:"500" doc:"each with an id of your own making, by which it counts once however often you send it"`
			Strict bool              `json:"strict,omitempty" doc:"refuse all of them when one would count for nothing"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "go-on-execution", Method: http.MethodPost, Path: o.Base + "/executions/{execution}/events", Summary: "Tell what was done. What breaks a rule is kept and counts for nothing, unless strict"}, func(ctx context.Context, in *goingOn) (*detail, error) {
		if _, err := o.Desk.Go(ctx, o.Actor(ctx), in.Execution, deskexecution.Batch{Sent: in.Body.Sent, Events: in.Body.Events, Strict: in.Body.Strict}); err != nil {
			return nil, o.Answer(err)
		}
		d, err := o.read(ctx, in.Execution)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &detail{d}, nil
	})
}

func (o Operations) read(ctx context.Context, id string) (d Detail, err error) {
	if d.Execution, err = o.Reader.Execution(ctx, o.Actor(ctx).Workspace, id); err != nil {
		return d, err
	}
	r, err := o.Library.Revision(ctx, d.Execution.Procedure, d.Execution.Number)
	if err != nil {
		return d, err
	}
	if d.Events, err = o.Reader.Events(ctx, id); err != nil {
		return d, err
	}
	if d.Waiver, d.Gone, err = o.Stands(ctx, d.Execution.Procedure, d.Execution.Number); err != nil {
		return d, err
	}
	if d.Execution.Over() {
		d.Gone = ""
	} else {
		all, err := o.Reader.Executions(ctx, execution.Question{Workspace: d.Execution.Workspace, Procedure: d.Execution.Procedure, Running: true, Limit: execution.MostParallel})
		if err != nil {
			return d, err
		}
		d.Parallel = execution.Parallels(d.Execution, all)
	}
	if d.Execution.Mode.Tries() && !d.Execution.Over() {
		if d.Barred, err = o.Barred(ctx, trial.Going{Execution: d.Execution, Who: o.Actor(ctx).Account}); err != nil {
			return d, err
		}
	}
	d.Events = append([]execution.Event{}, d.Events...)
	d.State, d.Sheet = execution.Fold(d.Execution, &r, d.Events), execution.SheetOf(d.Execution, &r)
	d.State.Here = d.State.There(o.Desk.Now())
	return d, nil
}
