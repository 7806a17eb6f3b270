// Package template draws the pages of a workspace from what they are given; it decides nothing. The *_templ.go files are made of the
// *.templ files by `make generate`.
package template

import (
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/render/compare"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// Frame is what all pages show around their own.
type Frame struct {
	// Path is the page's own.
	Path string
	// MayRecord says that the one who looks may bring recordings.
	MayRecord bool
	// Static gives the address of a file of ours by its name.
	Static  func(name string) string
	Version string
	// Again says when and where a browser without scripts looks again ("3", "1;url=…"); empty for a page that stays as it is.
	Again string
	// Unlisted says that no search engine may list the page.
	Unlisted bool
	Visitor
}

// again is f for a page that looks again.
func (f Frame) again(when string) Frame {
	f.Again = when
	return f
}

// Fault is an error as its page shows it.
type Fault struct {
	Heading, Message, Mend string
	// Reference is by what the log's line is found; empty when nothing is logged.
	Reference string
}

// Stretch is a part of a text that was found; a hit is what was asked for.
type Stretch struct {
	Text string
	Hit  bool
}

// RunRow is a run's.
type RunRow struct {
	ID, Name string
	State    sop.RunState
	// Stage is what is being done, in words; Percent how much of it is done, and Left the time left for it in words.
	Stage   string
	Percent int
	Left    string
}

// Run is what is seen of a run.
type Run struct {
	ID, Name, File, Size string
	State                sop.RunState
	Fault                *sop.Fault
	Attempt              int
	Steps                []Phase
	// Done is the address of what came of it; empty before.
	Done string
}

// PhaseState is what has become of a stage.
type PhaseState string

// The states of a stage.
const (
	Past   PhaseState = "past"
	Now    PhaseState = "now"
	Next   PhaseState = "next"
	Halted PhaseState = "halted"
)

// Phase is a stage of a run.
type Phase struct {
	Title   string
	State   PhaseState
	Percent int
	Left    string
}

// Record is the page on which the screen is recorded.
type Record struct {
	// Briefs are those that can be chosen, Brief the one that stands beside the recorder; nil for none.
	Briefs     []brief.Brief
	Brief      *brief.Brief
	Unfinished []Unfinished
	Meters     []Meter
}

// Meter is how much of a bound is used up.
type Meter struct {
	Is, Of int64
	Words  string
	Full   bool
}

// Unfinished is a recording whose end hasn't come.
type Unfinished struct {
	Upload, Title, Size string
	// Empty says that nothing has come of it, and Coming that it may be going on in another tab.
	Empty, Coming bool
	Began, Now    time.Time
}

// Procedure is an SOP's page.
type Procedure struct {
	// At is the page's address.
	At       string
	Document view.Document
	State    string
	Owner    string
	Changed  time.Time
	Said     []Said
	// Number is that of the revision which is shown (with changes since, when Writes), Latest the last one's.
	Number, Latest int
	// Dirty says that there are changes since the last revision; Writes that whoever looks changes the working copy.
	Dirty, Writes bool
	// Who is the account of whoever looks.
	Who string
	// Preview is the address of what is played; Note what is to be known of that, or why there is nothing.
	Preview, Note string
	// Media is what is known of the recording: other pictures can be taken of its film.
	Media sop.Media
	// Shares is the address of the page of its shares; empty for one who may not share it.
	Shares string
	// Banners are what everybody must know; Standing is where the shown revision stands, in a word.
	Banners  []Banner
	Standing string
	// InForce is since when it is in force, Due when it is to be looked at, and Digest that of its bytes; zero for a revision that isn't.
	InForce, Due time.Time
	Digest       string
	// Draft is where the working copy is, when another is shown to whoever may change it; Query is what addresses of exports need so that they are of what is shown.
	Draft, Query string
	// Yours is how far whoever looks is with learning it; empty for nothing.
	Yours string
	// Talk is what is said of it.
	Talk Talk
	// Tags are those that people gave it; Tags can be set by whoever may write (Tagger).
	Tags   []Choosable
	Tagger bool
}

// WorkingCopy is what the working copy is called where revisions are chosen.
const WorkingCopy = "now"

// Revisions is the list of a procedure's revisions, the newest first.
type Revisions struct {
	At, Title     string
	Latest        int
	Dirty, Writes bool
	All           []sop.Release
	// Asks says that it can be asked what was in force on a day; Now is the time.
	Asks bool
	Now  time.Time
}

// Compare is what differs between two revisions; From and To are their numbers, or WorkingCopy.
type Compare struct {
	At, Title, From, To string
	All                 []sop.Release
	// Writes says that whoever looks may see the working copy.
	Writes bool
	Found  compare.Comparison
	// Was and Now are the figures of both by their images.
	Was, Now map[string]view.Figure
}

// Glossary are a workspace's names; Writes says that whoever looks may change them.
type Glossary struct {
	All    []sop.Term
	Writes bool
}

// Said is a line of the narration.
type Said struct {
	Clock, From, To, Text string
	// Typed says that it was typed as a comment.
	Typed bool
	// ID is the utterance's.
	ID string
}

// templates are the kinds of SOP that can be asked for, in words.
var templates = func() (all []struct{ Name, Words string }) {
	words := map[string]string{"generic": "Any procedure", "incident-response": "Incident response", "database-migration": "Database migration", "deployment": "Deployment", "ci-setup": "Setting up CI"}
	for _, name := range sop.Templates {
		all = append(all, struct{ Name, Words string }{name, words[name]})
	}
	return all
}()

// TemplateWords is a template's name in words; empty for one that there isn't.
func TemplateWords(name string) string {
	for _, t := range templates {
		if t.Name == name {
			return t.Words
		}
	}
	return ""
}

// ago is a time as people tell it.
func ago(t, now time.Time) string {
	switch d := now.Sub(t); {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d/time.Minute))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h ago", int(d/time.Hour))
	case d < 14*24*time.Hour:
		return many(int(d/(24*time.Hour)), "day") + " ago"
	}
	return t.Format("2 Jan 2006")
}

// many is a number with what is counted.
func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// StateWords are a procedure's states in words.
func StateWords(state string) string { return stateWords(state) }

// stateWords are a procedure's states in words.
func stateWords(state string) string {
	if state == "" {
		return ""
	}
	return strings.ToUpper(state[:1]) + strings.ReplaceAll(state[1:], "_", " ")
}

// doing says what is being done for a run.
func doing(n RunRow) string {
	switch n.State {
	case sop.RunQueued:
		return "Waiting for its turn"
	case sop.RunDone:
		return "Drafted"
	case sop.RunFailed:
		return "Failed"
	case sop.RunCancelled:
		return "Cancelled"
	}
	if n.Stage == "" {
		return "Beginning"
	}
	return n.Stage
}

// headline says how it stands with a run.
func headline(r Run) string {
	switch r.State {
	case sop.RunQueued:
		return "Waiting for its turn"
	case sop.RunFailed:
		return "This draft failed"
	case sop.RunCancelled:
		return "This draft was cancelled"
	}
	return "Being drafted"
}

// refresh looks again in a second, at another address of the same page.
func refresh(again string) string {
	if again == "" {
		return ""
	}
	return "1;url=" + again
}

// whileRunning looks again every few seconds until the run is over.
func whileRunning(r Run) string {
	if r.State.Over() {
		return ""
	}
	return "3"
}

// web says whether an address leads into the web; any other one is shown, and leads nowhere.
func web(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// lookAt marks the place that isn't sure; nothing for one that is.
func lookAt(n int) templ.Attributes {
	if n == 0 {
		return nil
	}
	return templ.Attributes{"id": fmt.Sprintf("look-%d", n), "data-look-at": true, "tabindex": "-1"}
}

// revisionName is what a revision is called.
func revisionName(name string) string {
	if name == WorkingCopy {
		return "The working copy"
	}
	return "Revision " + name
}

// changesOf says in words what differs.
func changesOf(c compare.Comparison) string {
	var all []string
	for _, n := range []struct {
		n    int
		what string
	}{{c.Changed, "changed"}, {c.Added, "added"}, {c.Removed, "removed"}, {c.Moveds, "moved"}} {
		if n.n > 0 {
			all = append(all, fmt.Sprintf("%s %s", many(n.n, "step"), n.what))
		}
	}
	if len(c.Fields) > 0 {
		all = append(all, many(len(c.Fields), "part")+" before the steps changed")
	}
	return strings.Join(all, ", ")
}

// stateOf says what has become of a step.
func stateOf(s compare.Step) string {
	switch {
	case s.State == compare.Kept && s.Moved:
		return "moved"
	case s.Moved:
		return string(s.State) + ", moved"
	}
	return string(s.State)
}

// reviewed are the numbers of a step in both revisions.
func reviewed(s compare.Step) string {
	switch {
	case s.Before == 0:
		return fmt.Sprintf("Step %d", s.After)
	case s.After == 0:
		return fmt.Sprintf("Step %d before", s.Before)
	case s.Before != s.After:
		return fmt.Sprintf("Step %d, before %d", s.After, s.Before)
	}
	return fmt.Sprintf("Step %d", s.After)
}

// figures are those of some images.
func figures(of map[string]view.Figure, images []string) (all []view.Figure) {
	for _, i := range images {
		if f, ok := of[i]; ok {
			all = append(all, f)
		}
	}
	return all
}

// differs are the steps in which something differs.
func differs(all []compare.Step) (out []compare.Step) {
	for _, s := range all {
		if s.State != compare.Kept || s.Moved {
			out = append(out, s)
		}
	}
	return out
}

// mostCompared is how many steps that differ one page shows.
const mostCompared = 200

// first are the steps that a page shows.
func first(all []compare.Step) []compare.Step { return all[:min(len(all), mostCompared)] }

// sideOf are stretches as HTML: blanks count in them, and a template would add some.
func sideOf(all []compare.Stretch) string {
	var b strings.Builder
	for _, x := range all {
		text := html.EscapeString(x.Text)
		switch x.Kind {
		case compare.Gone:
			text = "<del>" + text + "</del>"
		case compare.New:
			text = "<ins>" + text + "</ins>"
		}
		b.WriteString(text)
	}
	return b.String()
}
