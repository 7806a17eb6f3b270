package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"showhow/internal/desk/figure"
	stat "showhow/internal/figure"
	"showhow/internal/sop/team"
)

// TestFiguresOfAProcess tells of a process by its name, reads its figures by its id, and leaves one out.
func TestFiguresOfAProcess(t *testing.T) {
	o := open(t)
	id := o.process()
	rob, _ := o.join(team.Reviewer)
	reads, writes, judges := bearer(o.token(o.ada, "read")), bearer(o.token(o.ada, "write")), bearer(o.token(rob, "write"))
	var items []any
	for i := range 10 {
		items = append(items, map[string]any{"id": fmt.Sprint("inc-", i), "process": id, "at": "2026-01-02T03:04:05Z", "took": fmt.Sprint(i+1, "h")})
	}
	var got figure.Imported
	for _, want := range []figure.Imported{{Read: 10, Added: 10, Kept: true}, {Read: 10, Known: 10}} {
		if code := o.ask("POST /v1/figures/observations", writes, map[string]any{"measure": "recovery", "items": items}, &got); code != http.StatusOK || got.Added != want.Added || got.Known != want.Known || got.Kept != want.Kept {
			t.Errorf("%d, %+v, want %+v", code, got, want)
		}
	}
	var r stat.ProcessReport
	if code := o.ask("GET /v1/processes/"+id+"/figures", reads, nil, &r); code != http.StatusOK || len(r.Figures) != 1 || r.Figures[0].Of.N != 10 || r.Figures[0].Of.Middle == nil || r.ID != id {
		t.Errorf("%d, %+v", code, r)
	}
	var all stat.Overview
	if code := o.ask("GET /v1/figures", reads, nil, &all); code != http.StatusOK || len(all.Processes) != 1 || all.Processes[0].N != 10 || all.Processes[0].ID != id {
		t.Errorf("%d, %+v", code, all)
	}
	if code := o.ask("GET /v1/processes/none/figures", reads, nil, nil); code != http.StatusNotFound {
		t.Error(code)
	}
	path := "POST /v1/processes/" + id + "/observations/recovery/inc-3/"
	for _, x := range []struct {
		verb  string
		n, of int
	}{{"exclude", 9, 1}, {"restore", 10, 0}} {
		if code := o.ask(path+x.verb, judges, map[string]string{"reason": "a drill"}, nil); code != http.StatusNoContent {
			t.Error(code)
		}
		r = stat.ProcessReport{}
		if o.ask("GET /v1/processes/"+id+"/figures", reads, nil, &r); r.Figures[0].Of.N != x.n || len(r.LeftOut) != x.of {
			t.Errorf("%s: %+v", x.verb, r)
		}
	}
	if code := o.ask("DELETE /v1/processes/"+id, writes, nil, nil); code != http.StatusBadRequest {
		t.Errorf("a process with figures was taken out: %d", code)
	}
}

func bearer(secret string) string { return "Authorization: Bearer " + secret }
