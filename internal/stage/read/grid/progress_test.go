package grid

import (
	"image"
	"iter"
	"testing"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// blank is a film of ten pictures without anything on them.
type blank struct{}

func (blank) Size() (w, h int)      { return 64, 64 }
func (blank) Moments() []sop.Moment { return make([]sop.Moment, 10) }
func (blank) Frames(sop.Span) iter.Seq2[film.Frame, error] {
	return func(yield func(film.Frame, error) bool) {
		for range 10 {
			if !yield(film.Frame{Picture: image.NewYCbCr(image.Rect(0, 0, 64, 64), image.YCbCrSubsampleRatio420)}, nil) {
				return
			}
		}
	}
}

func TestProgress(t *testing.T) {
	last := 0.0
	f := tellOf(Input{Film: blank{}, Progress: func(done float64) {
		if done < last || done > 1 {
			t.Errorf("%v after %v", done, last)
		}
		last = done
	}})
	for _, want := range []float64{looked, once, 1, 1} {
		for range f.Frames(sop.Span{}) {
		}
		if last != want {
			t.Errorf("run through to %v, want %v", last, want)
		}
	}
}
