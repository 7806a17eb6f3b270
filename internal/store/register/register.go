// Package register keeps processes, what is said of them, and how they are ranked. The statements are the same for both engines.
package register

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/register"
	"showhow/internal/store"
)

// querier is a pool or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Rows are the statements.
type Rows struct{ q querier }

// Read gives those that run outside of a transaction.
func Read(d *store.DB) Rows { return Rows{d.Pool()} }

// Tx is a transaction with the statements on processes beside the store's own.
type Tx struct {
	*store.Tx
	Rows
}

// In gives a transaction with those on processes.
func In(t *store.Tx) Tx { return Tx{t, Rows{t.SQL()}} }

// texts reads rows of texts.
func (r Rows) texts(ctx context.Context, each func(row []string) error, query string, args ...any) error {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read the register: %w", err)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		return fmt.Errorf("read the register: %w", err)
	}
	row, to := make([]string, len(columns)), make([]any, len(columns))
	for i := range row {
		to[i] = &row[i]
	}
	for found.Next() {
		if err := found.Scan(to...); err != nil {
			return fmt.Errorf("read the register: %w", err)
		}
		if err := each(row); err != nil {
			return fmt.Errorf("read the register: %w", err)
		}
	}
	return errors.Join(found.Err(), found.Close())
}

// exec writes, and tells how many rows it was.
func (r Rows) exec(ctx context.Context, query string, args ...any) (int64, error) {
	done, err := r.q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("write the register: %w", err)
	}
	return done.RowsAffected()
}

// Process gives one; an error with code sop.NotFound when the workspace has none of that id.
func (r Rows) Process(ctx context.Context, workspace, id string) (p register.Process, err error) {
	err = r.texts(ctx, func(row []string) error { return json.Unmarshal([]byte(row[0]), &p) }, "SELECT body FROM process WHERE workspace = $1 AND id = $2", workspace, id)
	if err == nil && p.ID == "" {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such process.", Mend: "Look for it in the register."}
	}
	p.Workspace = workspace
	return p, err
}

// Processes gives all of a workspace's.
func (r Rows) Processes(ctx context.Context, workspace string) (all []register.Process, err error) {
	err = r.texts(ctx, func(row []string) error {
		p := register.Process{}
		err := json.Unmarshal([]byte(row[0]), &p)
		p.Workspace = workspace
		all = append(all, p)
		return err
	}, "SELECT body FROM process WHERE workspace = $1 ORDER BY id", workspace)
	return all, err
}

// SaveProcess writes a process, and keeps this version of it; ok is false when it isn't made from the version that is there.
func (r Rows) SaveProcess(ctx context.Context, p register.Process) (ok bool, err error) {
	body, err := json.Marshal(p)
	if err != nil {
		return false, fmt.Errorf("write a process: %w", err)
	}
	var n int64
	if p.Version == 1 {
		n, err = r.exec(ctx, "INSERT INTO process (id, workspace, version, slug, body) VALUES ($1, $2, 1, $3, $4)", p.ID, p.Workspace, p.Slug, string(body))
	} else {
		n, err = r.exec(ctx, "UPDATE process SET version = $1, slug = $2, body = $3 WHERE workspace = $4 AND id = $5 AND version = $6", p.Version, p.Slug, string(body), p.Workspace, p.ID, p.Version-1)
	}
	if err != nil || n == 0 {
		return false, err
	}
	_, err = r.exec(ctx, "INSERT INTO process_version (process, version, at, body) VALUES ($1, $2, $3, $4)", p.ID, p.Version, p.Changed.UnixMicro(), string(body))
	return true, err
}

// DropProcess takes a process out with all that is kept of it.
func (r Rows) DropProcess(ctx context.Context, workspace, id string) error {
	for _, query := range []string{"DELETE FROM rating WHERE workspace = $1 AND process = $2", "DELETE FROM process_sum WHERE workspace = $1 AND process = $2", "DELETE FROM process_version WHERE process = (SELECT id FROM process WHERE workspace = $1 AND id = $2)", "DELETE FROM process WHERE workspace = $1 AND id = $2"} {
		if _, err := r.exec(ctx, query, workspace, id); err != nil {
			return err
		}
	}
	return nil
}

// Observed is how many observations hang on a process, those left out, too.
func (r Rows) Observed(ctx context.Context, workspace, process string) (n int, err error) {
	err = r.texts(ctx, func(row []string) error { n, err = strconv.Atoi(row[0]); return err }, "SELECT COUNT(*) FROM process_observation WHERE workspace = $1 AND process = $2", workspace, process)
	return n, err
}

// Versions gives a process as it was, the newest first.
func (r Rows) Versions(ctx context.Context, workspace, id string) (all []register.Process, err error) {
	err = r.texts(ctx, func(row []string) error {
		p := register.Process{}
		err := json.Unmarshal([]byte(row[0]), &p)
		p.Workspace = workspace
		all = append(all, p)
		return err
	}, "SELECT v.body FROM process_version v JOIN process p ON p.id = v.process WHERE p.workspace = $1 AND p.id = $2 ORDER BY v.version DESC", workspace, id)
	return all, err
}

// Formula gives the one that counts; the usual one when the workspace has set none.
func (r Rows) Formula(ctx context.Context, workspace string) (register.Formula, error) {
	all, err := r.Formulas(ctx, workspace)
	if err != nil {
		return register.Formula{}, err
	}
	return all[0], nil
}

// Formulas gives all versions, the newest first; the last is the usual one.
func (r Rows) Formulas(ctx context.Context, workspace string) (all []register.Formula, err error) {
	err = r.texts(ctx, func(row []string) error {
		f := register.Formula{}
		err := json.Unmarshal([]byte(row[0]), &f)
		all = append(all, f)
		return err
	}, "SELECT body FROM formula WHERE workspace = $1 ORDER BY version DESC", workspace)
	return append(all, register.Usual()), err
}

// AddFormula writes another version.
func (r Rows) AddFormula(ctx context.Context, workspace string, f register.Formula) error {
	body, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("write a formula: %w", err)
	}
	_, err = r.exec(ctx, "INSERT INTO formula (workspace, version, at, body) VALUES ($1, $2, $3, $4)", workspace, f.Version, f.At.UnixMicro(), string(body))
	return err
}

// Runs tells how often procedures of a workspace were carried out for real since a time and came to an end, and how often that failed: by slug of those that a process is written
// down in, and of all together. What was given up isn't counted.
func (r Rows) Runs(ctx context.Context, workspace string, since time.Time) (of map[string]register.Runs, all register.Runs, err error) {
	of = map[string]register.Runs{}
	if err := r.texts(ctx, func(row []string) error { return counted(&all, row) },
		ended("ok")+" UNION ALL "+ended("recovered")+" UNION ALL "+ended("failed"), workspace, since.UnixMicro()); err != nil {
		return of, all, err
	}
	err = r.texts(ctx, func(row []string) error {
		n := of[row[2]]
		err := counted(&n, row)
		of[row[2]] = n
		return err
	}, `SELECT e.outcome, COUNT(*), p.slug FROM (SELECT DISTINCT slug FROM process WHERE workspace = $1 AND slug <> '') s JOIN procedure p ON p.workspace = $1 AND p.slug = s.slug
		JOIN execution e ON e.procedure = p.id AND e.mode = 'live' AND e.started >= $2 WHERE e.outcome IN ('ok', 'recovered', 'failed') GROUP BY p.slug, e.outcome`, workspace, since.UnixMicro())
	return of, all, err
}

// Retired are the procedures, by slug, that processes of a workspace are written down in and that are retired.
func (r Rows) Retired(ctx context.Context, workspace string) (map[string]bool, error) {
	all := map[string]bool{}
	err := r.texts(ctx, func(row []string) error {
		all[row[0]] = true
		return nil
	}, "SELECT p.slug FROM (SELECT DISTINCT slug FROM process WHERE workspace = $1 AND slug <> '') s JOIN procedure p ON p.workspace = $1 AND p.slug = s.slug WHERE p.state = 'retired'", workspace)
	return all, err
}

// ended counts a workspace's $1 executions with an outcome since a time $2. One outcome at a time is counted along an index, which takes a third of what grouping takes.
func ended(outcome string) string {
	return "SELECT '" + outcome + "' AS outcome, COUNT(*) FROM execution WHERE workspace = $1 AND mode = 'live' AND outcome = '" + outcome + "' AND started >= $2"
}

// counted adds the number of those with an outcome.
func counted(to *register.Runs, row []string) error {
	n, err := strconv.Atoi(row[1])
	to.Ended += n
	if row[0] == "failed" {
		to.Failed += n
	}
	return err
}
