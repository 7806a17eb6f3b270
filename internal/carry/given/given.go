// Package given is what is given to begin an execution in a terminal: parameters, and what a refusal asks for.
package given

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// Known refuses values of parameters that there aren't, before any is asked for, and lists those that there are.
func Known(all []sop.Parameter, given map[string]string) error {
	given = maps.Clone(given)
	var open []string
	for _, p := range all {
		delete(given, p.Name)
		if !p.Secret {
			open = append(open, p.Name)
		}
	}
	if len(given) == 0 {
		return nil
	}
	mend := "Leave it out: this procedure has no parameters that --param gives."
	if len(open) > 0 {
		mend = "Give those that there are: " + strings.Join(open, ", ") + "."
	}
	return &sop.Error{Code: sop.Invalid, Message: "There is no parameter " + strings.Join(slices.Sorted(maps.Keys(given)), ", ") + ".", Mend: mend}
}

// Fits refuses a value that is given for a parameter and can't be its, or for a secret; ok says that one is given.
func Fits(p *sop.Parameter, value string, ok bool) error {
	if !ok {
		return nil
	}
	if p.Secret {
		return &sop.Error{Code: sop.Invalid, Message: p.Name + " is a secret: other users of this machine see options.", Mend: "Leave it out; it is asked for when a command needs it."}
	}
	k := parameter.KindOf(p)
	if why := k.Why(value); why != "" {
		return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%s has to be %s. What was given %s.", p.Name, k.Hint, why), Mend: "Give it as --param " + p.Name + "=VALUE."}
	}
	return nil
}

// Value asks for a parameter's value, with what the procedure says of it, until it is of its kind; it says why one isn't.
func Value(p *sop.Parameter, ask func(prompt string) (string, error), say func(format string, args ...any)) (string, error) {
	k := parameter.KindOf(p)
	if p.About != nil {
		if about := sop.Bare(p.About.Text); about != "" {
			say("%s: %s", p.Name, about)
		}
	}
	recorded := ""
	if p.Example != "" {
		recorded = "; in the recording it was " + p.Example
	}
	for {
		v, err := ask(fmt.Sprintf("%s (%s%s): ", p.Name, k.Hint, recorded))
		if err != nil {
			return "", err
		}
		why := k.Why(v)
		if why == "" {
			return v, nil
		}
		say("  That %s. It has to be %s.", why, k.Hint)
	}
}

// Lacking is the error for values that lack where nobody can be asked: the first of all is the one that was asked for last.
func Lacking(all []sop.Parameter, given map[string]string) error {
	var names, options []string
	for i, p := range all {
		if _, ok := given[p.Name]; !p.Secret && (i == 0 || !ok) {
			names, options = append(names, p.Name), append(options, "--param "+p.Name+"=VALUE")
		}
	}
	verb := " isn't given"
	if len(names) > 1 {
		verb = " aren't given"
	}
	return &sop.Error{Code: sop.Invalid, Message: strings.Join(names, ", ") + verb + ", and nobody answers here: the input has ended.", Mend: "Give " + strings.Join(options, " ") + "."}
}

// What a refusal to begin asks for, by its place among the options.
const (
	NotAlone = iota
	Suspended
	Overdue
	Exposed
)

// options are how what a refusal to begin asks for is given in a terminal, by how the refusal begins and what it says last.
var options = []struct{ begins, ends, mend string }{
	NotAlone:  {execution.NotAlone, "", "Name somebody able who looks on with --companion NAME, or say with --alone REASON why you carry it out all the same."},
	Suspended: {execution.WhileSuspended, execution.SaysWhy, "To carry it out all the same, run the same command with --override REASON, which says why."},
	Overdue:   {execution.WhileOverdue, execution.SaysKnown, "To carry it out all the same, run the same command with --overdue, which says that you know."},
	Exposed:   {execution.LooksSecret, execution.SaysPlain, "If it is none, and may be kept, run the same command with --plain NAME for each, which says so. Otherwise have its parameter marked as secret in the procedure: then it is asked for when a command needs it, and never kept."},
}

// OptionOf is which of the options a refusal to begin is about, and what it says; -1 for none.
func OptionOf(err error) (said string, i int) {
	var e *sop.Error
	if !errors.As(err, &e) {
		return "", -1
	}
	for i, o := range options {
		if !strings.HasPrefix(e.Message, strings.TrimSuffix(o.begins, ".")) {
			continue
		}
		said := o.begins
		if o.ends != "" {
			said = strings.TrimSpace(strings.TrimSuffix(e.Message, o.ends)) // a server tells both as one text
		}
		return said, i
	}
	return "", -1
}

// Names are the parameters that a refusal of values that look like secrets names.
func Names(said string) []string {
	return strings.Split(strings.TrimSuffix(strings.TrimPrefix(said, execution.LooksSecret), "."), ", ")
}

// Said says that each of them was said to be none already.
func Said(said string, plain []string) bool {
	return !slices.ContainsFunc(Names(said), func(name string) bool { return !slices.Contains(plain, name) })
}

// Optioned is a refusal to begin, with the options of this terminal by which what it asks for is given.
func Optioned(err error) error {
	said, i := OptionOf(err)
	if i < 0 {
		return err
	}
	return &sop.Error{Code: sop.CodeOf(err), Message: said, Mend: options[i].mend, Cause: err}
}

// Idle names the options that count at the beginning alone, and were given for what goes on; empty where none were.
func Idle(companion, alone string) string {
	var given []string
	for _, o := range []struct{ option, value string }{{"--companion", companion}, {"--alone", alone}} {
		if o.value != "" {
			given = append(given, o.option)
		}
	}
	if len(given) == 0 {
		return ""
	}
	return strings.Join(given, " and ") + map[bool]string{true: " changes", false: " change"}[len(given) == 1] + " nothing: this execution has begun. Begin another one with --new, or end this one."
}
