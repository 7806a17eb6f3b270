package store

import (
	"context"
	"encoding/json"
	"time"

	"showhow/internal/sop"
	"showhow/internal/store/stamp"
)

const runColumns = "id, workspace, holding, procedure, state, job, attempt, worker, stage, done, time_left, fault, created, began, changed, ended"

func scanRun(r row) (n sop.Run, err error) {
	var done, left, created, began, changed, ended int64
	var fault string
	err = r.Scan(&n.ID, &n.Workspace, &n.Holding, &n.Procedure, &n.State, &n.Job, &n.Attempt, &n.Worker, &n.Stage, &done, &left, &fault,
		&created, &began, &changed, &ended)
	if err != nil {
		return n, err
	}
	n.Fraction, n.Left = float64(done)/1000, time.Duration(left)*time.Microsecond
	n.Created, n.Began, n.Changed, n.Ended = stamp.Time(created), stamp.Time(began), stamp.Time(changed), stamp.Time(ended)
	if fault != "" {
		n.Fault = &sop.Fault{}
		err = json.Unmarshal([]byte(fault), n.Fault)
	}
	return n, err
}

func runValues(n sop.Run) ([]any, error) {
	fault := ""
	if n.Fault != nil {
		var err error
		if fault, err = text(n.Fault); err != nil {
			return nil, err
		}
	}
	return []any{n.ID, n.Workspace, n.Holding, n.Procedure, string(n.State), n.Job, n.Attempt, n.Worker, n.Stage, int64(n.Fraction * 1000),
		n.Left.Microseconds(), fault, stamp.Micros(n.Created), stamp.Micros(n.Began), stamp.Micros(n.Changed), stamp.Micros(n.Ended)}, nil
}

// AddRun writes a new run down.
func (t *Tx) AddRun(ctx context.Context, n sop.Run) error {
	v, err := runValues(n)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO run ("+runColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)", v...)
	return err
}

// SaveRun writes what has become of a run, if it is still in the state and in the attempt in which it was read. ok tells whether it was.
func (t *Tx) SaveRun(ctx context.Context, was, n sop.Run) (ok bool, err error) {
	v, err := runValues(n)
	if err != nil {
		return false, err
	}
	touched, err := t.exec(ctx, `UPDATE run SET workspace = $2, holding = $3, procedure = $4, state = $5, job = $6, attempt = $7, worker = $8,
		stage = $9, done = $10, time_left = $11, fault = $12, created = $13, began = $14, changed = $15, ended = $16
		WHERE id = $1 AND state = $17 AND attempt = $18`, append(v, string(was.State), was.Attempt)...)
	return touched == 1, err
}

// Run gives a run; an error with code sop.NotFound when the workspace has none by that id.
func (r rows) Run(ctx context.Context, workspace, id string) (sop.Run, error) {
	return one(ctx, r, question[sop.Run]{scanRun, "There is no such run.",
		"SELECT " + runColumns + " FROM run WHERE workspace = $1 AND id = $2", []any{workspace, id}})
}

// RunByID is for the workers, who serve all workspaces.
func (r rows) RunByID(ctx context.Context, id string) (sop.Run, error) {
	return one(ctx, r, question[sop.Run]{scanRun, "There is no such run.", "SELECT " + runColumns + " FROM run WHERE id = $1", []any{id}})
}

// Runs gives a workspace's runs, the newest first, at most limit.
func (r rows) Runs(ctx context.Context, workspace string, limit int) ([]sop.Run, error) {
	return all(ctx, r, scanRun, "SELECT "+runColumns+" FROM run WHERE workspace = $1 ORDER BY created DESC, id LIMIT $2", workspace, limit)
}

// RunOf gives the newest run of a recording; an error with code sop.NotFound when there is none.
func (r rows) RunOf(ctx context.Context, holding string) (sop.Run, error) {
	return one(ctx, r, question[sop.Run]{scanRun, "That recording has no run.",
		"SELECT " + runColumns + " FROM run WHERE holding = $1 ORDER BY created DESC, id LIMIT 1", []any{holding}})
}

// Silent gives the runs of all workspaces that wait or are worked on, and of which nothing was heard since a time.
func (r rows) Silent(ctx context.Context, since time.Time) ([]sop.Run, error) {
	return all(ctx, r, scanRun, "SELECT "+runColumns+" FROM run WHERE state IN ('queued', 'running') AND changed < $1 ORDER BY id", stamp.Micros(since))
}
