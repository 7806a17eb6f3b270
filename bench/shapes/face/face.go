// Package face reads the fonts that pictures of characters are drawn in, to learn from them.
package face

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"showhow/internal/stage/read/grid/glyph"
)

// Face is a monospaced font, upright. Lengths are parts of its advance, heights above the letters' line.
type Face struct {
	// Family is the typeface's name in small letters and digits ("jetbrainsmono"), Name what the font calls itself.
	Family, Name string
	// X, Cap, Ascent and Descent are the tops of x, H and d, and the foot of p (positive).
	X, Cap, Ascent, Descent float64
	font                    *sfnt.Font
	units                   fixed.Int26_6
	advance                 float64
	lines                   map[rune][]Segment
}

// Segment is a piece of an outline, its points in parts of the advance, y downwards.
type Segment struct {
	Op sfnt.SegmentOp
	At [3][2]float64
}

// measuredWith are the fonts that reading is measured with (bench/typed), and their relatives: nothing is learnt from them.
var measuredWith = []string{"b612", "hermit", "hurmit", "fira", "inconsolata", "ricty", "hack", "dejavu", "vera", "notomono", "notosansmono", "droidsansmono"}

// Load reads the fonts below the folders: monospaced ones with all characters of ASCII, without slanted ones, and without those whose family's
// name holds one of without. They come in the order of their families.
func Load(dirs, without []string) ([]*Face, error) {
	var all []*Face
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.Contains([]string{".ttf", ".otf", ".woff"}, strings.ToLower(filepath.Ext(p))) {
				return err
			}
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			if f, err := Parse(b); err == nil && !f.among(measuredWith) && !f.among(without) {
				all = append(all, f)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("look for fonts: %w", err)
		}
	}
	slices.SortStableFunc(all, func(a, b *Face) int { return strings.Compare(a.Family+" "+a.Name, b.Family+" "+b.Name) })
	if len(all) == 0 {
		return nil, errors.New("no monospaced font there")
	}
	return all, nil
}

func (f *Face) among(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.Contains(f.Family, n) })
}

// Parse reads a font, and refuses those that aren't of use here.
func Parse(b []byte) (*Face, error) {
	b, err := unpack(b)
	if err != nil {
		return nil, err
	}
	font, err := sfnt.Parse(b)
	if err != nil {
		return nil, fmt.Errorf("not a font: %w", err)
	}
	f := &Face{font: font, units: fixed.I(int(font.UnitsPerEm())), lines: map[rune][]Segment{}}
	f.name()
	if lower := strings.ToLower(f.Name); strings.Contains(lower, "italic") || strings.Contains(lower, "oblique") {
		return nil, errors.New("slanted")
	}
	f.advance = f.width('M')
	if f.advance <= 0 || f.width('i') != f.advance {
		return nil, errors.New("not monospaced")
	}
	for _, r := range glyph.ASCII {
		if len(f.Outline(r)) == 0 {
			return nil, fmt.Errorf("lacks %c", r)
		}
	}
	for _, r := range glyph.Symbols {
		f.Outline(r) // now, for it's kept, and several draw at once
	}
	top := func(r rune) float64 { t, _ := f.extent(r); return t }
	f.X, f.Cap, f.Ascent = top('x'), top('H'), top('d')
	_, f.Descent = f.extent('p')
	if f.X < .3 || f.Cap <= f.X || f.Descent <= 0 {
		return nil, errors.New("has no small letters")
	}
	return f, nil
}

// name takes the family's and the font's own name; weights that stand in a family's name are no part of it.
func (f *Face) name() {
	var buf sfnt.Buffer
	for _, id := range []sfnt.NameID{sfnt.NameIDTypographicFamily, sfnt.NameIDFamily} {
		if s, err := f.font.Name(&buf, id); err == nil && s != "" {
			f.Family = s
			break
		}
	}
	f.Name = f.Family
	if s, err := f.font.Name(&buf, sfnt.NameIDFull); err == nil && s != "" {
		f.Name = s
	}
	lower := strings.ToLower(f.Family)
	for _, w := range []string{"extralight", "extra light", "semibold", "semi bold", "extrabold", "extra bold", "light", "medium", "thin", "black", "bold", "regular", "retina"} {
		lower = strings.ReplaceAll(lower, " "+w, "")
	}
	f.Family = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, lower)
	if of, ours := strings.CutPrefix(f.Family, "showhowcells"); ours { // those that the library has made smaller
		for _, cut := range []string{"regular", "bold", "old"} {
			of = strings.TrimSuffix(of, cut)
		}
		f.Family = of
	}
}

func (f *Face) width(r rune) float64 {
	var buf sfnt.Buffer
	i, err := f.font.GlyphIndex(&buf, r)
	if err != nil || i == 0 {
		return 0
	}
	a, err := f.font.GlyphAdvance(&buf, i, f.units, 0)
	if err != nil {
		return 0
	}
	return float64(a)
}

// Outline is r's outline; nil when the font has none.
func (f *Face) Outline(r rune) []Segment {
	if s, ok := f.lines[r]; ok {
		return s
	}
	var buf sfnt.Buffer
	var out []Segment
	if i, err := f.font.GlyphIndex(&buf, r); err == nil && i != 0 {
		segs, err := f.font.LoadGlyph(&buf, i, f.units, nil)
		for _, s := range segs {
			if err != nil {
				break
			}
			t := Segment{Op: s.Op}
			for k, p := range s.Args {
				t.At[k] = [2]float64{float64(p.X) / f.advance, float64(p.Y) / f.advance}
			}
			out = append(out, t)
		}
	}
	f.lines[r] = out
	return out
}

// extent is how far r's points reach above the line, and below.
func (f *Face) extent(r rune) (up, down float64) {
	for _, s := range f.Outline(r) {
		points := 1
		switch s.Op {
		case sfnt.SegmentOpQuadTo:
			points = 2
		case sfnt.SegmentOpCubeTo:
			points = 3
		}
		for _, p := range s.At[:points] {
			up, down = max(up, -p[1]), max(down, p[1])
		}
	}
	return up, down
}
