package read

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestSettle(t *testing.T) {
	line := func(text string) sop.Line {
		l := sop.Line{Text: text}
		for _, w := range strings.Fields(text) {
			l.Words = append(l.Words, sop.ScreenWord{Text: w, Confidence: .9})
		}
		return l
	}
	for _, c := range []struct{ name, in, want string }{
		{"the frequent spelling wins", "payments-api up|payments-api|deploy payments-apl", "payments-api up|payments-api|deploy payments-api"},
		{"a tie stays", "Acknowledge|Acknowiedge", "Acknowledge|Acknowiedge"},
		{"short words stay", "ill ill ill|iil", "ill ill ill|iil"},
		{"numbers stay", "10.1.0.11 10.1.0.11|10.l.0.11", "10.1.0.11 10.1.0.11|10.l.0.11"},
		{"other letters tell words apart", "billing billing|filling", "billing billing|filling"},
	} {
		var lines []sop.Line
		for _, s := range strings.Split(c.in, "|") {
			lines = append(lines, line(s))
		}
		settle(lines)
		var got []string
		for _, l := range lines {
			got = append(got, l.Text)
			var words []string
			for _, w := range l.Words {
				words = append(words, w.Text)
			}
			if strings.Join(words, " ") != l.Text {
				t.Errorf("%s: the words %q are not those of the line %q", c.name, words, l.Text)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q, not %q", c.name, strings.Join(got, "|"), c.want)
		}
	}
}
