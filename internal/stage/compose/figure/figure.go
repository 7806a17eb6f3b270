// Package figure chooses the pictures of a step: which moment, which part of the screen, and what is marked on it.
package figure

import (
	"fmt"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/listing"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/vocabulary"
)

// Maker makes the figures of one recording.
type Maker struct {
	Video *sop.VideoStream
	// Terminal is set for a terminal recording, which has no video.
	Terminal *sop.TerminalStream
	// Screens are in order of time.
	Screens []sop.Screen
}

// Of gives the figures of a step that is made of actions: one for all that is done on the same screen, with a box round each
// target and a number where the pointer stood. The picture is that before the screen reacts.
func (m Maker) Of(step *sop.Step, actions []*sop.Action) []sop.Figure {
	all := m.of(step, actions)
	for i := range all {
		all[i].Text = m.text(&all[i])
	}
	return all
}

func (m Maker) of(step *sop.Step, actions []*sop.Action) []sop.Figure {
	if m.Terminal != nil && len(actions) > 0 {
		return m.terminals(actions)
	}
	if m.Video == nil || m.Video.Width <= 0 || m.Video.Height <= 0 || len(actions) == 0 {
		return nil
	}
	var figures []sop.Figure
	targets := targetsOf(actions)
	number := 0
	for len(targets) > 0 {
		n := 1
		for n < len(targets) && m.sameScreen(targets[n-1].Action, targets[n].Action) {
			n++
		}
		figures = append(figures, m.figure(targets[:n], number))
		number += n
		targets = targets[n:]
	}
	for _, c := range step.Commands {
		if c.Unsure != "" {
			figures = append(figures, m.originalPixels(actions, c)...)
		}
	}
	if step.Kind == sop.StepCheck && len(figures) == 0 && len(step.Expected) > 0 {
		figures = append(figures, m.result(actions[len(actions)-1]))
	}
	return figures
}

// target is an action with a place, and the point where the pointer stood for it.
type target struct {
	*sop.Action
	point *sop.Point
}

// targetsOf are the clicks and entries that have a place on the screen. A click that only put the caret into a field lends
// its point to the entry.
func targetsOf(actions []*sop.Action) []target {
	var all []target
	var caret *sop.Point
	for i, a := range actions {
		if a.Kind != sop.Click && a.Kind != sop.Type && a.Kind != sop.Select || a.Box == nil && a.Point == nil {
			continue
		}
		if i+1 < len(actions) && deed.Focuses(a, actions[i+1]) && actions[i+1].Box != nil {
			caret = a.Point
			continue
		}
		t := target{a, a.Point}
		if t.point == nil {
			t.point = caret
		}
		caret = nil
		all = append(all, t)
	}
	return all
}

// figure is the picture of targets that share a screen; number is that of the last mark before.
func (m Maker) figure(targets []target, number int) sop.Figure {
	actions := make([]*sop.Action, len(targets))
	f := sop.Figure{At: targets[len(targets)-1].Before}
	var around sop.Box
	var told []string
	for i, t := range targets {
		actions[i] = t.Action
		ev, label := evidence.Seen(t.Action), t.Label
		place := placeOf(t)
		around = around.Union(place)
		if t.Box != nil {
			box := *t.Box
			f.Marks = append(f.Marks, sop.Mark{Kind: sop.MarkBox, Box: &box, Label: label, Evidence: ev, Unsure: t.Unsure})
		}
		point := place.Centre()
		if t.point != nil {
			point = *t.point
		}
		f.Marks = append(f.Marks, sop.Mark{Kind: sop.MarkNumber, Point: &point, Number: number + i + 1, Label: label, Evidence: ev, Unsure: t.Unsure})
		told = append(told, markName(t, number+i+1, len(targets) > 1))
	}
	f.Crop = m.crop(around)
	f.Width, f.Height = f.Crop.W, f.Crop.H
	f.Evidence = evidence.Seen(actions...)
	f.Alt = sop.Claim{Text: "The screen with " + listing.And(told) + " marked.", Evidence: f.Evidence}
	return f
}

func markName(t target, number int, several bool) string {
	name := sop.Bold(t.Label)
	if name == "" {
		name = "the place"
	}
	if several {
		return fmt.Sprintf("%d %s", number, name)
	}
	return name
}

// placeOf is the target's box, or a small one round the pointer.
func placeOf(t target) sop.Box {
	const reach = 20 // pixels round the pointer
	if t.Box != nil && !t.Box.Empty() {
		return *t.Box
	}
	p := sop.Point{}
	if t.point != nil {
		p = *t.point
	}
	return sop.Box{X: p.X, Y: p.Y, W: 1, H: 1}.Grow(reach)
}

// The measures of a crop: the least share of the screen's width that keeps the context readable, the screens that are
// shown whole, the air round what is marked.
const (
	leastShare  = 0.45
	smallScreen = 1000
	wholeShare  = 0.85
	air         = 60
)

// crop is the part of the screen to show for what is marked in around: 16 to 10, with context, inside the picture.
func (m Maker) crop(around sop.Box) sop.Box {
	v := m.Video
	whole := sop.Box{W: v.Width, H: v.Height}
	if v.Width <= smallScreen || around.Empty() {
		return whole
	}
	w := max(int(leastShare*float64(v.Width)), around.W+2*air)
	h := w * 10 / 16
	if need := around.H + 2*air; h < need {
		h = need
		w = h * 16 / 10
	}
	if float64(w) > wholeShare*float64(v.Width) || h >= v.Height {
		return whole
	}
	c := around.Centre()
	x := min(max(0, c.X-w/2), v.Width-w)
	y := min(max(0, c.Y-h/2), v.Height-h)
	return sop.Box{X: x, Y: y, W: w, H: h}
}

// formBreath is how long the filling in of one field may take.
const formBreath = 45 * time.Second

// sameScreen says whether two actions were done on the same screen: the text that stood there is mostly the same, or they
// belong to one shot.
func (m Maker) sameScreen(a, b *sop.Action) bool {
	x, y := m.At(a.Before), m.At(b.Before)
	if x == nil || y == nil {
		for _, s := range a.Shots {
			for _, t := range b.Shots {
				if s == t {
					return true
				}
			}
		}
		// Nothing was read: a form is still the same one while it's filled in.
		return (a.Kind == sop.Type || a.Kind == sop.Select) && b.At.Sub(a.At) < formBreath
	}
	if x == y {
		return true
	}
	p, q := vocabulary.OfScreen(x), vocabulary.OfScreen(y)
	common := p.Shared(q)
	return float64(common) >= 0.75*float64(len(p)+len(q)-common)
}

// OtherPage says whether b was done on another page than a: hardly a word of one stood on the other. Pages of one application share
// what frames them, and are none.
func (m Maker) OtherPage(a, b *sop.Action) bool {
	const few, least = .2, 6
	x, y := m.At(a.Before), m.At(b.Before)
	if x == nil || y == nil || x == y {
		return false
	}
	p, q := vocabulary.OfScreen(x), vocabulary.OfScreen(y)
	n := min(len(p), len(q))
	return n >= least && float64(p.Shared(q)) < few*float64(n)
}

// At is the screen that stood at a moment; nil when none was read.
func (m Maker) At(at sop.Moment) *sop.Screen {
	var best *sop.Screen
	for i := range m.Screens {
		sc := &m.Screens[i]
		if sc.Span.Holds(at) {
			return sc
		}
		if sc.At <= at {
			best = sc
		}
	}
	return best
}

// originalPixels shows where a command stood that could not be read for sure, so that the reader can judge for himself.
func (m Maker) originalPixels(actions []*sop.Action, c sop.Command) []sop.Figure {
	for _, a := range actions {
		if a.Command == nil || len(c.Evidence.Actions) == 0 || a.ID != c.Evidence.Actions[0] {
			continue
		}
		box := a.Box
		if box == nil {
			box = m.terminalBox(a)
		}
		if box == nil {
			return nil
		}
		crop := sop.BoxOf(box.Grow(12).Rect().Intersect(m.whole().Rect()))
		if crop.Empty() {
			return nil
		}
		ev := evidence.Seen(a)
		return []sop.Figure{{At: a.Before, Crop: crop, Width: crop.W, Height: crop.H, Evidence: ev,
			Alt: sop.Claim{Text: "The command as it stood on the screen.", Evidence: ev}}}
	}
	return nil
}

// terminalBox is the place of the terminal that a's command was typed in.
func (m Maker) terminalBox(a *sop.Action) *sop.Box {
	sc := m.At(a.Before)
	if sc == nil {
		return nil
	}
	for i := range sc.Terminals {
		if t := &sc.Terminals[i]; t.ID == a.Command.Terminal && !t.Box.Empty() {
			return &t.Box
		}
	}
	return nil
}

// result shows the screen that a check is about, as it had settled after a.
func (m Maker) result(a *sop.Action) sop.Figure {
	ev, whole := evidence.Seen(a), m.whole()
	alt := "The screen to check."
	if a.Label != "" && a.Kind == sop.Switch {
		alt = sop.Bold(a.Label) + " at the moment of the check."
	}
	return sop.Figure{At: a.After, Crop: whole, Width: whole.W, Height: whole.H, Evidence: ev, Alt: sop.Claim{Text: alt, Evidence: ev}}
}

// whole is the whole screen.
func (m Maker) whole() sop.Box { return sop.Box{W: m.Video.Width, H: m.Video.Height} }
