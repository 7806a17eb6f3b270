package watch

import (
	"image"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// keeper decides what of each picture goes into the film: real changes at once, the codec's later improvements when
// they have settled, and what moves without end about once a second.
type keeper struct {
	film *film.Writer
	s    *screen
	rate int32 // pictures a second
	tile []kept
	// late are the tiles whose picture in the film is not the newest.
	late  []int
	store []int
	flood int32 // the last picture that was new on a large part of the screen
}

// kept is what is known of one tile's picture in the film.
type kept struct {
	late  int32 // number of the first picture that differed from the film since it was stored; 0: none does
	at    int32 // number of the picture that last brought a real change
	heat  int32 // grows with every real change and cools with time
	inLot bool  // stands in keeper.late
}

// A tile is hot when it has changed at almost every picture for about two seconds.
const (
	heatOfChange = 3
	heatHot      = 40
	heatMost     = 55
)

// Differences from the film below these are left: they are the codec's noise, and can't be seen.
const (
	noiseMost = 7
	noiseSum  = 320
	// A tile that differs by this has changed for certain, however pale: a button lit up by the pointer changes little, but everywhere.
	paleSum = 6 * film.Tile * film.Tile
)

func newKeeper(f *film.Writer, s *screen, rate float64) *keeper {
	return &keeper{film: f, s: s, rate: int32(rate + .5), tile: make([]kept, s.across*s.down), flood: -1 << 20}
}

// first stores the whole first picture.
func (k *keeper) first(at sop.Moment, p *image.YCbCr) error {
	for t := range k.tile {
		k.store = append(k.store, t)
	}
	return k.film.Add(at, p, k.store)
}

// see looks at picture n, whose tiles touched differ from the one before, and stores what is due.
func (k *keeper) see(n int32, at sop.Moment, p *image.YCbCr) error {
	k.store = k.store[:0]
	flooding := n-k.flood <= 1
	real := 0
	for _, t := range k.s.touched {
		d := k.s.diff(p, k.film.Last(), t)
		q := &k.tile[t]
		switch {
		case d.strong >= 3, d.sum >= paleSum:
			real++
			q.heat, q.at = min(heatMost, max(0, q.heat-(n-q.at))+heatOfChange), n
			if q.heat < heatHot && !flooding {
				k.store = append(k.store, t)
				continue
			}
		case d.most <= noiseMost && d.sum <= noiseSum:
			q.late = 0
			continue
		}
		if q.late == 0 {
			q.late = n
		}
		if !q.inLot {
			q.inLot = true
			k.late = append(k.late, t)
		}
	}
	if real*4 > len(k.tile) {
		k.flood = n
	}
	k.settle(n)
	for _, t := range k.store {
		k.tile[t].late = 0
	}
	return k.film.Add(at, p, k.store)
}

// settle adds the late tiles to store that have held still for .3 s, or have waited long enough. Those that move without
// end are stored all together, so that the film shows them as they were at one moment.
func (k *keeper) settle(n int32) {
	rest, most := max(2, k.rate*3/10), k.rate*k.patience(n)
	left := k.late[:0]
	for _, t := range k.late {
		q := &k.tile[t]
		switch {
		case q.late == 0:
			q.inLot = false
		case n-k.s.touchedAt[t] >= rest, n/most > q.late/most && q.heat >= heatHot, n-q.late >= most:
			k.store = append(k.store, t)
			q.inLot = false
		default:
			left = append(left, t)
		}
	}
	k.late = left
}

// A film may grow by this much a second on average, after a first allowance.
const (
	filmAllowance = 96 << 20
	filmPerSecond = 300 << 10
)

// patience is how many seconds a tile that moves without end waits to be stored again: one, and more when the film has
// grown beyond its allowance.
func (k *keeper) patience(n int32) int32 {
	over := k.film.Size() - filmAllowance - int64(n)*filmPerSecond/int64(max(1, k.rate))
	p := int32(1)
	for ; over > 0 && p < 64; over -= filmAllowance / 4 {
		p *= 2
	}
	return p
}

// last stores, at the recording's end, what is still late.
func (k *keeper) last(at sop.Moment, p *image.YCbCr) error {
	k.store = k.store[:0]
	for _, t := range k.late {
		if k.tile[t].late != 0 {
			k.store = append(k.store, t)
		}
	}
	return k.film.Add(at, p, k.store)
}
