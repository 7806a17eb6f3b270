// Package shelf draws the library.
package shelf

import (
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/web/template"
)

// Library is the first page.
type Library struct {
	Query string
	// All is how many procedures there are, Total how many of them are chosen or found.
	All, Total int
	// Instead are the words by which what is shown was found, where those that were asked for stand nowhere; else empty.
	Instead  string
	UnderWay []RunRow
	Rows     []Row
	Filters  []template.Filter
	// Filtered says that a filter is set; Writes that whoever looks may tag.
	Filtered, Writes bool
	// Here is the address of what is looked at, from its first page; First is the same on a later page and empty on the first; Before and Next are
	// those of the pages beside it.
	Here, First, Before, Next string
	// Sort is "changed" or "title", with the addresses of both.
	Sort, ByChange, ByTitle string
}

// Row is a procedure's.
type Row struct {
	Slug, Href, Title, State, Owner string
	Steps                           int
	Changed, Now                    time.Time
	Tags                            []template.Choosable
	// Where says in which part of it the words that were asked for stand, and Found shows them; empty when nothing was asked for.
	Where string
	Found []Stretch
	// Emergency is the badge of what came into force by a waiver that nobody has looked at again; empty for none. Overdue says that somebody should have.
	Emergency string
	Overdue   bool
	// Lapsed is the badge of what should have been looked at again; empty for none.
	Lapsed string
}

// Stretch is a part of a text that was found; a hit is what was asked for.
type Stretch struct {
	Text string
	Hit  bool
}

// RunRow is a run's.
type RunRow struct {
	ID, Name string
	State    sop.RunState
	// Stage is what is being done, in words; Percent how much of it is done, and Left the time left for it in words.
	Stage   string
	Percent int
	Left    string
}

// going are those that haven't failed, and failing those that have.
func going(all []RunRow) []RunRow {
	return slices.DeleteFunc(slices.Clone(all), func(n RunRow) bool { return n.State == sop.RunFailed })
}

func failing(all []RunRow) []RunRow {
	return slices.DeleteFunc(slices.Clone(all), func(n RunRow) bool { return n.State != sop.RunFailed })
}

// doing says what is being done for a run.
func doing(n RunRow) string {
	switch n.State {
	case sop.RunQueued:
		return "Waiting for its turn"
	case sop.RunDone:
		return "Drafted"
	case sop.RunFailed:
		return "Failed"
	case sop.RunCancelled:
		return "Cancelled"
	}
	if n.Stage == "" {
		return "Beginning"
	}
	return n.Stage
}
