package grid

import (
	"image"
	"os"
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
				g, _ := fitFont(*l, cells, faces)
				t.Logf("    %s %.3f %+v", g.face.Family, g.score, g.setting)
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
