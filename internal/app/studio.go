package app

import (
	"context"
	"image"
	"iter"
	"path/filepath"

	"showhow/internal/sop"
	"showhow/internal/stage/veil"
	"showhow/internal/tool/ffmpeg"
)

// studio makes films with ffmpeg.
type studio struct{ app *App }

// Print writes a film.
func (s studio) Print(ctx context.Context, r veil.Reel) error {
	return s.app.ffmpeg(filepath.Dir(r.Out)).Print(ctx, ffmpeg.Reel{
		Out: r.Out, Stream: r.Stream, Rate: veil.Rate, Pictures: r.Pictures, Recording: r.Recording, Audio: r.Audio, Silences: r.Silences,
	})
}

// Play gives a film's pictures.
func (s studio) Play(ctx context.Context, path string) iter.Seq2[*image.YCbCr, error] {
	return func(yield func(*image.YCbCr, error) bool) {
		t := s.app.ffmpeg("")
		m, err := t.Probe(ctx, path)
		if err == nil && m.Video == nil {
			err = &sop.Error{Code: sop.Internal, Message: "The preview has no picture."}
		}
		if err != nil {
			yield(nil, err)
			return
		}
		for p, err := range t.Frames(ctx, ffmpeg.Frames{Path: path, Stream: *m.Video, Rate: veil.Rate}) {
			if !yield(p.Pixels, err) {
				return
			}
		}
	}
}

// Loudest is the highest level of a film's sound within spans.
func (s studio) Loudest(ctx context.Context, path string, spans []sop.Span) (float64, error) {
	t := s.app.ffmpeg("")
	m, err := t.Probe(ctx, path)
	if err != nil || m.Audio == nil {
		return -91, err
	}
	return t.Loudest(ctx, ffmpeg.Hearing{Path: path, Index: m.Audio.Index, Spans: spans})
}
