package execution_test

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/desk"
	desk_execution "showhow/internal/desk/execution"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	"showhow/internal/store/executions"
)

// parted has "deploy" in force by its second revision, a step of which, "sub", asks for the first.
func parted(t *testing.T) *office {
	o := open(t)
	o.enforce(1)
	o.revise(func(r *sop.Revision) {
		r.Sections[0].Steps = append(r.Sections[0].Steps, sop.Step{Key: "sub", Kind: sop.StepManual, Title: said("Again, as it was.")[0], Conduct: &sop.Conduct{Procedure: "deploy", Revision: 1}})
	})
	o.enforce(2)
	return o
}

// TestPartOfAnother begins executions as parts of others: only what a step of one that is under way asks for, and suspended or overdue no more than by itself.
func TestPartOfAnother(t *testing.T) {
	o := parted(t)
	whole := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	still := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	count := func() int {
		all, err := executions.Read(o.db).Executions(t.Context(), execution.Question{Workspace: "w", Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	refused := func(why string, s desk_execution.Starting) {
		t.Helper()
		before := count()
		if s.Mode == "" {
			s.Mode = execution.Live
		}
		s.Values = map[string]string{"VERSION": "2.0.0"}
		if _, err := o.Start(t.Context(), tom, "deploy", s); sop.CodeOf(err) != sop.Invalid || !strings.Contains(err.Error(), why) || count() != before {
			t.Errorf("%+v: %v, want %q; %d executions more", s, err, why, count()-before)
		}
	}
	refused("no execution of which", desk_execution.Starting{Parent: "nosuchexecution", Number: 1})
	refused("No such step", desk_execution.Starting{Parent: whole.ID, Step: "one", Number: 1})
	refused("asks for revision 1, not for revision 2", desk_execution.Starting{Parent: whole.ID, Number: 2})
	refused("another purpose: live", desk_execution.Starting{Parent: whole.ID, Mode: execution.DryRun})
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live, Parent: whole.ID})
	if x.Number != 1 || x.Parent != whole.ID || x.ParentStep != "sub" {
		t.Errorf("%+v", x)
	}
	events, err := executions.Read(o.db).Events(t.Context(), whole.ID)
	if err != nil || len(events) != 1 || events[0].Kind != execution.Linked || events[0].Step != "sub" || events[0].Ref != x.ID || events[0].Author != "tom" {
		t.Errorf("%+v, %v", events, err)
	}
	mine := execution.Event{ID: "l1", Kind: execution.Linked, Step: "sub", Ref: x.ID}
	if _, err := o.Go(t.Context(), tom, whole.ID, desk_execution.Batch{Events: []execution.Event{mine}}); err == nil {
		t.Error("it was linked by hand")
	}
	elsewhere := desk.Actor{Workspace: "v", Account: "tom", Role: team.Viewer}
	if _, err := o.Start(t.Context(), elsewhere, "deploy", desk_execution.Starting{Mode: execution.Live, Parent: whole.ID}); err == nil {
		t.Error("a part of another workspace's")
	}
	if err := o.judges.Suspend(t.Context(), ada, "deploy", "It deletes too much."); err != nil {
		t.Fatal(err)
	}
	refused("It deletes too much.", desk_execution.Starting{Parent: whole.ID, Number: 1})
	if x := o.begin(tom, desk_execution.Starting{Mode: execution.Live, Parent: whole.ID, Override: "The site is down."}); x.Override == "" {
		t.Errorf("%+v", x)
	}
	if err := o.judges.Resume(t.Context(), rob, "deploy", "Mended."); err != nil {
		t.Fatal(err)
	}
	o.now = o.now.AddDate(2, 0, 0)
	refused("overdue", desk_execution.Starting{Parent: whole.ID, Number: 1})
	o.go1(tom, whole.ID, execution.Event{Kind: execution.Ended, Outcome: execution.Skipped, Text: "enough"})
	refused("has ended", desk_execution.Starting{Parent: whole.ID, Overdue: true})
	if err := o.judges.Retire(t.Context(), rob, "deploy", desklife.Ending{Reason: "Another is used."}); err != nil {
		t.Fatal(err)
	}
	refused("retired", desk_execution.Starting{Parent: still.ID, Overdue: true, Override: "all the same"})
}

// A revision that was never in force isn't carried out for real because a step asks for it.
func TestPartWasInForce(t *testing.T) {
	o := open(t)
	o.revise(func(r *sop.Revision) {
		r.Sections[0].Steps = append(r.Sections[0].Steps, sop.Step{Key: "sub", Kind: sop.StepManual, Title: said("Again, as it was.")[0], Conduct: &sop.Conduct{Procedure: "deploy", Revision: 1}})
	})
	o.enforce(2)
	whole := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	_, err := o.Start(t.Context(), tom, "deploy", desk_execution.Starting{Mode: execution.Live, Parent: whole.ID, Values: map[string]string{"VERSION": "2.0.0"}})
	if err == nil || !strings.Contains(err.Error(), "never in force") {
		t.Error(err)
	}
}

// TestPartEnds: the step hears what becomes of its own procedure, of that which is linked alone, and of an end that holds no more.
func TestPartEnds(t *testing.T) {
	o := parted(t)
	whole := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	begin := func() execution.Execution {
		return o.begin(ada, desk_execution.Starting{Mode: execution.Live, Parent: whole.ID, Step: "sub"})
	}
	settles := func(why string) {
		t.Helper()
		_, err := o.Go(t.Context(), tom, whole.ID, desk_execution.Batch{Strict: true, Events: []execution.Event{o.event(execution.Event{Kind: execution.Settled, Step: "sub", Outcome: execution.OK})}})
		if err == nil && why != "" || err != nil && (why == "" || !strings.Contains(err.Error(), why)) {
			t.Errorf("%v, want %q", err, why)
		}
	}
	o.go1(tom, whole.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK}, execution.Event{Kind: execution.Settled, Step: "two", Outcome: execution.OK})
	settles("wasn't carried out")
	first, second := begin(), begin()
	settles("hasn't ended")
	done := []execution.Event{{Kind: execution.Settled, Step: "one", Outcome: execution.OK}, {Kind: execution.Settled, Step: "two", Outcome: execution.OK}, {Kind: execution.Ended, Outcome: execution.OK}}
	o.go1(ada, first.ID, done...)
	settles("hasn't ended")
	before := o.now
	o.go1(ada, second.ID, done...)
	late := execution.Event{ID: "late", Kind: execution.Ended, Outcome: execution.Failed, Text: "It burnt.", Device: before} // reaches us after the end, and was before it
	if w, err := o.Go(t.Context(), ada, second.ID, desk_execution.Batch{Events: []execution.Event{late}}); err != nil || w.Execution.Outcome != execution.Failed {
		t.Fatalf("%+v, %v", w.Execution, err)
	}
	settles("failed")
	o.go1(ada, begin().ID, done...)
	settles("")
	mine := execution.Event{ID: "l1", Kind: execution.PartEnded, Step: "sub", Ref: first.ID, Outcome: execution.OK}
	if _, err := o.Go(t.Context(), tom, whole.ID, desk_execution.Batch{Events: []execution.Event{mine}}); err == nil {
		t.Error("it was told by hand")
	}
}

// TestTrailTellsTheBranch: the answer by which an execution goes on, a warning that was read, and a step's own procedure, begun and ended, have lines of the trail.
func TestTrailTellsTheBranch(t *testing.T) {
	o := open(t)
	o.enforce(1)
	o.revise(func(r *sop.Revision) {
		s := r.Sections[0].Steps
		s[0].Callouts = []sop.Callout{{Kind: sop.Warning, Claim: said("Back it up.")[0]}}
		s[1].Conduct = &sop.Conduct{Branches: []sop.Branch{{Claim: said("Yes")[0]}, {Claim: said("No")[0]}}, Procedure: "deploy", Revision: 1}
	})
	o.enforce(2)
	whole := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	o.go1(tom, whole.ID, execution.Event{Kind: execution.Ticked, Step: "one"}, execution.Event{Kind: execution.Answered, Step: "two", Value: "No"})
	part := o.begin(tom, desk_execution.Starting{Mode: execution.Live, Parent: whole.ID})
	o.go1(tom, part.ID, execution.Event{Kind: execution.Ended, Outcome: execution.Failed, Text: "so"})
	if got, want := o.trail(), []string{"execution.begun", "execution.warning_read", "execution.answered", "execution.begun", "execution.part_begun", "execution.ended", "execution.part_ended"}; !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
		t.Errorf("the trail: %v", got)
	}
	found, err := o.db.Read().Trail(t.Context(), team.Question{Workspace: "w", Verb: "execution.answered", Limit: 10})
	if err != nil || len(found) != 1 || !strings.Contains(found[0].Detail, "two, No") {
		t.Errorf("%+v, %v", found, err)
	}
}
