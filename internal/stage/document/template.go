package document

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"sort"
	"strings"
	"sync"

	"showhow/internal/sop"
)

// Template is what a kind of procedure asks for: its headings, the parts it must have, and the questions to the author where
// the recording does not answer. It holds no text of a procedure.
type Template struct {
	Name  string `json:"name"`
	About string `json:"about"`
	// Headings are those of the sections, by kind.
	Headings map[sop.SectionKind]string `json:"headings"`
	Required []Required                 `json:"required"`
}

// Required is a part that the template asks for.
type Required struct {
	// Part is a field or a section of the Revision ("purpose", "roll_back"), or a name of the template's own.
	Part string `json:"part"`
	// Text says that it lacks; Question asks the author for it.
	Text     string `json:"text"`
	Question string `json:"question"`
	// Answered is for parts of the template's own: a pattern that a claim or a command must hold for it to be there.
	Answered string `json:"answered,omitempty"`
}

//go:embed template/*.json
var files embed.FS

// templates reads the files once.
var templates = sync.OnceValue(func() map[string]Template {
	all := map[string]Template{}
	names, err := fs.Glob(files, "template/*.json")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			panic(err) // it was listed a line ago
		}
		var t Template
		if err := json.Unmarshal(b, &t); err != nil {
			panic(fmt.Errorf("%s: %w", name, err)) // a test reads them all
		}
		all[t.Name] = t
	}
	return all
})

// Generic is the template that is used when none is named.
const Generic = "generic"

// Templates are the names of all templates, sorted.
func Templates() []string {
	var names []string
	for n := range templates() {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// Find is the template called name; "" is the generic one.
func Find(name string) (Template, error) {
	if name == "" {
		name = Generic
	}
	t, ok := templates()[name]
	if !ok {
		return Template{}, &sop.Error{
			Code: sop.Invalid, Message: fmt.Sprintf("There is no template %q.", name),
			Mend: "Choose one of " + strings.Join(Templates(), ", ") + ".",
		}
	}
	return t, nil
}

func (t Template) heading(kind sop.SectionKind) string {
	if h := t.Headings[kind]; h != "" {
		return h
	}
	return strings.ToUpper(string(kind[:1])) + strings.ReplaceAll(string(kind[1:]), "_", " ")
}

// gaps are the required parts that r lacks.
func gaps(r *sop.Revision, t Template) []sop.Gap {
	var all []sop.Gap
	for _, q := range t.Required {
		if !answered(r, q) {
			all = append(all, sop.Gap{Part: q.Part, Text: q.Text, Question: q.Question})
		}
	}
	return all
}

// answered says whether r has the part.
func answered(r *sop.Revision, q Required) bool {
	switch q.Part {
	case "title":
		return !guessed(r.Title)
	case "purpose":
		return len(r.Purpose) > 0
	case "audience":
		return len(r.Audience) > 0
	case "prerequisites":
		return len(r.Prerequisites) > 0
	case "parameters":
		return len(r.Parameters) > 0
	case "success_criteria":
		return len(r.Success) > 0
	}
	for _, kind := range sop.SectionOrder {
		if string(kind) == q.Part {
			return hasSection(r, kind)
		}
	}
	form := regexp.MustCompile("(?i)" + q.Answered)
	for p := range sop.Walk(r) {
		if form.MatchString(sop.Bare(p.Text)) {
			return true
		}
	}
	return false
}

func hasSection(r *sop.Revision, kind sop.SectionKind) bool {
	for _, s := range r.Sections {
		if s.Kind == kind {
			return len(s.Steps) > 0 || len(s.Intro) > 0
		}
	}
	return false
}
