package spoken

import (
	"slices"
	"strings"
)

// Prompt is what an engine of the Whisper family is told to expect: the names in texts, each once, the most telling ones last,
// as such engines forget the beginning first. It has at most so many bytes.
func Prompt(texts []string, most int) string {
	weight := map[string]int{}
	var names []string
	for _, t := range texts {
		for _, f := range strings.Fields(t) {
			f = strings.Trim(f, `.,;:!?()[]{}<>"'“”‘’|#*$`)
			if len(f) < 3 || len(f) > 32 || strings.ContainsAny(f, `\=@%~`) || digitsIn(f)*2 > len(f) {
				continue
			}
			w := 0
			if _, ok := Lookup(f); ok {
				w = 3
			} else if !Common(f) {
				w = 2
			}
			if w == 0 {
				continue
			}
			if weight[f] == 0 {
				names = append(names, f)
			}
			weight[f] = w
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return weight[b] - weight[a] })
	size := 0
	for i, n := range names {
		if size += len(n) + 2; size > most {
			names = names[:i]
			break
		}
	}
	slices.Reverse(names)
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, ", ") + "."
}

func digitsIn(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}
