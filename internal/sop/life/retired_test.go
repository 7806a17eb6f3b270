package life_test

import (
	"testing"
	"time"

	"showhow/internal/sop/life"
)

// Readers get what is in force, and of what is retired what was in force last, whatever was sent after it.
func TestReadable(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	was := []life.Review{{Number: 1, State: life.Superseded, Came: day(1), Left: day(2)}, {Number: 3, State: life.Retired, Came: day(2), Left: day(9)}, {Number: 4, State: life.Withdrawn, WithRetired: true}}
	retired := &life.Mark{By: "rob", At: day(9), Reason: "Argo deploys it."}
	for name, c := range map[string]struct {
		l      life.Life
		number int
		told   string // of revision 4
	}{
		"nothing yet":      {life.Life{}, 0, "draft"},
		"a draft":          {life.Life{Reviews: []life.Review{{Number: 4, State: life.InReview}}}, 0, "in review; not approved"},
		"in force":         {life.Life{Reviews: []life.Review{{Number: 2, State: life.Effective, Came: day(1)}, {Number: 4, State: life.Rejected}}}, 2, "rejected"},
		"retired":          {life.Life{Retired: retired, Reviews: was}, 3, "retired since 9 March 2026, 00:00 UTC: Argo deploys it; never in force"},
		"taken back":       {life.Life{Reviews: was}, 0, "draft"},
		"never in force":   {life.Life{Retired: retired, Reviews: was[2:]}, 0, "retired since 9 March 2026, 00:00 UTC: Argo deploys it; never in force"},
		"in force once":    {life.Life{Retired: retired, Reviews: was[:1]}, 1, "retired since 9 March 2026, 00:00 UTC: Argo deploys it; never in force"},
		"the same revived": {life.Life{Retired: retired, Reviews: append(was[1:2:2], life.Review{Number: 4, State: life.Retired, Came: day(3), Left: day(5)})}, 4, "retired since 9 March 2026, 00:00 UTC: Argo deploys it; in force from 3 March 2026, 00:00 UTC to 5 March 2026, 00:00 UTC"},
	} {
		number := 0
		if r := c.l.Readable(); r != nil {
			number = r.Number
		}
		if got := c.l.Told(4, day(20)); number != c.number || got != c.told {
			t.Errorf("%s: revision %d, %q", name, number, got)
		}
	}
	l := life.Life{Retired: retired, Reviews: was}
	if got := l.ToldOutside(3, day(20)); got != "retired since 9 March 2026, 00:00 UTC; in force from 2 March 2026, 00:00 UTC to 9 March 2026, 00:00 UTC" {
		t.Errorf("outside: %q", got)
	}
}
