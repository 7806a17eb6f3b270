// Package before is what whoever carries a procedure out in a terminal has to know before they do: where it stands, and what is to be known of its steps.
package before

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/standing"
)

// Waiver is that by which a revision came into force in an emergency, as long as nobody has looked at it again.
type Waiver struct {
	Reason, By string
	Until      time.Time
	Overdue    bool
}

// Standing are the warnings of where a procedure stands that one carries out; w is nil for none.
func Standing(l *standing.Life, w *Waiver) (all []string) {
	day := func(t time.Time) string { return t.Local().Format("2 Jan 2006 15:04") }
	if m := l.Suspend; m != nil {
		all = append(all, fmt.Sprintf("SUSPENDED since %s: %s", day(m.At), m.Reason))
	}
	if w != nil {
		late := map[bool]string{true: "overdue since", false: "to be looked at again by"}[w.Overdue]
		all = append(all, fmt.Sprintf("IN FORCE BY A WAIVER of %s, %s %s: %s", w.By, late, day(w.Until), w.Reason))
	}
	if m := l.Retire; m != nil {
		all = append(all, fmt.Sprintf("RETIRED since %s: %s", day(m.At), m.Reason))
	}
	if l.Overdue && !l.Due.IsZero() {
		all = append(all, fmt.Sprintf("OVERDUE: it should have been looked at again by %s.", day(l.Due)))
	}
	return all
}

// Begins refuses what can't be begun for a purpose, whatever is given.
func Begins(l *standing.Life, mode execution.Mode) error {
	switch {
	case l.Retire != nil:
		return execution.Retired(l.Retire.Reason, l.Retire.Instead)
	case !mode.Tries() && l.InForce == 0:
		return execution.NoneInForce()
	}
	return nil
}

// Begun is the number of the revision that is begun for a purpose: that in force, and of a trial the one in review, or else the last.
func Begun(l *standing.Life, mode execution.Mode) int {
	switch r := l.In(life.InReview); {
	case !mode.Tries() && l.InForce > 0:
		return l.InForce
	case r != nil:
		return r.Number
	}
	return l.Latest
}

// Marks are what of a procedure is to be looked at again, and what has to be known of single steps of an execution, by their keys: what has changed outside,
// what was found when they were tried and isn't settled, and what readers say of them.
func Marks(ctx context.Context, c *remote.Client, slug, execution string) (all []string, steps map[string][]string, err error) {
	flags, err := standing.Marks(ctx, c, slug)
	if err != nil {
		return nil, nil, err
	}
	steps = map[string][]string{}
	for _, f := range flags {
		if !f.Open() {
			continue
		}
		all = append(all, "TO BE LOOKED AT AGAIN: "+f.Text)
		for _, st := range f.Left() {
			note := "To be looked at again: " + f.Text
			if st.Named != "" {
				note += " (" + st.Named + ")"
			}
			steps[st.Key] = append(steps[st.Key], note)
		}
	}
	whole, err := found(ctx, c, execution, steps)
	return append(all, whole...), steps, err
}

// found adds what people found and said, and gives what is for all of it; a server of before can't tell.
func found(ctx context.Context, c *remote.Client, execution string, steps map[string][]string) (whole []string, err error) {
	var marks struct {
		Steps map[string][]struct{ Sort, Words, Text string }
	}
	err = c.Call(ctx, remote.Request{Method: http.MethodGet, Path: "executions/" + url.PathEscape(execution) + "/marks", Answer: &marks})
	if sop.CodeOf(err) == sop.NotFound && !errors.Is(err, remote.ErrAway) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for key, those := range marks.Steps {
		for _, m := range those {
			if m.Sort == "changed" { // the flags tell it, with what the step names
				continue
			}
			note := "Look first: " + m.Words
			if m.Text != "" {
				note += ": “" + m.Text + "”"
			}
			if key == "" {
				whole = append(whole, note)
				continue
			}
			steps[key] = append(steps[key], note)
		}
	}
	return whole, nil
}
