package training

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"showhow/internal/figure"
	"showhow/internal/sop/training"
	"showhow/internal/web/template"
)

// Paths are the onboarding paths.
type Paths struct {
	Base
	All []training.Way
}

// Path is one of them. Typed is what was typed, when it was refused.
type Path struct {
	Base
	training.Way
	People []template.Place
	Typed  url.Values
}

// PathEdit is the form of a path. ID is empty for one that isn't there yet.
type PathEdit struct {
	Base
	ID, Called, Purpose string
	Version             int
	Rows                []LegRow
	// Known are procedures to choose from.
	Known []template.Place
}

// LegRow is a row of it, as it was typed.
type LegRow struct {
	Slug, Days string
	Target     training.Stage
}

func (p PathEdit) head() string {
	if p.ID == "" {
		return "Write a path down"
	}
	return "Change the path"
}

func (p PathEdit) action() string {
	if p.ID == "" {
		return "/training/paths"
	}
	return "/training/paths/" + p.ID
}

func (p Path) piece(l training.Leg) training.Piece {
	i := slices.IndexFunc(p.Pieces, func(x training.Piece) bool { return x.ID == l.Procedure })
	if i < 0 {
		return training.Piece{}
	}
	return p.Pieces[i]
}

func (p Path) called(account string) string { return p.Base.Name(account) }

// began is the day from which days count, as it was typed, or today.
func (p Path) began() string {
	if typed := p.Typed.Get("began"); typed != "" {
		return typed
	}
	return p.Now.UTC().Format(time.DateOnly)
}

// counted is a number with its noun; more is for several, when that isn't one with an s.
func counted(n int, one string, more ...string) string {
	switch {
	case n == 1:
		return "1 " + one
	case len(more) > 0:
		return strconv.Itoa(n) + " " + more[0]
	}
	return strconv.Itoa(n) + " " + one + "s"
}

// doneWords say where somebody is.
func doneWords(p training.Progress) string {
	if !p.Arrived.IsZero() {
		return fmt.Sprintf("all %d done on %s", p.Of, template.Day(p.Arrived))
	}
	text := fmt.Sprintf("%d of %d done", p.Done, p.Of)
	if p.Behind > 0 {
		text += fmt.Sprintf(", %d overdue", p.Behind)
	}
	return text
}

// overview says how those on a path are.
func overview(w training.Way) string {
	arrived, late := 0, 0
	for _, p := range w.All {
		if !p.Arrived.IsZero() {
			arrived++
		}
		if p.Behind > 0 {
			late++
		}
	}
	text := fmt.Sprintf("%d under way, %d done", len(w.All)-arrived, arrived)
	if late > 0 {
		text += fmt.Sprintf(", %d with something overdue", late)
	}
	return text
}

// stopWords say where somebody is with one procedure.
func stopWords(s training.Stop) string {
	switch {
	case !s.Reached.IsZero():
		return stageTarget[s.Leg.Target] + ": done on " + template.Day(s.Reached)
	case s.Over:
		return "nobody works by it any more"
	}
	text := stageTarget[s.Leg.Target] + " by " + template.Day(s.Until)
	if s.Overdue {
		text += ", overdue"
	}
	return text
}

// tookWords say how long an onboarding by the path takes: of all together, or that they are too few to say.
func tookWords(w training.Way) string {
	took := w.Took()
	m, enough := figure.Median(took)
	if !enough {
		return fmt.Sprintf("How long it takes: too few to say (%d have done it; ten are needed).", len(took))
	}
	days := func(d time.Duration) string { return strconv.FormatFloat(d.Hours()/24, 'f', 1, 64) }
	return fmt.Sprintf("How long it takes: %s days in the middle (95 %% interval %s to %s), of %d who have done it. Half took less, and half took longer (formula: median, version 1).", days(m.Median), days(m.Low), days(m.High), len(took))
}
