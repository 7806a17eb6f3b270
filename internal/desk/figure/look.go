package figure

import (
	"context"
	"errors"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/figure"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	nouns "showhow/internal/sop/figure"
	"showhow/internal/sop/life"
)

// The bounds of what a page is made of; it says how many of how many. Comparisons and rates are of all.
const (
	newest     = 1000 // observations of a measure since it came into force
	older      = 500  // and before; of each side, too, when there are more than newest
	executions = 200  // of which steps are told
	listed     = 100  // what was left out, and procedures
	rated      = 500  // procedures whose rates are drawn towards each other
)

// Rows reads observations.
type Rows interface {
	Observations(ctx context.Context, q nouns.Question) ([]nouns.Observation, error)
	LeftOut(ctx context.Context, q nouns.Question) ([]nouns.Observation, error)
	Facts(ctx context.Context, workspace, procedure string, limit int) ([]nouns.Facts, error)
	Notes(ctx context.Context, workspace, procedure string) ([]nouns.Note, error)
}

// Counts reads how many there are.
type Counts interface {
	CountsOf(ctx context.Context, workspace, procedure string) ([]nouns.Count, error)
	Totals(ctx context.Context, workspace string) ([]nouns.Count, error)
	Busiest(ctx context.Context, workspace string, limit int) ([]nouns.Busy, error)
	Rates(ctx context.Context, workspace string, m nouns.Measure, limit int) ([]nouns.Count, error)
}

// Shelf reads procedures by their slugs and ids.
type Shelf interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// Looker makes figures of what is kept. All fields must be set.
type Looker struct {
	Rows     Rows
	Counts   Counts
	Register Register
	Shelf    Shelf
	Life     func(ctx context.Context, procedure string) (life.Life, error)
	// Asked tells how much is said beside the steps of a procedure, by their keys.
	Asked func(ctx context.Context, workspace, procedure string) (map[string]figure.Asked, error)
	// Paths are the onboarding paths that a procedure is part of, with how long they take where that may be told.
	Paths func(ctx context.Context, workspace, procedure string, told bool) ([]figure.Path, error)
	Desk  *Desk
}

// soon is how many executions of a procedure are caught up with before somebody looks at it; with those of all the workspace catches up by itself.
const soon = 20

// Procedure gives the figures of a procedure.
func (l *Looker) Procedure(ctx context.Context, a desk.Actor, slug string) (r figure.Report, err error) {
	if err := a.May(desk.Read); err != nil {
		return r, err
	}
	p, err := l.Shelf.Procedure(ctx, a.Workspace, slug)
	if err != nil {
		return r, err
	}
	if _, err := l.Desk.CatchUp(ctx, p.ID, soon); err != nil && !errors.Is(err, ErrLeft) {
		return r, err
	}
	of, err := l.Life(ctx, p.ID)
	if err != nil {
		return r, err
	}
	r = figure.Report{Slug: p.Slug, Title: p.Title, InForce: inForce(&of), Revisions: revisions(&of), Figures: []figure.Measured{}, Notes: []figure.Confounds{}, LeftOut: []figure.LeftOut{}, Processes: []figure.LedFrom{}, Paths: []figure.Path{}, Formulas: figure.Formulas, Made: l.Desk.Now().UTC()}
	counts, err := l.Counts.CountsOf(ctx, a.Workspace, p.ID)
	if err != nil {
		return r, err
	}
	r.Adoption = figure.Adopt(counts)
	if r.Figures, r.Processes, err = l.measured(ctx, a.Workspace, measuring{p, r.InForce, counts}); err != nil {
		return r, err
	}
	if r.Paths, err = l.paths(ctx, a, p.ID); err != nil {
		return r, err
	}
	if err := l.beside(ctx, a, p, &r); err != nil {
		return r, err
	}
	r.Steps, err = l.steps(ctx, a, p, &of)
	return r, err
}

// beside reads what is told beside the figures.
func (l *Looker) beside(ctx context.Context, a desk.Actor, p sop.Procedure, r *figure.Report) error {
	notes, err := l.Rows.Notes(ctx, a.Workspace, p.ID)
	if err != nil {
		return err
	}
	for _, n := range notes {
		r.Notes = append(r.Notes, figure.Confounds{ID: n.ID, At: n.At, Text: n.Text})
	}
	r.LeftOut, err = l.leftOut(ctx, nouns.Question{Workspace: a.Workspace, Procedure: p.ID, Limit: listed})
	return err
}

// leftOut are the observations of a procedure or a process that don't count.
func (l *Looker) leftOut(ctx context.Context, q nouns.Question) (all []figure.LeftOut, err error) {
	out, err := l.Rows.LeftOut(ctx, q)
	all = []figure.LeftOut{}
	for _, o := range out {
		x := figure.LeftOut{Measure: o.Measure, ID: o.ID, At: o.At, Reason: o.Reason, Since: o.Excluded}
		if o.Measure.Private() {
			x.At = time.Date(o.At.Year(), o.At.Month(), 1, 0, 0, 0, 0, time.UTC)
		}
		all = append(all, x)
	}
	return all, err
}

// steps are those of the revision in force, or else of the last.
func (l *Looker) steps(ctx context.Context, a desk.Actor, p sop.Procedure, of *life.Life) (s figure.Steps, err error) {
	number := p.Latest
	if in := of.In(life.Effective); in != nil {
		number = in.Number
	}
	var names []figure.Named
	if number > 0 {
		r, err := l.Shelf.Revision(ctx, p.ID, number)
		if err != nil {
			return s, err
		}
		for _, st := range execution.Steps(&r) {
			names = append(names, figure.Named{Key: st.Key, Number: st.Number, Title: sop.Bare(st.Title.Text)})
		}
	}
	facts, err := l.Rows.Facts(ctx, a.Workspace, p.ID, executions)
	if err != nil {
		return s, err
	}
	asked, err := l.Asked(ctx, a.Workspace, p.ID)
	return figure.StepsOf(facts, asked, names), err
}

func revisions(l *life.Life) []figure.Revision {
	all := []figure.Revision{}
	for _, r := range l.Reviews {
		if !r.Came.IsZero() {
			all = append(all, figure.Revision{Number: r.Number, At: r.Came})
		}
	}
	slices.SortFunc(all, func(a, b figure.Revision) int { return a.At.Compare(b.At) })
	// one that came again after a retirement is the same
	return slices.CompactFunc(all, func(a, b figure.Revision) bool { return a.Number == b.Number })
}

// Workspace gives what is known of all procedures together, but for the executions of the last minutes.
func (l *Looker) Workspace(ctx context.Context, a desk.Actor) (o figure.Overview, err error) {
	if err := a.May(desk.Read); err != nil {
		return o, err
	}
	totals, err := l.Counts.Totals(ctx, a.Workspace)
	if err != nil {
		return o, err
	}
	o = figure.Overview{Adoption: figure.Adopt(totals), Measures: append([]figure.Total{}, figure.Totals(totals)...), Rows: []figure.Overseen{}, Processes: []nouns.BusyProcess{}, Rates: []figure.DrawnOf{}, Formulas: figure.Formulas, Made: l.Desk.Now().UTC()}
	processes, err := l.Register.BusiestProcesses(ctx, a.Workspace, listed)
	if err != nil {
		return o, err
	}
	o.Processes = append(o.Processes, processes...)
	busy, err := l.Counts.Busiest(ctx, a.Workspace, listed)
	if err != nil {
		return o, err
	}
	names := map[string]nouns.Busy{}
	for _, b := range busy {
		counts, err := l.Counts.CountsOf(ctx, a.Workspace, b.Procedure)
		if err != nil {
			return o, err
		}
		names[b.Procedure] = b
		o.Rows = append(o.Rows, figure.Overseen{Slug: b.Slug, Title: b.Title, N: b.N, Adoption: figure.Adopt(counts)})
	}
	return o, l.rates(ctx, a, names, &o)
}

// rates draws the rates of deployments towards each other.
func (l *Looker) rates(ctx context.Context, a desk.Actor, names map[string]nouns.Busy, o *figure.Overview) error {
	all, err := l.Counts.Rates(ctx, a.Workspace, nouns.Deploy, rated)
	if err != nil {
		return err
	}
	shares := make([]figure.Share, len(all))
	for i, c := range all {
		shares[i] = figure.Share{X: c.Failed, N: c.N}
	}
	for i, rate := range figure.Drawn(shares) {
		b, ok := names[all[i].Procedure]
		if !ok {
			continue
		}
		d := figure.DrawnOf{Slug: b.Slug, Title: b.Title, Share: shares[i]}
		if d.N >= figure.Few {
			d.Drawn = &rate
		}
		o.Rates = append(o.Rates, d)
	}
	return nil
}
