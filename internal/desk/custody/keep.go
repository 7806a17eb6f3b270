package custody

import (
	"context"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// clock is who does in the trail what nobody does but time.
const clock = "clock"

// atOnce is how much of each kind is deleted, or shown, at a time.
const atOnce = 1000

// Due tells what a workspace's rules delete by a time, with the holds by which some of it stays.
func (d *Desk) Due(ctx context.Context, workspace string, by time.Time) (all []custody.Due, err error) {
	k, err := d.Read.Retention(ctx, workspace)
	if err != nil || k == (custody.Retention{}) {
		return nil, err
	}
	before := func(days int) time.Time { return by.AddDate(0, 0, -days) }
	if k.Recordings > 0 {
		found, err := d.Read.InForceSince(ctx, workspace)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(found, func(x custody.Due) bool { return !x.At.Before(before(k.Recordings)) })
	}
	if k.Runs > 0 {
		found, err := d.Read.RunsEnded(ctx, workspace, before(k.Runs), atOnce)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if k.Training > 0 {
		found, err := d.Read.TrainingOver(ctx, workspace, before(k.Training))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if k.Trail > 0 {
		found, err := d.Read.Details(ctx, workspace, before(k.Trail), atOnce)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	holds, err := d.Read.Holds(ctx, workspace)
	for i := range all {
		all[i].Held = over(holds, all[i])
	}
	return all, err
}

// over is the hold by which something stays, of whichever procedure it is; nil for none.
func over(holds []custody.Hold, x custody.Due) *custody.Hold {
	return custody.Over(holds, append(slices.Clone(x.Into), x.Procedure)...)
}

// Keep deletes what a workspace's rules say, and no hold keeps. gone removes a recording's bytes, and is called before it's written that they are gone: what
// dies in between is done again.
func (d *Desk) Keep(ctx context.Context, workspace string, gone func(context.Context, custody.Due) error) error {
	all, err := d.Due(ctx, workspace, d.Now())
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(x custody.Due) bool { return x.Held != nil })
	var details []int64
	for _, x := range all {
		if x.Kind == custody.Detail {
			details = append(details, x.Seqs...)
			continue
		}
		if err := d.delete(ctx, workspace, x, gone); err != nil {
			return err
		}
	}
	if len(details) == 0 {
		return nil
	}
	return d.Do(ctx, func(tx Tx) error {
		if _, err := tx.Blank(ctx, workspace, details); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: workspace, Actor: clock, Verb: trail.VerbBlanked, Target: workspace, Detail: "By the rule of retention.", Proof: trail.Proof("blanked", trail.Numbers(details))})
	})
}

// delete deletes one thing, unless a hold was laid on it meanwhile.
func (d *Desk) delete(ctx context.Context, workspace string, x custody.Due, gone func(context.Context, custody.Due) error) error {
	return d.Do(ctx, func(tx Tx) error {
		holds, err := tx.Holds(ctx, workspace)
		if err != nil || over(holds, x) != nil {
			return err
		}
		told := team.Event{Workspace: workspace, Actor: clock, Target: x.ID, Detail: strings.TrimSpace(x.Title)}
		if x.Kind == custody.Run {
			told.Verb = "run.deleted"
			if err := tx.DropRun(ctx, x.ID); err != nil {
				return err
			}
			return d.event(ctx, tx, told)
		}
		if x.Kind == custody.Training {
			told.Verb, told.Target, told.Detail, told.Proof = "training.deleted", x.Procedure, x.ID+": "+told.Detail, trail.Proof("account", x.ID)
			if ok, err := tx.DropTraining(ctx, x.Procedure, x.ID); !ok || err != nil {
				return err
			}
			return d.event(ctx, tx, told)
		}
		if err := gone(ctx, x); err != nil {
			return err
		}
		told.Verb, told.Proof = "recording.deleted", trail.Proof("procedure", x.Procedure)
		if err := tx.Expire(ctx, x.ID, d.Now()); err != nil {
			return err
		}
		return d.event(ctx, tx, told)
	})
}
