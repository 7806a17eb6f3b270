package sqlite

import (
	"path/filepath"
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
