package store

import (
	"strings"
	"testing"
	"unicode/utf8"

	"showhow/internal/store/words"
)

func FuzzMarked(f *testing.F) {
	f.Add("Back up größe", "up")
	f.Add(strings.Repeat("ä", 500), "a")
	f.Fuzz(func(t *testing.T, text, term string) {
		text = clean(strings.ToValidUTF8(text, ""))
		got := words.Marked(text, termsOf(term))
		if strings.Count(got, "\x02") != strings.Count(got, "\x03") || !utf8.ValidString(got) {
			t.Errorf("%q", got)
		}
	})
}
