package spell

import (
	"slices"
	"strings"
)

// Typed are secrets that were typed, as they were and as they are written in addresses, from the longest.
type Typed struct{ all []secret }

type secret struct{ name, text string }

// Add adds one, by its name.
func (t *Typed) Add(name, text string) {
	if x := (secret{name, text}); text != "" && !slices.Contains(t.all, x) {
		t.all = append(t.all, x)
		slices.SortStableFunc(t.all, func(a, b secret) int { return len(b.text) - len(a.text) })
	}
}

// Masked is a text with their names in their places.
func (t *Typed) Masked(text string) string {
	for _, x := range t.all {
		text = strings.ReplaceAll(text, x.text, "<"+x.name+">")
	}
	return text
}

// End is the end of a text that is longer than some bytes.
func End(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return "…" + strings.ToValidUTF8(text[len(text)-most:], "")
}

// Yes says that an answer is one.
func Yes(answer string) bool {
	answer = strings.ToLower(answer)
	return answer == "y" || answer == "yes"
}
