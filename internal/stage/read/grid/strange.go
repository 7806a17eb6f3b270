package grid

import (
	"slices"

	"showhow/internal/stage/read/grid/cipher"
	"showhow/internal/stage/read/grid/font"
)

// name names the shapes of the windows of a look, of which p is the first: all of them when no font is the terminal's own. A font
// that seems to be may be so in another version, with some characters changed: what it's unlike is named then as in any other font.
func (f *typeface) name(panes []*pane, p *pane) {
	f.named = true
	text := cipher.Sort(views(f, panes))
	if !f.familiar {
		f.shapes = text.Name(f.fits)
		return
	}
	odd := func(s font.Shape) bool { return strange(p, s) }
	if !slices.ContainsFunc(text.Shapes(), odd) {
		return
	}
	for _, s := range text.Name(font.Finish(f.fits, p.s.Specimens(p.shots))) {
		if odd(s) && s.Trust >= trusted && s.Char != p.abc.Read(&s.Mean).Char {
			f.shapes = append(f.shapes, s)
		}
	}
}

const (
	// unlike is how much less like a character than the cells are on average a shape is that may not be the font's.
	unlike = .03
	// fewWords is in how many different words it must stand: what is seen once may be the pointer.
	fewWords = 2
	// trusted is the trust in a name from which it's taken for the font's.
	trusted = .05
)

// strange says whether a shape isn't one of the characters of the pane's font, as which it would be read. Symbols are drawn by other fonts,
// and are like none so often.
func strange(p *pane, s font.Shape) bool {
	r := p.abc.Read(&s.Mean)
	return s.Words >= fewWords && r.Char < 128 && float64(r.Score) < p.fit.Score-unlike
}
