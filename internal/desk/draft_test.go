package desk_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/sqlite"
)

// jobs stands in for the queue, which has a suite of its own.
type jobs struct {
	last      int64
	long      []bool
	cancelled []int64
}

func (j *jobs) Add(_ context.Context, _ string, long bool) (int64, error) {
	j.last++
	j.long = append(j.long, long)
	return j.last, nil
}

func (j *jobs) Cancel(_ context.Context, job int64) error {
	j.cancelled = append(j.cancelled, job)
	return nil
}

type office struct {
	*desk.Desk
	db     *store.DB
	jobs   *jobs
	editor desk.Actor
}

func open(t *testing.T) office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o := office{db: db, jobs: &jobs{}, editor: desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}}
	clock := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	o.Desk = &desk.Desk{
		Do: func(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(tx, o.jobs) })
		},
		Now:   func() time.Time { clock = clock.Add(time.Second); return clock },
		NewID: store.NewID,
		Judge: func(c *sop.Command) { c.Class = sop.Changes },
	}
	if err := db.Do(t.Context(), func(tx *store.Tx) error {
		return tx.AddWorkspace(t.Context(), team.Workspace{ID: "w", Slug: "w", Name: "W"})
	}); err != nil {
		t.Fatal(err)
	}
	return o
}

func arrival(upload string) desk.Arrival {
	return desk.Arrival{Upload: upload, Recording: sop.Recording{Name: "deploy.mp4", Hash: "ab", Size: 9}, Duration: sop.Seconds(60), Blob: "b"}
}

func (o office) takeIn(t *testing.T) (sop.Holding, sop.Run) {
	t.Helper()
	h, n, err := o.TakeIn(t.Context(), o.editor, arrival(store.NewID()))
	if err != nil {
		t.Fatal(err)
	}
	return h, n
}

func (o office) begin(t *testing.T, run, worker string) sop.Run {
	t.Helper()
	n, _, ok, err := o.Begin(t.Context(), run, worker)
	if err != nil || !ok {
		t.Fatalf("%v, %v", ok, err)
	}
	return n
}

func (o office) run(t *testing.T, id string) sop.Run {
	t.Helper()
	n, err := o.db.Read().RunByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func revision(title string) sop.Revision {
	return sop.Revision{Schema: sop.Schema, Number: 1, Title: sop.Claim{Text: title}, Sections: []sop.Section{{Steps: make([]sop.Step, 2)}, {Steps: make([]sop.Step, 1)}}}
}

func TestTakeInTwice(t *testing.T) {
	o := open(t)
	in := arrival("up")
	h, n, err := o.TakeIn(t.Context(), o.editor, in)
	if err != nil || n.State != sop.RunQueued || h.Owner != "ada" {
		t.Fatalf("%+v, %+v, %v", h, n, err)
	}
	again, m, err := o.TakeIn(t.Context(), o.editor, in)
	if err != nil || again.ID != h.ID || m.ID != n.ID || o.jobs.last != 1 {
		t.Errorf("a second arrival made %+v, %+v, %d jobs, %v", again, m, o.jobs.last, err)
	}
	in.Upload, in.Duration = "long", sop.Seconds(3*3600)
	if _, _, err := o.TakeIn(t.Context(), o.editor, in); err != nil || o.jobs.long[0] || !o.jobs.long[1] {
		t.Errorf("lanes %v, %v", o.jobs.long, err)
	}
}

func TestWhoMayRecord(t *testing.T) {
	o := open(t)
	_, n := o.takeIn(t)
	for role, want := range map[team.Role]bool{team.Viewer: false, team.Editor: true, team.Reviewer: true, team.Admin: true, "": false, "root": false} {
		a := desk.Actor{Workspace: "w", Account: "bob", Role: role}
		_, _, takeIn := o.TakeIn(t.Context(), a, arrival(store.NewID()))
		_, retry := o.Retry(t.Context(), a, n.ID)
		_, cancel := o.Cancel(t.Context(), a, n.ID)
		for verb, err := range map[string]error{"take in": takeIn, "cancel": cancel, "retry": retry} {
			if got := sop.CodeOf(err) != sop.Forbidden; got != want || want && err != nil {
				t.Errorf("%q may %s: %v, %v", role, verb, got, err)
			}
		}
	}
	stranger := desk.Actor{Workspace: "other", Account: "eve", Role: team.Admin}
	if _, err := o.Cancel(t.Context(), stranger, n.ID); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("another workspace's run: %v", err)
	}
}

func TestDraftOnce(t *testing.T) {
	o := open(t)
	h, n := o.takeIn(t)
	first := o.begin(t, n.ID, "a")
	second := o.begin(t, n.ID, "b") // a is gone, or frozen
	if second.Attempt != 2 {
		t.Errorf("%+v", second)
	}
	first.Stage, first.Fraction = "watch", .5
	if ok, err := o.Tell(t.Context(), first); ok || err != nil {
		t.Errorf("the first worker still tells: %v, %v", ok, err)
	}
	second.Stage, second.Fraction = "read", .25
	if ok, err := o.Tell(t.Context(), second); !ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	p, ok, err := o.Finish(t.Context(), second, h, revision("Deploy **Checkout API**"))
	if err != nil || !ok || p.Slug != "deploy-checkout-api" || p.Title != "Deploy Checkout API" || p.Steps != 3 {
		t.Fatalf("%+v, %v, %v", p, ok, err)
	}
	if _, ok, err := o.Finish(t.Context(), first, h, revision("Deploy")); ok || err != nil {
		t.Errorf("drafted twice: %v, %v", ok, err)
	}
	if _, _, ok, err := o.Begin(t.Context(), n.ID, "c"); ok || err != nil {
		t.Errorf("a run that is over was begun: %v, %v", ok, err)
	}
	if err := o.Fail(t.Context(), first, sop.Fault{Message: "late"}); err != nil || o.run(t, n.ID).State != sop.RunDone {
		t.Errorf("%v, %+v", err, o.run(t, n.ID))
	}
	all, err := o.db.Read().Procedures(t.Context(), "w", 9)
	if err != nil || len(all) != 1 || all[0].ID != n.Procedure {
		t.Errorf("%v, %v", all, err)
	}
	_, other := o.takeIn(t)
	if p, _, err := o.Finish(t.Context(), o.begin(t, other.ID, "a"), h, revision("Deploy Checkout API!")); err != nil || p.Slug != "deploy-checkout-api-2" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestCancelAndRetry(t *testing.T) {
	o := open(t)
	_, n := o.takeIn(t)
	working := o.begin(t, n.ID, "a")
	if got, err := o.Cancel(t.Context(), o.editor, n.ID); err != nil || got.State != sop.RunCancelled || len(o.jobs.cancelled) != 1 || o.jobs.cancelled[0] != n.Job {
		t.Fatalf("%+v, %v, %v", got, err, o.jobs.cancelled)
	}
	if _, err := o.Cancel(t.Context(), o.editor, n.ID); err != nil || len(o.jobs.cancelled) != 1 {
		t.Errorf("cancelled twice: %v", err)
	}
	if ok, _ := o.Tell(t.Context(), working); ok {
		t.Error("a cancelled run goes on telling")
	}
	got, err := o.Retry(t.Context(), o.editor, n.ID)
	if err != nil || got.State != sop.RunQueued || got.Job == n.Job {
		t.Fatalf("%+v, %v", got, err)
	}
	if again, err := o.Retry(t.Context(), o.editor, n.ID); err != nil || again.Job != got.Job {
		t.Errorf("retried twice: %+v, %v", again, err)
	}
	working = o.begin(t, n.ID, "a")
	fault := sop.Fault{Code: sop.Unreadable, Message: "It is no recording.", Mend: "Choose another."}
	if err := o.Fail(t.Context(), working, fault); err != nil {
		t.Fatal(err)
	}
	if r := o.run(t, n.ID); r.State != sop.RunFailed || r.Fault == nil || *r.Fault != fault || r.Ended.IsZero() {
		t.Errorf("%+v", r)
	}
	if r, err := o.Retry(t.Context(), o.editor, n.ID); err != nil || r.Fault != nil || !r.Ended.IsZero() {
		t.Errorf("%+v, %v", r, err)
	}
}

// Whatever is changed leaves a line in the trail.
func TestTrail(t *testing.T) {
	o := open(t)
	h, n := o.takeIn(t)
	if _, err := o.Cancel(t.Context(), o.editor, n.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Retry(t.Context(), o.editor, n.ID); err != nil {
		t.Fatal(err)
	}
	if err := o.Fail(t.Context(), o.begin(t, n.ID, "worker-1"), sop.Fault{Message: "No."}); err != nil {
		t.Fatal(err)
	}
	_, n = o.takeIn(t)
	if _, _, err := o.Finish(t.Context(), o.begin(t, n.ID, "worker-1"), h, revision("X")); err != nil {
		t.Fatal(err)
	}
	events, err := o.db.Read().Events(t.Context(), "w", 99)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"worker-1 procedure.drafted", "ada recording.taken_in", "worker-1 run.failed", "ada run.retried", "ada run.cancelled", "ada recording.taken_in"}
	for i, e := range events {
		if i >= len(want) || e.Actor+" "+e.Verb != want[i] || e.Target == "" || e.ID == "" {
			t.Errorf("%d: %+v", i, e)
		}
	}
	if len(events) != len(want) {
		t.Errorf("%d lines", len(events))
	}
}
