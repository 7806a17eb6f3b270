package register

import (
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop/register"
	"showhow/internal/web/template"
)

// Ratings are what others say of a process.
type Ratings struct {
	All    []register.Rating
	Scales []Scale
	Now    time.Time
}

// Scale is one question, with each answer as a dot in a box of 300 by 34; Own is where the team's own value is, -1 for none.
type Scale struct {
	Words, Says string
	N           int
	Apart       bool
	Dots        [][2]float64
	Own         float64
}

// Rating is the page of whoever has a link. By is who made it, by name; empty where nobody has an account.
type Rating struct {
	By              string
	Name, About, At string
	Is              register.Rating
	Form            ProcessForm
	Saved           bool
	template.Fault
}

// asking says who asks whom.
func (p Rating) asking() string {
	if p.By == "" {
		return p.Is.For.Name + ", you are asked what you think of"
	}
	return p.By + " asks you, " + p.Is.For.Name + ", what you think of"
}

// ratingWords say what somebody rated, or how their link stands.
func ratingWords(r register.Rating, now time.Time) string {
	var all []string
	if r.Severity > 0 {
		all = append(all, fmt.Sprintf("severity %d", r.Severity))
	}
	if w := r.Frequency.Words(); w != "" {
		all = append(all, w)
	}
	if r.Able != nil {
		all = append(all, template.Many(*r.Able, "person")+" can do it")
	}
	if r.Rated.IsZero() {
		all = append(all, "hasn’t answered")
	} else {
		all = append(all, template.Day(r.Rated))
	}
	switch {
	case !r.Revoked.IsZero():
		all = append(all, "link ended")
	case !r.Open(now):
		all = append(all, "link expired")
	default:
		all = append(all, "link until "+template.Day(r.Expires))
	}
	return strings.Replace(strings.Join(all, " · "), "persons", "people", 1)
}

// Import is the page on which a table is imported: what would come of it, before anything is written.
type Import struct {
	// Lines are nil before a file was sent. Text is the file, for confirming.
	Lines   []ImportLine
	Ignored []string
	Text    string
	// Good are written when it's confirmed; Done is how many were.
	Good, Bad, Known int
	template.Fault
}

// ImportLine is a line of it.
type ImportLine struct {
	Number      int
	Name, Fault string
	Known       bool
}
