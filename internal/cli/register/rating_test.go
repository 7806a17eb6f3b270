package register

import (
	"testing"
	"time"
)

// Whether somebody is still asked goes by the clock.
func TestState(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	asked := rating{Expires: at.AddDate(0, 0, 7)}
	ended, said := asked, asked
	ended.Revoked, said.Rated = &at, &at
	for _, c := range []struct {
		rating
		days int
		want string
	}{{asked, 0, "asked until 2026-03-08"}, {asked, 8, "ended"}, {ended, 0, "ended"}, {said, 8, "said 2026-03-01"}} {
		if got := c.state(at.AddDate(0, 0, c.days)); got != c.want {
			t.Errorf("after %d days: %q, want %q", c.days, got, c.want)
		}
	}
	n := 2
	if got := (rating{Severity: 4, Times: 3, Per: "month", Able: &n}).said(); got != "severity 4, 3 a month, 2 able" {
		t.Error(got)
	}
}
