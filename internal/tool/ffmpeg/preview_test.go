package ffmpeg

import (
	"math"
	"path/filepath"
	"testing"
)

func TestPreview(t *testing.T) {
	for _, c := range []struct {
		name          string
		size          string
		width, height int
		sound         bool
	}{
		{"a.mp4", "1298x730", 1280, 718, true}, {"b.mkv", "321x181", 320, 180, false}, {"c.mkv", "400x900", 400, 900, true},
	} {
		args := []string{"-f", "lavfi", "-i", "testsrc=size=" + c.size + ":rate=30:duration=1"}
		if c.sound {
			args = append(args, "-f", "lavfi", "-i", "sine=frequency=440:duration=1", "-c:a", "aac")
		}
		path := record(t, c.name, append(args, "-c:v", "libx264", "-pix_fmt", "yuv444p")...)
		tool := Tool{Dir: t.TempDir()}
		m, err := tool.Probe(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(t.TempDir(), "preview.mp4")
		if err := tool.Preview(t.Context(), Preview{Path: path, Media: m, Out: out}); err != nil {
			t.Fatal(err)
		}
		got, err := tool.Probe(t.Context(), out)
		if err != nil {
			t.Fatal(err)
		}
		if v := got.Video; v == nil || v.Width != c.width || v.Height != c.height || v.Codec != "h264" || math.Abs(got.Duration.Seconds()-1) > .2 || (got.Audio != nil) != c.sound {
			t.Errorf("%s: %+v %+v", c.name, got, got.Video)
		}
	}
}
