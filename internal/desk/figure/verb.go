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
		if err := tx.HoldWorkspace(ctx, a.Workspace); err != nil {
			return err
		}
		c := &checking{tx: tx, desk: d, actor: a, places: map[string]*place{}, ids: map[string]int{}, out: &out}
		fresh, err := c.check(ctx, b.Rows)
		if err != nil || len(out.Problems) > 0 || b.Preview || len(fresh) == 0 {
			return err
		}
		out.Kept = true
		return d.keep(ctx, tx, a, fresh)
	})
	return out, err
}

// keep writes what is new, with one line of the trail for each procedure or process, in the order in which they first came.
func (d *Desk) keep(ctx context.Context, tx Tx, a desk.Actor, fresh []figure.Observation) error {
	of := map[string]map[figure.Measure]int{}
	for _, o := range fresh {
		if err := tx.PutObservation(ctx, o, nil); err != nil {
			return err
		}
		if of[target(o)] == nil {
			of[target(o)] = map[figure.Measure]int{}
		}
		of[target(o)][o.Measure]++
	}
	for _, o := range fresh {
		counts := of[target(o)]
		delete(of, target(o))
		if counts == nil {
			continue
		}
		var parts []string
		for _, m := range figure.Measures {
			if counts[m] > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", counts[m], m))
			}
		}
		if err := d.event(ctx, tx, a, team.Event{Verb: "figures.imported", Target: target(o), Detail: strings.Join(parts, ", ")}); err != nil {
			return err
		}
	}
	return nil
}

// target is what the trail tells of: the procedure, or the process where there is none.
func target(o figure.Observation) string {
	if o.Procedure == "" {
		return o.Process
	}
	return o.Procedure
}

// linked says what is wrong with the execution that an observation names.
func (c *checking) linked(ctx context.Context, o figure.Observation) (string, error) {
	if o.Execution == "" {
		return "", nil
	}
	x, err := c.tx.Execution(ctx, c.actor.Workspace, o.Execution)
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

// Leaving is an observation that is to be left out, or to count again: of a procedure by its slug, or of a process by its id.
type Leaving struct {
	Slug    string
	Process string
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
		if err := tx.HoldWorkspace(ctx, a.Workspace); err != nil { // sums are kept of what counts: two who leave the same out take it away once
			return err
		}
		of := l.Process
		if of == "" {
			p, err := tx.Procedure(ctx, a.Workspace, l.Slug)
			if err != nil {
				return err
			}
			of = p.ID
		}
		was, err := tx.Observation(ctx, a.Workspace, l.Measure, l.ID)
		if err != nil {
			return err
		}
		if was == nil || target(*was) != of {
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
		return d.event(ctx, tx, a, team.Event{Verb: verb, Target: of, Detail: string(o.Measure) + " " + o.ID + ": " + reason})
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
