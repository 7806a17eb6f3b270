package currents_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

func TestForgetSQLite(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	forgets(t, d, err)
}

func TestForgetPostgres(t *testing.T) {
	d, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	forgets(t, d, err)
}

// forgets drops what was seen of links: those that nobody names and that might have been asked again before a time, the oldest first, so many at a time.
func forgets(t *testing.T, d *store.DB, err error) {
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	do := func(f func(context.Context, *store.Tx, currents.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), s, currents.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	do(func(ctx context.Context, s *store.Tx, x currents.Tx) error {
		if err := s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "w"}); err != nil {
			return err
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		for id, state := range map[string]sop.ProcedureState{"in": "effective", "out": "retired"} {
			p := sop.Procedure{ID: id, Workspace: "w", Slug: id, State: state, Holding: "h", Changed: now}
			if err := s.AddProcedure(ctx, p); err != nil {
				return err
			}
			if err := x.SetMentions(ctx, p, current.Read{Number: 1, Links: []current.Link{{Address: "https://a.org/" + id}}}); err != nil {
				return err
			}
		}
		for at, days := range map[string]int{"https://a.org/in": 90, "https://a.org/out": 80, "https://a.org/old": 70, "https://a.org/older": 75, "https://a.org/young": 20} {
			if err := x.SaveSeen(ctx, current.Seen{Address: at, State: current.LinkOK, Next: now.AddDate(0, 0, -days)}); err != nil {
				return err
			}
			if _, err := x.HoldHost(ctx, at, now.AddDate(0, 0, -days), now.AddDate(0, 0, -days)); err != nil {
				return err
			}
		}
		return nil
	})
	left := func() (all []string) {
		t.Helper()
		rows, err := d.Pool().QueryContext(t.Context(), "SELECT address FROM link_seen ORDER BY address")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var at string
			if err := rows.Scan(&at); err != nil {
				t.Fatal(err)
			}
			all = append(all, at[len("https://a.org/"):])
		}
		return all
	}
	for _, c := range []struct {
		n    int64
		left string
	}{{2, "in old young"}, {1, "in young"}, {0, "in young"}} {
		do(func(ctx context.Context, _ *store.Tx, x currents.Tx) error {
			n, err := x.ForgetSeen(ctx, now.AddDate(0, 0, -30), 2)
			if n != c.n {
				t.Errorf("%d are dropped, want %d", n, c.n)
			}
			return err
		})
		got := strings.Join(left(), " ")
		if got != c.left {
			t.Errorf("left: %s, want %s", got, c.left)
		}
	}
}
