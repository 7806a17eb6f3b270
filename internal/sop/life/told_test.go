package life_test

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/life"
)

func TestTold(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 30, 0, 0, time.UTC) }
	l := life.Life{Reviews: []life.Review{
		{Number: 1, State: life.Superseded, Came: day(1), Left: day(2)},
		{Number: 2, State: life.Rejected},
		{Number: 3, State: life.Withdrawn},
		{Number: 3, State: life.Effective, Came: day(2)},
		{Number: 4, State: life.Approved, From: day(9)},
		{Number: 5, State: life.InReview},
		{Number: 7, State: life.Withdrawn},
		{Number: 8, State: life.Approved},
	}}
	for number, want := range map[int]string{
		1: "no longer in force: it was from 1 March 2026, 09:30 UTC to 2 March 2026, 09:30 UTC",
		2: "rejected",
		3: "in force since 2 March 2026, 09:30 UTC",
		4: "approved; in force from 9 March 2026, 09:30 UTC on",
		5: "in review; not approved",
		6: "draft",
		7: "draft",
		8: "approved; not in force yet",
	} {
		if got := l.Told(number, day(5)); got != want {
			t.Errorf("revision %d: %q, want %q", number, got, want)
		}
	}
	l.Suspended = &life.Mark{At: day(3), Reason: "The cluster moved."}
	if got, want := l.Told(3, day(5)), "in force since 2 March 2026, 09:30 UTC; suspended since 3 March 2026, 09:30 UTC, don’t work by it: The cluster moved."; got != want {
		t.Errorf("suspended: %q, want %q", got, want)
	}
	l.Suspended, l.Due = nil, day(20)
	l.Reviews[3].Waivers = []life.Waiver{{Reason: "Down.", Due: day(4)}, {Reason: "Settled.", Due: day(4), Done: day(3)}}
	if got, want := l.Told(3, day(5)), "in force since 2 March 2026, 09:30 UTC; by an emergency’s waiver, to be looked at again by 4 March 2026, 09:30 UTC: Down.; to be reviewed by 20 March 2026, 09:30 UTC"; got != want {
		t.Errorf("waived: %q, want %q", got, want)
	}
	if got, want := l.Told(3, day(20).Add(time.Second)), "; overdue: it should have been reviewed by 20 March 2026, 09:30 UTC, think before you work by it"; !strings.HasSuffix(got, want) || strings.Contains(got, "to be reviewed by") {
		t.Errorf("overdue: %q, want %q", got, want)
	}
	if got := l.Told(1, day(30)); strings.Contains(got, "overdue") {
		t.Errorf("of one that isn't in force: %q", got)
	}
	if got := l.Told(5, day(5)); got != "in review; not approved" {
		t.Errorf("another than the suspended one: %q", got)
	}
}
