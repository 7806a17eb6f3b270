package api_test

import (
	"testing"
)

// What goes on beside an execution is in the answer to whoever begins it, and to whoever looks at either.
func TestParallel(t *testing.T) {
	o := open(t)
	token := "Authorization: Bearer " + o.token(o.ada, "read record write admin")
	var d struct {
		Execution struct{ ID string }
		Parallel  []struct {
			ID, Mode string
			Alike    bool
		}
		Gone string
	}
	if code := o.ask("POST /v1/procedures/deploy/executions", token, map[string]any{"mode": "dry_run"}, &d); code != 200 || len(d.Parallel) != 1 || d.Parallel[0].ID != o.carried || !d.Parallel[0].Alike || d.Parallel[0].Mode != "dry_run" {
		t.Fatalf("%d: %+v", code, d)
	}
	second := d.Execution.ID
	if code := o.ask("GET /v1/executions/"+o.carried, token, nil, &d); code != 200 || len(d.Parallel) != 1 || d.Parallel[0].ID != second {
		t.Errorf("%d: %+v", code, d)
	}
}
