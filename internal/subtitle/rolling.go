package subtitle

import (
	"strings"
	"time"

	"showhow/internal/sop"
)

// adjoin is how far apart two cues may be for the second to repeat the first.
const adjoin = 250 * time.Millisecond

// unroll takes out what captions repeat. Captions that roll (YouTube's automatic ones) show each line twice, first as the
// new line below, then as the old one above; others grow by a word from cue to cue. rolled says that the file is of such
// a kind; a file that repeats itself now and then is left as it is.
func unroll(cues []cue) (out []cue, rolled bool) {
	repeats := 0
	for i := 1; i < len(cues); i++ {
		if again, _ := repeated(cues[i-1], cues[i]); again > 0 {
			repeats++
		}
	}
	rolled = repeats >= 3 && repeats*4 >= len(cues)
	for i, c := range cues {
		if rolled && i > 0 {
			c = fresh(cues[i-1], c)
		}
		if len(c.lines) > 0 {
			out = append(out, c)
		}
	}
	return out, rolled
}

// repeated counts the words at c's beginning that the cue before has shown, and whether they are whole lines.
func repeated(before, c cue) (words int, whole bool) {
	if before.span.To < c.span.From && c.span.From.Sub(before.span.To) > adjoin || len(before.lines) == 0 || len(c.lines) == 0 {
		return 0, false
	}
	for n := min(len(before.lines), len(c.lines)); n > 0; n-- { // lines that moved up
		if equal(before.lines[len(before.lines)-n:], c.lines[:n]) {
			return len(strings.Fields(strings.Join(c.lines[:n], " "))), true
		}
	}
	old, now := strings.Fields(strings.Join(before.lines, " ")), strings.Fields(strings.Join(c.lines, " "))
	for n := min(len(old), len(now)); n > 1; n-- { // a line that grew
		if equal(old[len(old)-n:], now[:n]) {
			return n, false
		}
	}
	return 0, false
}

func equal(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// fresh is c without what the cue before has shown.
func fresh(before, c cue) cue {
	n, _ := repeated(before, c)
	if n == 0 {
		return c
	}
	text := strings.Fields(strings.Join(c.lines, " "))
	c.lines = nil
	if rest := text[n:]; len(rest) > 0 {
		c.lines = []string{strings.Join(rest, " ")}
	}
	// Words with times of their own are those of the new line alone, as a rule.
	if len(c.words) == len(text) {
		c.words = c.words[n:]
	}
	if len(c.words) != len(text)-n {
		c.words = nil
	}
	if len(c.words) > 0 {
		c.span.From = c.words[0].Span.From
	}
	return c
}

// spoken are the words of a cue with their times.
func (c cue) spoken() []sop.SpokenWord {
	text := strings.Fields(strings.Join(c.lines, " "))
	if len(c.words) == len(text) {
		return c.words
	}
	return spread(text, c.span, true)
}
