// Package figures keeps what was observed of procedures. The statements are the same for both engines.
package figures

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/figure"
	"showhow/internal/store"
	"showhow/internal/store/executions"
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

// Tx is a transaction with the statements on figures beside those on executions, on lives and the store's own.
type Tx struct {
	executions.Tx
	Rows
}

// In gives a transaction with them.
func In(t *store.Tx) Tx { return Tx{executions.In(t), Rows{t.SQL()}} }

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// exec runs a statement; doing says what for.
func (r Rows) exec(ctx context.Context, doing, query string, args ...any) error {
	if _, err := r.q.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

type scanner interface{ Scan(...any) error }

// ask runs a query.
func ask[T any](ctx context.Context, r Rows, scan func(scanner) (T, error), query string, args ...any) (out []T, err error) {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	defer found.Close()
	for found.Next() {
		x, err := scan(found)
		if err != nil {
			return nil, fmt.Errorf("read a figure: %w", err)
		}
		out = append(out, x)
	}
	return out, errors.Join(found.Err(), found.Close())
}

const columns = "workspace, measure, id, procedure, at, took, failed, usage, unit, cause, number, execution, source, in_force, stored, excluded, reason, process"

func observation(s scanner) (o figure.Observation, err error) {
	var at, took, failed, inForce, stored, excluded int64
	err = s.Scan(&o.Workspace, &o.Measure, &o.ID, &o.Procedure, &at, &took, &failed, &o.Use, &o.Unit, &o.Cause, &o.Number, &o.Execution, &o.Source, &inForce, &stored, &excluded, &o.Reason, &o.Process)
	o.At, o.Took, o.Failed, o.InForce, o.Stored, o.Excluded = stamp.Time(at), time.Duration(took)*time.Microsecond, failed != 0, inForce != 0, stamp.Time(stored), stamp.Time(excluded)
	return o, err
}

// Observations answers a question, the newest first.
func (r Rows) Observations(ctx context.Context, q figure.Question) ([]figure.Observation, error) {
	from, of := "observation WHERE procedure = $1", q.Procedure
	if of == "" {
		from, of = ofProcess+" WHERE process = $1", q.Process
	}
	side := map[figure.Side]string{figure.WithIt: " AND usage <> 'not_used'", figure.WithoutIt: " AND usage = 'not_used'"}[q.Side]
	to := int64(math.MaxInt64)
	if !q.To.IsZero() {
		to = stamp.Micros(q.To)
	}
	return ask(ctx, r, observation, "SELECT "+columns+" FROM "+from+" AND measure = $2 AND workspace = $3 AND at >= $4 AND at < $5"+side+" ORDER BY at DESC, id LIMIT $6", of, string(q.Measure), q.Workspace, stamp.Micros(q.From), to, q.Limit)
}

// LeftOut are the observations of a procedure that don't count, or of a process when there is no procedure, the last left out first.
func (r Rows) LeftOut(ctx context.Context, q figure.Question) ([]figure.Observation, error) {
	from, of := "observation WHERE procedure = $1", q.Procedure
	if of == "" {
		from, of = ofProcess+" WHERE process = $1", q.Process
	}
	return ask(ctx, r, observation, "SELECT "+columns+" FROM "+from+" AND workspace = $2 AND excluded > 0 ORDER BY excluded DESC, id LIMIT $3", of, q.Workspace, q.Limit)
}

// Observation gives one, of a procedure or of a process; nil when there is none.
func (r Rows) Observation(ctx context.Context, workspace string, m figure.Measure, id string) (*figure.Observation, error) {
	for _, from := range []string{"observation", ofProcess} {
		all, err := ask(ctx, r, observation, "SELECT "+columns+" FROM "+from+" WHERE workspace = $1 AND measure = $2 AND id = $3", workspace, string(m), id)
		if err != nil {
			return nil, err
		}
		if len(all) > 0 {
			return &all[0], nil
		}
	}
	return nil, nil
}

// PutObservation writes one, in the place of what it had been; was is that, nil for a new one. The counts follow.
func (r Rows) PutObservation(ctx context.Context, o figure.Observation, was *figure.Observation) error {
	if o.Procedure == "" {
		return r.putOfProcess(ctx, o, was)
	}
	if was != nil {
		if err := r.count(ctx, *was, -1); err != nil {
			return err
		}
		if err := r.exec(ctx, "write an observation", "DELETE FROM observation WHERE workspace = $1 AND measure = $2 AND id = $3", o.Workspace, string(o.Measure), o.ID); err != nil {
			return err
		}
	}
	err := r.exec(ctx, "write an observation", "INSERT INTO observation ("+columns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
		o.Workspace, string(o.Measure), o.ID, o.Procedure, stamp.Micros(o.At), o.Took.Microseconds(), bit(o.Failed), string(o.Use), o.Unit, o.Cause, o.Number, o.Execution, string(o.Source), bit(o.InForce), stamp.Micros(o.Stored), stamp.Micros(o.Excluded), o.Reason, o.Process)
	if err != nil {
		return err
	}
	return r.count(ctx, o, 1)
}

// count adds an observation to the counts, or takes it away.
func (r Rows) count(ctx context.Context, o figure.Observation, by int64) error {
	if !o.Excluded.IsZero() {
		return nil
	}
	for _, m := range []string{string(o.Measure), ""} {
		if err := r.exec(ctx, "count observations", `INSERT INTO observation_rank (workspace, measure, procedure, n, failed) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (workspace, measure, procedure) DO UPDATE SET n = observation_rank.n + EXCLUDED.n, failed = observation_rank.failed + EXCLUDED.failed`, o.Workspace, m, o.Procedure, by, by*bit(o.Failed)); err != nil {
			return err
		}
	}
	if err := r.exec(ctx, "count observations", `INSERT INTO observation_total (workspace, measure, usage, source, in_force, n, failed) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (workspace, measure, usage, source, in_force) DO UPDATE SET n = observation_total.n + EXCLUDED.n, failed = observation_total.failed + EXCLUDED.failed`,
		o.Workspace, string(o.Measure), string(o.Use), string(o.Source), bit(o.InForce), by, by*bit(o.Failed)); err != nil {
		return err
	}
	log := figure.Log(o.Took)
	return r.exec(ctx, "count observations", `INSERT INTO observation_count (workspace, procedure, measure, usage, source, in_force, n, failed, logs, squares) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (workspace, procedure, measure, usage, source, in_force) DO UPDATE SET n = observation_count.n + EXCLUDED.n, failed = observation_count.failed + EXCLUDED.failed,
		logs = observation_count.logs + EXCLUDED.logs, squares = observation_count.squares + EXCLUDED.squares`,
		o.Workspace, o.Procedure, string(o.Measure), string(o.Use), string(o.Source), bit(o.InForce), by, by*bit(o.Failed), by*log, by*log*log)
}

func counted(s scanner) (c figure.Count, err error) {
	var inForce int64
	err = s.Scan(&c.Procedure, &c.Measure, &c.Use, &c.Source, &inForce, &c.N, &c.Failed, &c.Logs, &c.Squares)
	c.InForce = inForce != 0
	return c, err
}

// CountsOf are a procedure's.
func (r Rows) CountsOf(ctx context.Context, workspace, procedure string) ([]figure.Count, error) {
	return ask(ctx, r, counted, "SELECT procedure, measure, usage, source, in_force, n, failed, logs, squares FROM observation_count WHERE workspace = $1 AND procedure = $2 AND n > 0 ORDER BY measure, usage, source, in_force", workspace, procedure)
}

// Totals are a workspace's, of all procedures together.
func (r Rows) Totals(ctx context.Context, workspace string) ([]figure.Count, error) {
	return ask(ctx, r, counted, "SELECT '', measure, usage, source, in_force, n, failed, 0, 0 FROM observation_total WHERE workspace = $1 AND n > 0 ORDER BY measure, usage, source, in_force", workspace)
}

// Busiest are the procedures of which most is known.
func (r Rows) Busiest(ctx context.Context, workspace string, limit int) ([]figure.Busy, error) {
	return ask(ctx, r, func(s scanner) (k figure.Busy, err error) {
		return k, s.Scan(&k.Procedure, &k.Slug, &k.Title, &k.N)
	}, "SELECT c.procedure, p.slug, p.title, c.n FROM (SELECT procedure, n FROM observation_rank WHERE workspace = $1 AND measure = '' AND n > 0 ORDER BY n DESC, procedure LIMIT $2) c JOIN procedure p ON p.id = c.procedure ORDER BY c.n DESC, p.slug", workspace, limit)
}

// Rates are the counts of a measure by procedure, without their uses: those with the most first.
func (r Rows) Rates(ctx context.Context, workspace string, m figure.Measure, limit int) ([]figure.Count, error) {
	return ask(ctx, r, func(s scanner) (c figure.Count, err error) {
		return c, s.Scan(&c.Procedure, &c.N, &c.Failed)
	}, "SELECT procedure, n, failed FROM observation_rank WHERE workspace = $1 AND measure = $2 AND n > 0 ORDER BY n DESC, procedure LIMIT $3", workspace, string(m), limit)
}

// PutFacts writes what an execution tells of its steps.
func (r Rows) PutFacts(ctx context.Context, f figure.Facts) error {
	body, err := json.Marshal(f.Steps)
	if err != nil {
		return fmt.Errorf("write an execution's facts: %w", err)
	}
	return r.exec(ctx, "write an execution's facts", `INSERT INTO execution_fact (execution, workspace, procedure, number, live, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (execution) DO UPDATE SET body = EXCLUDED.body, at = EXCLUDED.at`, f.Execution, f.Workspace, f.Procedure, f.Number, bit(f.Live), stamp.Micros(f.At), string(body))
}

// Facts are those of a procedure's newest executions.
func (r Rows) Facts(ctx context.Context, workspace, procedure string, limit int) ([]figure.Facts, error) {
	return ask(ctx, r, func(s scanner) (f figure.Facts, err error) {
		var live, at int64
		var body []byte
		if err := s.Scan(&f.Execution, &f.Workspace, &f.Procedure, &f.Number, &live, &at, &body); err != nil {
			return f, err
		}
		f.Live, f.At = live != 0, stamp.Time(at)
		return f, json.Unmarshal(body, &f.Steps)
	}, "SELECT execution, workspace, procedure, number, live, at, body FROM execution_fact WHERE procedure = $1 AND workspace = $2 ORDER BY at DESC, execution LIMIT $3", procedure, workspace, limit)
}

// Notes are a procedure's, the oldest first.
func (r Rows) Notes(ctx context.Context, workspace, procedure string) ([]figure.Note, error) {
	return ask(ctx, r, func(s scanner) (n figure.Note, err error) {
		var at int64
		err = s.Scan(&n.ID, &n.Workspace, &n.Procedure, &at, &n.Text)
		n.At = stamp.Time(at)
		return n, err
	}, "SELECT id, workspace, procedure, at, words FROM figure_note WHERE workspace = $1 AND procedure = $2 ORDER BY at, id", workspace, procedure)
}

// AddNote writes one.
func (r Rows) AddNote(ctx context.Context, n figure.Note) error {
	return r.exec(ctx, "write a note", "INSERT INTO figure_note (id, workspace, procedure, at, words) VALUES ($1, $2, $3, $4, $5)", n.ID, n.Workspace, n.Procedure, stamp.Micros(n.At), n.Text)
}

// DropNote deletes one; an error with code sop.NotFound when the procedure has none of that id.
func (r Rows) DropNote(ctx context.Context, n figure.Note) error {
	gone, err := r.q.ExecContext(ctx, "DELETE FROM figure_note WHERE id = $1 AND workspace = $2 AND procedure = $3", n.ID, n.Workspace, n.Procedure)
	if err != nil {
		return fmt.Errorf("delete a note: %w", err)
	}
	if many, err := gone.RowsAffected(); err != nil || many == 0 {
		return errors.Join(err, &sop.Error{Code: sop.NotFound, Message: "There is no such note.", Mend: "Look for it on the page of figures."})
	}
	return nil
}

// Due are executions whose facts have to be written, with their workspaces, those that ended first before others: of one procedure, or of all when it's empty.
func (r Rows) Due(ctx context.Context, procedure string, limit int) ([][2]string, error) {
	where, args := "", []any{limit}
	if procedure != "" {
		where, args = "WHERE d.procedure = $2 ", append(args, procedure)
	}
	return ask(ctx, r, func(s scanner) (of [2]string, err error) { return of, s.Scan(&of[0], &of[1]) },
		"SELECT e.workspace, e.id FROM figure_due d JOIN execution e ON e.id = d.execution "+where+"ORDER BY d.ended, d.execution LIMIT $1", args...)
}

// PutOff has others come before an execution.
func (r Rows) PutOff(ctx context.Context, execution string, at time.Time) error {
	if _, err := r.q.ExecContext(ctx, "UPDATE figure_due SET ended = $1 WHERE execution = $2", at.UnixMicro(), execution); err != nil {
		return fmt.Errorf("put off figures: %w", err)
	}
	return nil
}

// DropDue says that they were written.
func (r Rows) DropDue(ctx context.Context, execution string) error {
	return r.exec(ctx, "write an execution's facts", "DELETE FROM figure_due WHERE execution = $1", execution)
}

// Learner tells when somebody first tried a procedure, and first did it alone; zero for not yet.
func (r Rows) Learner(ctx context.Context, procedure, account string) (l figure.Learner, err error) {
	all, err := ask(ctx, r, func(s scanner) (l figure.Learner, err error) {
		var began, alone int64
		err = s.Scan(&began, &alone)
		return figure.Learner{Began: stamp.Time(began), Alone: stamp.Time(alone)}, err
	}, "SELECT began, alone FROM learner WHERE procedure = $1 AND account = $2", procedure, account)
	if len(all) > 0 {
		l = all[0]
	}
	l.Procedure, l.Account = procedure, account
	return l, err
}

// SaveLearner writes it.
func (r Rows) SaveLearner(ctx context.Context, l figure.Learner) error {
	return r.exec(ctx, "write who learnt", "INSERT INTO learner (procedure, account, began, alone) VALUES ($1, $2, $3, $4) ON CONFLICT (procedure, account) DO UPDATE SET began = EXCLUDED.began, alone = EXCLUDED.alone",
		l.Procedure, l.Account, stamp.Micros(l.Began), stamp.Micros(l.Alone))
}
