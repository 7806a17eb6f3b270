// Package watch finds out, in one pass over a recording's pictures, when and where the screen changed, where the
// pointer was, and which pictures are worth keeping.
package watch

import (
	"context"
	"errors"
	"fmt"
	"image"
	"iter"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/watch/pointer"
)

// Rate is how many pictures a second Shots is made for.
const Rate = 10

// Picture is one picture of the recording.
type Picture struct {
	At sop.Moment
	// Pixels are 4:2:0 and valid until the next picture is asked for. All pictures have the same size.
	Pixels *image.YCbCr
}

// Input is what Shots needs.
type Input struct {
	Media sop.Media
	// Pictures are the recording's pictures at an even rate, in order of time; an error ends them.
	Pictures iter.Seq2[Picture, error]
	// Rate is how many of them there are a second; 0 means the constant Rate.
	Rate float64
	// Film is the path at which the film of the recording will stand. It takes its name only when all went well.
	Film string
	// Progress is told the share of the work that is done, from 0 to 1; may be nil.
	Progress func(share float64)
}

// Shots watches a recording: it writes the film of it and gives the intervals in which the screen holds still, with
// the changes between and the pointer's path. A recording without a picture is an error.
func Shots(ctx context.Context, in Input) ([]sop.Shot, error) {
	if in.Rate <= 0 {
		in.Rate = Rate
	}
	if in.Progress == nil {
		in.Progress = func(float64) {}
	}
	w, err := watchAll(ctx, in)
	if err != nil {
		return nil, err
	}
	track, err := w.track(ctx, in)
	if err != nil {
		return nil, err
	}
	in.Progress(1)
	return w.shots(track), nil
}

// watcher is the state of the pass over the pictures.
type watcher struct {
	clock  clock
	n      int32 // the number of the last picture
	s      *screen
	keep   *keeper
	cells  *cells
	scroll *scroller
	learn  *pointer.Learner
	last   *image.YCbCr
}

// shareOfPass is how much of the progress the pass over the pictures is.
const shareOfPass = .9

// watchAll makes the pass over the pictures and writes the film.
func watchAll(ctx context.Context, in Input) (*watcher, error) {
	w := &watcher{clock: clock{rate: in.Rate}}
	var f *film.Writer
	for p, err := range in.Pictures {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && f == nil {
			if f, err = film.Create(in.Film, p.Pixels.Rect.Dx(), p.Pixels.Rect.Dy()); err == nil {
				w.start(f, p)
			}
		}
		if err == nil {
			err = w.see(p)
		}
		if err != nil {
			if f != nil {
				f.Abort()
			}
			return nil, fmt.Errorf("watch: %w", err)
		}
		if in.Media.Duration > 0 && w.n%10 == 0 {
			in.Progress(min(1, p.At.Seconds()/in.Media.Duration.Seconds()) * shareOfPass)
		}
	}
	if f == nil {
		return nil, &sop.Error{Code: sop.Unreadable, Message: "The recording holds no picture that can be read.",
			Mend: "Check that it plays, or convert it to MP4 (H.264)."}
	}
	err := w.keep.last(w.clock.at(w.n), w.s.prev)
	if err != nil {
		f.Abort()
	} else {
		err = f.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	w.cells.finish(w.n)
	return w, nil
}

// start prepares for pictures like p.
func (w *watcher) start(f *film.Writer, p Picture) {
	w.s = newScreen(p.Pixels)
	w.keep = newKeeper(f, w.s, w.clock.rate)
	w.cells = newCells(w.s, p.Pixels, w.clock.rate)
	w.scroll = newScroller(w.s, w.clock.rate)
	w.learn = pointer.NewLearner(w.s.w, w.s.h)
}

// see takes in one picture.
func (w *watcher) see(p Picture) error {
	if p.Pixels.Rect.Dx() != w.s.w || p.Pixels.Rect.Dy() != w.s.h || p.Pixels.YStride != w.s.prev.YStride {
		return errors.New("the pictures' size changed on the way")
	}
	w.clock.moments = append(w.clock.moments, p.At)
	w.n = int32(len(w.clock.moments)) - 1
	if w.n == 0 {
		return w.keep.first(p.At, p.Pixels)
	}
	w.s.compare(w.n, p.Pixels)
	if len(w.s.ahead) > 0 && len(w.s.touched) > 0 {
		w.learn.See(w.n-1, w.s.ahead, [3]*image.YCbCr{w.s.before, w.s.prev, p.Pixels})
	}
	w.scroll.see(w.n, p.Pixels)
	w.cells.see(w.n, p.Pixels)
	err := w.keep.see(w.n, p.At, p.Pixels)
	w.s.advance(p.Pixels)
	return err
}

// followed is a film that tells how far it has been looked through.
type followed struct {
	*film.Film
	in Input
}

func (f followed) Frames(s sop.Span) iter.Seq2[film.Frame, error] {
	return func(yield func(film.Frame, error) bool) {
		n := 0
		for fr, err := range f.Film.Frames(s) {
			if n++; f.in.Media.Duration > 0 && n%50 == 0 {
				f.in.Progress(shareOfPass + (1-shareOfPass)*min(1, fr.At.Seconds()/f.in.Media.Duration.Seconds()))
			}
			if !yield(fr, err) {
				return
			}
		}
	}
}

// track follows the pointer through the film.
func (w *watcher) track(ctx context.Context, in Input) (*pointer.Track, error) {
	f, err := film.Open(in.Film)
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	defer f.Close()
	full := in.Media.Video != nil && in.Media.Video.FullRange
	t, err := pointer.Follow(ctx, followed{f, in}, w.learn.Looks(full))
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	return t, nil
}
