// Bundle makes the pages' scripts of their TypeScript. Run it in tools/ (`make generate` does): it reads ../internal/web/island and
// node_modules, and writes ../internal/web/static.
package main

import (
	"encoding/json"
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
	if err := notices(result.Metafile); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// notices writes the licences of all that is in the scripts beside them.
func notices(metafile string) error {
	var made struct{ Inputs map[string]any }
	if err := json.Unmarshal([]byte(metafile), &made); err != nil {
		return err
	}
	packages := map[string]bool{}
	for file := range made.Inputs {
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
