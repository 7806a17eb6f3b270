package config

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/configuration.md anew")

// TestDocs holds docs/configuration.md against the table.
func TestDocs(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Settings\n\nA setting comes from a command's option where it has one (`showhow serve --listen`), else from the environment, else from the config file (`showhow/config.toml` in the user's config folder, or\n`--config FILE`), else from this table. In the environment it is `SHOWHOW_` and the key in capitals; in the file it is\n`key = \"value\"`. Options of a command are told by `showhow COMMAND --help`.\n\n| key | default | kind | what it is |\n|---|---|---|---|\n")
	for _, s := range Table {
		def := s.Default
		if def != "" {
			def = "`" + def + "`"
		}
		about := s.About
		if s.Secret {
			about += " (secret: never shown or logged)"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", s.Key, def, s.Kind, about)
	}
	const file = "../../docs/configuration.md"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != b.String() {
		t.Errorf("docs/configuration.md is not what the table says (go test ./internal/config -update): %v", err)
	}
}
