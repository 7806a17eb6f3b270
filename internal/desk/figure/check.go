package figure

import (
	"context"
	"fmt"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/figure"
)

// place is where a procedure or a process stands, for the rows that name it.
type place struct {
	procedure, slug string
	first           time.Time
	last            int
	// process is the one that was named; empty where the procedure was.
	process string
}

// checking sorts out what is new of a file, and what is wrong with it.
type checking struct {
	tx     Tx
	desk   *Desk
	actor  desk.Actor
	places map[string]*place
	ids    map[string]int
	out    *Imported
	// register is read once, when the first line names a process; nil before.
	register []figure.Process
}

// check gives what is new; problems are told in what comes of the file.
func (c *checking) check(ctx context.Context, rows []Row) (fresh []figure.Observation, err error) {
	for _, row := range rows {
		o, why, err := c.one(ctx, row)
		switch {
		case err != nil:
			return nil, err
		case why != "":
			c.out.Problems = append(c.out.Problems, Problem{row.Line, why})
		case o == nil:
			c.out.Known++
		default:
			fresh = append(fresh, *o)
			c.out.Added++
			if !o.Excluded.IsZero() {
				c.out.Excluded++
			}
		}
	}
	return fresh, nil
}

// one checks a row: it gives what is to be kept, nothing for what is known already, or why it can't be.
func (c *checking) one(ctx context.Context, row Row) (*figure.Observation, string, error) {
	p, why, err := c.placeOf(ctx, row)
	if why != "" || err != nil {
		return nil, why, err
	}
	o := row.Observation
	key := string(o.Measure) + " " + o.ID
	switch {
	case c.ids[key] > 0:
		return nil, fmt.Sprintf("The id %q stands in line %d, too.", o.ID, c.ids[key]), nil
	case o.Number > p.last && p.procedure != "":
		return nil, fmt.Sprintf("The procedure has no revision %d.", o.Number), nil
	}
	c.ids[key] = row.Line
	o.Workspace, o.Source, o.Stored, o.Process = c.actor.Workspace, figure.Outside, c.desk.Now(), p.process
	if o.At.After(o.Stored) {
		return nil, "It ends in the future.", nil
	}
	if o.Reason != "" {
		if o.Reason, err = c.desk.words(ctx, o.Reason, "The reason"); err != nil {
			return nil, "", err
		}
		o.Excluded = o.Stored
	}
	was, err := c.tx.Observation(ctx, c.actor.Workspace, o.Measure, o.ID)
	if err != nil {
		return nil, "", err
	}
	if was != nil {
		return nil, c.known(p, *was, o), nil
	}
	if o.InForce = since(p.first, o.At); o.InForce || p.process == "" {
		o.Procedure = p.procedure
	}
	if why := unfit(p, o); why != "" {
		return nil, why, nil
	}
	if o.Procedure == "" {
		o.Use = figure.Unused
		return &o, "", nil
	}
	why, err = c.linked(ctx, o)
	return &o, why, err
}

// known says what is wrong with an observation whose id is there already; nothing when it tells the same. What was told of a process is known again under its name, whether it hangs on the process or went to
// the procedure that it led to then.
func (c *checking) known(p *place, was, o figure.Observation) string {
	if p.process == "" {
		o.Procedure = p.procedure
	} else if was.Process == p.process {
		o.Procedure = was.Procedure
	}
	if o.Use == "" && was.Procedure == "" {
		o.Use = figure.Unused
	}
	if o.Procedure == was.Procedure && (was.Procedure != "" || was.Process == p.process) && was.Same(o) {
		return ""
	}
	return fmt.Sprintf("The id %q is there already with other values. Nothing is changed silently: leave that one out with a reason, and send this one under another id.", o.ID)
}

// unfit says why what names a process can't be kept so: on the process itself there is no SOP that could have been used.
func unfit(p *place, o figure.Observation) string {
	switch {
	case p.process == "":
	case o.Procedure != "" && o.Use == "":
		return fmt.Sprintf("The process has an SOP in force since %s (%s): say whether it was followed, deviated, opened or not_used.", p.first.UTC().Format(time.DateOnly), p.slug)
	case o.Procedure != "":
	case o.Use.Used():
		return "The process had no SOP in force then, so none can have been used: leave the use out, or write not_used."
	case o.Number > 0 || o.Execution != "":
		return "The process had no SOP in force then: there is no revision and no execution of it."
	}
	return ""
}

// placeOf finds what a row names, or says that there is no such thing.
func (c *checking) placeOf(ctx context.Context, row Row) (*place, string, error) {
	if row.Named == "" {
		p, err := c.procedure(ctx, row.Slug)
		if p == nil && err == nil {
			return nil, fmt.Sprintf("There is no procedure %q in this workspace.", row.Slug), nil
		}
		return p, "", err
	}
	if c.register == nil {
		all, err := c.tx.Processes(ctx, c.actor.Workspace)
		if err != nil {
			return nil, "", err
		}
		c.register = append([]figure.Process{}, all...)
	}
	is := find(c.register, row.Named)
	if is == nil {
		return nil, fmt.Sprintf("There is no process %q in the register.", row.Named), nil
	}
	p := place{process: is.ID}
	if is.Slug != "" {
		of, err := c.procedure(ctx, is.Slug)
		if err != nil {
			return nil, "", err
		}
		if of != nil {
			p.procedure, p.slug, p.first, p.last = of.procedure, of.slug, of.first, of.last
		}
	}
	return &p, "", nil
}

// procedure finds one by its slug; nil when there is none.
func (c *checking) procedure(ctx context.Context, slug string) (*place, error) {
	if p, ok := c.places[slug]; ok {
		return p, nil
	}
	of, err := c.tx.Procedure(ctx, c.actor.Workspace, slug)
	if sop.CodeOf(err) == sop.NotFound && err != nil {
		c.places[slug] = nil
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l, err := c.tx.Life(ctx, of.ID)
	if err != nil {
		return nil, err
	}
	c.places[slug] = &place{procedure: of.ID, slug: of.Slug, first: inForce(&l), last: of.Latest}
	return c.places[slug], nil
}
