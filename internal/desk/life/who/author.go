package who

import (
	"slices"
	"time"

	"showhow/internal/sop/life"
)

// Base is the revision in force: its number, and when it was made; zero when there is none.
type Base struct {
	Number int
	Made   time.Time
}

// Writing is what is known of who wrote a revision: all that was written, what of it was judged already, whose the procedure is, and by whom the revision is sent.
type Writing struct {
	Wrote     []life.Wrote
	From      Base
	Owner, By string
}

// Authors are those who wrote since a base. Whoever names a revision doesn't write the one after it. What was restored since may be anybody's of before: then all who
// ever wrote count, the owner and whoever that was before, whose recording it may be, among them; they do also where nothing is in force.
func (x Writing) Authors() []string {
	from := x.From
	since := func(w life.Wrote) bool {
		return !w.At.Before(from.Made) && (w.Number == 0 || w.Number > from.Number)
	}
	ever := from.Number == 0 || slices.ContainsFunc(x.Wrote, func(w life.Wrote) bool { return w.Verb == "procedure.restored" && since(w) })
	all := []string{x.By}
	if ever {
		all = append(all, x.Owner)
	}
	for _, w := range x.Wrote {
		if ever || since(w) && w.Verb != "procedure.handed_over" {
			all = append(all, w.Account)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
