// Package deed knows what an action is to the ones around it: the click that opens a menu, the one that sends a form off, the
// command that looks at what another has made.
package deed

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/slip"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
	"showhow/internal/stage/compose/vocabulary"
)

// breath is how long after an entry in the address bar its page may open.
const breath = 15 * time.Second

// OpensTyped says whether open is what the address typed (or the address bar clicked) just before did.
func OpensTyped(last, open *sop.Action) bool {
	if last.Kind != sop.Type && last.Kind != sop.Click || open.At.Sub(last.At) > breath {
		return false
	}
	label := strings.ToLower(last.Label)
	return last.Text != "" && strings.Contains(open.Label, strings.TrimSpace(last.Text)) ||
		strings.Contains(label, "address") || strings.Contains(label, "url") || strings.Contains(label, "search or")
}

// OnlyMoves says whether a command only changes folder or clears the screen.
func OnlyMoves(c *sop.CommandLine) bool {
	word := phrase.FirstWord(c.Text)
	return c.Shell == "shell" && (word == "cd" || word == "clear" || word == "pushd") && !strings.ContainsAny(c.Text, ";&|")
}

// LooksAt says whether look only reads, and names what the command before it has made or changed.
func LooksAt(before, look *sop.CommandLine) bool {
	if shell.Class(look.Text, look.Shell) != sop.Reads || phrase.FirstWord(before.Text) == phrase.FirstWord(look.Text) && before.Text == look.Text {
		return false
	}
	have := vocabulary.Telling(before.Text)
	return slices.ContainsFunc(vocabulary.Telling(look.Text), func(w string) bool { return !vocabulary.IsProgram(w) && slices.Contains(have, w) })
}

// Focuses says whether the click before only put the caret into the field that a fills in, or opened the list that it
// chooses from.
func Focuses(last, a *sop.Action) bool {
	if last.Kind != sop.Click || a.Kind != sop.Type && a.Kind != sop.Select {
		return false
	}
	if last.Box != nil && a.Box != nil && last.Box.Overlaps(*a.Box) {
		return true
	}
	return last.Label != "" && strings.EqualFold(last.Label, a.Label)
}

// Sends says whether a click sends a form off: any button, link or thing unknown, but no field, list or box.
func Sends(a *sop.Action) bool {
	switch a.Element {
	case sop.ElementField, sop.ElementSelect, sop.ElementCheck, sop.ElementMenu, sop.ElementTab:
		return false
	}
	return true
}

// OpensElsewhere says whether a click leaves the form: a tab.
func OpensElsewhere(a *sop.Action) bool { return a.Element == sop.ElementTab }

var menuNames = regexp.MustCompile(`(?i)^(?:more(?: actions| options)?|actions|menu|options|⋮|…|\.\.\.|account|profile|user menu|open menu)\b|(?:menu|actions)$`)

// OpensMenu says whether a click opened a menu or a list.
func OpensMenu(a *sop.Action) bool {
	return a.Kind == sop.Click && (a.Element == sop.ElementSelect || menuNames.MatchString(strings.TrimSpace(a.Label)))
}

var (
	confirmNames = regexp.MustCompile(`(?i)^(?:ok|okay|yes|confirm|continue|proceed|accept|agree|i understand|got it|delete|remove|apply)\b`)
	dismissNames = regexp.MustCompile(`(?i)^(?:done|close|finish|ok|okay|got it|dismiss|×|x)$`)
	searchNames  = regexp.MustCompile(`(?i)\b(?:search|find|filter|look up|query)\b`)
)

// Confirms says whether a click answers a dialog that the click before brought up.
func Confirms(a *sop.Action) bool { return confirmNames.MatchString(strings.TrimSpace(a.Label)) }

// Repeats says whether a click has the word of the one before on it: "Disable account", then "Disable".
func Repeats(last, a *sop.Action) bool {
	x, y := phrase.FirstWord(last.Label), phrase.FirstWord(a.Label)
	return x != "" && x == y
}

// Dismisses says whether a click puts away what came of a form.
func Dismisses(a *sop.Action) bool { return dismissNames.MatchString(strings.TrimSpace(a.Label)) }

// Searches says whether an entry looks for something and sends nothing off.
func Searches(a *sop.Action) bool { return a.Kind == sop.Type && searchNames.MatchString(a.Label) }

// Alike says whether two commands are the same but for a slip: most of their words agree, or few letters differ.
func Alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	if len(x) > 400 || len(y) > 400 {
		return false
	}
	longer := max(len(x), len(y))
	return slip.Changes(x, y)*3 <= longer
}
