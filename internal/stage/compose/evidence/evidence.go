// Package evidence tells what was seen: the evidence that actions give.
package evidence

import (
	"fmt"
	"slices"

	"showhow/internal/sop"
)

// Seen is the evidence that the actions give.
func Seen(actions ...*sop.Action) sop.Evidence {
	e := sop.Evidence{Source: sop.FromScreen, Confidence: 1}
	for _, a := range actions {
		e.Span = e.Span.Cover(Span(a))
		e.Actions = append(e.Actions, a.ID)
		e.Frames = Moments(e.Frames, a.Before, a.After)
		if a.Box != nil {
			e.Boxes = append(e.Boxes, *a.Box)
		}
		e.Confidence = min(e.Confidence, clamp(a.Confidence))
	}
	if len(actions) == 1 {
		e.Read = readOf(actions[0])
	}
	return e
}

// readOf are the words that stood on the screen for a.
func readOf(a *sop.Action) string {
	switch {
	case a.Command != nil:
		return a.Command.Text
	case a.Label != "" && a.Text != "":
		return a.Label + ": " + a.Text
	case a.Label != "":
		return a.Label
	case a.Text == "":
		return a.Row
	}
	return a.Text
}

// Ruled is the evidence for what a fixed rule says of the actions.
func Ruled(rule string, actions ...*sop.Action) sop.Evidence {
	e := Seen(actions...)
	e.Source, e.Rule, e.Confidence = sop.FromRule, rule, 1
	return e
}

// Moments adds more to all, each once.
func Moments(all []sop.Moment, more ...sop.Moment) []sop.Moment {
	for _, m := range more {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}

func clamp(c float64) float64 { return min(1, max(0, c)) }

// Span is from a's first sign to its settled effect, and its instant when that isn't known.
func Span(a *sop.Action) sop.Span {
	if a.Span == (sop.Span{}) {
		return sop.Span{From: a.At, To: a.At}
	}
	return a.Span
}

// Surely is the confidence below which an action is shown as unsure.
const Surely = 0.5

// LeftOut says that n of the narration's sentences, of all that seemed to matter, were no evidence that can be trusted.
func LeftOut(n, all int) string {
	count, were := fmt.Sprint(n), "were"
	if n == 1 {
		count, were = "One", "was"
	}
	return fmt.Sprintf("%s of the narration's %d sentences that seemed to matter %s left out: the words could not be made out well enough to be trusted.", count, all, were)
}
