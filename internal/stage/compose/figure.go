package compose

import (
	"fmt"

	"showhow/internal/sop"
)

// illustrate gives the steps their figures: one for all that is done on the same screen, with a box round each target and
// a number where the pointer stood. The picture is that before the screen reacts.
func (d *draft) illustrate() {
	video := d.in.Media.Video
	if video == nil || video.Width <= 0 || video.Height <= 0 {
		return
	}
	for _, g := range d.groups {
		if g.said != nil {
			continue
		}
		targets := g.targets()
		number := 0
		for len(targets) > 0 {
			n := 1
			for n < len(targets) && d.sameScreen(targets[n-1].Action, targets[n].Action) {
				n++
			}
			g.step.Figures = append(g.step.Figures, d.figure(targets[:n], number))
			number += n
			targets = targets[n:]
		}
		for i, c := range g.step.Commands {
			if c.Unsure != "" {
				d.originalPixels(g, i)
			}
		}
		if g.step.Kind == sop.StepCheck && len(g.step.Figures) == 0 {
			d.resultFigure(g)
		}
	}
}

// target is an action with a place, and the point where the pointer stood for it.
type target struct {
	*sop.Action
	point *sop.Point
}

// targets are g's clicks and entries that have a place on the screen. A click that only put the caret into a field lends
// its point to the entry.
func (g *group) targets() []target {
	var all []target
	var caret *sop.Point
	for i, a := range g.actions {
		if a.Kind != sop.Click && a.Kind != sop.Type && a.Kind != sop.Select || a.Box == nil && a.Point == nil {
			continue
		}
		if i+1 < len(g.actions) && focuses(a, g.actions[i+1]) && g.actions[i+1].Box != nil {
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
func (d *draft) figure(targets []target, number int) sop.Figure {
	actions := make([]*sop.Action, len(targets))
	f := sop.Figure{At: targets[len(targets)-1].Before}
	var around sop.Box
	var told []string
	for i, t := range targets {
		actions[i] = t.Action
		ev, label := seen(t.Action), t.Label
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
	f.Crop = d.crop(around)
	f.Width, f.Height = f.Crop.W, f.Crop.H
	f.Evidence = seen(actions...)
	f.Alt = sop.Claim{Text: "The screen with " + list(told) + " marked.", Evidence: f.Evidence}
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
func (d *draft) crop(around sop.Box) sop.Box {
	v := d.in.Media.Video
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

// sameScreen says whether two actions were done on the same screen: the text that stood there is mostly the same, or they
// belong to one shot.
func (d *draft) sameScreen(a, b *sop.Action) bool {
	x, y := d.screenAt(a.Before), d.screenAt(b.Before)
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
	p, q := bagOf(screenTexts(x)...), bagOf(screenTexts(y)...)
	common := p.shared(q)
	return float64(common) >= 0.75*float64(len(p)+len(q)-common)
}

// screenAt is the screen that stood at m; nil when none was read.
func (d *draft) screenAt(m sop.Moment) *sop.Screen {
	var best *sop.Screen
	for i := range d.in.Screens {
		sc := &d.in.Screens[i]
		if sc.Span.Holds(m) {
			return sc
		}
		if sc.At <= m {
			best = sc
		}
	}
	return best
}

// originalPixels shows where a command stood that could not be read for sure, so that the reader can judge for himself.
func (d *draft) originalPixels(g *group, command int) {
	id := g.step.Commands[command].Evidence.Actions[0]
	for _, a := range g.actions {
		if a.ID != id {
			continue
		}
		box := a.Box
		if box == nil {
			box = d.terminalBox(a)
		}
		if box == nil {
			return
		}
		whole := sop.Box{W: d.in.Media.Video.Width, H: d.in.Media.Video.Height}
		crop := sop.BoxOf(box.Grow(12).Rect().Intersect(whole.Rect()))
		if crop.Empty() {
			return
		}
		ev := seen(a)
		g.step.Figures = append(g.step.Figures, sop.Figure{
			At: a.Before, Crop: crop, Width: crop.W, Height: crop.H, Evidence: ev,
			Alt: sop.Claim{Text: "The command as it stood on the screen.", Evidence: ev},
		})
	}
}

// terminalBox is the place of the terminal that a's command was typed in.
func (d *draft) terminalBox(a *sop.Action) *sop.Box {
	sc := d.screenAt(a.Before)
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

// resultFigure shows the screen that a check is about, as it had settled.
func (d *draft) resultFigure(g *group) {
	if len(g.step.Expected) == 0 {
		return
	}
	a := g.last()
	ev := seen(a)
	whole := sop.Box{W: d.in.Media.Video.Width, H: d.in.Media.Video.Height}
	alt := "The screen to check."
	if a.Label != "" && a.Kind == sop.Switch {
		alt = sop.Bold(a.Label) + " at the moment of the check."
	}
	g.step.Figures = append(g.step.Figures, sop.Figure{At: a.After, Crop: whole, Width: whole.W, Height: whole.H, Evidence: ev,
		Alt: sop.Claim{Text: alt, Evidence: ev}})
}
