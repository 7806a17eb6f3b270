// Package rendertest holds the documents that all renderers are tested with.
package rendertest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"

	"showhow/internal/sop"
)

//go:embed release.json
var release []byte

// Release is a rich document: a production release with clicks, commands, callouts, gaps and what is unsure.
func Release() *sop.Revision {
	var r sop.Revision
	if err := json.Unmarshal(release, &r); err != nil {
		panic(fmt.Errorf("release.json: %w", err))
	}
	return &r
}

// Bare is a document with nothing in it but its title.
func Bare() *sop.Revision {
	return &sop.Revision{
		Schema: sop.Schema, Number: 1, Template: "generic", Generator: "showhow",
		Title:      sop.Claim{Text: "Nothing", Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}},
		Transcript: sop.Transcript{Engine: "none"},
	}
}

// Long is Release with n steps in its longest section, the longest words and the longest command.
func Long(n int) *sop.Revision {
	r := Release()
	s := &r.Sections[0]
	for i := range r.Sections {
		if len(r.Sections[i].Steps) > len(s.Steps) {
			s = &r.Sections[i]
		}
	}
	first := s.Steps[0]
	first.Title.Text = "Öffnen Sie die Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
	for i := range n {
		step := first
		step.Key = fmt.Sprintf("%s-%d", first.Key, i+2)
		s.Steps = append(s.Steps, step)
	}
	return r
}

// Hostile is Release with payload in place of every text that may come from a recording.
func Hostile(payload string) *sop.Revision {
	r := Release()
	poison(reflect.ValueOf(r).Elem(), payload)
	return r
}

// kept are the fields that the program itself sets, whose forms sop.Validate checks before anything is rendered.
var kept = map[string]bool{
	"Revision.Schema": true, "Step.Kind": true, "Section.Kind": true, "Callout.Kind": true, "Mark.Kind": true,
	"Command.Class": true, "Evidence.Source": true, "Action.Kind": true, "Figure.Image": true,
}

func poison(v reflect.Value, payload string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), payload)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), payload)
		}
	case reflect.String:
		v.SetString(payload)
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Name() + "." + v.Type().Field(i).Name; !kept[name] {
				poison(v.Field(i), payload)
			}
		}
	}
}

// Payloads are texts that must come out of a renderer as nothing but text.
var Payloads = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`javascript:alert(1)`,
	`</style><script>alert(1)</script>`,
	`</title></head><body onload=alert(1)>`,
	`<svg/onload=alert(1)>`,
	`{{.Title}}${alert(1)}`,
	"`**<b>x</b>**`",
	`**<iframe src="javascript:alert(1)">**`,
	`[click](javascript:alert(1))`,
	`![x](https://evil.example/x.png)`,
	"x\n\n# Heading\n\n<script>alert(1)</script>",
	"```\n</pre><script>alert(1)</script>",
	`--><script>alert(1)</script><!--`,
	`]]><script>alert(1)</script>`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`,
	`https://evil.example/" onclick="alert(1)`,
	`data:text/html,<script>alert(1)</script>`,
	"\u202egpj.exe\u2066",
	"\x00\x1b[31m",
}
