// Package tape draws the pages on which recordings are made and brought, and that of a draft under way.
package tape

import (
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// Record is the page on which the screen is recorded.
type Record struct {
	// Briefs are those that can be chosen, Brief the one that stands beside the recorder; nil for none.
	Briefs     []brief.Brief
	Brief      *brief.Brief
	Again      *Again // what is recorded again; nil for a new procedure
	Unfinished []Unfinished
	Meters     []Meter
}

// Meter is how much of a bound is used up.
type Meter struct {
	Is, Of int64
	Words  string
	Full   bool
}

// Unfinished is a recording whose end hasn't come.
type Unfinished struct {
	Upload, Title, Size string
	// Empty says that nothing has come of it, and Coming that it may be going on in another tab.
	Empty, Coming bool
	Began, Now    time.Time
}

// templates are the kinds of SOP that can be asked for, in words.
var templates = func() (all []struct{ Name, Words string }) {
	words := map[string]string{"generic": "Any procedure", "incident-response": "Incident response", "database-migration": "Database migration", "deployment": "Deployment", "ci-setup": "Setting up CI"}
	for _, name := range sop.Templates {
		all = append(all, struct{ Name, Words string }{name, words[name]})
	}
	return all
}()

// refresh looks again in a second, at another address of the same page.
func refresh(again string) string {
	if again == "" {
		return ""
	}
	return "1;url=" + again
}

// Again is a procedure that is recorded again, with the titles of its steps.
type Again struct {
	Slug, Title string
	Steps       []string
}

// prompt is what stands beside the recorder: a brief, or the steps that are recorded again.
func prompt(p Record) *brief.Brief {
	if p.Again == nil {
		return p.Brief
	}
	return &brief.Brief{Title: p.Again.Title, Shows: p.Again.Steps}
}

// slugOf is what is recorded again by its name in addresses; empty for a new procedure.
func slugOf(a *Again) string {
	if a == nil {
		return ""
	}
	return a.Slug
}

// New is the page on which recordings are brought.
type New struct {
	Meters []Meter
	Briefs []brief.Brief
	// Brief is the id of the chosen one; empty for none.
	Brief string
	// Again is what is recorded again; nil for a new procedure.
	Again *Again
}

// briefOf is the id of the brief that one records by; empty for none.
func briefOf(p Record) string {
	if p.Brief == nil {
		return ""
	}
	return p.Brief.ID
}

// titleOf is what the draft is called when nobody types a title; empty when that isn't known.
func titleOf(p Record) string {
	if p.Brief == nil {
		return ""
	}
	return p.Brief.Title
}
