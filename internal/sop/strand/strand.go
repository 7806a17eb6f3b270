// Package strand finds texts in a value that nothing bears: it looks at each string there is, by reflection, so that a field that is
// added later can't slip by.
package strand

import (
	"fmt"
	"reflect"
	"strings"
)

// Rules say what bears a text.
type Rules struct {
	// Borne says of a struct whether it has what bears its texts, and whether that holds anything.
	Borne func(v reflect.Value) (has, holds bool)
	// Free are the fields that need nothing, as "Type.Field".
	Free map[string]bool
}

// Texts calls bad with the place of each text that nothing bears, and of each struct whose bearer is empty, in the terms of the JSON form:
// "sections[0].title".
func (r Rules) Texts(v any, bad func(place string)) {
	r.search("", reflect.Indirect(reflect.ValueOf(v)), false, bad)
}

// search calls bad for each non-empty string in v that is neither supported nor free.
func (r Rules) search(place string, v reflect.Value, supported bool, bad func(place string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			r.search(place, v.Elem(), supported, bad)
		}
	case reflect.Slice:
		for i := range v.Len() {
			r.search(fmt.Sprintf("%s[%d]", place, i), v.Index(i), supported, bad)
		}
	case reflect.String:
		if v.Len() > 0 && !supported {
			bad(place)
		}
	case reflect.Struct:
		r.searchStruct(place, v, bad)
	}
}

func (r Rules) searchStruct(place string, v reflect.Value, bad func(place string)) {
	t := v.Type()
	has, supported := r.Borne(v)
	if has && !supported {
		bad(place)
		return // its strings need not be told one by one
	}
	for i := range t.NumField() {
		f := t.Field(i)
		at := place
		if !f.Anonymous {
			at = joined(place, jsonName(f))
		}
		r.search(at, v.Field(i), supported || r.Free[t.Name()+"."+f.Name], bad)
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
