package grid

import (
	"iter"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// looked is the part of the way at which the terminals have been found, once the one at which they have been read; the second
// reading, where there is one, knows most cells already.
const (
	looked = 0.4
	once   = 0.9
)

// told is a film that tells of its going by: each time it's run through it covers the next of the parts of the way.
type told struct {
	Film
	parts *[]float64
	tell  func(float64)
}

// tellOf gives the film of in, telling in.Progress of its going by.
func tellOf(in Input) Film {
	if in.Progress == nil {
		return in.Film
	}
	return told{in.Film, &[]float64{0, looked, once, 1}, in.Progress}
}

// Frames gives the film's pictures.
func (t told) Frames(s sop.Span) iter.Seq2[film.Frame, error] {
	from, to := (*t.parts)[0], (*t.parts)[0]
	if len(*t.parts) > 1 {
		*t.parts = (*t.parts)[1:]
		to = (*t.parts)[0]
	}
	all := len(t.Moments())
	return func(yield func(film.Frame, error) bool) {
		n := 0
		for f, err := range t.Film.Frames(s) {
			if n++; n <= all {
				t.tell(from + (to-from)*float64(n)/float64(all))
			}
			if !yield(f, err) {
				return
			}
		}
	}
}
