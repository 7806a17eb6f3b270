package schema

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"showhow/docs"
	"showhow/internal/sop"
)

// node is what the test needs of a schema.
type node struct {
	Ref         string          `json:"$ref"`
	Defs        map[string]node `json:"$defs"`
	Type        string          `json:"type"`
	Properties  map[string]node `json:"properties"`
	Required    []string        `json:"required"`
	Additional  *bool           `json:"additionalProperties"`
	Items       *node           `json:"items"`
	Enum        []string        `json:"enum"`
	Description string          `json:"description"`
}

// TestSchemaAndTypesAreInStep walks the Go types and the schema side by side.
func TestSchemaAndTypesAreInStep(t *testing.T) {
	var root node
	if err := json.Unmarshal(docs.SOPSchema, &root); err != nil {
		t.Fatal(err)
	}
	seen := map[reflect.Type]bool{}
	compare(t, root, "Revision", root, reflect.TypeFor[sop.Revision](), seen)
	used := map[string]bool{}
	for ty := range seen {
		used[ty.Name()] = true
	}
	for name, def := range root.Defs {
		if def.Type == "object" && !used[name] {
			t.Errorf("the schema defines %s, which no type has", name)
		}
	}
}

func compare(t *testing.T, root node, at string, n node, ty reflect.Type, seen map[reflect.Type]bool) {
	if n.Ref != "" {
		n = root.Defs[strings.TrimPrefix(n.Ref, "#/$defs/")]
	}
	if ty.Kind() == reflect.Pointer {
		ty = ty.Elem()
	}
	own := ty == reflect.TypeFor[sop.Box]() || ty == reflect.TypeFor[sop.Point]() || ty == reflect.TypeFor[sop.Moment]()
	switch {
	case own:
		if n.Type != "array" && n.Type != "number" {
			t.Errorf("%s: the schema says %q", at, n.Type)
		}
	case ty.Kind() == reflect.Slice:
		if n.Type != "array" || n.Items == nil {
			t.Errorf("%s is a list in Go and %q in the schema", at, n.Type)
			return
		}
		compare(t, root, at+"[]", *n.Items, ty.Elem(), seen)
	case ty.Kind() == reflect.Struct:
		if seen[ty] {
			return
		}
		seen[ty] = true
		compareStruct(t, root, at, n, ty, seen)
	}
}

func compareStruct(t *testing.T, root node, at string, n node, ty reflect.Type, seen map[reflect.Type]bool) {
	if n.Additional == nil || *n.Additional {
		t.Errorf("%s allows fields that the type hasn't", at)
	}
	names := map[string]bool{}
	for _, f := range reflect.VisibleFields(ty) {
		if f.Anonymous {
			seen[f.Type] = true
			continue
		}
		name, opt, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue // isn't written
		}
		names[name] = true
		p, ok := n.Properties[name]
		if !ok {
			t.Errorf("%s: the schema lacks the field %q", at, name)
			continue
		}
		if required := slices.Contains(n.Required, name); required == (opt == "omitempty") {
			t.Errorf("%s.%s: required %v in the schema, %q in Go", at, name, required, opt)
		}
		compare(t, root, at+"."+name, p, f.Type, seen)
	}
	for name := range n.Properties {
		if !names[name] {
			t.Errorf("%s: the schema has the field %q, the type hasn't", at, name)
		}
	}
}

// TestDocumentsAreSound checks the documents that the renderers' tests draw.
func TestDocumentsAreSound(t *testing.T) {
	files, _ := filepath.Glob("../../../render/rendertest/*.json")
	if len(files) == 0 {
		t.Fatal("no documents to check")
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		problems, err := Check(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s: %s", filepath.Base(f), p)
		}
	}
}

func TestBrokenDocumentsAreTold(t *testing.T) {
	b, err := os.ReadFile("../../../render/rendertest/release.json")
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		`"kind": "perform"=>"kind": "dance"`:              "sections[",
		`"schema": "showhow/sop/v1"=>"schema": "v9"`:      "schema",
		`"confidence": 0.9=>"confidence": 7`:              "confidence",
		`"number": 1=>"number": 1, "invented": "by hand"`: "",
	} {
		old, neu, _ := strings.Cut(from, "=>")
		problems, err := Check([]byte(strings.Replace(string(b), old, neu, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(problems, func(p sop.Problem) bool { return p.Rule == "schema" && strings.Contains(p.Place, want) }) {
			t.Errorf("%s: %v", from, problems)
		}
	}
	if _, err := Check([]byte("not json")); sop.CodeOf(err) != sop.Unreadable {
		t.Errorf("no JSON at all: %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`[1]`))
	f.Add([]byte(`{"sections":[{"steps":[{"figures":[{"crop":[1,2]}]}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) { _, _ = Check(b) })
}
