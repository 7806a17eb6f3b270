package training

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/stamp"
)

// byID is how many procedures are asked for by their ids at once.
const byID = 500

// ProceduresByID gives those of a workspace that have these ids, in the ids' order: of each its slug, its title and its owner. They are found by their ids, not by an index of their
// workspace, which SQLite would rather take.
func (r Rows) ProceduresByID(ctx context.Context, workspace string, ids []string) (found []sop.Procedure, err error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for some := range slices.Chunk(ids, byID) {
		marks, args := make([]string, len(some)), []any{workspace}
		for i, id := range some {
			marks[i], args = fmt.Sprintf("$%d", i+2), append(args, id)
		}
		if err := r.each(ctx, func(s scanner) error {
			p := sop.Procedure{Workspace: workspace}
			err := s.Scan(&p.ID, &p.Slug, &p.Title, &p.Owner)
			found = append(found, p)
			return err
		}, "SELECT id, slug, title, owner FROM procedure WHERE workspace || '' = $1 AND id IN ("+strings.Join(marks, ", ")+") ORDER BY id", args...); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Shelf reads procedures and people, for learning.
type Shelf struct {
	store.Reader
	rows Rows
}

// ShelfOf is that of a database.
func ShelfOf(d *store.DB) Shelf { return Shelf{d.Read(), Read(d)} }

// ProceduresByID is that of Rows.
func (s Shelf) ProceduresByID(ctx context.Context, workspace string, ids []string) ([]sop.Procedure, error) {
	return s.rows.ProceduresByID(ctx, workspace, ids)
}

// Stale are the procedures of a workspace, or of all when it's empty, of which what is counted may not hold any more: something was signed, asked for or changed since, or an ability
// has lapsed. Each comes with its workspace; those that couldn't be counted come last.
func (r Rows) Stale(ctx context.Context, workspace string, now time.Time, limit int) (all [][2]string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var of [2]string
		failed := 0
		err := s.Scan(&of[0], &of[1], &failed)
		all = append(all, of)
		return err
	}, `SELECT workspace, procedure, failed FROM training_stale WHERE $3 IN ('', workspace)
		UNION SELECT workspace, procedure, 0 FROM training_cell c WHERE until > 0 AND until <= $1 AND $3 IN ('', workspace) AND NOT EXISTS (SELECT 1 FROM training_stale s WHERE s.procedure = c.procedure)
		ORDER BY 3, 2 LIMIT $2`, stamp.Micros(now), limit, workspace)
	return all, err
}

// PutOff has a procedure that couldn't be counted come after all others that are to be.
func (r Rows) PutOff(ctx context.Context, workspace, procedure string) error {
	if _, err := r.q.ExecContext(ctx, `INSERT INTO training_stale (procedure, workspace, times, failed) VALUES ($1, $2, 1, 1)
		ON CONFLICT (procedure) DO UPDATE SET failed = training_stale.failed + 1`, procedure, workspace); err != nil {
		return fmt.Errorf("put counting off: %w", err)
	}
	return nil
}

// StaleOf is how many of a workspace's there are.
func (r Rows) StaleOf(ctx context.Context, workspace string) (n int, err error) {
	err = r.each(ctx, func(s scanner) error { return s.Scan(&n) }, "SELECT COUNT(*) FROM training_stale WHERE workspace = $1", workspace)
	return n, err
}

// Recount begins to count a procedure anew: what changes from here on has it counted once more. It must come before anything is read for it. The procedure is held: a life that changes while
// it's counted for the first time would find no cells, and tell nobody.
func (r Rows) Recount(ctx context.Context, procedure string) error {
	for _, query := range []string{"UPDATE procedure SET slug = slug WHERE id = $1", "DELETE FROM training_stale WHERE procedure = $1", "DELETE FROM training_cell WHERE procedure = $1"} {
		if _, err := r.q.ExecContext(ctx, query, procedure); err != nil {
			return fmt.Errorf("count training: %w", err)
		}
	}
	return nil
}

// AddCells writes cells of procedures that are counted anew.
func (r Rows) AddCells(ctx context.Context, workspace string, all []training.Kept) error {
	for _, k := range all {
		if _, err := r.q.ExecContext(ctx, "INSERT INTO training_cell (procedure, account, workspace, able, refresh, until, due) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			k.Procedure, k.Account, workspace, bit(k.Able), bit(k.Refresh), stamp.Micros(k.Until), stamp.Micros(k.Due)); err != nil {
			return fmt.Errorf("count training: %w", err)
		}
	}
	return nil
}

// Counts are those of a workspace's people at a time, by account.
func (r Rows) Counts(ctx context.Context, workspace string, now time.Time) (map[string]training.Count, error) {
	all := map[string]training.Count{}
	err := r.each(ctx, func(s scanner) error {
		var account string
		var c training.Count
		n := 0
		err := s.Scan(&account, &n, &c.Able, &c.Refresh, &c.Late)
		c.Learning = n - c.Able - c.Refresh
		all[account] = c
		return err
	}, `SELECT account, COUNT(*), SUM(CASE WHEN able = 1 AND (until = 0 OR until > $2) THEN 1 ELSE 0 END), SUM(CASE WHEN refresh = 1 OR able = 1 AND until > 0 AND until <= $2 THEN 1 ELSE 0 END), SUM(CASE WHEN due > 0 AND due < $2 THEN 1 ELSE 0 END)
		FROM training_cell WHERE workspace = $1 GROUP BY account`, workspace, stamp.Micros(now))
	return all, err
}
