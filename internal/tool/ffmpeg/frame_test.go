package ffmpeg

import (
	"bytes"
	"image"
	"testing"

	"showhow/internal/sop"
)

// The picture at a moment is the one that stands then, however long ago it came, and never the next.
func TestFrame(t *testing.T) {
	for _, c := range []struct {
		name, rate, length string
		// same are moments at which one picture stands, other one at which another does
		same  []float64
		other float64
	}{
		{"a.mp4", "30", "3", []float64{1.0, 1.02}, 1.05},
		{"seldom.mkv", "1", "8", []float64{5.0, 5.4, 5.98}, 6.02},
		{"hardly.mkv", "1/9", "40", []float64{9.1, 13, 17.9}, 18.1},
		{"hardly.mp4", "1/9", "40", []float64{9.1, 13, 17.9}, 18.1},
	} {
		path := record(t, c.name, "-f", "lavfi", "-i", "testsrc2=size=320x180:rate="+c.rate+":duration="+c.length, "-c:v", "libx264", "-pix_fmt", "yuv420p")
		tool := Tool{Dir: t.TempDir()}
		m, err := tool.Probe(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		at := func(s float64) *image.YCbCr {
			p, err := tool.Frame(t.Context(), path, *m.Video, sop.Seconds(s))
			if err != nil {
				t.Fatalf("%s at %v: %v", c.name, s, err)
			}
			return p
		}
		first := at(c.same[0])
		for _, s := range c.same[1:] {
			if !bytes.Equal(first.Y, at(s).Y) {
				t.Errorf("%s: another picture at %v", c.name, s)
			}
		}
		if bytes.Equal(first.Y, at(c.other).Y) {
			t.Errorf("%s: the same picture at %v", c.name, c.other)
		}
		at(0)
		at(m.Duration.Seconds())
	}
}
