package watch

import (
	"image"
	"maps"
	"slices"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// stir collects where the screen moves without end: spinners, videos, faces, blinking carets.
type stir struct {
	s    *screen
	open []int32 // by tile: 1 + the index in runs of its open run
	runs []run
}

// run is a stretch of time in which one tile kept moving, in numbers of pictures.
type run struct {
	tile     int
	from, to int32
}

// alongside says whether two runs went on at the same time for at least half of the shorter: a page's graphs that begin as
// the typing of its address ends are not one with that.
func (r run) alongside(q run) bool {
	return 2*(min(r.to, q.to)-max(r.from, q.from)) >= min(r.to-r.from, q.to-q.from)
}

// runGap is how many pictures a tile may pause within one run.
const runGap = 20

// mostRuns bounds the memory; a recording that moves everywhere for hours loses no more than the telling of it.
const mostRuns = 1 << 20

func newStir(s *screen) *stir { return &stir{s: s, open: make([]int32, s.across*s.down)} }

// see notes that tile t has been moving since picture from and still does at picture n.
func (b *stir) see(t int, from, n int32) {
	if o := b.open[t]; o > 0 && n-b.runs[o-1].to <= runGap {
		b.runs[o-1].to = n
		return
	}
	if len(b.runs) >= mostRuns {
		return
	}
	b.runs = append(b.runs, run{t, from, n})
	b.open[t] = int32(len(b.runs))
}

// patch is a region that kept moving.
type patch struct {
	from, to int32
	box      image.Rectangle
	// moved are the places that moved, in tiles; the box may hold others that rest, as between the graphs of a page.
	moved map[image.Point]bool
}

// loose is how far around a tile that moves another is part of what moves there, in tiles.
const loose = 1

// covers says whether most of box moved with the patch.
func (p patch) covers(box image.Rectangle) bool {
	hits, all := 0, 0
	for y := box.Min.Y / film.Tile; y*film.Tile < box.Max.Y; y++ {
		for x := box.Min.X / film.Tile; x*film.Tile < box.Max.X; x++ {
			all++
			if p.near(x, y) {
				hits++
			}
		}
	}
	return 10*hits >= 6*all
}

func (p patch) near(x, y int) bool {
	for dy := -loose; dy <= loose; dy++ {
		for dx := -loose; dx <= loose; dx++ {
			if p.moved[image.Pt(x+dx, y+dy)] {
				return true
			}
		}
	}
	return false
}

// patches joins runs of neighbouring tiles that overlap in time.
func (b *stir) patches() []patch {
	up := make([]int32, len(b.runs))
	byTile := make(map[int][]int32)
	for i, r := range b.runs {
		up[i] = int32(i)
		byTile[r.tile] = append(byTile[r.tile], int32(i))
	}
	root := func(i int32) int32 {
		for up[i] != i {
			up[i] = up[up[i]]
			i = up[i]
		}
		return i
	}
	for i, r := range b.runs {
		for _, d := range []int{1, b.s.across - 1, b.s.across, b.s.across + 1, 2, 2 * b.s.across} {
			for _, j := range byTile[r.tile+d] {
				if q := b.runs[j]; r.alongside(q) && abs(q.tile%b.s.across-r.tile%b.s.across) <= 2 {
					up[root(j)] = root(int32(i))
				}
			}
		}
	}
	byRoot := make(map[int32]*patch)
	for i, r := range b.runs {
		k := root(int32(i))
		p := byRoot[k]
		if p == nil {
			p = &patch{from: r.from, to: r.to, moved: map[image.Point]bool{}}
			byRoot[k] = p
		}
		p.from, p.to = min(p.from, r.from), max(p.to, r.to)
		p.moved[image.Pt(r.tile%b.s.across, r.tile/b.s.across)] = true
		p.box = p.box.Union(b.s.luma(r.tile))
	}
	var out []patch
	for _, p := range byRoot {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b patch) int {
		if a.from != b.from {
			return int(a.from - b.from)
		}
		return a.box.Min.Y*1<<14 + a.box.Min.X - b.box.Min.Y*1<<14 - b.box.Min.X
	})
	return out
}

// wide says whether the patch is more than a caret or a spinner, and moved for long: what changes within is part of it.
func (p patch) wide() bool {
	return min(p.box.Dx(), p.box.Dy()) >= 6*film.Tile && p.to-p.from >= 4*runGap
}

// merge joins patches that lie within gap pixels of each other and moved at the same time.
func merge(all []patch, gap int) []patch {
	for i := 0; i < len(all); i++ {
		for j := i + 1; j < len(all); j++ {
			a, b := &all[i], all[j]
			both := min(a.to, b.to) - max(a.from, b.from)
			if both*2 < min(a.to-a.from, b.to-b.from) || both*4 < max(a.to-a.from, b.to-b.from) || !a.box.Inset(-gap).Overlaps(b.box) {
				continue
			}
			a.from, a.to, a.box = min(a.from, b.from), max(a.to, b.to), a.box.Union(b.box)
			maps.Copy(a.moved, b.moved)
			all = slices.Delete(all, j, j+1)
			j = i
		}
	}
	return all
}

// change tells the patch as a change.
func (p patch) change(at func(int32) sop.Moment) sop.Change {
	return sop.Change{
		Span: sop.Span{From: at(p.from), To: at(p.to)}, Kind: sop.ChangeBusy, Box: sop.BoxOf(p.box),
		Pixels: p.box.Dx() * p.box.Dy(),
	}
}

func abs(a int) int { return max(a, -a) }
