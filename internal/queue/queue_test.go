package queue_test

import (
	"path/filepath"
	"testing"

	"showhow/internal/queue/queuetest"
	"showhow/internal/store"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	queuetest.Suite(t, func(t *testing.T) queuetest.Place {
		d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
		return place(t, d, err)
	})
}

func TestPostgres(t *testing.T) {
	server := storetest.Postgres(t)
	queuetest.Suite(t, func(t *testing.T) queuetest.Place {
		d, err := postgres.Open(t.Context(), server.Database(t))
		return place(t, d, err)
	})
}

func place(t *testing.T, d *store.DB, err error) queuetest.Place {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return queuetest.Place{Pool: d.Pool(), Engine: d.Engine(), Beats: d}
}
