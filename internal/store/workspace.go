package store

import (
	"context"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store/stamp"
)

const (
	boundColumns     = "workspace.most_recordings, workspace.most_minutes, workspace.most_bytes"
	workspaceColumns = "workspace.id, workspace.slug, workspace.name, workspace.created, workspace.archived, " + boundColumns
)

func scanSeat(r row) (s team.Seat, err error) {
	var created, archived int64
	err = r.Scan(&s.ID, &s.Slug, &s.Name, &created, &archived, &s.Bounds.Recordings, &s.Bounds.Minutes, &s.Bounds.Bytes, &s.Role)
	s.Created, s.Archived = stamp.Time(created), stamp.Time(archived)
	return s, err
}

// AddWorkspace writes a new workspace down; sop.Exists when its slug is taken.
func (t *Tx) AddWorkspace(ctx context.Context, w team.Workspace) error {
	_, err := t.exec(ctx, "INSERT INTO workspace (id, slug, name, created, archived) VALUES ($1, $2, $3, $4, $5)", w.ID, w.Slug, w.Name, stamp.Micros(w.Created), stamp.Micros(w.Archived))
	return err
}

// SaveWorkspace writes a workspace's name, whether it is archived, and its own quota.
func (t *Tx) SaveWorkspace(ctx context.Context, w team.Workspace) error {
	_, err := t.exec(ctx, "UPDATE workspace SET name = $2, archived = $3, most_recordings = $4, most_minutes = $5, most_bytes = $6 WHERE id = $1", w.ID, w.Name, stamp.Micros(w.Archived), w.Bounds.Recordings, w.Bounds.Minutes, w.Bounds.Bytes)
	return err
}

// Workspace gives a workspace by its slug; an error with code sop.NotFound when there is none.
func (r rows) Workspace(ctx context.Context, slug string) (team.Workspace, error) {
	s, err := one(ctx, r, question[team.Seat]{scanSeat, "There is no such workspace.", "SELECT " + workspaceColumns + ", '' FROM workspace WHERE slug = $1", []any{slug}})
	return s.Workspace, err
}

// Bounds are a workspace's own quota, by its id.
func (r rows) Bounds(ctx context.Context, id string) (team.Bounds, error) {
	return one(ctx, r, question[team.Bounds]{func(r row) (b team.Bounds, err error) { return b, r.Scan(&b.Recordings, &b.Minutes, &b.Bytes) }, "There is no such workspace.", "SELECT " + boundColumns + " FROM workspace WHERE id = $1", []any{id}})
}

// Workspaces are all that there are, by name.
func (r rows) Workspaces(ctx context.Context) ([]team.Seat, error) {
	return all(ctx, r, scanSeat, "SELECT "+workspaceColumns+", '' FROM workspace ORDER BY name, id")
}

// Seats are an account's in all workspaces, archived ones, too, by name.
func (r rows) Seats(ctx context.Context, account string) ([]team.Seat, error) {
	return all(ctx, r, scanSeat, "SELECT "+workspaceColumns+", member.role FROM member JOIN workspace ON workspace.id = member.workspace WHERE member.account = $1 AND member.role <> '' ORDER BY workspace.name, workspace.id", account)
}

// AddSubtitle writes down that a subtitle file was brought to a workspace.
func (t *Tx) AddSubtitle(ctx context.Context, workspace, id string, at time.Time) error {
	_, err := t.exec(ctx, "INSERT INTO subtitle (id, workspace, created, claimed) VALUES ($1, $2, $3, 0)", id, workspace, stamp.Micros(at))
	return err
}

// ClaimSubtitle keeps a subtitle file of a workspace's: its recording has come. sop.NotFound when the workspace has none by that id.
func (t *Tx) ClaimSubtitle(ctx context.Context, workspace, id string) error {
	n, err := t.exec(ctx, "UPDATE subtitle SET claimed = 1 WHERE id = $1 AND workspace = $2", id, workspace)
	if err == nil && n == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such subtitle file."}
	}
	return err
}

// OldSubtitles are those that were brought before a time, and whose recording never came, at most limit. Those that a legal hold keeps aren't among them.
func (r rows) OldSubtitles(ctx context.Context, before time.Time, limit int) ([]string, error) {
	return all(ctx, r, func(r row) (id string, err error) { return id, r.Scan(&id) }, "SELECT id FROM subtitle WHERE claimed = 0 AND created < $1 AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.ended = 0 AND h.workspace = subtitle.workspace AND h.procedure = '') ORDER BY created, id LIMIT $2", stamp.Micros(before), limit)
}

// DropSubtitle forgets one whose recording never came; ok is false when it came meanwhile.
func (t *Tx) DropSubtitle(ctx context.Context, id string) (ok bool, err error) {
	n, err := t.exec(ctx, "DELETE FROM subtitle WHERE id = $1 AND claimed = 0", id)
	return n > 0, err
}
