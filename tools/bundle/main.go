// Bundle makes the pages' scripts of their TypeScript. Run it in tools/ (`make generate` does): it reads ../internal/web/island and
// node_modules, and writes ../internal/web/static.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	entries, err := filepath.Glob("../internal/web/island/*.ts")
	if err != nil || len(entries) == 0 {
		fmt.Fprintln(os.Stderr, "bundle: no scripts found; run it in tools/")
		os.Exit(1)
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: entries, Outdir: "../internal/web/static", Bundle: true, Write: true, LogLevel: api.LogLevelInfo, NodePaths: []string{"node_modules"},
		Platform: api.PlatformBrowser, Format: api.FormatIIFE, Target: api.ES2022, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone, Metafile: true,
	})
	if len(result.Errors) > 0 {
		os.Exit(1)
	}
	if err := errors.Join(notices(result.Metafile), sums()); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// made are the files that are made, and those that they are made of.
var made = []string{"island/*.ts", "island/*/*.ts", "static/*.js", "template/*.templ", "template/*_templ.go", "template/*/*.templ", "template/*/*_templ.go"}

// sums writes down what was made of what, so that a test can tell when one has changed without the other.
func sums() error {
	var text strings.Builder
	for _, pattern := range made {
		names, err := filepath.Glob("../internal/web/" + pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			at, _ := filepath.Rel("../internal/web", name)
			fmt.Fprintf(&text, "%x  %s\n", sha256.Sum256(b), filepath.ToSlash(at))
		}
	}
	return os.WriteFile("../internal/web/generated.sum", []byte(text.String()), 0o644)
}

// notices writes the licences of all that is in the scripts beside them.
func notices(metafile string) error {
	var build struct{ Inputs map[string]any }
	if err := json.Unmarshal([]byte(metafile), &build); err != nil {
		return err
	}
	packages := map[string]bool{}
	for file := range build.Inputs {
		if _, rest, ok := strings.Cut(file, "node_modules/"); ok {
			name, _, _ := strings.Cut(rest, "/")
			packages[name] = true
		}
	}
	var text strings.Builder
	text.WriteString("What others wrote of the scripts beside this file, and its licences.\n")
	names := []string{}
	for name := range packages {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		found, _ := filepath.Glob("node_modules/" + name + "/LICENSE*")
		if len(found) == 0 {
			return fmt.Errorf("%s has no licence beside it", name)
		}
		b, err := os.ReadFile(found[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "\n---- %s\n\n%s\n", name, strings.TrimSpace(string(b)))
	}
	return os.WriteFile("../internal/web/static/scripts.LICENSE", []byte(text.String()), 0o644)
}
