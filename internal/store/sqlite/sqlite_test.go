package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/store"
	"showhow/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Suite(t, func(t *testing.T) *store.DB { return open(t, filepath.Join(t.TempDir(), "a # b?c.db")) })
}

func open(t *testing.T, path string) *store.DB {
	t.Helper()
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// What is changed or deleted is in the file no more, once the log is written into it.
func TestDeletedIsGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	d := open(t, path)
	do := func(statement string, args ...any) {
		t.Helper()
		if _, err := d.Pool().ExecContext(t.Context(), statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	stands := func() bool {
		do("PRAGMA wal_checkpoint(TRUNCATE)")
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(b, []byte("otto.example.invalid"))
	}
	do("CREATE TABLE x (id INTEGER PRIMARY KEY, name TEXT)")
	for i := range 200 {
		do("INSERT INTO x VALUES ($1, $2)", i, strings.Repeat("otto.example.invalid ", 20))
	}
	if !stands() {
		t.Fatal("it was never there")
	}
	do("UPDATE x SET name = '' WHERE id % 2 = 0")
	do("DELETE FROM x")
	if stands() {
		t.Error("it can still be read in the file")
	}
}

// Several processes that start at once make the tables once.
func TestOpenedTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if d, err := Open(t.Context(), path); err != nil {
				t.Error(err)
			} else {
				d.Close()
			}
		})
	}
	group.Wait()
}

func TestNewerDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	d := open(t, path)
	if _, err := d.Pool().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); sop.CodeOf(err) != sop.Unsupported {
		t.Errorf("%v", err)
	}
}
