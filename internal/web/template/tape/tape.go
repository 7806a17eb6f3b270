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

// New is the page on which recordings are brought.
type New struct {
	Meters []Meter
	Briefs []brief.Brief
	// Brief is the id of the chosen one; empty for none.
	Brief string
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
