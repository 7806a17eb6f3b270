package custody

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"showhow/internal/sop/custody"
	"showhow/internal/sop/life"
	"showhow/internal/sop/training"
	"showhow/internal/store/stamp"
)

// left is true of a person x.account who can't come into the workspace of the procedure p any more, and over of them, too, or when that is retired. Whoever never had an account isn't among them.
const (
	over = "(p.state = 'retired' OR " + left + ")"
	left = "EXISTS (SELECT 1 FROM account a LEFT JOIN member m ON m.account = a.id AND m.workspace = p.workspace WHERE a.id = x.account AND (a.disabled > 0 OR COALESCE(m.role, '') = ''))"
)

// TrainingOver are the training records of who has left, and of procedures that were retired, before a time, each with since when: the first of both, but not before the last thing that was signed or
// asked. ID is the account whose it is.
func (r Rows) TrainingOver(ctx context.Context, workspace string, before time.Time) (all []custody.Due, err error) {
	err = r.each(ctx, func(s scanner) error {
		x := custody.Due{Kind: custody.Training}
		var record, task, ended, state string
		var disabled, removed int64
		if err := s.Scan(&x.Procedure, &x.ID, &x.Title, &state, &record, &task, &ended, &disabled, &removed); err != nil {
			return err
		}
		var signed training.Record
		var asked training.Task
		var l life.Life
		for _, x := range []struct {
			text string
			to   any
		}{{record, &signed}, {task, &asked}, {ended, &l}} {
			if x.text != "" {
				if err := json.Unmarshal([]byte(x.text), x.to); err != nil {
					return err
				}
			}
		}
		if state == "retired" && l.Retired != nil {
			x.At = l.Retired.At
		}
		for _, left := range []time.Time{stamp.Time(disabled), stamp.Time(removed)} {
			if !left.IsZero() && (x.At.IsZero() || left.Before(x.At)) {
				x.At = left
			}
		}
		if x.At.IsZero() { // nobody knows since when: it stays
			return nil
		}
		if x.At = last(x.At, signed, asked); x.At.Before(before) {
			all = append(all, x)
		}
		return nil
	}, `SELECT x.procedure, x.account, p.title, p.state, COALESCE(t.body, ''), COALESCE((SELECT body FROM training_task k WHERE k.procedure = x.procedure AND k.account = x.account ORDER BY id DESC LIMIT 1), ''),
		COALESCE(l.body, ''), COALESCE((SELECT disabled FROM account a WHERE a.id = x.account), 0),
		COALESCE((SELECT MAX(e.at) FROM event e WHERE e.workspace = $1 AND e.verb = 'account.removed' AND e.target = x.account AND NOT EXISTS (SELECT 1 FROM member m WHERE m.workspace = $1 AND m.account = x.account AND m.role <> '')), 0)
		FROM (SELECT procedure, account FROM training WHERE workspace = $1 UNION SELECT procedure, account FROM training_task WHERE workspace = $1) x
		JOIN procedure p ON p.id = x.procedure LEFT JOIN life l ON l.procedure = p.id LEFT JOIN training t ON t.procedure = x.procedure AND t.account = x.account
		WHERE `+over+` ORDER BY x.procedure, x.account`, workspace)
	return all, err
}

// last is the latest of a time and of what was signed, used and asked.
func last(at time.Time, r training.Record, t training.Task) time.Time {
	for _, e := range r.Entries {
		at = later(at, e.At)
	}
	for _, u := range r.Uses {
		at = later(at, u)
	}
	return later(at, t.At)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// DropTraining deletes what was signed and asked of a person and a procedure, unless they are back, or the procedure is; ok is false then, and when there is nothing.
func (r Rows) DropTraining(ctx context.Context, procedure, account string) (ok bool, err error) {
	for _, table := range []string{"training", "training_task"} {
		n, err2 := r.exec(ctx, "DELETE FROM "+table+" WHERE procedure = $1 AND account = $2 AND EXISTS (SELECT 1 FROM procedure p, (SELECT CAST($2 AS TEXT) AS account) x WHERE p.id = $1 AND "+over+")", procedure, account)
		ok, err = ok || n > 0, errors.Join(err, err2)
	}
	if ok && err == nil { // of a path nothing is left but that they were on it
		_, err = r.exec(ctx, `DELETE FROM trip WHERE account = $2 AND workspace = (SELECT workspace FROM procedure WHERE id = $1)
			AND NOT EXISTS (SELECT 1 FROM training_task k WHERE k.journey = trip.journey AND k.account = $2) AND EXISTS (SELECT 1 FROM procedure p, (SELECT CAST($2 AS TEXT) AS account) x WHERE p.id = $1 AND `+left+")", procedure, account)
	}
	return ok, err
}
