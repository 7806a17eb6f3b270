package life

import "testing"

// The least bounds are those of the class that is the strictest in each; none where every class says never.
func TestLeastByUse(t *testing.T) {
	for _, c := range []struct {
		name string
		all  Policies
		want ByUse
	}{
		{"the usual ones", Usual(), ByUse{Failed: 1, Recovered: 3, Said: 2, Unused: 90}},
		{"none set", Policies{}, ByUse{Failed: 1, Recovered: 3, Said: 2, Unused: 90}},
		{"one is stricter", Policies{Low: {Use: &ByUse{Failed: 5, Recovered: 1, Unused: 7}}}, ByUse{Failed: 1, Recovered: 1, Said: 2, Unused: 7}},
		{"never", Policies{Critical: {Use: &ByUse{}}, Normal: {Use: &ByUse{}}, Low: {Use: &ByUse{Said: 4}}}, ByUse{Said: 4}},
	} {
		if got := c.all.LeastByUse(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
