package postgres

import (
	"sync"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/store"
	"showhow/internal/store/storetest"
)

func TestStore(t *testing.T) {
	server := storetest.Postgres(t)
	storetest.Suite(t, func(t *testing.T) *store.DB { return open(t, server.Database(t)) })
	t.Run("opened together", func(t *testing.T) {
		address := server.Database(t)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				if d, err := Open(t.Context(), address); err != nil {
					t.Error(err)
				} else {
					d.Close()
				}
			})
		}
		group.Wait()
	})
}

func open(t *testing.T, address string) *store.DB {
	t.Helper()
	d, err := Open(t.Context(), address)
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

func TestNoServer(t *testing.T) {
	if _, err := Open(t.Context(), "postgres://nobody@127.0.0.1:1/none?connect_timeout=2"); sop.CodeOf(err) != sop.Failed {
		t.Errorf("%v", err)
	}
	if _, err := Open(t.Context(), "what: is this"); sop.CodeOf(err) != sop.Invalid && sop.CodeOf(err) != sop.Failed {
		t.Errorf("%v", err)
	}
}
