package api

import (
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
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
	// Tags are those that people gave it, Systems the programs and machines that its commands and links name.
	Tags    []string `json:"tags,omitempty"`
	Systems []string `json:"systems,omitempty"`
	// Waiver is that of an emergency that has to be looked at again.
	Waiver *life.Emergency `json:"waiver,omitempty" doc:"it came into force by an emergency's waiver that nobody has looked at again"`
	// Due is when the revision in force, or what a waiver let pass, has to be looked at again; Overdue that it should have been.
	Due     *time.Time `json:"due,omitempty" doc:"when the revision in force, or a waiver, has to be looked at again"`
	Overdue bool       `json:"overdue,omitempty" doc:"it should have been looked at again by then: think before you work by it"`
	// Found is where the words that were asked for stand.
	Found *Found `json:"found,omitempty"`
}

// Found is the passage of a procedure that answers a question.
type Found struct {
	Kind string `json:"kind" enum:"title,tag,part,step,command,speech,output,screen"`
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

// looking is what a library is asked for.
type looking struct {
	Limit  int    `query:"limit" default:"100" minimum:"1" maximum:"500" doc:"how many at most"`
	Q      string `query:"q" maxLength:"500" doc:"words that stand in the procedure: its titles, steps, commands, outputs, or what was said. The best come first then, on one page"`
	Owner  string `query:"owner" doc:"an account's id"`
	State  string `query:"state"`
	System string `query:"system" doc:"a program or a machine that its commands or links name"`
	Tag    string `query:"tag"`
	Sort   string `query:"sort" enum:"changed,title" default:"changed"`
	After  string `query:"after" doc:"where the page begins: the next of the page before, or the before of the one behind"`
}

// leaf is a page of a library.
type leaf struct {
	Items []Procedure `json:"items"`
	Next  string      `json:"next,omitempty" doc:"give it as after for the next page; absent on the last one"`
	// Before leads back.
	Before string `json:"before,omitempty" doc:"give it as after for the page before; absent on the first one"`
	Total  int    `json:"total" doc:"how many there are on all pages"`
	// Instead says by which words.
	Instead string `json:"instead,omitempty" doc:"the words by which these were found, where what was asked for stands nowhere and they are like it"`
}

// look answers what a library is asked for.
func (a *api) look(ctx context.Context, in *looking) (out leaf, err error) {
	home := actorOf(ctx).Workspace
	choice := library.Choice{Owner: in.Owner, State: sop.ProcedureState(in.State), System: in.System, Tag: in.Tag}
	out.Items = []Procedure{}
	var ids []string
	if in.Q != "" {
		hits, err := a.Library.Search(ctx, home, library.Search{Text: in.Q, Choice: choice, Limit: in.Limit})
		if err != nil {
			return out, err
		}
		for _, x := range library.RetiredLast(hits) {
			p := procedure(x.Procedure)
			p.Found = &Found{string(x.Passage.Kind), x.Passage.Step, x.Passage.Text}
			out.Items, ids = append(out.Items, p), append(ids, x.Procedure.ID)
		}
		if out.Total = len(hits); len(hits) > 0 {
			out.Instead = hits[0].Instead
		}
	} else {
		page, err := a.Shelf.Look(ctx, home, library.Look{Choice: choice, By: library.Order(in.Sort), After: in.After, Limit: in.Limit})
		if err != nil {
			return out, err
		}
		for _, p := range page.Procedures {
			out.Items, ids = append(out.Items, procedure(p)), append(ids, p.ID)
		}
		out.Next, out.Before, out.Total = page.Next, page.Before, page.Total
	}
	return out, a.fill(ctx, ids, out.Items)
}

// fill fills in what procedures are filed under, and where they stand, by two questions for all of them.
func (a *api) fill(ctx context.Context, ids []string, all []Procedure) error {
	labels, err := a.Shelf.Labels(ctx, ids...)
	if err != nil {
		return err
	}
	tell, err := a.stands(ctx, ids...)
	for i, id := range ids {
		all[i].file(labels[id])
		if err == nil {
			err = tell(id, &all[i])
		}
	}
	return err
}

// file fills in what a procedure is filed under.
func (p *Procedure) file(labels []library.Label) {
	for _, l := range labels {
		if l.Kind == library.Tagged {
			p.Tags = append(p.Tags, l.Name)
		} else {
			p.Systems = append(p.Systems, l.Name)
		}
	}
}

// procedures are the operations on procedures.
func (a *api) procedures(h huma.API) {
	get(h, operation{"list-procedures", "/procedures", "The procedures of a choice, by pages, or those in which words stand"}, func(ctx context.Context, in *looking) (*one[leaf], error) {
		found, err := a.look(ctx, in)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[leaf]{Body: found}, nil
	})
	type tags struct {
		Slug string `path:"slug"`
		Body struct {
			Tags []string `json:"tags" maxItems:"30" doc:"from 1 to 60 characters each; they are kept in small letters"`
		}
	}
	post(h, operation{"set-tags", "/procedures/{slug}/tags", "Give a procedure these tags in the place of those that it has"}, func(ctx context.Context, in *tags) (*list[string], error) {
		kept, err := a.Shelver.Tag(ctx, actorOf(ctx), in.Slug, in.Body.Tags)
		if err != nil {
			return nil, a.answer(err)
		}
		return listOf(kept), nil
	})
	get(h, operation{"get-procedure", "/procedures/{slug}", "A procedure"}, func(ctx context.Context, in *bySlug) (*one[Procedure], error) {
		p, err := a.Library.Procedure(ctx, actorOf(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.answer(err)
		}
		all := []Procedure{procedure(p)}
		if err := a.fill(ctx, []string{p.ID}, all); err != nil {
			return nil, a.answer(err)
		}
		return &one[Procedure]{Body: all[0]}, nil
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
		return &one[json.RawMessage]{Body: b}, nil
	})
}
