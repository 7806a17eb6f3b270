package life_test

import (
	"testing"
	"time"

	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
)

func TestMoment(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"2026-03-01": "2026-03-01T23:59:59.999999Z", " 2026-03-05 ": "2026-03-05T12:00:00Z", "2026-03-01T14:30": "2026-03-01T14:30:00Z", "2026-03-01 14:30:05": "2026-03-01T14:30:05Z", "2026-03-01T14:30:00+02:00": "2026-03-01T12:30:00Z",
		"2026-03-06": "", "2026-03-05T12:01": "", "": "", "yesterday": "", "2026-02-30": "", "1": "", "2026-03-01'; DROP TABLE life": "",
	} {
		at, err := desklife.Moment(text, now)
		if want == "" {
			if sop.CodeOf(err) != sop.Invalid || err == nil || len(err.Error()) < 60 {
				t.Errorf("%q: %v, %v", text, at, err)
			}
			continue
		}
		if err != nil || at.Format(time.RFC3339Nano) != want {
			t.Errorf("%q: %v, %v", text, at, err)
		}
	}
}
