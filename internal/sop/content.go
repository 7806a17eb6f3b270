package sop

// Content is what compose writes from a recording and document sets into a Revision: all that has words, and nothing that
// a template gives.
type Content struct {
	// Titles are candidates for the title, best first; may be empty.
	Titles        []Claim
	Purpose       []Claim
	Audience      []Claim
	Prerequisites []Claim
	Parameters    []Parameter
	Success       []Claim
	// Sections have their kinds and steps, in the order of SectionOrder, and no titles yet.
	Sections []Section
	// Limits are what of the recording could not be used, as sentences for the reader.
	Limits []string
}

// SectionOrder is the order in which sections stand in a Revision.
var SectionOrder = []SectionKind{Prepare, Perform, Verify, RollBack, Communicate}
