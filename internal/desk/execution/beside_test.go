package execution_test

import (
	"strings"
	"testing"

	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// TestSignedBeside: what somebody signs at another's terminal says so in the trail, and counts once; another thing under its id isn't taken for it.
func TestSignedBeside(t *testing.T) {
	o := open(t)
	o.revise(func(r *sop.Revision) { r.Sections[0].Steps[1].Conduct = &sop.Conduct{Approver: "reviewer"} })
	x := o.begin(ada, desk_execution.Starting{Mode: execution.DryRun})
	o.go1(ada, x.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK})
	sign := func(e execution.Event) error {
		_, err := o.Go(t.Context(), rob, x.ID, desk_execution.Batch{Events: []execution.Event{e}, Strict: true, By: "by password, at the terminal of ada"})
		return err
	}
	yes := execution.Event{ID: "s1", Kind: execution.Approved, Step: "two", Value: "yes"}
	for range 2 {
		if err := sign(yes); err != nil {
			t.Fatal(err)
		}
	}
	no := yes
	no.Value, no.Text = "no", "Not tonight."
	if err := sign(no); sop.CodeOf(err) != sop.Invalid || !strings.Contains(err.Error(), "nothing was signed") {
		t.Errorf("another word under the same id: %v", err)
	}
	found, err := o.db.Read().Trail(t.Context(), team.Question{Workspace: "w", Verb: "execution.approved", Limit: 9})
	if err != nil || len(found) != 1 || !strings.HasSuffix(found[0].Detail, ", by password, at the terminal of ada") {
		t.Errorf("%+v, %v", found, err)
	}
}
