package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	"showhow/internal/sop"
)

// Run is a run as programs see it.
type Run struct {
	ID        string  `json:"id"`
	Recording string  `json:"recording" doc:"the recording's id"`
	State     string  `json:"state" enum:"queued,running,done,failed,cancelled"`
	Stage     string  `json:"stage,omitempty" doc:"what is being done, as in reading or listening"`
	Done      float64 `json:"done" minimum:"0" maximum:"1" doc:"how much of the stage is done"`
	Left      float64 `json:"seconds_left,omitempty" doc:"the time left for the stage, as far as it can be told"`
	Attempt   int     `json:"attempt"`
	// Procedure is the slug of what came of it.
	Procedure string     `json:"procedure,omitempty" doc:"the slug of what came of it"`
	Fault     *sop.Fault `json:"fault,omitempty" doc:"why it failed, and what can be done"`
	Created   time.Time  `json:"created"`
	Changed   time.Time  `json:"changed"`
	Ended     *time.Time `json:"ended,omitempty"`
}

// Recording is a recording as programs see it.
type Recording struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Bytes   int64     `json:"bytes"`
	Owner   string    `json:"owner"`
	Created time.Time `json:"created"`
}

type (
	one[T any]  = form.One[T]
	list[T any] = form.List[T]
	byID        struct {
		ID string `path:"id"`
	}
	some struct {
		Limit int `query:"limit" default:"100" minimum:"1" maximum:"500" doc:"how many at most"`
	}
)

func listOf[T any](items []T) *list[T] { return form.ListOf(items) }

// run is a run with the slug of what came of it.
func (a *api) run(ctx context.Context, n sop.Run) (Run, error) {
	r := Run{ID: n.ID, Recording: n.Holding, State: string(n.State), Stage: n.Stage, Done: n.Fraction, Left: n.Left.Seconds(), Attempt: n.Attempt, Fault: n.Fault, Created: n.Created, Changed: n.Changed}
	if !n.Ended.IsZero() {
		r.Ended = &n.Ended
	}
	if n.State != sop.RunDone {
		return r, nil
	}
	p, err := a.Runs.ProcedureByID(ctx, n.Workspace, n.Procedure)
	if err != nil && sop.CodeOf(err) != sop.NotFound {
		return r, err
	}
	r.Procedure = p.Slug
	return r, nil
}

// told is a run as an answer.
func (a *api) told(ctx context.Context, n sop.Run, err error) (*one[Run], error) {
	if err != nil {
		return nil, a.answer(err)
	}
	r, err := a.run(ctx, n)
	if err != nil {
		return nil, a.answer(err)
	}
	return &one[Run]{Body: r}, nil
}

// runs are the operations on recordings and runs.
func (a *api) runs(h huma.API) {
	get(h, operation{"list-runs", "/runs", "The newest runs"}, func(ctx context.Context, in *some) (*list[Run], error) {
		found, err := a.Runs.Runs(ctx, actorOf(ctx).Workspace, in.Limit)
		if err != nil {
			return nil, a.answer(err)
		}
		all := make([]Run, len(found))
		for i, n := range found {
			if all[i], err = a.run(ctx, n); err != nil {
				return nil, a.answer(err)
			}
		}
		return listOf(all), nil
	})
	get(h, operation{"get-run", "/runs/{id}", "A run, with how far it is"}, func(ctx context.Context, in *byID) (*one[Run], error) {
		n, err := a.Runs.Run(ctx, actorOf(ctx).Workspace, in.ID)
		return a.told(ctx, n, err)
	})
	get(h, operation{"get-upload-run", "/uploads/{id}/run", "The newest run of the recording that an upload brought; 404 until it is whole"}, func(ctx context.Context, in *byID) (*one[Run], error) {
		x, err := a.Runs.HoldingOf(ctx, in.ID)
		if err == nil && x.Workspace != actorOf(ctx).Workspace {
			err = &sop.Error{Code: sop.NotFound, Message: "There is no such upload."}
		}
		if err != nil {
			return nil, a.answer(err)
		}
		n, err := a.Runs.RunOf(ctx, x.ID)
		return a.told(ctx, n, err)
	})
	post(h, operation{"cancel-run", "/runs/{id}/cancel", "Stop a run; one that is over stays as it is"}, func(ctx context.Context, in *byID) (*one[Run], error) {
		n, err := a.Desk.Cancel(ctx, actorOf(ctx), in.ID)
		return a.told(ctx, n, err)
	})
	post(h, operation{"retry-run", "/runs/{id}/retry", "Draft again what failed or was cancelled"}, func(ctx context.Context, in *byID) (*one[Run], error) {
		n, err := a.Desk.Retry(ctx, actorOf(ctx), in.ID)
		return a.told(ctx, n, err)
	})
	get(h, operation{"get-recording", "/recordings/{id}", "What is known of a recording"}, func(ctx context.Context, in *byID) (*one[Recording], error) {
		x, err := a.Runs.Holding(ctx, actorOf(ctx).Workspace, in.ID)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[Recording]{Body: Recording{x.ID, x.Recording.Name, x.Recording.Size, x.Owner, x.Created}}, nil
	})
}

// operation is what is told of a path.
type operation struct{ id, path, summary string }

func get[I, O any](h huma.API, o operation, do func(context.Context, *I) (*O, error)) {
	huma.Register(h, huma.Operation{OperationID: o.id, Method: http.MethodGet, Path: Base + o.path, Summary: o.summary}, do)
}

func post[I, O any](h huma.API, o operation, do func(context.Context, *I) (*O, error)) {
	huma.Register(h, huma.Operation{OperationID: o.id, Method: http.MethodPost, Path: Base + o.path, Summary: o.summary}, do)
}
