package training

import (
	"context"
	"fmt"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// grace is how long there is at least for what comes onto a path while somebody is under way.
const grace = 7 * 24 * time.Hour

// Bring brings those along who are under way by an earlier version of a path; nobody is named for all of them. What they have done stays done; what came onto the path is due by their own start,
// but not before a week from now; what went from it isn't asked of them any more, and what somebody withdrew isn't asked again.
func (d *Desk) Bring(ctx context.Context, a desk.Actor, id string, accounts []string) (brought []string, err error) {
	err = d.path(ctx, a, id, func(tx Tx, j training.Journey) error {
		brought = nil
		on, err := tx.Trips(ctx, training.Question{Workspace: a.Workspace, Journey: id})
		if err != nil {
			return err
		}
		on = slices.DeleteFunc(on, func(t training.Trip) bool {
			return t.Version == j.Version || len(accounts) > 0 && !slices.Contains(accounts, t.Account)
		})
		legs := slices.Clone(j.Legs)
		for _, t := range on {
			legs = append(legs, t.Legs...)
		}
		all, err := d.hold(ctx, tx, a, legs)
		if err != nil {
			return err
		}
		for _, t := range on {
			if err := d.bring(ctx, tx, bringing{a, j, t, all}); err != nil {
				return err
			}
			brought = append(brought, t.Account)
		}
		return nil
	})
	return brought, err
}

// bringing is one who is brought along.
type bringing struct {
	a desk.Actor
	j training.Journey
	t training.Trip
	// all are the procedures, held.
	all map[string]*held
}

func (d *Desk) bring(ctx context.Context, tx Tx, b bringing) error {
	tasks, err := d.tasksOf(ctx, tx, b.t)
	if err != nil {
		return err
	}
	for _, was := range b.t.Legs {
		k, asked := tasks[was.Procedure]
		if b.j.Leg(was.Procedure) != nil || !asked {
			continue
		}
		k.Withdrawn = &training.Mark{By: b.a.Account, At: d.Now(), Reason: "It isn’t on the path any more."}
		if err := tx.SaveTask(ctx, k); err != nil {
			return err
		}
		if err := d.event(ctx, b.all[was.Procedure], team.Event{Verb: "training.withdrawn", Detail: k.ID + ": " + k.Withdrawn.Reason}); err != nil {
			return err
		}
	}
	for _, l := range b.j.Legs {
		was := leg(b.t.Legs, l.Procedure)
		k, asked := tasks[l.Procedure]
		if was != nil && (!asked || *was == l) || b.all[l.Procedure].Retired() { // what was on the path and isn't asked any more somebody withdrew
			continue
		}
		if !asked {
			k = training.Task{Account: b.t.Account, Supervisor: b.t.Supervisor, By: b.a.Account, Journey: b.j.ID}
		} else { // one task goes, another comes: what was asked before stays readable
			old := k
			old.Withdrawn = &training.Mark{By: b.a.Account, At: d.Now(), Reason: "The path was changed."}
			if err := tx.SaveTask(ctx, old); err != nil {
				return err
			}
		}
		k.Target, k.Due = l.Target, b.t.Due(l)
		if soonest := d.Now().Add(grace); k.Due.Before(soonest) && (was == nil || l.Target.Rank() > was.Target.Rank() || l.Days < was.Days) {
			k.Due = soonest
		}
		if err := d.leg(ctx, b.all[l.Procedure], k); err != nil {
			return err
		}
	}
	b.t.Legs, b.t.Version = b.j.Legs, b.j.Version
	if err := tx.SaveTrip(ctx, b.t); err != nil {
		return err
	}
	if err := d.told(ctx, tx, b.j, team.Event{Actor: b.a.Account, Verb: "path.brought", Detail: fmt.Sprintf("%s: %s, version %d", b.t.Account, b.j.Name, b.j.Version)}); err != nil {
		return err
	}
	return d.hear(ctx, tx, b.a, notice.Happening{Workspace: b.j.Workspace, Procedure: b.j.Legs[0].Procedure, Said: fmt.Sprintf("changed your path “%s”", b.j.Name), Href: "/training/paths/" + b.j.ID, To: []string{b.t.Account}})
}

func leg(all []training.Leg, procedure string) *training.Leg {
	j := training.Journey{Legs: all}
	return j.Leg(procedure)
}
