package api_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	ops "showhow/internal/api/custody"
	desk "showhow/internal/desk/custody"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	stored "showhow/internal/store/custody"
)

func keeper(db *store.DB) *desk.Desk {
	return &desk.Desk{Now: time.Now, NewID: store.NewID, Read: stored.Read(db), Do: func(ctx context.Context, do func(desk.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(stored.In(tx)) })
	}}
}

// auditor checks, and signs nothing.
type auditor struct{ db *store.DB }

func (a auditor) CheckTrail(ctx context.Context, workspace string) (c custody.Checked, err error) {
	c.At = time.Now()
	c.Verdict, err = chain.In(a.db.Pool()).Check(ctx, workspace)
	return c, err
}

func (a auditor) Signed(context.Context, string) (string, string, error) { return "note", "key", nil }

// hold lays a hold that can be ended.
func (o *office) hold() string {
	h, err := keeper(o.db).Hold(o.Context(), o.ada, "deploy", "R")
	if err != nil {
		o.Fatal(err)
	}
	return h.ID
}

// A program checks the trail, sets what is kept how long, and lays a hold, which stands in the list when it has ended, too.
func TestCustody(t *testing.T) {
	o := open(t)
	admin, _ := o.join(team.Admin)
	by := "Authorization: Bearer " + o.token(admin, "read admin")
	want := func(code int, request string, body, v any) {
		t.Helper()
		if got := o.ask(request, by, body, v); got != code {
			t.Errorf("%s: %d, want %d", request, got, code)
		}
	}
	var c ops.TrailCheck
	want(http.StatusOK, "POST /v1/trail/check", nil, &c)
	if !c.Whole || c.Entries < 3 || len(c.Root) != 64 {
		t.Errorf("%+v", c)
	}
	var k custody.Retention
	want(http.StatusOK, "PUT /v1/retention", map[string]int{"recordings": 90, "runs": 0, "trail": 400}, &k)
	if k != (custody.Retention{Recordings: 90, Trail: 400}) {
		t.Errorf("%+v", k)
	}
	want(http.StatusBadRequest, "PUT /v1/retention", map[string]int{"recordings": -1, "runs": 0, "trail": 0}, nil)
	var h ops.Hold
	want(http.StatusOK, "POST /v1/holds", map[string]string{"reason": "Case 7."}, &h)
	want(http.StatusNotFound, "POST /v1/holds", map[string]string{"reason": "Case 7.", "slug": "none"}, nil)
	want(http.StatusNoContent, "DELETE /v1/holds/"+h.ID, nil, nil)
	want(http.StatusNotFound, "DELETE /v1/holds/"+h.ID, nil, nil)
	var all struct{ Items []ops.Hold }
	want(http.StatusOK, "GET /v1/holds", nil, &all)
	if len(all.Items) != 1 || all.Items[0].Ended.IsZero() || all.Items[0].Reason != "Case 7." || all.Items[0].Procedure != "" {
		t.Errorf("%+v", all)
	}
}
