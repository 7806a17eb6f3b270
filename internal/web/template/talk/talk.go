// Package talk draws remarks, questions and suggestions.
package talk

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop/thread"
	"showhow/internal/web/template"
	"showhow/internal/web/template/current"
)

// Talk is what is said of a procedure, as its page shows it beside the steps.
type Talk struct {
	// At is the address that the procedure's pages begin with; On what is shown of it: a revision's number, or WorkingCopy.
	At, On string
	// ByStep are threads by their steps' keys, those on what stands before the steps under ""; Gone are those whose step isn't there any more.
	ByStep map[string][]Thread
	Gone   []Thread
	// Open and Blocking count those that are open.
	Open, Blocking int
	// Findings are those of them that came of carrying it out, and that nobody has settled.
	Findings []Thread
	// Remarks says that whoever looks may say something.
	Remarks bool
	Since
	// Say is how feedback on the steps is taken.
	Say current.Say
	// Flags are why steps are to be looked at, by their keys.
	Flags map[string][]string
}

// Since is what is new to whoever looks.
type Since struct {
	// Changed are the keys of steps, "" for what stands before them.
	Changed map[string]bool
	Words   string
	// Href is where all that differs is shown; empty for nowhere.
	Href string
}

// Thread is a thread as pages show it.
type Thread struct {
	thread.Thread
	// At is as in Talk; Place where it stands, in words, and Href its address there.
	At, Place, Href string
	// Stale says what became of its place, in words; empty for nothing.
	Stale string
	Name  func(account string) string
	Now   time.Time
	// Accepting is what comes of it for its author that it is accepted; empty for nothing.
	Accepting string
	// Back is where its forms lead.
	Back string
	// Resolves, Accepts and Reopens are what whoever looks may do.
	Resolves, Accepts, Reopens bool
	// Typed is what was typed into its form, and Refused why that wasn't taken; empty for nothing.
	Typed   string
	Refused template.Fault
}

// Remarking is the form by which something is said.
type Remarking struct {
	At, Title, On, Step, Heading string
	Places                       []template.Place
	// Chosen is the place, Words the words that it's about, Text and Proposed what was typed before.
	Chosen, Words, Text, Proposed, Kind string
	// Blocks says that whoever looks may hold up the approval.
	Blocks bool
	template.Fault
}

// Threads is the page of all threads of a procedure.
type Threads struct {
	At, Title, Show string
	All             []Thread
	Counts          map[string]int
	Writes          bool
}

// ThreadShows are the ways in which threads are looked through.
var ThreadShows = []struct{ Value, Words string }{{"open", "Open"}, {"resolved", "Resolved"}, {"mine", "Mine"}, {"all", "All"}}

// KindWords are what a thread is.
func (t Thread) KindWords() string {
	w := map[thread.Kind]string{thread.Note: "Remark", thread.Question: "Question", thread.Suggestion: "Suggestion", thread.Finding: "Finding"}[t.Kind]
	if t.Sort != "" {
		w += ": " + string(t.Sort)
	}
	return w
}

// resolved is how it was resolved, in words.
func (t Thread) resolved() string {
	r := t.Resolution
	if r == nil {
		return ""
	}
	how := map[thread.How]string{thread.Mended: "Mended", thread.Answered: "Answered", thread.Declined: "Declined"}[r.How]
	if t.Kind == thread.Suggestion && r.How == thread.Mended {
		how = "Accepted"
	}
	return fmt.Sprintf("%s by %s, %s", how, t.Name(r.By), template.Ago(r.At, t.Now))
}

// mostFindings is how many findings are told one by one above a procedure.
const mostFindings = 6

// found is what a finding says of which place: "wrong, step 3".
func (t Thread) found() string {
	place := t.Place
	if place != "" {
		place = strings.ToLower(place[:1]) + place[1:]
	}
	return string(t.Sort) + ", " + place
}

// unsettled begins the line of findings.
func (t Talk) unsettled() string {
	return template.Many(len(t.Findings), "unsettled finding") + ":"
}

// action is the address of one of its verbs.
func (t Thread) action(verb string) string { return t.At + "/threads/" + t.ID + "/" + verb }

// openOf are those of some threads that are open, and doneOf the others.
func openOf(all []Thread) (out []Thread) {
	for _, t := range all {
		if t.State == thread.Open {
			out = append(out, t)
		}
	}
	return out
}

func doneOf(all []Thread) (out []Thread) {
	for _, t := range all {
		if t.State != thread.Open {
			out = append(out, t)
		}
	}
	return out
}

// remarkHref is where something is said about a step.
func (t Talk) remarkHref(step string) string {
	return t.At + "/threads/new?on=" + t.On + "&step=" + step
}

// talkID is the id of the element that holds a step's threads.
func talkID(step string) string {
	if step == "" {
		return "talk"
	}
	return "talk-" + step
}

// PlaceWords are a place in words: "Step 3, command 2, line 4"; number is 0 for what stands before the steps.
func PlaceWords(number int, a thread.Anchor) string {
	var all []string
	if number > 0 {
		all = append(all, "Step "+strconv.Itoa(number))
	}
	names := map[thread.Part]string{
		thread.Title: "title", thread.Detail: "detail", thread.Why: "why", thread.Commands: "command", thread.Expected: "expected", thread.Callout: "callout", thread.Figure: "picture",
		thread.Purpose: "purpose", thread.Audience: "audience", thread.Prerequisites: "before you begin", thread.Success: "done when",
	}
	if n := names[a.Part]; n != "" {
		if a.Index > 0 {
			n += " " + strconv.Itoa(a.Index+1)
		}
		all = append(all, n)
	}
	if a.Line > 0 {
		all = append(all, "line "+strconv.Itoa(a.Line))
	}
	if len(all) == 0 {
		return "The procedure as a whole"
	}
	s := strings.Join(all, ", ")
	return strings.ToUpper(s[:1]) + s[1:]
}

// mostGist is how much of a thread's words stands in a line, in characters.
const mostGist = 120

// Gist is what a thread says, in a line.
func (t Thread) Gist() string {
	s := t.Anchor.Words + " → " + t.Proposed
	if n := len(t.Remarks); n > 0 {
		s = t.Remarks[0].Text
	}
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > mostGist {
		s = string(r[:mostGist]) + "…"
	}
	return s
}
