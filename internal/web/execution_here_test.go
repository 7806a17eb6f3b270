package web

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// TestWhoOnlyLookedOnIsntThereForEver: who comes to an execution and does nothing is told to be at their step as long as they give signs; who carries it out is told to be there however long it takes.
func TestWhoOnlyLookedOnIsntThereForEver(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	tom, rob := o.as("tom", team.Viewer), o.as("rob", team.Reviewer)
	doer := desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}
	x, err := o.site.Executions.Desk.Start(t.Context(), doer, p.Slug, deskexecution.Starting{Mode: execution.DryRun, Values: fitting(o.copyOf(t, p))})
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"tom", "rob"} {
		a := doer
		a.Account = who
		if _, err := o.site.Executions.Desk.Go(t.Context(), a, x.ID, deskexecution.Batch{Events: []execution.Event{{ID: who, Kind: execution.Opened, Step: "backup"}}}); err != nil {
			t.Fatal(err)
		}
	}
	at := "/executions/" + x.ID
	for late, there := range map[time.Duration]bool{time.Minute: true, execution.Unseen + time.Minute: false} {
		o.late = late
		if page := tom.ask("GET", at).Body.String(); strings.Contains(page, "rob is at step 1") != there {
			t.Errorf("after %v the page says of who looks on: %v", late, !there)
		}
		if report := tom.ask("GET", at+"/report.json").Body.String(); strings.Contains(report, `"rob":{"step"`) != there {
			t.Errorf("after %v the report says of who looks on: %v", late, !there)
		}
		if page := rob.ask("GET", at).Body.String(); !strings.Contains(page, "tom is at step 1") {
			t.Errorf("after %v who carries it out isn't there", late)
		}
	}
}
