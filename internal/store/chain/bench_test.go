package chain_test

import (
	"path/filepath"
	"testing"

	"showhow/internal/store"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

// BenchmarkWrite times a transaction with one line of the trail beside one that writes the bare line; in the parallel ones eight write to one workspace.
func BenchmarkWrite(b *testing.B) {
	lite, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "x.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer lite.Close()
	big, err := postgres.Open(b.Context(), storetest.Postgres(b).Database(b))
	if err != nil {
		b.Fatal(err)
	}
	defer big.Close()
	for _, d := range []*store.DB{lite, big} {
		if _, err := d.Pool().Exec("CREATE TABLE bare AS SELECT id, workspace, actor, verb, target, detail, at FROM event"); err != nil {
			b.Fatal(err)
		}
		writes := map[string]func() error{
			"bare": func() error {
				return d.Do(b.Context(), func(tx *store.Tx) error {
					e := event("w", 1)
					_, err := tx.SQL().ExecContext(b.Context(), "INSERT INTO bare (id, workspace, actor, verb, target, detail, at) VALUES ($1, $2, $3, $4, $5, $6, $7)", e.ID, e.Workspace, e.Actor, e.Verb, e.Target, e.Detail, e.At.UnixMicro())
					return err
				})
			},
			"chained": func() error {
				return d.Do(b.Context(), func(tx *store.Tx) error { return tx.AddEvent(b.Context(), event("w", 1)) })
			},
		}
		for name, write := range writes {
			b.Run(d.Engine()+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if err := write(); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(d.Engine()+"/"+name+"/parallel", func(b *testing.B) {
				b.SetParallelism(4)
				b.RunParallel(func(p *testing.PB) {
					for p.Next() {
						if err := write(); err != nil {
							b.Error(err)
						}
					}
				})
			})
		}
	}
}
