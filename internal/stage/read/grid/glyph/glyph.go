// Package glyph draws the characters of monospaced fonts as small pictures that a cell of a terminal can be compared
// with. The fonts are compiled in (fonts/, with their licences) or read from files of the user's machine.
package glyph

import (
	"embed"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

//go:embed fonts/*.ttf fonts/LICENSES.txt fonts/ligatures.txt
var embedded embed.FS

// W and H are the size of a patch: every cell, whatever its size in pixels, is sampled to W × H points.
const W, H = 14, 28

// Masters are drawn once per font so that the advance is unit pixels wide, with room for what hangs over.
const (
	unit    = 24
	left    = unit / 2       // pixels before the origin
	across  = 2 * unit       // width of a master
	baseRow = unit * 19 / 10 // the baseline's row
	down    = unit * 27 / 10 // height of a master
)

// ASCII are the printable characters without the blank, in order.
var ASCII = func() []rune {
	var r []rune
	for c := '!'; c <= '~'; c++ {
		r = append(r, c)
	}
	return r
}()

// Symbols are the other characters that shells, prompts and tools print.
var Symbols = []rune("❯❮➜→←↑↓λ…•·●○■□▪▲▶▼◀✓✔✗✘★⚠♥♦│─┌┐└┘├┤┬┴┼╭╮╯╰═║█▀▄▌▐░▒▓–—‘’“”«»§°±×÷µ€£ÄÖÜäöüßéèêàâçñáíóúåæøÅÆØÉ")

// Face is one font: its masters and what is needed to set them in a cell.
type Face struct {
	// Family names the typeface ("jetbrains-mono"); the bold and the regular cut share it, and an older version of the regular one ("old").
	Family string
	Bold   bool
	// xHeight, capHeight and ascent are the tops of x, H and d, and descent the bottom of p (positive), as parts of the advance.
	xHeight, capHeight, ascent, descent float64
	masters                             map[rune]*master
	font                                *sfnt.Font
	// pieced says that the private use area holds the cells of ligatures; in the machine's own fonts it holds whatever they like.
	pieced bool
}

// master is one glyph drawn large. Rows and columns without ink are cut off.
type master struct {
	box image.Rectangle
	pix []uint8
}

// Library gives the fonts that are compiled in, and those of the files given that can be read. A file that can't is
// told in the error; the library is good for use all the same.
func Library(files []string) ([]*Face, error) {
	var faces []*Face
	err := fs.WalkDir(embedded, "fonts", func(p string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(p) != ".ttf" {
			return err
		}
		b, err := embedded.ReadFile(p)
		if err != nil {
			return fmt.Errorf("read a font: %w", err)
		}
		name := strings.TrimSuffix(path.Base(p), ".ttf")
		family, cut, _ := cutLast(name, "-")
		f, err := Parse(b, family, cut == "bold")
		if err != nil {
			return fmt.Errorf("font %s: %w", name, err)
		}
		f.pieced = true
		faces = append(faces, f)
		return nil
	})
	for _, p := range files {
		b, e := os.ReadFile(p)
		if e != nil {
			err = errors.Join(err, fmt.Errorf("read a font: %w", e))
			continue
		}
		name := strings.ToLower(strings.TrimSuffix(filepath.Base(p), filepath.Ext(p)))
		f, e := Parse(b, family(b, strings.TrimRight(strings.NewReplacer("bold", "", "regular", "").Replace(name), "-_ ")), strings.Contains(name, "bold"))
		if e != nil {
			err = errors.Join(err, fmt.Errorf("font %s: %w", name, e))
			continue
		}
		if !slices.ContainsFunc(faces, f.same) {
			faces = append(faces, f)
		}
	}
	return faces, err
}

// family is what a font calls its typeface, which all of its weights have in common, as the library writes it; otherwise when it doesn't tell.
func family(b []byte, otherwise string) string {
	font, err := sfnt.Parse(b)
	if err != nil {
		return otherwise
	}
	for _, id := range []sfnt.NameID{sfnt.NameIDTypographicFamily, sfnt.NameIDFamily} {
		if name, err := font.Name(nil, id); err == nil && name != "" {
			return strings.ReplaceAll(strings.ToLower(name), " ", "-")
		}
	}
	return otherwise
}

// same says whether another font draws its characters as this one does: the machine's copy of a font that is compiled in, which has no cells of
// ligatures.
func (f *Face) same(g *Face) bool {
	const near = 6 // of 255, in the mean
	for _, r := range "aRg5&@" {
		a, b := f.master(r), g.master(r)
		if a == nil || b == nil || a.box != b.box {
			return false
		}
		sum := 0
		for i := range a.pix {
			d := int(a.pix[i]) - int(b.pix[i])
			sum += max(d, -d)
		}
		if sum > near*len(a.pix) {
			return false
		}
	}
	return true
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// Parse reads a TrueType or OpenType font. One whose letters differ in width is refused.
func Parse(b []byte, family string, bold bool) (*Face, error) {
	font, err := sfnt.Parse(b)
	if err != nil {
		return nil, fmt.Errorf("not a font: %w", err)
	}
	f := &Face{Family: family, Bold: bold, font: font, masters: map[rune]*master{}}
	m, i := f.advance('M'), f.advance('i')
	if m <= 0 || m != i {
		return nil, errors.New("not monospaced")
	}
	for _, z := range []struct {
		r  rune
		to *float64
	}{{'x', &f.xHeight}, {'H', &f.capHeight}, {'d', &f.ascent}} {
		g := f.master(z.r)
		if g == nil {
			return nil, errors.New("lacks letters")
		}
		*z.to = float64(baseRow-g.box.Min.Y) / unit
	}
	if g := f.master('p'); g != nil {
		f.descent = float64(g.box.Max.Y-baseRow) / unit
	}
	return f, nil
}

// advance is r's width in font units, 0 when it's not there.
func (f *Face) advance(r rune) fixed.Int26_6 {
	var buf sfnt.Buffer
	i, err := f.font.GlyphIndex(&buf, r)
	if err != nil || i == 0 {
		return 0
	}
	a, err := f.font.GlyphAdvance(&buf, i, fixed.I(int(f.font.UnitsPerEm())), 0)
	if err != nil {
		return 0
	}
	return a
}

// Has says whether the font holds r.
func (f *Face) Has(r rune) bool {
	var buf sfnt.Buffer
	i, err := f.font.GlyphIndex(&buf, r)
	return err == nil && i != 0
}

// master draws r, once; nil when the font has no picture for it.
func (f *Face) master(r rune) *master {
	if m, ok := f.masters[r]; ok {
		return m
	}
	m := f.draw(r)
	f.masters[r] = m
	return m
}

func (f *Face) draw(r rune) *master {
	var buf sfnt.Buffer
	i, err := f.font.GlyphIndex(&buf, r)
	adv := f.advance('M')
	if err != nil || i == 0 || adv <= 0 {
		return nil
	}
	em := fixed.I(int(f.font.UnitsPerEm()))
	ppem := fixed.Int26_6(math.Round(float64(unit) * 64 * float64(em) / float64(adv)))
	segs, err := f.font.LoadGlyph(&buf, i, ppem, nil)
	if err != nil {
		return nil
	}
	z := vector.NewRasterizer(across, down)
	at := func(p fixed.Point26_6) (float32, float32) {
		return float32(p.X)/64 + left, float32(p.Y)/64 + baseRow
	}
	for _, s := range segs {
		x0, y0 := at(s.Args[0])
		x1, y1 := at(s.Args[1])
		x2, y2 := at(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(x0, y0)
		case sfnt.SegmentOpLineTo:
			z.LineTo(x0, y0)
		case sfnt.SegmentOpQuadTo:
			z.QuadTo(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			z.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	z.ClosePath()
	a := image.NewAlpha(image.Rect(0, 0, across, down))
	z.Draw(a, a.Rect, image.Opaque, image.Point{})
	return crop(a)
}

// crop cuts off what has no ink.
func crop(a *image.Alpha) *master {
	var box image.Rectangle
	for y := range down {
		for x := range across {
			if a.Pix[y*a.Stride+x] > 0 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	m := &master{box: box}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		m.pix = append(m.pix, a.Pix[y*a.Stride+box.Min.X:y*a.Stride+box.Max.X]...)
	}
	return m
}

// Families are the names of the fonts in faces, each once.
func Families(faces []*Face) []string {
	var s []string
	for _, f := range faces {
		if !slices.Contains(s, f.Family) {
			s = append(s, f.Family)
		}
	}
	return s
}
