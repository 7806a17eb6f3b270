package console

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"showhow/internal/sop"
)

func shown(rows ...string) sop.Snapshot {
	s := sop.Snapshot{Cols: 20, Rows: len(rows)}
	for _, r := range rows {
		row := make([]sop.Cell, s.Cols)
		for x := range row {
			row[x].Width = 1
		}
		for x, c := range []rune(r) {
			row[x].Text = string(c)
		}
		s.Cells = append(s.Cells, row)
	}
	return s
}

func TestSVGIsWholeAndInert(t *testing.T) {
	s := shown(`$ echo "<a&b>"`, "\ue0b0 │ 東")
	s.Cells[0][0].FG, s.Cells[0][2].BG, s.Cells[0][2].Bold = sop.PaletteColor(2), sop.RGBColor(1, 2, 3), true
	svg := SVG(s, `the "screen" </title><script>x</script>`)
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local != "svg" && e.Name.Local != "title" && e.Name.Local != "rect" && e.Name.Local != "text" {
			t.Errorf("an element %s", e.Name.Local)
		}
	}
	for _, want := range []string{`width="200" height="40"`, "&lt;a&amp;b&gt;", "#98c379", "#010203", `font-weight="bold"`} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("%q is missing in %s", want, svg)
		}
	}
}

func TestImage(t *testing.T) {
	s := shown("█ A", "│")
	s.Cursor = &sop.Point{X: 5, Y: 1}
	img := Image(s)
	if b := img.Bounds(); b.Dx() != 200 || b.Dy() != 40 {
		t.Fatalf("%v", b)
	}
	fg, bg := hex(plainFG), hex(plainBG)
	for _, c := range []struct {
		x, y int
		want any
	}{{5, 10, fg}, {15, 10, bg}, {5, 30, fg}, {55, 30, fg}, {199, 39, bg}} {
		if got := img.RGBAAt(c.x, c.y); got != c.want {
			t.Errorf("at %d, %d: %v, want %v", c.x, c.y, got, c.want)
		}
	}
	lit := 0
	for x := 20; x < 30; x++ {
		for y := range 20 {
			if img.RGBAAt(x, y) != bg {
				lit++
			}
		}
	}
	if lit < 15 {
		t.Errorf("the letter has %d pixels", lit)
	}
}
