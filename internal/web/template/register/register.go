// Package register draws the processes, their ratings, and the briefs.
package register

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	stat "showhow/internal/figure"
	"showhow/internal/sop/listing"
	"showhow/internal/sop/register"
	"showhow/internal/web/template"
)

// Register is the page of processes.
type Register struct {
	// All is how many there are, whatever is filtered.
	All int
	// Next are those that wait for their SOP, in the order of their ranks, and Others those that don't.
	Next, Others []ProcessRow
	// Lone are those of Others that one person at most can carry out, the highest score first.
	Lone []ProcessRow
	// Hidden is how many of Next aren't shown, and More the address of the page with all of them.
	Hidden  int
	More    string
	Matrix  Matrix
	Filters []template.Filter
	// Filtered says that something is filtered.
	Filtered                 bool
	Formula                  register.Formula
	Writes, Manages, Records bool
}

// ProcessRow is a process in a list.
type ProcessRow struct {
	register.Ranked
	Rank         int
	Why, Missing []string
	Owner        string
	// Brief is the id of its brief; empty for none.
	Brief string
}

// Matrix is the picture of processes: severity upwards, frequency to the right, the knowledge gap as size. Lengths are those of its own box, Width by Height.
type Matrix struct {
	Width, Height            float64
	Left, Right, Top, Bottom float64 // the edges of the plane
	Marks                    []Mark
	Dots                     []Dot
	// Unplaced is how many of those that are shown have no place, for nobody has said how grave a failure is, or how often it's done.
	Unplaced int
}

// Mark is a place on the axis of frequency.
type Mark struct {
	X     float64
	Words string
}

// Dot is a process in the picture.
type Dot struct {
	ID, Words string
	// X, Y and R are where it's drawn, and Home where it belongs if others weren't there.
	X, Y, R, Home float64
	// Rank is shown in it when it is large enough; empty for none.
	Rank string
	// Unsure says that nobody has said who can do it; Done that it doesn't wait for an SOP.
	Unsure, Done bool
}

// Moved says that a dot is drawn aside of where it belongs.
func (d Dot) Moved() bool { return math.Abs(d.X-d.Home) > d.R }

// Process is a process's page.
type Process struct {
	ProcessRow
	Formula register.Formula
	// Old says that the score is worked out by a formula that doesn't count any more.
	Old bool
	// Title is that of its procedure; empty for none.
	Title string
	Was   []ProcessWas
	// Figures is what was told of how it goes.
	Figures stat.ProcessReport
	// Ratings is what others say of it; Link is a new link, shown once, LinkFor who it is for.
	Ratings                 Ratings
	Link, LinkFor           string
	Writes, Shares, Records bool
	Name                    func(account string) string
	template.Fault
}

// ProcessWas is a process as it was at a time, with its score by the formula that counted then.
type ProcessWas struct {
	register.Process
	register.Score
	Who string
}

// ProcessForm is the page on which a process is written down or changed.
type ProcessForm struct {
	register.Process
	// Able, People, Stakeholders, Times, Steps, Tools and Teams are as they are typed.
	Able, People, Stakeholders, Times, Steps, Tools, Teams string
	// Owners are who could be its owner, Procedures what could document it.
	Owners, Procedures []template.Place
	Ratings            Ratings
	template.Fault
}

// FormulaPageOf is the page of how processes are ranked.
type FormulaPageOf struct {
	register.Formula
	All     []register.Formula
	Manages bool
	Saved   bool
	Name    func(account string) string
	template.Fault
}

// part is the share of the whole that a part weighs, in words.
func part(f register.Formula, p register.Part) string {
	if f.Total() == 0 {
		return "0 %"
	}
	return strconv.Itoa(int(math.Round(100*float64(f.Weights[p])/float64(f.Total())))) + " %"
}

// points are those of a score, as a whole number.
func points(x float64) string { return strconv.Itoa(int(math.Round(x))) }

// pointsOf are points with one place behind the point, so that their sum can be checked.
func pointsOf(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// between says how sure a score is.
func between(s register.Score) string {
	if s.High-s.Low < .5 {
		return "everything is answered"
	}
	return fmt.Sprintf("between %s and %s: %d %% is answered", points(s.Low), points(s.High), int(math.Floor(s.Confidence*100)))
}

// answerOf is what was answered for a part of a score, in words; empty for nothing.
func answerOf(p Process, part register.Part) string {
	switch part {
	case register.Severe:
		if p.Severity > 0 {
			return fmt.Sprintf("%d of %d. %s", p.Severity, register.Most, register.Severities[p.Severity])
		}
	case register.Often:
		return spoken(p.Frequency.Words())
	case register.Gap:
		return gapWords(p)
	case register.Complex:
		return complexityWords(p.Complexity)
	case register.Signed:
		return signWords(p)
	}
	return ""
}

func gapWords(p Process) string {
	s := spoken(p.AbleWords())
	if len(p.People) > 0 && !strings.Contains(s, p.People[0].Name) {
		s += " Named: " + strings.Join(p.Named(), ", ") + "."
	}
	if r := p.Runs; r.Ended > 0 {
		s = strings.TrimSpace(fmt.Sprintf("%s %d of %s in the last year failed; pulled towards the workspace’s %d of %d that is %.2f.", s, r.Failed, template.Many(r.Ended, "run"), p.Facts.All.Failed, p.Facts.All.Ended, p.Facts.FailRate()))
	}
	return s
}

func complexityWords(c register.Complexity) string {
	var all []string
	for _, x := range []struct {
		is   *int
		what string
	}{{c.Steps, "step"}, {c.Tools, "tool"}, {c.Teams, "team"}} {
		if x.is != nil {
			all = append(all, template.Many(*x.is, x.what))
		}
	}
	return spoken(strings.Join(all, ", "))
}

func signWords(p Process) string {
	said, n := p.Ticked(), 0
	for _, s := range register.Signs {
		if _, is := p.Signs[s]; is {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	words := fmt.Sprintf("%d of %d answered hold", len(said), n)
	for i, s := range said {
		words += map[bool]string{true: ": ", false: "; "}[i == 0] + lowered(s.Words())
	}
	return words + "."
}

func lowered(s string) string { return strings.ToLower(s[:min(1, len(s))]) + s[min(1, len(s)):] }

// spoken is a text with a capital letter and a point; nothing of nothing.
func spoken(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// why are reasons as one sentence.
func why(r ProcessRow) string { return spoken(strings.Join(r.Why, ", ")) }

// unsaid is what nobody has said, as one sentence.
func unsaid(r ProcessRow) string {
	if len(r.Missing) == 0 {
		return ""
	}
	return "Nobody has said " + strings.Join(r.Missing, ", ") + "."
}

// signIs is what a form says of a sign: yes, no, or nothing.
func signIs(p register.Process, s register.Sign) string {
	is, said := p.Signs[s]
	switch {
	case !said:
		return ""
	case is:
		return "yes"
	}
	return "no"
}

// px is a length in the picture.
func px(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// dotClass is how a dot looks.
func dotClass(d Dot) string {
	return templ.Classes("dot", templ.KV("dot-unsure", d.Unsure), templ.KV("dot-done", d.Done)).String()
}

// stop is a dot's place in the order of the keyboard: the first one alone is a stop, arrow keys lead on from there.
func stop(i int) string {
	if i == 0 {
		return "0"
	}
	return "-1"
}

// orElse is a text, or another when it's empty.
func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func listOf(all []string) string { return strings.Join(all, ", ") }

func twoPlaces(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// missingShare says how much of an answer isn't there.
func missingShare(t register.Term) string {
	if t.Known == 0 {
		return "Not answered."
	}
	return "In part not answered."
}

func formTitle(p ProcessForm) string {
	if p.ID == "" {
		return "Add a process"
	}
	return "Change a process"
}

func formAddress(p ProcessForm) string {
	if p.ID == "" {
		return "/processes"
	}
	return "/processes/" + p.ID
}

func formBack(p ProcessForm) string { return formAddress(p) }

// counted says whether the formula counts by what the training says.
func counted(p Process) string {
	if p.Formula.Training {
		return ", and that counts."
	}
	return ". It counts where the formula says so."
}

// namesOf are the names of what there is, as tables write them.
func namesOf[T ~string](all []T) string {
	names := make([]string, len(all))
	for i, x := range all {
		names[i] = string(x)
	}
	return listing.Or(names)
}
