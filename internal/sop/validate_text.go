package sop

import (
	"fmt"
	"reflect"
	"strings"
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

// Unfounded gives every text of r that rests on no evidence. It looks at each string there is, by reflection, so that a
// field added later can't slip by.
func Unfounded(r *Revision) []Problem {
	var problems []Problem
	search("", reflect.ValueOf(r).Elem(), false, func(place string) {
		problems = append(problems, Problem{"evidence", place, "This text rests on no evidence."})
	})
	return problems
}

// search calls bad for each non-empty string in v that is neither supported nor on the list.
func search(place string, v reflect.Value, supported bool, bad func(place string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			search(place, v.Elem(), supported, bad)
		}
	case reflect.Slice:
		for i := range v.Len() {
			search(fmt.Sprintf("%s[%d]", place, i), v.Index(i), supported, bad)
		}
	case reflect.String:
		if v.Len() > 0 && !supported {
			bad(place)
		}
	case reflect.Struct:
		searchStruct(place, v, bad)
	}
}

func searchStruct(place string, v reflect.Value, bad func(place string)) {
	t := v.Type()
	supported := false
	if f, ok := t.FieldByName("Evidence"); ok && f.Type == reflect.TypeFor[Evidence]() {
		supported = !v.FieldByIndex(f.Index).Interface().(Evidence).Empty()
		if !supported {
			bad(place)
			return // its strings need not be told one by one
		}
	}
	for i := range t.NumField() {
		f := t.Field(i)
		at := place
		if !f.Anonymous {
			at = joined(place, jsonName(f))
		}
		search(at, v.Field(i), supported || wordless[t.Name()+"."+f.Name], bad)
	}
}

func joined(place, name string) string {
	if place == "" {
		return name
	}
	return place + "." + name
}

// jsonName is the field's name in the JSON form.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		return f.Name
	}
	return name
}
