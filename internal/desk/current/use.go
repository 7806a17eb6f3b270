package current

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/life"
)

// Recent is how far back it is looked for executions and feedback; what is older was looked at before.
const Recent = 30 * 24 * time.Hour

// byUse are the flags that using a revision calls for; had are those of the procedure that hold, and that hold no more: nothing leads to a flag twice. Only what was done by this revision counts.
func byUse(u current.Used, b life.ByUse, had []current.Flag) (all []current.Flag) {
	number := u.Number
	fresh := func(ids []string) (out []string) {
		for _, id := range ids {
			if !slices.ContainsFunc(had, func(f current.Flag) bool { return slices.Contains(f.Executions, id) }) {
				out = append(out, id)
			}
		}
		return out
	}
	if failed := fresh(u.Failed); enough(len(failed), b.Failed) {
		text := "an execution failed"
		if len(failed) > 1 {
			text = strconv.Itoa(len(failed)) + " executions failed"
		}
		all = append(all, current.Flag{Reason: current.ByFailure, Text: text, Executions: failed, Number: number})
	}
	if bad := fresh(u.Recovered); enough(len(bad), b.Recovered) {
		all = append(all, current.Flag{Reason: current.ByTrouble, Text: strconv.Itoa(len(bad)) + " executions failed in between, and were made good", Executions: bad, Number: number})
	}
	if f, ok := byDeviation(u, b, fresh); ok {
		all = append(all, f)
	}
	if enough(u.Said, b.Said) && !slices.ContainsFunc(had, func(f current.Flag) bool {
		return f.Reason == current.ByFeedback && f.Number == number && (f.Open() || !f.Cleared.Before(u.LastSaid))
	}) {
		all = append(all, current.Flag{Reason: current.ByFeedback, Text: strconv.Itoa(u.Said) + " times readers said that a step is wrong or outdated", Number: number})
	}
	return all
}

// leads is the address of what a flag is about: the execution that led to it, where that is one, or else where all of them are listed.
func leads(slug string, f current.Flag) string {
	if len(f.Executions) == 1 {
		return "/executions/" + f.Executions[0]
	}
	return "/s/" + slug + "/depends"
}

// byDeviation is the flag that executions call for in which steps weren't done as they stand: as many as its class says. It marks those steps.
func byDeviation(u current.Used, b life.ByUse, fresh func([]string) []string) (f current.Flag, ok bool) {
	var ids []string
	for _, d := range u.Deviated {
		ids = append(ids, d.Execution)
	}
	if ids = fresh(ids); !enough(len(ids), b.Deviated) {
		return f, false
	}
	text := "in an execution steps were skipped, or showed another value than is expected"
	if len(ids) > 1 {
		text = "in " + strconv.Itoa(len(ids)) + " executions steps were skipped, or showed another value than is expected"
	}
	f = current.Flag{Reason: current.ByTrouble, Text: text, Executions: ids, Number: u.Number}
	for _, d := range u.Deviated {
		if !slices.Contains(ids, d.Execution) {
			continue
		}
		for _, key := range d.Steps {
			if !slices.ContainsFunc(f.Steps, func(s current.FlagStep) bool { return s.Key == key }) {
				f.Steps = append(f.Steps, current.FlagStep{Key: key})
			}
		}
	}
	return f, true
}

// placed fills in where a flag's steps stand in the revision of which they are, in their order, and what they say; those that it hasn't are left out.
func placed(f *current.Flag, r *sop.Revision) {
	var all []current.FlagStep
	for _, s := range f.Steps {
		if step, n := feedback.StepOf(r, s.Key); step != nil {
			all = append(all, current.FlagStep{Key: s.Key, Number: n, Digest: feedback.DigestOf(step)})
		}
	}
	slices.SortFunc(all, func(a, b current.FlagStep) int { return a.Number - b.Number })
	f.Steps = all
}

// enough says whether there are as many as a bound says; 0 is never reached.
func enough(n, bound int) bool { return bound > 0 && n >= bound }

// Review flags the procedures of all workspaces that didn't work when they were carried out, or of which readers say that they are wrong. What was done by a revision that isn't in force any more counts no
// more. What can't be done for one keeps nothing from being done for the others.
func (d *Desk) Review(ctx context.Context) (err error) {
	all, found := d.Read.Used(ctx, d.Now().Add(-Recent))
	if found != nil {
		return found
	}
	least, bounds := map[string]life.ByUse{}, map[string]life.Policies{} // by workspace
	for _, u := range all {
		b, known := least[u.Workspace]
		if !known {
			policies, bad := d.Read.Policies(ctx, u.Workspace)
			if bad != nil {
				err = errors.Join(err, bad)
				continue
			}
			b = policies.LeastByUse()
			least[u.Workspace], bounds[u.Workspace] = b, policies
		}
		// most have too little for any class, and of the others nothing is new: what is left alone is held and looked at
		if enough(len(u.Failed), b.Failed) || enough(len(u.Recovered), b.Recovered) || enough(len(u.Deviated), b.Deviated) || enough(u.Said, b.Said) {
			err = errors.Join(err, d.anew(ctx, u, bounds[u.Workspace]))
		}
	}
	return err
}

// anew looks at a procedure unless it was looked at by the very same before.
func (d *Desk) anew(ctx context.Context, u current.Used, by life.Policies) error {
	seen := seenOf(u, by)
	was, err := d.Read.UseSeen(ctx, u.Procedure, u.Number)
	if err != nil || was == seen {
		return err
	}
	return d.review(ctx, u, seen)
}

// seenOf is all by which a revision is flagged for its use, as one short text.
func seenOf(u current.Used, by life.Policies) string {
	h := fnv.New128a()
	fmt.Fprintf(h, "%+v", u)
	for _, c := range life.Classes {
		fmt.Fprintf(h, "%+v", by.ByUse(c))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// review flags one procedure, and keeps by what it was looked at.
func (d *Desk) review(ctx context.Context, u current.Used, seen string) error {
	return d.Do(ctx, func(tx Tx) error {
		if err := tx.SetUseSeen(ctx, u.Procedure, u.Number, seen); err != nil {
			return err
		}
		h, err := d.inForce(ctx, tx, u.Procedure)
		if err != nil || h == nil || h.in.Number != u.Number {
			return err
		}
		all := byUse(u, h.bounds, append(h.had, h.past...))
		if slices.ContainsFunc(all, func(f current.Flag) bool { return len(f.Steps) > 0 }) {
			r, err := tx.Revision(ctx, u.Procedure, u.Number)
			if err != nil {
				return err
			}
			for i := range all {
				placed(&all[i], &r)
			}
		}
		return d.raiseAll(ctx, tx, h.Procedure, all)
	})
}

func (d *Desk) raiseAll(ctx context.Context, tx Tx, p sop.Procedure, all []current.Flag) error {
	for _, f := range all {
		f.Workspace, f.Procedure, f.At = p.Workspace, p.ID, d.Now()
		if err := d.raise(ctx, tx, p, f); err != nil {
			return err
		}
	}
	return nil
}

// held is a procedure in force under its lock, with the bounds of its class and its flags: had hold, past don't any more.
type held struct {
	sop.Procedure
	life      life.Life
	in        *life.Review
	bounds    life.ByUse
	had, past []current.Flag
}

// inForce holds one; nil when nothing of it is in force.
func (d *Desk) inForce(ctx context.Context, tx Tx, procedure string) (*held, error) {
	p, err := tx.ProcedureOf(ctx, procedure)
	if err != nil {
		return nil, err
	}
	h := &held{}
	if h.Procedure, err = tx.HoldProcedure(ctx, p.Workspace, p.Slug); err != nil {
		return nil, err
	}
	if h.life, err = tx.Life(ctx, p.ID); err != nil {
		return nil, err
	}
	if h.in = h.life.In(life.Effective); h.in == nil || h.life.Retired != nil {
		return nil, nil
	}
	policies, err := tx.Policies(ctx, p.Workspace)
	if err != nil {
		return nil, err
	}
	h.bounds = policies.ByUse(h.life.Of())
	if h.had, err = tx.Flags(ctx, p.ID); err != nil {
		return nil, err
	}
	h.past, err = tx.PastFlags(ctx, p.ID)
	return h, err
}
