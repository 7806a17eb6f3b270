package custody_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	stored "showhow/internal/store/custody"
	"showhow/internal/store/lives"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
	learnt "showhow/internal/store/training"
)

func TestTrainingSQLite(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	suite(t, d, err)
}

func TestTrainingPostgres(t *testing.T) {
	d, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	suite(t, d, err)
}

var now = time.Date(2026, 11, 27, 2, 30, 0, 0, time.UTC)

// days is a time so many days ago.
func days(n int) time.Time { return now.AddDate(0, 0, -n) }

// What is over is what was signed and asked of who has left, since they did, and of what was retired, since then; never of who is there, and what people work by.
func suite(t *testing.T, d *store.DB, err error) {
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	ctx := t.Context()
	do := func(f func(context.Context, stored.Tx, learnt.Rows) error) {
		t.Helper()
		if err := d.Do(ctx, func(s *store.Tx) error { return f(ctx, stored.In(s), learnt.On(s.SQL())) }); err != nil {
			t.Fatal(err)
		}
	}
	member := func(tx stored.Tx, id string, role team.Role, disabled time.Time) error {
		a := team.Account{ID: id, Email: id + "@example.com", Name: id, Password: "x", Created: days(90), Disabled: disabled}
		return errors.Join(tx.AddAccount(ctx, a), tx.SaveAccount(ctx, a), tx.SetMember(ctx, team.Member{Account: a, Workspace: "w", Role: role}))
	}
	do(func(ctx context.Context, tx stored.Tx, rows learnt.Rows) error {
		err := errors.Join(tx.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "w"}), tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"),
			member(tx, "here", team.Viewer, time.Time{}), member(tx, "left", team.Viewer, days(20)), member(tx, "late", team.Viewer, days(20)), member(tx, "removed", "", time.Time{}), member(tx, "unknown", "", time.Time{}),
			tx.AddEvent(ctx, team.Event{ID: "e", Workspace: "w", Actor: "x", Verb: "account.removed", Target: "removed", At: days(30)}))
		for _, p := range []sop.Procedure{{ID: "works", State: "effective"}, {ID: "over", State: "retired"}} {
			p.Workspace, p.Slug, p.Title, p.Holding = "w", p.ID, p.ID, "h"
			l := life.Life{}
			if p.State == "retired" {
				l.Retired = &life.Mark{By: "x", At: days(10)}
			}
			err = errors.Join(err, tx.AddProcedure(ctx, p), lives.In(tx.Tx).SaveLife(ctx, p, l))
			for _, who := range []string{"here", "left", "late", "removed", "console"} {
				at := days(60)
				if p.ID == "works" && who == "console" { // nobody knows since when they have left
					err = errors.Join(err, rows.SaveRecord(ctx, training.Record{Workspace: "w", Procedure: p.ID, Account: "unknown", Entries: []training.Entry{{Kind: training.Signed, Stage: training.Read, At: at}}}))
				}
				if who == "late" {
					at = days(3) // somebody signed of them after they had left
				}
				err = errors.Join(err, rows.SaveRecord(ctx, training.Record{Workspace: "w", Procedure: p.ID, Account: who, Entries: []training.Entry{{Kind: training.Signed, Stage: training.Read, At: at}}}))
			}
		}
		return errors.Join(err, rows.SaveTask(ctx, training.Task{ID: "t1", Workspace: "w", Procedure: "works", Account: "left", At: days(70)}), rows.SaveTask(ctx, training.Task{ID: "t2", Workspace: "w", Procedure: "works", Account: "here", At: days(70)}))
	})
	due := func(before time.Time) string {
		t.Helper()
		all, err := stored.Read(d).TrainingOver(ctx, "w", before)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, x := range all {
			if x.Kind != custody.Training || x.Title != x.Procedure {
				t.Errorf("%+v", x)
			}
			text += fmt.Sprintf("%s/%s %d; ", x.Procedure, x.ID, int(now.Sub(x.At).Hours()/24))
		}
		return text
	}
	if got := due(days(15)); got != "over/left 20; over/removed 30; works/left 20; works/removed 30; " {
		t.Errorf("before a time: %s", got)
	}
	if got := due(now); got != "over/console 10; over/here 10; over/late 3; over/left 20; over/removed 30; works/late 3; works/left 20; works/removed 30; " {
		t.Errorf("over: %s", got)
	}
	for _, x := range []struct {
		procedure, account string
		ok                 bool
	}{{"works", "here", false}, {"works", "console", false}, {"works", "left", true}, {"works", "left", false}, {"over", "here", true}, {"none", "here", false}} {
		do(func(ctx context.Context, tx stored.Tx, _ learnt.Rows) error {
			ok, err := tx.DropTraining(ctx, x.procedure, x.account)
			if ok != x.ok {
				t.Errorf("%+v: %t", x, ok)
			}
			return err
		})
	}
	if got := due(now); got != "over/console 10; over/late 3; over/left 20; over/removed 30; works/late 3; works/removed 30; " {
		t.Errorf("left over: %s", got)
	}
	tasks, err := learnt.Read(d).Tasks(ctx, training.Question{Workspace: "w"})
	if err != nil || len(tasks) != 1 || tasks[0].ID != "t2" {
		t.Errorf("%+v, %v", tasks, err)
	}
	// a hold on a procedure that somebody only learnt keeps them from being erased
	do(func(ctx context.Context, tx stored.Tx, _ learnt.Rows) error {
		return tx.AddHold(ctx, custody.Hold{ID: "hold", Workspace: "w", Procedure: "works", Reason: "R", At: now})
	})
	for who, n := range map[string]int{"here": 1, "left": 0} {
		if all, err := stored.Read(d).HoldsOn(ctx, who); err != nil || len(all) != n {
			t.Errorf("%s: %+v, %v", who, all, err)
		}
	}
}
