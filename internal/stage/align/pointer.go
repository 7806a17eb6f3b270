package align

import (
	"sort"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/place"
)

// rest is how the pointer stood at a moment.
type rest struct {
	point sop.Point
	shape sop.PointerShape
	// since is when it came to stand there, for how long until the moment asked for.
	since sop.Moment
	held  time.Duration
	// confidence of the sighting, from 0 to 1; 0 when it is no longer to be seen there.
	confidence float64
	// flew says that it was on its way and vanished right after: out of the picture, as a rule.
	flew bool
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
	for j := i - 1; j >= 0 && place.Distance(s.path[j].Point, p.Point) <= still; j-- {
		r.since = s.path[j].At
	}
	r.held = m.Sub(r.since)
	switch {
	case p.Confidence == 0:
		r.flew = p.At.Sub(r.since) <= fleeting
	case i+1 < len(s.path):
		next := s.path[i+1]
		r.flew = next.Confidence == 0 && next.At.Sub(r.since) <= fleeting
	}
	return r, true
}

// fleeting is how long a pointer is taken to be at a place after which it wasn't seen again.
const fleeting = 350 * time.Millisecond
