package grid

import (
	"image"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/lattice"
)

func terminalOf(rows ...string) sop.Terminal {
	t := sop.Terminal{ID: "t1", Columns: 31}
	for _, r := range rows {
		t.Rows = append(t.Rows, sop.Row{Text: r})
	}
	return t
}

func TestPanes(t *testing.T) {
	for name, c := range map[string]struct {
		rows []string
		want []image.Rectangle
	}{
		"two beside each other": {[]string{
			"$ ls           │$ uptime",
			"app            │ up 3 days",
			"$ df           │$",
			"ok             │",
			"$              │",
			"               │",
		}, []image.Rectangle{image.Rect(0, 0, 15, 6), image.Rect(16, 0, 31, 6)}},
		"the right one parted, a status line": {[]string{
			"$ ls           │$ uptime",
			"app            │ up 3 days",
			"$              │$",
			"               ├───────────────",
			"               │$ df",
			"               │ok",
			"               │$",
			"[0] 0:bash*",
		}, []image.Rectangle{image.Rect(0, 0, 15, 7), image.Rect(16, 0, 31, 3), image.Rect(16, 4, 31, 7)}},
		"one above two": {[]string{
			"$ ls",
			"app",
			"$",
			"───────────────┬───────────────",
			"$              │$ df",
			"               │ok",
			"               │$",
			"               │",
			"               │",
			"               │",
		}, []image.Rectangle{image.Rect(0, 0, 31, 3), image.Rect(0, 4, 15, 10), image.Rect(16, 4, 31, 10)}},
		"a table": {[]string{
			"shop=# select * from t;",
			"    id         │ name",
			"───────────────┼───────────────",
			" 1             │ a",
			" 2             │ b",
			" 3             │ c",
			"shop=#",
			"",
		}, []image.Rectangle{image.Rect(0, 0, 31, 8)}},
		"a line that was printed": {[]string{"$ ./report", "total", "ok", "───────────────────────────────", "$", "", "", ""}, []image.Rectangle{image.Rect(0, 0, 31, 8)}},
	} {
		t.Run(name, func(t *testing.T) {
			got := textOf(terminalOf(c.rows...), len(c.rows)).panes(image.Rect(0, 0, 31, len(c.rows)), false, nil)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestAPartOfARow(t *testing.T) {
	r := part(sop.Row{Text: "$ ls -l  │$ cat x", Doubts: []sop.Doubt{{At: 5}, {At: 12}, {At: 16}}}, 10, 20)
	if r.Text != "$ cat x" || len(r.Doubts) != 2 || r.Doubts[0].At != 2 || r.Doubts[1].At != 6 {
		t.Errorf("got %+v", r)
	}
}

// Layouts that come up for a moment, as while a pane is being opened, don't count.
func TestSteady(t *testing.T) {
	one, two := []image.Rectangle{image.Rect(0, 0, 9, 9)}, []image.Rectangle{image.Rect(0, 0, 4, 9), image.Rect(5, 0, 9, 9)}
	got := [][]image.Rectangle{one, two, two, one, two}
	steady(got, func(i int) float64 { return []float64{1, 2, 3, 1, 1}[i] })
	for i, g := range got {
		if !slices.Equal(g, two) {
			t.Errorf("view %d has %v", i, g)
		}
	}
}

// TestALineThatStands parts a terminal whose panes lie one above the other; a line that was printed and goes up doesn't.
func TestALineThatStands(t *testing.T) {
	rule := strings.Repeat("─", 31)
	p := &pane{id: "t1", s: &cell.Sampler{Lattice: lattice.Lattice{Columns: 31, Rows: 8}}}
	p.s.ColX, p.s.RowY = make([]int, 32), make([]int, 9)
	for name, c := range map[string]struct {
		move int
		want int
	}{"it stands": {0, 2}, "it goes up": {1, 1}} {
		var views []View
		for i := range 5 {
			rows := []string{"$ ls", "app", "$ df", "ok", rule, "$ uptime", "up", "$"}[c.move*i%3:]
			at := sop.Seconds(float64(10 * i))
			views = append(views, View{Span: sop.Span{From: at, To: at + sop.Seconds(10)}, Terminals: []sop.Terminal{terminalOf(rows...)}})
		}
		for i, v := range split(views, []*pane{p}) {
			if len(v.Terminals) != c.want {
				t.Errorf("%s: %d terminals in view %d", name, len(v.Terminals), i)
			}
		}
	}
}
