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

// What is to become of a waiver is told as it is: of what never came into force nobody has to look at anything.
func TestWhatBecomesOfAWaiver(t *testing.T) {
	due := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	day := func(t time.Time) string { return t.Format("2 Jan") }
	for _, c := range []struct {
		r     Review
		after time.Duration
		want  string
	}{
		{Review{State: InReview}, -time.Hour, "It lets the revision pass until 4 Mar; by then what came into force by it is to be looked at again."},
		{Review{State: InReview}, time.Hour, "It ran out on 4 Mar: nothing passes by it any more."},
		{Review{State: Withdrawn}, -time.Hour, "Nothing came into force by it."},
		{Review{State: Rejected}, time.Hour, "Nothing came into force by it."},
		{Review{State: Effective, Came: due}, -time.Hour, "To be looked at again by 4 Mar."},
		{Review{State: Superseded, Came: due}, time.Hour, "It should have been looked at again by 4 Mar."},
		{Review{State: Retired, Came: due}, time.Hour, "Nobody works by it any more."},
	} {
		if got := c.r.Stands(Waiver{Due: due}, due.Add(c.after), day); got != c.want {
			t.Errorf("%s %s after: %q, want %q", c.r.State, c.after, got, c.want)
		}
	}
}
