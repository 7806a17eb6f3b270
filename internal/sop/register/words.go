package register

import (
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/sop/listing"
)

// Words are how often something is done, as people say it ("each week", "3 times a month"); empty when it isn't known.
func (f Frequency) Words() string {
	switch {
	case !f.Known():
		return ""
	case f.Times == 1:
		return "each " + string(f.Per)
	case f.Times == 2:
		return "twice a " + string(f.Per)
	case f.Times < 1:
		return "once in " + trimmed(1/f.Times) + " " + string(f.Per) + "s"
	}
	return trimmed(f.Times) + " times a " + string(f.Per)
}

// trimmed is a number with two places behind the point at most.
func trimmed(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

var fails = [Most + 1]string{"", "hardly matters when it fails", "is a nuisance when it fails", "hurts when it fails", "is severe when it fails", "is a disaster when it fails"}

// Reasons say in words why a process ranks where it does, the gravest first, and what nobody has said. It says nothing that isn't answered.
func (r *Ranked) Reasons() (all, missing []string) {
	if r.Severity > 0 {
		all = append(all, fails[r.Severity])
	} else {
		missing = append(missing, "how bad a failure is")
	}
	if w := r.Frequency.Words(); w != "" {
		all = append(all, "done "+w) // how often it fails is another matter
	} else {
		missing = append(missing, "how often it is done")
	}
	if w := r.AbleWords(); w != "" {
		all = append(all, w)
	} else {
		missing = append(missing, "who can do it alone")
	}
	if w := r.Held.Words(); w != "" {
		all = append(all, w)
	}
	if r.Runs.Failed > 0 {
		all = append(all, fmt.Sprintf("%d of %d runs failed", r.Runs.Failed, r.Runs.Ended))
	}
	for _, s := range r.Ticked() {
		if w := short[s]; w != "" {
			all = append(all, w)
		}
	}
	return all, missing
}

// short are the signs as a reason says them; the others are said by the frequency and by who can do it.
var short = map[Sign]string{"forgotten": "could be forgotten", "new": "is new", "handed_over": "is being handed over"}

// AbleWords say who can do it alone; empty when nobody has said it.
func (p *Process) AbleWords() string {
	names := p.Named()
	switch {
	case p.Able == nil:
		return ""
	case *p.Able == 0:
		return "nobody can do it alone"
	case *p.Able == len(names) && len(names) <= 3:
		return "only " + listing.And(names) + " can do it"
	case *p.Able == 1:
		return "only one person can do it"
	}
	return strconv.Itoa(*p.Able) + " people can do it"
}

// Words say what the training says of who can do it; empty where it says nothing.
func (h *Held) Words() string {
	switch {
	case h == nil:
		return ""
	case h.Able == 1:
		return "only one person was signed able alone"
	case h.Able > 1:
		return strconv.Itoa(h.Able) + " people were signed able alone"
	case h.Left:
		return "only somebody who has left was signed able alone"
	}
	return "nobody was signed able alone"
}
