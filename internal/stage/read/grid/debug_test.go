package grid

import (
	"fmt"
	"image"
	"os"
	"strings"
	"testing"
)

// TestWindows shows what was looked at, for finding out why a terminal is missed.
func TestWindows(t *testing.T) {
	if os.Getenv("SHOWHOW_WINDOWS") == "" {
		t.Skip("SHOWHOW_WINDOWS is not set")
	}
	for _, dir := range cases(t) {
		f := filmOf(t, dir)
		faces, err := library(Input{})
		if err != nil {
			t.Fatal(err)
		}
		ws, err := survey(t.Context(), Input{Film: f})
		if err != nil {
			t.Fatal(err)
		}
		w, h := f.Size()
		for _, k := range ws {
			var ps []plane
			for _, s := range k.shots {
				ps = append(ps, s.ink(k.box, k.bg))
			}
			l := latticeOf(k.box, ps)
			if l == nil {
				t.Logf("%v bg %d seen %d: no lattice", k.box, k.bg, k.seen)
				continue
			}
			s := newSampler(*l, k.bg, image.Pt(w, h))
			cells := specimens(s, k)
			t.Logf("%v bg %d seen %d: %.2f×%.2f clear %.2f cells %d", k.box, k.bg, k.seen, l.cw, l.ch, l.clear, len(cells))
			if l.clear <= mostClear && len(cells) >= 12 {
				for _, g := range fitFonts(*l, cells, faces)[:2] {
					t.Logf("    %s %.3f %+v", g.face.Family, g.score, g.setting)
				}
			}
		}
	}
}

func TestProfile(t *testing.T) {
	if os.Getenv("SHOWHOW_WINDOWS") == "" {
		t.Skip("SHOWHOW_WINDOWS is not set")
	}
	for _, dir := range cases(t) {
		f := filmOf(t, dir)
		ws, _ := survey(t.Context(), Input{Film: f})
		for _, k := range ws {
			if k.box.Dx() < 400 {
				continue
			}
			var ps []plane
			for _, s := range k.shots {
				ps = append(ps, s.ink(k.box, k.bg))
			}
			cols, rows := profiles(ps)
			cw, px, clear := columnsOf(cols)
			ch, py := rowsOf(rows, cw)
			a, b := inked(cols)
			c, d := inked(rows)
			t.Log(k.box, len(ps), cw, px, clear, ch, py, a, b, c, d, coarsePitch(cols, 5, 34))
			if cw > 0 {
				t.Log(coarsePitch(rows, int(leastTall*cw), int(mostTall*cw)))
			}
		}
	}
}

// TestViews shows the last rows of each view between the seconds SHOWHOW_FROM and SHOWHOW_TO.
func TestViews(t *testing.T) {
	var from, to float64
	if n, _ := fmt.Sscan(os.Getenv("SHOWHOW_FROM")+" "+os.Getenv("SHOWHOW_TO"), &from, &to); n < 2 {
		t.Skip("SHOWHOW_FROM and SHOWHOW_TO are not set")
	}
	for _, dir := range cases(t) {
		r, err := Read(t.Context(), Input{Film: filmOf(t, dir), Without: strings.Fields(os.Getenv("SHOWHOW_WITHOUT"))})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range r.Views {
			if v.Span.From.Seconds() < from || v.Span.From.Seconds() > to {
				continue
			}
			for _, m := range v.Terminals {
				t.Logf("%.2f %s cursor %v, %d rows", v.Span.From.Seconds(), m.ID, m.Cursor, len(m.Rows))
				for i, row := range m.Rows {
					if i >= len(m.Rows)-4 || os.Getenv("SHOWHOW_SHOW") != "" {
						t.Logf("   %2d |%s|", i, row.Text)
					}
				}
			}
		}
	}
}
