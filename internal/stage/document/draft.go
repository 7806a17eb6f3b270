// Package document sets what compose wrote into a whole Revision: it chooses the title, orders the sections under the
// template's headings, and names as gaps what the template asks for and the recording did not give. It is pure and never
// makes up an answer.
package document

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// Input is what a Revision is made of. Text in it is masked already.
type Input struct {
	Recording  sop.Recording
	Media      sop.Media
	Transcript sop.Transcript
	// Actions are all that were seen, undone ones too.
	Actions    []sop.Action
	Redactions []sop.Redaction
	Content    sop.Content
	// Title is what the author calls the procedure; empty when he left it to the recording.
	Title string
	// Brief is what the author wrote down before the recording, masked; nil for none. Screens are what was read, by which it is told what of it was shown.
	Brief   *brief.Brief
	Screens []sop.Screen
	// Template names the template; empty means "generic".
	Template string
	// Generator is the program with its version: "showhow 0.1.0".
	Generator string
	// Limits are what the stages before could not do, as sentences for the reader.
	Limits []string
}

// Draft makes revision 1. The error is an *sop.Error with code Invalid when there is no such template.
func Draft(in Input) (sop.Revision, error) {
	t, err := Find(in.Template)
	if err != nil {
		return sop.Revision{}, err
	}
	c := in.Content
	r := sop.Revision{
		Schema: sop.Schema, Number: 1, Template: t.Name, Generator: in.Generator,
		Recording: in.Recording, Media: in.Media,
		Limits:  list(append(limits(in), c.Limits...)),
		Title:   title(in),
		Purpose: list(c.Purpose), Audience: list(c.Audience), Prerequisites: list(c.Prerequisites),
		Parameters: list(c.Parameters), Success: list(c.Success),
		Sections: sections(c.Sections, t), Transcript: in.Transcript,
		Actions: list(in.Actions), Redactions: list(in.Redactions),
	}
	r.Transcript.Utterances = list(r.Transcript.Utterances)
	briefed(&r, in.Brief)
	r.Gaps = list(slices.Concat(cutGap(in), gaps(&r, t), unshown(in)))
	return r, nil
}

// list is all, and an empty list instead of none, so that the JSON form has [] and not null.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// longestTitle is the longest sentence that makes a title, in bytes.
const longestTitle = 100

// title is the author's, else the best that the recording gives, else the recording's own name.
func title(in Input) sop.Claim {
	own := in.Title
	if strings.TrimSpace(own) == "" && in.Brief != nil {
		own = in.Brief.Title
	}
	if t := strings.Join(strings.Fields(own), " "); t != "" {
		return sop.Claim{Text: sop.Plain(t), Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}
	}
	if t := in.Media.Terminal; t != nil && strings.TrimSpace(t.Title) != "" && len(t.Title) <= longestTitle { // given when it was recorded
		return sop.Claim{Text: sop.Plain(strings.Join(strings.Fields(t.Title), " ")), Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}
	}
	name := strings.TrimSuffix(in.Recording.Name, filepath.Ext(in.Recording.Name))
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
	if n, rest, ok := strings.Cut(name, " "); ok && len(n) <= 3 && strings.Trim(n, "0123456789.") == "" { // the file's place in a row
		name = rest
	}
	for _, c := range in.Content.Titles {
		if guessed(c) && telling(name) { // nobody says what it is for, but whoever named the file
			break
		}
		if len(c.Text) <= longestTitle {
			return c
		}
	}
	if name == "" {
		name = "Untitled procedure"
	}
	return sop.Claim{
		Text:     sop.Plain(strings.ToUpper(name[:1]) + name[1:]),
		Evidence: sop.Evidence{Source: sop.FromRule, Rule: "title-from-name", Span: sop.Span{To: max(in.Media.Duration, 1)}, Confidence: 1},
		Unsure:   "Nothing in the recording names the procedure; this is the file's name.",
	}
}

// guessed says whether a title rests on a rule, as nobody says what the procedure is for.
func guessed(t sop.Claim) bool {
	return slices.Contains([]string{"title-from-name", "title-from-programs", "title-from-deed"}, t.Evidence.Rule)
}

// telling says that a file's name was given to tell what the recording is of: several words, none of them a number or of those that recorders give.
func telling(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	for _, w := range words {
		if strings.ContainsAny(w, "0123456789") || slices.Contains(strings.Fields("recording record session screen screencast cast asciinema capture demo test tmp temp untitled video movie final copy terminal typescript my new"), w) {
			return false
		}
	}
	return len(words) > 1
}

// limits tells what the recording did not give. Of one that was cut off that stands first.
func limits(in Input) []string {
	var all []string
	if in.Recording.Cut {
		all = append(all, "The recording ends in the middle, for its file was cut off: "+readable(in.Media)+".")
	}
	all = append(all, in.Limits...)
	t := in.Transcript
	switch {
	case len(t.Utterances) == 0 && t.Note != "":
		all = append(all, fmt.Sprintf("Drafted from the screen alone: %s.", strings.TrimRight(t.Note, ". ")))
	case len(t.Utterances) == 0:
		all = append(all, "Drafted from the screen alone: the recording has no narration that could be used.")
	case t.Note != "":
		all = append(all, strings.ToUpper(t.Note[:1])+strings.TrimRight(t.Note[1:], ". ")+".")
	}
	if len(in.Actions) == 0 {
		all = append(all, "Nothing that was done could be made out on the screen.")
	}
	return all
}

// readable says how much of a recording that was cut off is there.
func readable(m sop.Media) string {
	if m.Readable > 0 && m.Readable < m.Duration.Add(-time.Second/2) {
		return fmt.Sprintf("%v of %v could be read", m.Readable, m.Duration)
	}
	if m.Readable > 0 {
		return fmt.Sprintf("%v could be read", m.Readable)
	}
	return fmt.Sprintf("%v could be read", m.Duration)
}

// cutGap asks for what a recording that was cut off doesn't show.
func cutGap(in Input) []sop.Gap {
	if !in.Recording.Cut {
		return nil
	}
	return []sop.Gap{{Part: "recording", Text: "The end is missing: " + readable(in.Media) + ".", Question: "What is done after that, or can the whole recording be had?"}}
}

// sections puts the template's headings over the sections, in the order of a document.
func sections(all []sop.Section, t Template) []sop.Section {
	out := []sop.Section{}
	for _, kind := range sop.SectionOrder {
		for _, s := range all {
			if s.Kind == kind {
				s.Title = t.heading(kind)
				s.Steps = list(s.Steps)
				out = append(out, s)
			}
		}
	}
	return out
}
