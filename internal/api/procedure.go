package api

import (
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
)

// Procedure is a procedure as programs see it.
type Procedure struct {
	Slug    string    `json:"slug"`
	Title   string    `json:"title"`
	State   string    `json:"state"`
	Owner   string    `json:"owner"`
	Latest  int       `json:"latest" doc:"the number of its last revision"`
	Steps   int       `json:"steps"`
	Created time.Time `json:"created"`
	Changed time.Time `json:"changed"`
	// Found is where the words that were asked for stand.
	Found *Found `json:"found,omitempty"`
}

// Found is the passage of a procedure that answers a question.
type Found struct {
	Kind string `json:"kind" enum:"title,step,command,speech,output"`
	Step string `json:"step,omitempty" doc:"the step's key"`
	// Text holds the words that match between U+0002 and U+0003.
	Text string `json:"text" doc:"the words that match stand between U+0002 and U+0003"`
}

func procedure(p sop.Procedure) Procedure {
	return Procedure{Slug: p.Slug, Title: p.Title, State: string(p.State), Owner: p.Owner, Latest: p.Latest, Steps: p.Steps, Created: p.Created, Changed: p.Changed}
}

type bySlug struct {
	Slug string `path:"slug"`
}

// procedures are the operations on procedures.
func (a *api) procedures(h huma.API) {
	type question struct {
		Limit int    `query:"limit" default:"100" minimum:"1" maximum:"500" doc:"how many at most"`
		Q     string `query:"q" maxLength:"500" doc:"words that stand in the procedure: its titles, steps, commands, outputs, or what was said"`
	}
	get(h, operation{"list-procedures", "/procedures", "The procedures changed last, or those in which words stand"}, func(ctx context.Context, in *question) (*list[Procedure], error) {
		var all []Procedure
		if in.Q != "" {
			hits, err := a.Library.Search(ctx, actorOf(ctx).Workspace, library.Search{Text: in.Q, Limit: in.Limit})
			if err != nil {
				return nil, a.answer(err)
			}
			for _, x := range hits {
				p := procedure(x.Procedure)
				p.Found = &Found{string(x.Passage.Kind), x.Passage.Step, x.Passage.Text}
				all = append(all, p)
			}
			return listOf(all), nil
		}
		found, err := a.Library.Procedures(ctx, actorOf(ctx).Workspace, in.Limit)
		if err != nil {
			return nil, a.answer(err)
		}
		for _, p := range found {
			all = append(all, procedure(p))
		}
		return listOf(all), nil
	})
	get(h, operation{"get-procedure", "/procedures/{slug}", "A procedure"}, func(ctx context.Context, in *bySlug) (*one[Procedure], error) {
		p, err := a.Library.Procedure(ctx, actorOf(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[Procedure]{procedure(p)}, nil
	})
	type numbered struct {
		Slug   string `path:"slug"`
		Number int    `path:"number" minimum:"1"`
	}
	get(h, operation{"get-revision", "/procedures/{slug}/revisions/{number}", "A revision whole, in the form that docs/sop.md tells"}, func(ctx context.Context, in *numbered) (*one[json.RawMessage], error) {
		p, err := a.Library.Procedure(ctx, actorOf(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.answer(err)
		}
		r, err := a.Library.Revision(ctx, p.ID, in.Number)
		if err != nil {
			return nil, a.answer(err)
		}
		b, err := json.Marshal(r)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[json.RawMessage]{b}, nil
	})
}
