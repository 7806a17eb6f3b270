package face

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonoitalic"
	"golang.org/x/image/font/gofont/goregular"
)

// pack packs a font for the web.
func pack(t *testing.T, b []byte) []byte {
	t.Helper()
	n := int(binary.BigEndian.Uint16(b[4:]))
	out := make([]byte, 44+20*n)
	copy(out, "wOFF")
	copy(out[4:8], b[:4])
	binary.BigEndian.PutUint16(out[12:], uint16(n))
	for i := range n {
		e := b[12+16*i:]
		from, size := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		table := b[from : from+size]
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		if _, err := w.Write(table); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if z.Len() < len(table) {
			table = z.Bytes()
		}
		d := out[44+20*i:]
		copy(d, e[:4])
		binary.BigEndian.PutUint32(d[4:], uint32(len(out)))
		binary.BigEndian.PutUint32(d[8:], uint32(len(table)))
		binary.BigEndian.PutUint32(d[12:], size)
		out = append(out, table...)
	}
	return out
}

func TestAPackedFontIsTheSameFont(t *testing.T) {
	want, err := Parse(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	packed := pack(t, gomono.TTF)
	got, err := Parse(packed)
	if err != nil {
		t.Fatal(err)
	}
	if got.Family != "gomono" || got.X != want.X || len(got.Outline('g')) != len(want.Outline('g')) {
		t.Errorf("%s has an x of %.3f and %d pieces of a g; %.3f and %d", got.Family, got.X, len(got.Outline('g')), want.X, len(want.Outline('g')))
	}
	for n := range len(packed) / 7 {
		if _, err := Parse(packed[:7*n]); err == nil {
			t.Fatalf("%d bytes of it are a font", 7*n)
		}
	}
}

func TestWhatIsNoUse(t *testing.T) {
	for name, b := range map[string][]byte{"proportional": goregular.TTF, "slanted": gomonoitalic.TTF, "empty": nil} {
		if _, err := Parse(b); err == nil {
			t.Errorf("a font that is %s is taken", name)
		}
	}
}

// A font that reading is measured with isn't loaded, whatever its file is called.
func TestFontsToMeasureWithAreLeftOut(t *testing.T) {
	dir := t.TempDir()
	name, other := []byte("G\x00o\x00 \x00M\x00o\x00n\x00o"), []byte("H\x00e\x00r\x00m\x00i\x00t\x00s")
	measured := bytes.ReplaceAll(gomono.TTF, name, other)
	measured = bytes.ReplaceAll(measured, []byte("Go Mono"), []byte("Hermits"))
	for n, b := range map[string][]byte{"a.ttf": gomono.TTF, "b.ttf": measured} {
		if err := os.WriteFile(filepath.Join(dir, n), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Parse(measured)
	if err != nil || !strings.HasPrefix(f.Family, "hermit") {
		t.Fatalf("the font is called %v: %v", f, err)
	}
	all, err := Load([]string{dir}, nil)
	if err != nil || len(all) != 1 || all[0].Family != "gomono" {
		t.Errorf("%d fonts: %v", len(all), err)
	}
	if _, err := Load([]string{dir}, []string{"gomono"}); err == nil {
		t.Error("a family that is to be left out isn't")
	}
}
