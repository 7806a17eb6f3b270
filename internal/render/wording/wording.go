// Package wording holds the words that all renderers use for the same things: times, sources, classes, callouts.
package wording

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
)

// Clean is text without what could upset a page: control characters and marks that turn the direction of writing. Line
// breaks and tabs stay.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || unicode.IsControl(r):
			return -1
		case r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0xFEFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// Line is text cleaned, on one line.
func Line(text string) string { return strings.Join(strings.Fields(Clean(text)), " ") }

// Capital is a text that begins a line.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// Clock is a moment as a player's bar shows it, in whole seconds: "1:07", "1:02:03".
func Clock(m sop.Moment) string {
	s := int(time.Duration(m) / time.Second)
	if s < 0 {
		s = 0
	}
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// When is a moment of one of a revision's recordings as that one's player shows it; of a later one with which: "1:07 (2nd)".
func When(r *sop.Revision, m sop.Moment) string {
	n, own, _ := r.Reel(m)
	if n == 0 {
		return Clock(own)
	}
	return Clock(own) + " (" + Ordinal(n+1) + ")"
}

// Ordinal is a number as in "the 2nd".
func Ordinal(n int) string {
	if end := n % 100; end < 11 || end > 13 {
		switch n % 10 {
		case 1:
			return fmt.Sprint(n, "st")
		case 2:
			return fmt.Sprint(n, "nd")
		case 3:
			return fmt.Sprint(n, "rd")
		}
	}
	return fmt.Sprint(n, "th")
}

// At is a moment in seconds for a media fragment (W3C Media Fragments 1.0, "#t=41.5").
func At(m sop.Moment) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.1f", max(0, m.Seconds())), "0"), ".")
}

// Typed are the IDs of the utterances that were typed as comments and not spoken.
func Typed(r *sop.Revision) map[string]bool {
	typed := map[string]bool{}
	for _, u := range r.Transcript.Utterances {
		if u.Typed {
			typed[u.ID] = true
		}
	}
	return typed
}

// told says how the words that a claim rests on were uttered: "heard", "typed", or "typed and heard".
func told(e sop.Evidence, typed map[string]bool) string {
	n := 0
	for _, id := range e.Utterances {
		if typed[id] {
			n++
		}
	}
	switch {
	case n == 0:
		return "heard"
	case n < len(e.Utterances):
		return "typed and heard"
	}
	return "typed"
}

// Source says in words where a claim comes from; typed is as Typed gives it.
func Source(e sop.Evidence, typed map[string]bool) string {
	switch e.Source {
	case sop.FromScreen:
		return "Seen"
	case sop.FromSpeech:
		t := told(e, typed)
		return strings.ToUpper(t[:1]) + t[1:]
	case sop.FromBoth:
		return "Seen and " + told(e, typed)
	case sop.FromAuthor:
		return "Given by the author"
	}
	return "Showhow's rule"
}

// Untold is the remark at a step that was spoken of and not shown.
func Untold(e sop.Evidence, typed map[string]bool) string {
	if told(e, typed) == "typed" {
		return "typed as a comment, not shown"
	}
	return "told, not shown"
}

// rules are Showhow's own rules in words.
var rules = map[string]string{
	"destroying-command":  "commands that delete or overwrite get a caution",
	"program-used":        "a program that a command calls has to be there",
	"host-entered":        "a host that is logged in to has to be reachable",
	"address-opened":      "a site that is opened has to be reachable",
	"title-from-name":     "a recording that names nothing lends its file's name",
	"title-from-deed":     "a session of which nobody says what it is for is named by the last of the things done that matter most",
	"title-from-programs": "a long session of which nobody says what it is for is named by its programs",
}

// Rule is a rule's name in words.
func Rule(name string) string {
	if r := rules[name]; r != "" {
		return r
	}
	return Line(strings.ReplaceAll(name, "-", " "))
}

// Evidence says in one line what a claim of a revision rests on; typed is as Typed gives it.
func Evidence(r *sop.Revision, e sop.Evidence, typed map[string]bool) string {
	parts := []string{Source(e, typed)}
	if n, own, _ := r.Reel(e.Span.From); e.Source != sop.FromAuthor {
		parts[0] += " at " + Clock(own)
		if n > 0 {
			parts[0] += " of the " + Ordinal(n+1) + " recording"
		}
	}
	if e.Source == sop.FromRule {
		parts = append(parts, Rule(e.Rule))
	}
	if h := Line(e.Heard); h != "" {
		parts = append(parts, "“"+h+"”")
	}
	if r := Line(e.Read); r != "" {
		parts = append(parts, "read: "+r)
	}
	for _, c := range e.Corrections {
		parts = append(parts, fmt.Sprintf("heard as “%s”, mended from the %s", Line(c.Heard), Line(c.Source)))
	}
	if e.Source != sop.FromAuthor && e.Source != sop.FromRule {
		parts = append(parts, fmt.Sprintf("%d %% sure", int(e.Confidence*100+.5)))
	}
	return strings.Join(parts, " · ")
}

// Callout is the heading of a callout.
func Callout(k sop.CalloutKind) string {
	switch k {
	case sop.Warning:
		return "Warning"
	case sop.Caution:
		return "Caution"
	case sop.Tip:
		return "Tip"
	}
	return "Note"
}

// Ended says how a command ended in the recording; empty when that isn't known.
func Ended(c *sop.Command) string {
	if c.Exit == nil {
		return ""
	}
	if len(c.Output) == 0 && *c.Exit == 0 {
		return "printed nothing, exit status 0"
	}
	return fmt.Sprintf("exit status %d", *c.Exit)
}

// Syntax is the name by which highlighters know a command's language.
func Syntax(shell string) string {
	switch shell {
	case "shell":
		return "sh"
	case "powershell":
		return "powershell"
	case "psql", "mysql":
		return "sql"
	case "python":
		return "python"
	}
	return "text"
}

// Length is a recording's length in words: "2 min 34 s".
func Length(m sop.Moment) string {
	s := int(time.Duration(m).Round(time.Second) / time.Second)
	switch {
	case s <= 0:
		return ""
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return fmt.Sprintf("%d min %d s", s/60, s%60)
	}
	return fmt.Sprintf("%d h %d min", s/3600, s/60%60)
}

// Recorded is a recording's length in words, and for one that was cut off how much of it could be read.
func Recorded(m *sop.Media) string {
	l := Length(m.Duration)
	if r := Length(m.Readable); r != "" && r != l {
		l += ", of which " + r + " could be read"
	}
	return l
}

// Outline is the order in which a document's parts stand: the sections there are, and those that are only asked for.
type Outline struct {
	Kind    sop.SectionKind
	Section *sop.Section // nil when there is none
	Gap     *sop.Gap     // nil when nothing is asked
}

// Sections gives the outline of r's sections.
func Sections(r *sop.Revision) []Outline {
	var all []Outline
	for _, kind := range sop.SectionOrder {
		o := Outline{Kind: kind, Gap: GapOf(r, string(kind))}
		for i := range r.Sections {
			if r.Sections[i].Kind == kind {
				o.Section = &r.Sections[i]
			}
		}
		if o.Section != nil || o.Gap != nil {
			all = append(all, o)
		}
	}
	return all
}

// GapOf is the gap for a part; nil when there is none.
func GapOf(r *sop.Revision, part string) *sop.Gap {
	for i := range r.Gaps {
		if r.Gaps[i].Part == part {
			return &r.Gaps[i]
		}
	}
	return nil
}

// OtherGaps are those for parts that have no place of their own in the document.
func OtherGaps(r *sop.Revision) []sop.Gap {
	own := map[string]bool{"purpose": true, "audience": true, "prerequisites": true, "success_criteria": true}
	for _, kind := range sop.SectionOrder {
		own[string(kind)] = true
	}
	var all []sop.Gap
	for _, g := range r.Gaps {
		if !own[g.Part] {
			all = append(all, g)
		}
	}
	return all
}

// Heading is the heading of a section that is only asked for.
func Heading(kind sop.SectionKind) string {
	switch kind {
	case sop.Prepare:
		return "Prepare"
	case sop.Verify:
		return "Verify"
	case sop.RollBack:
		return "Roll back"
	case sop.Communicate:
		return "Communicate"
	}
	return "Perform"
}
