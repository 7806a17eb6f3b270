package parameter

import (
	"regexp"
	"slices"

	"showhow/internal/sop"
)

// Values says for each character of a command which of the revision's parameters it belongs to, by index; -1 for none.
func Values(r *sop.Revision, c *sop.Command) []int {
	runes := []rune(c.Text)
	inside := make([]int, len(runes))
	for i := range inside {
		inside[i] = -1
	}
	for _, n := range longestFirst(r.Parameters) {
		p := &r.Parameters[n]
		value := []rune(p.Example)
		if p.Secret {
			value = []rune("<" + p.Name + ">")
		}
		if len(value) == 0 || !p.Secret && !slices.ContainsFunc(c.Evidence.Actions, func(id string) bool { return slices.Contains(p.Evidence.Actions, id) }) {
			continue
		}
		for i := 0; i+len(value) <= len(runes); i++ {
			if j := i + len(value); inside[i] < 0 && inside[j-1] < 0 && slices.Equal(runes[i:j], value) && (p.Secret || whole(runes, i, j)) {
				for k := i; k < j; k++ {
					inside[k] = n
				}
			}
		}
	}
	return inside
}

// longestFirst are the parameters' indexes, longer values first: one may stand within another.
func longestFirst(all []sop.Parameter) []int {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(all[b].Example) - len(all[a].Example) })
	return order
}

// numbered are values that stand out within a name because they are numbers: a version, a date, a ticket.
var numbered = regexp.MustCompile(`^(?:v?\d[\w.+:-]*|[A-Z]+-?\d+)$`)

// whole says whether runes[i:j] is a value of its own and no part of a longer name: "payments" is none in "payments-api", nor
// "v2.3.0" in "v2.3.0-rc1", but the date is one in "shop-2026-01-10.sql".
func whole(runes []rune, i, j int) bool {
	letter := func(k int) bool {
		return k >= 0 && k < len(runes) && (runes[k] == '_' || runes[k] >= '0' && runes[k] <= '9' || runes[k] >= 'a' && runes[k] <= 'z' || runes[k] >= 'A' && runes[k] <= 'Z')
	}
	digit := func(k int) bool { return k >= 0 && k < len(runes) && runes[k] >= '0' && runes[k] <= '9' }
	joins := func(k int) bool {
		return k >= 0 && k < len(runes) && (runes[k] == '-' || runes[k] == '.' || runes[k] == '+')
	}
	if letter(i-1) && letter(i) || letter(j) && letter(j-1) {
		return false
	}
	before, after := joins(i-1) && letter(i-2), joins(j) && letter(j+1)
	if !numbered.MatchString(string(runes[i:j])) {
		return !before && !after
	}
	dotted := slices.Contains(runes[i:j], '.')
	switch {
	case before && digit(i-2) && dotted: // the end of a longer version
		return false
	case after && dotted:
		return runes[j] == '.' && !digit(j+1) // a file's ending
	case after && digit(j+1):
		return false
	}
	return true
}
