package current

import (
	"testing"

	"showhow/internal/sop/current"
)

// What one execution led to leads to it; anything else to the list of all that is to be looked at.
func TestLeads(t *testing.T) {
	for want, f := range map[string]current.Flag{"/executions/x1": {Executions: []string{"x1"}}, "/s/deploy/depends": {Executions: []string{"x1", "x2"}}} {
		if got := leads("deploy", f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := leads("deploy", current.Flag{}); got != "/s/deploy/depends" {
		t.Error(got)
	}
}
