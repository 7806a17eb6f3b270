package life

import (
	"strings"
	"testing"

	"showhow/internal/sop/life"
)

// A class may ask for a dry run by somebody who hardly knows the procedure: by whoever carried it out too often it doesn't count, nor beside one who did.
func TestNewcomers(t *testing.T) {
	three := 3
	r := &life.Review{By: "ada", Authors: []string{"ada"}, Policy: life.Policy{DryRun: true, Newcomer: &three}}
	for _, c := range []struct {
		name  string
		mode  string
		done  map[string]int
		count bool
	}{
		{"never", "dry_run", map[string]int{"tom": 0}, true}, {"twice", "dry_run", map[string]int{"tom": 2}, true}, {"three times", "dry_run", map[string]int{"tom": 3}, false},
		{"with an expert", "dry_run", map[string]int{"tom": 0, "rob": 9}, false}, {"a pilot", "pilot", map[string]int{"rob": 9}, true}, {"an author", "dry_run", map[string]int{"ada": 0}, false}, {"nobody", "dry_run", nil, false},
	} {
		trial := life.Trial{Mode: c.mode, Before: c.done}
		for who := range c.done {
			trial.Doers = append(trial.Doers, who)
		}
		if why := Counts(r, trial); (why == "") != c.count {
			t.Errorf("%s: %q", c.name, why)
		}
	}
	_, err := tested(r, facts{trials: []life.Trial{{Mode: "dry_run", Doers: []string{"rob"}, Before: map[string]int{"rob": 3}}}})
	if err == nil || !strings.Contains(err.Error(), "fewer than 3 times") {
		t.Error(err)
	}
	zero := 0
	r.Policy.Newcomer = &zero
	if _, err := tested(r, facts{trials: []life.Trial{{Mode: "dry_run", Doers: []string{"rob"}, Before: map[string]int{"rob": 99}}}}); err != nil {
		t.Error(err)
	}
}
