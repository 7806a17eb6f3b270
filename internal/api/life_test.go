package api_test

import (
	"net/http"
	"testing"
	"time"

	"showhow/internal/api"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/lives"
)

// A revision comes into force by programs alone, each of which signs for its own person.
func TestLife(t *testing.T) {
	o := open(t)
	editor, _ := o.join(team.Editor)
	reviewer, _ := o.join(team.Reviewer)
	writes := "Authorization: Bearer " + o.token(editor, "read write")
	judges := "Authorization: Bearer " + o.token(reviewer, "read write")
	other, _ := o.join(team.Reviewer)
	waives := "Authorization: Bearer " + o.token(other, "read write")
	want := func(code int, request, by string, body, v any) {
		t.Helper()
		if got := o.ask(request, by, body, v); got != code {
			t.Errorf("%s: %d, want %d", request, got, code)
		}
	}
	var l api.Life
	want(http.StatusOK, "GET /v1/procedures/deploy/life", writes, nil, &l)
	if l.State != life.Draft || l.Class != life.Normal || !l.Sendable || len(l.Lacks) == 0 || l.InForce != 0 {
		t.Errorf("%+v", l)
	}
	want(http.StatusNotFound, "GET /v1/procedures/deploy/in-force", writes, nil, nil)
	want(http.StatusBadRequest, "POST /v1/procedures/deploy/reviews", writes, map[string]any{"number": 1}, nil)
	var r api.Review
	want(http.StatusOK, "POST /v1/procedures/deploy/reviews", writes, map[string]any{"number": 1, "urgent": true, "summary": "It can't wait."}, &r)
	want(http.StatusOK, "GET /v1/procedures/deploy/life", writes, nil, &l)
	if l.Missing == nil || l.Missing.Words != "1 approval" || l.Missing.Approvals != 1 {
		t.Errorf("%+v", l.Missing)
	}
	var waiting struct{ Items []api.Waiting }
	want(http.StatusOK, "GET /v1/reviews", judges, nil, &waiting)
	if len(waiting.Items) != 1 || waiting.Items[0].Slug != "deploy" || waiting.Items[0].Open.ID != r.ID {
		t.Errorf("%+v", waiting)
	}
	at := "POST /v1/procedures/deploy/reviews/" + r.ID
	decision := map[string]string{"verdict": "approve", "digest": r.Digest, "password": password}
	want(http.StatusForbidden, at+"/decision", writes, decision, nil)
	want(http.StatusBadRequest, at+"/decision", judges, decision, nil) // it lacks too much
	want(http.StatusOK, at+"/waiver", waives, map[string]any{"rules": []string{"complete"}, "reason": "The site is down."}, nil)
	want(http.StatusBadRequest, at+"/decision", judges, map[string]string{"verdict": "approve", "digest": r.Digest, "password": "wrong"}, nil)
	want(http.StatusConflict, at+"/decision", judges, map[string]string{"verdict": "approve", "digest": "another", "password": password}, nil)
	want(http.StatusOK, at+"/decision", judges, decision, &r)
	if r.State != life.Effective || len(r.Decisions) != 1 || r.Decisions[0].Proof != "password" || r.Decisions[0].Name != "N" {
		t.Errorf("%+v", r)
	}
	want(http.StatusOK, "GET /v1/procedures/deploy/in-force", writes, nil, nil)
	want(http.StatusNotFound, "GET /v1/procedures/deploy/in-force?at="+time.Now().Add(-time.Hour).UTC().Format(time.RFC3339), writes, nil, nil)
	want(http.StatusNotFound, "GET /v1/procedures/deploy/in-force?at=2020-01-01", writes, nil, nil)
	want(http.StatusOK, "GET /v1/procedures/deploy/in-force?at="+time.Now().UTC().Format(time.DateOnly), writes, nil, nil)
	want(http.StatusBadRequest, "GET /v1/procedures/deploy/in-force?at=someday", writes, nil, nil)
	want(http.StatusOK, "GET /v1/reviews?waits=look", writes, nil, &waiting)
	if len(waiting.Items) != 1 || waiting.Items[0].Due == nil {
		t.Errorf("%+v", waiting)
	}
	var list struct{ Items []api.Procedure }
	for _, query := range []string{"", "?q=deploy"} {
		want(http.StatusOK, "GET /v1/procedures"+query, writes, nil, &list)
		if len(list.Items) != 1 || !waived(list.Items[0].Waiver) {
			t.Errorf("%q: %+v", query, list)
		}
	}
	var one api.Procedure
	want(http.StatusOK, "GET /v1/procedures/deploy", writes, nil, &one)
	want(http.StatusOK, "GET /v1/procedures/deploy/life", writes, nil, &l)
	if !waived(one.Waiver) || !waived(l.Waiver) || !waived(waiting.Items[0].Waiver) {
		t.Errorf("%+v, %+v, %+v", one.Waiver, l.Waiver, waiting.Items[0].Waiver)
	}
	var begun struct{ Waiver *life.Emergency }
	want(http.StatusOK, "POST /v1/procedures/deploy/executions", writes, map[string]any{"mode": "live", "alone": "It can't wait."}, &begun)
	if !waived(begun.Waiver) {
		t.Errorf("%+v", begun.Waiver)
	}
	want(http.StatusForbidden, at+"/follow-up", waives, map[string]string{"outcome": "It held."}, nil)
	want(http.StatusForbidden, at+"/follow-up", judges, map[string]string{"outcome": "It held."}, nil) // they approved it
	third, _ := o.join(team.Reviewer)
	looks := "Authorization: Bearer " + o.token(third, "read write")
	o.owed(t, map[string]bool{writes: false, waives: false, judges: false, looks: true})
	want(http.StatusOK, at+"/follow-up", looks, map[string]string{"outcome": "It held."}, nil)
	l = api.Life{}
	want(http.StatusOK, "GET /v1/procedures/deploy/life", writes, nil, &l)
	if l.Waiver != nil {
		t.Errorf("it was looked at: %+v", l.Waiver)
	}
	want(http.StatusOK, "POST /v1/procedures/deploy/suspend", writes, map[string]string{"reason": "Wrong."}, &l)
	if l.State != life.Suspended || l.Suspend.Reason != "Wrong." {
		t.Errorf("%+v", l)
	}
	want(http.StatusOK, "POST /v1/procedures/deploy/resume", judges, map[string]string{"reason": "Right."}, &l)
	want(http.StatusOK, "POST /v1/procedures/deploy/reaffirm", judges, map[string]string{"digest": r.Digest, "password": password}, &l)
	if l.State != life.Effective || len(l.Looks) != 1 || l.InForce != 1 {
		t.Errorf("%+v", l)
	}
}

// waived says that an emergency is told as it must be.
func waived(e *life.Emergency) bool {
	return e != nil && e.Reason == "The site is down." && e.By == "N" && e.Number == 1 && !e.Overdue && time.Until(e.Until) > 47*time.Hour
}

// owed holds for whom the look after an emergency waits, by what each is told: of the procedure, of what is due, and of their own work.
func (o *office) owed(t *testing.T, waits map[string]bool) {
	t.Helper()
	for by, yours := range waits {
		var l api.Life
		var due struct{ Items []api.Waiting }
		var work struct {
			Items []struct {
				Key   string
				Lines []struct{ Words string }
			}
		}
		for request, v := range map[string]any{"GET /v1/procedures/deploy/life": &l, "GET /v1/reviews?waits=look": &due, "GET /v1/work": &work} {
			if got := o.ask(request, by, nil, v); got != http.StatusOK {
				t.Fatalf("%s: %d", request, got)
			}
		}
		if len(l.Owed) != 1 || !l.Owed[0].Waiver || l.Owed[0].Yours != yours || len(l.Owed[0].Who) == 0 || l.Owed[0].Words == "" {
			t.Errorf("%+v, want yours %t", l.Owed, yours)
		}
		if len(due.Items) != 1 || len(due.Items[0].Owed) != 1 || due.Items[0].Owed[0].Yours != yours {
			t.Errorf("%+v, want yours %t", due.Items, yours)
		}
		asked := false
		for _, part := range work.Items {
			asked = asked || part.Key == "look" && len(part.Lines) == 1
		}
		if asked != yours {
			t.Errorf("%+v, want yours %t", work.Items, yours)
		}
	}
}

// That a review is overdue is told with the procedure: in the list, in what a search finds, and by itself.
func TestOverdueIsTold(t *testing.T) {
	o := open(t)
	reads := "Authorization: Bearer " + o.token(o.ada, "read")
	due := time.Now().AddDate(0, 0, -30)
	for overdue, due := range map[bool]time.Time{true: due, false: due.AddDate(1, 0, 0)} {
		if err := o.db.Do(t.Context(), func(s *store.Tx) error {
			p, err := s.HoldProcedure(t.Context(), "w", "deploy")
			if err != nil {
				return err
			}
			return lives.In(s).Rows.SaveLife(t.Context(), p, life.Life{Due: due, Reviews: []life.Review{{ID: "r", Number: 1, State: life.Effective, Came: due.AddDate(0, -3, 0)}}})
		}); err != nil {
			t.Fatal(err)
		}
		var list, found struct{ Items []api.Procedure }
		var one api.Procedure
		for request, v := range map[string]any{"GET /v1/procedures": &list, "GET /v1/procedures?q=deploy": &found, "GET /v1/procedures/deploy": &one} {
			if got := o.ask(request, reads, nil, v); got != http.StatusOK {
				t.Fatalf("%s: %d", request, got)
			}
		}
		for _, p := range append(append(list.Items, found.Items...), one) {
			if p.Overdue != overdue || p.Due == nil || p.Due.Sub(due).Abs() > time.Second || p.Waiver != nil {
				t.Errorf("%+v, want overdue %t", p, overdue)
			}
		}
		if len(list.Items) != 1 || len(found.Items) != 1 {
			t.Errorf("%+v, %+v", list, found)
		}
	}
}
