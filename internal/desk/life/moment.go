package life

import (
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop"
)

// moments are the forms in which a time may be written, beside a day; without a zone it is UTC.
var moments = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"}

// Moment reads the time of which somebody asks what was in force: a day is meant at its end (UTC), as in an auditor's bundle, and today now.
func Moment(text string, now time.Time) (time.Time, error) {
	text = strings.TrimSpace(text)
	at, err := time.Parse(time.DateOnly, text)
	if err == nil {
		if end := at.AddDate(0, 0, 1).Add(-time.Microsecond); !end.After(now) {
			return end, nil
		}
		if !at.After(now) {
			return now, nil
		}
	}
	for i := 0; err != nil && i < len(moments); i++ {
		at, err = time.Parse(moments[i], text)
	}
	const longest = 40
	switch {
	case err != nil:
		if r := []rune(text); len(r) > longest {
			text = string(r[:longest]) + "…"
		}
		return at, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("“%s” is no day and no time, so it can’t be told what was in force then.", text), Mend: "Write a day as 2026-03-01, or a time as 2026-03-01T14:30 (UTC)."}
	case at.After(now):
		return at, &sop.Error{Code: sop.Invalid, Message: "That time hasn’t come: nobody knows what will be in force then.", Mend: "Give today, or a day before."}
	}
	return at.UTC(), nil
}
