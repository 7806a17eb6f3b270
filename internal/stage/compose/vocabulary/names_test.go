package vocabulary

import (
	"testing"

	"showhow/internal/sop"
)

// Quoted words that stand in a command are code as a whole; others, and apostrophes, are left as they are.
func TestDecorateQuoted(t *testing.T) {
	n := NamesOf([]*sop.Action{{Kind: sop.RunCommand, Command: &sop.CommandLine{Text: "kpt help cfg create-setter", Shell: "shell"}}})
	for text, want := range map[string]string{
		"For more see 'kpt help cfg create-setter'.": "For more see `kpt help cfg create-setter`.",
		"It's the 'old' one, isn't it?":              "It's the 'old' one, isn't it?",
		"Then run create-setter.":                    "Then run `create-setter`.",
	} {
		if got := n.Decorate(text, false); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
