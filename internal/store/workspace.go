package store

import (
	"context"

	"showhow/internal/sop/team"
)

func scanWorkspace(r row) (w team.Workspace, err error) {
	var created int64
	err = r.Scan(&w.ID, &w.Slug, &w.Name, &created)
	w.Created = timeOf(created)
	return w, err
}

// AddWorkspace writes a new workspace down; sop.Exists when its slug is taken.
func (t *Tx) AddWorkspace(ctx context.Context, w team.Workspace) error {
	_, err := t.exec(ctx, "INSERT INTO workspace (id, slug, name, created) VALUES ($1, $2, $3, $4)", w.ID, w.Slug, w.Name, micros(w.Created))
	return err
}

// Workspace gives a workspace by its slug; an error with code sop.NotFound when there is none.
func (r rows) Workspace(ctx context.Context, slug string) (team.Workspace, error) {
	return one(ctx, r, question[team.Workspace]{scanWorkspace, "There is no such workspace.",
		"SELECT id, slug, name, created FROM workspace WHERE slug = $1", []any{slug}})
}

// AddEvent adds a line to the audit trail. Nothing changes or removes one.
func (t *Tx) AddEvent(ctx context.Context, e team.Event) error {
	_, err := t.exec(ctx, "INSERT INTO event (id, workspace, actor, verb, target, detail, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		e.ID, e.Workspace, e.Actor, e.Verb, e.Target, e.Detail, micros(e.At))
	return err
}

// Events gives a workspace's trail, the newest first, at most limit.
func (r rows) Events(ctx context.Context, workspace string, limit int) ([]team.Event, error) {
	return all(ctx, r, func(r row) (e team.Event, err error) {
		var at int64
		err = r.Scan(&e.ID, &e.Workspace, &e.Actor, &e.Verb, &e.Target, &e.Detail, &at)
		e.At = timeOf(at)
		return e, err
	}, "SELECT id, workspace, actor, verb, target, detail, at FROM event WHERE workspace = $1 ORDER BY at DESC, id LIMIT $2", workspace, limit)
}
