package life

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"showhow/internal/shown"
	"showhow/internal/sop/life"
	"showhow/internal/standing"
)

// mostDecisions is how many decisions are printed, the last ones.
const mostDecisions = 12

// tellLife prints where a procedure stands.
func tellLife(w io.Writer, l *standing.Life, people []standing.Person) {
	row := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-13s "+format+"\n", append([]any{name}, args...)...)
	}
	fmt.Fprintf(w, "%s (%s)\n\n", l.Title, l.Slug)
	row("State", "%s", stateWords[l.State])
	if m := l.Suspend; m != nil {
		row("", "since %s: %s", instant(m.At), oneLine(m.Reason))
	}
	if m := l.Retire; m != nil {
		row("", "since %s, by %s: %s", instant(m.At), oneLine(standing.Named(people, m.By)), oneLine(m.Reason))
		if m.Instead != "" {
			row("Instead", "%s", m.Instead)
		}
		last := (&life.Life{Reviews: l.Reviews}).LastInForce()
		if last == nil {
			row("Was in force", "nothing, ever")
		} else {
			row("Was in force", "revision %d, until %s", last.Number, instant(last.Left))
		}
	}
	if r := l.In(life.Effective); r != nil {
		row("In force", "revision %d, since %s", r.Number, instant(r.Came))
		row("", "SHA-256 %s", r.Digest)
	}
	if e := l.Waiver; e != nil {
		row("Emergency", "revision %d came into force by a waiver of %s; to be looked at again by %s%s", e.Number, oneLine(e.By), instant(e.Until), map[bool]string{true: ", OVERDUE"}[e.Overdue])
		row("", "%s", oneLine(e.Reason))
	}
	row("Last revision", "%d%s", l.Latest, map[bool]string{true: ", not sent for review yet"}[l.Sendable])
	row("Class", "%s", l.Class)
	if m := l.Classed; m != nil && m.Reason != "" {
		row("", "since %s: %s", instant(m.At), oneLine(m.Reason))
	}
	if l.Owner != "" {
		row("Owner", "%s", oneLine(standing.Named(people, l.Owner)))
	}
	if l.Deputy != "" {
		row("Deputy", "%s", oneLine(standing.Named(people, l.Deputy)))
	}
	if !l.Due.IsZero() {
		row("Next review", "%s%s", instant(l.Due), map[bool]string{true: ", OVERDUE"}[l.Overdue])
	}
	for _, x := range l.Owed {
		what := "from time to time"
		if x.Waiver {
			what = "after the emergency"
		}
		row("", "revision %d, %s: %s%s", x.Revision, what, oneLine(x.Words), map[bool]string{true: " It waits for you."}[x.Yours])
	}
	tellNone(row, l, people)
	tellReview(w, row, l)
	tellDecisions(w, l)
	if l.Sendable && len(l.Lacks) > 0 {
		fmt.Fprintf(w, "\nRevision %d lacks, before it can be sent:\n", l.Latest)
		for _, x := range l.Lacks {
			fmt.Fprintf(w, "  %s (%s)\n", oneLine(x.Text), x.Place)
		}
	}
}

// tellNone prints what looks like a secret and was said to be none: whoever approves answers for it.
func tellNone(row func(name, format string, args ...any), l *standing.Life, people []standing.Person) {
	for i, n := range l.None {
		row(map[bool]string{true: "No secret"}[i == 0], "%s: looks like %s; %s says that it is none: %s", oneLine(n.Where), strings.Trim(n.Placeholder, "<>"), oneLine(standing.Named(people, n.By)), oneLine(n.Reason))
	}
}

// tellReview prints what is in review, or waits for its time, and what that still needs.
func tellReview(w io.Writer, row func(name, format string, args ...any), l *standing.Life) {
	if r := l.In(life.Approved); r != nil {
		row("Approved", "revision %d, in force from %s", r.Number, instant(r.From))
	}
	r := l.In(life.InReview)
	if r == nil {
		return
	}
	row("In review", "revision %d, since %s, with %d of %d approvals", r.Number, instant(r.Opened), len(r.Approvals()), r.Policy.Approvals)
	row("", "SHA-256 %s", r.Digest)
	if l.Missing != nil {
		row("Still needs", "%s", l.Missing.Words)
	}
	if l.Stuck != "" {
		row("", "! %s", oneLine(l.Stuck))
	}
	var needs []string
	if slices.Contains(l.Untried, "dry_run") {
		needs = append(needs, "a dry run"+newcomers(r.Policy))
	}
	if slices.Contains(l.Untried, "pilot") {
		needs = append(needs, "a pilot")
	}
	if r.Urgent && !r.Waives(life.Complete, time.Now()) {
		needs = append(needs, "a waiver of what lacks, for it was sent as urgent")
	}
	if len(needs) > 0 {
		row("Asks for", "%s", strings.Join(needs, ", "))
	}
	if l.Barred != "" && len(l.Untried) > 0 {
		row("", "%s", oneLine(l.Barred))
	}
	if r.Summary != "" {
		row("Altered", "%s", oneLine(r.Summary))
		if r.Wording != "" {
			waived := ""
			if !r.Reworded(time.Now()) {
				waived = " (approvals are waived, so that doesn't count: whoever could carry it out learns it again)"
			}
			row("Wording", "words differ by which one works; whoever sent it says that nobody does anything else by it: %s%s", oneLine(r.Wording), waived)
		}
	}
}

// tellDecisions prints what was decided, waived and looked at, in the order of the reviews.
func tellDecisions(w io.Writer, l *standing.Life) {
	var all []string
	for _, r := range l.Reviews {
		for _, d := range r.Decisions {
			all = append(all, fmt.Sprintf("  %s  revision %d %s by %s, %s%s", instant(d.At), r.Number, map[life.Verdict]string{life.Approve: "approved", life.Reject: "rejected"}[d.Verdict], d.Name, d.Role, noted(d.Note)))
		}
		for _, x := range r.Waivers {
			words := r.Stands(x, time.Now(), instant)
			if !x.Open() {
				words = "Looked at again " + instant(x.Done) + noted(x.Outcome)
			}
			all = append(all, fmt.Sprintf("  %s  revision %d: waived %v%s. %s", instant(x.At), r.Number, x.Rules, noted(x.Reason), words))
		}
	}
	for _, k := range l.Looks {
		all = append(all, fmt.Sprintf("  %s  revision %d still holds, says %s, %s%s", instant(k.At), k.Number, k.Name, k.Role, noted(k.Note)))
	}
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(w, "\nDecisions:")
	if n := len(all) - mostDecisions; n > 0 {
		fmt.Fprintf(w, "  (%d more before these: --json has all)\n", n)
		all = all[n:]
	}
	for _, line := range all {
		fmt.Fprintln(w, line)
	}
}

func noted(s string) string {
	if s == "" {
		return ""
	}
	return ": " + oneLine(s)
}

// oneLine is a text on one line, with what a terminal would take for orders written out.
func oneLine(s string) string {
	return shown.Visible(strings.Join(strings.Fields(s), " "))
}
