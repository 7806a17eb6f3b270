package veil

import (
	"context"
	"hash/maphash"
	"image"
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
	refill = 0.25
	purse  = 10.
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
	v.pictures = max(1, int(math.Ceil(v.Media.Duration.Seconds()*Rate)))
	moments, news, tokens := v.Film.Moments(), fresh(v.Film), purse
	var now film.Frame
	for n := range v.pictures {
		for len(moments) > 0 && (moments[0] <= moment(n) || now.Picture == nil) {
			f, err, more := next()
			if !more || err != nil {
				return err
			}
			now, moments = f, moments[1:]
			news.add(f)
		}
		tokens = min(purse, tokens+refill/Rate)
		k := len(v.shown) - 1
		if now.Picture == nil || k >= 0 && (v.shown[k].at == now.At || n-v.shown[k].n < beat) {
			continue
		}
		price := news.screens(now.Picture)
		if price > tokens {
			continue
		}
		tokens -= price
		news.show(now.Picture)
		v.shown = append(v.shown, shown{at: now.At, n: n})
	}
	return ctx.Err()
}

// changed are the tiles of a film that have changed since a picture of it was shown, and what all of them have shown.
type changed struct {
	tiles        []bool
	across, down int
	seed         maphash.Seed
	known        map[uint64]bool
}

func fresh(f *film.Film) *changed {
	w, h := f.Size()
	c := &changed{across: (w + film.Tile - 1) / film.Tile, down: (h + film.Tile - 1) / film.Tile, seed: maphash.MakeSeed(), known: map[uint64]bool{}}
	c.tiles = make([]bool, c.across*c.down)
	return c
}

func (c *changed) add(f film.Frame) {
	for _, t := range f.Tiles {
		c.tiles[t] = true
	}
	if f.Tiles == nil {
		for t := range c.tiles {
			c.tiles[t] = true
		}
	}
}

// content is a number that stands for what a tile shows.
func (c *changed) content(p *image.YCbCr, t int) uint64 {
	x, y := t%c.across*film.Tile, t/c.across*film.Tile
	at := image.Rect(x, y, x+film.Tile, y+film.Tile).Intersect(p.Rect)
	return look(c.seed, p, at) ^ uint64(t)<<1 | 1
}

// show tells that a picture is shown.
func (c *changed) show(p *image.YCbCr) {
	for t, is := range c.tiles {
		if is {
			c.known[c.content(p, t)] = true
		}
	}
	clear(c.tiles)
}

// screens is how much of a picture is to be read anew, as a share of a screen: the rows in which something stands that none before has shown at that
// place, with what is close above and below.
func (c *changed) screens(p *image.YCbCr) float64 {
	n, last := 0, -1
	for y := range c.down {
		if !c.fresh(p, y) {
			continue
		}
		from, to := max(last+1, y-around), min(c.down-1, y+around)
		n, last = n+max(0, to-from+1), max(last, to)
	}
	return float64(n) / float64(c.down)
}

// fresh says whether something new stands in a row.
func (c *changed) fresh(p *image.YCbCr, y int) bool {
	for t := y * c.across; t < (y+1)*c.across; t++ {
		if c.tiles[t] && !c.known[c.content(p, t)] {
			return true
		}
	}
	return false
}

// around is how many rows of the film's tiles are read above and below one in which something changed.
const around = 3
