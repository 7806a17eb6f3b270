// Package lives keeps what became of procedures' revisions. The statements are the same for both engines.
package lives

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/notices"
	"showhow/internal/store/stamp"
	"showhow/internal/store/threads"
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

// Threads are the statements on what is said of procedures.
type Threads = threads.Rows

// Tx is a transaction with the statements on lives beside the store's own, those on what is said, and on what happens.
type Tx struct {
	*store.Tx
	Rows
	Threads
	notices.Happenings
}

// In gives a transaction with those on lives.
func In(t *store.Tx) Tx { return Tx{t, Rows{t.SQL()}, threads.On(t), notices.On(t)} }

// bodies reads rows of an id and a JSON text.
func (r Rows) bodies(ctx context.Context, each func(id, body string) error, query string, args ...any) error {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read lives: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var id, body string
		if err := found.Scan(&id, &body); err != nil {
			return fmt.Errorf("read a life: %w", err)
		}
		if err := each(id, body); err != nil {
			return fmt.Errorf("read a life: %w", err)
		}
	}
	return errors.Join(found.Err(), found.Close())
}

// Life gives a procedure's; the zero value when nothing became of it yet.
func (r Rows) Life(ctx context.Context, procedure string) (l life.Life, err error) {
	err = r.bodies(ctx, func(_, body string) error { return json.Unmarshal([]byte(body), &l) }, "SELECT procedure, body FROM life WHERE procedure = $1", procedure)
	return l, err
}

// SaveLife writes a procedure's life, and its state and which revision is in force beside its title. The procedure must be held.
func (r Rows) SaveLife(ctx context.Context, p sop.Procedure, l life.Life) error {
	body, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("write a life: %w", err)
	}
	c := columnsOf(&l)
	if _, err := r.q.ExecContext(ctx, `INSERT INTO life (procedure, workspace, in_review, enacts, due, suspended, owed, rejected, sender, deputy, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (procedure) DO UPDATE SET in_review = excluded.in_review, enacts = excluded.enacts, due = excluded.due, suspended = excluded.suspended, owed = excluded.owed, rejected = excluded.rejected, sender = excluded.sender, deputy = excluded.deputy, body = excluded.body`,
		p.ID, p.Workspace, c.review, c.enacts, c.due, c.suspended, c.owed, c.rejected, c.sender, l.Deputy, string(body)); err != nil {
		return fmt.Errorf("write a life: %w", err)
	}
	if _, err := r.q.ExecContext(ctx, "UPDATE procedure SET state = $1, changed = $2, in_force = $3 WHERE id = $4", string(p.State), stamp.Micros(p.Changed), inForce(&l), p.ID); err != nil {
		return fmt.Errorf("write a procedure's state: %w", err)
	}
	return nil
}

// inForce is the number of the revision in force; 0 for none.
func inForce(l *life.Life) int {
	if in := l.In(life.Effective); in != nil {
		return in.Number
	}
	return 0
}

// columns are what lists are asked by.
type columns struct {
	review, enacts, due, suspended, owed int64
	// rejected is the newest review's revision where that was rejected, and sender who sent it.
	rejected int64
	sender   string
}

func columnsOf(l *life.Life) (c columns) {
	if open := l.In(life.InReview); open != nil {
		c.review = open.Opened.UnixMicro()
	}
	if waits := l.In(life.Approved); waits != nil {
		c.enacts = waits.From.UnixMicro()
	}
	if l.Suspended != nil {
		c.suspended = l.Suspended.At.UnixMicro()
	}
	if back := l.Returned(); back != nil {
		c.rejected, c.sender = int64(back.Number), back.By
	}
	if c.due = stamp.Micros(l.Next()); len(l.Owed()) > 0 {
		c.owed = 1
	}
	return c
}

// Kept is a life as it lies there, of a procedure. A procedure of which nothing became has one without a body.
type Kept struct {
	Procedure sop.Procedure
	Body      string
	Life      life.Life
	// Fits says that the columns beside it are what it says.
	Fits bool
}

// Kept tells all lives of a workspace, by their procedures' titles.
func (r Rows) Kept(ctx context.Context, workspace string) (all []Kept, err error) {
	found, err := r.q.QueryContext(ctx, `SELECT p.id, p.slug, p.title, p.owner, p.state, p.in_force, COALESCE(l.body, ''), COALESCE(l.in_review, 0), COALESCE(l.enacts, 0), COALESCE(l.due, 0), COALESCE(l.suspended, 0), COALESCE(l.owed, 0), COALESCE(l.rejected, 0), COALESCE(l.sender, '')
		FROM procedure p LEFT JOIN life l ON l.procedure = p.id WHERE p.workspace = $1 ORDER BY p.title, p.id`, workspace)
	if err != nil {
		return nil, fmt.Errorf("read lives: %w", err)
	}
	defer found.Close()
	for found.Next() {
		k := Kept{Procedure: sop.Procedure{Workspace: workspace}}
		var c columns
		err := found.Scan(&k.Procedure.ID, &k.Procedure.Slug, &k.Procedure.Title, &k.Procedure.Owner, &k.Procedure.State, &k.Procedure.InForce, &k.Body, &c.review, &c.enacts, &c.due, &c.suspended, &c.owed, &c.rejected, &c.sender)
		if err == nil && k.Body != "" {
			err = json.Unmarshal([]byte(k.Body), &k.Life)
		}
		if err != nil {
			return nil, fmt.Errorf("read a life: %w", err)
		}
		want := columnsOf(&k.Life)
		if c.owed == 1 { // of before it was kept it says only that there may be such a waiver
			want.owed = 1
		}
		k.Fits = c == want && k.Procedure.InForce == inForce(&k.Life)
		all = append(all, k)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// From gives the statements on a connection, such as that of a snapshot.
func From(c *sql.Conn) Rows { return Rows{c} }

// Lives answers a question about a workspace's lives.
func (r Rows) Lives(ctx context.Context, q life.Question) (all []life.Row, err error) {
	query, args := "l.workspace = $1", []any{q.Workspace}
	with := func(what any) string {
		args = append(args, what)
		return fmt.Sprintf("$%d", len(args))
	}
	switch {
	case q.InReview:
		query += " AND l.in_review > 0 ORDER BY l.in_review, l.procedure"
	case q.Suspended:
		query += " AND l.suspended > 0 AND p.state <> 'retired' ORDER BY l.suspended DESC, l.procedure"
	case q.Owed:
		query += " AND l.owed > 0 ORDER BY l.due, l.procedure"
	case q.Returned != "":
		who := with(q.Returned)
		query = "l.workspace || '' = $1 AND l.rejected > 0 AND l.procedure IN (SELECT procedure FROM life WHERE workspace = $1 AND sender = " + who + " AND rejected > 0 UNION SELECT id FROM procedure WHERE workspace = $1 AND owner = " + who +
			" UNION SELECT procedure FROM life WHERE workspace = $1 AND deputy = " + who + ") ORDER BY p.changed DESC, l.procedure"
	case !q.Due.IsZero():
		query += " AND l.due > 0 AND l.due < " + with(stamp.Micros(q.Due))
		if q.Of != "" {
			of := with(q.Of)
			query += " AND (p.owner = " + of + " OR l.deputy = " + of + ")"
		}
		if q.But != "" {
			but := with(q.But)
			query += " AND p.owner <> " + but + " AND l.deputy <> " + but
		}
		query += " ORDER BY l.due, l.procedure"
	case len(q.Procedures) > 0:
		var marks []string
		for _, p := range q.Procedures {
			marks = append(marks, with(p))
		}
		query = "l.workspace || '' = $1 AND l.procedure IN (" + strings.Join(marks, ", ") + ")" // by no index of the workspace's
	default:
		return nil, nil
	}
	if q.Limit > 0 {
		query += " LIMIT " + with(q.Limit)
	}
	return r.rows(ctx, "SELECT l.procedure, p.slug, p.title, p.owner, l.body FROM life l JOIN procedure p ON p.id = l.procedure WHERE "+query, args...)
}

// rows reads lives with their procedures.
func (r Rows) rows(ctx context.Context, query string, args ...any) (all []life.Row, err error) {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read lives: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var row life.Row
		var body string
		if err = found.Scan(&row.Procedure, &row.Slug, &row.Title, &row.Owner, &body); err == nil {
			err = json.Unmarshal([]byte(body), &row.Life)
		}
		if err != nil {
			return nil, fmt.Errorf("read a life: %w", err)
		}
		all = append(all, row)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// Enacting gives the procedures (workspace and id) of which a revision comes into force by a time, the earliest first.
func (r Rows) Enacting(ctx context.Context, by time.Time, limit int) (all [][2]string, err error) {
	err = r.bodies(ctx, func(workspace, id string) error {
		all = append(all, [2]string{workspace, id})
		return nil
	}, "SELECT workspace, procedure FROM life WHERE enacts > 0 AND enacts <= $1 ORDER BY enacts, procedure LIMIT $2", by.UnixMicro(), limit)
	return all, err
}

// Relisting gives procedures (workspace and id) that are listed by a later revision than the one in force.
func (r Rows) Relisting(ctx context.Context, limit int) (all [][2]string, err error) {
	err = r.bodies(ctx, func(workspace, id string) error {
		all = append(all, [2]string{workspace, id})
		return nil
	}, "SELECT p.workspace, p.id FROM relist r JOIN procedure p ON p.id = r.procedure ORDER BY p.id LIMIT $1", limit)
	return all, err
}

// Relisted writes that a procedure isn't one of them any more.
func (r Rows) Relisted(ctx context.Context, procedure string) error {
	if _, err := r.q.ExecContext(ctx, "DELETE FROM relist WHERE procedure = $1", procedure); err != nil {
		return fmt.Errorf("write how a procedure is listed: %w", err)
	}
	return nil
}

// Policies gives a workspace's; the usual ones when it has set none.
func (r Rows) Policies(ctx context.Context, workspace string) (life.Policies, error) {
	all := life.Usual()
	err := r.bodies(ctx, func(_, body string) error { return json.Unmarshal([]byte(body), &all) }, "SELECT workspace, body FROM policy WHERE workspace = $1", workspace)
	return all, err
}

// SetPolicies writes a workspace's. What was looked at by the bounds of review by use before is looked at anew.
func (r Rows) SetPolicies(ctx context.Context, workspace string, all life.Policies) error {
	body, err := json.Marshal(all)
	if err == nil {
		_, err = r.q.ExecContext(ctx, "INSERT INTO policy (workspace, body) VALUES ($1, $2) ON CONFLICT (workspace) DO UPDATE SET body = excluded.body", workspace, string(body))
	}
	if err == nil {
		_, err = r.q.ExecContext(ctx, "DELETE FROM rest WHERE workspace = $1", workspace)
	}
	if err != nil {
		return fmt.Errorf("write policies: %w", err)
	}
	return nil
}

// Learners are the accounts that are asked to learn a procedure.
func (r Rows) Learners(ctx context.Context, procedure string) (all []string, err error) {
	err = r.bodies(ctx, func(account, _ string) error {
		all = append(all, account)
		return nil
	}, "SELECT DISTINCT account, '' FROM training_task WHERE procedure = $1 AND ended = 0 ORDER BY account", procedure)
	return all, err
}

// Trials gives the executions that show a revision of a procedure to hold, the newest first.
func (r Rows) Trials(ctx context.Context, procedure string) (all []life.Trial, err error) {
	err = r.bodies(ctx, func(_, body string) error {
		var t life.Trial
		err := json.Unmarshal([]byte(body), &t)
		all = append(all, t)
		return err
	}, "SELECT id, body FROM execution WHERE procedure = $1 AND passed = 1 ORDER BY started DESC, id LIMIT 200", procedure)
	return all, err
}
