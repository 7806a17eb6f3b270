package web

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGeneratedFilesAreFresh says when a template or a script was changed without what is made of it, or the other way round.
func TestGeneratedFilesAreFresh(t *testing.T) {
	b, err := os.ReadFile("generated.sum")
	if err != nil {
		t.Fatal(err)
	}
	noted := map[string]string{}
	for line := range strings.Lines(string(b)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		noted[name] = sum
	}
	for _, pattern := range []string{"island/*.ts", "island/*/*.ts", "static/*.js", "template/*.templ", "template/*_templ.go", "template/*/*.templ", "template/*/*_templ.go"} {
		names, _ := filepath.Glob(pattern)
		if len(names) == 0 {
			t.Errorf("there is no %s", pattern)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if sum := fmt.Sprintf("%x", sha256.Sum256(b)); noted[filepath.ToSlash(name)] != sum {
				t.Errorf("%s isn't as it was generated from or to; run: make generate", name)
			}
			delete(noted, filepath.ToSlash(name))
		}
	}
	for name := range noted {
		t.Errorf("%s is gone; run: make generate", name)
	}
}
