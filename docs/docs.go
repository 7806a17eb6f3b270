// Package docs carries the documents that the program itself needs.
package docs

import _ "embed"

// SOPSchema is the JSON Schema (draft 2020-12) of sop.json; sop.md explains it.
//
//go:embed sop.schema.json
var SOPSchema []byte
