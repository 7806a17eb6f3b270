package approval

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/web/template"
)

// Warning is what is to be told of a procedure: its life, the address that its pages begin with, what people call an account, and the time.
type Warning struct {
	life.Life
	At   string
	Name func(account string) string
	Now  time.Time
	// Title gives a procedure's title by its name in addresses, empty where there is none, and whether people work by it. Without it what is used instead is told by that name.
	Title func(slug string) (title string, works bool)
}

// Titles reads procedures' titles.
func Titles(ctx context.Context, library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
}, workspace string) func(slug string) (string, bool) {
	return func(slug string) (string, bool) {
		of, err := library.Procedure(ctx, workspace, slug)
		if err != nil { // its name says enough
			return "", true
		}
		return of.Title, desklife.Works(of)
	}
}

// longestReason is how long a reason may be to stand in a sentence, in characters.
const longestReason = 160

// retired says who retired it, when and why, and leads to what is used instead.
func (w Warning) retired() template.Banner {
	m := w.Retired
	b := template.Banner{Kind: "red", Text: fmt.Sprintf("Retired on %s by %s: %s", template.Day(m.At), w.Name(m.By), m.Reason)}
	if strings.Contains(m.Reason, "\n") || utf8.RuneCountInString(m.Reason) > longestReason {
		b.Text, b.Why = fmt.Sprintf("Retired on %s by %s:", template.Day(m.At), w.Name(m.By)), m.Reason
	}
	if to := w.Successor(); to != nil {
		b.Href, b.Words = to.Value, "Use “"+to.Words+"” instead"
		if !w.works() {
			b.Words = "“" + to.Words + "” is to be used instead: nobody works by it yet"
		}
	}
	return b
}

// Successor is the address and the title of what is used instead of what is retired; nil for nothing.
func (w Warning) Successor() *template.Place {
	if w.Retired == nil || w.Retired.Instead == "" {
		return nil
	}
	to := &template.Place{Value: "/s/" + w.Retired.Instead, Words: w.Retired.Instead}
	if w.Title != nil {
		if title, _ := w.Title(w.Retired.Instead); title != "" {
			to.Words = title
		}
	}
	return to
}

// works says that people work by what is used instead.
func (w Warning) works() bool {
	if w.Title == nil {
		return true
	}
	_, works := w.Title(w.Retired.Instead)
	return works
}

// Offered is the successor where it can be carried out; nil where nobody works by it yet.
func (w Warning) Offered() *template.Place {
	to := w.Successor()
	if to == nil || !w.works() {
		return nil
	}
	return to
}

// Ended tells of which revision of what is retired a page is: of the last that was in force, of another, or that none ever was.
func (w Warning) Ended(number int) template.Banner {
	b := template.Banner{Kind: "plain"}
	switch last := w.LastInForce(); {
	case last == nil:
		b.Text = "Nothing of it was ever in force: nobody has approved what stands here."
	case last.Number == number:
		b.Text = "This is revision " + strconv.Itoa(number) + ", the last that was in force: from " + life.Moment(last.Came) + " to " + life.Moment(last.Left) + "."
	default:
		b.Text, b.Href, b.Words = "This isn’t what was in force last: that is revision "+strconv.Itoa(last.Number)+".", w.At, "Read that"
	}
	return b
}

// Banners are what everybody must know before they work by it, the gravest first.
func (w Warning) Banners() (all []template.Banner) {
	l, at, name, now := w.Life, w.At, w.Name, w.Now
	day := func(t time.Time) string { return t.UTC().Format("2 Jan 2006") }
	if m := l.Suspended; m != nil && l.Retired == nil {
		all = append(all, template.Banner{Kind: "red", Text: fmt.Sprintf("Suspended by %s on %s: don’t work by it.", name(m.By), day(m.At)), Why: m.Reason, Href: at + "/approval", Words: "What is being done"})
	}
	if l.Retired != nil {
		all = append(all, w.retired())
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
