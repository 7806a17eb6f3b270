// Package read finds out what stood on the screen at the moments that matter: the text, the buttons and fields near the
// pointer and the changes, the window's title and address.
package read

import (
	"context"
	"fmt"
	"image"
	"slices"
	"sort"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/read/backdrop"
	"showhow/internal/stage/read/layout"
)

// Reader reads pictures that hold one line of text each, dark on white. It gives one line for each, in the pictures' own
// coordinates, with an empty text where nothing could be read.
type Reader interface {
	Strips(ctx context.Context, strips []*image.Gray) ([]sop.Line, error)
}

// Input is what Screens needs.
type Input struct {
	Film  *film.Film
	Shots []sop.Shot
	Media sop.Media
	// Reader reads the text; without one the screens have elements but no words.
	Reader Reader
	// Terminals gives the terminal windows that stood on the screen at a moment, read cell by cell; text in them isn't
	// read a second time. May be nil.
	Terminals func(at sop.Moment) []sop.Terminal
	// Progress is told the share of the work that is done, from 0 to 1; may be nil.
	Progress func(share float64)
}

// Screens reads the screen before and after each change that isn't mere motion. Equal text is read once, however often
// and wherever it stands. Without pictures there are no screens.
func Screens(ctx context.Context, in Input) ([]sop.Screen, error) {
	if in.Progress == nil {
		in.Progress = func(float64) {}
	}
	if in.Terminals == nil {
		in.Terminals = func(sop.Moment) []sop.Terminal { return nil }
	}
	r := &reading{in: in, path: pathOf(in.Shots), wanted: wantedMoments(in.Film, in.Shots), words: newVocabulary()}
	if err := r.walk(ctx); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	in.Progress(walkShare)
	if err := r.words.read(ctx, in.Reader); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	in.Progress(1)
	return r.screens(), nil
}

// walkShare is how much of the progress the walk over the film is.
const walkShare = .4

// reading is the state of the walk over the film.
type reading struct {
	in     Input
	path   path
	wanted []wanted
	words  *vocabulary
	page   pageTexts
	raw    []rawScreen
}

// rawScreen is a screen whose text has been found but not read.
type rawScreen struct {
	at        sop.Moment
	texts     []text
	elements  []candidate
	terminals []sop.Terminal
}

// walk goes over the film once, in order, and takes the wanted pictures apart.
func (r *reading) walk(ctx context.Context) error {
	b := backdrop.New(r.in.Film)
	next, i := 0, -1
	for fr, err := range r.in.Film.Frames(sop.Span{}) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		i++
		b.See(fr, r.path.at(fr.At))
		if next == len(r.wanted) {
			break
		}
		if i == r.wanted[next].frame {
			r.take(r.wanted[next], b, fr.Picture)
			next++
			r.in.Progress(walkShare * float64(next) / float64(len(r.wanted)))
		}
	}
	return nil
}

// take takes one picture apart.
func (r *reading) take(w wanted, b *backdrop.Backdrop, now *image.YCbCr) {
	terminals := r.in.Terminals(w.at)
	var pointed *layout.Layout
	var face *layout.Surface
	if q := r.path.at(w.at); q != nil {
		l := layout.Of(film.Cut(now, siteOf(q.Point, now.Rect)))
		pointed = &l
		face = faceAt(l, q.Point)
	}
	p, clear := b.Picture(now, face)
	if clear {
		pointed = nil
	}
	r.page.see(p)
	s := rawScreen{at: w.at, terminals: terminals}
	for _, t := range r.page.texts {
		if !inTerminal(t.Box, terminals) {
			s.texts = append(s.texts, r.words.noted(text{Text: t}))
		}
	}
	for _, c := range w.spots {
		if inTerminal(sop.Box{X: c.X, Y: c.Y, W: 1, H: 1}, terminals) || slices.ContainsFunc(s.elements, func(e candidate) bool { return e.kind == sop.ElementField && c.In(e.box) }) {
			continue
		}
		shape := pointed
		if q := r.path.at(w.at); q == nil || q.Point != c {
			shape = nil
		}
		if e, ok := r.element(p, c, shape); ok {
			s.elements = append(s.elements, e)
		}
	}
	r.raw = append(r.raw, s)
}

func inTerminal(b sop.Box, terminals []sop.Terminal) bool {
	for _, t := range terminals {
		if b.Centre().In(t.Box) {
			return true
		}
	}
	return false
}

// screens puts the words into the raw screens.
func (r *reading) screens() []sop.Screen {
	out := make([]sop.Screen, 0, len(r.raw))
	for i, raw := range r.raw {
		end := max(r.in.Media.Duration, raw.at)
		if i+1 < len(r.raw) {
			end = r.raw[i+1].at
		}
		s := sop.Screen{Shot: shotAt(r.in.Shots, raw.at), At: raw.at, Span: sop.Span{From: raw.at, To: end}, Terminals: raw.terminals}
		lines := make([]textLine, 0, len(raw.texts))
		for _, t := range raw.texts {
			if l, ok := r.words.line(t); ok {
				lines = append(lines, textLine{l, t.On})
			}
		}
		s.Blocks = blocks(lines)
		w, h := r.in.Film.Size()
		s.Title, s.Address = chrome(lines, w, h)
		for _, c := range raw.elements {
			s.Elements = append(s.Elements, r.named(c))
		}
		out = append(out, s)
	}
	return out
}

func shotAt(shots []sop.Shot, m sop.Moment) string {
	i := sort.Search(len(shots), func(i int) bool { return shots[i].Span.From > m })
	if i == 0 {
		return ""
	}
	return shots[i-1].ID
}

// text is a line of text and where its words are found.
type text struct {
	layout.Text
	key uint64
}

// textLine is a line that has been read, and the surface that it stands on.
type textLine struct {
	sop.Line
	on layout.Surface
}
