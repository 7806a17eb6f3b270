package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/store/stamp"
	"showhow/internal/store/whole"
)

const procedureColumns = "id, workspace, slug, title, owner, state, holding, latest, steps, created, changed, in_force"

func scanProcedure(r row) (p sop.Procedure, err error) {
	var created, changed int64
	err = r.Scan(&p.ID, &p.Workspace, &p.Slug, &p.Title, &p.Owner, &p.State, &p.Holding, &p.Latest, &p.Steps, &created, &changed, &p.InForce)
	p.Created, p.Changed = stamp.Time(created), stamp.Time(changed)
	return p, err
}

// AddProcedure writes a new procedure down. It gives an error with code sop.Exists when the workspace has its slug already; the
// transaction is then of no use any more.
func (t *Tx) AddProcedure(ctx context.Context, p sop.Procedure) error {
	_, err := t.exec(ctx, "INSERT INTO procedure ("+procedureColumns+", sorted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		p.ID, p.Workspace, p.Slug, p.Title, p.Owner, string(p.State), p.Holding, p.Latest, p.Steps, stamp.Micros(p.Created), stamp.Micros(p.Changed), p.InForce, sorted(p.Title))
	return err
}

// SlugsLike gives those of the workspace's slugs that begin with a text.
func (r rows) SlugsLike(ctx context.Context, workspace, start string) ([]string, error) {
	return all(ctx, r, func(r row) (s string, err error) { return s, r.Scan(&s) },
		"SELECT slug FROM procedure WHERE workspace = $1 AND substr(slug, 1, $2) = $3", workspace, len(start), start)
}

// Procedure gives a procedure by its slug; an error with code sop.NotFound when the workspace has none.
func (r rows) Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error) {
	return one(ctx, r, question[sop.Procedure]{scanProcedure, "There is no such procedure.",
		"SELECT " + procedureColumns + " FROM procedure WHERE workspace = $1 AND slug = $2", []any{workspace, slug}})
}

// ProcedureByID is the same by its id.
func (r rows) ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error) {
	return one(ctx, r, question[sop.Procedure]{scanProcedure, "There is no such procedure.",
		"SELECT " + procedureColumns + " FROM procedure WHERE workspace = $1 AND id = $2", []any{workspace, id}})
}

// ProceduresByID gives those of a workspace that have one of some ids, by these.
func (r rows) ProceduresByID(ctx context.Context, workspace string, ids []string) (map[string]sop.Procedure, error) {
	by, found, err := map[string]sop.Procedure{}, []sop.Procedure(nil), error(nil)
	if in, args := among(ids); len(ids) > 0 { // by no index of the workspace's
		found, err = all(ctx, r, scanProcedure, fmt.Sprintf("SELECT %s FROM procedure WHERE id IN %s AND workspace || '' = $%d", procedureColumns, in, len(ids)+1), append(args, workspace)...)
	}
	for _, p := range found {
		by[p.ID] = p
	}
	return by, err
}

// Procedures gives a workspace's procedures, the last changed first, at most limit.
func (r rows) Procedures(ctx context.Context, workspace string, limit int) ([]sop.Procedure, error) {
	return all(ctx, r, scanProcedure, "SELECT "+procedureColumns+" FROM procedure WHERE workspace = $1 ORDER BY changed DESC, id LIMIT $2", workspace, limit)
}

// AddRevision writes a revision, for good. The revision's own number counts; sop.Exists when the procedure has it already.
func (t *Tx) AddRevision(ctx context.Context, r sop.Revision, about sop.Release) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write a revision: %w", err)
	}
	sum := sha256.Sum256(body)
	_, err = t.exec(ctx, "INSERT INTO revision (procedure, number, author, note, digest, body, created) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		about.Procedure, r.Number, about.Author, about.Note, hex.EncodeToString(sum[:]), string(body), stamp.Micros(about.Created))
	return err
}

// Revision gives a revision; an error with code sop.NotFound when the procedure has none of that number, and sop.Tampered when its bytes were changed.
func (r rows) Revision(ctx context.Context, procedure string, number int) (sop.Revision, error) {
	return one(ctx, r, question[sop.Revision]{func(r row) (v sop.Revision, err error) {
		var body []byte
		var digest string
		if err := r.Scan(&body, &digest); err != nil {
			return v, err
		}
		return whole.Revision(body, digest)
	}, "There is no such revision.", "SELECT body, digest FROM revision WHERE procedure = $1 AND number = $2", []any{procedure, number}})
}
