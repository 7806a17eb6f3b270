package currents

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/execution"
	"showhow/internal/store/stamp"
)

// Used tells, by procedure and revision, which executions for real failed or were made good since a time, which weren't done as they stand, and how often readers said that a step is wrong or outdated which nobody has closed.
func (r Rows) Used(ctx context.Context, since time.Time) (all []current.Used, err error) {
	type key struct {
		workspace, procedure string
		number               int
	}
	at := map[key]int{}
	of := func(k key) *current.Used {
		i, known := at[k]
		if !known {
			i = len(all)
			at[k] = i
			all = append(all, current.Used{Workspace: k.workspace, Procedure: k.procedure, Number: k.number})
		}
		return &all[i]
	}
	if err := r.each(ctx, func(s scanner) error {
		var k key
		var id string
		var outcome execution.Outcome
		if err := s.Scan(&k.workspace, &k.procedure, &k.number, &id, &outcome); err != nil {
			return err
		}
		switch outcome {
		case execution.Failed:
			of(k).Failed = append(of(k).Failed, id)
		case execution.Recovered:
			of(k).Recovered = append(of(k).Recovered, id)
		}
		return nil
	}, "SELECT workspace, procedure, number, id, outcome FROM execution WHERE mode = 'live' AND outcome IN ('failed', 'recovered') AND ended > $1 ORDER BY ended, id LIMIT 5000", stamp.Micros(since)); err != nil {
		return nil, err
	}
	if err := r.each(ctx, func(s scanner) error {
		var k key
		var id, steps string
		err := s.Scan(&k.workspace, &k.procedure, &k.number, &id, &steps)
		of(k).Deviated = append(of(k).Deviated, current.Deviation{Execution: id, Steps: strings.Fields(steps)})
		return err
	}, "SELECT workspace, procedure, number, id, deviated FROM execution WHERE deviated <> '' AND mode = 'live' AND outcome IN ('ok', 'skipped') AND ended > $1 ORDER BY ended, id LIMIT 5000", stamp.Micros(since)); err != nil {
		return nil, err
	}
	err = r.each(ctx, func(s scanner) error {
		var k key
		var n int
		var last int64
		err := s.Scan(&k.workspace, &k.procedure, &k.number, &n, &last)
		of(k).Said, of(k).LastSaid = n, stamp.Time(last)
		return err
	}, "SELECT workspace, procedure, number, COUNT(*), MAX(at) FROM feedback WHERE state = 'open' AND kind IN ('wrong', 'outdated') AND at > $1 GROUP BY workspace, procedure, number ORDER BY procedure, number LIMIT 5000", stamp.Micros(since))
	return all, err
}

// used are the executions by which a procedure is in use: for real, or to try whether it holds. Who trains doesn't show that it does.
const used = "mode IN ('live', 'pilot', 'dry_run')"

// UseSeen is by what of its use a procedure's revision was last looked at; empty where that isn't known.
func (r Rows) UseSeen(ctx context.Context, procedure string, number int) (seen string, err error) {
	err = r.each(ctx, func(s scanner) error { return s.Scan(&seen) }, "SELECT seen FROM use_seen WHERE procedure = $1 AND number = $2", procedure, number)
	return seen, err
}

// SetUseSeen keeps it; empty for that it isn't known any more of any of its revisions.
func (r Rows) SetUseSeen(ctx context.Context, procedure string, number int, seen string) error {
	if seen == "" {
		_, err := r.exec(ctx, "DELETE FROM use_seen WHERE procedure = $1", procedure)
		return err
	}
	_, err := r.exec(ctx, "INSERT INTO use_seen (procedure, number, seen) VALUES ($1, $2, $3) ON CONFLICT (procedure, number) DO UPDATE SET seen = excluded.seen", procedure, number, seen)
	return err
}

// Resting are procedures, by their ids, of which nobody has looked since a time whether they are still carried out, and those flagged as unused that were carried out since.
func (r Rows) Resting(ctx context.Context, since time.Time, limit int) (all []string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var id string
		err := s.Scan(&id)
		all = append(all, id)
		return err
	}, `SELECT procedure FROM (
		SELECT f.procedure FROM flag f WHERE f.reason = 'unused' AND f.cleared = 0 AND EXISTS (SELECT 1 FROM execution e WHERE e.procedure = f.procedure AND e.started > f.at AND e.`+used+`)
		UNION SELECT l.procedure FROM life l LEFT JOIN rest x ON x.procedure = l.procedure WHERE x.procedure IS NULL OR x.looked <= $1
	) AS due ORDER BY procedure LIMIT $2`, stamp.Micros(since), limit)
	return all, err
}

// LastUse is when a procedure was last begun to be carried out, for real or to try whether it holds; zero for never.
func (r Rows) LastUse(ctx context.Context, procedure string) (at time.Time, err error) {
	err = r.each(ctx, func(s scanner) error {
		var last int64
		err := s.Scan(&last)
		at = stamp.Time(last)
		return err
	}, "SELECT started FROM execution WHERE procedure = $1 AND "+used+" ORDER BY started DESC LIMIT 1", procedure)
	return at, err
}

// Leads are the accounts that led some executions, or began them where nobody else led them.
func (r Rows) Leads(ctx context.Context, ids []string) (all []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var marks []string
	var args []any
	for i, id := range ids {
		marks, args = append(marks, fmt.Sprintf("$%d", i+1)), append(args, id)
	}
	err = r.each(ctx, func(s scanner) error {
		var body string
		var x execution.Execution
		if err := s.Scan(&body); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(body), &x)
		all = append(all, cmp.Or(x.Lead, x.By))
		return err
	}, "SELECT body FROM execution WHERE id IN ("+strings.Join(marks, ", ")+") ORDER BY id", args...)
	return all, err
}

// Looked keeps that it was looked at whether a procedure is still carried out.
func (r Rows) Looked(ctx context.Context, p sop.Procedure, at time.Time) error {
	_, err := r.exec(ctx, "INSERT INTO rest (procedure, workspace, looked) VALUES ($1, $2, $3) ON CONFLICT (procedure) DO UPDATE SET looked = excluded.looked", p.ID, p.Workspace, stamp.Micros(at))
	return err
}
