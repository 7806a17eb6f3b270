// Package thanks holds what is shown of contributions that helped: each with its evidence, and nothing by how many there were. Pure.
package thanks

import (
	"cmp"
	"slices"
	"time"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/thread"
)

// Kind is how something helped.
type Kind string

// The kinds.
const (
	Suggested Kind = "suggested" // words that somebody else took over
	Led       Kind = "led"       // a remark or a question after which something was mended
	Found     Kind = "found"     // what somebody found while trying a procedure, and was mended
	Wrote     Kind = "wrote"     // a revision that came into force
	Caught    Kind = "caught"    // a rejection with its reasons, after which a better revision came into force
	Kept      Kind = "kept"      // looked at again in time, and it held
	Helped    Kind = "helped"    // what they wrote was carried out for real, to a good end
)

// Piece is a procedure.
type Piece struct{ ID, Slug, Title string }

// Item is one contribution.
type Item struct {
	Kind Kind
	// Who are the accounts whose it is, By who accepted, mended or carried out; empty for nobody in particular.
	Who []string
	By  string
	At  time.Time
	Piece
	// Number is the revision; 0 for none. Href is the evidence, below the workspace's root.
	Number int
	Href   string
}

// OfThreads are what was said and accepted, or mended by somebody else.
func OfThreads(p Piece, all []thread.Thread) (out []Item) {
	for _, t := range all {
		r := t.Resolution
		if r == nil || r.By == t.By {
			continue
		}
		x := Item{Who: []string{t.By}, By: r.By, At: r.At, Piece: p, Href: "/s/" + p.Slug + "/threads?show=all#thread-" + t.ID}
		switch {
		case r.How != thread.Mended:
			continue
		case t.Kind == thread.Suggestion:
			x.Kind = Suggested
		case t.Kind == thread.Finding:
			x.Kind = Found
		default:
			x.Kind = Led
		}
		out = append(out, x)
	}
	return out
}

// OfLife are the revisions that came into force, the rejections that led to one, and the looks that were in time.
func OfLife(p Piece, l *life.Life) (out []Item) {
	at := "/s/" + p.Slug + "/approval"
	for i, r := range l.Reviews {
		if !r.Came.IsZero() {
			out = append(out, Item{Kind: Wrote, Who: r.Authors, At: r.Came, Piece: p, Number: r.Number, Href: at})
		}
		better := slices.ContainsFunc(l.Reviews[i+1:], func(n life.Review) bool { return !n.Came.IsZero() })
		for _, d := range r.Decisions {
			if d.Verdict == life.Reject && d.Note != "" && r.State == life.Rejected && better {
				out = append(out, Item{Kind: Caught, Who: []string{d.Account}, At: d.At, Piece: p, Number: r.Number, Href: at})
			}
		}
	}
	for i, k := range l.Looks {
		if inTime(l, i) {
			out = append(out, Item{Kind: Kept, Who: []string{k.Account}, At: k.At, Piece: p, Number: k.Number, Href: at})
		}
	}
	return out
}

// inTime says whether a look came before it was due.
func inTime(l *life.Life, look int) bool {
	k := l.Looks[look]
	i := -1
	for n, r := range l.Reviews { // the last time that it came before: it may have been retired in between
		if r.Number == k.Number && !r.Came.IsZero() && !r.Came.After(k.At) {
			i = n
		}
	}
	if i < 0 {
		return false
	}
	since, every := l.Reviews[i].Came, l.Reviews[i].Policy.Every
	for _, before := range l.Looks[:look] {
		if before.Number == k.Number && before.At.After(since) {
			since = before.At
		}
	}
	return every == 0 || !k.At.After(since.AddDate(0, every, 0))
}

// OfRuns are the revisions that were carried out for real to a good end, and not rolled back, by somebody who wrote none of it, each once, by its last time: how often doesn't count.
func OfRuns(p Piece, l *life.Life, runs []execution.Execution) (out []Item) {
	seen := map[int]bool{}
	for _, x := range slices.SortedStableFunc(slices.Values(runs), func(a, b execution.Execution) int { return b.Ended.Compare(a.Ended) }) {
		if x.Mode != execution.Live || x.Outcome != execution.OK && x.Outcome != execution.Recovered || x.RolledBack || seen[x.Number] {
			continue
		}
		for _, r := range l.Reviews {
			if r.Number == x.Number && r.Digest == x.Digest && !seen[x.Number] && !slices.Contains(r.Authors, x.Lead) {
				seen[x.Number] = true
				out = append(out, Item{Kind: Helped, Who: r.Authors, By: x.Lead, At: x.Ended, Piece: p, Number: x.Number, Href: "/executions/" + x.ID})
			}
		}
	}
	return out
}

// Shown are contributions since a time, the newest first, without those of whoever doesn't want to be shown, or isn't there any more.
func Shown(all []Item, since time.Time, shows func(account string) bool) (out []Item) {
	for _, x := range all {
		x.Who = slices.DeleteFunc(slices.Clone(x.Who), func(a string) bool { return !shows(a) })
		if len(x.Who) == 0 || x.At.Before(since) {
			continue
		}
		if !shows(x.By) {
			x.By = ""
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Item) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Href, b.Href)) })
	return out
}
