package words

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzMarked(f *testing.F) {
	f.Add("Back up größe", "up")
	f.Add(strings.Repeat("ä", 500), "a")
	f.Fuzz(func(t *testing.T, text, term string) {
		text = strings.NewReplacer("\x02", " ", "\x03", " ").Replace(strings.ToValidUTF8(text, "")) // as it is kept
		got := Marked(text, Terms(term))
		if strings.Count(got, "\x02") != strings.Count(got, "\x03") || !utf8.ValidString(got) {
			t.Errorf("%q", got)
		}
	})
}
