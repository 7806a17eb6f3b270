package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/manuscript"
	"showhow/internal/api/trial"
	desklife "showhow/internal/desk/life"
	"showhow/internal/desk/life/lack"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Lives is what is read of what became of revisions.
type Lives interface {
	trial.Lives
	Lives(ctx context.Context, q life.Question) ([]life.Row, error)
}

// trials tells which dry runs and pilots count, or can.
func (a *api) trials() trial.Trials {
	return trial.Trials{Lives: a.Lives, Now: a.Now, Names: a.Names, Books: struct {
		Library
		manuscript.Reader
	}{a.Library, a.Manuscripts}}
}

// Life is where a procedure stands.
type Life struct {
	State    life.State      `json:"state" doc:"of the procedure as a whole: draft, in_review, rejected, approved, effective, suspended, retired"`
	Class    life.Class      `json:"class"`
	Classed  *life.Mark      `json:"classed,omitempty" doc:"who changed the class last, and why"`
	Deputy   string          `json:"deputy,omitempty" doc:"the account that stands in for the owner"`
	InForce  int             `json:"in_force,omitempty" doc:"the revision that people work by; 0 for none"`
	Due      *time.Time      `json:"due,omitempty" doc:"when the revision in force, or a waiver, has to be looked at again"`
	Overdue  bool            `json:"overdue"`
	Suspend  *life.Mark      `json:"suspended,omitempty"`
	Retire   *life.Mark      `json:"retired,omitempty"`
	Reviews  []Review        `json:"reviews" doc:"in the order in which they were opened"`
	Looks    []life.Look     `json:"looks" doc:"when somebody looked at the revision in force, and it held"`
	Lacks    []Lack          `json:"lacks" doc:"what the last revision lacks before it can be sent for review"`
	None     []lack.NoSecret `json:"no_secrets,omitempty" doc:"the places of the revision in review, or else of the last, that look like secrets, and who says of each why it is none: whoever approves it answers for that, too"`
	Sendable bool            `json:"sendable" doc:"the last revision wasn't sent yet, or was ended by a retirement that was taken back"`

	Waiver  *life.Emergency `json:"waiver,omitempty" doc:"a revision came into force by an emergency's waiver that nobody has looked at again"`
	Missing *life.Missing   `json:"missing,omitempty" doc:"what the review that isn't decided lacks of approvals, and whose"`
	Owed    []who.Owed      `json:"owed" doc:"the looks that are due within 30 days or overdue, and who may do them"`
	Untried []string        `json:"untried,omitempty" doc:"the dry run or the pilot that the review that isn't decided asks for, of which none counts yet"`
	Barred  string          `json:"barred,omitempty" doc:"why a dry run or a pilot of yours can't count for the review"`
	Stuck   string          `json:"stuck,omitempty" doc:"that nobody can give what is missing, and who could be let; or that it takes one more approval after a waiver"`
}

// Review is what became of a revision that was sent to be judged.
type Review = life.Review

// Lack is something that a revision lacks.
type Lack struct {
	Place string `json:"place" doc:"as in sections[0].steps[2]"`
	Step  string `json:"step,omitempty" doc:"the step's key"`
	Text  string `json:"text"`
}

// Waiting is a procedure that waits for somebody.
type Waiting struct {
	Slug   string          `json:"slug"`
	Title  string          `json:"title"`
	State  life.State      `json:"state"`
	Due    *time.Time      `json:"due,omitempty"`
	Waiver *life.Emergency `json:"waiver,omitempty" doc:"of an emergency, which nobody has looked at again"`
	Open   *Review         `json:"review,omitempty" doc:"the one that isn't decided yet"`
	Owed   []who.Owed      `json:"owed,omitempty" doc:"the looks that are due within 30 days or overdue, and who may do them"`
}

// lives are the operations on what becomes of revisions.
func (a *api) lives(h huma.API) {
	get(h, operation{"get-life", "/procedures/{slug}/life", "Where a procedure stands: its reviews, what is in force, what is due"}, func(ctx context.Context, in *bySlug) (*one[Life], error) {
		l, err := a.lifeOf(ctx, in.Slug)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[Life]{Body: l}, nil
	})
	type asked struct {
		Waits string `query:"waits" enum:"review,look,suspended" default:"review" doc:"for a decision, to be looked at again within 30 days, or because it is suspended"`
		Limit int    `query:"limit" default:"100" minimum:"1" maximum:"500"`
	}
	get(h, operation{"list-waiting", "/reviews", "The procedures that wait for somebody"}, func(ctx context.Context, in *asked) (*list[Waiting], error) {
		q := life.Question{Workspace: actorOf(ctx).Workspace, Limit: in.Limit, InReview: in.Waits == "review", Suspended: in.Waits == "suspended"}
		if in.Waits == "look" {
			q.Due = a.Now().AddDate(0, 0, 30)
		}
		found, err := a.waiting(ctx, q)
		if err != nil {
			return nil, a.answer(err)
		}
		return listOf(found), nil
	})
	type at struct {
		Slug string `path:"slug"`
		At   string `query:"at" maxLength:"100" doc:"a day, as 2026-03-01 (at its end), or a time, as 2026-03-01T14:30:00Z; now when it's left out"`
	}
	get(h, operation{"get-in-force", "/procedures/{slug}/in-force", "The revision that is, or was, in force at a time, with its review"}, func(ctx context.Context, in *at) (*one[Review], error) {
		p, err := a.Library.Procedure(ctx, actorOf(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.answer(err)
		}
		l, err := a.Lives.Life(ctx, p.ID)
		if err != nil {
			return nil, a.answer(err)
		}
		then := a.Now()
		if in.At != "" {
			if then, err = desklife.Moment(in.At, then); err != nil {
				return nil, a.answer(err)
			}
		}
		r := l.At(then)
		if r == nil {
			return nil, a.answer(&sop.Error{Code: sop.NotFound, Message: "No revision was in force at that time."})
		}
		return &one[Review]{Body: *r}, nil
	})
	a.judging(h)
	a.standing(h)
	a.policies(h)
}

func (a *api) lifeOf(ctx context.Context, slug string) (out Life, err error) {
	p, err := a.Library.Procedure(ctx, actorOf(ctx).Workspace, slug)
	if err != nil {
		return out, err
	}
	l, err := a.Lives.Life(ctx, p.ID)
	if err != nil {
		return out, err
	}
	last, err := a.Library.Revision(ctx, p.ID, p.Latest)
	if err != nil {
		return out, err
	}
	out = Life{State: life.State(p.State), Class: l.Of(), Classed: l.Classed, Deputy: l.Deputy, Due: perhaps(l.Next()), Overdue: l.Overdue(a.Now()), Suspend: l.Suspended, Retire: l.Retired,
		Reviews: append([]Review{}, l.Reviews...), Looks: append([]life.Look{}, l.Looks...), Lacks: []Lack{}, Sendable: l.Sends(p.Latest)}
	if r := l.In(life.Effective); r != nil {
		out.InForce = r.Number
	}
	if out.Waiver, err = a.namer(ctx)(l.Emergency(a.Now())); err != nil {
		return out, err
	}
	members, err := a.Executions.People.Members(ctx, p.Workspace)
	if err != nil {
		return out, err
	}
	staff := who.Staff{Members: members, Owner: p.Owner, Deputy: l.Deputy, Now: a.Now()}
	if r := l.In(life.InReview); r != nil {
		out.Missing, out.Stuck = r.Missing(a.Now()), who.Stuck(r, staff.With(actorOf(ctx)))
		if out.Untried, err = a.trials().Untried(ctx, p, r); err != nil {
			return out, err
		}
	}
	if out.Barred, err = a.trials().Barred(ctx, p, actorOf(ctx).Account); err != nil {
		return out, err
	}
	out.Owed = who.OwedTo(actorOf(ctx), &l, staff)
	lacks, err := a.Judges.Lacks(ctx, p.ID, &last)
	if err != nil {
		return out, err
	}
	if r := l.In(life.InReview); r != nil && r.Number != p.Latest {
		if last, err = a.Library.Revision(ctx, p.ID, r.Number); err != nil {
			return out, err
		}
	}
	if out.None, err = a.Judges.None(ctx, p.ID, &last); err != nil {
		return out, err
	}
	for _, x := range lacks {
		out.Lacks = append(out.Lacks, Lack(x))
	}
	return out, nil
}

func (a *api) waiting(ctx context.Context, q life.Question) (all []Waiting, err error) {
	rows, err := a.Lives.Lives(ctx, q)
	if err != nil {
		return nil, err
	}
	var members []team.Member
	if !q.Due.IsZero() {
		if members, err = a.Executions.People.Members(ctx, q.Workspace); err != nil {
			return nil, err
		}
	}
	named := a.namer(ctx)
	for i := range rows {
		row := &rows[i]
		p, err := a.Runs.ProcedureByID(ctx, q.Workspace, row.Procedure)
		if err != nil {
			return nil, err
		}
		w := Waiting{Slug: p.Slug, Title: p.Title, State: life.State(p.State), Due: perhaps(row.Next()), Open: row.In(life.InReview)}
		if !q.Due.IsZero() {
			w.Owed = who.OwedTo(actorOf(ctx), &row.Life, who.Staff{Members: members, Owner: p.Owner, Deputy: row.Deputy, Now: a.Now()})
		}
		if w.Waiver, err = named(row.Emergency(a.Now())); err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}

// namer gives emergencies the name of whoever waived; it asks for the workspace's names once, and only when there is an emergency.
func (a *api) namer(ctx context.Context) func(e *life.Emergency) (*life.Emergency, error) {
	var names func(id string) string
	return func(e *life.Emergency) (_ *life.Emergency, err error) {
		if e == nil || a.Names == nil {
			return e, nil
		}
		if names == nil {
			if names, err = a.Names(ctx, actorOf(ctx).Workspace); err != nil {
				return nil, err
			}
		}
		e.By = names(e.By)
		return e, nil
	}
}

// stands reads what became of procedures, by one question, and gives what fills in what is to be known of one.
func (a *api) stands(ctx context.Context, procedures ...string) (func(id string, to *Procedure) error, error) {
	all := map[string]*life.Life{}
	if len(procedures) > 0 {
		rows, err := a.Lives.Lives(ctx, life.Question{Workspace: actorOf(ctx).Workspace, Procedures: procedures})
		if err != nil {
			return nil, err
		}
		for i := range rows {
			all[rows[i].Procedure] = &rows[i].Life
		}
	}
	named, now := a.namer(ctx), a.Now()
	return func(id string, to *Procedure) (err error) {
		l := all[id]
		if l == nil {
			return nil
		}
		to.Due, to.Overdue = perhaps(l.Next()), l.Overdue(now)
		to.Waiver, err = named(l.Emergency(now))
		return err
	}, nil
}
