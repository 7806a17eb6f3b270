package ffmpeg

import (
	"image/color"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"showhow/internal/sop"
)

// TestOddFiles gives files that real recorders and converters write and that aren't as one would think.
func TestOddFiles(t *testing.T) {
	flat := record(t, "flat.mp4", "-f", "lavfi", "-i", "color=c=0x3060c0:size=320x180:rate=10:duration=2", "-f", "lavfi", "-i", "sine=duration=2", "-pix_fmt", "yuv420p", "-c:a", "aac")
	cover := record(t, "cover.png", "-f", "lavfi", "-i", "color=size=64x64", "-frames:v", "1")
	for _, c := range []struct {
		name          string
		args          []string
		width, height int
		codec, sound  string
	}{
		{"cover.mp4", []string{"-i", cover, "-i", flat, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic"}, 320, 180, "h264", "aac"},
		{"still.mkv", []string{"-i", cover, "-i", flat, "-map", "0", "-map", "1", "-c", "copy", "-c:v:0", "mjpeg"}, 320, 180, "h264", "aac"},
		{"camera.mkv", []string{"-i", cover, "-i", flat, "-map", "0", "-map", "1", "-c", "copy", "-c:v:0", "libx264", "-pix_fmt", "yuv420p", "-disposition:v:0", "0", "-disposition:v:1", "default"}, 320, 180, "h264", "aac"},
		{"no-length.mkv", []string{"-i", flat, "-c", "copy", "-live", "1"}, 320, 180, "h264", "aac"},
		{"fragments.mp4", []string{"-i", flat, "-c", "copy", "-movflags", "empty_moov+frag_keyframe"}, 320, 180, "h264", "aac"},
		{"late.mkv", []string{"-i", flat, "-c", "copy", "-output_ts_offset", "10"}, 320, 180, "h264", "aac"},
		{"late-no-length.mkv", []string{"-i", flat, "-c", "copy", "-output_ts_offset", "10", "-live", "1"}, 320, 180, "h264", "aac"},
		{"foreign-sound.mkv", []string{"-i", flat, "-c:v", "copy", "-c:a", "ac3"}, 320, 180, "h264", ""},
		{"wide-pixels.mp4", []string{"-i", flat, "-vf", "scale=240:180,setsar=4/3"}, 320, 180, "h264", "aac"},
		{"full-range.mp4", []string{"-i", flat, "-vf", "scale=out_range=full,format=yuvj420p", "-color_range", "pc"}, 320, 180, "h264", "aac"},
		{"rgb.mkv", []string{"-i", flat, "-c:v", "libx264rgb", "-c:a", "copy"}, 320, 180, "h264", "aac"},
		{"ten-bit.mkv", []string{"-i", flat, "-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le", "-c:a", "copy"}, 320, 180, "hevc", "aac"},
		{"odd.mkv", []string{"-i", flat, "-vf", "crop=319:179:0:0:exact=1,format=yuv444p", "-c:v", "libx264", "-c:a", "copy"}, 319, 179, "h264", "aac"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := look(t, record(t, c.name, c.args...))
			if v := m.Video; v == nil || v.Width != c.width || v.Height != c.height || v.Codec != c.codec {
				t.Errorf("video: %+v", m.Video)
			}
			if c.sound == "" && m.Audio != nil || c.sound != "" && (m.Audio == nil || m.Audio.Codec != c.sound) {
				t.Errorf("audio: %+v", m.Audio)
			}
			if s := m.Duration.Seconds(); math.Abs(s-2) > 0.25 {
				t.Errorf("%v s long", s)
			}
		})
	}
	if _, err := (Tool{Dir: t.TempDir()}).Probe(t.Context(), record(t, "old.mp4", "-i", flat, "-c:v", "mpeg4")); sop.CodeOf(err) != sop.Unsupported {
		t.Errorf("an old codec: %v", err)
	}
}

// look probes a recording of 2 s in one colour and reads its pictures.
func look(t *testing.T, path string) sop.Media {
	t.Helper()
	tool := Tool{Dir: t.TempDir()}
	m, err := tool.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for p, err := range tool.Frames(t.Context(), Frames{Path: path, Stream: *m.Video, Rate: 5}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 1 {
			painted(t, *m.Video, p)
		}
	}
	if n < 9 || n > 11 {
		t.Errorf("%d pictures", n)
	}
	return m
}

// painted holds a picture's colour against 0x3060c0, by the range that the stream is said to have.
func painted(t *testing.T, s sop.VideoStream, p Picture) {
	t.Helper()
	y, cb, cr := p.Pixels.Y[0], p.Pixels.Cb[0], p.Pixels.Cr[0]
	if !s.FullRange {
		wider := func(v byte, zero, by, to float64) byte {
			return byte(max(0, min(255, (float64(v)-zero)*by+to)))
		}
		y, cb, cr = wider(y, 16, 255./219, 0), wider(cb, 128, 255./224, 128), wider(cr, 128, 255./224, 128)
	}
	r, g, b := color.YCbCrToRGB(y, cb, cr)
	for i, d := range []int{int(r) - 0x30, int(g) - 0x60, int(b) - 0xc0} {
		if d < -8 || d > 8 {
			t.Errorf("colour %02x %02x %02x, channel %d is off by %d: %+v", r, g, b, i, d, s)
		}
	}
}

func TestRotation(t *testing.T) {
	flat := record(t, "a.mp4", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1", "-pix_fmt", "yuv420p")
	for _, c := range []struct{ degrees, width, height int }{{90, 180, 320}, {180, 320, 180}, {270, 180, 320}} {
		path := turned(t, flat, c.degrees)
		tool := Tool{Dir: t.TempDir()}
		m, err := tool.Probe(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if m.Video.Rotation == 0 || m.Video.Width != c.width || m.Video.Height != c.height {
			t.Errorf("turned by %d: %+v", c.degrees, m.Video)
		}
	}
}

// turned writes a recording that is to be shown turned. ffmpeg 6 tells it before the input, older ones as a tag.
func turned(t *testing.T, path string, degrees int) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "turned.mp4")
	angle := strconv.Itoa(degrees)
	if exec.Command("ffmpeg", "-nostdin", "-loglevel", "error", "-display_rotation", angle, "-i", path, "-c", "copy", "-y", out).Run() == nil {
		return out
	}
	if said, err := exec.Command("ffmpeg", "-nostdin", "-loglevel", "error", "-i", path, "-c", "copy", "-metadata:s:v", "rotate="+angle, "-y", out).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, said)
	}
	return out
}
