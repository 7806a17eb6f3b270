package sample

import (
	"os"
	"strings"
	"testing"
)

// How one comes in as each of the sample's people is told where somebody who is new looks: when the demo is ready, and in the docs.
func TestHowToComeIn(t *testing.T) {
	for path, how := range map[string]func(p Person) string{
		"scripts/demo": func(p Person) string {
			return "\ncome " + strings.TrimSuffix(p.Email, "@sample.invalid") + " \"" + p.Name + ", " + string(p.Role)
		},
		"docs/team.md": func(p Person) string { return "| " + p.Name + " | `" + p.Email + "` | " + string(p.Role) + " |" },
	} {
		b, err := os.ReadFile("../../../" + path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(b), "account reset") {
			t.Errorf("%s names no command that prints a link", path)
		}
		for _, p := range People {
			if !strings.Contains(string(b), how(p)) {
				t.Errorf("%s doesn't tell how to come in as %s", path, p.Name)
			}
		}
	}
}
