// Package training keeps who learnt what: what was signed, what was asked, and what each class of procedures needs. The statements are the same for both engines.
package training

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/notices"
	"showhow/internal/store/stamp"
)

// Querier is a pool or a transaction.
type Querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Rows are the statements.
type Rows struct{ q Querier }

// Read gives those that run outside of a transaction.
func Read(d *store.DB) Rows { return Rows{d.Pool()} }

// On gives them on a pool or a transaction.
func On(q Querier) Rows { return Rows{q} }

// Tx is a transaction with the statements on training beside those on executions, on lives, and the store's own.
type Tx struct {
	executions.Tx
	Rows
	told notices.Rows
}

// In gives a transaction with those on training.
func In(t *store.Tx) Tx { return Tx{executions.In(t), Rows{t.SQL()}, notices.In(t)} }

// With gives one that has those on executions already those on training.
func With(t executions.Tx) Tx { return Tx{t, Rows{t.SQL()}, notices.In(t.Tx.Tx)} }

// Remind notes that somebody is reminded; fresh is false when they were before.
func (t Tx) Remind(ctx context.Context, procedure, stage string, at time.Time) (fresh bool, err error) {
	return t.told.Remind(ctx, procedure, stage, at)
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

type scanner interface{ Scan(...any) error }

func (r Rows) each(ctx context.Context, row func(scanner) error, query string, args ...any) error {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read training: %w", err)
	}
	defer found.Close()
	for found.Next() {
		if err := row(found); err != nil {
			return fmt.Errorf("read training: %w", err)
		}
	}
	return errors.Join(found.Err(), found.Close())
}

// write runs a statement of which the last argument is written as JSON.
func (r Rows) write(ctx context.Context, query string, args ...any) error {
	body, err := json.Marshal(args[len(args)-1])
	if err == nil {
		args[len(args)-1] = string(body)
		_, err = r.q.ExecContext(ctx, query, args...)
	}
	if err != nil {
		return fmt.Errorf("write training: %w", err)
	}
	return nil
}

// where is a question as a condition.
func where(q training.Question, more string) (string, []any) {
	text, args := "workspace = $1"+more, []any{q.Workspace}
	for _, x := range [][2]string{{"procedure", q.Procedure}, {"account", q.Account}, {"journey", q.Journey}} {
		if x[1] != "" {
			args = append(args, x[1])
			text += fmt.Sprintf(" AND %s = $%d", x[0], len(args))
		}
	}
	if q.Supervisor != "" { // accounts' ids are letters and digits
		args = append(args, `%"supervisor":"`+q.Supervisor+`"%`)
		text += fmt.Sprintf(" AND body LIKE $%d", len(args))
	}
	if q.Procedures != nil {
		marks := []string{"''"}
		for _, p := range q.Procedures {
			args = append(args, p)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		text += " AND procedure IN (" + strings.Join(marks, ", ") + ")"
	}
	return text, args
}

// Records answers a question, by procedure and account. Journey and Ended aren't asked of records.
func (r Rows) Records(ctx context.Context, q training.Question) (all []training.Record, err error) {
	q.Journey, q.Supervisor = "", ""
	cond, args := where(q, "")
	err = r.each(ctx, func(s scanner) error {
		var x training.Record
		var body string
		if err := s.Scan(&x.Workspace, &x.Procedure, &x.Account, &body); err != nil {
			return err
		}
		all = append(all, x)
		return json.Unmarshal([]byte(body), &all[len(all)-1])
	}, "SELECT workspace, procedure, account, body FROM training WHERE "+cond+" ORDER BY procedure, account", args...)
	return all, err
}

// Record gives that of one person and one procedure; one without entries when nothing was signed.
func (r Rows) Record(ctx context.Context, workspace, procedure, account string) (training.Record, error) {
	all, err := r.Records(ctx, training.Question{Workspace: workspace, Procedure: procedure, Account: account})
	if err != nil || len(all) == 0 {
		return training.Record{Workspace: workspace, Procedure: procedure, Account: account}, err
	}
	return all[0], nil
}

// SaveRecord writes one. Its procedure must be held.
func (r Rows) SaveRecord(ctx context.Context, x training.Record) error {
	return r.write(ctx, "INSERT INTO training (workspace, procedure, account, body) VALUES ($1, $2, $3, $4) ON CONFLICT (procedure, account) DO UPDATE SET body = excluded.body", x.Workspace, x.Procedure, x.Account, x)
}

// Tasks answers a question, in the order in which they were given.
func (r Rows) Tasks(ctx context.Context, q training.Question) ([]training.Task, error) {
	more := " AND ended = 0"
	if q.Ended {
		more = ""
	}
	cond, args := where(q, more)
	return r.tasks(ctx, cond+" ORDER BY id", args...)
}

func (r Rows) tasks(ctx context.Context, cond string, args ...any) (all []training.Task, err error) {
	err = r.each(ctx, func(s scanner) error {
		var x training.Task
		var next int64
		var body string
		if err := s.Scan(&x.Workspace, &x.Procedure, &next, &body); err != nil {
			return err
		}
		if next > 0 {
			x.Next = time.UnixMicro(next).UTC()
		}
		all = append(all, x)
		return json.Unmarshal([]byte(body), &all[len(all)-1])
	}, "SELECT workspace, procedure, next, body FROM training_task WHERE "+cond, args...)
	return all, err
}

// TasksBy are the tasks of a workspace that are to be looked at by a time, the earliest first.
func (r Rows) TasksBy(ctx context.Context, workspace string, by time.Time, limit int) ([]training.Task, error) {
	return r.tasks(ctx, "workspace = $1 AND ended = 0 AND next <= $2 ORDER BY next, id LIMIT $3", workspace, stamp.Micros(by), limit)
}

// SaveTask writes a task.
func (r Rows) SaveTask(ctx context.Context, x training.Task) error {
	return r.write(ctx, `INSERT INTO training_task (id, workspace, procedure, account, assignment, journey, ended, next, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, next = excluded.next, body = excluded.body`,
		x.ID, x.Workspace, x.Procedure, x.Account, x.Assignment, x.Journey, bit(x.Withdrawn != nil), stamp.Micros(x.Next), x)
}

// Assignments are a workspace's that haven't ended.
func (r Rows) Assignments(ctx context.Context, q training.Question) (all []training.Assignment, err error) {
	q.Account, q.Journey, q.Supervisor = "", "", ""
	more := " AND ended = 0"
	if q.Ended {
		more = ""
	}
	cond, args := where(q, more)
	err = r.each(ctx, func(s scanner) error {
		var x training.Assignment
		var body string
		if err := s.Scan(&x.Workspace, &x.Procedure, &body); err != nil {
			return err
		}
		all = append(all, x)
		return json.Unmarshal([]byte(body), &all[len(all)-1])
	}, "SELECT workspace, procedure, body FROM training_assignment WHERE "+cond+" ORDER BY id", args...)
	return all, err
}

// SaveAssignment writes one.
func (r Rows) SaveAssignment(ctx context.Context, x training.Assignment) error {
	return r.write(ctx, "INSERT INTO training_assignment (id, workspace, procedure, ended, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, body = excluded.body",
		x.ID, x.Workspace, x.Procedure, bit(x.Ended != nil), x)
}

// Enrolled are the accounts that have a task by an assignment, or had.
func (r Rows) Enrolled(ctx context.Context, assignment string) (all []string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var id string
		err := s.Scan(&id)
		all = append(all, id)
		return err
	}, "SELECT account FROM training_task WHERE assignment = $1 ORDER BY account", assignment)
	return all, err
}

// TrainingPolicies gives a workspace's; the usual ones when it has set none.
func (r Rows) TrainingPolicies(ctx context.Context, workspace string) (training.Policies, error) {
	all := training.Usual()
	err := r.each(ctx, func(s scanner) error {
		var body string
		if err := s.Scan(&body); err != nil {
			return err
		}
		return json.Unmarshal([]byte(body), &all)
	}, "SELECT body FROM training_policy WHERE workspace = $1", workspace)
	return all, err
}

// SetTrainingPolicies writes them.
func (r Rows) SetTrainingPolicies(ctx context.Context, workspace string, all training.Policies) error {
	return r.write(ctx, "INSERT INTO training_policy (workspace, body) VALUES ($1, $2) ON CONFLICT (workspace) DO UPDATE SET body = excluded.body", workspace, all)
}

// Erase takes what is personal of an account out of what was signed, in all workspaces: printed names become the one that is given, and what others noted on the
// person goes. Ids, stages, times and digests stay.
func (r Rows) Erase(ctx context.Context, account, name string) error {
	var all []training.Record
	err := r.each(ctx, func(s scanner) error {
		var x training.Record
		var body string
		if err := s.Scan(&x.Workspace, &x.Procedure, &x.Account, &body); err != nil {
			return err
		}
		all = append(all, x)
		return json.Unmarshal([]byte(body), &all[len(all)-1])
	}, "SELECT workspace, procedure, account, body FROM training WHERE account = $1 OR body LIKE $2", account, "%"+account+"%")
	for _, x := range all {
		if err != nil {
			break
		}
		for i := range x.Entries {
			e := &x.Entries[i]
			if x.Account == account {
				e.Note = ""
			}
			if e.Account == account {
				e.Name = name
			}
		}
		err = r.SaveRecord(ctx, x)
	}
	if err != nil {
		return err
	}
	if err := r.eraseNotes(ctx, account); err != nil {
		return err
	}
	return r.eraseAsked(ctx, account)
}

// eraseAsked takes away why something wasn't asked of an account any more.
func (r Rows) eraseAsked(ctx context.Context, account string) error {
	tasks, err := r.tasks(ctx, "account = $1 AND ended = 1", account)
	for _, x := range tasks {
		if x.Withdrawn != nil && err == nil {
			x.Withdrawn.Reason = ""
			err = r.SaveTask(ctx, x)
		}
	}
	if err != nil {
		return err
	}
	trips, err := r.trips(ctx, "account = $1 AND ended = 1", account)
	for _, x := range trips {
		if x.Ended != nil && err == nil {
			x.Ended.Reason = ""
			err = r.SaveTrip(ctx, x)
		}
	}
	return err
}
