package store

import (
	"context"
	"fmt"

	"showhow/internal/sop/team"
	"showhow/internal/store/stamp"
)

// AddEvent adds a line to the audit trail. Nothing changes or removes one. It is written when the transaction ends, so that others wait for the end of the
// chain no longer than that takes: what is read of the trail in the same transaction is without it.
func (t *Tx) AddEvent(_ context.Context, e team.Event) error {
	t.told = append(t.told, e)
	return nil
}

// Events gives a workspace's trail, the newest first, at most limit.
func (r rows) Events(ctx context.Context, workspace string, limit int) ([]team.Event, error) {
	return r.Trail(ctx, team.Question{Workspace: workspace, Limit: limit})
}

// Trail answers a question about the audit trail, the newest first.
func (r rows) Trail(ctx context.Context, q team.Question) ([]team.Event, error) {
	where, args := "workspace = $1", []any{q.Workspace}
	and := func(condition string, values ...any) {
		places := make([]any, len(values))
		for i := range values {
			places[i] = len(args) + i + 1
		}
		where, args = where+" AND "+fmt.Sprintf(condition, places...), append(args, values...)
	}
	if q.Actor != "" {
		and("actor = $%d", q.Actor)
	}
	if q.Target != "" {
		and("target = $%d", q.Target)
	}
	if q.Verb != "" {
		and("substr(verb, 1, $%d) = $%d", len(q.Verb), q.Verb)
	}
	if !q.Since.IsZero() {
		and("at >= $%d", stamp.Micros(q.Since))
	}
	if !q.Until.IsZero() {
		and("at < $%d", stamp.Micros(q.Until))
	}
	if q.Before != (team.Place{}) {
		at := stamp.Micros(q.Before.At)
		and("(at < $%d OR at = $%d AND id > $%d)", at, at, q.Before.ID)
	}
	args = append(args, q.Limit)
	return all(ctx, r, func(r row) (e team.Event, err error) {
		var at int64
		err = r.Scan(&e.ID, &e.Workspace, &e.Actor, &e.Verb, &e.Target, &e.Detail, &at, &e.Proof)
		e.At = stamp.Time(at)
		return e, err
	}, fmt.Sprintf("SELECT id, workspace, actor, verb, target, detail, at, proof FROM event WHERE %s ORDER BY at DESC, id LIMIT $%d", where, len(args)), args...)
}
