// Package veil makes what may be played of a recording in which secrets were found: a film of some of its pictures, with covers over the
// secrets, and its sound with silence over those that are said. The finished film is read again, and there is none when a secret is left.
package veil

import (
	"context"
	"errors"
	"fmt"
	"image"
	"iter"
	"math"
	"os"
	"path/filepath"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// Rate is how many pictures a second the film has. Few of them differ: see choose.
const Rate = 5

// Input is what a film is made of.
type Input struct {
	// Film has the recording's pictures. Media is the recording with pictures of the film's size.
	Film  *film.Film
	Media sop.Media
	// Recording is the file that the sound is in. Listened says that somebody listened to it; otherwise the film has no sound: nobody knows what
	// is said in it.
	Recording string
	Listened  bool
	// Redactions are where secrets stand, in the film's pixels, and Spoken the times in which they are said.
	Redactions []sop.Redaction
	Spoken     []sop.Span
	Reader     Reader
	Finder     Finder
	Studio     Studio
	// Out is the file to write, an MP4; it appears when it is proved.
	Out      string
	Progress func(done float64)
}

// Reader reads pictures, with boxes in their own pixels.
type Reader interface {
	Lines(ctx context.Context, pictures []*image.Gray) ([][]sop.Line, error)
}

// Finder tells where in lines that were read a secret can be read.
type Finder interface {
	Places(ctx context.Context, lines []sop.Line) ([]sop.Box, error)
}

// Studio writes films and plays them.
type Studio interface {
	Print(ctx context.Context, r Reel) error
	// Play gives the pictures of a finished film, Rate of them a second, in the film's own size; each is valid until the next.
	Play(ctx context.Context, path string) iter.Seq2[*image.YCbCr, error]
	// Loudest is the highest level of a finished film's sound within spans, in dBFS; −91 for silence, and for a film without sound.
	Loudest(ctx context.Context, path string, spans []sop.Span) (float64, error)
}

// Reel is a film to be written.
type Reel struct {
	Out      string
	Stream   sop.VideoStream // of the pictures, of which there are Rate a second
	Pictures iter.Seq2[*image.YCbCr, error]
	// Recording is the file that the sound is in; Audio is nil for none. Silences are the times of which nothing may be heard, in order.
	Recording string
	Audio     *sop.AudioStream
	Silences  []sop.Span
}

// Made is what came of it.
type Made struct {
	// Film says that there is one. Note says in plain words what is to be known of it, or why there is none.
	Film bool   `json:"film,omitempty"`
	Note string `json:"note"`
}

// Why there is no film.
const (
	whyLegible = "A secret could still be read in what would be played of this recording, so it isn’t shown. The pictures are, with the secret covered."
	whyAudible = "A secret that is said couldn’t be silenced in what would be played of this recording, so it isn’t shown."
	whyCovered = "So much of this recording would have to be covered that nothing of it is played. The pictures are shown, with the secrets covered."
)

// What is to be known of a film.
const (
	noteCovered = "Secrets are covered in what is played here, and its picture changes twice a second at most."
	noteSilent  = " Where one is said, it is silent."
	noteMute    = " It has no sound: nobody listened to it to find those that are said."
)

// note is what is to be known of the film.
func (v *veil) note() string {
	switch {
	case v.Media.Audio != nil && v.sound() == nil:
		return noteCovered + noteMute
	case v.sound() != nil && len(v.Spoken) > 0:
		return noteCovered + noteSilent
	}
	return noteCovered
}

// wides are how far, in pixels, covers reach beyond the places in which the finished film was still legible, from try to try; whole is for the
// last one: then nothing of the picture is shown while it was. As many films are made at most, and one more.
var wides = []int{4, 16, whole}

const whole = math.MaxInt

// veil is the state of one film's making.
type veil struct {
	Input
	pictures int // of the whole film
	try      int // of making it, from 0
	shown    []shown
	more     []cover // beside those that are known from the draft
	memory   *memory
}

// Film makes the film, or tells why there is none. What is in the way of making it at all is an error.
func Film(ctx context.Context, in Input) (Made, error) {
	v := &veil{Input: in}
	if err := v.choose(ctx); err != nil {
		return Made{}, fmt.Errorf("choose what is shown: %w", err)
	}
	if err := v.recall(ctx); err != nil {
		return Made{}, fmt.Errorf("look where secrets stand: %w", err)
	}
	part := filepath.Join(filepath.Dir(in.Out), "."+filepath.Base(in.Out)+"-part") // swept when a run was killed
	defer os.Remove(part)
	for ; ; v.try++ {
		if err := v.print(ctx, part); err != nil {
			return Made{}, err
		}
		v.tell(printed)
		leaks, err := v.prove(ctx, part)
		switch {
		case err != nil:
			return Made{}, fmt.Errorf("read the preview again: %w", err)
		case len(leaks) > 0 && v.try == len(wides):
			return Made{Note: whyLegible}, nil
		case len(leaks) > 0:
			v.cover(leaks, wides[v.try])
			continue
		case v.blank() > mostBlank:
			return Made{Note: whyCovered}, nil
		}
		if loud, err := v.loud(ctx, part); err != nil || loud {
			return Made{Note: whyAudible}, err
		}
		return Made{Film: true, Note: v.note()}, errors.Join(ctx.Err(), os.Rename(part, in.Out))
	}
}

// printed is the share of a try that making the film takes; the rest is reading it again.
const printed = .3

// tell tells how far it is: a try that doesn't hold takes a share of what is left.
func (v *veil) tell(share float64) {
	if v.Progress != nil {
		v.Progress(1 - math.Pow(.4, float64(v.try))*(1-.6*share))
	}
}

// margin is by how much covers and silences begin before what is known of a secret's time, and end behind it.
const margin = sop.Moment(500e6)

// sound is what of the recording's sound is played; nil for nothing.
func (v *veil) sound() *sop.AudioStream {
	if !v.Listened || len(v.Spoken) > mostSilences {
		return nil
	}
	return v.Media.Audio
}

// mostSilences is how many silences a sound may have.
const mostSilences = 1000

// silences are the times of which nothing is played, in order and apart.
func silences(spoken []sop.Span) (all []sop.Span) {
	for _, s := range spoken {
		s = sop.Span{From: max(0, s.From-margin), To: s.To + margin}
		if n := len(all) - 1; n >= 0 && s.From <= all[n].To {
			all[n] = all[n].Cover(s)
			continue
		}
		all = append(all, s)
	}
	return all
}

// What is silent: a level in dBFS, and how far within a silence it is measured, as what is heard before it rings on for a moment.
const (
	silent  = -60
	ringing = sop.Moment(200e6)
)

// loud says whether something can be heard where a secret is said.
func (v *veil) loud(ctx context.Context, path string) (bool, error) {
	if v.sound() == nil {
		return false, nil
	}
	all := silences(v.Spoken)
	for i := range all {
		all[i].From, all[i].To = all[i].From+ringing, all[i].To-ringing
	}
	level, err := v.Studio.Loudest(ctx, path, all)
	return level > silent, err
}

// print writes the film.
func (v *veil) print(ctx context.Context, out string) error {
	r := Reel{Out: out, Stream: *v.Media.Video, Pictures: v.reel(ctx), Recording: v.Recording, Audio: v.sound(), Silences: silences(v.Spoken)}
	r.Stream.Width, r.Stream.Height = v.Film.Size()
	if err := v.Studio.Print(ctx, r); err != nil {
		return fmt.Errorf("write the preview: %w", err)
	}
	return nil
}

// reel gives each picture of the film, with its covers.
func (v *veil) reel(ctx context.Context) iter.Seq2[*image.YCbCr, error] {
	return func(yield func(*image.YCbCr, error) bool) {
		err := v.each(ctx, func(i int, p *image.YCbCr) bool {
			p = film.Copy(p)
			for _, b := range v.covers(i) {
				fill(p, b)
			}
			for range v.length(i) {
				if !yield(p, nil) {
					return false
				}
			}
			return true
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// each gives the film's pictures that are shown, in order, until it is enough.
func (v *veil) each(ctx context.Context, do func(i int, p *image.YCbCr) bool) error {
	i := 0
	for f, err := range v.Film.Frames(sop.Span{}) {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if i < len(v.shown) && v.shown[i].at == f.At {
			if !do(i, f.Picture) {
				return nil
			}
			i++
		}
	}
	return nil
}
