// Package figure draws a procedure’s figures before and after its SOP.
package figure

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	stat "showhow/internal/figure"
	nouns "showhow/internal/sop/figure"
	"showhow/internal/web/template"
)

// Figures is the page of what a procedure does.
type Figures struct {
	stat.Report
	// Measured are the measures, each with its pictures.
	Measured []FigureOf
	// Strips are the steps' times, in the order of the report's steps.
	Strips []Strip
	// At is the page's address; Writes and Judges are what whoever looks may do.
	At             string
	Writes, Judges bool
	Saved          bool
	template.Fault
	// Typed is what was typed before something was refused.
	Typed map[string]string
}

// FigureOf is a measure with its pictures, for wide pages and for narrow ones. Rows are what the table beneath shows, the newest first.
type FigureOf struct {
	stat.Measured
	// Alone says that there is nothing to compare with: all are on the side of before.
	Alone        bool
	Wide, Narrow *Plot
	Rows         []stat.Dot
}

// Plot is a picture of observations: time to the right, how long it took upwards on a log scale, or lanes for what isn't timed.
type Plot struct {
	Width, Height float64
	// Left, Right, Top and Bottom bound the field of dots.
	Left, Right, Top, Bottom float64
	// Used, Unused and Failed are the outlines of all dots of a kind.
	Used, Unused, Failed string
	Up, Across           []Tick
	Marks                []Tick // revisions that came into force
	Notes                []Tick // what else changed, with the letter by which it is told below
	Middles              []MiddleMark
}

// Tick is a place on an axis with its words.
type Tick struct {
	At    float64
	Words string
}

// MiddleMark is a median with its interval, beside the field.
type MiddleMark struct {
	X, Y, Low, High float64
	Words           string
	Used            bool
}

// Strip is a step's times on one line, all steps on the same scale.
type Strip struct {
	Dots string
	// Quartiles are the places of the three; nil when there are too few.
	Quartiles *[3]float64
}

// StripWidth and StripHeight are a strip's.
const (
	StripWidth  = 260.0
	StripHeight = 26.0
)

// FiguresOf is the page of a workspace.
type FiguresOf struct {
	stat.Overview
	Writes bool
	template.Fault
	// ObservedImport is what came of a file; nil for none. File is its text, to be sent again after a preview, and Kind what it tells of.
	Import *ObservedImport
	File   string
	Kind   string
}

// ObservedImport is what came of a file.
type ObservedImport struct {
	Read, Added, Known, Excluded int
	Kept                         bool
	Problems                     []ImportProblem
}

// ImportProblem is what is wrong with a line.
type ImportProblem struct {
	Line int
	Text string
}

// Address is where the figures of a procedure are, by the procedure's own address; those of the workspace for none.
func Address(procedure string) string { return "/figures" + strings.TrimPrefix(procedure, "/s") }

func px(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// sides are the columns of a measure's table.
func (m FigureOf) sides() []struct {
	Name string
	stat.Side
} {
	type side = struct {
		Name string
		stat.Side
	}
	if m.Alone {
		return []side{{"All of it", m.Before}}
	}
	return []side{{"With it", m.Used}, {"Without it", m.Unused}, {"Before it was in force", m.Before}}
}

// counted is how many there are, in words.
func (m FigureOf) counted() string {
	s := fmt.Sprintf("%d with it, %d without it", m.Used.N, m.Unused.N)
	if m.Before.N > 0 {
		s += fmt.Sprintf(", %d before it was in force", m.Before.N)
	}
	if m.Alone {
		s = fmt.Sprintf("%d known", m.Before.N)
	}
	switch {
	case m.Shown < m.Total && m.Alone:
		s += fmt.Sprintf(". The dots and the median are of the newest %d", m.Shown)
	case m.Shown < m.Total:
		s += fmt.Sprintf(". The dots and the medians are of the newest %d; what is compared, and what failed, is of all %d", m.Shown, m.Total)
	}
	return s + "."
}

// ofProcesses says how many of those before were told of a process.
func (m FigureOf) ofProcesses() string {
	if m.OfProcesses == m.Before.N {
		return "All of those before were told of a process of the register."
	}
	return fmt.Sprintf("%d of those before were told of a process of the register.", m.OfProcesses)
}

func medianWords(s stat.Side) string {
	if s.N == 0 {
		return "none known"
	}
	if s.Middle == nil {
		return "too few to say"
	}
	return fmt.Sprintf("%s (%s to %s)", stat.Length(s.Middle.Median), stat.Length(s.Middle.Low), stat.Length(s.Middle.High))
}

func rateWords(s stat.Side) string {
	if s.N == 0 {
		return "none known"
	}
	if s.Rate == nil {
		return fmt.Sprintf("%d of %d: too few to say", s.Failed, s.N)
	}
	return fmt.Sprintf("%d of %d (%.0f to %.0f %%)", s.Failed, s.N, s.Rate.Low*100, s.Rate.High*100)
}

// useWords are the uses in words.
var useWords = map[nouns.Use]string{nouns.Followed: "followed", nouns.Deviated: "deviated", nouns.Opened: "opened", nouns.Unused: "not used"}

// when is a dot's time; of what tells of a person its month.
func (m FigureOf) when(d stat.Dot) string {
	if m.Measure.Private() {
		return d.At.UTC().Format("January 2006")
	}
	return d.At.UTC().Format("2 Jan 2006, 15:04")
}

// made are the formulas of what is said of a measure: those of a comparison only where one is told.
func (m FigureOf) made() (all []stat.Formula) {
	middle, failed := m.Used.Middle != nil || m.Unused.Middle != nil || m.Before.Middle != nil, m.Used.Rate != nil || m.Unused.Rate != nil || m.Before.Rate != nil
	if m.Measure.Timed() && middle {
		all = append(all, stat.MiddleTime)
	}
	if m.Measure.Failable() && failed {
		all = append(all, stat.FailedRate)
	}
	if m.Alone || few(m.either()) != "" {
		return all
	}
	if m.Time != nil {
		all = append(all, stat.UsedTime, stat.ChanceTime)
		if told(m.Time).Once != nil {
			all = append(all, stat.OneLook)
		}
	}
	if m.Rate != nil {
		all = append(all, stat.UsedRate, stat.ChanceRate)
	}
	if told(m.either()).Differences != nil {
		all = append(all, stat.Differences)
	}
	return all
}

// either is one of its comparisons: they have the same sides, so both have enough or none has.
func (m FigureOf) either() *stat.Answer {
	if m.Time != nil {
		return m.Time
	}
	return m.Rate
}

// few and told split an answer for a template, which shows one of them.
func few(a *stat.Answer) (words string) {
	a.Either(func(f stat.TooFew) { words = f.Words() }, func(stat.Told) {})
	return words
}

func told(a *stat.Answer) (t stat.Told) {
	a.Either(func(stat.TooFew) {}, func(x stat.Told) { t = x })
	return t
}

// onceWords are the interval for one look.
func onceWords(t stat.Told) string {
	s := fmt.Sprintf("For whoever looks just once, the 95 %% interval is %.2f to %.2f times", t.Once.Low, t.Once.High)
	if t.Draws > 0 {
		s += fmt.Sprintf(" (%d draws; labels at random differ as much with a probability of %.3f)", t.Draws, t.Shuffled)
	}
	return s + ". It decides nothing here."
}

// stepTime is a step's time in words.
func stepTime(s stat.Step) string {
	if s.Quartiles == nil {
		return fmt.Sprintf("%d times known: too few to say", len(s.Times))
	}
	q := s.Quartiles
	return fmt.Sprintf("half take %s to %s, the middle is %s (n = %d)", stat.Length(q[0]), stat.Length(q[2]), stat.Length(q[1]), len(s.Times))
}

// stepCounts are what happened at a step, in words; empty for nothing.
func stepCounts(s stat.Step) (out []string) {
	for _, x := range []struct {
		n         int
		one, more string
	}{{s.Deviated, "deviation", "deviations"}, {s.Failed, "failure", "failures"}, {s.Back, "time gone back to", "times gone back to"}, {s.Unclear, "“unclear”", "“unclear”"}, {s.Missing, "“missing”", "“missing”"}, {s.Wrong, "“wrong”", "“wrong”"}, {s.Slow, "“took long”", "“took long”"},
		{s.Notes, "note", "notes"}, {s.Questions, "question", "questions"}, {s.Threads - s.Questions, "other remark", "other remarks"}, {s.Feedback, "piece of feedback", "pieces of feedback"}} {
		if x.n > 0 {
			out = append(out, template.Number(int64(x.n), x.one, x.more))
		}
	}
	return out
}

// letter is by which a note is found in the pictures.
func letter(i int) string { return string(rune('a' + i%26)) }

// drawnWords are a rate drawn towards all.
func drawnWords(d stat.DrawnOf) string {
	if d.Drawn == nil {
		return "too few to say"
	}
	return fmt.Sprintf("%.1f %%", *d.Drawn*100)
}

func dated(t time.Time) string { return t.UTC().Format(time.DateOnly) }
