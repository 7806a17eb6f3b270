package execution_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"showhow/internal/desk"
	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/notices"
)

// Those who may approve a step are asked when an execution comes to it, once; whoever it is handed to is told; nobody of what they did themselves.
func TestWhomAnExecutionWaitsFor(t *testing.T) {
	o := open(t)
	o.revise(func(r *sop.Revision) {
		r.Sections[0].Steps[1].Conduct = &sop.Conduct{Approver: "reviewer"}
	})
	x, err := o.Start(t.Context(), ada, "deploy", desk_execution.Starting{Mode: execution.DryRun, Values: map[string]string{"VERSION": "2.0.0"}})
	if err != nil {
		t.Fatal(err)
	}
	told := func() (all []notice.Happening) {
		o.do(func(ctx context.Context, s *store.Tx) (err error) {
			all, err = notices.In(s).Pending(ctx, 100)
			return err
		})
		return slices.DeleteFunc(all, func(h notice.Happening) bool { return h.Kind != notice.Execution })
	}
	went := func(events ...execution.Event) {
		t.Helper()
		if _, err := o.Go(t.Context(), ada, x.ID, desk_execution.Batch{Events: events, Strict: true}); err != nil {
			t.Fatal(err)
		}
	}
	if all := told(); len(all) != 0 {
		t.Fatalf("told before it waits: %+v", all)
	}
	went(execution.Event{ID: "done-1", Kind: execution.Settled, Step: "one", Outcome: execution.OK})
	all := told()
	if len(all) != 1 || all[0].Role != "reviewer" || !slices.Contains(all[0].But, "ada") || all[0].Actor != "ada" || all[0].Href != "/executions/"+x.ID {
		t.Fatalf("%+v", all)
	}
	went(execution.Event{ID: "note-1", Kind: execution.Noted, Step: "one", Text: "It took long."})
	went(execution.Event{ID: "done-2", Kind: execution.Settled, Step: "one", Outcome: execution.OK, Over: []string{"done-1"}})
	if all := told(); len(all) != 1 {
		t.Errorf("asked again: %+v", all)
	}
	offer := execution.Event{ID: "offer-1", Kind: execution.Offered, To: "tom", Text: "The rest."}
	went(offer)
	went(offer) // a device that didn't hear that it came
	all = told()
	if len(all) != 2 || !slices.Equal(all[1].To, []string{"tom"}) || all[1].Actor != "ada" {
		t.Errorf("%+v", all)
	}
}

// told are what people are to be told of executions.
func (o *office) told() (all []notice.Happening) {
	o.t.Helper()
	o.do(func(ctx context.Context, s *store.Tx) (err error) {
		all, err = notices.In(s).Pending(ctx, 100)
		return err
	})
	return slices.DeleteFunc(all, func(h notice.Happening) bool { return h.Kind != notice.Execution })
}

// When a step's time is over, whoever carries it out is told, once; nobody is when the step was settled or the execution ended by then.
func TestWhenTheTimeIsOver(t *testing.T) {
	o := open(t)
	o.revise(func(r *sop.Revision) { r.Sections[0].Steps[1].Conduct = &sop.Conduct{Wait: 600} })
	read := executions.Read(o.db)
	wake := func(want int, what string) {
		t.Helper()
		if err := o.Wake(t.Context(), read.Waking); err != nil {
			t.Fatal(err)
		}
		if got := o.told(); len(got) != want {
			t.Fatalf("%s: %+v", what, got)
		}
	}
	begun := func() string {
		x := o.begin(ada, desk_execution.Starting{Mode: execution.DryRun})
		o.go1(tom, x.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK})
		o.go1(rob, x.ID, execution.Event{Kind: execution.Waiting, Step: "two"})
		return x.ID
	}
	id := begun()
	if _, err := o.db.Pool().ExecContext(t.Context(), "UPDATE execution SET wakes = 1"); err != nil { // as the migration does to what ran before it
		t.Fatal(err)
	}
	wake(0, "that ran at an upgrade")
	if due, err := read.Waking(t.Context(), o.now, 10); err != nil || len(due) != 0 {
		t.Fatalf("looked at again: %+v, %v", due, err)
	}
	o.now = o.now.Add(9 * time.Minute)
	wake(0, "before it is over")
	o.now = o.now.Add(2 * time.Minute)
	if due, err := read.Waking(t.Context(), o.now, 10); err != nil || len(due) != 1 || due[0].ID != id {
		t.Fatalf("%+v, %v", due, err)
	}
	wake(1, "when it is over")
	h := o.told()[0]
	if slices.Sort(h.To); !slices.Equal(slices.Compact(h.To), []string{"ada", "rob", "tom"}) || h.Actor != "" || h.Href != "/executions/"+id+"?step=two" || h.Said != "the time of step 2 is over" {
		t.Errorf("%+v", h)
	}
	wake(1, "again")
	o.go1(tom, id, execution.Event{Kind: execution.Noted, Step: "two", Text: "Still at it."})
	o.now = o.now.Add(time.Hour)
	wake(1, "after something else was done")

	settled, ended := begun(), begun()
	o.go1(tom, settled, execution.Event{Kind: execution.Settled, Step: "two", Outcome: execution.Skipped, Text: "No time."})
	o.go1(ada, ended, execution.Event{Kind: execution.Ended, Outcome: execution.Failed, Text: "It burns."})
	o.now = o.now.Add(time.Hour)
	if due, err := read.Waking(t.Context(), o.now, 10); err != nil || len(due) != 0 {
		t.Errorf("still waiting: %+v, %v", due, err)
	}
	wake(1, "what was settled or has ended")
}

// An approval that was refused is asked for again: those who may approve are told, the trail tells of it, and whoever doesn't carry it out can't ask.
func TestAskedAgain(t *testing.T) {
	o := open(t)
	o.revise(func(r *sop.Revision) { r.Sections[0].Steps[1].Conduct = &sop.Conduct{Approver: "reviewer"} })
	x := o.begin(ada, desk_execution.Starting{Mode: execution.DryRun})
	o.go1(ada, x.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK})
	asks := func(a desk.Actor) error {
		_, err := o.Go(t.Context(), a, x.ID, desk_execution.Batch{Events: []execution.Event{o.event(execution.Event{Kind: execution.Asked, Step: "two", Text: "The load is low now, hush."})}, Strict: true})
		return err
	}
	if err := asks(ada); err == nil || err.Error() != "Nobody has refused to approve it." {
		t.Error(err)
	}
	o.go1(rob, x.ID, execution.Event{Kind: execution.Approved, Step: "two", Value: "no", Text: "The load is high."})
	if err := asks(tom); err == nil || err.Error() != "Only whoever carries it out asks again." {
		t.Error(err)
	}
	o.now = o.now.Add(time.Minute)
	before := len(o.told())
	if err := asks(ada); err != nil {
		t.Fatal(err)
	}
	all := o.told()
	if len(all) != before+1 {
		t.Fatalf("%+v", all)
	}
	if h := all[before]; h.Role != "reviewer" || slices.Contains(h.But, "rob") || !slices.Contains(h.But, "ada") || h.Actor != "ada" || h.Words != "The load is low now, <SECRET>." || h.Said != "asks again for the approval of step 2, which was refused" {
		t.Errorf("%+v", h)
	}
	late := func(ago time.Duration) { // from a device that was away, or whose clock falls: what counts is the earliest
		t.Helper()
		e := o.event(execution.Event{Kind: execution.Asked, Step: "two", Text: "Asked before."})
		e.Device = o.now.Add(-ago)
		w, err := o.Go(t.Context(), ada, x.ID, desk_execution.Batch{Events: []execution.Event{e}})
		if err != nil || w.State.Steps["two"].Asked.ID != e.ID {
			t.Fatalf("%v: %+v", err, w.State)
		}
		if got := o.told(); len(got) != before+1 {
			t.Errorf("told again: %+v", got[before:])
		}
	}
	late(30 * time.Second)
	late(40 * time.Second)
	if err := asks(ada); err == nil || err.Error() != "It is asked for again already." {
		t.Error(err)
	}
	o.go1(rob, x.ID, execution.Event{Kind: execution.Approved, Step: "two", Value: "no", Text: "It is still high."})
	if err := asks(ada); err != nil || len(o.told()) != before+2 {
		t.Errorf("after another refusal: %v, %+v", err, o.told()[before:])
	}
	w := o.go1(rob, x.ID, execution.Event{Kind: execution.Approved, Step: "two", Value: "yes"})
	if st := w.State.Steps["two"]; st.Refused() || st.Asked != nil {
		t.Errorf("%+v", st)
	}
	if verbs := o.trail(); !slices.Contains(verbs, "execution.asked_again") {
		t.Errorf("the trail: %v", verbs)
	}
}
