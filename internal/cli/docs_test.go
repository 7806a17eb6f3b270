package cli

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write docs/cli.md anew")

// TestDocs holds docs/cli.md against the commands' own help.
func TestDocs(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Commands\n\nWhat `showhow --help` and each command's `--help` say. Settings that hold for all commands stand in\n[configuration.md](configuration.md).\n")
	section := func(title string, args ...string) {
		var out, err bytes.Buffer
		if code := Run(t.Context(), Process{Args: append(args, "--help"), Out: &out, Err: &err}); code != 0 {
			t.Fatalf("%v: exit code %d: %s", args, code, err.String())
		}
		fmt.Fprintf(&b, "\n## %s\n```\n%s```\n", title, out.String())
	}
	section("showhow")
	for _, path := range commandPaths(t) {
		section("showhow "+path, strings.Fields(path)...)
	}
	const file = "../../docs/cli.md"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != b.String() {
		t.Errorf("docs/cli.md is not what the commands say (go test ./internal/cli -update): %v", err)
	}
}

// commandPaths are the names of all commands that can be run.
func commandPaths(t *testing.T) []string {
	t.Helper()
	parser, err := kong.New(&commands{}, kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, leaf := range parser.Model.Leaves(true) {
		path := strings.TrimPrefix(leaf.Path(), parser.Model.Name+" ")
		var words []string
		for _, w := range strings.Fields(path) {
			if w[0] != '<' && w[0] != '[' {
				words = append(words, w)
			}
		}
		all = append(all, strings.Join(words, " "))
	}
	return all
}
