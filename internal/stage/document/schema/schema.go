// Package schema checks the JSON form of a procedure: against the published JSON Schema, and against the rules that a schema
// can't tell.
package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"showhow/docs"
	"showhow/internal/sop"
)

// compiled reads the schema once.
var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(docs.SOPSchema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	const name = "sop.schema.json"
	if err := c.AddResource(name, tree); err != nil {
		return nil, err
	}
	return c.Compile(name)
})

// maxSize is the largest document that is read, in bytes.
const maxSize = 64 << 20

// Check gives every rule that a document in JSON breaks, none when it's sound. The error is an *sop.Error with code
// Unreadable when b isn't JSON at all.
func Check(b []byte) ([]sop.Problem, error) {
	if len(b) > maxSize {
		return nil, &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("The document is larger than %d MiB.", maxSize>>20), Mend: "Give the sop.json that showhow draft wrote."}
	}
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		return nil, &sop.Error{Code: sop.Unreadable, Message: "This is not a document in JSON: " + err.Error() + ".", Mend: "Give the sop.json that showhow draft wrote.", Cause: err}
	}
	s, err := compiled()
	if err != nil {
		return nil, &sop.Error{Code: sop.Internal, Message: "The schema of documents can't be read.", Cause: err}
	}
	var problems []sop.Problem
	var invalid *jsonschema.ValidationError
	if err := s.Validate(tree); errors.As(err, &invalid) {
		problems = gather(invalid, problems)
	} else if err != nil {
		return nil, &sop.Error{Code: sop.Internal, Message: "The document can't be held against the schema.", Cause: err}
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		if len(problems) == 0 {
			problems = append(problems, sop.Problem{Rule: "schema", Place: "", Message: "The document can't be read: " + err.Error() + "."})
		}
		return problems, nil
	}
	return append(problems, sop.Validate(&r)...), nil
}

// gather tells the innermost causes.
func gather(e *jsonschema.ValidationError, problems []sop.Problem) []sop.Problem {
	if len(e.Causes) > 0 {
		for _, c := range e.Causes {
			problems = gather(c, problems)
		}
		return problems
	}
	if _, group := e.ErrorKind.(*kind.Group); group {
		return problems
	}
	text := e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	return append(problems, sop.Problem{Rule: "schema", Place: place(e.InstanceLocation), Message: "It breaks the schema: " + strings.TrimSuffix(text, ".") + "."})
}

// place is a location as sop.Walk writes places: "sections[0].steps[2].title".
func place(location []string) string {
	var b strings.Builder
	for _, l := range location {
		if _, err := strconv.Atoi(l); err == nil {
			b.WriteString("[" + l + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(l)
	}
	return b.String()
}
