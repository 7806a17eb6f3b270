package bundle

import (
	"encoding/json"
	"testing"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/trail"
)

// TestToldSince: of an execution that was begun before the trail told of answers, ticks and parts, none is missed in it; of one that was begun since, each is.
func TestToldSince(t *testing.T) {
	for rules, want := range map[string]int{"": 1, "1": 5} { // what settles is told by both
		c := Carried{Execution: execution.Execution{ID: "x"}}
		for _, k := range []execution.Kind{execution.Opened, execution.Noted, execution.Waiting, execution.Settled, execution.Answered, execution.Ticked, execution.Linked, execution.PartEnded} {
			b, err := json.Marshal(execution.Event{ID: string(k), Kind: k})
			if err != nil {
				t.Fatal(err)
			}
			c.Events = append(c.Events, string(b))
		}
		body, err := json.Marshal(CarriedOut{Executions: []Carried{c}})
		if err != nil {
			t.Fatal(err)
		}
		lines, err := json.Marshal(map[string]any{"entries": []map[string]any{{"verb": "execution.begun", "proof": trail.Proof("execution", "x", "rules", rules)}}})
		if err != nil {
			t.Fatal(err)
		}
		var r Report
		r.executions(map[string][]byte{executionsFile: nil, executionsFolder + "s.json": body, trailFile: lines})
		if len(r.Faults) != want {
			t.Errorf("rules %q: %q", rules, r.Faults)
		}
	}
}
