package grid

import (
	"fmt"
	"image"
	"math"
	"sort"

	"showhow/internal/stage/read/grid/glyph"
)

// pane is a terminal with all that is needed to read it.
type pane struct {
	id  string
	box image.Rectangle
	s   *sampler
	fit fit
	abc *alphabet
	// shapes are the recording's own characters, named, when no font is really like them.
	shapes []*shape
	named  []named
}

// identify tells which windows are terminals, finds their cells and their fonts. Windows of the same look share a font.
func identify(ws []*window, size image.Point, faces []*glyph.Face) []*pane {
	sort.SliceStable(ws, func(a, b int) bool { return area(ws[a].box) > area(ws[b].box) })
	fallback := faces[0]
	for _, f := range faces {
		if f.Has('❯') && f.Has('─') {
			fallback = f
			break
		}
	}
	var panes []*pane
	for _, w := range ws {
		if inside(w, panes) {
			continue
		}
		p := recognise(w, size, faces, panes)
		if p == nil {
			continue
		}
		p.id = fmt.Sprintf("t%d", len(panes)+1)
		if p.abc == nil {
			p.abc = newAlphabet(p.fit, fallback)
			p.abc.own(p.shapes, p.named)
		}
		panes = append(panes, p)
	}
	return panes
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }

// inside says whether w is a part of a terminal that is known already, as a framed area in it is.
func inside(w *window, panes []*pane) bool {
	for _, p := range panes {
		if 10*area(w.box.Intersect(p.box)) >= 9*area(w.box) && near(w.bg, p.s.bg, 6) {
			return true
		}
	}
	return false
}

// recognise gives the terminal that w is, or nil.
func recognise(w *window, size image.Point, faces []*glyph.Face, known []*pane) *pane {
	var ps []plane
	for _, s := range w.shots {
		ps = append(ps, s.ink(w.box, w.bg))
	}
	if len(ps) == 0 {
		return nil
	}
	l := latticeOf(w.box, ps)
	if l == nil || l.clear > mostClear {
		return nil
	}
	s := newSampler(*l, w.bg, size)
	cells := specimens(s, w)
	if len(cells) < 12 {
		return nil
	}
	p := &pane{box: w.box, s: s}
	for _, k := range known {
		if math.Abs(k.s.cw-l.cw) < .02 && math.Abs(k.s.ch-l.ch) < .02 {
			f := k.fit
			f = refine(f, cells[:min(len(cells), 200)])
			if f.score > .97*k.fit.score {
				p.fit = f
				return p
			}
		}
	}
	fits := fitFonts(*l, cells, faces)
	if len(fits) == 0 || fits[0].score < leastFit {
		return nil
	}
	p.fit = fits[0]
	if p.fit.score < familiar {
		t := cluster(s, w)
		p.shapes, p.named = t.shapes, newSolver(t, fits).solve()
	}
	return p
}
