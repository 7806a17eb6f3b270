package bench

import (
	"fmt"
	"reflect"

	"showhow/internal/sop"
)

// Unsupported names the sentences, commands, labels and marks of a draft that rest on nothing: without evidence, or
// with evidence that points to utterances or actions that the draft doesn't have. Each entry is the way to it and its
// text. The walk goes through the whole document by its types, so that a part that is added later is walked too.
func Unsupported(r sop.Revision) []string {
	w := walk{utterances: map[string]bool{}, actions: map[string]bool{}}
	for _, u := range r.Transcript.Utterances {
		w.utterances[u.ID] = true
	}
	for _, a := range r.Actions {
		w.actions[a.ID] = true
	}
	w.visit("sop", reflect.ValueOf(r))
	return w.found
}

type walk struct {
	utterances, actions map[string]bool
	found               []string
}

var evidenceType = reflect.TypeFor[sop.Evidence]()

// visit goes through v, and asks each struct that has evidence whether it needs it and has it.
func (w *walk) visit(at string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			w.visit(at, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			w.visit(fmt.Sprintf("%s[%d]", at, i), v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == evidenceType {
			return
		}
		w.ask(at, v)
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				w.visit(at+"."+f.Name, v.Field(i))
			}
		}
	}
}

// ask notes a struct that says something and has no evidence for it.
func (w *walk) ask(at string, v reflect.Value) {
	field, ok := v.Type().FieldByName("Evidence")
	if !ok || field.Type != evidenceType || len(field.Index) > 1 { // a promoted one is asked where it stands
		return
	}
	e := v.FieldByIndex(field.Index).Interface().(sop.Evidence)
	text, says := sayings(v)
	if !says {
		return
	}
	switch {
	case e.Empty():
		w.found = append(w.found, at+": no evidence: "+text)
	case !w.known(e):
		w.found = append(w.found, at+": evidence that isn't there: "+text)
	}
}

// sayings are the words of a struct with evidence. A claim without text says nothing; anything else does by being there.
func sayings(v reflect.Value) (text string, says bool) {
	switch x := v.Interface().(type) {
	case sop.Claim:
		return x.Text, x.Text != ""
	case sop.Command:
		return x.Text, x.Text != ""
	case sop.Link:
		return x.URL, x.URL != "" || x.Text != ""
	case sop.Parameter:
		return x.Name, x.Name != ""
	case sop.Step:
		return x.Title.Text, true
	case sop.Mark:
		return string(x.Kind) + " " + x.Label, true
	case sop.Figure:
		return x.Image, true
	}
	return v.Type().Name(), true
}

// known says whether what the evidence points to is in the draft.
func (w *walk) known(e sop.Evidence) bool {
	for _, id := range e.Utterances {
		if !w.utterances[id] {
			return false
		}
	}
	for _, id := range e.Actions {
		if !w.actions[id] {
			return false
		}
	}
	return true
}
