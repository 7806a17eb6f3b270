package measure

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"showhow/internal/figure"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/sqlite"
	learnt "showhow/internal/store/training"
)

// The paths of a procedure are those that it is a leg of and that haven't ended, of its workspace; how long they take is told only to whom it may be, and from ten on.
func TestPaths(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Do(t.Context(), func(tx *store.Tx) error { return paved(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	for told, want := range map[bool][]figure.Path{
		false: {{ID: "ops", Name: "New in operations", Procedures: 2, Withheld: true}},
		true:  {{ID: "ops", Name: "New in operations", Procedures: 2}},
	} {
		got, err := paths(db, time.Now)(t.Context(), "w", "p", told)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("told %v: %+v, %v, want %+v", told, got, err, want)
		}
	}
	if got, err := paths(db, time.Now)(t.Context(), "other", "p", true); err != nil || len(got) != 0 {
		t.Errorf("of another workspace: %+v, %v", got, err)
	}
}

// paved writes paths: one with p, one that ended, one without p, and one of another workspace's.
func paved(ctx context.Context, tx *store.Tx) error {
	for _, w := range []string{"w", "other"} {
		if err := tx.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
			return err
		}
	}
	if err := tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
		return err
	}
	for _, p := range []string{"p", "q"} {
		if err := tx.AddProcedure(ctx, sop.Procedure{ID: p, Workspace: "w", Slug: p, Title: p, State: sop.Draft, Holding: "h"}); err != nil {
			return err
		}
	}
	leg := func(p string) training.Leg { return training.Leg{Procedure: p, Target: training.Able, Days: 30} }
	rows := learnt.In(tx)
	for _, j := range []training.Journey{
		{ID: "ops", Workspace: "w", Name: "New in operations", Legs: []training.Leg{leg("p"), leg("q")}},
		{ID: "old", Workspace: "w", Name: "As it was", Legs: []training.Leg{leg("p")}, Ended: &training.Mark{At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}},
		{ID: "apart", Workspace: "w", Name: "Apart", Legs: []training.Leg{leg("q")}},
	} {
		if err := rows.SaveJourney(ctx, j); err != nil {
			return err
		}
	}
	return nil
}
