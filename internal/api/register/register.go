// Package register is the operations on processes: what is said of them, how they are ranked.
package register

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	deskregister "showhow/internal/desk/register"
	"showhow/internal/sop/brief"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
)

// Reader reads processes.
type Reader interface {
	deskregister.Ranks
	Process(ctx context.Context, workspace, id string) (register.Process, error)
	Said
}

// People tells who is in a workspace.
type People interface {
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Said reads what people write down beside processes.
type Said interface {
	Ratings(ctx context.Context, workspace, process string) ([]register.Rating, error)
	Brief(ctx context.Context, workspace, id string) (brief.Brief, error)
	Briefs(ctx context.Context, workspace string) ([]brief.Brief, error)
}

// Answers are what is said of a process. What nobody has said is left out.
type Answers struct {
	Name         string          `json:"name" minLength:"1" maxLength:"200"`
	Description  string          `json:"description,omitempty" maxLength:"4000"`
	Area         string          `json:"area,omitempty" doc:"planning, development, release, deployment, operations, security, infrastructure"`
	Status       string          `json:"status,omitempty" doc:"idea, to_record, recording, has_sop (with slug), not_worth (with reason)"`
	Reason       string          `json:"reason,omitempty" maxLength:"4000" doc:"why it isn't worth an SOP"`
	Slug         string          `json:"slug,omitempty" doc:"of the procedure that documents it"`
	Severity     int             `json:"severity,omitempty" minimum:"0" maximum:"5" doc:"of a failure, 5 is the gravest"`
	Times        float64         `json:"times,omitempty" doc:"how often it is done, together with per"`
	Per          string          `json:"per,omitempty" doc:"day, week, month, quarter, year"`
	Able         *int            `json:"able,omitempty" doc:"how many can do it alone"`
	People       []string        `json:"people,omitempty" doc:"those of them who are named"`
	Steps        *int            `json:"steps,omitempty"`
	Tools        *int            `json:"tools,omitempty"`
	Teams        *int            `json:"teams,omitempty"`
	Signs        map[string]bool `json:"signs,omitempty" doc:"many, rare, forgotten, new, handed_over; what isn't there wasn't answered"`
	Stakeholders []string        `json:"stakeholders,omitempty"`
	Owner        string          `json:"owner,omitempty" doc:"an account"`
}

// Process is a process with its score and its rank.
type Process struct {
	ID      string    `json:"id"`
	Version int       `json:"version" doc:"counts its changes; a change names the one that it was made from"`
	Changed time.Time `json:"changed"`
	Answers Answers   `json:"answers"`
	Rank    int       `json:"rank,omitempty" doc:"among those that wait for an SOP and of which something is known; missing for the others"`
	// Score is worked out by the formula that counts.
	Score register.Score `json:"score"`
	Why   []string       `json:"why" doc:"the reasons in words"`
	// Training is what the training says of who can do it, told of one process; of all where the formula that counts asks for it.
	Training *register.Held `json:"training,omitempty" doc:"how many are able alone by what was signed; missing where it says nothing, and in the list unless the formula counts by it"`
	// Lone is told of what has an SOP.
	Lone bool `json:"lone,omitempty" doc:"it has an SOP, and one person at most can carry it out, by what the formula counts"`
	// Retired is told of what has an SOP.
	Retired bool `json:"sop_retired,omitempty" doc:"its SOP is retired: it waits for one again"`
	// Rated is what people without an account said of it, held against the team's own values.
	Rated *register.Rated `json:"rated,omitempty" doc:"what was rated and by how many, question by question; missing where nobody was asked. No mean is made of it"`
	// Missing is what nobody has said.
	Missing []string `json:"missing"`
}

// Operations are the operations with what they need. All fields but Reached must be set.
type Operations struct {
	Desk   *deskregister.Desk
	Reader Reader
	People People
	// Reached is the address by which people reach a workspace, as far as can be told; nil where nothing is known of it.
	Reached func(ctx context.Context, workspace string) (string, error)
}

// House is what they need of the API.
type House = form.House

type (
	one[T any]  = form.One[T]
	list[T any] = form.List[T]
	byID        struct {
		Process string `path:"process"`
	}
	api struct {
		Operations
		House
	}
)

// on is an operation.
func on[I, O any](a api, h huma.API, o huma.Operation, do func(context.Context, *I) (*O, error)) {
	o.Path = a.Base + o.Path
	huma.Register(h, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err != nil {
			return nil, a.Answer(err)
		}
		return out, nil
	})
}

// Register adds the operations to an API.
func (o Operations) Register(h huma.API, house House) {
	a := api{o, house}
	on(a, h, huma.Operation{OperationID: "list-processes", Method: http.MethodGet, Path: "/processes", Summary: "The processes by rank: what to record next, and why"}, func(ctx context.Context, _ *struct{}) (*list[Process], error) {
		x, err := deskregister.Rank(ctx, a.Reader, a.Actor(ctx).Workspace, a.Desk.Now())
		out := &list[Process]{}
		out.Body.Items = listed(x)
		return out, err
	})
	on(a, h, huma.Operation{OperationID: "get-process", Method: http.MethodGet, Path: "/processes/{process}", Summary: "A process, and how its score comes about"}, func(ctx context.Context, in *byID) (*one[Process], error) {
		return a.process(ctx, in.Process)
	})
	on(a, h, huma.Operation{OperationID: "add-process", Method: http.MethodPost, Path: "/processes", Summary: "Write a process down"}, func(ctx context.Context, in *one[Answers]) (*one[Process], error) {
		made, err := a.Desk.Add(ctx, a.Actor(ctx), noun(register.Process{}, in.Body))
		if err != nil {
			return nil, err
		}
		return a.process(ctx, made.ID)
	})
	type change struct {
		Process string `path:"process"`
		Body    struct {
			Version int     `json:"version" minimum:"1" doc:"the one that the change was made from"`
			Answers Answers `json:"answers" doc:"all of them: what is left out isn't known any more"`
		}
	}
	on(a, h, huma.Operation{OperationID: "change-process", Method: http.MethodPut, Path: "/processes/{process}", Summary: "Change what is said of a process; 409 when somebody else was first"}, func(ctx context.Context, in *change) (*one[Process], error) {
		to := noun(register.Process{ID: in.Process, Version: in.Body.Version, Status: register.Idea}, in.Body.Answers)
		if _, err := a.Desk.Change(ctx, a.Actor(ctx), to); err != nil {
			return nil, err
		}
		return a.process(ctx, in.Process)
	})
	on(a, h, huma.Operation{OperationID: "drop-process", Method: http.MethodDelete, Path: "/processes/{process}", Summary: "Take a process out of the register"}, func(ctx context.Context, in *byID) (*struct{}, error) {
		return nil, a.Desk.Drop(ctx, a.Actor(ctx), in.Process)
	})
	a.formulas(h)
	a.ratings(h)
	a.tables(h)
	a.briefs(h)
}

// formulas are the operations on how processes are ranked.
func (a api) formulas(h huma.API) {
	all := func(ctx context.Context) (*list[register.Formula], error) {
		found, err := a.Reader.Formulas(ctx, a.Actor(ctx).Workspace)
		out := &list[register.Formula]{}
		out.Body.Items = found
		return out, err
	}
	on(a, h, huma.Operation{OperationID: "list-formulas", Method: http.MethodGet, Path: "/process-formulas", Summary: "How processes are ranked: each version of the weights, the newest first"}, func(ctx context.Context, _ *struct{}) (*list[register.Formula], error) {
		return all(ctx)
	})
	type weighing struct {
		Body struct {
			Weights  map[string]int `json:"weights" doc:"of severity, frequency, gap, complexity, signs: 0 to 100 each"`
			Training bool           `json:"training,omitempty" doc:"count the knowledge gap by who was signed able alone, where the procedure is learnt, instead of by what was entered"`
			Note     string         `json:"note" minLength:"1" maxLength:"4000" doc:"why"`
		}
	}
	on(a, h, huma.Operation{OperationID: "add-formula", Method: http.MethodPost, Path: "/process-formulas", Summary: "Change the weights by which processes are ranked; those before stay"}, func(ctx context.Context, in *weighing) (*list[register.Formula], error) {
		f := register.Formula{Weights: map[register.Part]int{}, Training: in.Body.Training, Note: in.Body.Note}
		for k, v := range in.Body.Weights {
			f.Weights[register.Part(k)] = v
		}
		if _, err := a.Desk.Weigh(ctx, a.Actor(ctx), f); err != nil {
			return nil, err
		}
		return all(ctx)
	})
}

func (a api) process(ctx context.Context, id string) (*one[Process], error) {
	workspace := a.Actor(ctx).Workspace
	is, err := a.Reader.Process(ctx, workspace, id)
	if err != nil {
		return nil, err
	}
	x, err := deskregister.Rank(ctx, a.Reader, workspace, a.Desk.Now())
	if err == nil {
		err = x.Teach(ctx, a.Reader, is)
	}
	if err != nil {
		return nil, err
	}
	for i := range x.All {
		if x.All[i].ID == id {
			x.All[i] = x.Score(x.All[i].Process, x.Formula)
		}
	}
	for _, p := range listed(x) {
		if p.ID == id {
			return &one[Process]{Body: p}, nil
		}
	}
	_, err = a.Reader.Process(ctx, workspace, id) // somebody has taken it out meanwhile
	return nil, err
}

// listed are processes as programs see them.
func listed(x deskregister.Ranking) []Process {
	out := []Process{}
	rank := 0
	for i := range x.All {
		k := &x.All[i]
		p := Process{ID: k.ID, Version: k.Version, Changed: k.Changed, Answers: said(&k.Process), Score: k.Score, Training: k.Held, Retired: k.Retired, Why: []string{}, Missing: []string{}}
		p.Lone = k.Lone(x.Formula)
		if k.Rated.Asked > 0 {
			p.Rated = &k.Rated
		}
		why, missing := k.Reasons()
		p.Why, p.Missing = append(p.Why, why...), append(p.Missing, missing...)
		if k.Open() && k.Score.Known() {
			rank++
			p.Rank = rank
		}
		out = append(out, p)
	}
	return out
}

func said(p *register.Process) Answers {
	a := Answers{Name: p.Name, Description: p.Description, Area: string(p.Area), Status: string(p.Status), Reason: p.Reason, Slug: p.Slug, Severity: p.Severity, Times: p.Frequency.Times, Per: string(p.Frequency.Per), Able: p.Able,
		People: p.Named(), Steps: p.Complexity.Steps, Tools: p.Complexity.Tools, Teams: p.Complexity.Teams, Stakeholders: p.Stakeholders, Owner: p.Owner}
	for _, s := range register.Signs {
		if is, known := p.Signs[s]; known {
			if a.Signs == nil {
				a.Signs = map[string]bool{}
			}
			a.Signs[string(s)] = is
		}
	}
	return a
}

// noun is a process with answers.
func noun(p register.Process, a Answers) register.Process {
	p.Name, p.Description, p.Area, p.Reason, p.Slug, p.Severity, p.Owner = a.Name, a.Description, register.Area(a.Area), a.Reason, a.Slug, a.Severity, a.Owner
	if a.Status != "" {
		p.Status = register.Status(a.Status)
	}
	p.Frequency = register.Frequency{Times: a.Times, Per: register.Period(a.Per)}
	p.Able, p.Complexity, p.Stakeholders = a.Able, register.Complexity{Steps: a.Steps, Tools: a.Tools, Teams: a.Teams}, a.Stakeholders
	for _, n := range a.People {
		p.People = append(p.People, register.Person{Name: n})
	}
	for s, is := range a.Signs {
		if p.Signs == nil {
			p.Signs = map[register.Sign]bool{}
		}
		p.Signs[register.Sign(s)] = is
	}
	return p
}
