package figure

import (
	"context"
	"fmt"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/figure"
	"showhow/internal/sop/team"
)

// Imported is what came of a file, or of what a program told.
type Imported struct {
	// Read counts all lines, Added those that are new, Known those that were there already with the same values; Excluded are those among Added that the file itself leaves out.
	Read     int       `json:"read"`
	Added    int       `json:"added"`
	Known    int       `json:"known"`
	Excluded int       `json:"excluded"`
	Problems []Problem `json:"problems"`
	// Kept says that it was written: not in a preview, and not with a problem.
	Kept bool `json:"kept"`
}

// Batch is what is told at once: all of it is written, or nothing.
type Batch struct {
	Rows     []Row
	Problems []Problem
	// Preview says that nothing is to be written.
	Preview bool
}

// Import takes in what happened outside of Showhow. It may be called again with the same: each id counts once.
func (d *Desk) Import(ctx context.Context, a desk.Actor, b Batch) (out Imported, err error) {
	if err := a.May(desk.Write); err != nil {
		return out, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		out = Imported{Read: len(b.Rows) + len(b.Problems), Problems: append([]Problem{}, b.Problems...)}
		fresh, err := d.check(ctx, tx, a, b.Rows, &out)
		if err != nil || len(out.Problems) > 0 || b.Preview || len(fresh) == 0 {
			return err
		}
		of := map[string]map[figure.Measure]int{}
		for _, o := range fresh {
			if err := tx.PutObservation(ctx, o, nil); err != nil {
				return err
			}
			if of[o.Procedure] == nil {
				of[o.Procedure] = map[figure.Measure]int{}
			}
			of[o.Procedure][o.Measure]++
		}
		out.Kept = true
		for _, o := range fresh { // one line for each procedure, in the order in which they first came
			counts := of[o.Procedure]
			delete(of, o.Procedure)
			if counts == nil {
				continue
			}
			var parts []string
			for _, m := range figure.Measures {
				if counts[m] > 0 {
					parts = append(parts, fmt.Sprintf("%d %s", counts[m], m))
				}
			}
			if err := d.event(ctx, tx, a, team.Event{Verb: "figures.imported", Target: o.Procedure, Detail: strings.Join(parts, ", ")}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// place is where a procedure stands, for the rows that name it.
type place struct {
	id    string
	first time.Time
	last  int
}

// check sorts out what is new of a file, and what is wrong with it.
func (d *Desk) check(ctx context.Context, tx Tx, a desk.Actor, rows []Row, out *Imported) (fresh []figure.Observation, err error) {
	places, ids := map[string]*place{}, map[string]int{}
	for _, row := range rows {
		wrong := func(format string, args ...any) {
			out.Problems = append(out.Problems, Problem{row.Line, fmt.Sprintf(format, args...)})
		}
		p, err := d.place(ctx, tx, a, places, row.Slug)
		if err != nil {
			return nil, err
		}
		o := row.Observation
		key := string(o.Measure) + " " + o.ID
		switch {
		case p == nil:
			wrong("There is no procedure %q in this workspace.", row.Slug)
			continue
		case ids[key] > 0:
			wrong("The id %q stands in line %d, too.", o.ID, ids[key])
			continue
		case o.Number > p.last:
			wrong("The procedure has no revision %d.", o.Number)
			continue
		}
		ids[key] = row.Line
		o.Workspace, o.Procedure, o.Source, o.Stored, o.InForce = a.Workspace, p.id, figure.Outside, d.Now(), since(p.first, o.At)
		if o.At.After(o.Stored) {
			wrong("It ends in the future.")
			continue
		}
		if o.Reason != "" {
			if o.Reason, err = d.words(ctx, o.Reason, "The reason"); err != nil {
				return nil, err
			}
			o.Excluded = o.Stored
		}
		if why, err := d.linked(ctx, tx, a, o); why != "" || err != nil {
			if err != nil {
				return nil, err
			}
			wrong("%s", why)
			continue
		}
		was, err := tx.Observation(ctx, a.Workspace, o.Measure, o.ID)
		switch {
		case err != nil:
			return nil, err
		case was == nil:
			fresh = append(fresh, o)
			out.Added++
			if !o.Excluded.IsZero() {
				out.Excluded++
			}
		case was.Same(o):
			out.Known++
		default:
			wrong("The id %q is there already with other values. Nothing is changed silently: leave that one out with a reason, and send this one under another id.", o.ID)
		}
	}
	return fresh, nil
}

func (d *Desk) place(ctx context.Context, tx Tx, a desk.Actor, places map[string]*place, slug string) (*place, error) {
	if p, ok := places[slug]; ok {
		return p, nil
	}
	of, err := tx.Procedure(ctx, a.Workspace, slug)
	if sop.CodeOf(err) == sop.NotFound && err != nil {
		places[slug] = nil
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l, err := tx.Life(ctx, of.ID)
	if err != nil {
		return nil, err
	}
	places[slug] = &place{of.ID, inForce(&l), of.Latest}
	return places[slug], nil
}

// linked says what is wrong with the execution that an observation names.
func (d *Desk) linked(ctx context.Context, tx Tx, a desk.Actor, o figure.Observation) (string, error) {
	if o.Execution == "" {
		return "", nil
	}
	x, err := tx.Execution(ctx, a.Workspace, o.Execution)
	switch {
	case err != nil && sop.CodeOf(err) == sop.NotFound:
		return fmt.Sprintf("There is no execution %q in this workspace.", o.Execution), nil
	case err != nil:
		return "", err
	case x.Procedure != o.Procedure:
		return "That execution is of another procedure.", nil
	case o.Measure == figure.Run:
		return "That execution counts by itself: don't tell it again.", nil
	case o.Use == figure.Unused:
		return "It says that the procedure wasn't used, and names an execution of it.", nil
	}
	return "", nil
}

// Leaving is an observation that is to be left out, or to count again.
type Leaving struct {
	Slug    string
	Measure figure.Measure
	ID      string
	Reason  string
	// Back says that it counts again.
	Back bool
}

// LeaveOut leaves an observation out, or lets it count again; either needs a reason.
func (d *Desk) LeaveOut(ctx context.Context, a desk.Actor, l Leaving) error {
	if err := a.May(desk.Judge); err != nil {
		return err
	}
	reason, err := d.words(ctx, l.Reason, "The reason")
	if err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.Procedure(ctx, a.Workspace, l.Slug)
		if err != nil {
			return err
		}
		was, err := tx.Observation(ctx, a.Workspace, l.Measure, l.ID)
		if err != nil {
			return err
		}
		if was == nil || was.Procedure != p.ID {
			return &sop.Error{Code: sop.NotFound, Message: "There is no such observation.", Mend: "Look for its id on the page of figures."}
		}
		if was.Excluded.IsZero() == l.Back {
			return refused("That is so already.", "")
		}
		o, verb := *was, "figures.excluded"
		o.Excluded, o.Reason = d.Now(), reason
		if l.Back {
			o.Excluded, o.Reason, verb = time.Time{}, "", "figures.restored"
		}
		if err := tx.PutObservation(ctx, o, was); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: verb, Target: p.ID, Detail: string(o.Measure) + " " + o.ID + ": " + reason})
	})
}

// Note notes what else changed on a day.
func (d *Desk) Note(ctx context.Context, a desk.Actor, slug string, n figure.Note) (figure.Note, error) {
	if err := a.May(desk.Write); err != nil {
		return n, err
	}
	var err error
	if n.Text, err = d.words(ctx, n.Text, "What changed"); err != nil {
		return n, err
	}
	if n.At.Year() < 2000 || n.At.Year() > 9000 {
		return n, refused("The day isn't written.", "Write it as 2026-05-01.")
	}
	err = d.Do(ctx, func(tx Tx) error {
		p, err := tx.Procedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		n.ID, n.Workspace, n.Procedure, n.At = d.NewID(), a.Workspace, p.ID, n.At.UTC()
		if err := tx.AddNote(ctx, n); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "figures.noted", Target: p.ID, Detail: n.At.Format(time.DateOnly) + ": " + n.Text})
	})
	return n, err
}

// DropNote takes a note away; the trail keeps that there was one.
func (d *Desk) DropNote(ctx context.Context, a desk.Actor, slug, id string) error {
	if err := a.May(desk.Write); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.Procedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		if err := tx.DropNote(ctx, figure.Note{ID: id, Workspace: a.Workspace, Procedure: p.ID}); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "figures.note_dropped", Target: p.ID, Detail: id})
	})
}
