package align

import (
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
)

// withdrawals are the labels of what leaves a dialog or a form without an effect, squeezed.
var withdrawals = map[string]bool{
	"cancel": true, "close": true, "dismiss": true, "discard": true, "discardchanges": true, "goback": true, "back": true, "no": true,
	"notnow": true, "abort": true, "nevermind": true, "abbrechen": true, "annuler": true, "cancelar": true, "annulla": true,
}

const (
	// regretted is how long before it was left at most a dialog may have been opened.
	regretted = 90 * time.Second
	// asBefore is how much of the text on two screens must be the same for them to show the same.
	asBefore = .9
)

// undone marks what was taken back: from the action that led to a dialog or a form to the click that left it, when the screen then
// shows what it showed before. What the narration speaks of was done on purpose, and stays.
func (s *scene) undone(all []sop.Action) {
	for i, a := range all {
		if a.Kind != sop.Click || !withdrawals[alike.Squeezed(a.Label)] || s.spokenNear(a.Label, sop.Span{From: a.At.Add(-5 * time.Second), To: a.At.Add(3 * time.Second)}) {
			continue
		}
		after := linesOf(s.screenFrom(a.After))
		from, most := -1, asBefore
		for k := i - 1; k >= 0 && a.At.Sub(all[k].At) < regretted && led(all[k]) && !all[k].Undone; k-- {
			if n := alikeLines(linesOf(s.screenAt(all[k].Before)), after); n > most {
				from, most = k, n
			}
		}
		if from < 0 {
			continue
		}
		for k := from; k <= i; k++ {
			all[k].Undone = true
		}
	}
}

// led says whether an action may have led to a dialog, or was made in one.
func led(a sop.Action) bool {
	return a.Kind == sop.Click || a.Kind == sop.Type || a.Kind == sop.Select || a.Kind == sop.Scroll
}

// linesOf are the lines of text on a screen.
func linesOf(k *sop.Screen) map[string]bool {
	out := map[string]bool{}
	if k == nil {
		return out
	}
	for _, g := range k.Blocks {
		for _, l := range g.Lines {
			if t := alike.Squeezed(l.Text); len(t) > 2 {
				out[t] = true
			}
		}
	}
	return out
}

// alikeLines is the share of lines that two screens have in common, from 0 to 1; 0 when there are hardly any.
func alikeLines(a, b map[string]bool) float64 {
	const fewest = 4
	both := 0
	for t := range a {
		if b[t] || readOtherwise(t, b) {
			both++
		}
	}
	if both < fewest {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// readOtherwise says whether a line is among others that were read a little otherwise.
func readOtherwise(t string, in map[string]bool) bool {
	for u := range in {
		if alike.Likeness(t, u) >= .75 {
			return true
		}
	}
	return false
}
