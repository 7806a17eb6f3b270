package ffmpeg

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"showhow/internal/sop"
)

// TestHostileFiles gives every call files that made other programs read local files, reach the network, or eat the
// machine (the kinds of docs/security.md). Each must be refused, a listener must see no connection, and no output may
// hold the secret.
func TestHostileFiles(t *testing.T) {
	canary, hits := listener(t)
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
	avi := record(t, "a.avi", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p")
	magic := record(t, "magic.mkv", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1", "-c:v", "magicyuv")
	for name, b := range map[string][]byte{
		"playlist of a local file":               hls("file://" + secret),
		"playlist of /etc/hostname":              hls("file:///etc/hostname"),
		"playlist of an address":                 hls(canary + "/x.ts"),
		"list, relative":                         []byte("ffconcat version 1.0\nfile secret.ts\n"),
		"list, absolute":                         []byte("ffconcat version 1.0\nfile " + secret + "\n"),
		"AVI, whose subtitles may be a playlist": read(t, avi),
		"a picture made of letters":              append([]byte("XBIN\x1a\x50\x00\x19\x00\x10\x00"), bytes.Repeat([]byte("A\x07"), 80*25)...),
		"a list of streams":                      []byte(`<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet><Representation id="1"><BaseURL>` + canary + `/x.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`),
		"session description":                    []byte("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"),
		"too many pixels":                        read(t, big),
		"a codec nobody records in":              read(t, magic),
		"cut before its index":                   film[:len(film)/2],
		"nothing but a head":                     film[:40],
		"noise behind a head":                    append([]byte("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41"), bytes.Repeat([]byte{0x5a, 0xa5, 0, 1}, 5000)...),
		"empty":                                  {},
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
			if _, err := tool.Frame(t.Context(), path, stream, sop.Seconds(0.5)); err == nil {
				t.Error("it gave a picture at a moment")
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

// TestNamesThatAreNoFiles gives the calls what ffmpeg takes for an address or another program's output: all are names of files here, and no such
// files are there.
func TestNamesThatAreNoFiles(t *testing.T) {
	canary, hits := listener(t)
	for _, name := range []string{canary + "/x.mp4", canary + "/x.m3u8", "-", "pipe:0", "fd:0", "concat:/etc/hostname|/etc/passwd", "subfile,,start,0,end,9,,:/etc/passwd", "data:video/mp4;base64,AAAA", "lavfi:testsrc"} {
		tool := Tool{Dir: t.TempDir()}
		if m, err := tool.Probe(t.Context(), name); sop.CodeOf(err) != sop.Unreadable {
			t.Errorf("%s was opened: %+v, %v", name, m, err)
		}
		for _, err := range tool.Frames(t.Context(), Frames{Path: name, Stream: sop.VideoStream{Width: 320, Height: 180}, Rate: 10}) {
			if err == nil {
				t.Errorf("%s gave a picture", name)
			}
		}
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

// TestFilmsThatPromise gives the calls films that are sound but for a place in their heads: one says that its pictures lie at an address, one that it
// has four thousand million of them, one that it's encrypted. Whatever is made of them, nobody is asked for more, and it ends.
func TestFilmsThatPromise(t *testing.T) {
	canary, hits := listener(t)
	film := read(t, record(t, "a.mp4", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=2", "-pix_fmt", "yuv420p"))
	locked := read(t, record(t, "b.mp4", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=2", "-pix_fmt", "yuv420p",
		"-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "00112233445566778899aabbccddeeff", "-encryption_kid", "0123456789abcdef0123456789abcdef"))
	for name, b := range map[string][]byte{
		"its pictures lie elsewhere": elsewhere(t, film, canary+"/x.mp4"),
		"more pictures than it has":  promised(t, film, "stts", 12, 0xffffffff),
		"larger samples than it has": promised(t, film, "stsz", 16, 0x7fffffff),
		"a table without an end":     promised(t, film, "stco", 8, 0xffffffff),
		"encrypted":                  locked,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "upload.mp4")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			tool := Tool{Dir: t.TempDir()}
			m, err := tool.Probe(t.Context(), path)
			if err != nil && sop.CodeOf(err) != sop.Unreadable || err == nil && m.Video == nil {
				t.Fatalf("the error is not one for users: %v", err)
			}
			n := 0
			for _, err := range tool.Frames(t.Context(), Frames{Path: path, Stream: sop.VideoStream{Width: 320, Height: 180, Codec: "h264"}, Rate: 10}) {
				if err != nil && sop.CodeOf(err) != sop.Unreadable {
					t.Errorf("the error is not one for users: %v", err)
				}
				n++
			}
			if n > 25 {
				t.Errorf("two seconds of film gave %d pictures", n)
			}
		})
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

// listener is a server that nobody must ask, and how often somebody did.
func listener(t *testing.T) (address string, hits *atomic.Int32) {
	t.Helper()
	hits = &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	t.Cleanup(s.Close)
	return s.URL, hits
}

// elsewhere is a film whose reference to itself is one to an address.
func elsewhere(t *testing.T, film []byte, address string) []byte {
	t.Helper()
	old := []byte("\x00\x00\x00\x0curl \x00\x00\x00\x01") // in this very file
	entry := append([]byte("\x00\x00\x00\x00url \x00\x00\x00\x00"+address), 0)
	binary.BigEndian.PutUint32(entry, uint32(len(entry)))
	at := bytes.Index(film, old)
	if at < 0 {
		t.Fatal("the film doesn't refer to itself")
	}
	out := slices.Concat(film[:at], entry, film[at+len(old):])
	for _, box := range []string{"moov", "trak", "mdia", "minf", "dinf", "dref"} {
		size := out[bytes.LastIndex(out[:at], []byte(box))-4:]
		binary.BigEndian.PutUint32(size, binary.BigEndian.Uint32(size)+uint32(len(entry)-len(old)))
	}
	return out
}

// promised is a film with another number in the first of its boxes of that name, so many bytes behind the name.
func promised(t *testing.T, film []byte, box string, behind int, n uint32) []byte {
	t.Helper()
	at := bytes.Index(film, []byte(box))
	if at < 0 {
		t.Fatalf("the film has no %s", box)
	}
	out := bytes.Clone(film)
	binary.BigEndian.PutUint32(out[at+behind:], n)
	return out
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
