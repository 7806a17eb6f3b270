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
