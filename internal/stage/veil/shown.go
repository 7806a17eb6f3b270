package veil

import (
	"context"
	"iter"
	"math"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// What is read of a film costs far more than what is drawn of it. So a picture stands for a while before another takes its place, and what is
// new in all of them is bounded: so many screens a second, and so many more that were saved up while nothing happened. What comes faster than
// that isn't shown; the picture stands until the screen holds still, or there is room for another.
const (
	beat   = 2 // pictures that one stands at least: 0.4 s
	refill = 0.15
	purse  = 8.
)

// shown is one of the recording's pictures that the film shows.
type shown struct {
	at sop.Moment // in the recording
	n  int        // the first of the film's pictures that shows it
	// covers are what of it is covered from the beginning.
	covers []sop.Box
}

// length is how many of the film's pictures show the picture i.
func (v *veil) length(i int) int {
	if i+1 < len(v.shown) {
		return v.shown[i+1].n - v.shown[i].n
	}
	return v.pictures - v.shown[i].n
}

// span is the time in which the picture i is shown.
func (v *veil) span(i int) sop.Span {
	return sop.Span{From: moment(v.shown[i].n), To: moment(v.shown[i].n + v.length(i))}
}

func moment(n int) sop.Moment { return sop.Seconds(float64(n) / Rate) }

// choose chooses the pictures that are shown.
func (v *veil) choose(ctx context.Context) error {
	next, stop := iter.Pull2(v.Film.Frames(sop.Span{}))
	defer stop()
	ahead, err, more := next()
	if !more || err != nil {
		return err
	}
	v.pictures = max(1, int(math.Ceil(v.Media.Duration.Seconds()*Rate)))
	news := fresh(v.Film)
	tokens, now := purse, ahead.At
	for n := range v.pictures {
		for more && (ahead.At <= moment(n) || n == 0 && ahead.At == now) {
			now = ahead.At
			news.add(ahead)
			if ahead, err, more = next(); err != nil {
				return err
			}
		}
		tokens = min(purse, tokens+refill/Rate)
		k := len(v.shown) - 1
		if k >= 0 && (v.shown[k].at == now || n-v.shown[k].n < beat || news.screens() > tokens) {
			continue
		}
		tokens -= news.screens()
		news.clear()
		v.shown = append(v.shown, shown{at: now, n: n})
	}
	return ctx.Err()
}

// changed are the rows of a film's tiles in which something changed.
type changed struct {
	rows         []bool
	across, some int
}

func fresh(f *film.Film) *changed {
	w, h := f.Size()
	return &changed{rows: make([]bool, (h+film.Tile-1)/film.Tile), across: (w + film.Tile - 1) / film.Tile}
}

func (c *changed) add(f film.Frame) {
	if f.Tiles == nil {
		for y := range c.rows {
			c.rows[y] = true
		}
	}
	for _, t := range f.Tiles {
		c.rows[t/c.across] = true
	}
}

func (c *changed) clear() { clear(c.rows) }

// screens is how much is to be read anew, as a share of a screen: the rows with what is close above and below.
func (c *changed) screens() float64 {
	n, last := 0, -1
	for y, is := range c.rows {
		if !is {
			continue
		}
		from, to := max(last+1, y-around), min(len(c.rows)-1, y+around)
		n, last = n+max(0, to-from+1), max(last, to)
	}
	return float64(n) / float64(len(c.rows))
}

// around is how many rows of the film's tiles are read above and below one in which something changed.
const around = 3
