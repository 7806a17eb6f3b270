package execution_test

import (
	"encoding/json"
	"strings"
	"testing"

	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/stage/redact"
	"showhow/internal/store/executions"
)

// A value that looks like a secret, for a parameter that isn't marked as one, isn't kept unless whoever begins says that it is none; the refusal doesn't hold it.
func TestAValueThatLooksLikeASecret(t *testing.T) {
	const key = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
	o := open(t)
	o.Look = redact.Spots
	o.revise(func(r *sop.Revision) {
		r.Parameters = []sop.Parameter{{Name: "BRANCH", Example: "main"}, {Name: "DB_PASSWORD", Example: "x"}, {Name: "TOKEN", Secret: true}}
	})
	for name, c := range map[string]struct {
		values map[string]string
		plain  []string
		told   string
	}{
		"by its form":           {map[string]string{"BRANCH": key, "DB_PASSWORD": "<none>"}, nil, "BRANCH"},
		"by its name":           {map[string]string{"BRANCH": "main", "DB_PASSWORD": "hunter2x"}, nil, "DB_PASSWORD"},
		"both":                  {map[string]string{"BRANCH": key, "DB_PASSWORD": "hunter2x"}, nil, "BRANCH, DB_PASSWORD"},
		"said of the other one": {map[string]string{"BRANCH": key, "DB_PASSWORD": "hunter2x"}, []string{"BRANCH"}, "DB_PASSWORD"},
		"said of both":          {map[string]string{"BRANCH": key, "DB_PASSWORD": "hunter2x"}, []string{"BRANCH", "DB_PASSWORD"}, ""},
		"nothing":               {map[string]string{"BRANCH": "main", "DB_PASSWORD": "<DB_PASSWORD>"}, nil, ""},
		"a secret isn't kept":   {map[string]string{"BRANCH": "main", "DB_PASSWORD": "<DB_PASSWORD>", "TOKEN": key}, nil, ""},
	} {
		_, err := o.Start(t.Context(), tom, "deploy", desk_execution.Starting{Mode: execution.DryRun, Values: c.values, Plain: c.plain})
		if c.told == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if sop.CodeOf(err) != sop.Invalid || err == nil || !strings.Contains(err.Error(), execution.LooksSecret+c.told+". "+execution.SaysPlain) || strings.Contains(err.Error(), "hunter2x") || strings.Contains(err.Error(), "ghp_") {
			t.Errorf("%s: %v", name, err)
		}
	}
	all, err := executions.Read(o.db).Executions(t.Context(), execution.Question{Workspace: "w", Limit: 9})
	if err != nil || len(all) != 3 {
		t.Fatalf("%d, %v", len(all), err)
	}
	b, err := json.Marshal(all)
	if err != nil || strings.Count(string(b), "hunter2x") != 1 {
		t.Errorf("%s, %v", b, err)
	}
}
