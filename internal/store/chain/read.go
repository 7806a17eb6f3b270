package chain

import (
	"context"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/sop/trail"
	"showhow/internal/store/stamp"
)

// Workspaces are all of which there is a trail, also those that nobody knows.
func (r Rows) Workspaces(ctx context.Context) (all []string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var w string
		err := s.Scan(&w)
		all = append(all, w)
		return err
	}, "SELECT workspace FROM chain UNION SELECT DISTINCT workspace FROM event ORDER BY workspace")
	return all, err
}

// Head gives the end of a workspace's chain; the zero value when it has none.
func (r Rows) Head(ctx context.Context, workspace string) (trail.Head, error) {
	h, _, err := r.head(ctx, "SELECT size, edge, link FROM chain WHERE workspace = $1", workspace)
	return h, err
}

// Part is a part of a workspace's chain, by the numbers of its entries, both in; To is 0 for its end.
type Part struct {
	Workspace string
	From, To  int64
}

// Entries tells a part of a chain in its order. An entry whose hashes can't be read has none.
func (r Rows) Entries(ctx context.Context, p Part, each func(*trail.Entry) error) error {
	query, args := "SELECT "+columns+" FROM event WHERE workspace = $1 AND seq >= $2", []any{p.Workspace, p.From}
	if p.To > 0 {
		query, args = query+" AND seq <= $3", append(args, p.To)
	}
	err := r.each(ctx, func(s scanner) error {
		var x trail.Entry
		var at int64
		var seal, leaf, link string
		if err := s.Scan(&x.ID, &x.Workspace, &x.Actor, &x.Verb, &x.Target, &x.Detail, &at, &x.Proof, &x.Seq, &x.Salt, &seal, &leaf, &link); err != nil {
			return unreadable(err)
		}
		x.At = stamp.Time(at)
		for _, h := range []struct {
			to   *trail.Hash
			text string
		}{{&x.Seal, seal}, {&x.Leaf, leaf}, {&x.Link, link}} {
			*h.to, _ = trail.ParseHash(h.text) // one that can't be read differs from what it must be
		}
		return each(&x)
	}, query+" ORDER BY seq, id", args...)
	if err != nil {
		err = fmt.Errorf("read the audit trail: %w", err)
	}
	return err
}

// Check checks a workspace's whole chain, against checkpoints.
func (r Rows) Check(ctx context.Context, workspace string, points ...trail.Point) (trail.Verdict, error) {
	c := trail.Check(workspace, points...)
	err := r.Entries(ctx, Part{Workspace: workspace, From: -1 << 62}, func(x *trail.Entry) error { c.Entry(x); return nil })
	if sop.CodeOf(err) == sop.Unreadable {
		c.Unreadable()
	} else if err != nil {
		return trail.Verdict{}, err
	}
	h, err := r.Head(ctx, workspace)
	if sop.CodeOf(err) == sop.Unreadable {
		h = trail.Head{Tree: trail.Tree{Size: -1}}
	} else if err != nil {
		return trail.Verdict{}, err
	}
	return c.Head(h), nil
}
