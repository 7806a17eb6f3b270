// Package current draws what waits for whom, what procedures rest on, and feedback.
package current

import (
	"strings"

	"showhow/internal/sop/current"
	"showhow/internal/web/template"
)

// Work is the page of what waits for whoever looks.
type Work struct {
	Parts []current.Part
	// People are who can look after procedures; empty for one who may hand none over.
	People []template.Place
	// Elsewhere are the rooms of which nothing waits now, by their addresses and names.
	Elsewhere []template.Place
	Said      string
	template.Fault
}

// waits is how many things wait for whoever looks, in words; empty for none.
func (p Work) waits() string {
	n, late := 0, 0
	for _, part := range p.Parts {
		if part.Others {
			continue
		}
		n += len(part.Lines) + part.Beyond
		for _, l := range part.Lines {
			if l.Late {
				late++
			}
		}
	}
	if n == 0 {
		return ""
	}
	words := template.Many(n, "thing") + " to do"
	if late > 0 {
		words += ", " + template.Many(late, "of them") + " overdue"
	}
	return strings.Replace(words, "of thems", "of them", 1)
}
