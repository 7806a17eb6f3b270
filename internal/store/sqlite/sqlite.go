// Package sqlite keeps a store in one file.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"

	"modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"showhow/internal/store"
)

// Open opens the database in a file, and makes it when it isn't there. Several processes of one machine may have it open.
func Open(ctx context.Context, path string) (*store.DB, error) { return OpenAt(ctx, path, 0) }

// OpenAt does so with the tables of a version; 0 is the newest.
func OpenAt(ctx context.Context, path string, version int64) (*store.DB, error) {
	// What is read is mapped, as much as SQLite maps (2 GiB, in as far as it isn't in the log): its own store of pages has one lock for all connections, by which two cores do hardly more than one.
	// What is deleted, such as the name of a person who is erased, is written over: it would stand in the file until something else takes its place.
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)", "temp_store(MEMORY)", "cache_size(-16000)", "mmap_size(2147418112)",
	}}
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	// A connection that is opened anew begins with nothing of the database in memory, so none is closed.
	n := connections()
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	d := store.New(pool, dialect{})
	if err := d.MigrateTo(ctx, version); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return d, nil
}

// connections are how many there are: a few more than can work at once, since some wait for others to write.
func connections() int { return min(4*runtime.NumCPU(), 16) }

type dialect struct{}

func (dialect) Name() string { return "sqlite" }

func (dialect) Clock() string { return "CAST(unixepoch('subsec') * 1000000 AS INTEGER)" }

// Newest counts on that an index gives its rows by number: the newest are at hand without the others being weighed. The words of titles and tags are weighed among
// themselves, of which there are fewer: so it needs something beforehand. Where every word stands, what tells passages apart is how much else stands there;
// bm25, which counts for each question in how many passages its words stand, takes ten times as long.
func (dialect) Newest(which string, l store.Looked) string {
	index, rest := "passage_index", " AND p.kind NOT IN ('title', 'tag')"
	if l.Titles {
		index, rest = "title_index", ""
	}
	weight := "-bm25(" + index + ")"
	if l.Every {
		weight = "100.0 / (60 + length(p.folded))"
	}
	return "SELECT p.id, p.procedure, p.step, p.kind, p.text, " + weight + " FROM " + index +
		" JOIN passage p ON p.id = " + index + ".rowid WHERE " + index + " MATCH $2 AND p.workspace = $1" + rest + which + " ORDER BY " + index + ".rowid DESC LIMIT $3"
}

// Batches is one: rows come as they are read, and finding where a word stands costs as much as reading some hundred of them.
func (dialect) Batches() []int { return []int{1000} }

// Query quotes each term: a phrase to FTS5, whose own signs mean nothing in it.
func (dialect) Query(terms []string, all bool) string {
	quoted := make([]string, len(terms))
	for i, t := range terms {
		quoted[i] = `"` + t + `"`
	}
	quoted[len(quoted)-1] += "*"
	if all {
		return strings.Join(quoted, " AND ")
	}
	return strings.Join(quoted, " OR ")
}

func (dialect) Again(err error) bool {
	switch code(err) & 0xff {
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return true
	}
	return false
}

func (dialect) Taken(err error) bool {
	switch code(err) {
	case codes.SQLITE_CONSTRAINT_UNIQUE, codes.SQLITE_CONSTRAINT_PRIMARYKEY:
		return true
	}
	return false
}

func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

func (dialect) Tables() string { return "SELECT name FROM sqlite_master WHERE type = 'table'" }

// Columns leaves out a number that the engine gives.
func (dialect) Columns() string {
	return "SELECT name FROM pragma_table_info($1) WHERE NOT (pk = 1 AND upper(type) = 'INTEGER') ORDER BY cid"
}

func (dialect) References() string {
	return `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1)`
}
