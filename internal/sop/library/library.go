// Package library is what is asked of a workspace's procedures: which, in which order, and by what they are filed.
package library

import "showhow/internal/sop"

// LabelKind says where a label comes from.
type LabelKind string

// The kinds of label.
const (
	Tagged  LabelKind = "tag"    // given by people
	Touches LabelKind = "system" // a program or a machine that the commands and links of the last revision name
)

// Label is a word that procedures are filed under.
type Label struct {
	Kind LabelKind
	Name string
}

// Choice is which procedures of a workspace are meant; an empty field means any. A procedure must fit all fields.
type Choice struct {
	// Owner is an account.
	Owner       string
	State       sop.ProcedureState
	System, Tag string
}

// Order is how a library is sorted.
type Order string

// The orders.
const (
	ByChange Order = "changed" // the last changed first
	ByTitle  Order = "title"
)

// Look is a look at a library: a page of what is chosen.
type Look struct {
	Choice
	By Order
	// After is the Next of the page before, or the Before of the one behind; empty for the first page.
	After string
	// Limit is how many procedures a page has at most.
	Limit int
}

// Page is a part of a library.
type Page struct {
	Procedures []sop.Procedure
	// Next is where the next page begins; empty when there is none.
	Next string
	// Before is where the page before it ends; empty when there is none.
	Before string
	// Total is how many procedures are chosen, on all pages.
	Total int
}

// Tally is how many procedures have a value.
type Tally struct {
	Value string
	Count int
}

// Catalogue is what a library can be asked for: the values of each field of a Choice, with how many procedures have them, those with the most first.
type Catalogue struct {
	// Total is how many procedures there are.
	Total                         int
	Owners, States, Systems, Tags []Tally
}

// Search is a question to a library: words, in which of its procedures, and how many may be found at most.
type Search struct {
	Text string
	Choice
	Limit int
}
