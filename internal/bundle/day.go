package bundle

import (
	"context"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/trail"
)

// Standing is whose a procedure is, who stands in for them, and how much hangs on it.
type Standing struct {
	Owner  string     `json:"owner"`
	Deputy string     `json:"deputy,omitempty"`
	Class  life.Class `json:"class"`
}

// The names of what the trail may not tell.
const (
	ofOwner  = "owner"
	ofDeputy = "deputy"
	ofClass  = "class"
)

// Tells says that something is known of the day: the owner, the deputy or the class.
func (a Approval) Tells(what string) bool { return !slices.Contains(a.Untold, what) }

// altering are the verbs of lines that tell of what isn't kept of a day before.
var altering = []string{"procedure.classed", "procedure.handed_over", "procedure.suspended", "procedure.resumed"}

// altered are a workspace's lines of those verbs, by procedures.
func (s Shelf) altered(ctx context.Context, workspace string) (map[string][]trail.Entry, error) {
	all := map[string][]trail.Entry{}
	err := s.Entries(ctx, workspace, func(x *trail.Entry) error {
		if slices.Contains(altering, x.Verb) {
			all[x.Target] = append(all[x.Target], *x)
		}
		return nil
	})
	return all, err
}

// back has an approval say what stood at a time, by the lines that came after it: each tells what was before. What they don't tell any more is left out, and named.
func (a *Approval) back(lines []trail.Entry, at time.Time) {
	a.Standing = a.Now
	known, kept := map[string]bool{}, a.Suspended
	set := func(what string, to *string, was string, ok bool) {
		switch {
		case known[what]:
			return
		case !ok:
			*to = ""
			a.Untold = append(a.Untold, what)
		default:
			*to = was
		}
		known[what] = true
	}
	for _, l := range lines {
		if !l.At.After(at) {
			a.marked(&l, kept)
			continue
		}
		switch l.Verb {
		case "procedure.handed_over":
			was, ok := ownerBefore(&l)
			set(ofOwner, &a.Owner, was, ok)
		case "procedure.classed":
			was, ok := classBefore(&l)
			set(ofClass, (*string)(&a.Class), was, ok)
			if was, ok, altered := deputyBefore(&l); altered {
				set(ofDeputy, &a.Deputy, was, ok)
			}
		}
	}
}

// marked takes a line of before the moment about a suspension. kept is one that lasts, as the procedure itself has it.
func (a *Approval) marked(l *trail.Entry, kept *life.Mark) {
	switch l.Verb {
	case "procedure.suspended":
		a.Suspended = &life.Mark{By: l.Actor, At: l.At, Reason: l.Detail}
		if kept != nil && near(kept.At, l.At) {
			a.Suspended = kept
		}
	case "procedure.resumed":
		a.Suspended = nil
	}
}

// ownerBefore is whose a procedure was before a line; lines of before tell it in their details alone, which may have been taken away.
func ownerBefore(l *trail.Entry) (was string, ok bool) {
	if was = trail.Proven(l.Proof, "from"); was != "" {
		return was, true
	}
	if f := strings.Fields(l.Detail); len(f) == 4 && f[0] == "from" && f[2] == "to" {
		return f[1], true
	}
	return "", false
}

// classBefore is what the class was before a line: "critical to low, deputy dan: …", or "low: …" where it stayed.
func classBefore(l *trail.Entry) (was string, ok bool) {
	if was = trail.Proven(l.Proof, "was"); was != "" {
		return was, true
	}
	for _, c := range life.Classes {
		rest, is := strings.CutPrefix(l.Detail, string(c))
		if is && (rest == "" || strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, " to ")) {
			return string(c), true
		}
	}
	return "", false
}

// deputyBefore is who stood in for the owner before a line. Lines of before don't tell who did, nor that nobody does any more.
func deputyBefore(l *trail.Entry) (was string, ok, altered bool) {
	if was = trail.Proven(l.Proof, "was_deputy"); was != "" {
		return strings.TrimSuffix(was, "none"), true, true
	}
	return "", false, trail.Proven(l.Proof, "class") == ""
}
