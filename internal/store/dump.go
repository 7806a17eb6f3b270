package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Catalog is how an engine tells of its tables, as SQL; what the engine makes by itself is left out.
type Catalog interface {
	// Tables lists the tables' names.
	Tables() string
	// Columns lists the names of the columns of the table $1 that are written by us, in their order.
	Columns() string
	// References lists the tables that the table $1 points to.
	References() string
}

// passing are tables of what only a running server knows, and of what is remade: they are neither dumped nor loaded. Sessions are among them: one that was
// ended since must not live again. So are mails that wait to be sent: they were since.
func passing(table string) bool {
	return slices.Contains([]string{"lease", "worker", "upload", "marker", "take", "session", "errand", "guess", "happening", "letter", "goose_db_version", "passage_index", "title_index", "training_cell", "training_stale", "link_host"}, table) ||
		strings.HasPrefix(table, "river_") || strings.HasPrefix(table, "passage_index_") || strings.HasPrefix(table, "title_index_") || strings.HasPrefix(table, "sqlite_")
}

// Snapshot is the database as it was at one moment, whatever is written meanwhile.
type Snapshot struct {
	conn *sql.Conn
	rows
	// Version is the schema's.
	Version int64
}

// begins begin a transaction that only reads.
var begins = map[string]string{"sqlite": "BEGIN DEFERRED", "postgres": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}

// Snapshot begins one; Close must be called. Nobody who writes waits for it.
func (d *DB) Snapshot(ctx context.Context) (*Snapshot, error) {
	version, err := d.version(ctx)
	if err != nil {
		return nil, err
	}
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("take a snapshot: %w", err)
	}
	if _, err := conn.ExecContext(ctx, begins[d.Engine()]); err != nil {
		return nil, errors.Join(fmt.Errorf("take a snapshot: %w", err), conn.Close())
	}
	return &Snapshot{conn, rows{conn, d.dialect}, version}, nil
}

// Conn is its connection, on which nothing but reading is done.
func (s *Snapshot) Conn() *sql.Conn { return s.conn }

// Close ends it.
func (s *Snapshot) Close() error {
	_, err := s.conn.ExecContext(context.Background(), "ROLLBACK")
	return errors.Join(err, s.conn.Close())
}

// Table is a table's name with its columns'.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

// Tables are the tables with what a workspace knows, those before others that those point to.
func (r rows) Tables(ctx context.Context) (out []Table, err error) {
	text := func(r row) (s string, err error) { return s, r.Scan(&s) }
	names, err := all(ctx, r, text, r.dialect.Tables())
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, passing)
	slices.Sort(names)
	needs := map[string][]string{}
	for _, n := range names {
		if needs[n], err = all(ctx, r, text, r.dialect.References(), n); err != nil {
			return nil, err
		}
	}
	for len(names) > 0 {
		i := slices.IndexFunc(names, func(n string) bool {
			return !slices.ContainsFunc(needs[n], func(to string) bool { return to != n && slices.Contains(names, to) })
		})
		if i < 0 {
			return nil, fmt.Errorf("the tables %v point to each other", names)
		}
		t := Table{Name: names[i]}
		if t.Columns, err = all(ctx, r, text, r.dialect.Columns(), t.Name); err != nil {
			return nil, err
		}
		out, names = append(out, t), slices.Delete(names, i, i+1)
	}
	return out, nil
}

// quoted are names as SQL has them.
func quoted(names ...string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = `"` + strings.ReplaceAll(n, `"`, `""`) + `"`
	}
	return strings.Join(out, ", ")
}

// Each tells the rows of a table, one after the other, in an order that is the same for the same rows. A value is nil, a string, an
// int64, a float64, a bool or bytes.
func (r rows) Each(ctx context.Context, t Table, tell func([]any) error) error {
	found, err := r.q.QueryContext(ctx, "SELECT "+quoted(t.Columns...)+" FROM "+quoted(t.Name)+" ORDER BY "+quoted(t.Columns...))
	if err != nil {
		return fmt.Errorf("read %s: %w", t.Name, err)
	}
	defer found.Close()
	for found.Next() {
		values := make([]any, len(t.Columns))
		to := make([]any, len(values))
		for i := range values {
			to[i] = &values[i]
		}
		if err := found.Scan(to...); err != nil {
			return fmt.Errorf("read %s: %w", t.Name, err)
		}
		if err := tell(values); err != nil {
			return err
		}
	}
	return errors.Join(found.Err(), found.Close())
}

// Empty says whether nothing was kept yet: a workspace without anything in it doesn't count.
func (r rows) Empty(ctx context.Context) (bool, error) {
	tables, err := r.Tables(ctx)
	if err != nil {
		return false, err
	}
	for _, t := range tables {
		n, err := all(ctx, r, func(r row) (n int64, err error) { return n, r.Scan(&n) }, "SELECT COUNT(*) FROM "+quoted(t.Name))
		if err != nil {
			return false, err
		}
		if n[0] > 0 && t.Name != "workspace" {
			return false, nil
		}
	}
	return true, nil
}

// Insert writes a row of a dump.
func (t *Tx) Insert(ctx context.Context, table Table, values []any) error {
	marks := make([]string, len(values))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	_, err := t.exec(ctx, "INSERT INTO "+quoted(table.Name)+" ("+quoted(table.Columns...)+") VALUES ("+strings.Join(marks, ", ")+")", values...)
	return err
}

// Clear makes room for a dump in a store that is Empty: it takes out the workspace that a first start has made.
func (t *Tx) Clear(ctx context.Context) error {
	_, err := t.exec(ctx, "DELETE FROM workspace")
	return err
}

// Unqueue takes the numbers of their jobs from runs that aren't over: the queue that knew them is another one. They go on by themselves.
func (t *Tx) Unqueue(ctx context.Context) error {
	_, err := t.exec(ctx, "UPDATE run SET job = 0, state = 'queued' WHERE state IN ('queued', 'running')")
	return err
}
