package custody_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/custody"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/custody"
	"showhow/internal/sop/life"
	"showhow/internal/sop/retake"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	stored "showhow/internal/store/custody"
	"showhow/internal/store/lives"
	"showhow/internal/store/retakes"
	"showhow/internal/store/sqlite"
	learnt "showhow/internal/store/training"
)

var (
	now   = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	admin = desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
)

type office struct {
	*custody.Desk
	db    *store.DB
	clock time.Time
	gone  []string
}

func (o *office) do(t *testing.T, f func(*store.Tx) error) {
	t.Helper()
	if err := o.db.Do(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// open is a workspace with two procedures of which a revision came into force, 100 days ago and now, their recordings, and a run that ended 100 days ago.
func open(t *testing.T) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o := &office{db: db, clock: now}
	o.Desk = &custody.Desk{Now: func() time.Time { return o.clock }, NewID: store.NewID, Read: stored.Read(db), Do: func(ctx context.Context, do func(custody.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(stored.In(tx)) })
	}}
	ctx, old := t.Context(), now.AddDate(0, 0, -100)
	o.do(t, func(tx *store.Tx) error {
		err := errors.Join(tx.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w"}), tx.AddWorkspace(ctx, team.Workspace{ID: "v", Slug: "v"}))
		for i, came := range []time.Time{old, now} {
			n := []string{"1", "2"}[i]
			p := sop.Procedure{ID: "p" + n, Workspace: "w", Slug: "s" + n, Title: "Deploy " + n, Holding: "h" + n}
			err = errors.Join(err, tx.AddHolding(ctx, sop.Holding{ID: "h" + n, Workspace: "w", Blob: "recordings/" + n, Recording: sop.Recording{Size: 5}}, "u"+n), tx.AddProcedure(ctx, p),
				lives.In(tx).SaveLife(ctx, p, life.Life{Reviews: []life.Review{{Number: 1, State: life.Effective, Came: came}}}))
		}
		return errors.Join(err, tx.AddRun(ctx, sop.Run{ID: "r1", Workspace: "w", Holding: "h1", Procedure: "p1", State: sop.RunDone, Ended: old}),
			tx.AddRun(ctx, sop.Run{ID: "r2", Workspace: "w", Holding: "h2", Procedure: "p2", State: sop.RunRunning}),
			tx.AddEvent(ctx, team.Event{ID: "e1", Workspace: "w", Actor: "ada", Verb: "did", Target: "p1", Detail: "long ago", At: old}),
			tx.AddEvent(ctx, team.Event{ID: "e2", Workspace: "w", Actor: "ada", Verb: "did", Target: "p1", Detail: "now", At: now}))
	})
	return o
}

func (o *office) keep(t *testing.T) (deleted []string) {
	t.Helper()
	o.gone = nil
	if err := o.Keep(t.Context(), "w", func(_ context.Context, x nouns.Due) error { o.gone = append(o.gone, x.Blob); return nil }); err != nil {
		t.Fatal(err)
	}
	return o.gone
}

func (o *office) trail(t *testing.T) (all []team.Event) {
	t.Helper()
	all, err := o.db.Read().Events(t.Context(), "w", 99)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := chain.In(o.db.Pool()).Check(t.Context(), "w"); err != nil || !v.Whole() {
		t.Errorf("%+v, %v", v, err)
	}
	return all
}

func verbs(all []team.Event) (out []string) {
	for _, e := range all {
		out = append(out, e.Verb)
	}
	return out
}

// Nothing is deleted until a rule says so; then what is old enough is, once, with a line of the trail for each.
func TestRetention(t *testing.T) {
	o := open(t)
	if got := o.keep(t); len(got) > 0 {
		t.Errorf("without a rule: %v", got)
	}
	for name, c := range map[string]struct {
		a desk.Actor
		k nouns.Retention
		c sop.Code
	}{
		"a reviewer": {desk.Actor{Workspace: "w", Role: team.Reviewer}, nouns.Retention{}, sop.Forbidden}, "less than none": {admin, nouns.Retention{Trail: -1}, sop.Invalid}, "too long": {admin, nouns.Retention{Runs: 99999}, sop.Invalid},
	} {
		if err := o.SetRetention(t.Context(), c.a, c.k); sop.CodeOf(err) != c.c || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := o.SetRetention(t.Context(), admin, nouns.Retention{Recordings: 90, Runs: 90, Trail: 90}); err != nil {
		t.Fatal(err)
	}
	due, err := o.Due(t.Context(), "w", now)
	if err != nil || len(due) != 3 {
		t.Errorf("%+v, %v", due, err)
	}
	if soon, err := o.Due(t.Context(), "w", now.AddDate(0, 0, 100)); err != nil || len(soon) < 5 {
		t.Errorf("in 100 days: %+v, %v", soon, err)
	}
	if got := o.keep(t); !slices.Equal(got, []string{"recordings/1"}) {
		t.Errorf("%v", got)
	}
	all := o.trail(t)
	for _, v := range []string{"recording.deleted", "run.deleted", "trail.blanked", "retention.set"} {
		if !slices.Contains(verbs(all), v) {
			t.Errorf("no %s in %v", v, verbs(all))
		}
	}
	for _, e := range all {
		if e.ID == "e1" && e.Detail != "" || e.ID == "e2" && e.Detail == "" {
			t.Errorf("%+v", e)
		}
	}
	if _, err := o.db.Read().Run(t.Context(), "w", "r1"); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("the old run: %v", err)
	}
	if _, err := o.db.Read().Run(t.Context(), "w", "r2"); err != nil {
		t.Errorf("the run that runs: %v", err)
	}
	if got := o.keep(t); len(got) > 0 || len(o.trail(t)) != len(all) {
		t.Errorf("again: %v", got)
	}
}

// A hold keeps what the rules would delete, as long as it lasts.
func TestHold(t *testing.T) {
	o := open(t)
	if err := o.SetRetention(t.Context(), admin, nouns.Retention{Recordings: 90, Runs: 90, Trail: 90}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Hold(t.Context(), desk.Actor{Workspace: "w", Role: team.Reviewer}, "", "x"); sop.CodeOf(err) != sop.Forbidden {
		t.Error(err)
	}
	if _, err := o.Hold(t.Context(), admin, "", " "); sop.CodeOf(err) != sop.Invalid {
		t.Error(err)
	}
	if _, err := o.Hold(t.Context(), admin, "none", "x"); sop.CodeOf(err) != sop.NotFound {
		t.Error(err)
	}
	for _, slug := range []string{"s1", ""} {
		h, err := o.Hold(t.Context(), admin, slug, "Case 7.")
		if err != nil {
			t.Fatal(err)
		}
		due, err := o.Due(t.Context(), "w", now)
		if err != nil || len(due) != 3 || slices.ContainsFunc(due, func(x nouns.Due) bool { return x.Held == nil || x.Held.Reason != "Case 7." }) {
			t.Errorf("%+v, %v", due, err)
		}
		if got := o.keep(t); len(got) > 0 || slices.Contains(verbs(o.trail(t)), "run.deleted") {
			t.Errorf("%v", got)
		}
		if err := o.EndHold(t.Context(), desk.Actor{Workspace: "v", Account: "eve", Role: team.Admin}, h.ID); sop.CodeOf(err) != sop.NotFound {
			t.Errorf("from elsewhere: %v", err)
		}
		if err := o.EndHold(t.Context(), admin, h.ID); err != nil {
			t.Fatal(err)
		}
		if err := o.EndHold(t.Context(), admin, h.ID); sop.CodeOf(err) != sop.NotFound {
			t.Errorf("twice: %v", err)
		}
	}
	if got := o.keep(t); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

// The reason of a hold stands in the trail for good: no secret does.
func TestAHoldsReasonIsMasked(t *testing.T) {
	o := open(t)
	o.Mask = redact.Text
	h, err := o.Hold(t.Context(), admin, "", "Case 7, password=hunter2x")
	if err != nil || h.Reason != "Case 7, password=<PASSWORD>" {
		t.Errorf("%+v, %v", h, err)
	}
	for _, e := range o.trail(t) {
		if strings.Contains(e.Detail, "hunter2x") {
			t.Errorf("%+v", e)
		}
	}
}

// A hold on any of the procedures that were recorded again by a recording keeps that, though what it was drafted for first is old enough.
func TestHoldOnWhatWasRecordedAgain(t *testing.T) {
	o := open(t)
	if err := o.SetRetention(t.Context(), admin, nouns.Retention{Recordings: 90}); err != nil {
		t.Fatal(err)
	}
	o.do(t, func(tx *store.Tx) error {
		err := tx.AddProcedure(t.Context(), sop.Procedure{ID: "p3", Workspace: "w", Slug: "s3", Title: "Deploy 3", Holding: "h2"})
		for _, into := range []string{"p2", "p3"} {
			err = errors.Join(err, retakes.In(tx).SaveRetake(t.Context(), retake.Taken{Draft: "p1", Procedure: into, Number: 2, By: "ada", At: now}))
		}
		return err
	})
	h, err := o.Hold(t.Context(), admin, "s3", "Case 7.")
	if err != nil {
		t.Fatal(err)
	}
	if got := o.keep(t); len(got) > 0 {
		t.Errorf("deleted in spite of a hold: %v", got)
	}
	if err := o.EndHold(t.Context(), admin, h.ID); err != nil {
		t.Fatal(err)
	}
	if got := o.keep(t); !slices.Equal(got, []string{"recordings/1"}) {
		t.Errorf("%v", got)
	}
}

// The matrix says what the rules say.
func TestMatrix(t *testing.T) {
	people := []team.Member{{Account: team.Account{ID: "1", Name: "=cmd()"}, Workspace: "w", Role: team.Viewer}, {Account: team.Account{ID: "2", Disabled: now}, Workspace: "w", Role: team.Admin}, {Account: team.Account{ID: "3"}, Workspace: "w", Role: team.Admin}}
	acts, rows := custody.Matrix(people, true)
	for i, m := range people {
		for j, act := range acts {
			if want := m.Disabled.IsZero() && (desk.Actor{Role: m.Role, Home: true}).May(act) == nil; rows[i][j] != want {
				t.Errorf("%s, %s: %t", m.ID, act, rows[i][j])
			}
		}
	}
	if slices.Contains(rows[1], true) || slices.Contains(rows[2], false) {
		t.Errorf("%v", rows)
	}
	var b strings.Builder
	if err := custody.WriteMatrix(&b, people, true); err != nil || !strings.Contains(b.String(), "1,'=cmd(),,viewer,active,yes") {
		t.Errorf("%s, %v", b.String(), err)
	}
}

// Training records of who has left are deleted so long after, with a line of the trail, unless a hold lies on the procedure; those of who is there stay.
func TestTraining(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	o.do(t, func(tx *store.Tx) error {
		rows := learnt.On(tx.SQL())
		err := error(nil)
		for _, who := range []string{"bob", "tom"} {
			a := team.Account{ID: who, Email: who + "@example.com", Name: who, Password: "x", Created: now.AddDate(-1, 0, 0)}
			err = errors.Join(err, tx.AddAccount(ctx, a))
			if who == "bob" {
				a.Disabled = now.AddDate(0, 0, -50)
			}
			err = errors.Join(err, tx.SaveAccount(ctx, a), tx.SetMember(ctx, team.Member{Account: a, Workspace: "w", Role: team.Viewer}))
			for _, p := range []string{"p1", "p2"} {
				err = errors.Join(err, rows.SaveRecord(ctx, training.Record{Workspace: "w", Procedure: p, Account: who, Entries: []training.Entry{{Stage: training.Read, At: now.AddDate(0, 0, -60)}}}))
			}
		}
		return err
	})
	left := func() (all []string) {
		t.Helper()
		found, err := learnt.Read(o.db).Records(ctx, training.Question{Workspace: "w"})
		for _, r := range found {
			all = append(all, r.Procedure+" "+r.Account)
		}
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if err := o.SetRetention(ctx, admin, nouns.Retention{Training: -1}); sop.CodeOf(err) != sop.Invalid {
		t.Error(err)
	}
	if err := o.SetRetention(ctx, admin, nouns.Retention{Training: 51}); err != nil {
		t.Fatal(err)
	}
	if o.keep(t); len(left()) != 4 {
		t.Errorf("too early: %v", left())
	}
	h, err := o.Hold(ctx, admin, "s1", "Case 7.")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.SetRetention(ctx, admin, nouns.Retention{Training: 49}); err != nil {
		t.Fatal(err)
	}
	if o.keep(t); !slices.Equal(left(), []string{"p1 bob", "p1 tom", "p2 tom"}) {
		t.Errorf("with a hold: %v", left())
	}
	if err := o.EndHold(ctx, admin, h.ID); err != nil {
		t.Fatal(err)
	}
	if o.keep(t); !slices.Equal(left(), []string{"p1 tom", "p2 tom"}) {
		t.Errorf("after it: %v", left())
	}
	o.keep(t)
	n := 0
	for _, e := range o.trail(t) {
		if e.Verb == "training.deleted" {
			n++
			if e.Actor != "clock" || e.Target != "p1" && e.Target != "p2" || !strings.HasPrefix(e.Detail, "bob: Deploy") || e.Proof == "" {
				t.Errorf("%+v", e)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d lines", n)
	}
}
