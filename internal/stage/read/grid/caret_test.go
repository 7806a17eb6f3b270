package grid

import (
	"image"
	"slices"
	"testing"

	"golang.org/x/image/font/gofont/gomono"

	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/drawn"
	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/glyph"
)

// TestCaretsAreNoLetters types with carets of all forms at a prompt that nobody knows beforehand: one that was read as a letter would hide
// the prompt's end, or be a part of the command.
func TestCaretsAreNoLetters(t *testing.T) {
	line := func(high int) func(*session, *image.Gray, image.Point) {
		return func(s *session, p *image.Gray, c image.Point) {
			s.term.Bar(p, drawn.Bar{At: c, High: high, Ink: s.term.Ink})
		}
	}
	bar := func(wide int) func(*session, *image.Gray, image.Point) {
		return func(s *session, p *image.Gray, c image.Point) {
			s.term.Bar(p, drawn.Bar{At: c, Wide: wide, Ink: s.term.Ink})
		}
	}
	forms := map[string]func(*session, *image.Gray, image.Point){
		"frame": func(s *session, p *image.Gray, c image.Point) { s.term.Frame(p, c) },
		"line of a hue": func(s *session, p *image.Gray, c image.Point) {
			s.term.Bar(p, drawn.Bar{At: c, High: 2, Ink: s.term.Ground/2 + s.term.Ink/2})
		},
		"thin line": line(1), "line": line(2), "thick line": line(4), "quarter": line(5), "bar": bar(2), "thick bar": bar(3),
	}
	narrow := func(s *session) {
		s.term.Size, s.term.CellW, s.term.CellH, s.term.Columns, s.term.Rows = 13, 8, 18, 80, 22
	}
	large := func(s *session) {
		s.term.Size, s.term.CellW, s.term.CellH, s.term.Columns, s.term.Rows = 20, 12, 26, 72, 18
	}
	noto := libraryFont(t, "noto-sans-mono")
	for _, c := range []struct {
		form string
		font []byte
		set  func(*session)
	}{
		{"line", noto, func(*session) {}},
		{"line of a hue", noto, narrow},
		{"thin line", noto, large},
		{"thick bar", noto, narrow},
		{"quarter", libraryFont(t, "hack"), func(s *session) { s.term.Ink, s.term.Ground = 60, 250 }},
		{"line", noto, func(s *session) { large(s); s.size = image.Pt(720, 405) }},
		{"thick line", gomono.TTF, func(*session) {}},
		{"frame", gomono.TTF, narrow},
		{"bar", gomono.TTF, large},
	} {
		t.Run(c.form, func(t *testing.T) {
			s := dark(c.font)
			s.prompt, s.term.CellH, s.term.Rows = "ops:~> ", 21, 20
			s.typed = commands[:3]
			c.set(&s)
			s.caret = func(p *image.Gray, at image.Point) { forms[c.form](&s, p, at) }
			if got, _ := run(t, s.film(t)); !slices.Equal(got, s.typed) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// A block caret that is lower than its row and lies a little to the right leaves the terminal's ground at three sides of its cell: none of that is a letter.
func TestTheEdgesOfABlockCaretAreNoInk(t *testing.T) {
	s := &cell.Sampler{Contrast: 100}
	for _, c := range []struct {
		name string
		at   image.Rectangle // of the caret
		ink  []image.Point   // of the letter under it
	}{
		{"all of the cell", image.Rect(0, 0, glyph.W, glyph.H), nil},
		{"lower", image.Rect(0, 0, glyph.W, 22), nil},
		{"lower and aside", image.Rect(2, 2, glyph.W, 23), nil},
		{"aside at both ends", image.Rect(1, 0, glyph.W-1, 23), nil},
		{"over a letter", image.Rect(2, 0, glyph.W, 23), []image.Point{{6, 10}, {6, 11}, {7, 12}}},
	} {
		p := cell.Picture{Own: true}
		for i := range p.Patch {
			if at := image.Pt(i%glyph.W, i/glyph.W); !at.In(c.at) || slices.Contains(c.ink, at) {
				p.Patch[i] = 90
			}
		}
		hem(&p, s)
		for i, v := range p.Patch {
			if at := image.Pt(i%glyph.W, i/glyph.W); (v > 0) != slices.Contains(c.ink, at) {
				t.Errorf("%s: %v has ink %v", c.name, at, v)
			}
		}
		if want := len(c.ink) > 0; (p.Peak > 0) != want {
			t.Errorf("%s: peak %v", c.name, p.Peak)
		}
	}
}

// What is left of a block caret may look like an underline; it is no caret of that form.
func TestABlockCaretIsNoUnderline(t *testing.T) {
	for kind, want := range map[cellKind]bool{letterCell: true, cursorCell: false, solidCell: false} {
		if c := (square{Reading: font.Reading{Char: '_'}, kind: kind}); c.underline() != want {
			t.Errorf("kind %d: %v", kind, c.underline())
		}
	}
}
