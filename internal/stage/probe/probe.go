// Package probe tells what is in a recording, and refuses what can't be drafted from before any work is put into it.
package probe

import (
	"context"
	"fmt"
	"time"

	"showhow/internal/sop"
)

// Prober reads a file's headers and measures its sound; tool/ffmpeg is one.
type Prober interface {
	// Probe tells the streams of the file at path.
	Probe(ctx context.Context, path string) (sop.Media, error)
	// Levels gives the mean and peak level of a sound stream in dBFS.
	Levels(ctx context.Context, path string, stream int) (mean, peak float64, err error)
}

// Limits bound what is worked on; zeros mean no bound.
type Limits struct {
	Duration time.Duration
	Edge     int // pixels of the longer side
}

// silentDB is the peak below which nobody hears anything: tracks of digital silence have -91, room noise of a muted
// microphone at most about -60.
const silentDB = -55

// The smallest picture in which anything can be read.
const minEdge = 32

// Media probes the file at path.
func Media(ctx context.Context, path string, p Prober, l Limits) (sop.Media, error) {
	m, err := p.Probe(ctx, path)
	if err != nil {
		return sop.Media{}, err
	}
	if err := refuse(m, l); err != nil {
		return sop.Media{}, err
	}
	for i := range m.Sounds { // the first on which anything can be heard
		a := &m.Sounds[i]
		if a.MeanDB, a.PeakDB, err = p.Levels(ctx, path, a.Index); err != nil {
			return sop.Media{}, err
		}
		if a.Silent = a.PeakDB < silentDB; !a.Silent {
			m.Audio = a
			break
		}
	}
	return m, nil
}

// Sound probes the sound file at path: a narration that lies beside a terminal recording.
func Sound(ctx context.Context, path string, p Prober, l Limits) (*sop.AudioStream, error) {
	m, err := p.Probe(ctx, path)
	if err != nil {
		return nil, err
	}
	switch {
	case m.Audio == nil:
		return nil, &sop.Error{Code: sop.Unreadable, Message: "The sound file beside the recording holds no sound.", Mend: "Check that it plays, or take it away from beside the recording."}
	case l.Duration > 0 && time.Duration(m.Duration) > l.Duration:
		return nil, &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The sound file is %v long; at most %v are listened to.", time.Duration(m.Duration).Round(time.Second), l.Duration), Mend: "Cut it, or raise the limit with the setting SHOWHOW_MAX_DURATION."}
	}
	if m.Audio.MeanDB, m.Audio.PeakDB, err = p.Levels(ctx, path, m.Audio.Index); err != nil {
		return nil, err
	}
	m.Audio.Silent = m.Audio.PeakDB < silentDB
	return m.Audio, nil
}

// Length refuses a terminal recording that is longer than is worked on.
func Length(m sop.Media, l Limits) error {
	if l.Duration > 0 && time.Duration(m.Duration) > l.Duration {
		return &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The recording is %v long; at most %v are read.", time.Duration(m.Duration).Round(time.Second), l.Duration), Mend: "Cut it into parts, or raise the limit with the setting SHOWHOW_MAX_DURATION."}
	}
	return nil
}

func refuse(m sop.Media, l Limits) error {
	v := m.Video
	switch {
	case v == nil && m.Audio != nil:
		return &sop.Error{Code: sop.Unsupported, Message: "The recording has sound but no pictures.", Mend: "Record the screen too: an SOP is drafted from what is seen."}
	case v == nil:
		return &sop.Error{Code: sop.Unsupported, Message: "The recording has no pictures.", Mend: "Check that the recorder had finished writing it."}
	case v.Width < minEdge || v.Height < minEdge:
		return &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The pictures have %d × %d pixels, too few to read anything.", v.Width, v.Height), Mend: "Record at the screen's own size."}
	case l.Edge > 0 && max(v.Width, v.Height) > l.Edge:
		return &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The pictures have %d × %d pixels; at most %d on a side are read.", v.Width, v.Height, l.Edge), Mend: "Scale the recording down to 4K."}
	case m.Duration <= 0:
		return &sop.Error{Code: sop.Unreadable, Message: "The recording has no length: it was probably cut off while it was written.", Mend: "Repair it by converting it to MP4 once more, or record again."}
	case l.Duration > 0 && time.Duration(m.Duration) > l.Duration:
		return &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The recording is %v long; at most %v are read.", time.Duration(m.Duration).Round(time.Second), l.Duration), Mend: "Cut it into parts, or raise the limit with the setting SHOWHOW_MAX_DURATION."}
	}
	return nil
}
