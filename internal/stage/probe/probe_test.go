package probe

import (
	"context"
	"testing"
	"time"

	"showhow/internal/sop"
)

type fake struct {
	media sop.Media
	peaks []float64 // of each stream
}

func (f fake) Probe(context.Context, string) (sop.Media, error) { return f.media, nil }
func (f fake) Levels(_ context.Context, _ string, stream int) (float64, float64, error) {
	return -91, f.peaks[stream], nil
}

func TestMedia(t *testing.T) {
	good := sop.Media{Duration: sop.Seconds(10), Video: &sop.VideoStream{Width: 1920, Height: 1080}, Audio: &sop.AudioStream{}}
	with := func(f func(*sop.Media)) sop.Media {
		m, v, a := good, *good.Video, *good.Audio
		m.Video, m.Audio = &v, &a
		f(&m)
		return m
	}
	for _, c := range []struct {
		name  string
		media sop.Media
		code  sop.Code
	}{
		{"good", good, ""},
		{"no sound", with(func(m *sop.Media) { m.Audio = nil }), ""},
		{"no pictures", with(func(m *sop.Media) { m.Video = nil }), sop.Unsupported},
		{"nothing", sop.Media{Duration: 1}, sop.Unsupported},
		{"tiny", with(func(m *sop.Media) { m.Video.Width = 2 }), sop.Unsupported},
		{"huge", with(func(m *sop.Media) { m.Video.Width = 9000 }), sop.Unsupported},
		{"no length", with(func(m *sop.Media) { m.Duration = 0 }), sop.Unreadable},
		{"too long", with(func(m *sop.Media) { m.Duration = sop.Seconds(7200) }), sop.Unsupported},
	} {
		_, err := Media(t.Context(), "x", fake{media: c.media}, Limits{Duration: time.Hour, Edge: 8192})
		if (err == nil) != (c.code == "") || err != nil && sop.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestTheFirstSoundThatCanBeHeard(t *testing.T) {
	for _, c := range []struct {
		peaks  []float64
		index  int
		silent bool
	}{{[]float64{-91}, 0, true}, {[]float64{-3}, 0, false}, {[]float64{-91, -10, -3}, 1, false}, {[]float64{-91, -60}, 0, true}} {
		media := sop.Media{Duration: sop.Seconds(10), Video: &sop.VideoStream{Width: 1920, Height: 1080}}
		for i := range c.peaks {
			media.Sounds = append(media.Sounds, sop.AudioStream{Index: i})
		}
		media.Audio = &media.Sounds[0]
		m, err := Media(t.Context(), "x", fake{media, c.peaks}, Limits{})
		if err != nil || m.Audio.Index != c.index || m.Audio.Silent != c.silent {
			t.Errorf("%v: %+v, %v", c.peaks, m.Audio, err)
		}
	}
}
