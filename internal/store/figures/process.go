package figures

import (
	"context"
	"encoding/json"

	"showhow/internal/sop/figure"
	"showhow/internal/store/stamp"
)

// ofProcess are observations of processes with the columns of those of procedures.
const ofProcess = `(SELECT workspace, measure, id, '' AS procedure, at, took, failed, 'not_used' AS usage, unit, cause, 0 AS number, '' AS execution, 'outside' AS source, 0 AS in_force, stored, excluded, reason, process FROM process_observation) AS o`

// putOfProcess writes one of a process that had no SOP in force then.
func (r Rows) putOfProcess(ctx context.Context, o figure.Observation, was *figure.Observation) error {
	if was != nil {
		if err := r.countOfProcess(ctx, *was, -1); err != nil {
			return err
		}
		if err := r.exec(ctx, "write an observation", "DELETE FROM process_observation WHERE workspace = $1 AND measure = $2 AND id = $3", o.Workspace, string(o.Measure), o.ID); err != nil {
			return err
		}
	}
	err := r.exec(ctx, "write an observation", "INSERT INTO process_observation (workspace, measure, id, process, at, took, failed, unit, cause, stored, excluded, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		o.Workspace, string(o.Measure), o.ID, o.Process, stamp.Micros(o.At), o.Took.Microseconds(), bit(o.Failed), o.Unit, o.Cause, stamp.Micros(o.Stored), stamp.Micros(o.Excluded), o.Reason)
	if err != nil {
		return err
	}
	return r.countOfProcess(ctx, o, 1)
}

// countOfProcess adds an observation to the sums of its process, or takes it away.
func (r Rows) countOfProcess(ctx context.Context, o figure.Observation, by int64) error {
	if !o.Excluded.IsZero() {
		return nil
	}
	for _, m := range []string{string(o.Measure), ""} {
		if err := r.exec(ctx, "count observations", `INSERT INTO process_sum (workspace, measure, process, n, failed) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (workspace, measure, process) DO UPDATE SET n = process_sum.n + EXCLUDED.n, failed = process_sum.failed + EXCLUDED.failed`, o.Workspace, m, o.Process, by, by*bit(o.Failed)); err != nil {
			return err
		}
	}
	return nil
}

// CountsOfProcess are a process's, by measure.
func (r Rows) CountsOfProcess(ctx context.Context, workspace, process string) ([]figure.Count, error) {
	return ask(ctx, r, func(s scanner) (c figure.Count, err error) {
		c.Use, c.Source = figure.Unused, figure.Outside
		return c, s.Scan(&c.Measure, &c.N, &c.Failed)
	}, "SELECT measure, n, failed FROM process_sum WHERE workspace = $1 AND process = $2 AND measure <> '' AND n > 0 ORDER BY measure", workspace, process)
}

// CountedOfProcess counts what a question asks for, from its From on, without what is left out.
func (r Rows) CountedOfProcess(ctx context.Context, q figure.Question) (c figure.Count, err error) {
	all, err := ask(ctx, r, func(s scanner) (c figure.Count, err error) { return c, s.Scan(&c.N, &c.Failed) },
		"SELECT COUNT(*), COALESCE(SUM(failed), 0) FROM process_observation WHERE process = $1 AND measure = $2 AND workspace = $3 AND excluded = 0 AND at >= $4", q.Process, string(q.Measure), q.Workspace, stamp.Micros(q.From))
	if err != nil || len(all) == 0 {
		return c, err
	}
	return all[0], nil
}

// process reads the columns id, body and slug.
func process(s scanner) (p figure.Process, err error) {
	var body []byte
	if err := s.Scan(&p.ID, &body, &p.Slug); err != nil {
		return p, err
	}
	var named struct{ Name string }
	err = json.Unmarshal(body, &named)
	p.Name = named.Name
	return p, err
}

// Processes are all of a workspace's register.
func (r Rows) Processes(ctx context.Context, workspace string) ([]figure.Process, error) {
	return ask(ctx, r, process, "SELECT id, body, slug FROM process WHERE workspace = $1 ORDER BY id", workspace)
}

// Leading are the processes that lead to a procedure.
func (r Rows) Leading(ctx context.Context, workspace, slug string) ([]figure.Process, error) {
	return ask(ctx, r, process, "SELECT id, body, slug FROM process WHERE workspace = $1 AND slug = $2 ORDER BY id", workspace, slug)
}

// BusiestProcesses are those on which most observations hang.
func (r Rows) BusiestProcesses(ctx context.Context, workspace string, limit int) ([]figure.BusyProcess, error) {
	return ask(ctx, r, func(s scanner) (b figure.BusyProcess, err error) {
		var body []byte
		if err := s.Scan(&b.ID, &body, &b.Slug, &b.N); err != nil {
			return b, err
		}
		var named struct{ Name string }
		err = json.Unmarshal(body, &named)
		b.Name = named.Name
		return b, err
	}, "SELECT c.process, p.body, p.slug, c.n FROM (SELECT process, n FROM process_sum WHERE workspace = $1 AND measure = '' AND n > 0 ORDER BY n DESC, process LIMIT $2) c JOIN process p ON p.id = c.process ORDER BY c.n DESC, c.process", workspace, limit)
}
