package life

import (
	"slices"
	"strings"
	"time"
)

// Moment is a time as a person reads it.
func Moment(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }

// Told is where a revision stands at a time, in words that go with whatever is made of it then: an export or a print is read when the program isn't there to ask.
func (l *Life) Told(number int, now time.Time) string {
	var r *Review
	for i := range l.Reviews { // what was in force once is told of before what was only sent
		if x := &l.Reviews[i]; x.Number == number && (r == nil || !x.Came.IsZero() || r.Came.IsZero()) {
			r = x
		}
	}
	if m := l.Retired; m != nil {
		text := "retired since " + Moment(m.At) + because(strings.TrimRight(m.Reason, ". "))
		if r == nil || r.Came.IsZero() {
			return text + "; never in force"
		}
		return text + "; in force from " + Moment(r.Came) + " to " + Moment(r.Left)
	}
	if r == nil {
		return "draft"
	}
	switch {
	case !r.Came.IsZero() && r.Left.IsZero():
		return "in force since " + Moment(r.Came) + l.warned(r, now)
	case !r.Came.IsZero():
		return "no longer in force: it was from " + Moment(r.Came) + " to " + Moment(r.Left)
	case r.State == Approved && !r.From.IsZero():
		return "approved; in force from " + Moment(r.From) + " on"
	case r.State == Approved:
		return "approved; not in force yet"
	case r.State == InReview:
		return "in review; not approved"
	case r.State == Rejected:
		return "rejected"
	}
	return "draft"
}

// warned is what whoever works by the revision in force must know.
func (l *Life) warned(r *Review, now time.Time) (text string) {
	if m := l.Suspended; m != nil {
		text += "; suspended since " + Moment(m.At) + ", don’t work by it" + because(m.Reason)
	}
	for _, w := range r.Waivers {
		if w.Open() {
			text += "; by an emergency’s waiver, to be looked at again by " + Moment(w.Due) + because(w.Reason)
		}
	}
	switch {
	case l.Lapsed(now):
		text += "; overdue: it should have been reviewed by " + Moment(l.Due) + ", think before you work by it"
	case !l.Due.IsZero():
		text += "; to be reviewed by " + Moment(l.Due)
	}
	return text
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

// ToldOutside is that for whoever has no account: without anybody's reasons.
func (l *Life) ToldOutside(number int, now time.Time) string {
	out := *l
	if l.Suspended != nil {
		out.Suspended = &Mark{At: l.Suspended.At}
	}
	if l.Retired != nil {
		out.Retired = &Mark{At: l.Retired.At}
	}
	out.Reviews = slices.Clone(l.Reviews)
	for i := range out.Reviews {
		r := &out.Reviews[i]
		r.Waivers = slices.Clone(r.Waivers)
		for k := range r.Waivers {
			r.Waivers[k].Reason = ""
		}
	}
	return out.Told(number, now)
}
