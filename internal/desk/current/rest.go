package current

import (
	"context"
	"errors"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/team"
)

// How often it is looked at whether a procedure is still carried out, and of how many at a time.
const (
	restEvery = 24 * time.Hour
	restBatch = 200
)

// restWords are the clock's, on a mark that it clears itself.
const (
	howCarried = "carried out"
	howBounds  = "bounds"
)

// rested tells what nobody's having carried out a procedure comes to. raise is a flag that it calls for, and cleared the one that holds no more; each nil for none. last is when it was last begun, zero for
// never. The days count from then, or from when the revision came into force, it was looked at again, or such a mark was cleared, whichever is the latest. While everybody is warned off it nobody is expected
// to carry it out.
func rested(h *held, last, now time.Time) (raise, cleared *current.Flag) {
	since, never := h.in.Came, last.IsZero()
	later := func(t time.Time) {
		if t.After(since) {
			since = t
		}
	}
	later(last)
	for _, l := range h.life.Looks {
		later(l.At)
	}
	for _, f := range h.past {
		if f.Reason == current.ByRest {
			later(f.Cleared)
		}
	}
	lapsed := h.bounds.Unused > 0 && now.Sub(since) >= time.Duration(h.bounds.Unused)*24*time.Hour
	for i := range h.had {
		f := &h.had[i]
		if f.Reason != current.ByRest {
			continue
		}
		if lapsed {
			return nil, nil
		}
		how := howBounds
		if last.After(f.At) {
			how = howCarried
		}
		clear(f, current.Flag{Cleared: now, How: how})
		return nil, f
	}
	if !lapsed || h.life.Suspended != nil {
		return nil, nil
	}
	text := "nobody has carried it out since " + day(last)
	if never {
		text = "nobody has ever carried it out; it is in force since " + day(h.in.Came)
	}
	return &current.Flag{Reason: current.ByRest, Text: text, Number: h.in.Number}, nil
}

// Rest flags the procedures of all workspaces that nobody has carried out for as long as their class allows, once each time, and clears that when somebody has. Each is looked at once a day.
func (d *Desk) Rest(ctx context.Context) (err error) {
	all, found := d.Read.Resting(ctx, d.Now().Add(-restEvery), restBatch)
	if found != nil {
		return found
	}
	for _, id := range all {
		err = errors.Join(err, d.rest(ctx, id))
	}
	return err
}

func (d *Desk) rest(ctx context.Context, procedure string) error {
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.ProcedureOf(ctx, procedure)
		if err != nil {
			return err
		}
		h, err := d.inForce(ctx, tx, procedure)
		if err != nil {
			return err
		}
		if h != nil {
			if err := d.restOf(ctx, tx, h); err != nil {
				return err
			}
		}
		return tx.Looked(ctx, p, d.Now())
	})
}

func (d *Desk) restOf(ctx context.Context, tx Tx, h *held) error {
	last, err := tx.LastUse(ctx, h.ID)
	if err != nil {
		return err
	}
	raise, cleared := rested(h, last, d.Now())
	if cleared != nil {
		return d.clearByClock(ctx, tx, h.Procedure, *cleared)
	}
	if raise != nil {
		return d.raiseAll(ctx, tx, h.Procedure, []current.Flag{*raise})
	}
	return nil
}

// clearByClock writes that a mark holds no more, with nobody having said so.
func (d *Desk) clearByClock(ctx context.Context, tx Tx, p sop.Procedure, f current.Flag) error {
	if err := tx.SaveFlag(ctx, f); err != nil {
		return err
	}
	detail := f.How
	if f.Link != "" {
		detail = f.Link + " " + detail
	}
	return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: p.Workspace, Actor: "clock", Verb: "flag.cleared", Target: p.ID, Detail: string(f.Reason) + ": " + detail})
}
