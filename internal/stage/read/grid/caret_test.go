package grid

import (
	"image"
	"slices"
	"testing"

	"golang.org/x/image/font/gofont/gomono"

	"showhow/internal/stage/read/grid/drawn"
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
