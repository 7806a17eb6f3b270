package ffmpeg

import (
	"math"
	"os/exec"
	"path/filepath"
	"testing"

	"showhow/internal/sop"
)

// record writes a test recording with ffmpeg's own sources.
func record(t *testing.T, name string, args ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs ffmpeg")
	}
	path := filepath.Join(t.TempDir(), name)
	cmd := exec.Command("ffmpeg", append(append([]string{"-nostdin", "-loglevel", "error"}, args...), path)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	return path
}

func TestProbeAndFrames(t *testing.T) {
	sources := []string{"-f", "lavfi", "-i", "testsrc=size=322x182:rate=30:duration=2", "-f", "lavfi", "-i", "sine=frequency=440:duration=2"}
	for _, c := range []struct {
		name, video, audio string
		args               []string
	}{
		{"a.mp4", "h264", "aac", []string{"-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"}},
		{"a.mov", "hevc", "pcm_s16le", []string{"-c:v", "libx265", "-x265-params", "log-level=none", "-c:a", "pcm_s16le"}},
		{"a.mkv", "vp9", "mp3", []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libmp3lame"}},
		{"a.webm", "vp8", "vorbis", []string{"-c:v", "libvpx", "-c:a", "libvorbis"}},
		{"b.webm", "av1", "opus", []string{"-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime", "-c:a", "libopus"}},
	} {
		t.Run(c.name+" "+c.video, func(t *testing.T) {
			path := record(t, c.name, append(sources, c.args...)...)
			tool := Tool{Dir: t.TempDir()}
			m, err := tool.Probe(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if m.Video == nil || m.Video.Codec != c.video || m.Video.Width != 322 || m.Video.Height != 182 || math.Abs(m.Video.FPS-30) > 0.5 {
				t.Errorf("video: %+v", m.Video)
			}
			if m.Audio == nil || m.Audio.Codec != c.audio {
				t.Errorf("audio: %+v", m.Audio)
			}
			if s := m.Duration.Seconds(); math.Abs(s-2) > 0.1 {
				t.Errorf("duration: %v", s)
			}
			n := 0
			var last sop.Moment
			for p, err := range tool.Frames(t.Context(), Frames{Path: path, Stream: *m.Video, Rate: 10}) {
				if err != nil {
					t.Fatal(err)
				}
				n, last = n+1, p.At
			}
			if n < 20 || n > 21 || last < sop.Seconds(1.9) {
				t.Errorf("%d pictures, the last at %v", n, last)
			}
			mean, peak, err := tool.Levels(t.Context(), path, m.Audio.Index)
			if err != nil || mean < -40 || peak < mean {
				t.Errorf("levels: %v %v %v", mean, peak, err)
			}
			if err := tool.Sound(t.Context(), path, m.Audio.Index, filepath.Join(t.TempDir(), "a.wav")); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFramesStopWhenAskedNoMore(t *testing.T) {
	path := record(t, "a.mp4", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=30:duration=5", "-pix_fmt", "yuv420p")
	tool := Tool{Dir: t.TempDir()}
	m, err := tool.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range tool.Frames(t.Context(), Frames{Path: path, Stream: *m.Video, Rate: 10}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d pictures", n)
	}
	n = 0
	for p, err := range tool.Frames(t.Context(), Frames{Path: path, Stream: *m.Video, Rate: 10, Span: sop.Span{From: sop.Seconds(2), To: sop.Seconds(3)}}) {
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 && p.At != sop.Seconds(2) {
			t.Errorf("first picture at %v", p.At)
		}
		n++
	}
	if n < 9 || n > 11 {
		t.Errorf("%d pictures in a second", n)
	}
}
