package workspace

import (
	"context"
	"log/slog"
	"testing"

	"showhow/internal/config"
	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	nouns "showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/threads"
)

// tried is a workspace in which tom's dry run of a procedure ended well, and found its only step to be wrong.
func tried(t *testing.T) (w *Workspace, x execution.Execution, of nouns.Thread) {
	t.Helper()
	c, err := config.Load([]string{"SHOWHOW_DATA=" + t.TempDir()}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	if w, err = Open(t.Context(), Needs{Config: c, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Version: "test"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	ctx := t.Context()
	if err := w.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: w.home.ID}, "u"); err != nil {
			return err
		}
		if err := tx.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: w.home.ID, Slug: "deploy", Title: "Deploy", Owner: "ada", State: sop.Draft, Holding: "h", Latest: 1}); err != nil {
			return err
		}
		said := sop.Claim{Text: "Do it.", Evidence: sop.Evidence{Source: sop.FromAuthor}}
		return tx.AddRevision(ctx, sop.Revision{Schema: sop.Schema, Number: 1, Title: said, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one", Kind: sop.StepManual, Title: said}}}}}, sop.Release{Procedure: "p", Author: "ada"})
	}); err != nil {
		t.Fatal(err)
	}
	tom := person(w, "tom", team.Viewer)
	if x, err = w.Carriers().Start(ctx, tom, "deploy", deskexecution.Starting{Mode: execution.DryRun}); err != nil {
		t.Fatal(err)
	}
	if _, err = w.Carriers().Go(ctx, tom, x.ID, deskexecution.Batch{Strict: true, Events: []execution.Event{
		{ID: "t1", Kind: execution.Thought, Step: "one", Value: string(execution.Wrong), Text: "The flag is gone."},
		{ID: "t2", Kind: execution.Settled, Step: "one", Outcome: execution.OK}, {ID: "t3", Kind: execution.Ended, Outcome: execution.OK}}}); err != nil {
		t.Fatal(err)
	}
	return w, x, only(t, w)
}

func person(w *Workspace, id string, r team.Role) desk.Actor {
	return desk.Actor{Workspace: w.home.ID, Account: id, Role: r}
}

// only is the one thread that there is.
func only(t *testing.T, w *Workspace) nouns.Thread {
	t.Helper()
	all, err := threads.Read(w.db).Threads(t.Context(), nouns.Query{Workspace: w.home.ID, Limit: 9})
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

func passed(t *testing.T, w *Workspace, id string) (bool, *execution.Event) {
	t.Helper()
	read := executions.Read(w.db)
	x, err := read.Execution(t.Context(), w.home.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	events, err := read.Events(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.db.Read().Revision(t.Context(), "p", 1)
	if err != nil {
		t.Fatal(err)
	}
	return x.Passed, execution.Fold(x, &r, events).Thoughts[0].Resolved
}

// A thread that is resolved resolves what it came from, whoever may resolve it; opened again it holds the trial up again.
func TestThreadResolvesFinding(t *testing.T) {
	for _, old := range []bool{false, true} {
		w, x, of := tried(t)
		ctx := t.Context()
		if of.Kind != nouns.Finding || of.Execution != x.ID || of.Thought != "t1" {
			t.Fatalf("%+v", of)
		}
		if old { // as threads were written before they named what they came from
			of.Thought = ""
			if err := w.db.Do(ctx, func(tx *store.Tx) error { return threads.In(tx).SaveThread(ctx, of) }); err != nil {
				t.Fatal(err)
			}
		}
		if ok, _ := passed(t, w, x.ID); ok {
			t.Fatal("passed with something wrong in it")
		}
		ada, tom := person(w, "ada", team.Editor), person(w, "tom", team.Viewer)
		if _, err := w.Talkers().Resolve(ctx, person(w, "tim", team.Viewer), of.ID, thread.Resolving{How: nouns.Mended}); sop.CodeOf(err) != sop.Forbidden {
			t.Errorf("another reader resolved it: %v", err)
		}
		if _, err := w.Talkers().Resolve(ctx, ada, of.ID, thread.Resolving{How: nouns.Mended, Words: "It is there since 3.1."}); err != nil {
			t.Fatal(err)
		}
		if ok, done := passed(t, w, x.ID); !ok || done == nil || done.Author != "ada" || done.Text != "Mended: It is there since 3.1." {
			t.Fatalf("resolved: %t, %+v", ok, done)
		}
		if _, err := w.Talkers().Reopen(ctx, tom, of.ID, "Not in mine."); err != nil {
			t.Fatal(err)
		}
		if ok, done := passed(t, w, x.ID); ok || done != nil {
			t.Fatalf("opened again: %t, %+v", ok, done)
		}
		if _, err := w.Talkers().Resolve(ctx, tom, of.ID, thread.Resolving{How: nouns.Mended}); err != nil { // whoever found it may take it back
			t.Fatal(err)
		}
		if ok, done := passed(t, w, x.ID); !ok || done.Text != "Mended" {
			t.Fatalf("resolved again: %t, %+v", ok, done)
		}
	}
}

// What is resolved in the execution is resolved in its thread, and nowhere twice; programs can't open it again past the thread.
func TestFindingResolvesThread(t *testing.T) {
	w, x, of := tried(t)
	ctx := t.Context()
	ada := person(w, "ada", team.Editor)
	say := func(id string, kind execution.Kind) error {
		_, err := w.Carriers().Go(context.WithoutCancel(ctx), ada, x.ID, deskexecution.Batch{Strict: true, Events: []execution.Event{{ID: id, Kind: kind, Ref: "t1", Text: "It is there since 3.1."}}})
		return err
	}
	if err := say("a1", execution.Reopened); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("opened again past its thread: %v", err)
	}
	if err := say("a2", execution.Resolved); err != nil {
		t.Fatal(err)
	}
	got := only(t, w)
	if got.ID != of.ID || got.State != nouns.Resolved || got.Resolution.By != "ada" || got.Resolution.Words != "It is there since 3.1." {
		t.Errorf("%+v", got)
	}
	if ok, _ := passed(t, w, x.ID); !ok {
		t.Error("it doesn't pass")
	}
	events, err := executions.Read(w.db).Events(ctx, x.ID)
	if err != nil || len(events) != 4 {
		t.Errorf("%d events, %v", len(events), err)
	}
}
