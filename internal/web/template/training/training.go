// Package training draws who can do what, and what is to be learnt.
package training

import (
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/web/template"
)

// Base is what all pages of training show.
type Base struct {
	Now time.Time
	// Who looks, and Name gives what people call an account.
	Who  string
	Name func(account string) string
	// Judges says that whoever looks sees what was noted on others, and until when they are to have learnt what.
	Judges bool
	template.Fault
}

// Procedure is who is where with one procedure.
type Procedure struct {
	Base
	// At is the procedure's address, Number and Digest those of its revision in force; Number is 0 when none is.
	At, Title, Digest string
	Number            int
	Class             life.Class
	Policy            training.Policy
	You               training.Cell
	Rows              []Row
	Held              training.Held
	// Retired says that nobody works by it any more.
	Retired bool
	// Rules says that whoever looks may ask others to learn it; Password that they sign by one.
	Rules, Password bool
	// Signs are for whom they may sign a run that they saw, or that they are able alone; Waives for whom stages can be let pass.
	Signs  []Row
	People []template.Place
	Roles  []training.Assignment
	Log    []Line
	// Said is what was typed before something was refused.
	Said string
}

// Row is one person with one procedure.
type Row struct {
	training.Person
	training.Cell
	// Runs are executions of theirs by the revision in force.
	Runs []template.Place
	// Slug and Title are the procedure's, for lists of one person's.
	Slug, Title string
	Number      int
	Able        []training.Person
	Said        string
}

// Line is an entry with whom it is about.
type Line struct {
	Whom string
	training.Entry
}

// Mine is what somebody is to learn, and what waits for them.
type Mine struct {
	Base
	// Whose page it is; You says that it is that of whoever looks.
	Person training.Person
	You    bool
	Due    []Row
	Others []Row
	Waits  []Wait
}

// Wait is somebody for whom whoever looks may sign.
type Wait struct{ Slug, Title, Who, Words string }

// Matrix is people by procedures.
type Matrix struct {
	Base
	People []training.Person
	Rows   []MatrixRow
	// Filters are what can be chosen by.
	Filters []template.Filter
	// Query is what was chosen, for addresses; Next leads to the next page; empty when there is none. Total counts the procedures on all pages.
	Query, Next string
	Total       int
	// Filtered says that something was chosen; Gaps counts the procedures shown that too few can do.
	Filtered bool
	Gaps     int
	// Left is how many procedures have changed and aren't counted anew yet.
	Left int
}

// MatrixRow is a procedure with its cells, in the order of the people.
type MatrixRow struct {
	Slug, Title string
	Cells       []MatrixCell
	Held        training.Held
}

// MatrixCell is a letter, with the word for it as a class; Late says that it should have been more.
type MatrixCell struct {
	Letter, Word string
	Late         bool
}

// stageLetters and stageDone are how far somebody is.
var (
	stageLetters = map[training.Stage]string{training.Read: "R", training.Walked: "W", training.Supervised: "S", training.Able: "A"}
	stageDone    = map[training.Stage]string{"": "not begun", training.Read: "read", training.Walked: "walked through", training.Supervised: "run under supervision", training.Able: "able alone"}
	stageTarget  = map[training.Stage]string{training.Read: "read it", training.Walked: "walk through it", training.Supervised: "carry it out under supervision", training.Able: "be able alone"}
	stageVerbs   = map[training.Stage]string{training.Read: "acknowledged that they read it", training.Walked: "carried it out for practice", training.Supervised: "signed a run under supervision", training.Able: "signed: able alone"}
	refreshWords = map[training.Reason]string{training.Revised: "it has changed since", training.Unused: "not carried out for a long time", training.Undone: "taken back"}
	gapWords     = map[training.Gap]string{training.OnlyOne: "only one person can do this", training.Nobody: "nobody can do this", training.OnlyLeft: "only somebody who has left can do this"}
)

// CellOf is a cell as a letter.
func CellOf(c training.Cell, seesDue bool) MatrixCell {
	m := MatrixCell{Late: c.Late && seesDue}
	switch {
	case c.Alone():
		m.Letter, m.Word = "A", "able"
	case c.Refresh != "":
		m.Letter, m.Word = "F", "refresh"
	case c.Stage != "":
		m.Letter, m.Word = stageLetters[c.Stage], "begun"
	case c.Begun:
		m.Letter, m.Word = "N", "asked"
	}
	return m
}

// Words tells where somebody is.
func (r Row) Words() string { return standingWords(r.Cell) }

func standingWords(c training.Cell) string {
	switch {
	case c.Alone():
		return "able alone since " + template.Day(c.Standing.Able.At) + ", revision " + fmt.Sprint(c.Standing.Able.Number)
	case c.Refresh != "":
		return "to refresh: " + refreshWords[c.Refresh]
	}
	return stageDone[c.Stage]
}

// Yours is what the page of a procedure says of whoever looks; empty when there is nothing to say.
func Yours(c training.Cell, now time.Time) string {
	if !c.Begun {
		return ""
	}
	s := "You: " + standingWords(c)
	if n := len(c.Since); c.Alone() && n > 0 {
		s += fmt.Sprintf("; %s in wording since", revisionsWords(n))
	}
	if c.ReadAgain {
		s += "; to be read again"
	}
	if c.Task != nil && !c.Done {
		s += "; to " + stageTarget[c.Task.Target] + " by " + template.Day(c.Due)
		if c.Late {
			s += ", which is overdue"
		}
	}
	return s + "."
}

func revisionsWords(n int) string {
	if n == 1 {
		return "one revision has changed something"
	}
	return fmt.Sprintf("%d revisions have changed something", n)
}

// asked is what somebody, or everybody of a role, was asked to learn: Done says that they have come so far, and are asked again only when a revision changes what is done.
type asked struct {
	ID, Who string
	Done    bool
}

// dueWords is until when somebody is to have learnt it.
func dueWords(c training.Cell, now time.Time) string {
	switch {
	case c.Task == nil:
		return ""
	case c.Done:
		return "done"
	case c.Late:
		return "overdue since " + template.Day(c.Due)
	}
	return "by " + template.Day(c.Due)
}

// act is the one thing that a person does next.
type act struct{ Href, Words, More string }

func nextAct(r Row) act {
	at := "/s/" + r.Slug
	switch r.Next() {
	case training.Read:
		return act{at + "/training#read", "Read it and acknowledge", "Revision " + fmt.Sprint(r.Number)}
	case training.Walked:
		return act{at + "/run?mode=training", "Carry it out for practice", ""}
	case training.Supervised:
		return act{at + "/run?mode=training", "Carry it out under supervision", namesOf(r.Able, "looks on, and signs what they saw")}
	case training.Able:
		return act{at + "/training", "See who can sign", namesOf(r.Able, "signs that you are able alone")}
	}
	return act{at, "Open it", ""}
}

func namesOf(all []training.Person, does string) string {
	var names []string
	for i, p := range all {
		if i == 4 {
			names = append(names, fmt.Sprintf("%d more", len(all)-4))
			break
		}
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		return "A supervisor whom the task names, or a reviewer, " + does + "."
	}
	return strings.Join(names, " or ") + " " + does + "."
}

// entryWords tells an entry.
func entryWords(l Line) string {
	switch l.Kind {
	case training.Waived:
		return "waived for " + l.Whom + ": " + stageTarget[l.Stage]
	case training.TakenBack:
		return "took back that " + l.Whom + " is able alone"
	}
	switch l.Stage {
	case training.Read, training.Walked:
		return stageVerbs[l.Stage]
	}
	return stageVerbs[l.Stage] + ", of " + l.Whom
}

// entryName is who signed: the printed name, or what an account is called.
func (p Procedure) entryName(l Line) string {
	if l.Entry.Name != "" {
		return l.Entry.Name
	}
	return p.Base.Name(l.Account)
}

// able are the names of those who are able alone, in a line.
func ableWords(h training.Held) string {
	var names []string
	for _, p := range h.Able {
		names = append(names, p.Name)
	}
	s := fmt.Sprintf("%d able alone", len(h.Able))
	if len(names) > 0 && len(names) <= 5 {
		s += ": " + strings.Join(names, ", ")
	}
	for _, x := range []struct {
		n     int
		words string
	}{{len(h.Refresh), "to refresh"}, {len(h.Learning), "learning"}} {
		if x.n > 0 {
			s += fmt.Sprintf(" · %d %s", x.n, x.words)
		}
	}
	return s
}

// Policies is the page of what each class asks for.
type Policies struct {
	Base
	All training.Policies
}

var roles = team.Roles

func today(now time.Time) string { return now.UTC().AddDate(0, 0, 1).Format(time.DateOnly) }

func inDays(now time.Time, n int) string { return now.UTC().AddDate(0, 0, n).Format(time.DateOnly) }

// has says whether a stage is there: able alone holds all before it.
func has(c training.Cell, x training.Stage) bool {
	return c.Stage.Rank() >= x.Rank() || c.Has[x] != nil && (x != training.Able || c.Alone())
}

// PersonRow is what one person can do, counted.
type PersonRow struct {
	training.Person
	training.Count
}

// Words tell it; what is late is told to whoever may see it.
func (r PersonRow) Words(late bool) string {
	s := fmt.Sprintf("able alone at %d", r.Able)
	for _, x := range []struct {
		n     int
		words string
	}{{r.Refresh, "to refresh"}, {r.Learning, "begun"}, {r.Late, "overdue"}} {
		if x.n > 0 && (late || x.words != "overdue") {
			s += fmt.Sprintf(" · %d %s", x.n, x.words)
		}
	}
	return s
}
