package chain

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/store/stamp"
)

// Old chains the entries that were written before there was a chain, workspace by workspace, in the order of their times; a last entry says so. That nobody
// had changed them before isn't known, and isn't claimed.
func (r Rows) Old(ctx context.Context) error {
	var workspaces []string
	if err := r.each(ctx, func(s scanner) error {
		var w string
		err := s.Scan(&w)
		workspaces = append(workspaces, w)
		return err
	}, "SELECT DISTINCT workspace FROM event WHERE seq = 0 ORDER BY workspace"); err != nil {
		return err
	}
	for _, w := range workspaces {
		if err := r.old(ctx, w); err != nil {
			return fmt.Errorf("chain the audit trail: %w", err)
		}
	}
	return nil
}

// oldAtOnce is how many entries are read at a time.
const oldAtOnce = 1000

func (r Rows) old(ctx context.Context, workspace string) error {
	h, err := r.hold(ctx, workspace)
	if err != nil {
		return err
	}
	for n := oldAtOnce; n == oldAtOnce; { // those that are chained aren't found any more
		var found []team.Event
		if err := r.each(ctx, func(s scanner) error {
			e, at := team.Event{Workspace: workspace}, int64(0)
			err := s.Scan(&e.ID, &e.Actor, &e.Verb, &e.Target, &e.Detail, &at, &e.Proof)
			e.At = stamp.Time(at)
			found = append(found, e)
			return err
		}, "SELECT id, actor, verb, target, detail, at, proof FROM event WHERE workspace = $1 AND seq = 0 ORDER BY at, id LIMIT $2", workspace, oldAtOnce); err != nil {
			return err
		}
		for _, e := range found {
			x := h.Next(e, rand.Text())
			if _, err := r.q.ExecContext(ctx, "UPDATE event SET seq = $2, salt = $3, seal = $4, leaf = $5, link = $6 WHERE id = $1", x.ID, x.Seq, x.Salt, x.Seal.String(), x.Leaf.String(), x.Link.String()); err != nil {
				return err
			}
		}
		n = len(found)
	}
	if err := r.save(ctx, workspace, h); err != nil {
		return err
	}
	return r.Write(ctx, []team.Event{{
		ID: rand.Text(), Workspace: workspace, Actor: "clock", Verb: trail.VerbChained, Target: workspace, At: time.Now(), Proof: trail.Proof("before", strconv.FormatInt(h.Size, 10)),
		Detail: "The lines before this one were there before the trail was chained.",
	}})
}
