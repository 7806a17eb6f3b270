package training

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/desk"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/figure"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// PathLeg is one procedure of an onboarding path.
type PathLeg struct {
	Procedure string         `json:"procedure" doc:"its slug"`
	Title     string         `json:"title,omitempty" readOnly:"true"`
	Target    training.Stage `json:"target" enum:"read,walked,supervised,able" doc:"how far somebody is to come"`
	Days      int            `json:"days" minimum:"1" maximum:"1000" doc:"how many days after their start it is due"`
}

// PathStop is where somebody is with one procedure of their path.
type PathStop struct {
	PathLeg
	Stage   training.Stage `json:"stage" enum:",read,walked,supervised,able"`
	Due     time.Time      `json:"due"`
	Overdue bool           `json:"overdue,omitempty"`
	Reached *time.Time     `json:"reached,omitempty" doc:"when they first came so far"`
	Over    bool           `json:"over,omitempty" doc:"it can't be learnt any more: nobody works by it"`
}

// PathPerson is where somebody is on a path. It is told to themselves, and to reviewers.
type PathPerson struct {
	Account string     `json:"account"`
	Name    string     `json:"name"`
	Began   time.Time  `json:"began"`
	Version int        `json:"version" doc:"that of the path by which they go"`
	Done    int        `json:"done"`
	Of      int        `json:"of"`
	Behind  int        `json:"behind" doc:"how many are overdue"`
	Arrived *time.Time `json:"arrived,omitempty"`
	Stops   []PathStop `json:"stops"`
}

// PathTook is how long the onboarding took of those who have arrived.
type PathTook struct {
	N       int            `json:"n"`
	Median  *figure.Middle `json:"median,omitempty" doc:"with its 95 % interval (formula median, version 1); missing while there are too few to say"`
	Formula string         `json:"formula"`
}

// Path is an onboarding path.
type Path struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Purpose string       `json:"purpose,omitempty"`
	Version int          `json:"version"`
	Legs    []PathLeg    `json:"legs"`
	Roles   []string     `json:"roles" doc:"who has one of these is put on it, now and later"`
	Ended   bool         `json:"ended,omitempty"`
	People  []PathPerson `json:"people"`
	Earlier []string     `json:"earlier" doc:"accounts that go by an earlier version, until they are brought along; told to reviewers"`
	Took    *PathTook    `json:"took,omitempty" doc:"told to reviewers"`
}

type pathState struct{ Body Path }

type byPath struct {
	Path string `path:"path"`
}

// pathOf is a path as somebody may see it.
func pathOf(w training.Way, a desk.Actor) Path {
	out := Path{ID: w.ID, Name: w.Name, Purpose: w.Purpose, Version: w.Version, Ended: w.Ended != nil, Legs: []PathLeg{}, Roles: append([]string{}, w.Roles...), People: []PathPerson{}, Earlier: []string{}}
	for _, l := range w.Legs {
		leg := PathLeg{Target: l.Target, Days: l.Days}
		for _, p := range w.Pieces {
			if p.ID == l.Procedure {
				leg.Procedure, leg.Title = p.Slug, p.Title
			}
		}
		out.Legs = append(out.Legs, leg)
	}
	for _, p := range w.All {
		if desktraining.Sees(a, p.Account) {
			out.People = append(out.People, pathPerson(p, w.Names[p.Account].Name))
		}
	}
	if a.May(desk.Judge) == nil {
		out.Earlier = append(out.Earlier, w.Behind()...)
		took := w.Took()
		out.Took = &PathTook{N: len(took), Formula: "median, version 1"}
		if m, enough := figure.Median(took); enough {
			out.Took.Median = &m
		}
	}
	return out
}

func pathPerson(p training.Progress, name string) PathPerson {
	x := PathPerson{Account: p.Account, Name: name, Began: p.Began, Version: p.Version, Done: p.Done, Of: p.Of, Behind: p.Behind, Arrived: when(p.Arrived), Stops: []PathStop{}}
	for i := range p.Stops {
		s := &p.Stops[i]
		x.Stops = append(x.Stops, PathStop{PathLeg: PathLeg{s.Slug, s.Title, s.Leg.Target, s.Days}, Stage: s.Stage, Due: s.Until, Overdue: s.Overdue, Reached: when(s.Reached), Over: s.Over})
	}
	return x
}

// when is a time as it's told; nil for none.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// paths are the operations on onboarding paths.
func (o Operations) paths(h huma.API) {
	type pathList struct {
		Body struct {
			Items []Path `json:"items"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "list-paths", Method: http.MethodGet, Path: o.Base + "/training/paths", Summary: "Onboarding paths, with those on them whom you may see"}, func(ctx context.Context, _ *struct{}) (*pathList, error) {
		a := o.Actor(ctx)
		all, err := o.ways(ctx, a, "")
		if err != nil {
			return nil, o.Answer(err)
		}
		out := &pathList{}
		out.Body.Items = []Path{}
		for _, w := range all {
			out.Body.Items = append(out.Body.Items, pathOf(w, a))
		}
		return out, nil
	})
	huma.Register(h, huma.Operation{OperationID: "get-path", Method: http.MethodGet, Path: o.Base + "/training/paths/{path}", Summary: "An onboarding path, with those on it whom you may see"}, func(ctx context.Context, in *byPath) (*pathState, error) {
		return o.state(ctx, in.Path, nil)
	})
	type pathWriting struct {
		Body struct {
			Name    string    `json:"name" minLength:"1" maxLength:"120"`
			Purpose string    `json:"purpose,omitempty" maxLength:"4000" doc:"for whom it is"`
			Legs    []PathLeg `json:"legs" minItems:"1" maxItems:"100" doc:"in their order"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "add-path", Method: http.MethodPost, Path: o.Base + "/training/paths", Summary: "Write an onboarding path down", DefaultStatus: http.StatusCreated}, func(ctx context.Context, in *pathWriting) (*pathState, error) {
		j, err := o.Desk.AddPath(ctx, o.Actor(ctx), desktraining.Path{Name: in.Body.Name, Purpose: in.Body.Purpose, Legs: legs(in.Body.Legs)})
		return o.state(ctx, j.ID, err)
	})
	type pathChanging struct {
		Path string `path:"path"`
		Body struct {
			Name    string    `json:"name" minLength:"1" maxLength:"120"`
			Purpose string    `json:"purpose,omitempty" maxLength:"4000"`
			Legs    []PathLeg `json:"legs" minItems:"1" maxItems:"100"`
			Version int       `json:"version" doc:"the one from which you changed it"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "change-path", Method: http.MethodPut, Path: o.Base + "/training/paths/{path}", Summary: "Change an onboarding path. Who is under way goes on by what they were put on, until they are brought along"}, func(ctx context.Context, in *pathChanging) (*pathState, error) {
		j, err := o.Desk.ChangePath(ctx, o.Actor(ctx), in.Path, desktraining.Path{Name: in.Body.Name, Purpose: in.Body.Purpose, Legs: legs(in.Body.Legs), Version: in.Body.Version})
		return o.state(ctx, j.ID, err)
	})
	o.along(h)
}

func legs(all []PathLeg) (out []desktraining.Leg) {
	for _, l := range all {
		out = append(out, desktraining.Leg{Slug: l.Procedure, Target: l.Target, Days: l.Days})
	}
	return out
}

// along are the operations on who is on a path.
func (o Operations) along(h huma.API) {
	type pathPutting struct {
		Path string `path:"path"`
		Body struct {
			Accounts   []string  `json:"accounts,omitempty" maxItems:"500" doc:"people by their ids; or"`
			Role       team.Role `json:"role,omitempty" enum:"viewer,editor,reviewer,admin" doc:"everybody who has this role, now or later"`
			Began      time.Time `json:"began,omitzero" doc:"the day from which days count; now when left out"`
			Supervisor string    `json:"supervisor,omitempty" doc:"an account that may sign though not able alone"`
		}
	}
	huma.Register(h, o.post("put-on-path", "/training/paths/{path}/people", "Put people, or a role, on a path: they are asked to learn its procedures, each until its day"), func(ctx context.Context, in *pathPutting) (*pathState, error) {
		_, err := o.Desk.PutOn(ctx, o.Actor(ctx), in.Path, desktraining.Putting(in.Body))
		return o.state(ctx, in.Path, err)
	})
	type pathLeaving struct {
		Path string `path:"path"`
		Body struct {
			Account string    `json:"account,omitempty"`
			Role    team.Role `json:"role,omitempty" enum:"viewer,editor,reviewer,admin" doc:"who joins it later isn't put on the path any more"`
			Reason  string    `json:"reason,omitempty" maxLength:"4000"`
		}
	}
	huma.Register(h, o.post("take-off-path", "/training/paths/{path}/off", "Take somebody, or a role, off a path; what was signed stays"), func(ctx context.Context, in *pathLeaving) (*pathState, error) {
		return o.state(ctx, in.Path, o.Desk.TakeOff(ctx, o.Actor(ctx), in.Path, desktraining.Leaving(in.Body)))
	})
	type pathBringing struct {
		Path string `path:"path"`
		Body struct {
			Accounts []string `json:"accounts,omitempty" maxItems:"500" doc:"all who go by an earlier version when left out"`
		}
	}
	huma.Register(h, o.post("bring-along-path", "/training/paths/{path}/bring", "Bring those along who go by an earlier version of a path. What they have done stays done; what is new is due a week from now at the earliest"), func(ctx context.Context, in *pathBringing) (*pathState, error) {
		_, err := o.Desk.Bring(ctx, o.Actor(ctx), in.Path, in.Body.Accounts)
		return o.state(ctx, in.Path, err)
	})
	type pathEnding struct {
		Path string `path:"path"`
		Body struct {
			Reason string `json:"reason,omitempty" maxLength:"4000"`
		}
	}
	huma.Register(h, o.post("end-path", "/training/paths/{path}/end", "End a path: nobody is put on it any more; who is under way finishes theirs"), func(ctx context.Context, in *pathEnding) (*pathState, error) {
		return o.state(ctx, in.Path, o.Desk.EndPath(ctx, o.Actor(ctx), in.Path, in.Body.Reason))
	})
}

// ways are the paths with those on them whom somebody may see.
func (o Operations) ways(ctx context.Context, a desk.Actor, path string) ([]training.Way, error) {
	return o.Reading.Ways(ctx, desktraining.At{Workspace: a.Workspace, Now: o.Desk.Now()}, training.Question{Journey: path})
}

// state answers a verb with where a path stands after it.
func (o Operations) state(ctx context.Context, path string, err error) (*pathState, error) {
	a := o.Actor(ctx)
	var all []training.Way
	if err == nil {
		all, err = o.ways(ctx, a, path)
	}
	if err != nil {
		return nil, o.Answer(err)
	}
	return &pathState{pathOf(all[0], a)}, nil
}
