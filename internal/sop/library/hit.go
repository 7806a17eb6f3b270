package library

import (
	"slices"

	"showhow/internal/sop"
)

// PassageKind says where in a procedure a passage stands.
type PassageKind string

// The kinds of passage, the most telling first.
const (
	InTitle   PassageKind = "title"   // the procedure's own
	InTag     PassageKind = "tag"     // a tag that people gave it, such as an alert's name
	InPart    PassageKind = "part"    // the heading of a part, such as the roll back, and what is said at its beginning
	InStep    PassageKind = "step"    // a step's title and detail
	InCommand PassageKind = "command" // a command
	InSpeech  PassageKind = "speech"  // what was said
	InOutput  PassageKind = "output"  // what a command printed
	InScreen  PassageKind = "screen"  // what stands in a picture
)

// Passage is a stretch of a procedure that can be found.
type Passage struct {
	Kind PassageKind
	// Step is the key of the step it belongs to; empty for the procedure as a whole.
	Step, Text string
}

// Hit is a procedure that was found.
type Hit struct {
	Procedure sop.Procedure
	// Passage is its best one; of a long text what is around the words that match, each of which stands between MarkStart and MarkEnd.
	Passage Passage
	// Instead are the words by which it was found, where what was asked for stands nowhere, and they are like it; else empty.
	Instead string
}

// RetiredLast has what is retired stand behind what people work by; else they keep their order.
func RetiredLast(all []Hit) []Hit {
	slices.SortStableFunc(all, func(a, b Hit) int { return a.over() - b.over() })
	return all
}

func (h Hit) over() int {
	if h.Procedure.State == "retired" {
		return 1
	}
	return 0
}

// The signs around what matches in a hit's text.
const MarkStart, MarkEnd = '\x02', '\x03'
