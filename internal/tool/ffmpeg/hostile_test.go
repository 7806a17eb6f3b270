package ffmpeg

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"showhow/internal/sop"
)

// TestHostileFiles gives every call files that made other programs read local files, reach the network, or eat the
// machine (the kinds of docs/security.md). Each must be refused, a listener must see no connection, and no output may
// hold the secret.
func TestHostileFiles(t *testing.T) {
	var hits atomic.Int32
	canary := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer canary.Close()
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret.ts")
	real := record(t, "real.mp4", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1", "-pix_fmt", "yuv420p")
	film, err := os.ReadFile(real)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(secret, bytes.Repeat([]byte("TOPSECRET"), 100), 0o600); err != nil {
		t.Fatal(err)
	}
	hls := func(what string) []byte {
		return fmt.Appendf(nil, "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n", what)
	}
	big := record(t, "big.mp4", "-f", "lavfi", "-i", "color=size=8192x8192:rate=1:duration=1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
	magic := record(t, "magic.mkv", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1", "-c:v", "magicyuv")
	for name, b := range map[string][]byte{
		"playlist of a local file":  hls("file://" + secret),
		"playlist of /etc/hostname": hls("file:///etc/hostname"),
		"playlist of an address":    hls(canary.URL + "/x.ts"),
		"list, relative":            []byte("ffconcat version 1.0\nfile secret.ts\n"),
		"list, absolute":            []byte("ffconcat version 1.0\nfile " + secret + "\n"),
		"session description":       []byte("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"),
		"too many pixels":           read(t, big),
		"a codec nobody records in": read(t, magic),
		"cut before its index":      film[:len(film)/2],
		"nothing but a head":        film[:40],
		"noise behind a head":       append([]byte("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41"), bytes.Repeat([]byte{0x5a, 0xa5, 0, 1}, 5000)...),
		"empty":                     {},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, "upload.mp4")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			tool := Tool{Dir: t.TempDir()}
			m, err := tool.Probe(t.Context(), path)
			if err == nil && m.Video != nil && m.Video.Width > 0 && m.Video.Width*m.Video.Height <= MaxPixels {
				t.Errorf("it was opened: %+v", m)
			}
			if err != nil && sop.CodeOf(err) != sop.Unreadable {
				t.Errorf("the error is not one for users: %v", err)
			}
			stream := sop.VideoStream{Width: 320, Height: 180}
			for p, err := range tool.Frames(t.Context(), Frames{Path: path, Stream: stream, Rate: 10}) {
				if err == nil {
					t.Errorf("it gave a picture at %v", p.At)
				}
			}
			if _, _, err := tool.Levels(t.Context(), path, 0); err == nil {
				t.Error("its sound was measured")
			}
			if err := tool.Sound(t.Context(), path, 0, filepath.Join(t.TempDir(), "x.wav")); err == nil {
				t.Error("its sound was decoded")
			}
			if out, err := tool.Subtitles(t.Context(), path, 0); err == nil || bytes.Contains(out, []byte("TOPSECRET")) {
				t.Errorf("its subtitles were read: %q", out)
			}
		})
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
