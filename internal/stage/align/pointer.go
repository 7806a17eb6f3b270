package align

import (
	"math"
	"sort"
	"time"

	"showhow/internal/sop"
)

// rest is how the pointer stood at a moment.
type rest struct {
	point sop.Point
	shape sop.PointerShape
	// since is when it came to stand there, for how long until the moment asked for.
	since sop.Moment
	held  time.Duration
	// confidence of the sighting, from 0 to 1.
	confidence float64
}

// still is how far a hand may tremble, in pixels.
const still = 4

// restAt tells how the pointer stood at m; false when it hasn't been seen yet.
func (s *scene) restAt(m sop.Moment) (rest, bool) {
	i := sort.Search(len(s.path), func(i int) bool { return s.path[i].At > m }) - 1
	if i < 0 {
		return rest{}, false
	}
	p := s.path[i]
	r := rest{point: p.Point, shape: p.Shape, since: p.At, confidence: p.Confidence}
	for j := i - 1; j >= 0 && distance(s.path[j].Point, p.Point) <= still; j-- {
		r.since = s.path[j].At
	}
	r.held = m.Sub(r.since)
	return r, true
}

func distance(a, b sop.Point) float64 { return math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)) }

// apart is how far a point lies from a box; 0 within it.
func apart(p sop.Point, b sop.Box) float64 {
	dx := max(b.X-p.X, p.X-(b.X+b.W-1), 0)
	dy := max(b.Y-p.Y, p.Y-(b.Y+b.H-1), 0)
	return math.Hypot(float64(dx), float64(dy))
}
