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
	if !slices.ContainsFunc(text.Shapes(), func(s font.Shape) bool { return s.Words >= fewWords && p.strange(s) }) {
		return
	}
	for _, s := range text.Name(font.Finish(f.fits, p.s.Specimens(p.shots))) {
		r := p.abc.Read(&s.Mean)
		_, open := square{Reading: r}.doubtful()
		other := s.Char != r.Char && (p.strange(s) || r.Lead < close)
		if s.Trust >= trusted && (other || s.Char == r.Char && open) {
			f.shapes = append(f.shapes, s)
		}
	}
}

const (
	// unlike is how much less like a character than the cells are on average a shape is that may not be the font's.
	unlike = .03
	// fewWords is in how many different words it must stand: what is seen once may be the pointer.
	fewWords = 2
	// trusted is the trust in a name from which it's taken for the font's, and close the lead below which the font itself leaves it open.
	trusted, close = .05, .02
)

// strange says whether a shape isn't one of the characters of the pane's font, as which it would be read. What tables and frames are drawn
// with is taken from other fonts, and is like none often.
func (p *pane) strange(s font.Shape) bool {
	const lines, shapes = 0x2500, 0x25A0
	r := p.abc.Read(&s.Mean)
	return (r.Char < lines || r.Char >= shapes) && float64(r.Score) < p.fit.Score-unlike
}
