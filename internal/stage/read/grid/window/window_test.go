package window

import (
	"image"
	"slices"
	"testing"

	"golang.org/x/image/font/gofont/gomono"

	"showhow/internal/sop"
	"showhow/internal/stage/read/grid/drawn"
)

func TestWindowsAreGathered(t *testing.T) {
	a := drawn.Terminal{Font: gomono.TTF, Size: 15, CellW: 9, CellH: 18, At: image.Pt(50, 40), Columns: 60, Rows: 14, Margin: 2, Ink: 220, Ground: 30}
	b := a
	b.At, b.Ground, b.Ink = image.Pt(620, 330), 250, 20
	b.Columns, b.Rows = 30, 10
	p := drawn.Screen(960, 540, 120)
	var ws []*Window
	for i, text := range []string{"$ ls", "$ ls -l", "$ ls -l /var/log"} {
		for _, z := range []*drawn.Terminal{&a, &b} {
			if err := z.Draw(p, []string{text, "total 4"}); err != nil {
				t.Fatal(err)
			}
		}
		ws = Gather(ws, drawn.Film(p), sop.Seconds(float64(i)))
	}
	for _, z := range []*drawn.Terminal{&a, &b} {
		found := false
		for _, w := range ws {
			if w.Box == z.Box() && Near(w.Ground, z.Ground, 1) {
				found = len(w.Shots) == 3
			}
		}
		if !found {
			t.Errorf("no window at %v with three pictures: %+v", z.Box(), boxes(ws))
		}
	}
}

func TestTheSamePictureIsKeptOnce(t *testing.T) {
	a := drawn.Terminal{Font: gomono.TTF, Size: 15, CellW: 9, CellH: 18, At: image.Pt(50, 40), Columns: 60, Rows: 14, Ink: 220, Ground: 30}
	p := drawn.Screen(640, 360, 120)
	if err := a.Draw(p, []string{"$ uptime"}); err != nil {
		t.Fatal(err)
	}
	var ws []*Window
	for i := range 5 {
		ws = Gather(ws, drawn.Film(p), sop.Seconds(float64(i)))
	}
	for _, w := range ws {
		if len(w.Shots) != 1 {
			t.Errorf("window %v has %d pictures", w.Box, len(w.Shots))
		}
	}
}

func boxes(ws []*Window) []image.Rectangle {
	var out []image.Rectangle
	for _, w := range ws {
		out = append(out, w.Box)
	}
	return out
}

// TestAreasOfNearlyOneLumaAreTold puts a light terminal upon a page that is hardly darker, and larger.
func TestAreasOfNearlyOneLumaAreTold(t *testing.T) {
	for _, page := range []uint8{222, 223, 231, 232} {
		z := drawn.Terminal{Font: gomono.TTF, Size: 15, CellW: 9, CellH: 18, At: image.Pt(50, 40), Columns: 50, Rows: 14, Margin: 2, Ink: 40, Ground: 227}
		p := drawn.Screen(960, 540, page)
		if err := z.Draw(p, []string{"$ ls", "total 4"}); err != nil {
			t.Fatal(err)
		}
		if ws := Gather(nil, drawn.Film(p), 0); !slices.ContainsFunc(ws, func(w *Window) bool { return w.Box == z.Box() }) {
			t.Errorf("on a page of %d: no window at %v: %+v", page, z.Box(), boxes(ws))
		}
	}
}
