package sop

import (
	"reflect"
	"strings"

	"showhow/internal/sop/strand"
)

// wordless are the fields that need no evidence, as "Type.Field": names, kinds and references of the form itself, what is
// itself the evidence (the recording, the transcript, the actions), and the template's and Showhow's own words, which a
// page shows apart from the procedure. A field of text that stands neither here nor below evidence is a bug, so a new
// field has to be decided upon.
var wordless = fields(`
	Revision: Schema Template Generator Limits
	Section: Kind Title
	Gap: Part Text Question
	Step: Key Kind Actions
	Recording: Hash Name Kind
	Reel: Draft
	Media: Container
	TerminalStream: Title Program
	VideoStream: Codec Matrix
	AudioStream: Codec Language
	SubtitleStream: Codec Language
	Transcript: Engine Model Language Note
	Utterance: ID Text
	SpokenWord: Text
	Correction: Heard Used Source
	Action: ID Kind Label Row Element Text Heard Shots Unsure
	CommandLine: Text Shell Prompt User Host Dir Within Output Terminal
	Edit: File Lines
	Doubt: Or
	Redaction: Placeholder Rule
	Evidence: Source Utterances Heard Read Actions Rule
	Figure: Image
	Mark: Kind
	Callout: Kind
	Command: Shell Class
	Conduct: Wants Approver Failed Procedure
	Branch: To
`)

// fields reads the list above.
func fields(list string) map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(list) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		for _, f := range strings.Fields(rest) {
			all[name+"."+f] = true
		}
	}
	return all
}

// Unfounded gives every text of r that rests on no evidence.
func Unfounded(r *Revision) (problems []Problem) {
	strand.Rules{Free: wordless, Borne: func(v reflect.Value) (has, holds bool) {
		f, ok := v.Type().FieldByName("Evidence")
		if !ok || f.Type != reflect.TypeFor[Evidence]() {
			return false, false
		}
		return true, !v.FieldByIndex(f.Index).Interface().(Evidence).Empty()
	}}.Texts(r, func(place string) {
		problems = append(problems, Problem{"evidence", place, "This text rests on no evidence."})
	})
	return problems
}
