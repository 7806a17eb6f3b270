// Package grid reads terminals from a recording's pictures as what they are: grids of equal cells with few distinct
// shapes. It finds each terminal's rectangle and its cells, finds out which font it is set in, and then names every
// cell by the font's own glyphs. The method and its figures stand in docs/adr/0005-terminal-grid.md.
package grid

import (
	"context"
	"fmt"
	"image"
	"iter"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/window"
)

// Film gives the pictures of a recording; *film.Film is one.
type Film interface {
	Size() (w, h int)
	Moments() []sop.Moment
	Frames(sop.Span) iter.Seq2[film.Frame, error]
}

// Input is what Read needs.
type Input struct {
	Film Film
	// Shots are the intervals in which the screen holds still; their keyframes are among the pictures in which
	// terminals are looked for. They may be missing.
	Shots []sop.Shot
	// Fonts are files of further monospaced fonts (TrueType, OpenType), such as the machine's own.
	Fonts []string
	// Without are families of the built-in fonts that must not be used ("hack"): for measuring what happens with a
	// font that is not in the library.
	Without []string
	// Progress is told of the way, 0 to 1; may be nil.
	Progress func(done float64)
}

// Pane is a terminal that was found.
type Pane struct {
	ID string
	// Box is where it stands on the screen.
	Box sop.Box
	// CellW and CellH are a cell's size in pixels.
	CellW, CellH float64
	Columns      int
	// Clear is how little ink the boundaries between columns bear: near 0 for a terminal, near 1 for other text.
	Clear float64
	// Font is the family it was read with, and Fit how well that fits, from 0 to 1.
	Font string
	Fit  float64
}

// View is what the terminals on the screen showed for a while. A moment at which the screen shows no terminal lies in
// a view without any.
type View struct {
	Span      sop.Span
	Terminals []sop.Terminal
}

// Reading is all that was read.
type Reading struct {
	Panes []Pane
	// Views are in order of time without gaps, one per distinct content.
	Views []View
}

// mostClear is how much ink the boundaries between the columns may bear, as a part of chance.
const mostClear = 0.6

// Read finds and reads the terminals of a recording. A recording without one gives an empty Reading.
func Read(ctx context.Context, in Input) (Reading, error) {
	in.Film = tellOf(in)
	faces, err := library(in)
	if err != nil {
		return Reading{}, err
	}
	ws, err := survey(ctx, in)
	if err != nil {
		return Reading{}, err
	}
	w, h := in.Film.Size()
	panes := identify(ws, image.Pt(w, h), faces)
	if len(panes) == 0 {
		return Reading{}, nil
	}
	return scan(ctx, in.Film, panes)
}

func library(in Input) ([]*glyph.Face, error) {
	all, err := glyph.Library(in.Fonts)
	if len(all) == 0 {
		return nil, fmt.Errorf("load fonts: %w", err)
	}
	var faces []*glyph.Face
	for _, f := range all {
		out := false
		for _, n := range in.Without {
			out = out || n == f.Family
		}
		if !out {
			faces = append(faces, f)
		}
	}
	return faces, nil
}

// mostSurveyed bounds the pictures in which terminals are looked for.
const mostSurveyed = 80

// survey looks for windows that may be terminals, in pictures spread over the recording.
func survey(ctx context.Context, in Input) ([]*window.Window, error) {
	chosen := choose(in.Film.Moments(), in.Shots)
	var ws []*window.Window
	i := -1
	for f, err := range in.Film.Frames(sop.Span{}) {
		if err != nil {
			return nil, fmt.Errorf("look for terminals: %w", err)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if i++; chosen[i] {
			ws = window.Gather(ws, f.Picture, f.At)
		}
	}
	return ws, nil
}

// choose picks the numbers of the records to look at: the last of every second, thinned out to mostSurveyed, and the
// keyframes.
func choose(moments []sop.Moment, shots []sop.Shot) map[int]bool {
	var each, keys []int
	j := 0
	for i, m := range moments {
		last := i+1 == len(moments)
		if last || int(moments[i+1].Seconds()) > int(m.Seconds()) {
			each = append(each, i)
		}
		for j < len(shots) && (last || shots[j].Keyframe < moments[i+1]) {
			if len(keys) == 0 || keys[len(keys)-1] != i {
				keys = append(keys, i)
			}
			j++
		}
	}
	out := map[int]bool{}
	thin := func(l []int, most int) {
		n := min(most, len(l))
		for k := range n {
			out[l[(k+1)*len(l)/n-1]] = true
		}
	}
	thin(each, mostSurveyed)
	thin(keys, mostSurveyed/2)
	return out
}
