package execution_test

import (
	"slices"
	"testing"

	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
	"showhow/internal/store"
	"showhow/internal/store/notices"

	"context"
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
	offer := execution.Event{ID: "offer-1", Kind: execution.Offered, To: "tom"}
	went(offer)
	went(offer) // a device that didn't hear that it came
	all = told()
	if len(all) != 2 || !slices.Equal(all[1].To, []string{"tom"}) || all[1].Actor != "ada" {
		t.Errorf("%+v", all)
	}
}
