package approval

import (
	"fmt"
	"strconv"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/web/template"
)

// Warning is what is to be told of a procedure: its life, the address that its pages begin with, what people call an account, and the time.
type Warning struct {
	life.Life
	At   string
	Name func(account string) string
	Now  time.Time
}

// Banners are what everybody must know before they work by it, the gravest first.
func (w Warning) Banners() (all []template.Banner) {
	l, at, name, now := w.Life, w.At, w.Name, w.Now
	day := func(t time.Time) string { return t.UTC().Format("2 Jan 2006") }
	if m := l.Suspended; m != nil {
		all = append(all, template.Banner{Kind: "red", Text: fmt.Sprintf("Suspended by %s on %s: don’t work by it.", name(m.By), day(m.At)), Why: m.Reason, Href: at + "/approval", Words: "What is being done"})
	}
	if m := l.Retired; m != nil {
		all = append(all, template.Banner{Kind: "red", Text: fmt.Sprintf("Retired by %s on %s: nobody works by it any more.", name(m.By), day(m.At)), Why: m.Reason})
	}
	for _, r := range l.Owed() {
		all = append(all, w.owed(r)...)
	}
	r := l.In(life.Effective)
	if r == nil {
		return all
	}
	all = append(all, Lapsed(&l, now)...)
	if r.Policy.Approvals == 0 {
		all = append(all, template.Banner{Kind: "plain", Text: "In force without an approval: its class asks for none."})
	}
	return all
}

// Lapsed says that what is in force should have been looked at again; nothing when that isn't so.
func Lapsed(l *life.Life, now time.Time) []template.Banner {
	if !l.Lapsed(now) {
		return nil
	}
	return []template.Banner{{Kind: "amber", Text: fmt.Sprintf("Overdue: it should have been looked at again by %s. Think before you work by it.", l.Due.UTC().Format("2 Jan 2006"))}}
}

// owed are the banners of what came into force by waivers that nobody has looked at again.
func (w Warning) owed(r *life.Review) (all []template.Banner) {
	for _, x := range r.Waivers {
		if !x.Open() {
			continue
		}
		text := fmt.Sprintf("In force by an emergency’s waiver of %s; ", w.Name(x.By))
		if r.State != life.Effective {
			text = fmt.Sprintf("Revision %d was in force by an emergency’s waiver of %s; ", r.Number, w.Name(x.By))
		}
		due := "to be looked at again by "
		if w.Now.After(x.Due) {
			due = "it should have been looked at again by "
		}
		all = append(all, template.Banner{Kind: "amber", Text: text + due + x.Due.UTC().Format("2 Jan 2006") + ".", Why: x.Reason, Emergency: true})
	}
	return all
}

// Then is what is said above what was in force at a time; at is the address that the procedure's pages begin with.
func Then(l *life.Life, moment time.Time, at string) template.Banner {
	b := template.Banner{Kind: "plain"}
	was, in := l.At(moment), l.In(life.Effective)
	switch {
	case in != nil && in.ID == was.ID:
		b.Text = "This was in force then, " + life.Moment(moment) + ", and still is: since " + life.Moment(was.Came) + "."
	case in != nil:
		b.Text, b.Href, b.Words = "This was in force from "+life.Moment(was.Came)+" to "+life.Moment(was.Left)+". Now in force: revision "+strconv.Itoa(in.Number)+".", at, "Read that"
	case was.Left.IsZero():
		b.Text = "This was in force from " + life.Moment(was.Came) + "."
	default:
		b.Text = "This was in force from " + life.Moment(was.Came) + " to " + life.Moment(was.Left) + ". Nothing is in force now."
	}
	return b
}

// novel is how long readers are told what was altered in the revision that is in force.
const novel = 30 * 24 * time.Hour

// Altered tells readers what was altered in the revision that is in force since the one before it, in the words of whoever sent it; nothing of the first one, nor
// when it's long ago.
func (w Warning) Altered() []template.Banner {
	in := w.In(life.Effective)
	if in == nil || in.Summary == "" || w.Now.Sub(in.Came) > novel {
		return nil
	}
	var was *life.Review
	for i := range w.Reviews {
		if r := &w.Reviews[i]; r.ID != in.ID && !r.Came.IsZero() && !r.Left.IsZero() && (was == nil || r.Left.After(was.Left)) {
			was = r
		}
	}
	if was == nil {
		return nil
	}
	return []template.Banner{{
		Kind: "plain", Text: fmt.Sprintf("Revision %d is in force since %s. What was altered:", in.Number, in.Came.UTC().Format("2 Jan 2006")), Why: in.Summary,
		Href: w.At + "/compare?from=" + strconv.Itoa(was.Number) + "&to=" + strconv.Itoa(in.Number), Words: "See what differs",
	}}
}
