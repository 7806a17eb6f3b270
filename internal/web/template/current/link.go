package current

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"showhow/internal/sop/current"
	"showhow/internal/web/template"
)

// LinksShown is how many links a page shows.
const LinksShown = 50

// Links is the page of watched links.
type Links struct {
	// On says that links are asked, and Every how often one is at most.
	On    bool
	Every time.Duration
	// Show is the state that is shown; empty for all. From is how many are before those shown, and More says that others are behind.
	Show   current.LinkState
	From   int
	More   bool
	Counts map[current.LinkState]int
	All    []current.Watched
	// Whole says that whoever looks sees the links of all procedures.
	Whole bool
	Said  string
	Now   time.Time
	template.Fault
}

func (p Links) total() (n int) {
	for _, k := range p.Counts {
		n += k
	}
	return n
}

func (p Links) none() string {
	if p.Whole {
		return "No procedure in force names a link. They are read out of a revision when it comes into force."
	}
	return "No procedure of yours that is in force names a link."
}

func (p Links) often() string {
	switch h := int(p.Every.Hours()); {
	case h == 24:
		return "once a day at most"
	case h%24 == 0 && h > 0:
		return fmt.Sprintf("once in %d days at most", h/24)
	case h == 1:
		return "once an hour at most"
	default:
		return fmt.Sprintf("once in %d hours at most", h)
	}
}

func (p Links) at(from int) string {
	return "/links?show=" + url.QueryEscape(string(p.Show)) + "&from=" + strconv.Itoa(max(from, 0))
}

// linkWords are the states in words, and linkClass how they look.
var (
	linkWords = map[current.LinkState]string{
		current.LinkGone: "Gone", current.LinkMoved: "Moved", current.LinkSilent: "No answer", current.LinkUnsure: "Can’t tell", current.LinkOK: "Answers", current.LinkPending: "Not asked yet", current.LinkNot: "Not asked",
	}
	linkClass = map[current.LinkState]string{
		current.LinkGone: "link-gone", current.LinkMoved: "link-moved", current.LinkSilent: "link-moved", current.LinkUnsure: "link-unsure", current.LinkOK: "link-ok",
	}
)

// state is a state in words: where nobody is called, nothing has a turn that would come.
func (p Links) state(s current.LinkState) string {
	if s == current.LinkPending && !p.On {
		return "Not watched"
	}
	return linkWords[s]
}

// notWords say why a link isn't asked.
var notWords = map[current.NotAsked]string{
	current.HoldsSecret: "A name, a password or a token stands in it: such a link is never asked.",
	current.HoldsPlace:  "Something in it is to be filled in.",
	current.IsCalled:    "A command calls it in a way of its own.",
}

// badWords are how something bad is told, and how many days it takes.
var badWords = map[current.LinkState]struct {
	words string
	days  int
}{current.LinkGone: {"", 2}, current.LinkMoved: {"", 2}, current.LinkSilent: {"Doesn’t answer", 3}}

// words say what was seen of a link.
func (p Links) words(x current.Watched) string {
	if x.Not != "" {
		return notWords[x.Not]
	}
	said := capital(x.Said)
	switch {
	case x.State == current.LinkNot:
		return "Nobody is called there: " + x.Said + "."
	case x.State == current.LinkPending && p.On:
		return "It has its turn soon."
	case x.State == current.LinkPending:
		return "Nobody has looked: the watch is off."
	case x.State == current.LinkOK:
		return "Answers as it should."
	case x.Bad == "" || x.State == current.LinkUnsure && x.LastDay != x.Asked.UTC().Format(time.DateOnly):
		return said + "; that doesn’t tell whether it is there."
	}
	if x.Bad == current.LinkSilent {
		said = badWords[x.Bad].words + since(x) + ": " + x.Said
	} else {
		said += since(x)
	}
	if x.State != current.LinkUnsure {
		return said + "."
	}
	if x.Bad == current.LinkSilent && x.Good.IsZero() && x.Status == 0 {
		return said + ". It has never answered from here, so nothing is marked."
	}
	return said + fmt.Sprintf(". Steps are marked when it is so on %d days.", badWords[x.Bad].days)
}

func since(x current.Watched) string { return " since " + template.Day(x.Since) }

// capital is a text that begins a sentence.
func capital(text string) string {
	if text != "" && text[0] >= 'a' && text[0] <= 'z' {
		return string(text[0]-'a'+'A') + text[1:]
	}
	return text
}

// refs are steps as they are led to.
func refs(all []current.LinkStep) (out []StepRef) {
	for _, s := range all {
		out = append(out, StepRef(s))
	}
	return out
}
