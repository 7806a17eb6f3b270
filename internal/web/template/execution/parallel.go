package execution

import (
	"strconv"
	"time"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/web/template"
)

// Parallels are what of a procedure is under way beside what somebody begins, or carries out.
type Parallels struct {
	All  []execution.Parallel
	Name func(account string) string
}

// Tries says how often whoever does a dry run had carried the procedure out before.
func Tries(who string, n int) string {
	switch n {
	case 0:
		return "This dry run is by " + who + ", who had never carried it out for real before."
	case 1:
		return "This dry run is by " + who + ", who had carried it out for real once before."
	}
	times := strconv.Itoa(n) + " times"
	if n >= life.MostTold {
		times += " or more"
	}
	return "This dry run is by " + who + ", who had carried it out for real " + times + " before."
}

// kind is how loudly it is told: it may collide where the values are the same.
func (p Parallels) kind() string {
	for _, x := range p.All {
		if x.Alike {
			return "amber"
		}
	}
	return "plain"
}

// doing is what one is for, and who answers for it: "Live, by Ada".
func doing(x execution.Parallel, name func(string) string) string {
	words := modeWords[x.Mode]
	if x.Environment != "" {
		words += " in " + x.Environment
	}
	return words + ", by " + name(x.Lead)
}

// words tell of one aloud.
func (p Parallels) words(x execution.Parallel) string {
	words := p.Name(x.Lead) + " carries it out, too"
	if same := x.Values(); same != "" {
		words += ", " + same
	}
	return words + "."
}

// since is how far it is.
func since(x execution.Parallel) string {
	at := func(t time.Time) string { return t.UTC().Format("2 Jan, 15:04 UTC") }
	words := "begun " + at(x.Started) + ", " + strconv.Itoa(x.Done) + " of " + strconv.Itoa(x.Of) + " settled"
	if x.Changed.After(x.Started) {
		words += ", last changed " + at(x.Changed)
	}
	return words + "."
}

// UnderWay tells readers of a procedure, whose pages begin with at, that it is being carried out.
func UnderWay(all []execution.Parallel, name func(string) string, at string) template.Banner {
	if len(all) == 1 {
		return template.Banner{Kind: "plain", Text: "It is being carried out: " + doing(all[0], name) + ", " + since(all[0]), Href: "/executions/" + all[0].ID, Words: "Go to it"}
	}
	n := strconv.Itoa(len(all))
	if len(all) >= execution.MostParallel {
		n += " or more"
	}
	return template.Banner{Kind: "plain", Text: "It is being carried out " + n + " times at once; last begun by " + name(all[0].Lead) + ".", Href: at + "/executions", Words: "See them"}
}
