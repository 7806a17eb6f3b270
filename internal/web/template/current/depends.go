package current

import (
	"strconv"
	"time"

	"showhow/internal/sop/current"
	"showhow/internal/web/template"
)

// Depends is the page of what a procedure rests on.
type Depends struct {
	At, Title string
	// Flags are why it is to be looked at, Past those that hold no more.
	Flags, Past []current.Flag
	Kinds       []DependsKind
	// Watches says that whoever looks may see which links still answer.
	Watches bool
	// Retired says that nobody works by it any more.
	Retired bool
	// Clears says whether whoever looks may say that what a flag marks is still right.
	Clears func(current.Flag) bool
	Name   func(account string) string
	Now    time.Time
	template.Fault
}

// DependsKind is what it names of one kind.
type DependsKind struct {
	Kind current.Kind
	Rows []DependsRow
}

// DependsRow is one thing, with the versions and the steps that name it.
type DependsRow struct {
	Name     string
	Versions []string
	Steps    []StepRef
}

// StepRef is a step; without a key it is what stands before the steps.
type StepRef struct {
	Key    string
	Number int
}

// Who is the page of which procedures name a thing.
type Who struct {
	Kind  current.Kind
	Asked string
	Found []WhoRow
	More  bool
	// Names are those that are named most, when nothing is asked.
	Names []current.Named
}

// WhoRow is a procedure that names it.
type WhoRow struct {
	Href, Title string
	Rows        []DependsRow
}

// kindWords are the kinds in words: of one thing, and of several.
var kindWords = map[current.Kind][2]string{
	current.Tool: {"Program", "Programs"}, current.Host: {"Host", "Hosts"}, current.Repo: {"Repository", "Repositories"}, current.Path: {"Path", "Paths"}, current.URL: {"Address", "Addresses"}, current.Image: {"Container image", "Container images"},
}

// howCleared says how a flag was cleared.
func (p Depends) howCleared(f current.Flag) string {
	switch f.How {
	case "revision":
		return "Mended by " + f.Note + ", " + template.Day(f.Cleared)
	case "reaffirmed":
		return "Looked at again by " + p.Name(f.ClearedBy) + ", " + template.Day(f.Cleared)
	case "carried out":
		return "Carried out since, " + template.Day(f.Cleared)
	case "answers again":
		return "Answers again, " + template.Day(f.Cleared)
	case "bounds":
		return "No longer asked for, " + template.Day(f.Cleared)
	}
	s := "Still right, says " + p.Name(f.ClearedBy) + ", " + template.Day(f.Cleared)
	if f.Note != "" {
		s += ": " + f.Note
	}
	return s
}

// stepName is what a step is called.
func stepName(s current.FlagStep) string {
	if s.Number == 0 {
		return "Before the steps"
	}
	return "Step " + strconv.Itoa(s.Number)
}
