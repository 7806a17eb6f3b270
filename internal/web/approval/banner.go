package approval

import (
	"fmt"
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
	r := l.In(life.Effective)
	if r == nil {
		return all
	}
	for _, x := range r.Waivers {
		if !x.Open() {
			continue
		}
		b := template.Banner{Kind: "amber", Text: fmt.Sprintf("In force by an emergency’s waiver of %s; to be looked at again by %s.", name(x.By), day(x.Due)), Why: x.Reason}
		if now.After(x.Due) {
			b.Text = fmt.Sprintf("In force by an emergency’s waiver of %s; it should have been looked at again by %s.", name(x.By), day(x.Due))
		}
		all = append(all, b)
	}
	if !l.Due.IsZero() && now.After(l.Due) {
		all = append(all, template.Banner{Kind: "amber", Text: fmt.Sprintf("Overdue: it should have been looked at again by %s. Think before you work by it.", day(l.Due))})
	}
	if r.Policy.Approvals == 0 {
		all = append(all, template.Banner{Kind: "plain", Text: "In force without an approval: its class asks for none."})
	}
	return all
}
