package length

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestOf(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("there is no ffmpeg")
	}
	for name, c := range map[string]struct {
		args []string
		want float64
	}{
		"a.mp4":        {nil, 3},
		"b.mov":        {nil, 3},
		"fast.mp4":     {[]string{"-movflags", "+faststart"}, 3},
		"c.mkv":        {nil, 3},
		"d.webm":       {nil, 3},
		"live.webm":    {[]string{"-f", "webm", "-live", "1"}, 0}, // as browsers write them: it tells no length
		"pieces.mp4":   {[]string{"-movflags", "+frag_keyframe+empty_moov"}, 0},
		"sound.mkv":    {[]string{"-vn"}, 3},
		"nothing.webm": {[]string{"-frames:v", "1"}, 0.1},
	} {
		file := filepath.Join(t.TempDir(), name)
		args := append([]string{"-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=3", "-f", "lavfi", "-i", "sine=duration=3", "-t", "3"}, c.args...)
		if out, err := exec.Command("ffmpeg", append(args, file)...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v %s", name, err, out)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := Of(bytes.NewReader(b)).Seconds(); math.Abs(got-c.want) > .2 && name != "nothing.webm" {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		for n := range min(len(b), 600) { // cut anywhere it must come to an end
			Of(bytes.NewReader(b[:n]))
		}
	}
}

// What is no recording has no length, and nothing hostile keeps us.
func FuzzOf(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00\x00\x00\x00\x08moov"))
	f.Add([]byte("\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff\x15\x49\xa9\x66\x84\x44\x89\x81\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if d := Of(bytes.NewReader(b)); d < 0 {
			t.Errorf("%v", d)
		}
	})
}
