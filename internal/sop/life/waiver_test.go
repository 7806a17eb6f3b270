package life

import (
	"strings"
	"testing"
	"time"
)

// What is owed of an older revision hides nothing of a newer one.
func TestEmergencyOf(t *testing.T) {
	at := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	came := func(n int, s State, due time.Time) Review {
		return Review{Number: n, State: s, Came: at.Add(-time.Hour), Waivers: []Waiver{{Reason: "Down.", By: "rob", Due: due}}}
	}
	l := Life{Suspended: &Mark{By: "sue", At: at, Reason: "Wrong."}, Reviews: []Review{came(3, Superseded, at.Add(time.Hour)), came(4, Effective, at.Add(2*time.Hour))}}
	if e := l.Emergency(at); e == nil || e.Number != 3 {
		t.Errorf("%+v", e)
	}
	for _, n := range []int{3, 4} {
		if e := l.EmergencyOf(n, at); e == nil || e.Number != n {
			t.Errorf("of %d: %+v", n, e)
		}
	}
	if e := l.EmergencyOf(2, at); e != nil {
		t.Errorf("%+v", e)
	}
	if got := l.ToldOutside(4, at); strings.Contains(got, "Down.") || strings.Contains(got, "Wrong.") || !strings.Contains(got, "by an emergency’s waiver, to be looked at again by ") {
		t.Error(got)
	}
	if got := l.Told(4, at); !strings.Contains(got, ": Down.") || !strings.Contains(got, ": Wrong.") {
		t.Errorf("the reasons are lost for those who have an account: %s", got)
	}
}
