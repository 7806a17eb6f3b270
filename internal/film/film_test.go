package film

import (
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"showhow/internal/sop"
)

// write makes a film of n records with random tiles and gives the pictures it should give back.
func write(t *testing.T, path string, w, h, n int) []*image.YCbCr {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	k, err := Create(path, w, h)
	if err != nil {
		t.Fatal(err)
	}
	k.fullEvery = int64(3 * w * h)
	p := NewPicture(w, h)
	across, down := grid(w, h)
	var want []*image.YCbCr
	for i := range n {
		tiles := r.Perm(across * down)[:1+r.IntN(across*down)]
		if i == 0 {
			tiles = r.Perm(across * down)
		}
		for _, j := range tiles {
			l, c := patches(p, j)
			b := make([]byte, tileBytes(p, j))
			for q := range b {
				b[q] = byte(r.Uint32())
			}
			c.put(c.put(l.put(b, p.Y), p.Cb), p.Cr)
		}
		if err := k.Add(sop.Seconds(float64(i)), p, tiles); err != nil {
			t.Fatal(err)
		}
		want = append(want, Copy(p))
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	return want
}

func same(a, b *image.YCbCr) bool {
	return string(a.Y) == string(b.Y) && string(a.Cb) == string(b.Cb) && string(a.Cr) == string(b.Cr)
}

func TestAnyMomentComesBack(t *testing.T) {
	for _, size := range [][2]int{{64, 48}, {33, 17}, {1, 1}} {
		path := filepath.Join(t.TempDir(), "film")
		want := write(t, path, size[0], size[1], 9)
		f, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for _, i := range []int{0, 3, 8, 2, 2, 5} {
			got, err := f.At(sop.Seconds(float64(i) + 0.5))
			if err != nil {
				t.Fatal(err)
			}
			if !same(got, want[i]) {
				t.Errorf("%v: picture %d is not the one written", size, i)
			}
		}
		if n := len(f.full); size[0] > 40 && (n < 2 || n == len(want)) {
			t.Errorf("%v: %d of %d records hold the whole picture", size, n, len(want))
		}
		i := 3
		for fr, err := range f.Frames(sop.Span{From: sop.Seconds(3.5), To: sop.Seconds(7)}) {
			if err != nil {
				t.Fatal(err)
			}
			if !same(fr.Picture, want[i]) {
				t.Errorf("%v: frame %d is not the one written", size, i)
			}
			if i > 3 && fr.Changed.Empty() != (len(fr.Tiles) == 0) || (i == 3) != (fr.Tiles == nil) {
				t.Errorf("%v: frame %d changed in %v, tiles %v", size, i, fr.Changed, fr.Tiles)
			}
			i++
		}
		if i != 7 {
			t.Errorf("%v: frames ended at %d, not at 7", size, i)
		}
	}
}

func TestHalfWrittenFilmDoesNotLookWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "film")
	k, err := Create(path, 32, 32)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the film has its name before it was closed")
	}
	k.Abort()
	write(t, path, 40, 40, 4)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(b) {
		if err := os.WriteFile(path, b[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if f, err := Open(path); err == nil {
			f.Close()
			t.Fatalf("a film cut at byte %d of %d opens", n, len(b))
		}
	}
}

func FuzzOpen(f *testing.F) {
	path := filepath.Join(f.TempDir(), "film")
	k, _ := Create(path, 20, 20)
	k.Add(0, NewPicture(20, 20), []int{0, 1, 2, 3})
	k.Close()
	b, _ := os.ReadFile(path)
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "film")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		k, err := Open(path)
		if err != nil {
			return
		}
		defer k.Close()
		if w, h := k.Size(); w*h > 1<<20 {
			return
		}
		for _, err := range k.Frames(sop.Span{}) {
			if err != nil {
				return
			}
		}
	})
}
