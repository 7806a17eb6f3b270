package glyph

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

func TestLibrary(t *testing.T) {
	faces, err := Library([]string{"/nowhere/at-all.ttf"})
	if err == nil {
		t.Error("a file that isn't there goes unmentioned")
	}
	if n := len(Families(faces)); n < 12 {
		t.Fatalf("only %d families", n)
	}
	s := Setting{CellW: 9, CellH: 19, Scale: 1, Baseline: 14, BlurX: .5, BlurY: .5}
	for _, f := range faces {
		names, pics := f.Pictures(s, ASCII)
		if len(names) != len(ASCII) || len(pics) != len(names) {
			t.Errorf("%s has %d of %d characters", f.Family, len(names), len(ASCII))
		}
	}
}

// Each font is distributed under its licence, which must be told.
func TestEachFontHasItsLicence(t *testing.T) {
	b, err := embedded.ReadFile("fonts/LICENSES.txt")
	if err != nil {
		t.Fatal(err)
	}
	faces, err := Library(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Families(faces) {
		if !strings.Contains(string(b), "\n"+f+": ") && !strings.Contains(string(b), "\n"+f+" (") {
			t.Errorf("no licence is told for %s", f)
		}
	}
}

// A machine's copy of a font of the library isn't a second one; another cut of its family is.
func TestACopyIsNoOtherFont(t *testing.T) {
	library, err := Library(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"fonts/jetbrains-mono-regular.ttf", "fonts/hack-bold.ttf"} {
		b, err := embedded.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "Copy-Regular.ttf")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if all, err := Library([]string{path}); err != nil || len(all) != len(library) {
			t.Errorf("%s: %d fonts instead of %d, %v", file, len(all), len(library), err)
		}
	}
	mine, err := Parse(gomono.TTF, "mine", false)
	if err != nil {
		t.Fatal(err)
	}
	others := slices.DeleteFunc(slices.Clone(library), func(f *Face) bool { return f.Family == "go-mono" })
	if slices.ContainsFunc(others, mine.same) {
		t.Error("Go Mono is taken for another font")
	}
	if got := family(gomono.TTF, "a file's name"); got != "go-mono" {
		t.Errorf("its weights are told as of %q", got)
	}
	if got := family([]byte("no font"), "a file's name"); got != "a file's name" {
		t.Errorf("what is no font is told as of %q", got)
	}
}

func TestFontsThatAreNotMonospacedAreRefused(t *testing.T) {
	if _, err := Parse(goregular.TTF, "go", false); err == nil {
		t.Error("a proportional font is taken")
	}
	if _, err := Parse(gomono.TTF, "go-mono", false); err != nil {
		t.Error(err)
	}
	if _, err := Parse([]byte("no font"), "x", false); err == nil {
		t.Error("bytes that are no font are taken")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(gomono.TTF[:2000])
	f.Add([]byte{0, 1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := Parse(b, "x", false); err == nil {
			g.Pictures(Setting{CellW: 9, CellH: 19, Scale: 1, Baseline: 14, BlurX: .5, BlurY: .5}, []rune("aM|"))
		}
	})
}
