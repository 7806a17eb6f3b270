package voice

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"showhow/internal/sop"
)

// Found is where somebody speaks.
type Found struct {
	Pieces []sop.SpeechPiece
	// Spoken is the time in which somebody speaks, and Music that of sound which was refused as music or noise.
	Spoken, Refused time.Duration
	// Loudest is the level of the loudest 20 ms, in dBFS.
	Loudest float64
}

// Pieces finds the speech in a 16 kHz mono 16-bit WAV file and writes it to the folder in pieces of at most 20 s, cut
// at pauses.
func Pieces(ctx context.Context, wav, folder string) (Found, error) {
	s, err := open(wav)
	if err != nil {
		return Found{}, err
	}
	defer s.f.Close()
	frames, err := measure(ctx, s)
	if err != nil {
		return Found{}, err
	}
	f := Found{Loudest: -100}
	for _, fr := range frames {
		f.Loudest = max(f.Loudest, float64(fr.level))
	}
	total := len(frames) * hop
	runs, refused := speech(frames)
	f.Refused = time.Duration(refused) * 20 * time.Millisecond
	for i, r := range join(runs, frames) {
		from, to := int64(r.from)*hop, min(int64(r.to)*hop, int64(total))
		p := sop.SpeechPiece{File: filepath.Join(folder, fmt.Sprintf("piece-%05d.wav", i+1)), Span: sop.Span{From: moment(r.from), To: moment(r.to)}}
		if err := s.cut(from, to, p.File); err != nil {
			return f, fmt.Errorf("cut the sound: %w", err)
		}
		f.Spoken += p.Span.Length()
		f.Pieces = append(f.Pieces, p)
	}
	return f, ctx.Err()
}

func moment(frame int) sop.Moment { return sop.Moment(time.Duration(frame) * 20 * time.Millisecond) }

func measure(ctx context.Context, s *sound) ([]frame, error) {
	m := newMeasurer()
	buf := make([]int16, hop)
	frames := make([]frame, 0, s.left/hop+1)
	for {
		n, err := s.read(buf)
		if err != nil {
			return nil, fmt.Errorf("read the sound: %w", err)
		}
		if n == 0 {
			return frames, nil
		}
		frames = append(frames, m.add(buf[:n]))
		if len(frames)%5000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}

// run is a stretch of frames, to exclusive.
type run struct{ from, to int }

func (r run) length() int { return r.to - r.from }

// Bounds of the search, in frames of 20 ms and in dB.
const (
	block      = 50         // the noise floor is followed in seconds
	around     = 15         // and taken from as many seconds before and after
	above      = 8          // dB above the floor at which sound is a voice's or something's
	below      = 38         // dB below the loudest speech at which nothing is a voice any more
	quietestDB = -62        // and below which nothing is
	gap        = 15         // frames within a breath
	shortest   = 8          // frames; anything shorter is a click
	window     = 150        // frames that are judged together
	pad        = 12         // frames kept before and after
	part       = 15 * 50    // a piece's length in frames, if there is a pause to cut it at
	longest    = 20 * 50    // and at most
	rest       = 3 * 50 / 2 // a pause that always ends a piece
)

// speech finds the runs in which somebody speaks; refused is the number of frames with sound that isn't speech.
func speech(frames []frame) (runs []run, refused int) {
	loud := active(frames)
	for _, r := range loud {
		for at := r.from; at < r.to; {
			end := at + window
			if r.to-end < window {
				end = r.to
			}
			if spoken(frames[at:end]) {
				if n := len(runs); n > 0 && runs[n-1].to == at {
					runs[n-1].to = end
				} else {
					runs = append(runs, run{at, end})
				}
			} else {
				refused += end - at
			}
			at = end
		}
	}
	return runs, refused
}

// active are the runs that stand out from the noise.
func active(frames []frame) (runs []run) {
	floor, top := floors(frames), loudness(frames)
	for i, f := range frames {
		least := max(floor[i/block]+above, top-below, quietestDB)
		if f.level < least {
			continue
		}
		if n := len(runs); n > 0 && i-runs[n-1].to <= gap {
			runs[n-1].to = i + 1
		} else {
			runs = append(runs, run{i, i + 1})
		}
	}
	return slices.DeleteFunc(runs, func(r run) bool { return r.length() < shortest })
}

// floors are the noise's level second by second: what a sixth of the frames around stay below.
func floors(frames []frame) []float32 {
	out := make([]float32, len(frames)/block+1)
	var levels []float32
	for b := range out {
		levels = levels[:0]
		for i := max(0, (b-around)*block); i < min(len(frames), (b+around+1)*block); i += 3 {
			levels = append(levels, frames[i].level)
		}
		slices.Sort(levels)
		out[b] = -100
		if len(levels) > 0 {
			out[b] = levels[len(levels)/6]
		}
	}
	return out
}

// loudness is the level that a fiftieth of all frames reach.
func loudness(frames []frame) float32 {
	if len(frames) == 0 {
		return -100
	}
	levels := make([]float32, len(frames))
	for i, f := range frames {
		levels[i] = f.level
	}
	slices.Sort(levels)
	return levels[len(levels)-1-len(levels)/50]
}

// spoken says whether sound is a voice's: it has a pitch in part of its frames, and it changes.
func spoken(frames []frame) bool {
	var voiced, flux, mean, spread float64
	for _, f := range frames {
		if f.pitch > 0.6 {
			voiced++
		}
		flux += float64(f.flux)
		mean += float64(f.level)
	}
	n := float64(len(frames))
	voiced, flux, mean = voiced/n, flux/n, mean/n
	for _, f := range frames {
		spread += (float64(f.level) - mean) * (float64(f.level) - mean)
	}
	spread /= n // a variance, dB²
	return voiced > 0.15 && (flux > 2.2 || spread > 36)
}
