package template

import (
	"strings"
	"time"
)

// Library is the first page.
type Library struct {
	Query string
	// All is how many procedures there are, Total how many of them are chosen or found.
	All, Total int
	UnderWay   []RunRow
	Rows       []LibraryRow
	Filters    []Filter
	// Filtered says that a filter is set; Writes that whoever looks may tag.
	Filtered, Writes bool
	// Here is the address of what is looked at, from its first page; First is the same on a later page and empty on the first; Before and Next are
	// those of the pages beside it.
	Here, First, Before, Next string
	// Sort is "changed" or "title", with the addresses of both.
	Sort, ByChange, ByTitle string
}

// Filter is something that procedures can be chosen by.
type Filter struct {
	// Name is its own in addresses; Is the value that is set, and Chosen that in words, both empty for any.
	Name, Words, Is, Chosen string
	Options                 []Option
	// Off is the address without it.
	Off string
}

// Option is a value of a filter, with how many procedures have it.
type Option struct {
	Value, Words string
	Count        int
}

// Choosable is a word that leads to what is filed under it.
type Choosable struct{ Words, Href string }

// LibraryRow is a procedure's.
type LibraryRow struct {
	Slug, Href, Title, State, Owner string
	Steps                           int
	Changed, Now                    time.Time
	Tags                            []Choosable
	// Where says in which part of it the words that were asked for stand, and Found shows them; empty when nothing was asked for.
	Where string
	Found []Stretch
}

// tagList is tags as they are written into a field.
func tagList(all []Choosable) string {
	var words []string
	for _, t := range all {
		words = append(words, t.Words)
	}
	return strings.Join(words, ", ")
}
