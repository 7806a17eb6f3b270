package grid

import (
	"image"
	"slices"
	"strings"
	"testing"
)

// pointers are shapes that pointers have, as outlines: corners of lines, in turn.
var pointers = map[string][]image.Point{
	"arrow": {{0, 0}, {0, 16}, {4, 13}, {7, 19}, {9, 18}, {6, 12}, {11, 12}, {0, 0}},
	"beam":  {{0, 0}, {6, 0}, {3, 0}, {3, 20}, {0, 20}, {6, 20}},
	"foot":  {{0, 0}, {7, 14}, {15, 14}},
}

// point draws a pointer; on a dark ground the black inside of an arrow doesn't show.
func point(p *image.Gray, shape []image.Point, tip image.Point, luma uint8) {
	for i, from := range shape[:len(shape)-1] {
		to := shape[i+1]
		for i := range 41 {
			x, y := (from.X*(40-i)+to.X*i+20)/40, (from.Y*(40-i)+to.Y*i+20)/40
			for _, d := range []int{0, 1} {
				p.Pix[(tip.Y+y)*p.Stride+tip.X+x+d] = luma
			}
		}
	}
}

// TestThePointerIsNoText rests from the first picture to the last where it is read as characters: below the command that is typed, in
// whose row one comes to stand, and beyond the end of what's printed.
func TestThePointerIsNoText(t *testing.T) {
	for name, tip := range map[string]image.Point{
		"arrow": {500, 50 + 19*17 + 8},
		"beam":  {650, 50 + 19*6 + 10},
		"foot":  {80 + 9*58 + 1, 50 + 19*17 + 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := dark(libraryFont(t, "jetbrains-mono"))
			s.over = func(p *image.Gray) { point(p, pointers[name], tip, 240) }
			reading, err := Read(t.Context(), Input{Film: s.film(t)})
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := submitted(reading); !slices.Equal(got, commands) {
				t.Errorf("got %q", got)
			}
			var printed []string
			for _, o := range output {
				printed = append(printed, o...)
			}
			last := reading.Views[len(reading.Views)-1].Terminals
			if len(last) != 1 {
				t.Fatalf("%d terminals", len(last))
			}
			for _, row := range last[0].Rows {
				if row.Text != "" && !strings.HasPrefix(row.Text, strings.TrimSpace(s.prompt)) && !slices.Contains(printed, row.Text) {
					t.Errorf("read %q", row.Text)
				}
			}
		})
	}
}

// TestTextIsNoPointer shows lone characters and small drawings from the first picture on: all are read.
func TestTextIsNoPointer(t *testing.T) {
	s := dark(libraryFont(t, "dejavu-sans-mono"))
	rows := []string{"                    7", "", "", "          ┌─┐ {}", "          └─┘ ()", "", "                              |"}
	s.over = func(p *image.Gray) {
		low := s.term
		low.At.Y += 14 * low.CellH
		low.Rows, low.Margin = len(rows), 0
		if err := low.Draw(p, rows); err != nil {
			t.Fatal(err)
		}
	}
	reading, err := Read(t.Context(), Input{Film: s.film(t)})
	if err != nil {
		t.Fatal(err)
	}
	last := reading.Views[len(reading.Views)-1].Terminals
	if len(last) != 1 || len(last[0].Rows) < 14+len(rows) {
		t.Fatalf("read %v", last)
	}
	for i, want := range rows {
		if got := last[0].Rows[14+i].Text; got != want {
			t.Errorf("%q is read as %q", want, got)
		}
	}
}
