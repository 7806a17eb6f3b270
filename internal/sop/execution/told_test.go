package execution

import (
	"strings"
	"testing"
	"time"
)

// Who was told is said by name, to whoever asks.
func TestAlarmWords(t *testing.T) {
	again := Alarm{To: []string{"rob"}, At: time.Date(2026, 11, 27, 2, 10, 0, 0, time.UTC), Again: 1}
	if got := again.Words("ada", func(string) string { return "Rob" }); got != "At 02:10 UTC it was told again, for nobody had answered: Rob was told." {
		t.Error(got)
	}
	for to, want := range map[string]string{
		"":                  "Nobody else was told.",
		"bob":               "Bob was told.",
		"ada":               "You were told.",
		"ada bob cyd":       "You, Bob and Cyd were told.",
		"bob cyd":           "Bob and Cyd were told.",
		"b c d e f g":       "B, C, D, E, F and 1 other were told.",
		"b c d e f g h ada": "B, C, D, E, F and 3 others were told.",
	} {
		got := Alarm{To: strings.Fields(to)}.Words("ada", func(account string) string { return strings.ToUpper(account[:1]) + account[1:] })
		if got != want {
			t.Errorf("%q: %q, want %q", to, got, want)
		}
	}
}
