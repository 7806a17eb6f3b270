package execution_test

import (
	"context"
	"slices"
	"testing"
	"time"

	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
	"showhow/internal/store"
	"showhow/internal/store/notices"
)

// failures are what people are to be told of steps that failed.
func (o *office) failures() (all []notice.Happening) {
	o.t.Helper()
	o.do(func(ctx context.Context, s *store.Tx) (err error) {
		all, err = notices.In(s).Pending(ctx, 100)
		return err
	})
	return slices.DeleteFunc(all, func(h notice.Happening) bool { return h.Kind != notice.Failed })
}

// A step that fails for real is told, once for each failure, with its reason and where it is; who was told stands in the execution.
func TestAFailureIsTold(t *testing.T) {
	o := open(t)
	o.enforce(1)
	o.Whom = func(_ context.Context, _ desk_execution.Tx, h notice.Happening) ([]string, error) {
		return []string{"owner-of-" + h.Procedure}, nil
	}
	x := o.begin(ada, desk_execution.Starting{Mode: execution.Live})
	o.go1(tom, x.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK})
	if all := o.failures(); len(all) != 0 {
		t.Fatalf("told before anything failed: %+v", all)
	}
	fails := o.event(execution.Event{Kind: execution.Settled, Step: "two", Outcome: execution.Failed, Text: "The pod doesn't start, hush."})
	var w desk_execution.Went
	for range 2 { // a device that didn't hear that it came
		var err error
		if w, err = o.Go(t.Context(), rob, x.ID, desk_execution.Batch{Events: []execution.Event{fails}}); err != nil {
			t.Fatal(err)
		}
	}
	all := o.failures()
	if len(all) != 1 {
		t.Fatalf("%+v", all)
	}
	h := all[0]
	if slices.Sort(h.To); !slices.Equal(slices.Compact(h.To), []string{"ada", "rob", "tom"}) {
		t.Errorf("to %v", h.To)
	}
	if h.Actor != "rob" || h.Procedure != "p" || h.Words != "The pod doesn't start, <SECRET>." || h.Href != "/executions/"+x.ID+"?step=two" || h.Said != "carries this out, and step 2 failed: “Look”" {
		t.Errorf("%+v", h)
	}
	if a, ok := w.Execution.Alarmed("two"); !ok || a.Event != fails.ID || !slices.Equal(a.To, []string{"owner-of-p"}) {
		t.Errorf("%+v, %t", a, ok)
	}
	if _, ok := w.Execution.Alarmed("one"); ok {
		t.Error("it says that people were told of a step that went well")
	}
	again := func(want int, what string, e execution.Event) execution.Event {
		t.Helper()
		e = o.event(e)
		e.Kind, e.Step = execution.Settled, "two"
		if _, err := o.Go(t.Context(), rob, x.ID, desk_execution.Batch{Events: []execution.Event{e}}); err != nil {
			t.Fatal(err)
		}
		if got := o.failures(); len(got) != want {
			t.Errorf("%s: %d", what, len(got))
		}
		return e
	}
	second := again(1, "settled again as failed", execution.Event{Outcome: execution.Failed, Text: "Nor does the other one.", Over: []string{fails.ID}})
	good := again(1, "made good", execution.Event{Outcome: execution.Recovered, Text: "Started by hand.", Over: []string{second.ID}})
	again(1, "a failure without its reason, which counts for nothing", execution.Event{Outcome: execution.Failed, Over: []string{good.ID}})
	again(2, "failed once more", execution.Event{Outcome: execution.Failed, Text: "It fell again.", Over: []string{good.ID}})
}

// What was made good before it reached us is nobody's alarm, nor is what fails when it is tried; what fails as the execution ends is.
func TestWhichFailuresAreTold(t *testing.T) {
	o := open(t)
	o.enforce(1)
	one := func(x execution.Execution, all ...execution.Event) {
		t.Helper()
		for i := range all {
			all[i] = o.event(all[i])
			all[i].Device = o.now.Add(time.Duration(i) * time.Second)
		}
		o.now = o.now.Add(time.Minute)
		if _, err := o.Go(t.Context(), ada, x.ID, desk_execution.Batch{Events: all}); err != nil {
			t.Fatal(err)
		}
	}
	failed := execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.Failed, Text: "It burns."}
	for _, m := range []execution.Mode{execution.DryRun, execution.Training, execution.Pilot} {
		one(o.begin(ada, desk_execution.Starting{Mode: m, Environment: "staging"}), failed)
		if all := o.failures(); len(all) != 0 {
			t.Errorf("%s: %+v", m, all)
		}
	}
	first := o.event(failed)
	late := o.begin(ada, desk_execution.Starting{Mode: execution.Live})
	if _, err := o.Go(t.Context(), ada, late.ID, desk_execution.Batch{Events: []execution.Event{first, {ID: "good", Kind: execution.Settled, Step: "one", Outcome: execution.Recovered, Text: "Once more.", Over: []string{first.ID}, Order: 1}}}); err != nil {
		t.Fatal(err)
	}
	if all := o.failures(); len(all) != 0 {
		t.Errorf("made good before it came: %+v", all)
	}
	one(o.begin(ada, desk_execution.Starting{Mode: execution.Live}), failed, execution.Event{Kind: execution.Ended, Outcome: execution.Failed, Text: "It burns."})
	if all := o.failures(); len(all) != 1 {
		t.Errorf("failed, and ended: %+v", all)
	}
}
