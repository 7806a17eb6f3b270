package align

import (
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
	"showhow/internal/stage/align/place"
)

// reading is a text that was read in a field, and how much speaks for it: the seconds that it stood, less while the pointer
// lay upon it.
type reading struct {
	text    string
	n       float64
	covered bool // only ever read with the pointer on it
}

// textAfter is what stands in the field once typing has ended: the reading that stood for the longest time, readings in
// which the pointer didn't cover the text first. gone is when the field was there no more. Unsure says why it may be
// another; empty when nothing speaks for that.
func (s *scene) textAfter(e edit, gone sop.Moment) (text, unsure string) {
	all := s.readings(e, gone)
	best := reading{}
	for _, r := range all {
		if r.n > best.n {
			best = r
		}
	}
	for _, r := range all {
		if withCaret(best.text, r.text) {
			best.text, best.covered = r.text, best.covered && r.covered
			break
		}
	}
	for _, r := range all {
		if r.n >= best.n/2 && alike.Squeezed(r.text) != alike.Squeezed(best.text) && !withCaret(r.text, best.text) {
			return best.text, "The text was read in more than one way: " + sop.Literal(r.text) + " was read, too."
		}
	}
	if best.covered {
		return best.text, "The pointer lay upon a part of the text."
	}
	return best.text, ""
}

// readings are what was read in the field after typing, until another text stands in it.
func (s *scene) readings(e edit, gone sop.Moment) []reading {
	var all []reading
	end := min(gone, e.span.To.Add(30*time.Second))
	for _, k := range s.screensIn(sop.Span{From: e.span.To.Add(-step), To: end}) {
		text := place.InField(&k, e.field)
		if text == "" {
			continue
		}
		if len(all) > 0 && !alike.Continues(all[len(all)-1].text, text) && !alike.Continues(text, all[len(all)-1].text) && !alike.Same(all[len(all)-1].text, text) {
			break
		}
		n, covered := .2+min(3, k.Span.Length().Seconds()), false
		if r, ok := s.restAt(k.At); ok && r.point.In(place.TextBox(&k, e.field.Box).Grow(16)) {
			n, covered = n/20, true
		}
		i := 0
		for i < len(all) && all[i].text != text {
			i++
		}
		if i == len(all) {
			all = append(all, reading{text: text, covered: true})
		}
		all[i].n += n
		all[i].covered = all[i].covered && covered
	}
	return all
}

// withCaret says whether a reading is another one with the caret taken for a last letter: it blinks, a letter doesn't.
func withCaret(text, without string) bool {
	end, ok := strings.CutPrefix(text, without)
	return ok && without != "" && strings.Trim(end, "lI1|]![") == "" && len([]rune(end)) == 1
}

// caption is what stands above a field, as it was read most often while the pointer covered none of it; empty when it never was.
func (s *scene) caption(field sop.Box, in sop.Span) string {
	const high = 28 // pixels
	above := sop.Box{X: field.X - 8, Y: field.Y - high, W: field.W, H: high}
	counts, best := map[string]int{}, ""
	for _, k := range s.screensIn(in) {
		if r, ok := s.restAt(k.At); ok && r.covers(above) {
			continue
		}
		t := strings.TrimSpace(strings.TrimRight(place.Words(&k, above), "*: "))
		if t == "" {
			continue
		}
		counts[t]++
		if best == "" || counts[t] > counts[best] {
			best = t
		}
	}
	return best
}
