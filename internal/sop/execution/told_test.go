package execution

import (
	"strings"
	"testing"
)

// Who was told is said by name, to whoever asks.
func TestAlarmWords(t *testing.T) {
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
