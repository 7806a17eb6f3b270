package life

import (
	"encoding/json"
	"testing"
)

// The least bounds are those of the class that is the strictest in each; none where every class says never.
func TestLeastByUse(t *testing.T) {
	for _, c := range []struct {
		name string
		all  Policies
		want ByUse
	}{
		{"the usual ones", Usual(), ByUse{Failed: 1, Recovered: 3, Deviated: 3, Said: 2, Unused: 90}},
		{"none set", Policies{}, ByUse{Failed: 1, Recovered: 3, Deviated: 3, Said: 2, Unused: 90}},
		{"one is stricter", Policies{Low: {Use: &ByUse{Failed: 5, Recovered: 1, Unused: 7}}}, ByUse{Failed: 1, Recovered: 1, Deviated: 3, Said: 2, Unused: 7}},
		{"never", Policies{Critical: {Use: &ByUse{}}, Normal: {Use: &ByUse{}}, Low: {Use: &ByUse{Said: 4}}}, ByUse{Said: 4}},
	} {
		if got := c.all.LeastByUse(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// Bounds that were kept before deviations had their own go by what was made good; where one is said it counts, also 0.
func TestBoundsOfBefore(t *testing.T) {
	for text, want := range map[string]int{`{"failed": 1, "recovered": 5}`: 5, `{"recovered": 5, "deviated": 2}`: 2, `{"recovered": 5, "deviated": 0}`: 0} {
		var b ByUse
		if err := json.Unmarshal([]byte(text), &b); err != nil || b.Deviated != want || b.Recovered != 5 {
			t.Errorf("%s: %+v, %v", text, b, err)
		}
		again, _ := json.Marshal(b)
		var back ByUse
		if err := json.Unmarshal(again, &back); err != nil || back != b {
			t.Errorf("%s comes back as %+v, %v", again, back, err)
		}
	}
}
