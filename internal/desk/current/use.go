package current

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
)

// When what came of using a procedure has it looked at: at one execution that failed, at so many that failed in between and were made good, and at so much that readers said and nobody closed.
const (
	troubles = 3
	saids    = 2
)

// Recent is how far back it is looked for executions and feedback; what is older was looked at before.
const Recent = 30 * 24 * time.Hour

// byUse are the flags that using a revision calls for; had are those of the procedure that hold, and that hold no more: nothing leads to a flag twice. Only what was done by this revision counts.
func byUse(u current.Used, number int, had []current.Flag) (all []current.Flag) {
	fresh := func(ids []string) (out []string) {
		for _, id := range ids {
			if !slices.ContainsFunc(had, func(f current.Flag) bool { return slices.Contains(f.Executions, id) }) {
				out = append(out, id)
			}
		}
		return out
	}
	if failed := fresh(u.Failed); len(failed) > 0 {
		text := "an execution failed"
		if len(failed) > 1 {
			text = strconv.Itoa(len(failed)) + " executions failed"
		}
		all = append(all, current.Flag{Reason: current.ByFailure, Text: text, Executions: failed, Number: number})
	}
	if bad := fresh(u.Recovered); len(bad) >= troubles {
		all = append(all, current.Flag{Reason: current.ByTrouble, Text: strconv.Itoa(len(bad)) + " executions failed in between, and were made good", Executions: bad, Number: number})
	}
	if u.Said >= saids && !slices.ContainsFunc(had, func(f current.Flag) bool {
		return f.Reason == current.ByFeedback && f.Number == number && (f.Open() || !f.Cleared.Before(u.LastSaid))
	}) {
		all = append(all, current.Flag{Reason: current.ByFeedback, Text: strconv.Itoa(u.Said) + " times readers said that a step is wrong or outdated", Number: number})
	}
	return all
}

// Review flags the procedures of all workspaces that didn't work when they were carried out, or of which readers say that they are wrong. What was done by a revision that isn't in force any more counts no
// more. What can't be done for one keeps nothing from being done for the others.
func (d *Desk) Review(ctx context.Context) (err error) {
	all, found := d.Read.Used(ctx, d.Now().Add(-Recent))
	if found != nil {
		return found
	}
	for _, u := range all {
		err = errors.Join(err, d.review(ctx, u))
	}
	return err
}

func (d *Desk) review(ctx context.Context, u current.Used) error {
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.ProcedureOf(ctx, u.Procedure)
		if err != nil {
			return err
		}
		if p, err = tx.HoldProcedure(ctx, p.Workspace, p.Slug); err != nil {
			return err
		}
		l, err := tx.Life(ctx, p.ID)
		if err != nil {
			return err
		}
		in := l.In(life.Effective)
		if in == nil || in.Number != u.Number || l.Retired != nil {
			return nil
		}
		had, err := tx.Flags(ctx, p.ID)
		if err != nil {
			return err
		}
		past, err := tx.PastFlags(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, f := range byUse(u, in.Number, append(had, past...)) {
			f.Workspace, f.Procedure, f.At = p.Workspace, p.ID, d.Now()
			if err := d.raise(ctx, tx, p, f); err != nil {
				return err
			}
		}
		return nil
	})
}
