package bench

import (
	"regexp"
	"slices"
	"strings"
)

// commandFigures are precision and recall of the commands. The moment doesn't count, the text does: exactly, after
// trimming and joining wrapped lines.
func commandFigures(t Truth, d Drafted) (precision, recall *float64) {
	truth, drafted := commandsOf(t, false), commandsOf(d, true)
	pairs := assign(len(truth), len(drafted), func(i, j int) bool { return sameCommand(truth[i], drafted[j], t.Secrets) },
		func(int, int) float64 { return 0 })
	used := map[int]bool{}
	for _, p := range pairs {
		used[p.D] = true
	}
	asides := commandsOf(Truth{Actions: t.Asides}, false)
	counted := 0
	for j, c := range drafted {
		aside := slices.ContainsFunc(asides, func(a string) bool { return sameCommand(a, c, t.Secrets) })
		if used[j] || !aside {
			counted++
		}
	}
	return share(len(pairs), counted), share(len(pairs), len(truth))
}

// commandsOf are the commands of the actions; with steps also those that only a step names.
func commandsOf(t Truth, steps bool) []string {
	var out []string
	for _, a := range t.Actions {
		if a.Kind == "command" && strings.TrimSpace(a.Command) != "" {
			out = append(out, a.Command)
		}
	}
	if !steps {
		return out
	}
	acted := len(out)
	for _, s := range t.Steps {
		for _, c := range s.Commands {
			known := slices.ContainsFunc(out[:acted], func(o string) bool { return sameCommand(o, c, nil) })
			if !known && strings.TrimSpace(c) != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

var (
	continued = regexp.MustCompile(`[ \t]*\\[ \t]*\r?\n[ \t]*`)
	brokenOff = regexp.MustCompile(`[ \t]*\r?\n[ \t]*`)
	// standsIn is a placeholder: <DB_PASSWORD>, ${DB_PASSWORD}, $DB_PASSWORD or a row of stars.
	standsIn = `(?:<[A-Za-z][A-Za-z0-9_ -]*>|\$\{[A-Z][A-Z0-9_]*\}|\$[A-Z][A-Z0-9_]*|\*{3,})`
)

// joined is the command on one line, in the two ways in which a wrapped line may be meant: broken within a word, and
// broken at a blank.
func joined(c string) [2]string {
	c = continued.ReplaceAllString(strings.TrimSpace(c), " ")
	return [2]string{brokenOff.ReplaceAllString(c, ""), brokenOff.ReplaceAllString(c, " ")}
}

// sameCommand says whether a drafted command is the true one. A secret in the true one must stand as a placeholder.
func sameCommand(truth, drafted string, secrets []string) bool {
	for _, t := range joined(truth) {
		pattern := masked(t, secrets)
		for _, d := range joined(drafted) {
			if pattern == nil && t == d || pattern != nil && pattern.MatchString(d) {
				return true
			}
		}
	}
	return false
}

// masked is the pattern of a command with placeholders in the place of its secrets; nil when it has none.
func masked(c string, secrets []string) *regexp.Regexp {
	secrets = slices.DeleteFunc(slices.Clone(secrets), func(s string) bool { return s == "" })
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	const gap = "\x00"
	out := c
	for _, s := range secrets {
		out = strings.ReplaceAll(out, s, gap)
	}
	if out == c {
		return nil
	}
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(out), gap, standsIn) + "$")
}
