package procedure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk/retake/merge"
	"showhow/internal/render/compare"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/sop/retake"
	"showhow/internal/web/template"
)

// RecordAgain is the page on which a procedure is recorded again.
type RecordAgain struct {
	At, Slug, Title string
	// Records says that whoever looks may bring recordings.
	Records bool
	Drafts  []Drafted
}

// Drafted is what was drafted and may be taken in; For says that it was recorded for this.
type Drafted struct {
	Slug, Title string
	Changed     time.Time
	Steps       int
	File        string
	For         bool
}

// Sort puts what was recorded for it first.
func (p *RecordAgain) Sort() {
	slices.SortStableFunc(p.Drafts, func(a, b Drafted) int {
		switch {
		case a.For == b.For:
			return 0
		case a.For:
			return -1
		}
		return 1
	})
}

// Retake is the page on which what was drafted anew is held against a procedure.
type Retake struct {
	At, Title, Draft, DraftTitle string
	// Slug is the draft's, File its recording's name.
	Slug, File string
	// Before, Known, None and Same are as the desk tells them: it was taken in before, by that revision; the recording is known; none of the steps was shown; nothing would change.
	Before            int
	Known, None, Same bool
	// InForce is the number of the revision in force, 0 for none; Number that of the one that comes of this.
	InForce, Number int
	Seen, Note      string
	Fault           *template.Fault
	// Was is the procedure as it is; Found what differs, and Rows the steps.
	Was   *sop.Revision
	Found compare.Comparison
	Rows  []RetakeRow
	// Shown are the figures of both, by their images.
	Shown map[string]view.Figure
}

// RetakeRow is a step with what becomes of it.
type RetakeRow struct {
	merge.Row
	// Number is the step's in the outcome, 0 for one that isn't in it; Is what is chosen for a recorded one.
	Number int
	Is     string
	Differ *compare.Step
}

// RetakeRows are a plan's rows, each with what differs in its step.
func RetakeRows(all []merge.Row, found compare.Comparison) (out []RetakeRow) {
	by := map[string]*compare.Step{}
	for i := range found.Steps {
		by[found.Steps[i].Key] = &found.Steps[i]
	}
	n := 0
	for _, r := range all {
		x := RetakeRow{Row: r}
		if r.Becomes != nil {
			n++
			x.Number = n
			x.Differ = by[r.Becomes.Key]
		}
		switch {
		case r.Recorded.Key == "":
		case r.Was != nil:
			x.Is = r.Was.Key
		case r.Becomes != nil:
			x.Is = merge.Added
		default:
			x.Is = merge.Left
		}
		out = append(out, x)
	}
	return out
}

// Title is what the row is called.
func (r RetakeRow) Title() string {
	switch {
	case r.Becomes != nil:
		return sop.Bare(r.Becomes.Title.Text)
	case r.Was != nil:
		return sop.Bare(r.Was.Title.Text)
	}
	return sop.Bare(r.Recorded.Title)
}

// State says in a word what becomes of it, and the kind is what it is coloured by.
func (r RetakeRow) State() (word, kind string) {
	switch {
	case r.Was == nil && r.Becomes == nil:
		return "left out", "removed"
	case r.Was == nil:
		return "new", "added"
	case r.Becomes == nil:
		return "taken out", "removed"
	case r.Recorded.Key == "":
		return "not shown again", "unshown"
	case r.Differ != nil && len(r.Differ.Fields) > 0:
		return "changed", "changed"
	case len(r.Unsure()) > 0:
		return "to be looked at", "changed"
	case r.differs():
		return "shown again, with new pictures", "same"
	}
	return "shown again, says the same", "same"
}

func (r RetakeRow) differs() bool {
	return r.Differ != nil && (len(r.Differ.Fields) > 0 || len(r.Differ.WasShown)+len(r.Differ.NowShown) > 0)
}

// retakeWords sums up what comes of it.
func (p Retake) retakeWords() string {
	n := map[string]int{}
	for _, r := range p.Rows {
		_, kind := r.State()
		n[kind]++
	}
	var all []string
	for _, x := range []struct{ kind, one, many string }{
		{"same", "step says the same", "steps say the same"}, {"changed", "is changed", "are changed"}, {"added", "is new", "are new"}, {"unshown", "wasn’t shown again, and stays", "weren’t shown again, and stay"}, {"removed", "goes, or is left out", "go, or are left out"},
	} {
		if c := n[x.kind]; c == 1 {
			all = append(all, "1 "+x.one)
		} else if c > 1 {
			all = append(all, fmt.Sprintf("%d %s", c, x.many))
		}
	}
	return strings.Join(all, " · ")
}

// choices are the steps that a recorded one can be: those that there are, with their numbers.
func (p Retake) choices() (all []template.Option) {
	n := 0
	for _, s := range p.Was.Sections {
		for _, st := range s.Steps {
			n++
			all = append(all, template.Option{Value: st.Key, Words: fmt.Sprintf("Step %d · %s", n, cut(sop.Bare(st.Title.Text), 60))})
		}
	}
	return all
}

// bareText is a claim's text without its marks.
func bareText(text string) string { return sop.Bare(text) }

// cut is a text of at most so many letters.
func cut(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

// TakenIn is told of a draft whose steps are in another procedure.
func TakenIn(into sop.Procedure, t retake.Taken) template.Banner {
	return template.Banner{Kind: "plain", Text: fmt.Sprintf("What was recorded here was taken into “%s”, as revision %d, on %s.", into.Title, t.Number, template.Day(t.At)), Href: "/s/" + into.Slug, Words: "Read that"}
}

// ForAnother is told of a draft that was recorded for another procedure.
func ForAnother(into, draft sop.Procedure) template.Banner {
	return template.Banner{Kind: "plain", Text: fmt.Sprintf("This was recorded to bring “%s” up to date.", into.Title), Href: "/s/" + into.Slug + "/retake/" + draft.Slug, Words: "Hold it against that, and take it in"}
}
