package intake

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

func box(kind string, n int) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(n+8)), kind...), make([]byte, n)...)
}

// element is a Matroska element with a size of two bytes.
func element(id []byte, body []byte) []byte {
	return append(append(bytes.Clone(id), 0x40|byte(len(body)>>8), byte(len(body))), body...)
}

var (
	ebmlID    = []byte{0x1a, 0x45, 0xdf, 0xa3}
	segmentID = []byte{0x18, 0x53, 0x80, 0x67}
	clusterID = []byte{0x1f, 0x43, 0xb6, 0x75}
	unknown   = []byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
)

// TestCutOff cuts containers at every byte: wherever a part has begun and isn't whole, that must be seen.
func TestCutOff(t *testing.T) {
	large := append(binary.BigEndian.AppendUint64([]byte("\x00\x00\x00\x01mdat"), 36), make([]byte, 20)...)
	block := element([]byte{0xa3}, make([]byte, 200))
	for _, c := range []struct {
		name, kind string
		parts      [][]byte
		// least is how many of the parts a whole file needs; between two parts behind them nothing can be seen.
		least int
	}{
		{"index first", "mp4", [][]byte{box("ftyp", 16), box("moov", 50), box("mdat", 300)}, 2},
		{"index last", "mp4", [][]byte{box("ftyp", 16), box("mdat", 300), box("moov", 50)}, 3},
		{"a size of eight bytes", "mp4", [][]byte{box("ftyp", 16), large, box("moov", 50)}, 3},
		{"fragments", "mp4", [][]byte{box("ftyp", 16), box("moov", 50), box("moof", 20), box("mdat", 30), box("moof", 20), box("mdat", 30)}, 2},
		{"Matroska", "matroska", [][]byte{element(ebmlID, make([]byte, 20)), element(segmentID, bytes.Repeat(block, 3))}, 1},
		{"of unknown sizes", "matroska", [][]byte{element(ebmlID, make([]byte, 20)), append(bytes.Clone(segmentID), unknown...), append(bytes.Clone(clusterID), unknown...), block, block, element(clusterID, block), block}, 1},
	} {
		whole := bytes.Join(c.parts, nil)
		ends := map[int]bool{len(whole): true}
		n := 0
		for i, p := range c.parts {
			if n += len(p); i+1 >= c.least {
				for ends[n] = true; n < len(whole) && whole[n] == 0; n++ { // the zeros of a size may as well be filling
					ends[n+1] = true
				}
			}
			n = len(bytes.Join(c.parts[:i+1], nil))
		}
		for n := 8; n <= len(whole); n++ {
			if got := cutOff(bytes.NewReader(whole[:n]), c.kind, int64(n)); got == ends[n] {
				t.Errorf("%s, %d of %d bytes: cut off %v", c.name, n, len(whole), got)
			}
		}
	}
}

// TestNotCutOff gives what is whole, or is out of order in another way.
func TestNotCutOff(t *testing.T) {
	head := append(box("ftyp", 16), box("moov", 50)...)
	for name, b := range map[string][]byte{
		"the last box reaches to the end": append(bytes.Clone(head), "\x00\x00\x00\x00mdat and so on"...),
		"zeros behind the last box":       append(bytes.Clone(head), make([]byte, 100)...),
		"a few zeros behind the last box": append(bytes.Clone(head), 0, 0, 0),
		"noise behind the last box":       append(bytes.Clone(head), bytes.Repeat([]byte{0xff, 1}, 50)...),
		"a box smaller than its head":     append(bytes.Clone(head), "\x00\x00\x00\x03mdat"...),
	} {
		if cutOff(bytes.NewReader(b), "mp4", int64(len(b))) {
			t.Errorf("%s: said to be cut off", name)
		}
	}
	b := append(element(ebmlID, make([]byte, 20)), bytes.Repeat([]byte{0}, 100)...)
	if cutOff(bytes.NewReader(b), "matroska", int64(len(b))) {
		t.Error("zeros behind an element: said to be cut off")
	}
	if cutOff(bytes.NewReader(nil), "cast", 0) {
		t.Error("a cast has no parts")
	}
}

func FuzzCutOff(f *testing.F) {
	f.Add(append(box("ftyp", 16), box("moov", 50)...), true)
	f.Add(append(element(ebmlID, nil), append(bytes.Clone(segmentID), unknown...)...), false)
	f.Fuzz(func(t *testing.T, b []byte, boxes bool) {
		kind := "matroska"
		if boxes {
			kind = "mp4"
		}
		cutOff(bytes.NewReader(b), kind, int64(len(b)))
	})
}

func TestLookSaysCutOff(t *testing.T) {
	whole := append(append(box("ftyp", 16), box("moov", 50)...), box("mdat", 300)...)
	for n, want := range map[int]bool{len(whole): false, len(whole) - 1: true} {
		path := filepath.Join(t.TempDir(), "a.mp4")
		if err := os.WriteFile(path, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if r, err := Look(t.Context(), path, Limits{}); err != nil || r.Cut != want {
			t.Errorf("%d bytes: cut %v, %v", n, r.Cut, err)
		}
	}
}
