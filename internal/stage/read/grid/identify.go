package grid

import (
	"fmt"
	"image"
	"math"
	"slices"
	"sort"

	"showhow/internal/sop"
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
	times []sop.Moment // of the pictures on which its window was seen
	// parted says that its area shows other things at other times.
	parted bool
	s      *cell.Sampler
	fit    font.Fit
	abc    *font.Alphabet
	face   *typeface
	// shots are the pictures of its window.
	shots []window.Shot
}

// typeface is what windows of the same look have in common.
type typeface struct {
	// fits are the fonts that come nearest; familiar says that the first of them seems to be the terminal's own.
	fits     []font.Fit
	familiar bool
	named    bool // the shapes are
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
			if p := moved(w, size, panes); p != nil {
				panes = append(panes, p)
			}
			continue
		}
		p := recognise(w, size, faces, panes)
		if p == nil && 8*area(w.Box) >= size.X*size.Y {
			if part := inTime(w); part != nil {
				if p = recognise(part, size, faces, panes); p != nil {
					p.parted = true
				}
			}
		}
		if p == nil {
			continue
		}
		panes = append(panes, p)
	}
	for i, p := range panes {
		p.id = fmt.Sprintf("t%d", i+1)
		p.abc = font.NewAlphabet(p.fit, fallback)
		if !p.face.named {
			p.face.name(panes[i:], p)
		}
		p.abc.Own(p.face.shapes)
	}
	return panes
}

// views are the windows of one look.
func views(f *typeface, panes []*pane) []cipher.View {
	var all []cipher.View
	for _, p := range panes {
		if p.face == f {
			all = append(all, cipher.View{Sampler: p.s, Shots: p.shots})
		}
	}
	return all
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }

// inside says whether w is a part of a terminal that is known already, as a framed area in it is, or what another window leaves
// of it, or a log that has grown. A panel that has been made lower lies at the foot of the higher one, between the same sides, but at
// other times.
func inside(w *window.Window, panes []*pane) bool {
	for _, p := range panes {
		if 10*area(w.Box.Intersect(p.box)) < 9*area(w.Box) || !window.Near(w.Ground, p.s.Ground, 6) {
			continue
		}
		together := slices.ContainsFunc(w.Times, func(m sop.Moment) bool {
			_, both := slices.BinarySearch(p.times, m)
			return both
		})
		if together || !near(w.Box.Min.X, p.box.Min.X) || !near(w.Box.Max.X, p.box.Max.X) || !near(w.Box.Max.Y, p.box.Max.Y) {
			return true
		}
	}
	return false
}

// near says whether two places are the same but for a border.
func near(a, b int) bool { return max(a-b, b-a) <= 6 }

// inTime is the window at those of its moments at which it holds cells, all of one size: an editor's panel may show pages at
// other times. Nil when there are no two such pictures.
func inTime(w *window.Window) *window.Window {
	type group struct {
		w, h  float64
		shots []window.Shot
	}
	var groups []*group
	seen := map[sop.Moment]bool{}
	for _, s := range append(slices.Clone(w.Shots), w.Spread...) {
		if seen[s.At] {
			continue
		}
		seen[s.At] = true
		l := lattice.Find(w.Box, w.Of([]window.Shot{s}).Ink())
		if l == nil || l.Clear > clearAlone {
			continue
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return math.Abs(g.w-l.CellW) < .06 && math.Abs(g.h-l.CellH) < .3 })
		if i < 0 {
			i, groups = len(groups), append(groups, &group{w: l.CellW, h: l.CellH})
		}
		groups[i].shots = append(groups[i].shots, s)
	}
	var best *group
	for _, g := range groups {
		if len(g.shots) >= 2 && (best == nil || len(g.shots) > len(best.shots)) {
			best = g
		}
	}
	if best == nil {
		return nil
	}
	return w.Of(best.shots)
}

// clearAlone is how much ink the boundaries between columns may bear on a single picture, as a part of chance.
const clearAlone = 0.45

// clearKnown is the same for a window whose cells are those of a terminal that is known: one of a few rows bears little ink by which
// to tell.
const clearKnown = 0.8

// cells says whether a lattice has the pane's own cells.
func (p *pane) cells(l *lattice.Lattice) bool {
	return math.Abs(p.s.CellW-l.CellW) < .02 && math.Abs(p.s.CellH-l.CellH) < .02
}

// asKnown is the part of a known terminal's likeness to its font that another window of its look must have.
const asKnown = .97

// asMoved is the same where the window's place within its cells had to be found out, too. It has exactly the cells and the ground of the
// known one, which hardly anything else has; and its few rows may hold what is least like the font: a prompt's signs, a bold clock on a ground of its own.
const asMoved = .87

// elsewhere gives the terminal that w is when its cells hold the characters of k where k has them in its own: a window of a few rows
// tells the size of its cells, but hardly where the first one begins.
func (k *pane) elsewhere(w *window.Window, l lattice.Lattice, size image.Point) *pane {
	const farY, farX = 5, 1 // pixels
	few := w.Shots[:min(len(w.Shots), 4)]
	best, at := 0.0, l
	for dy := -farY; dy <= farY; dy++ {
		for dx := -farX; dx <= farX; dx++ {
			m := l
			m.X, m.Y = l.X+float64(dx), l.Y+float64(dy)
			if v := k.fit.Likeness(cell.New(m, w.Ground, size).Specimens(few)); v > best {
				best, at = v, m
			}
		}
	}
	s := cell.New(at, w.Ground, size)
	f := k.fit.Refine(s.Specimens(w.Shots))
	if f.Score <= asMoved*k.fit.Score {
		return nil
	}
	return &pane{box: w.Box, frame: w.Frame(), times: w.Times, s: s, shots: w.Shots, fit: f, face: k.face}
}

// aligned says whether a lattice's cells fall upon the pane's own: it's a part of it then.
func (k *pane) aligned(l *lattice.Lattice) bool {
	const near = .12 // parts of a cell
	x, y := math.Remainder(l.X-k.s.X, l.CellW), math.Remainder(l.Y-k.s.Y, l.CellH)
	return math.Abs(x) < near*l.CellW && math.Abs(y) < near*l.CellH
}

// moved gives the terminal that w is when it is a known one that stood there before or afterwards: with its cells, and never together with
// it. Nil when it's none.
func moved(w *window.Window, size image.Point, panes []*pane) *pane {
	if len(w.Shots) == 0 || len(w.Times) == 0 {
		return nil
	}
	for _, k := range panes {
		n := len(k.times)
		if n == 0 || !window.Near(w.Ground, k.s.Ground, 6) || w.Times[0] <= k.times[n-1] && k.times[0] <= w.Times[len(w.Times)-1] {
			continue
		}
		l := lattice.Find(w.Box, w.Ink())
		if l == nil || l.Clear > clearKnown || !k.cells(l) || k.aligned(l) {
			continue
		}
		if p := k.elsewhere(w, *l, size); p != nil {
			return p
		}
	}
	return nil
}

// recognise gives the terminal that w is, or nil.
func recognise(w *window.Window, size image.Point, faces []*glyph.Face, known []*pane) *pane {
	if len(w.Shots) == 0 {
		return nil
	}
	l := lattice.Find(w.Box, w.Ink())
	if l == nil || l.Clear > mostClear && (l.Clear > clearKnown || !slices.ContainsFunc(known, func(k *pane) bool { return k.cells(l) })) {
		return nil
	}
	s := cell.New(*l, w.Ground, size)
	cells := s.Specimens(w.Shots)
	if len(cells) < 12 {
		return nil
	}
	p := &pane{box: w.Box, frame: w.Frame(), times: w.Times, s: s, shots: w.Shots}
	for _, k := range known {
		if k.cells(l) {
			if f := k.fit.Refine(cells); f.Score > asKnown*k.fit.Score {
				p.fit, p.face = f, k.face
				return p
			}
			if q := k.elsewhere(w, *l, size); q != nil {
				return q
			}
		}
	}
	if l.Clear > mostClear {
		return nil
	}
	fits := font.FitAll(*l, cells, faces)
	if len(fits) == 0 {
		return nil
	}
	p.fit, p.face = fits[0], &typeface{fits: fits, familiar: font.Familiar(fits)}
	return p
}
