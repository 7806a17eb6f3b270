package grid

import (
	"fmt"
	"image"
	"math"
	"sort"

	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/cipher"
	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/lattice"
	"showhow/internal/stage/read/grid/window"
)

// pane is a terminal with all that is needed to read it.
type pane struct {
	id  string
	box image.Rectangle
	// frame are the sides at which the terminal is seen to end.
	frame window.Frame
	s     *cell.Sampler
	fit   font.Fit
	abc   *font.Alphabet
	// shapes are the recording's own characters, named, when no font is really like them.
	shapes []font.Shape
}

// identify tells which windows are terminals, finds their cells and their fonts. Windows of the same look share a font.
func identify(ws []*window.Window, size image.Point, faces []*glyph.Face) []*pane {
	sort.SliceStable(ws, func(a, b int) bool { return area(ws[a].Box) > area(ws[b].Box) })
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
			p.abc = font.NewAlphabet(p.fit, fallback)
			p.abc.Own(p.shapes)
		}
		panes = append(panes, p)
	}
	return panes
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }

// inside says whether w is a part of a terminal that is known already, as a framed area in it is.
func inside(w *window.Window, panes []*pane) bool {
	for _, p := range panes {
		if 10*area(w.Box.Intersect(p.box)) >= 9*area(w.Box) && window.Near(w.Ground, p.s.Ground, 6) {
			return true
		}
	}
	return false
}

// recognise gives the terminal that w is, or nil.
func recognise(w *window.Window, size image.Point, faces []*glyph.Face, known []*pane) *pane {
	if len(w.Shots) == 0 {
		return nil
	}
	l := lattice.Find(w.Box, w.Ink())
	if l == nil || l.Clear > mostClear {
		return nil
	}
	s := cell.New(*l, w.Ground, size)
	cells := s.Specimens(w.Shots)
	if len(cells) < 12 {
		return nil
	}
	p := &pane{box: w.Box, frame: w.Frame(), s: s}
	for _, k := range known {
		if math.Abs(k.s.CellW-l.CellW) < .02 && math.Abs(k.s.CellH-l.CellH) < .02 {
			if f := k.fit.Refine(cells); f.Score > .97*k.fit.Score {
				p.fit = f
				return p
			}
		}
	}
	fits := font.FitAll(*l, cells, faces)
	if len(fits) == 0 {
		return nil
	}
	p.fit = fits[0]
	if !font.Familiar(fits) {
		p.shapes = cipher.Name(s, w.Shots, fits)
	}
	return p
}
