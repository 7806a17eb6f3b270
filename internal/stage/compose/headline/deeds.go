package headline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
)

// Rule is the rule that the title of a step rests on which was chosen among several.
const Rule = "title-from-deed"

// longestSum is the longest title that tells two deeds, in letters.
const longestSum = 80

// OfDeeds is the title of what was done where nobody says what for: that of the best step, which all says to be the whole of it. heads are the
// titles of the steps that may have been what it was done for, in their order, the best's among them: of two of them the title tells both, and
// of more it names the best, and isn't sure.
func OfDeeds(best sop.Claim, heads []sop.Claim) (t sop.Claim, all bool) {
	var apart []sop.Claim
	for _, h := range heads {
		if !slices.ContainsFunc(apart, func(o sop.Claim) bool { return o.Text == h.Text }) {
			apart = append(apart, h)
		}
	}
	t = best
	t.Text = plain(best)
	why := "Nobody says what it is for: this is one of several things that were done."
	switch sum, ok := both(apart); {
	case ok:
		return sum, true
	case deed.Mute(best.Text):
		why = "Nobody says what it is for, and what was done doesn't tell."
	case len(apart) <= 1:
		return t, true
	}
	t.Evidence.Source, t.Evidence.Rule, t.Evidence.Confidence = sop.FromRule, Rule, 1
	t.Unsure = strings.TrimSpace(t.Unsure + " " + why)
	return t, false
}

// plain is a step's title as that of a procedure.
func plain(t sop.Claim) string {
	return sop.Plain(withoutReason(strings.TrimSuffix(sop.Bare(t.Text), ".")))
}

// both is the title of two steps, where each tells one thing that was done.
func both(steps []sop.Claim) (t sop.Claim, ok bool) {
	if len(steps) != 2 {
		return t, false
	}
	a, b := steps[0], steps[1]
	for _, s := range steps {
		if s.Unsure != "" || deed.Bare(s.Text) || deed.Mute(s.Text) || strings.Contains(s.Text, ",") {
			return t, false
		}
	}
	second := plain(b)
	first, n := utf8.DecodeRuneInString(second)
	t.Text = plain(a) + ", and " + string(unicode.ToLower(first)) + second[n:]
	t.Evidence = with(a.Evidence, b.Evidence)
	return t, utf8.RuneCountInString(t.Text) <= longestSum
}

// with is what both a and b rest on.
func with(a, b sop.Evidence) sop.Evidence {
	if a.Source != b.Source {
		a.Source = sop.FromBoth // one of them was spoken of as well
	}
	a.Span = a.Span.Cover(b.Span)
	a.Utterances = slices.Concat(a.Utterances, b.Utterances)
	a.Heard = strings.TrimSpace(a.Heard + " " + b.Heard)
	a.Read = strings.Trim(a.Read+"; "+b.Read, "; ")
	a.Frames = slices.Concat(a.Frames, b.Frames)
	a.Boxes = slices.Concat(a.Boxes, b.Boxes)
	a.Actions = slices.Concat(a.Actions, b.Actions)
	a.Corrections = slices.Concat(a.Corrections, b.Corrections)
	a.Confidence = min(a.Confidence, b.Confidence)
	return a
}
