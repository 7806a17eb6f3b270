// Package phrase turns spoken sentences into the sentences of a procedure: it takes the talk out, splits what is left into
// clauses, says what each is for (an instruction, a reason, a warning, …) and words it for a reader. It knows English and
// nothing of the screen. All of it is rules and tables; the same words always give the same answer.
package phrase

import (
	"strings"

	"showhow/internal/sop"
)

// Kind says what a clause is for.
type Kind string

// The kinds of clause.
const (
	Do           Kind = "do"           // an instruction: "Open the deploy job."
	Check        Kind = "check"        // an instruction to look: "Check that all pods are running."
	Why          Kind = "why"          // a reason
	Warning      Kind = "warning"      // what must not be done or be passed over
	Caution      Kind = "caution"      // where care is needed
	Tip          Kind = "tip"          // what may help
	Note         Kind = "note"         // a remark that was announced as one
	Remark       Kind = "remark"       // a plain statement: used only where its words belong to a step
	Expected     Kind = "expected"     // what is seen when it went right
	Success      Kind = "success"      // how to tell that the whole is done
	RollBack     Kind = "rollback"     // what to do when it fails
	Prerequisite Kind = "prerequisite" // what is needed beforehand
	Purpose      Kind = "purpose"      // what the whole is for
	Audience     Kind = "audience"     // whom it is for
	Turn         Kind = "turn"         // a new part begins
	Retract      Kind = "retract"      // what was just said or done was a mistake
	Drop         Kind = "drop"         // talk
)

// Clause is one thing that was said, worded for the reader.
type Clause struct {
	Kind Kind
	// Text is a whole sentence with its full stop (or a noun phrase, for prerequisites and audience), without inline
	// Markdown; empty for Turn, Retract and Drop.
	Text string
	// Section is the part of the procedure that it opens or belongs to; empty when it doesn't tell.
	Section sop.SectionKind
	// Said is the stretch of the sentence that it was made from.
	Said string
	// Back says that it speaks of what has just been done ("as you can see …"), Ahead that it announces ("now we'll …").
	Back, Ahead bool
	// Habit says that it was told as what is done in general ("we rotate the key once a year"), and Ordered that its sentence
	// begins with a word of order ("first", "now", "let's").
	Habit, Ordered bool
}

// Read gives the clauses of one spoken sentence, in order. It gives none for a sentence that is only talk, but for Turn and
// Retract.
func Read(sentence string) []Clause {
	sentence, taken := meant(sentence)
	if taken {
		return []Clause{{Kind: Retract, Said: sentence}}
	}
	text := tidy(sentence)
	if text == "" || introduces.MatchString(openers(text)) {
		return nil
	}
	section := sectionOf(text)
	var all []Clause
	for _, piece := range split(text) {
		c := classify(piece)
		if c.Kind == Drop || c.Text == "" && c.Kind != Turn && c.Kind != Retract {
			continue
		}
		c.Said = piece.text
		c.Ordered = ordered.MatchString(text)
		if c.Section == "" && (c.Kind == Do || c.Kind == Check || c.Kind == Turn) {
			c.Section = section
		}
		all = append(all, c)
	}
	return all
}

// meant is what is left of a sentence in which the speaker corrects himself: what he says after it. When he says nothing more,
// all of it is taken back.
func meant(text string) (left string, taken bool) {
	m := corrects.FindStringIndex(text)
	switch {
	case m == nil:
		return text, false
	case len(strings.Fields(text[m[1]:])) >= 2:
		return text[m[1]:], false
	}
	return text, true
}

var corrects = re(`^.+[, ](?:no,? wait|wait,? no|sorry,? (?:no|not that(?: one)?|i mean(?:t)?)|scratch that|oops|i meant|correction)\b[,. ]*(?:(?:sorry|not that one|no|i mean|wait|the other one)[,. ]+)*`)

// introduces fits sentences in which people say who they are.
var introduces = re(`^(?:my name is|my name's|i'm [A-Z]?\w+ (?:from|and i)|i am [A-Z]?\w+ (?:from|and i)|this is \w+ (?:from|speaking)|i work (?:in|at|for|as)|i've been working)\b`)

// piece is a stretch of a sentence between two joints.
type piece struct {
	text string
	// as is the kind that its joint gives it ("because" gives Why); empty when its words decide.
	as Kind
	// lead is what stands before its words in the finished text, in place of the joint: "Otherwise ".
	lead string
}

// classify says what a piece is for and words it.
func classify(p piece) Clause {
	if p.as != "" {
		return Clause{Kind: p.as, Text: statement(p.lead + p.text)}
	}
	text := openers(p.text)
	inOrder := ordered.MatchString(p.text)
	back, ahead := looksBack.MatchString(text), looksAhead.MatchString(text)
	for _, r := range rules {
		m := r.form.FindStringSubmatchIndex(text)
		if m == nil || r.unless != nil && r.unless.MatchString(text) {
			continue
		}
		if r.kind == Caution && inOrder && asksToCheck.MatchString(text) {
			continue // "first, make sure you're on the right cluster" is a step
		}
		c := Clause{Kind: r.kind, Section: r.section, Back: back, Ahead: ahead}
		if r.word != nil {
			c.Text = r.word(text, rest(text, m))
		}
		if c.Text == "" && r.word != nil {
			continue
		}
		if r.announces && nextOne.MatchString(p.text) {
			c = withKind(c.Text, FirstWord(c.Text))
			c.Ahead = true
		}
		return c
	}
	if c, ok := instruction(text); ok {
		c.Back, c.Ahead, c.Habit = back, ahead, habit.MatchString(text)
		return c
	}
	return remark(text)
}

var (
	ordered     = re(`^(?:(?:so|okay|ok|and|right|well|alright|all right|um|uh)[, ]+)*(?:first|firstly|now|then|next|after that|finally|let's|let us|second|third|lastly|start|begin|we start|i start|to start)\b`)
	nextOne     = re(`^(?:(?:so|okay|ok|and|right|well|alright|all right|um|uh)[, ]+)*(?:now|then|next|after that|finally|second|third|lastly)\b`)
	asksToCheck = re(`^(?:please )?make sure (?:that )?you(?:'re| are)`)
	habit       = re(`^(?:[^,]*, ?)?(?:today |(?:once|twice) an? \w+ |every \w+ )?(?:i|we) (?:also |always |usually |normally |only |just |do )*[a-z]+\b`)
)

// rest is what the rule's first group holds, or what stands behind the match when it has none.
func rest(text string, m []int) string {
	for i := 2; i+1 < len(m); i += 2 {
		if m[i] >= 0 {
			return text[m[i]:m[i+1]]
		}
	}
	return text[m[1]:]
}

// remark is a plain statement, or talk.
func remark(text string) Clause {
	if len(strings.Fields(text)) < 4 || longAgo.MatchString(text) && subjectFirst(text) || personal.MatchString(text) || strings.HasSuffix(text, "?") {
		return Clause{Kind: Drop}
	}
	return Clause{Kind: Remark, Text: statement(text)}
}
