// Package key gives steps their lasting keys.
package key

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"showhow/internal/sop"
)

// Give gives each step its key: it tells what the step is about (its first action, else its title), so that the same deed in
// a later recording gets the same key, and a number where the same deed occurs again.
func Give(sections []sop.Section, actions []*sop.Action) {
	seen := map[string]int{}
	byID := map[string]*sop.Action{}
	for _, a := range actions {
		byID[a.ID] = a
	}
	for i := range sections {
		steps := sections[i].Steps
		for j := range steps {
			about := "manual\n" + strings.ToLower(sop.Bare(steps[j].Title.Text))
			if len(steps[j].Actions) > 0 {
				about = gist(byID[steps[j].Actions[0]])
			}
			key := keyOf(about)
			if seen[key]++; seen[key] > 1 {
				key = fmt.Sprintf("%s-%d", key, seen[key])
			}
			steps[j].Key = key
		}
	}
}

// gist is what a does, without the values that differ from use to use.
func gist(a *sop.Action) string {
	if a.Command != nil {
		return "command\n" + a.Command.Text
	}
	return string(a.Kind) + "\n" + strings.ToLower(strings.Join(strings.Fields(a.Label), " "))
}

var alphabet = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// keyOf is a short name of small letters and digits, made from about.
func keyOf(about string) string {
	sum := sha256.Sum256([]byte(about))
	return alphabet.EncodeToString(sum[:])[:8]
}
