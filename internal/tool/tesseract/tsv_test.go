package tesseract

import (
	"image"
	"os"
	"testing"

	"showhow/internal/sop"
)

func TestParseTSV(t *testing.T) {
	b, err := os.ReadFile("testdata/two.tsv")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := parseTSV(b, 2)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages[0]) != 1 || len(pages[1]) != 2 {
		t.Fatalf("%d and %d lines, want 1 and 2", len(pages[0]), len(pages[1]))
	}
	at := place{image.Rect(100, 50, 400, 90)}
	l := at.lines(pages[0])[0]
	if l.Text != "Build Now" || len(l.Words) != 2 || l.Confidence < .9 || l.Confidence > 1 {
		t.Errorf("read %+v", l)
	}
	if want := (sop.Box{X: 110, Y: 56, W: 30, H: 10}); l.Words[0].Box != want {
		t.Errorf("Build at %v, want %v", l.Words[0].Box, want)
	}
}

func TestParseTSVRefuses(t *testing.T) {
	for name, s := range map[string]string{
		"few columns":      "5\t1\t1\n",
		"not a number":     "5\t1\t1\t1\tx\t1\t0\t0\t9\t9\t90\ta\n",
		"a page too many":  "5\t3\t1\t1\t1\t1\t0\t0\t9\t9\t90\ta\n",
		"page 0":           "5\t0\t1\t1\t1\t1\t0\t0\t9\t9\t90\ta\n",
		"far out":          "5\t1\t1\t1\t1\t1\t99999999999\t0\t9\t9\t90\ta\n",
		"confidence, text": "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\thigh\ta\n",
	} {
		if _, err := parseTSV([]byte(s), 2); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func FuzzParseTSV(f *testing.F) {
	b, err := os.ReadFile("testdata/two.tsv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("5\t1\t1\t1\t1\t1\t-5\t-5\t9\t9\tNaN\ta\n"))
	at := place{image.Rect(7, 9, 640, 480)}
	f.Fuzz(func(t *testing.T, b []byte) {
		pages, err := parseTSV(b, 3)
		if err != nil {
			return
		}
		for _, p := range pages {
			for _, l := range at.lines(p) {
				if l.Text == "" || l.Box.Empty() || !(l.Confidence >= 0 && l.Confidence <= 1) || !l.Box.Rect().In(at.bounds) {
					t.Fatalf("%+v", l)
				}
			}
		}
	})
}

func TestVersion(t *testing.T) {
	for out, want := range map[string]string{
		"tesseract 5.3.0\n leptonica-1.82.0": "5.3.0",
		"tesseract v5.5.0.20241111\n":        "5.5.0.20241111",
		"tesseract 4.1.1":                    "4.1.1",
	} {
		if got, err := version([]byte(out)); err != nil || got != want {
			t.Errorf("%q: %q, %v", out, got, err)
		}
	}
	for _, out := range []string{"tesseract 3.04.01", "tesseract 4.0.0", "hello", ""} {
		if _, err := version([]byte(out)); sop.CodeOf(err) == sop.Internal {
			t.Errorf("%q: %v", out, err)
		}
	}
}

func TestDeal(t *testing.T) {
	all := []int{1, 2, 3, 4, 5}
	if got := deal(all, manner{batch: 20, least: 1}, 2); len(got) != 2 || len(got[0]) != 3 {
		t.Errorf("%v", got)
	}
	if got := deal(all, manner{batch: 2, least: 1}, 1); len(got) != 3 {
		t.Errorf("%v", got)
	}
	if got := deal(all, manner{batch: 20, least: 4}, 2); len(got) != 2 || len(got[0]) != 4 {
		t.Errorf("%v", got)
	}
	if got := deal(nil, manner{batch: 2}, 2); got != nil {
		t.Errorf("%v", got)
	}
}
