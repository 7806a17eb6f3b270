// Package storetest is the suite that every engine's store passes, and a PostgreSQL server for it.
package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// Suite runs every test, each on an empty store.
func Suite(t *testing.T, open func(t *testing.T) *store.DB) {
	for name, test := range map[string]func(*testing.T, *store.DB){
		"workspaces": workspaces, "seats": seats, "subtitle files": subtitles, "legal holds": holds, "holdings": holdings, "runs": runs, "procedures": procedures, "all or nothing": allOrNothing,
		"many at once": manyAtOnce, "trail": trail, "beats": beats, "uploads": uploads, "leases": leases, "markers": markers, "search": search, "crowded": crowded, "look": look, "labels": labels,
		"pieces": pieces, "held": held, "releases": releases, "drawings": drawings, "takes": takes, "glossary": glossary,
		"accounts": accounts, "keys": keys, "swept": swept, "one at a time": oneAtATime, "tokens": tokens, "links": links, "guesses": guesses, "trail asked": asked,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// now has the precision that is kept.
var now = time.Date(2026, 11, 27, 13, 30, 0, 123456000, time.UTC)

func do(t *testing.T, d *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := d.Do(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, want sop.Code) {
	t.Helper()
	if err == nil || sop.CodeOf(err) != want {
		t.Errorf("%v, want the code %s", err, want)
	}
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}

func workspace(t *testing.T, d *store.DB) team.Workspace {
	t.Helper()
	w := team.Workspace{ID: store.NewID(), Slug: "main", Name: "Ops – 運用", Created: now}
	do(t, d, func(tx *store.Tx) error { return tx.AddWorkspace(t.Context(), w) })
	return w
}

func workspaces(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	got, err := d.Read().Workspace(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, w)
	_, err = d.Read().Workspace(t.Context(), "other")
	wantCode(t, err, sop.NotFound)
	w.ID = store.NewID()
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.AddWorkspace(t.Context(), w) }), sop.Exists)
}

func holding(w team.Workspace) sop.Holding {
	return sop.Holding{
		ID: store.NewID(), Workspace: w.ID, Owner: "ada", Recording: sop.Recording{Hash: "ab", Name: "o'clock \"x\" $1.mp4", Size: 5 << 40, Kind: "mp4"},
		Duration: sop.Seconds(12.5), Blob: "recordings/x", Wish: sop.Wish{Title: "Deploy", Mask: []string{"hunter2"}}, Created: now,
	}
}

func addHolding(t *testing.T, d *store.DB, w team.Workspace) sop.Holding {
	t.Helper()
	h := holding(w)
	do(t, d, func(tx *store.Tx) error { return tx.AddHolding(t.Context(), h, store.NewID()) })
	return h
}

func holdings(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	h := holding(w)
	do(t, d, func(tx *store.Tx) error { return tx.AddHolding(t.Context(), h, "up") })
	got, err := d.Read().Holding(t.Context(), w.ID, h.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, h)
	if got, err = d.Read().HoldingOf(t.Context(), "up"); err != nil || got.ID != h.ID {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = d.Read().Holding(t.Context(), "another", h.ID)
	wantCode(t, err, sop.NotFound)
	h.Duration, h.Recording.Kind = sop.Seconds(125), "matroska"
	do(t, d, func(tx *store.Tx) error { return tx.SetLength(t.Context(), h) })
	if got, err = d.Read().HoldingOf(t.Context(), "up"); err != nil || got.Duration != h.Duration || got.Recording.Kind != "matroska" {
		t.Errorf("%+v, %v", got, err)
	}
	old := holding(w)
	old.Created = now.AddDate(0, -2, 0)
	do(t, d, func(tx *store.Tx) error { return tx.AddHolding(t.Context(), old, "old") })
	for workspace, want := range map[string]team.Usage{w.ID: {Recordings: 1, Minutes: 2, Bytes: 10 << 40}, "another": {}} {
		u, err := d.Read().Usage(t.Context(), workspace, now.AddDate(0, -1, 0))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, u, want)
	}
	h.ID = store.NewID()
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.AddHolding(t.Context(), h, "up") }), sop.Exists)
}

func runs(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	h := addHolding(t, d, w)
	n := sop.Run{ID: store.NewID(), Workspace: w.ID, Holding: h.ID, State: sop.RunQueued, Job: 7, Created: now}
	do(t, d, func(tx *store.Tx) error { return tx.AddRun(t.Context(), n) })
	next := n
	next.State, next.Attempt, next.Worker, next.Stage, next.Fraction, next.Left = sop.RunRunning, 1, "w1", "watch", .625, 3*time.Second
	next.Began, next.Changed = now.Add(time.Second), now.Add(2*time.Second)
	save := func(was, to sop.Run) (ok bool) {
		do(t, d, func(tx *store.Tx) (err error) { ok, err = tx.SaveRun(t.Context(), was, to); return err })
		return ok
	}
	if !save(n, next) {
		t.Fatal("the run was not saved")
	}
	got, err := d.Read().Run(t.Context(), w.ID, n.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, next)
	failed := next
	failed.State, failed.Fault, failed.Ended = sop.RunFailed, &sop.Fault{Code: sop.Unreadable, Message: "It is no recording.", Mend: "Choose another."}, now
	if save(n, failed) {
		t.Error("a run was saved that another had begun since")
	}
	if !save(next, failed) {
		t.Error("the run's end was not saved")
	}
	if got, err = d.Read().RunByID(t.Context(), n.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, got, failed)
	_, err = d.Read().Run(t.Context(), "another", n.ID)
	wantCode(t, err, sop.NotFound)
	second := sop.Run{ID: store.NewID(), Workspace: w.ID, Holding: h.ID, State: sop.RunQueued, Created: now.Add(time.Second)}
	do(t, d, func(tx *store.Tx) error { return tx.AddRun(t.Context(), second) })
	if newest, err := d.Read().RunOf(t.Context(), h.ID); err != nil || newest.ID != second.ID {
		t.Errorf("%+v, %v", newest, err)
	}
	if list, err := d.Read().Runs(t.Context(), w.ID, 10); err != nil || len(list) != 2 || list[0].ID != second.ID {
		t.Errorf("%v, %v", list, err)
	}
}

func procedures(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	h := addHolding(t, d, w)
	p := sop.Procedure{ID: store.NewID(), Workspace: w.ID, Slug: "deploy", Title: "Deploy", Owner: "ada", State: sop.Draft, Holding: h.ID, Latest: 1, Steps: 3, Created: now, Changed: now}
	r := sop.Revision{Schema: sop.Schema, Number: 1, Title: sop.Claim{Text: "Deploy \u0000 ✓"}}
	r.Title.Text = "Deploy ✓ 'q' \\"
	about := sop.Release{Procedure: p.ID, Author: "ada", Note: "first", Created: now}
	do(t, d, func(tx *store.Tx) error {
		return errors.Join(tx.AddProcedure(t.Context(), p), tx.AddRevision(t.Context(), r, about))
	})
	got, err := d.Read().Procedure(t.Context(), w.ID, "deploy")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, p)
	back, err := d.Read().Revision(t.Context(), p.ID, 1)
	if err != nil || back.Title.Text != r.Title.Text {
		t.Errorf("%q, %v", back.Title.Text, err)
	}
	_, err = d.Read().Revision(t.Context(), p.ID, 2)
	wantCode(t, err, sop.NotFound)
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.AddRevision(t.Context(), r, about) }), sop.Exists)
	later := p
	later.ID, later.Slug, later.Changed = store.NewID(), "deploy-2", now.Add(time.Hour)
	do(t, d, func(tx *store.Tx) error { return tx.AddProcedure(t.Context(), later) })
	list, err := d.Read().Procedures(t.Context(), w.ID, 10)
	if err != nil || len(list) != 2 || list[0].ID != later.ID {
		t.Errorf("%v, %v", list, err)
	}
	slugs, err := d.Read().SlugsLike(t.Context(), w.ID, "deploy")
	slices.Sort(slugs)
	if err != nil || !slices.Equal(slugs, []string{"deploy", "deploy-2"}) {
		t.Errorf("%v, %v", slugs, err)
	}
	later.ID = store.NewID()
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.AddProcedure(t.Context(), later) }), sop.Exists)
}

func allOrNothing(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	broken := errors.New("broken off")
	err := d.Do(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.AddHolding(t.Context(), holding(w), "a"), tx.AddEvent(t.Context(), team.Event{ID: store.NewID(), Workspace: w.ID, At: now}), broken)
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	_, err = d.Read().HoldingOf(t.Context(), "a")
	wantCode(t, err, sop.NotFound)
	if e, err := d.Read().Events(t.Context(), w.ID, 10); err != nil || len(e) > 0 {
		t.Errorf("%v, %v", e, err)
	}
}

// Of many that change one row each starts from what it has read, and exactly one wins.
func manyAtOnce(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	h := addHolding(t, d, w)
	n := sop.Run{ID: store.NewID(), Workspace: w.ID, Holding: h.ID, State: sop.RunQueued, Created: now}
	do(t, d, func(tx *store.Tx) error { return tx.AddRun(t.Context(), n) })
	var group sync.WaitGroup
	won := make([]bool, 16)
	errs := make([]error, len(won))
	for i := range won {
		group.Go(func() {
			errs[i] = d.Do(t.Context(), func(tx *store.Tx) error {
				was, err := tx.RunByID(t.Context(), n.ID)
				if err != nil || was.State != sop.RunQueued {
					won[i] = false
					return err
				}
				to := was
				to.State, to.Attempt, to.Worker = sop.RunRunning, was.Attempt+1, fmt.Sprint(i)
				won[i], err = tx.SaveRun(t.Context(), was, to)
				return err
			})
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	winners := 0
	for _, ok := range won {
		if ok {
			winners++
		}
	}
	if winners != 1 {
		t.Errorf("%d winners", winners)
	}
}

func trail(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	for i := range 3 {
		do(t, d, func(tx *store.Tx) error {
			return tx.AddEvent(t.Context(), team.Event{ID: store.NewID(), Workspace: w.ID, Actor: "ada", Verb: fmt.Sprint("did", i), Target: "x", At: now.Add(time.Duration(i) * time.Second)})
		})
	}
	got, err := d.Read().Events(t.Context(), w.ID, 2)
	if err != nil || len(got) != 2 || got[0].Verb != "did2" || got[1].Verb != "did1" {
		t.Errorf("%+v, %v", got, err)
	}
	// whoever reaches the database through us can't alter what was written
	for _, statement := range []string{"UPDATE event SET actor = 'eve'", "DELETE FROM event", "UPDATE revision SET body = ''", "DELETE FROM revision"} {
		_, _ = d.Pool().ExecContext(t.Context(), statement)
	}
	after, err := d.Read().Events(t.Context(), w.ID, 10)
	if err != nil || len(after) != 3 || after[0].Actor != "ada" {
		t.Errorf("the trail was altered: %+v, %v", after, err)
	}
}

func beats(t *testing.T, d *store.DB) {
	for _, w := range []string{"a", "b", "a", "a"} {
		if err := d.Beat(t.Context(), w); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Leave(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	got, err := d.Beats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, map[string]int64{"a": 3})
}
