package align

import (
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
	"showhow/internal/stage/align/place"
)

// edit is a stretch of time in which one field changed.
type edit struct {
	span  sop.Span
	field sop.Element
	typed sop.Moment // when letters began to come; 0 when that can't be told
}

// pause is how long typing in one field may rest.
const pause = 3500 * time.Millisecond

// typing finds what was typed: fields that hold another text after a time of changes than before.
func (s *scene) typing(opened []sop.Action) []sop.Action {
	var out []sop.Action
	for _, e := range s.edits() {
		if explained(e.span.From, opened) {
			continue
		}
		gone := s.replaced(e)
		if gone <= max(e.span.From, e.typed).Add(4*step) {
			continue // another page took the field's place
		}
		e.span.To = min(e.span.To, gone)
		was := s.textBefore(e)
		now, unsure := s.textAfter(e, gone)
		if alike.Squeezed(was) == alike.Squeezed(now) && (e.typed == 0 || now != "" && !isDots(now)) || e.field.Kind == sop.ElementSelect {
			continue // the focus came or went
		}
		a := s.typed(e, was, now)
		if a.Unsure == "" && unsure != "" && a.Text != password {
			a.Unsure, a.Confidence = unsure, .6
		}
		out = append(out, a)
	}
	return out
}

// edits are the changes within fields, joined when they are of one field and follow each other.
func (s *scene) edits() []edit {
	var out []edit
	for _, c := range s.changes {
		if c.Kind == sop.ChangeCut || c.Kind == sop.ChangeScroll || s.inTerminal(c.Box, c.Span.To) {
			continue
		}
		f := s.fieldOf(c)
		if f == nil {
			continue
		}
		n := -1
		for i := range out {
			if place.Alike(out[i].field.Box, f.Box) && c.Span.From.Sub(out[i].span.To) < pause {
				n = i
			}
		}
		if n < 0 {
			n = len(out)
			out = append(out, edit{span: c.Span, field: *f})
		}
		e := &out[n]
		if c.Kind != sop.ChangeBusy { // a caret blinks on and on
			e.span = e.span.Cover(c.Span)
		}
		if c.Kind == sop.ChangeTyping && e.typed == 0 {
			e.typed = c.Span.From
		}
		if e.field.Label == "" {
			e.field.Label = f.Label
		}
	}
	return out
}

// fieldOf is the field in which a change lies, as seen shortly before or after it.
func (s *scene) fieldOf(c sop.Change) *sop.Element {
	in, y := min(c.Box.W/2, 12), c.Box.Y+c.Box.H/2
	begin, end := sop.Point{X: c.Box.X + in, Y: y}, sop.Point{X: c.Box.X + c.Box.W - 1 - in, Y: y}
	ks := s.screensIn(sop.Span{From: c.Span.From.Add(-700 * time.Millisecond), To: c.Span.To.Add(700 * time.Millisecond)})
	if k := s.screenFrom(c.Span.To); k != nil {
		ks = append(append([]sop.Screen{}, ks...), *k)
	}
	for j := range ks {
		for i := range ks[j].Elements {
			e := &ks[j].Elements[i]
			if e.Kind != sop.ElementField && e.Kind != sop.ElementSelect {
				continue
			}
			if place.Share(c.Box, e.Box.Grow(9)) > .85 || c.Kind == sop.ChangeTyping && (begin.In(e.Box) || end.In(e.Box)) {
				return e
			}
		}
	}
	return nil
}

// typed is the action that an edit tells.
func (s *scene) typed(e edit, was, now string) sop.Action {
	b := e.field.Box
	at := e.span.From
	if e.typed > 0 {
		at = e.typed
	}
	for _, k := range s.screensIn(sop.Span{From: at, To: e.span.To}) {
		if was != "" && alike.Likeness(place.InField(&k, e.field), was) >= .8 && alike.Likeness(now, was) < .8 {
			at = k.At // the caret came, but no letter yet
		}
	}
	a := sop.Action{Kind: sop.Type, At: at.Add(-delay / 2), Span: e.span, Before: e.span.From.Add(-step), After: e.span.To,
		Label: e.field.Label, Element: sop.ElementField, Box: &b, Text: now, Confidence: .85}
	if r, ok := s.restAt(a.At); ok && r.point.In(b.Grow(4)) {
		a.Point = &r.point
	}
	if clear := s.caption(b, sop.Span{From: e.span.From.Add(-reachBack), To: e.span.To.Add(reachBack)}); a.Label != "" && clear != a.Label && clear != "" && alike.Same(a.Label, clear) {
		a.Label = clear
	}
	if a.Label == "" && !alike.Continues(was, now) {
		a.Label = was // what stood in the empty field as a hint
		if clear := s.hint(e); alike.Same(was, clear) && clear != "" {
			a.Label = clear
		}
	}
	if len(alike.Squeezed(a.Label)) < 2 {
		a.Label = "" // what counts a line, or prompts for it
	}
	switch {
	case isDots(now):
		a.Text = password
	case now == "":
		a.Unsure, a.Confidence = "The text that was typed could not be read.", .5
	case a.Label == "":
		a.Unsure, a.Confidence = "The name of the field could not be read.", .6
	}
	return a
}

// password stands for a text that the screen showed as dots.
const password = "<PASSWORD>"

func isDots(s string) bool {
	return strings.Count(s, "•") > 3 || len(s) > 1 && strings.Trim(s, "•●*·° ") == ""
}

// textBefore is what stood in the field before it was edited.
func (s *scene) textBefore(e edit) string {
	k := s.screenAt(e.span.From.Add(-step))
	if k == nil {
		return ""
	}
	return place.InField(k, e.field)
}

// hint is what stood in the field before it was edited, as it was read while the pointer was elsewhere.
func (s *scene) hint(e edit) string {
	at := e.span.From
	if e.typed > 0 {
		at = e.typed
	}
	r, ok := s.restAt(at)
	if !ok {
		return ""
	}
	return s.clearName(standing{box: e.field.Box, kind: sop.ElementOther, since: min(r.since, e.span.From), onset: e.span.From.Add(-step), read: s.textBefore(e)})
}

// replaced is when something much larger than the field changed over all of it: another page or window. The end of time when
// nothing did.
func (s *scene) replaced(e edit) sop.Moment {
	f := e.field.Box
	for _, c := range s.changes {
		if c.Span.From < e.span.From.Add(-2*step) || c.Kind == sop.ChangeTyping || c.Kind == sop.ChangeBusy {
			continue
		}
		if c.Box.W*c.Box.H > 12*f.W*f.H && c.Box.W > 2*f.W && place.Share(f, c.Box) > .9 {
			return c.Span.From
		}
	}
	return sop.Moment(1 << 62)
}

// besideLists are the entries without those that were but a list's opening or closing over other text.
func besideLists(typed, done []sop.Action) []sop.Action {
	var out []sop.Action
	for _, t := range typed {
		list := false
		for _, a := range done {
			list = list || a.Kind == sop.Select && a.Span.From <= t.At && t.At <= a.Span.To && (a.Box == nil || t.Box == nil || !place.Alike(*a.Box, *t.Box))
		}
		if !list {
			out = append(out, t)
		}
	}
	return out
}

// withoutCarets drops the clicks that only put the caret into a field that was typed into.
func (s *scene) withoutCarets(all []sop.Action) []sop.Action {
	var out []sop.Action
	for _, a := range all {
		if a.Kind == sop.Click {
			if n := typedInto(a, all); n != nil {
				n.Before = min(n.Before, a.Before)
				n.Span = n.Span.Cover(a.Span)
				if n.Point == nil {
					n.Point = a.Point
				}
				continue
			}
		}
		out = append(out, a)
	}
	// The loop above changed elements of all that may have been copied before.
	for i := range out {
		for j := range all {
			if all[j].Kind == out[i].Kind && all[j].At == out[i].At {
				out[i] = all[j]
			}
		}
	}
	return out
}

// typedInto is the typing that a click on a field prepared; nil when there is none.
func typedInto(c sop.Action, all []sop.Action) *sop.Action {
	for i := range all {
		a := &all[i]
		if a.Kind != sop.Type && a.Kind != sop.Open || a.Box != nil && !c.Point.In(a.Box.Grow(6)) {
			continue
		}
		if c.Element == sop.ElementMenu && c.Label != "" && a.Kind == sop.Type && !c.Point.In(a.Box.Grow(-4)) {
			continue
		}
		d := a.At.Sub(c.At)
		if a.Kind == sop.Type && d > -800*time.Millisecond && d < 8*time.Second && c.At < a.Span.To {
			return a
		}
	}
	return nil
}
