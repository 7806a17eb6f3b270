package session

import (
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/align/terminal"
)

// panes are the commands that were run in the panes of a multiplexer such as tmux: it has the alternate screen, draws what its shells
// print, and divides the screen by lines. Each pane is read as a terminal of its own, by what stood on it.
func panes(screens []sop.Screen) []sop.Action {
	var out []sop.Screen
	for _, s := range screens {
		t := s.Terminals[0]
		if !t.Alternate || !multiplexed(&t) {
			continue
		}
		out = append(out, sop.Screen{At: s.At, Span: s.Span, Terminals: divided(&t)})
	}
	if len(out) == 0 {
		return nil
	}
	return terminal.Commands(out)
}

// multiplexed says whether the last row is a status line as tmux and screen have it: "[name] 0:bash* …".
func multiplexed(t *sop.Terminal) bool {
	if len(t.Rows) < 3 {
		return false
	}
	last := t.Rows[len(t.Rows)-1].Text
	if !strings.HasPrefix(last, "[") {
		return false
	}
	i := strings.IndexByte(last, ']')
	return i > 0 && i < 40 && len(last) > i+3 && last[i+1] == ' ' && strings.Contains(last[i:min(len(last), i+8)], ":")
}

// divided parts a screen at the lines that run over its whole height or width. A pane keeps its name by where its upper left corner is.
func divided(t *sop.Terminal) []sop.Terminal {
	height := len(t.Rows) - 1
	grid := make([][]rune, height)
	for y := range grid {
		grid[y] = []rune(t.Rows[y].Text)
	}
	var out []sop.Terminal
	for _, p := range part(grid, frame{0, 0, t.Columns, height}) {
		one := sop.Terminal{ID: "t1", Columns: p.right - p.left}
		if p.left+p.top > 0 {
			one.ID = "t1." + cornerName(p)
		}
		for y := p.top; y < p.bottom; y++ {
			row := sop.Row{}
			if p.left < len(grid[y]) {
				row.Text = strings.TrimRight(string(grid[y][p.left:min(p.right, len(grid[y]))]), " ")
			}
			one.Rows = append(one.Rows, row)
		}
		for n := len(one.Rows); n > 1 && one.Rows[n-1].Text == ""; n-- {
			one.Rows = one.Rows[:n-1]
		}
		if c := t.Cursor; c != nil && c.X >= p.left && c.X < p.right && c.Y >= p.top && c.Y < p.bottom {
			one.Cursor = &sop.Point{X: c.X - p.left, Y: c.Y - p.top}
		}
		out = append(out, one)
	}
	return out
}

func cornerName(p frame) string {
	name := ""
	if p.left > 0 {
		name += "right"
	}
	if p.top > 0 {
		name += "below"
	}
	return name
}

// frame is a part of a screen in cells, right and bottom exclusive.
type frame struct{ left, top, right, bottom int }

func part(grid [][]rune, f frame) []frame {
	for x := f.left + 1; x < f.right-1; x++ {
		if ruled(grid, f, func(i int) (int, int) { return x, i }, f.top, f.bottom, "│├┤┼┃") {
			return slices.Concat(part(grid, frame{f.left, f.top, x, f.bottom}), part(grid, frame{x + 1, f.top, f.right, f.bottom}))
		}
	}
	for y := f.top + 1; y < f.bottom-1; y++ {
		if ruled(grid, f, func(i int) (int, int) { return i, y }, f.left, f.right, "─┴┬┼━") {
			return slices.Concat(part(grid, frame{f.left, f.top, f.right, y}), part(grid, frame{f.left, y + 1, f.right, f.bottom}))
		}
	}
	return []frame{f}
}

// ruled says whether all cells of a stretch are of a line.
func ruled(grid [][]rune, f frame, at func(int) (x, y int), from, to int, signs string) bool {
	for i := from; i < to; i++ {
		x, y := at(i)
		if x >= len(grid[y]) || !strings.ContainsRune(signs, grid[y][x]) || grid[y][x] == utf8.RuneError {
			return false
		}
	}
	return to > from
}
