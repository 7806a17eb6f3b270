package api_test

import (
	"testing"
	"time"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// TestWhoIsHere: who only looked on an hour ago isn't told to be at a step; who carries it out is.
func TestWhoIsHere(t *testing.T) {
	o := open(t)
	h, n, err := o.desk.TakeIn(t.Context(), o.ada, desk.Arrival{Upload: "u2", Recording: sop.Recording{Name: "b.mp4"}, Blob: "b2"})
	if err != nil {
		t.Fatal(err)
	}
	if n, _, _, err = o.desk.Begin(t.Context(), n.ID, "worker"); err != nil {
		t.Fatal(err)
	}
	r := sop.Revision{Schema: sop.Schema, Number: 1, Title: sop.Claim{Text: "Restart"}, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one"}}}}}
	if _, _, err := o.desk.Finish(t.Context(), n, h, r); err != nil {
		t.Fatal(err)
	}
	before := carriers(o.db).Desk
	before.Now = func() time.Time { return time.Now().Add(-time.Hour) }
	x, err := before.Start(t.Context(), o.ada, "restart", deskexecution.Starting{Mode: "dry_run"})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []desk.Actor{o.ada, {Workspace: "w", Account: "eve", Role: team.Viewer}} {
		if _, err := before.Go(t.Context(), a, x.ID, deskexecution.Batch{Events: []execution.Event{{ID: a.Account, Kind: execution.Opened, Step: "one"}}}); err != nil {
			t.Fatal(err)
		}
	}
	var d struct {
		State struct{ Here map[string]execution.Visit }
	}
	if code := o.ask("GET /v1/executions/"+x.ID, "Authorization: Bearer "+o.token(o.ada, "read record write admin"), nil, &d); code != 200 || len(d.State.Here) != 1 || d.State.Here[o.ada.Account].Seen.IsZero() {
		t.Errorf("%d: %+v", code, d.State.Here)
	}
}
