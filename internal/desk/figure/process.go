package figure

import (
	"context"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/figure"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/figure"
)

// Register reads what hangs on processes.
type Register interface {
	Processes(ctx context.Context, workspace string) ([]nouns.Process, error)
	// Leading are those that lead to a procedure.
	Leading(ctx context.Context, workspace, slug string) ([]nouns.Process, error)
	ProcessCounts
}

// ProcessCounts reads how much hangs on processes.
type ProcessCounts interface {
	CountsOfProcess(ctx context.Context, workspace, process string) ([]nouns.Count, error)
	// CountedOfProcess counts what a question asks for, from its From on.
	CountedOfProcess(ctx context.Context, q nouns.Question) (nouns.Count, error)
	BusiestProcesses(ctx context.Context, workspace string, limit int) ([]nouns.BusyProcess, error)
}

// measuring is a procedure that is measured: when it first came into force, and what is counted of it.
type measuring struct {
	sop.Procedure
	inForce time.Time
	counts  []nouns.Count
}

// measured are a procedure's measures, each by what is its own and by what hangs on the processes that lead to it: that counts as before it came into force. What such a process tells of the time since
// counts nowhere here: it was told when the process led to no SOP in force, and whoever draws a link after having seen the figures must not choose by it what is compared.
func (l *Looker) measured(ctx context.Context, workspace string, p measuring) (out []figure.Measured, led []figure.LedFrom, err error) {
	processes, err := l.Register.Leading(ctx, workspace, p.Slug)
	if err != nil {
		return nil, nil, err
	}
	samples := map[nouns.Measure]*figure.Sample{}
	of := func(m nouns.Measure) *figure.Sample {
		if samples[m] == nil {
			samples[m] = &figure.Sample{Measure: m, InForce: p.inForce}
		}
		return samples[m]
	}
	for _, c := range p.counts {
		s := of(c.Measure)
		s.Total += c.N
		switch {
		case !c.InForce:
			s.Before.Add(c)
		case c.Use.Used():
			s.Used.Add(c)
		default:
			s.Unused.Add(c)
		}
	}
	for _, x := range processes {
		from, err := l.ledFrom(ctx, workspace, x, of)
		if err != nil {
			return nil, nil, err
		}
		led = append(led, from)
	}
	for _, m := range nouns.Measures {
		s := samples[m]
		if s == nil || s.Total == 0 {
			continue
		}
		if err := l.read(ctx, nouns.Question{Workspace: workspace, Procedure: p.ID, Measure: m}, processes, s); err != nil {
			return nil, nil, err
		}
		out = append(out, figure.Measure(*s))
	}
	return append([]figure.Measured{}, out...), append([]figure.LedFrom{}, led...), nil
}

// ledFrom counts what hangs on a process into the samples of the procedure that it leads to.
func (l *Looker) ledFrom(ctx context.Context, workspace string, x nouns.Process, of func(nouns.Measure) *figure.Sample) (from figure.LedFrom, err error) {
	from.Process = x
	counts, err := l.Register.CountsOfProcess(ctx, workspace, x.ID)
	if err != nil {
		return from, err
	}
	for _, c := range counts {
		s := of(c.Measure)
		var since nouns.Count
		if !s.InForce.IsZero() {
			if since, err = l.Register.CountedOfProcess(ctx, nouns.Question{Workspace: workspace, Process: x.ID, Measure: c.Measure, From: s.InForce}); err != nil {
				return from, err
			}
		}
		c.N, c.Failed = c.N-since.N, c.Failed-since.Failed
		s.Total, s.OfProcesses = s.Total+c.N, s.OfProcesses+c.N
		s.Before.Add(c)
		from.Before, from.Since = from.Before+c.N, from.Since+since.N
	}
	return from, nil
}

// read reads the newest observations of a sample: since it came into force, of each side by itself when there are many, and before.
func (l *Looker) read(ctx context.Context, q nouns.Question, processes []nouns.Process, s *figure.Sample) error {
	var asked []nouns.Question
	before := q
	before.To, before.Limit = s.InForce, older
	if !s.InForce.IsZero() {
		since := q
		since.From, since.Limit = s.InForce, newest
		asked = append(asked, since)
		if s.Used.N+s.Unused.N > newest {
			with, without := since, since
			with.Side, with.Limit = nouns.WithIt, older
			without.Side, without.Limit = nouns.WithoutIt, older
			asked = []nouns.Question{with, without}
		}
	}
	asked = append(asked, before)
	for _, x := range processes {
		before.Procedure, before.Process = "", x.ID
		asked = append(asked, before)
	}
	var old []nouns.Observation
	for _, q := range asked {
		all, err := l.Rows.Observations(ctx, q)
		if err != nil {
			return err
		}
		if q.From.IsZero() {
			old = append(old, all...)
		} else {
			s.Newest = append(s.Newest, all...)
		}
	}
	if len(processes) > 0 {
		slices.SortStableFunc(old, func(a, b nouns.Observation) int { return b.At.Compare(a.At) })
	}
	s.Newest = append(s.Newest, old[:min(len(old), older)]...)
	return nil
}

// paths are the onboarding paths that a procedure is part of. How long they take is told to those who may see it on the path's own page: whoever may judge.
func (l *Looker) paths(ctx context.Context, a desk.Actor, procedure string) ([]figure.Path, error) {
	all, err := l.Paths(ctx, a.Workspace, procedure, a.May(desk.Judge) == nil)
	return append([]figure.Path{}, all...), err
}

// find gives the process that a text names, by its id or its name; nil for none.
func find(all []nouns.Process, named string) *nouns.Process {
	plain := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	if i := slices.IndexFunc(all, func(p nouns.Process) bool { return p.ID == named }); i >= 0 {
		return &all[i]
	}
	if i := slices.IndexFunc(all, func(p nouns.Process) bool { return strings.EqualFold(plain(p.Name), plain(named)) }); i >= 0 {
		return &all[i]
	}
	return nil
}

func noProcess() error {
	return &sop.Error{Code: sop.NotFound, Message: "There is no such process.", Mend: "Look for it in the register."}
}

// Process gives what was told of a process of the register, which is named by its id or its name.
func (l *Looker) Process(ctx context.Context, a desk.Actor, named string) (r figure.ProcessReport, err error) {
	if err := a.May(desk.Read); err != nil {
		return r, err
	}
	all, err := l.Register.Processes(ctx, a.Workspace)
	if err != nil {
		return r, err
	}
	p := find(all, named)
	if p == nil {
		return r, noProcess()
	}
	r = figure.ProcessReport{Process: *p, Figures: []figure.Alone{}, Formulas: figure.OfProcesses, Made: l.Desk.Now().UTC()}
	if p.Slug != "" {
		if err := l.leads(ctx, a, &r); err != nil {
			return r, err
		}
	}
	counts, err := l.Register.CountsOfProcess(ctx, a.Workspace, p.ID)
	if err != nil {
		return r, err
	}
	for _, m := range nouns.Measures {
		i := slices.IndexFunc(counts, func(c nouns.Count) bool { return c.Measure == m })
		if i < 0 {
			continue
		}
		s := figure.Sample{Measure: m, Total: counts[i].N}
		s.Before.Add(counts[i])
		q := nouns.Question{Workspace: a.Workspace, Process: p.ID, Measure: m, Limit: newest}
		if s.Newest, err = l.Rows.Observations(ctx, q); err != nil {
			return r, err
		}
		x := figure.MeasureAlone(s)
		if q.From = r.InForce; !q.From.IsZero() {
			since, err := l.Register.CountedOfProcess(ctx, q)
			if err != nil {
				return r, err
			}
			x.Since = since.N
		}
		r.Figures = append(r.Figures, x)
	}
	r.LeftOut, err = l.leftOut(ctx, nouns.Question{Workspace: a.Workspace, Process: p.ID, Limit: listed})
	return r, err
}

// leads tells of the procedure to which a process leads; one that there isn't any more is none.
func (l *Looker) leads(ctx context.Context, a desk.Actor, r *figure.ProcessReport) error {
	p, err := l.Shelf.Procedure(ctx, a.Workspace, r.Slug)
	if err != nil {
		if sop.CodeOf(err) == sop.NotFound {
			r.Slug = ""
			return nil
		}
		return err
	}
	of, err := l.Life(ctx, p.ID)
	r.Title, r.InForce = p.Title, inForce(&of)
	return err
}
