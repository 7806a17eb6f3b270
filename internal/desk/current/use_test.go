package current_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	rules "showhow/internal/desk/current"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/executions"
)

// carried keeps an execution that ended.
func (o *office) carried(id string, mode execution.Mode, number int, outcome execution.Outcome) {
	o.t.Helper()
	x := execution.Execution{ID: id, Workspace: "w", Procedure: "p", Slug: "release", Number: number, Mode: mode, By: "tom", Started: o.clock}
	x.Ended, x.Changed, x.Outcome = o.clock, o.clock, outcome
	if err := o.db.Do(o.t.Context(), func(s *store.Tx) error { return executions.In(s).AddExecution(o.t.Context(), x) }); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) reviewed(want ...current.Reason) {
	o.t.Helper()
	for range 2 { // once more changes nothing
		if err := o.Review(o.t.Context()); err != nil {
			o.t.Fatal(err)
		}
	}
	got := o.flags()
	if len(got) != len(want) {
		o.t.Fatalf("%+v, want %v", got, want)
	}
	for _, w := range want {
		found := false
		for _, f := range got {
			found = found || f.Reason == w
		}
		if !found {
			o.t.Errorf("%+v lacks %s", got, w)
		}
	}
}

// What failed when it was carried out for real has the procedure looked at, with the executions that led to it, once; tries don't, nor what was done by another revision.
func TestReviewByUse(t *testing.T) {
	o := open(t)
	o.carried("tried", execution.DryRun, 1, execution.Failed)
	o.carried("well", execution.Live, 1, execution.OK)
	o.carried("before", execution.Live, 9, execution.Failed)
	o.carried("r1", execution.Live, 1, execution.Recovered)
	o.carried("r2", execution.Live, 1, execution.Recovered)
	o.reviewed()
	o.carried("r3", execution.Live, 1, execution.Recovered)
	o.reviewed(current.ByTrouble)
	if f := o.flags()[0]; len(f.Executions) != 3 || f.By != "" || f.Number != 1 {
		t.Errorf("%+v", f)
	}
	o.carried("f1", execution.Live, 1, execution.Failed)
	o.reviewed(current.ByTrouble, current.ByFailure)
	for _, f := range o.flags() {
		if _, err := o.StillRight(t.Context(), rob, f.ID, current.FlagStep{Reason: "The network was down."}); err != nil {
			t.Fatal(err)
		}
	}
	o.reviewed()
	o.carried("f2", execution.Live, 1, execution.Failed)
	o.reviewed(current.ByFailure)
	if f := o.flags()[0]; len(f.Executions) != 1 || f.Executions[0] != "f2" {
		t.Errorf("what was looked at leads to it again: %+v", f)
	}
	o.clock = o.clock.Add(40 * 24 * time.Hour)
	o.reviewed(current.ByFailure) // what is old stays as it is
}

// Whoever led an execution that failed doesn't set that aside, neither by looking at the whole again nor at the mark; another reviewer does. What others' use led to they clear.
func TestNobodyClearsTheirOwnFailure(t *testing.T) {
	o := open(t)
	number := o.inForce(t).Number
	for _, id := range []string{"f1", "f2"} {
		lead := map[string]string{"f1": "rob", "f2": "tom"}[id]
		x := execution.Execution{ID: id, Workspace: "w", Procedure: "p", Slug: "release", Number: number, Mode: execution.Live, By: lead, Started: o.clock}
		x.Ended, x.Changed, x.Outcome, x.Lead = o.clock, o.clock, execution.Failed, lead
		if err := o.db.Do(t.Context(), func(s *store.Tx) error { return executions.In(s).AddExecution(t.Context(), x) }); err != nil {
			t.Fatal(err)
		}
		if err := o.Review(t.Context()); err != nil { // a flag each
			t.Fatal(err)
		}
	}
	if all := o.flags(); len(all) != 2 {
		t.Fatalf("%+v", all)
	}
	holds := func(a desk.Actor) {
		t.Helper()
		if err := o.judges().Reaffirm(t.Context(), a, "release", desklife.Judgement{Digest: o.inForce(t).Digest, Name: a.Account}); err != nil {
			t.Fatal(err)
		}
	}
	holds(rob)
	left := o.flags()
	if len(left) != 1 || !slices.Contains(left[0].Executions, "f1") {
		t.Fatalf("%+v", left)
	}
	if _, err := o.StillRight(t.Context(), rob, left[0].ID, current.FlagStep{Reason: "Bad luck."}); sop.CodeOf(err) != sop.Forbidden || !strings.Contains(err.Error(), "You led an execution") {
		t.Errorf("%v", err)
	}
	holds(max)
	if all := o.flags(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

// inForce is the review of the revision in force.
func (o *office) inForce(t *testing.T) (r life.Review) {
	t.Helper()
	o.do(func(ctx context.Context, s currents.Tx) error {
		l, err := s.Life(ctx, "p")
		if err == nil {
			r = *l.In(life.Effective)
		}
		return err
	})
	return r
}

// Executions whose steps were skipped or showed another value count as those that were made good, and mark the very steps; a revision that changes these clears it.
func TestReviewByDeviation(t *testing.T) {
	o := open(t)
	o.force(func(steps []*sop.Step) { steps[0].Title.Text = "Look at it." })
	var r sop.Revision
	o.do(func(ctx context.Context, s currents.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "release")
		if err == nil {
			r, err = s.Revision(ctx, "p", p.Latest)
		}
		return err
	})
	var keys []string
	for _, s := range execution.Steps(&r) {
		keys = append(keys, s.Key)
	}
	deviated := func(id string, mode execution.Mode, outcome execution.Outcome, steps ...string) {
		t.Helper()
		x := execution.Execution{ID: id, Workspace: "w", Procedure: "p", Slug: "release", Number: r.Number, Mode: mode, By: "tom", Started: o.clock}
		x.Ended, x.Changed, x.Outcome, x.Deviated = o.clock, o.clock, outcome, steps
		if err := o.db.Do(t.Context(), func(s *store.Tx) error { return executions.In(s).AddExecution(t.Context(), x) }); err != nil {
			t.Fatal(err)
		}
	}
	deviated("tried", execution.DryRun, execution.OK, keys[0])
	deviated("d1", execution.Live, execution.OK, keys[1], keys[0])
	deviated("d2", execution.Live, execution.Skipped, keys[1])
	deviated("good", execution.Live, execution.Recovered, keys[0]) // counts as made good, and once
	o.reviewed()
	o.carried("d3", execution.Live, r.Number, execution.OK)
	o.reviewed()
	deviated("d4", execution.Live, execution.OK, keys[1], "gone")
	o.reviewed(current.ByTrouble)
	f := o.flags()[0]
	if len(f.Executions) != 3 || len(f.Steps) != 2 || f.Steps[0].Number != 1 || f.Steps[1].Key != keys[1] || rules.Because(f) != "in 3 executions steps were skipped, or showed another value than is expected (steps 1, 2)" {
		t.Errorf("%+v", f)
	}
	o.force(func(steps []*sop.Step) { steps[0].Title.Text, steps[1].Title.Text = "Look at it twice.", "And then?" })
	if left := o.flags(); len(left) != 0 {
		t.Errorf("a revision that changed both steps left %+v", left)
	}
}

func TestReviewByFeedback(t *testing.T) {
	o := open(t)
	said := func(id string, k feedback.Kind) {
		o.do(func(ctx context.Context, s currents.Tx) error {
			return s.AddFeedback(ctx, feedback.Feedback{ID: id, Workspace: "w", Procedure: "p", Number: 1, Step: "s", Kind: k, State: feedback.Open, Source: "page", At: o.clock}, "")
		})
	}
	said("1", feedback.Unclear)
	said("2", feedback.Wrong)
	o.reviewed()
	said("3", feedback.Outdated)
	o.reviewed(current.ByFeedback)
	f := o.flags()[0]
	o.clock = o.clock.Add(time.Hour)
	if _, err := o.StillRight(t.Context(), rob, f.ID, current.FlagStep{Reason: "It is right."}); err != nil {
		t.Fatal(err)
	}
	o.reviewed()
	o.clock = o.clock.Add(time.Hour)
	said("4", feedback.Wrong)
	o.reviewed(current.ByFeedback)
}

// What deviated has a bound of its own. What led to a flag, or was too little for one, isn't looked at again each minute: only when something of it is new, or the bounds or the procedure's life are others.
func TestHeldOnce(t *testing.T) {
	o := open(t)
	held, usual := 0, o.Do
	o.Do = func(ctx context.Context, do func(rules.Tx) error) error { held++; return usual(ctx, do) }
	otherwise := func(id string) {
		t.Helper()
		x := execution.Execution{ID: id, Workspace: "w", Procedure: "p", Slug: "release", Number: 1, Mode: execution.Live, By: "tom", Started: o.clock}
		x.Ended, x.Changed, x.Outcome, x.Deviated = o.clock, o.clock, execution.OK, []string{"s1"}
		if err := o.db.Do(t.Context(), func(s *store.Tx) error { return executions.In(s).AddExecution(t.Context(), x) }); err != nil {
			t.Fatal(err)
		}
	}
	looks := func(want, flags int) {
		t.Helper()
		held = 0
		for range 3 {
			if err := o.Review(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if held != want || len(o.flags()) != flags {
			t.Errorf("held %d times, want %d; %d flags, want %d", held, want, len(o.flags()), flags)
		}
	}
	if err := o.bounds(life.Normal, life.ByUse{Failed: 1, Recovered: 9, Deviated: 2}); err != nil {
		t.Fatal(err)
	}
	looks(0, 0)
	otherwise("d1")
	looks(0, 0)
	otherwise("d2")
	looks(1, 1)
	otherwise("d3")
	looks(1, 1)
	o.carried("old", execution.Live, 9, execution.Failed) // of a revision that isn't in force
	looks(1, 1)
	if err := o.bounds(life.Normal, life.ByUse{Failed: 1, Recovered: 9, Deviated: 1}); err != nil {
		t.Fatal(err)
	}
	looks(2, 2) // both revisions, by the new bounds
	if err := o.judges().Suspend(t.Context(), ada, "release", "It burns."); err != nil {
		t.Fatal(err)
	}
	looks(2, 2)
}
