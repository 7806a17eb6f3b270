package execution_test

import (
	"strings"
	"testing"
	"time"

	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/store/executions"
)

// backed is a procedure of two steps, and a roll back of two.
func backed(t *testing.T) *office {
	o := open(t)
	o.revise(func(r *sop.Revision) {
		r.Sections = append(r.Sections, sop.Section{Kind: sop.RollBack, Steps: []sop.Step{{Key: "stop", Kind: sop.StepManual, Title: said("Stop it.")[0]}, {Key: "restore", Kind: sop.StepManual, Title: said("Restore it.")[0]}}})
	})
	o.enforce(2)
	return o
}

// A step that is done before one that comes first wants a reason, of the roll back as of all else: a form is refused with what to do, and what a program sends counts for nothing.
func TestOutOfOrder(t *testing.T) {
	o := backed(t)
	settle := func(step, text string, more ...execution.Event) desk_execution.Batch {
		return desk_execution.Batch{Events: append(more, o.event(execution.Event{Kind: execution.Settled, Step: step, Outcome: execution.OK, Text: text}))}
	}
	strict := func(b desk_execution.Batch) desk_execution.Batch { b.Strict = true; return b }
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	for step, first := range map[string]string{"two": "Step 1", "restore": "Step 1"} {
		_, err := o.Go(t.Context(), tom, x.ID, strict(settle(step, " ")))
		if err == nil || !strings.Contains(err.Error(), first+" comes before it, and isn't settled: that needs a reason. Settle that one first, or say why this one is done before it.") {
			t.Errorf("%s: %v", step, err)
		}
	}
	o.go1(tom, x.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.Failed, Text: "It burnt."})
	w, err := o.Go(t.Context(), tom, x.ID, settle("restore", ""))
	if err != nil || w.State.Steps["restore"].Outcome() != "" || !strings.HasPrefix(w.State.Void[w.Fresh[0].ID], "Step 3 comes before it") {
		t.Errorf("%+v, %v", w.State, err)
	}
	if w, err = o.Go(t.Context(), tom, x.ID, settle("restore", "It runs no more.")); err != nil || w.State.Steps["restore"].Outcome() != execution.OK || w.Fresh[0].Early != 3 {
		t.Errorf("with a reason: %+v, %v", w.Fresh, err)
	}
	// what was settled is settled again, and the one that is next, without one
	o.go1(tom, x.ID, execution.Event{Kind: execution.Settled, Step: "restore", Outcome: execution.OK, Over: []string{w.Fresh[0].ID}}, execution.Event{Kind: execution.Settled, Step: "stop", Outcome: execution.OK})
}

// What a device gathered in its order counts, in whatever order it is sent, and stays so when something graver of before comes late.
func TestInOrderStaysSo(t *testing.T) {
	o := backed(t)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	at := x.Started
	e := func(step string, as execution.Outcome, minutes int) execution.Event {
		e := o.event(execution.Event{Kind: execution.Settled, Step: step, Outcome: as, Device: at.Add(-1)})
		if e.Order = minutes; as == execution.Failed {
			e.Text = "It burnt."
		}
		return e
	}
	first, second := e("one", execution.OK, 1), e("two", execution.OK, 2)
	w, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Events: []execution.Event{second, first}})
	if err != nil || len(w.State.Void) > 0 || w.State.Next != "" {
		t.Fatalf("%+v, %v", w.State, err)
	}
	// somebody else, without a connection, had seen the first one fail before
	if w, err = o.Go(t.Context(), ada, x.ID, desk_execution.Batch{Events: []execution.Event{e("one", execution.Failed, 0)}}); err != nil || len(w.State.Void) > 0 || w.State.Steps["two"].Outcome() != execution.OK || w.State.Next != "stop" {
		t.Errorf("%+v, %v", w.State, err)
	}
}

// What was gathered without a connection counts, though somebody else had meanwhile had it go another way.
func TestGatheredInItsOrder(t *testing.T) {
	o := backed(t)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	o.now = o.now.Add(time.Hour)
	o.go1(ada, x.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.Failed, Text: "It burnt."})
	two := o.event(execution.Event{Kind: execution.Settled, Step: "two", Outcome: execution.OK, Device: o.now})
	o.now = o.now.Add(2 * time.Minute)
	if w, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Sent: o.now, Events: []execution.Event{two}}); err != nil || len(w.State.Void) > 0 || w.State.Steps["two"].Outcome() != execution.OK {
		t.Errorf("%+v, %v", w.State, err)
	}
}

// When something was done is the device's word, by which it counts without a reason; that it came before another step stands with it all the same.
func TestBackdatedIsTold(t *testing.T) {
	o := backed(t)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	o.now = o.now.Add(time.Hour)
	for _, c := range []struct {
		ago    time.Duration
		counts bool
	}{{59 * time.Second, false}, {61 * time.Second, true}} {
		e := o.event(execution.Event{Kind: execution.Settled, Step: "two", Outcome: execution.OK, Device: o.now.Add(-c.ago)})
		w, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Events: []execution.Event{e}})
		if err != nil || w.Fresh[0].Early != 1 || c.counts != (w.State.Void[e.ID] == "") || c.counts != (w.State.Steps["two"].Outcome() == execution.OK) {
			t.Errorf("%s ago: %+v, %q, %v", c.ago, w.Fresh, w.State.Void[e.ID], err)
		}
		kept, err := executions.Read(o.db).Events(t.Context(), x.ID)
		if err != nil || kept[len(kept)-1].Early != 1 {
			t.Errorf("%s ago, as it is kept: %+v, %v", c.ago, kept, err)
		}
	}
}

// A program can't say itself that something was in order; what was begun by the rules of before goes on by them.
func TestOrderIsTheServersWord(t *testing.T) {
	o := backed(t)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	e := o.event(execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK, Early: 4})
	if w, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Events: []execution.Event{e}}); err != nil || w.Fresh[0].Early != 0 || len(w.State.Void) > 0 {
		t.Errorf("%+v, %v", w.Fresh, err)
	}
	r, err := o.db.Read().Revision(t.Context(), "p", 2)
	if err != nil {
		t.Fatal(err)
	}
	x.Rules = 2
	late := execution.Event{ID: "l", Kind: execution.Settled, Step: "restore", Outcome: execution.OK, Author: "tom", At: x.Started}
	if s := execution.Fold(x, &r, []execution.Event{late}); len(s.Early(x, []execution.Event{late})) > 0 || len(s.Void) > 0 {
		t.Error("rules of before were changed")
	}
}

// A check without a declared value wants what was seen: of its kind, and under “Verify” where it says what is expected.
func TestChecksWantWords(t *testing.T) {
	o := open(t)
	reads := []sop.Command{{Text: "kubectl get pods", Shell: "shell", Class: sop.Reads}}
	o.revise(func(r *sop.Revision) {
		r.Sections = []sop.Section{
			{Kind: sop.Perform, Steps: []sop.Step{
				{Key: "check", Kind: sop.StepCheck, Title: said("Look.")[0]},
				{Key: "reads", Kind: sop.StepCommand, Title: said("List.")[0], Commands: reads, Expected: said("All run.")},
				{Key: "plain", Kind: sop.StepCommand, Title: said("List.")[0], Commands: reads},
				{Key: "changes", Kind: sop.StepCommand, Title: said("Do.")[0], Commands: []sop.Command{{Text: "helm upgrade x", Shell: "shell", Class: sop.Changes}}, Expected: said("It says so.")},
			}},
			{Kind: sop.Verify, Steps: []sop.Step{{Key: "page", Kind: sop.StepScreen, Title: said("Open it.")[0], Expected: said("It answers.")}, {Key: "door", Kind: sop.StepScreen, Title: said("Sign in.")[0]}}},
		}
	})
	o.enforce(2)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	for _, c := range []struct {
		step  string
		wants bool
	}{{"check", true}, {"reads", false}, {"plain", false}, {"changes", false}, {"page", true}, {"door", false}} {
		done := execution.Event{Kind: execution.Settled, Step: c.step, Outcome: execution.OK}
		_, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Strict: true, Events: []execution.Event{o.event(done)}})
		if c.wants != (err != nil) || c.wants && !strings.Contains(err.Error(), "What was observed isn't written down. Write down what you saw") {
			t.Errorf("%s: %v", c.step, err)
		}
		if done.Value = "2 of 2"; c.wants {
			o.go1(tom, x.ID, done)
		}
	}
}
