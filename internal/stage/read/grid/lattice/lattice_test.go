package lattice

import (
	"image"
	"math"
	"testing"

	"golang.org/x/image/font/gofont/gomono"

	"showhow/internal/stage/read/grid/drawn"
	"showhow/internal/stage/read/grid/window"
)

var lines = []string{
	"deploy@bastion:~/app$ kubectl -n payments get pods -o wide",
	"NAME                           READY   STATUS    RESTARTS   AGE",
	"checkout-api-6d5f8b7c9-x2lq4   1/1     Running   0          3d2h",
	"checkout-api-6d5f8b7c9-zj8wr   1/1     Running   0          3d2h",
	"deploy@bastion:~/app$ git log --oneline -n 5 origin/main..HEAD",
	"0b1c2d3 Fix quoting of JSON keys (#482)",
	"deploy@bastion:~/app$ tar czf /tmp/logs.tgz /var/log/app/*.log",
}

// planes draws a terminal with cells of w × h pixels at size em and gives its ink at 2/3 of the size when small.
func planes(t *testing.T, term drawn.Terminal, small bool) (image.Rectangle, []window.Plane) {
	t.Helper()
	p := drawn.Screen(960, 540, 90)
	if err := term.Draw(p, lines); err != nil {
		t.Fatal(err)
	}
	if small {
		p = drawn.Scaled(p, 640, 360)
	}
	drawn.Rough(p, 2)
	for _, w := range window.Gather(nil, drawn.Film(p), 0) {
		if window.Near(w.Ground, term.Ground, 4) {
			return w.Box, w.Ink()
		}
	}
	t.Fatal("no window")
	return image.Rectangle{}, nil
}

func TestCellsAreFound(t *testing.T) {
	for _, c := range []struct {
		name        string
		em          float64
		w, h        int
		small       bool
		ink, ground uint8
	}{
		{"dark", 15, 9, 18, false, 220, 20},
		{"light", 15, 9, 19, false, 30, 250},
		{"large", 20, 12, 26, false, 220, 20},
		{"scaled down", 18, 11, 23, true, 220, 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			term := drawn.Terminal{Font: gomono.TTF, Size: c.em, CellW: c.w, CellH: c.h, At: image.Pt(61, 43), Columns: 72, Rows: 16, Margin: 3, Ink: c.ink, Ground: c.ground}
			box, ps := planes(t, term, c.small)
			l := Find(box, ps)
			if l == nil {
				t.Fatal("no lattice")
			}
			scale := 1.0
			if c.small {
				scale = 2. / 3
			}
			w, h := scale*float64(c.w), scale*float64(c.h)
			if math.Abs(l.CellW-w) > .02 || math.Abs(l.CellH-h) > .05 {
				t.Errorf("cells are %.3f × %.3f, want %.3f × %.3f", l.CellW, l.CellH, w, h)
			}
			off := math.Abs(math.Remainder(l.X-scale*61, l.CellW))
			if off > .12*w {
				t.Errorf("the first column begins %.2f pixels off", off)
			}
			if l.Clear > .3 {
				t.Errorf("clear is %.2f", l.Clear)
			}
		})
	}
}

func TestProportionalTextHasNoCells(t *testing.T) {
	p := drawn.Screen(960, 540, 245)
	x, seed := 40, uint32(3)
	for y := 30; y < 500; y += 21 {
		for x = 40; x < 900; { // strokes at irregular distances
			seed = seed*1664525 + 1013904223
			for j := range 12 {
				p.Pix[(y+j)*p.Stride+x] = 20
			}
			x += 3 + int(seed>>24)%9
		}
	}
	for _, w := range window.Gather(nil, drawn.Film(p), 0) {
		if l := Find(w.Box, w.Ink()); l != nil && l.Clear < .6 {
			t.Errorf("found %+v", *l)
		}
	}
}

func TestBlockCaretsTellWhereRowsBegin(t *testing.T) {
	var ps []window.Plane
	term := drawn.Terminal{Font: gomono.TTF, Size: 15, CellW: 9, CellH: 22, At: image.Pt(61, 43), Columns: 72, Rows: 16, Margin: 3, Ink: 220, Ground: 20}
	var box image.Rectangle
	for i := range 3 {
		p := drawn.Screen(960, 540, 90)
		if err := term.Draw(p, lines[:4+i]); err != nil {
			t.Fatal(err)
		}
		term.Block(p, image.Pt(5+i, 4+i))
		for _, w := range window.Gather(nil, drawn.Film(p), 0) {
			if w.Ground == term.Ground {
				box, ps = w.Box, append(ps, w.Ink()...)
			}
		}
	}
	l := Find(box, ps)
	if l == nil {
		t.Fatal("no lattice")
	}
	if off := math.Remainder(l.Y-43, 22); off != 0 {
		t.Errorf("the first row begins %.2f pixels off", off)
	}
}

func TestPaddingIsNoColumn(t *testing.T) {
	term := drawn.Terminal{Font: gomono.TTF, Size: 15, CellW: 9, CellH: 18, At: image.Pt(200, 43), Columns: 64, Rows: 16, Margin: 30, Ink: 220, Ground: 20}
	box, ps := planes(t, term, false)
	l := Find(box, ps)
	if l == nil || l.X != 200 {
		t.Fatalf("the first column is not at 200: %+v", l)
	}
}
