// Package executions keeps executions and their events. The statements are the same for both engines.
package executions

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	"showhow/internal/store/stamp"
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

// Tx is a transaction with the statements on executions beside those on lives and the store's own.
type Tx struct {
	lives.Tx
	Rows
}

// In gives a transaction with those on executions.
func In(t *store.Tx) Tx { return Tx{lives.In(t), Rows{t.SQL()}} }

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// AddExecution writes a new one.
func (r Rows) AddExecution(ctx context.Context, x execution.Execution) error {
	body, err := json.Marshal(x)
	if err == nil {
		_, err = r.q.ExecContext(ctx, "INSERT INTO execution (id, workspace, procedure, number, mode, started, changed, ended, passed, outcome, body, wakes, deviated) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
			x.ID, x.Workspace, x.Procedure, x.Number, string(x.Mode), stamp.Micros(x.Started), stamp.Micros(x.Changed), stamp.Micros(x.Ended), bit(x.Passed), outcome(x), string(body), stamp.Micros(x.Wakes), strings.Join(x.Deviated, " "))
	}
	if err == nil {
		err = r.carried(ctx, x)
	}
	if err != nil {
		return fmt.Errorf("write an execution: %w", err)
	}
	return nil
}

// carried notes who carried one out for real, once it has ended.
func (r Rows) carried(ctx context.Context, x execution.Execution) error {
	if x.Mode != execution.Live {
		return nil
	}
	_, err := r.q.ExecContext(ctx, "DELETE FROM carried WHERE execution = $1", x.ID)
	for i, who := range append([]string{x.Lead}, x.Doers...) {
		if err != nil || !x.Over() {
			break
		}
		if who == "" || i > 0 && who == x.Lead {
			continue
		}
		_, err = r.q.ExecContext(ctx, "INSERT INTO carried (execution, account, procedure, started, ended) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (execution, account) DO NOTHING", x.ID, who, x.Procedure, stamp.Micros(x.Started), stamp.Micros(x.Ended))
	}
	return err
}

// all reads executions.
func (r Rows) all(ctx context.Context, where string, args ...any) (out []execution.Execution, err error) {
	found, err := r.q.QueryContext(ctx, "SELECT workspace, procedure, body FROM execution WHERE "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read executions: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var x execution.Execution
		var body, workspace, procedure string
		if err := found.Scan(&workspace, &procedure, &body); err != nil {
			return nil, fmt.Errorf("read an execution: %w", err)
		}
		if err := json.Unmarshal([]byte(body), &x); err != nil {
			return nil, fmt.Errorf("read an execution: %w", err)
		}
		x.Workspace, x.Procedure = workspace, procedure
		out = append(out, x)
	}
	return out, errors.Join(found.Err(), found.Close())
}

// Execution gives one; an error with code sop.NotFound when the workspace has none of that id.
func (r Rows) Execution(ctx context.Context, workspace, id string) (x execution.Execution, err error) {
	all, err := r.all(ctx, "workspace = $1 AND id = $2", workspace, id)
	if err == nil && len(all) == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such execution.", Mend: "Look for it in the list of executions."}
	}
	if err != nil {
		return x, err
	}
	return all[0], nil
}

// HoldExecution gives one, and lets nobody else change it until the transaction ends.
func (r Rows) HoldExecution(ctx context.Context, workspace, id string) (x execution.Execution, err error) {
	if _, err := r.q.ExecContext(ctx, "UPDATE execution SET changed = changed WHERE workspace = $1 AND id = $2", workspace, id); err != nil {
		return x, fmt.Errorf("hold an execution: %w", err)
	}
	return r.Execution(ctx, workspace, id)
}

// Executions answers a question, the newest first.
func (r Rows) Executions(ctx context.Context, q execution.Question) ([]execution.Execution, error) {
	where, args := "workspace = $1", []any{q.Workspace}
	and := func(clause string, arg any) {
		args = append(args, arg)
		where += fmt.Sprintf(" AND "+clause, len(args))
	}
	if q.Procedure != "" {
		if q.Running {
			where = "workspace || '' = $1" // by no index: there is one of what of a procedure goes on
		}
		and("procedure = $%d", q.Procedure)
	}
	if q.Mode != "" {
		and("mode = $%d", string(q.Mode))
	}
	if q.Running {
		where += " AND ended = 0"
	}
	if q.Over {
		where += " AND ended + 0 > 0" // by no index: nearly all have ended, and the newest are wanted
	}
	args = append(args, q.Limit)
	return r.all(ctx, where+fmt.Sprintf(" ORDER BY started DESC, id LIMIT $%d", len(args)), args...)
}

// Waking are the executions in which a step's time was over by a time, and nobody was told; the longest waiting come first.
func (r Rows) Waking(ctx context.Context, by time.Time, limit int) ([]execution.Execution, error) {
	return r.all(ctx, "wakes > 0 AND wakes <= $1 ORDER BY wakes, id LIMIT $2", stamp.Micros(by), limit)
}

// Events gives an execution's, in the order in which they came.
func (r Rows) Events(ctx context.Context, id string) (all []execution.Event, err error) {
	found, err := r.q.QueryContext(ctx, "SELECT body FROM execution_event WHERE execution = $1 ORDER BY seq", id)
	if err != nil {
		return nil, fmt.Errorf("read an execution's events: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var body string
		var e execution.Event
		if err := found.Scan(&body); err != nil {
			return nil, fmt.Errorf("read an execution's event: %w", err)
		}
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			return nil, fmt.Errorf("read an execution's event: %w", err)
		}
		all = append(all, e)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// outcome is how one came out, once it has ended.
func outcome(x execution.Execution) string {
	if !x.Over() {
		return ""
	}
	return string(x.Outcome)
}

// over notes what follows of an execution that has ended: its figures are made of it soon, and it shows its revision to have been of use, or, by what came late, doesn't any more.
func (r Rows) over(ctx context.Context, x execution.Execution) error {
	if _, err := r.q.ExecContext(ctx, "INSERT INTO figure_due (execution, procedure, ended) VALUES ($1, $2, $3) ON CONFLICT (execution) DO NOTHING", x.ID, x.Procedure, stamp.Micros(x.Ended)); err != nil {
		return err
	}
	if x.Mode != execution.Live {
		return nil
	}
	if x.Outcome != execution.OK && x.Outcome != execution.Recovered || x.RolledBack {
		return r.ofNoUse(ctx, x)
	}
	return r.ofUse(ctx, x, true)
}

// ofNoUse takes back that one was of use; what the same person did before with the same revision shows it then.
func (r Rows) ofNoUse(ctx context.Context, x execution.Execution) error {
	done, err := r.q.ExecContext(ctx, "DELETE FROM good_use WHERE execution = $1 AND procedure = $2", x.ID, x.Procedure)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); n == 0 || err != nil {
		return err
	}
	all, err := r.all(ctx, "procedure = $1 AND number = $2 AND mode = 'live' AND outcome IN ('ok', 'recovered') AND id <> $3 ORDER BY ended DESC, id", x.Procedure, x.Number, x.ID)
	if i := slices.IndexFunc(all, func(was execution.Execution) bool { return was.Lead == x.Lead && !was.RolledBack }); i >= 0 && err == nil {
		err = r.ofUse(ctx, all[i], false)
	}
	return err
}

// ofUse notes that one was of use; shown says that its events were looked at since it is told apart what was rolled back.
func (r Rows) ofUse(ctx context.Context, x execution.Execution, shown bool) error {
	_, err := r.q.ExecContext(ctx, `INSERT INTO good_use (procedure, number, lead, workspace, execution, ended, shown) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (procedure, number, lead) DO UPDATE SET execution = excluded.execution, ended = excluded.ended, shown = excluded.shown WHERE excluded.ended >= good_use.ended`, x.Procedure, x.Number, x.Lead, x.Workspace, x.ID, stamp.Micros(x.Ended), bit(shown))
	return err
}

// Unshown are executions that count as of use, though nobody has looked whether they were rolled back, after one of an id: their workspaces and ids.
func (r Rows) Unshown(ctx context.Context, after string, limit int) (all []execution.Execution, err error) {
	found, err := r.q.QueryContext(ctx, "SELECT workspace, execution FROM good_use WHERE shown = 0 AND execution > $1 ORDER BY execution LIMIT $2", after, limit)
	if err != nil {
		return nil, fmt.Errorf("read executions: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var x execution.Execution
		if err := found.Scan(&x.Workspace, &x.ID); err != nil {
			return nil, fmt.Errorf("read an execution: %w", err)
		}
		all = append(all, x)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// Show notes that one was looked at, and whether it was rolled back: then it wasn't of use. It must be held.
func (r Rows) Show(ctx context.Context, x execution.Execution) error {
	if x.RolledBack {
		return r.SaveExecution(ctx, x, nil)
	}
	_, err := r.q.ExecContext(ctx, "UPDATE good_use SET shown = 1 WHERE execution = $1 AND procedure = $2", x.ID, x.Procedure)
	return err
}

// GoodUses are the executions in which revisions were last carried out for real to a good end, one for each revision and who led it, the newest first.
func (r Rows) GoodUses(ctx context.Context, workspace string, since time.Time, limit int) ([]execution.Execution, error) {
	return r.all(ctx, "id IN (SELECT execution FROM good_use WHERE workspace = $1 AND ended >= $2 ORDER BY ended DESC, execution LIMIT $3) ORDER BY ended DESC, id", workspace, stamp.Micros(since), limit)
}

// SaveExecution writes an execution's summary, and adds events to it. It must be held.
func (r Rows) SaveExecution(ctx context.Context, x execution.Execution, fresh []execution.Event) error {
	body, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("write an execution: %w", err)
	}
	if _, err := r.q.ExecContext(ctx, "UPDATE execution SET changed = $1, ended = $2, passed = $3, outcome = $4, body = $5, wakes = $6, deviated = $7 WHERE id = $8", stamp.Micros(x.Changed), stamp.Micros(x.Ended), bit(x.Passed), outcome(x), string(body), stamp.Micros(x.Wakes), strings.Join(x.Deviated, " "), x.ID); err != nil {
		return fmt.Errorf("write an execution: %w", err)
	}
	if err := r.carried(ctx, x); err != nil {
		return fmt.Errorf("write who carried a procedure out: %w", err)
	}
	if x.Over() {
		if err := r.over(ctx, x); err != nil {
			return fmt.Errorf("write an execution: %w", err)
		}
	}
	for _, e := range fresh {
		body, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("write an execution's event: %w", err)
		}
		if _, err := r.q.ExecContext(ctx, "INSERT INTO execution_event (execution, id, seq, body) VALUES ($1, $2, (SELECT COALESCE(MAX(seq), 0) + 1 FROM execution_event WHERE execution = $1), $3)", x.ID, e.ID, string(body)); err != nil {
			return fmt.Errorf("write an execution's event: %w", err)
		}
	}
	return nil
}
