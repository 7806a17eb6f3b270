package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
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
	b.WriteString(events)
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
	parser, err := kong.New(&commands{}, kong.Exit(func(int) {}), defaults)
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

// events is the part of the docs about --json; TestEvents holds it against what is printed.
const events = `
## Events of draft --json
One JSON object a line on the standard output; an error is one on the standard error.

| event | its fields |
|---|---|
| ` + "`progress`" + ` | ` + "`stage`, `title`, `state`" + ` (started, running, done, resumed), ` + "`fraction`" + ` (0 to 1), ` + "`seconds_left`" + ` when it can be told, ` + "`seconds`" + ` when done |
| ` + "`done`" + ` | ` + "`out`" + ` (the folder), ` + "`steps`, `commands`, `figures`, `unsure`, `gaps`, `secrets`" + ` (how many), ` + "`limits`" + ` (sentences), ` + "`cut_off`" + ` (the recording's end is missing) |
| ` + "`error`" + ` | ` + "`code`, `message`, `mend`" + ` |
`

// TestEvents drafts a recording, and one that isn't there, and looks each field up in the docs.
func TestEvents(t *testing.T) {
	out := filepath.Join(t.TempDir(), "sop")
	seen := map[string]bool{}
	for _, recording := range []string{"../../testdata/recording/terminal-answers/recording.cast", "none.cast"} {
		var said, wrong bytes.Buffer
		Run(t.Context(), Process{Args: []string{"draft", recording, "-o", out, "--speech", "none", "--json"}, Env: []string{"SHOWHOW_WORK=" + t.TempDir()}, Out: &said, Err: &wrong})
		for line := range strings.Lines(said.String() + wrong.String()) {
			var fields map[string]any
			if err := json.Unmarshal([]byte(line), &fields); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			event := fmt.Sprint(fields["event"])
			seen[event] = true
			_, row, _ := strings.Cut(events, "| `"+event+"` |")
			row, _, _ = strings.Cut(row, "\n")
			for name := range fields {
				if name != "event" && !strings.Contains(row, "`"+name+"`") {
					t.Errorf("the docs don't tell of %s of the event %s", name, event)
				}
			}
		}
	}
	if !seen["progress"] || !seen["done"] || !seen["error"] {
		t.Errorf("events seen: %v", seen)
	}
}
