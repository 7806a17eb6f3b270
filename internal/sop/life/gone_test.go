package life_test

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/life"
)

// Whoever works by a revision is told when it isn't in force any more: also when nothing is.
func TestGone(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 30, 0, 0, time.UTC) }
	was := life.Review{Number: 1, State: life.Superseded, Came: day(1), Left: day(2)}
	for _, c := range []struct {
		name    string
		reviews []life.Review
		want    string // empty for nothing
	}{
		{"in force", []life.Review{{Number: 1, State: life.Effective, Came: day(1)}}, ""},
		{"another is", []life.Review{was, {Number: 2, State: life.Effective, Came: day(2)}}, "Revision 2 is in force by now; this stays with revision 1"},
		{"retired", []life.Review{{Number: 1, State: life.Retired, Came: day(1), Left: day(2)}}, "Revision 1 is no longer in force, and no other one is"},
		{"only tried", []life.Review{{Number: 1, State: life.InReview}}, ""},
		{"judged anew", []life.Review{{Number: 1, State: life.Retired, Came: day(1), Left: day(2)}, {Number: 1, State: life.Effective, Came: day(3)}}, ""},
		{"sent again", []life.Review{{Number: 1, State: life.Retired, Came: day(1), Left: day(2)}, {Number: 1, State: life.InReview}}, "Revision 1 is no longer in force"},
	} {
		l := life.Life{Reviews: c.reviews}
		if got := l.Gone(1); got != c.want && (c.want == "" || !strings.HasPrefix(got, c.want)) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := life.Gone(3, 2); !strings.HasPrefix(got, "Revision 2 is in force, not revision 3") {
		t.Error(got)
	}
}
