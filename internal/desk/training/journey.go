package training

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// Leg is one procedure of a path, by its slug: how far somebody is to come with it, and how many days after their start.
type Leg struct {
	Slug   string
	Target training.Stage
	Days   int
}

// Path is an onboarding path as somebody writes it down.
type Path struct {
	Name, Purpose string
	Legs          []Leg
	// Version is the one from which a change was made.
	Version int
}

// Bounds of a path.
const (
	mostLegs    = 100
	longestName = 120
)

// written is a path as it is kept.
func (d *Desk) written(ctx context.Context, tx Tx, a desk.Actor, p Path) (j training.Journey, err error) {
	j.Name = strings.Join(strings.Fields(strings.ToValidUTF8(p.Name, "")), " ")
	if j.Purpose, err = d.tidy(ctx, p.Purpose); err != nil {
		return j, err
	}
	switch n := utf8.RuneCountInString(j.Name); {
	case n == 0 || n > longestName:
		return j, refused("The path has no name, or a long one.", fmt.Sprintf("Give it one of up to %d characters, such as: New in operations.", longestName))
	case len(p.Legs) == 0 || len(p.Legs) > mostLegs:
		return j, refused("The path has no procedures, or too many.", fmt.Sprintf("Give it from 1 to %d.", mostLegs))
	}
	for _, l := range p.Legs {
		of, err := tx.Procedure(ctx, a.Workspace, l.Slug)
		if err != nil {
			return j, err
		}
		switch {
		case j.Leg(of.ID) != nil:
			return j, refused(of.Title+" is on the path twice.", "Name it once, with the farthest stage.")
		case l.Target.Rank() == 0:
			return j, refused("It isn't said how far somebody is to come with "+of.Title+".", "Choose read, walked, supervised or able.")
		case l.Days < 1 || l.Days > longestDays:
			return j, refused("The days for "+of.Title+" can't be used.", fmt.Sprintf("Give from 1 to %d, counted from the start.", longestDays))
		}
		j.Legs = append(j.Legs, training.Leg{Procedure: of.ID, Target: l.Target, Days: l.Days})
	}
	return j, nil
}

// named is whether another path of the workspace that hasn't ended has that name.
func named(ctx context.Context, tx Tx, workspace string, j training.Journey) error {
	all, err := tx.Journeys(ctx, workspace)
	for _, x := range all {
		if err == nil && x.Ended == nil && x.ID != j.ID && strings.EqualFold(x.Name, j.Name) {
			err = refused("There is a path of that name.", "Change that one, or choose another name.")
		}
	}
	return err
}

// AddPath writes an onboarding path down.
func (d *Desk) AddPath(ctx context.Context, a desk.Actor, p Path) (j training.Journey, err error) {
	if err := a.May(desk.Judge); err != nil {
		return j, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		if j, err = d.written(ctx, tx, a, p); err != nil {
			return err
		}
		j.ID, j.Workspace, j.Version, j.By, j.At, j.Changed = d.NewID(), a.Workspace, 1, a.Account, d.Now(), d.Now()
		if err := named(ctx, tx, a.Workspace, j); err != nil {
			return err
		}
		if err := tx.SaveJourney(ctx, j); err != nil {
			return err
		}
		return d.told(ctx, tx, j, team.Event{Actor: a.Account, Verb: "path.added", Detail: j.Name})
	})
	return j, err
}

// told writes a line of the trail on a path.
func (d *Desk) told(ctx context.Context, tx Tx, j training.Journey, e team.Event) error {
	e.ID, e.At, e.Workspace, e.Target = d.NewID(), d.Now(), j.Workspace, j.ID
	return tx.AddEvent(ctx, e)
}

// path does something with a path that nobody else changes meanwhile.
func (d *Desk) path(ctx context.Context, a desk.Actor, id string, do func(tx Tx, j training.Journey) error) error {
	if err := a.May(desk.Judge); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		j, err := tx.HoldJourney(ctx, a.Workspace, id)
		if err == nil && j.Ended != nil {
			err = refused("This path has ended.", "Make another one.")
		}
		if err != nil {
			return err
		}
		return do(tx, j)
	})
}

// ChangePath changes a path. Those who are under way go on by what they were put on, until they are brought along.
func (d *Desk) ChangePath(ctx context.Context, a desk.Actor, id string, p Path) (after training.Journey, err error) {
	err = d.path(ctx, a, id, func(tx Tx, j training.Journey) error {
		if p.Version != j.Version {
			return &sop.Error{Code: sop.Busy, Message: "Somebody else has changed this path meanwhile.", Mend: "Open it again, and make your change there."}
		}
		n, err := d.written(ctx, tx, a, p)
		if err != nil {
			return err
		}
		if n.Name == j.Name && n.Purpose == j.Purpose && slices.Equal(n.Legs, j.Legs) {
			after = j
			return nil
		}
		j.Name, j.Purpose, j.Changed = n.Name, n.Purpose, d.Now()
		j.Version++
		j.Legs = n.Legs
		if err := named(ctx, tx, a.Workspace, j); err != nil {
			return err
		}
		after = j
		if err := tx.SaveJourney(ctx, j); err != nil {
			return err
		}
		return d.told(ctx, tx, j, team.Event{Actor: a.Account, Verb: "path.changed", Detail: fmt.Sprintf("%s, version %d", j.Name, j.Version)})
	})
	return after, err
}

// EndPath ends a path: nobody is put on it any more. Those who are under way finish theirs.
func (d *Desk) EndPath(ctx context.Context, a desk.Actor, id, reason string) (err error) {
	if reason, err = d.tidy(ctx, reason); err != nil {
		return err
	}
	return d.path(ctx, a, id, func(tx Tx, j training.Journey) error {
		j.Ended, j.Roles = &training.Mark{By: a.Account, At: d.Now(), Reason: reason}, nil
		if err := tx.SaveJourney(ctx, j); err != nil {
			return err
		}
		return d.told(ctx, tx, j, team.Event{Actor: a.Account, Verb: "path.ended", Detail: j.Name + ": " + reason})
	})
}
