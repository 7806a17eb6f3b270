package store

import (
	"context"
	"fmt"

	"showhow/internal/sop/team"
)

// AddEvent adds a line to the audit trail. Nothing changes or removes one.
func (t *Tx) AddEvent(ctx context.Context, e team.Event) error {
	_, err := t.exec(ctx, "INSERT INTO event (id, workspace, actor, verb, target, detail, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		e.ID, e.Workspace, e.Actor, e.Verb, e.Target, e.Detail, micros(e.At))
	return err
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
		and("at >= $%d", micros(q.Since))
	}
	if !q.Until.IsZero() {
		and("at < $%d", micros(q.Until))
	}
	if q.Before != (team.Place{}) {
		at := micros(q.Before.At)
		and("(at < $%d OR at = $%d AND id > $%d)", at, at, q.Before.ID)
	}
	args = append(args, q.Limit)
	return all(ctx, r, func(r row) (e team.Event, err error) {
		var at int64
		err = r.Scan(&e.ID, &e.Workspace, &e.Actor, &e.Verb, &e.Target, &e.Detail, &at)
		e.At = timeOf(at)
		return e, err
	}, fmt.Sprintf("SELECT id, workspace, actor, verb, target, detail, at FROM event WHERE %s ORDER BY at DESC, id LIMIT $%d", where, len(args)), args...)
}
