package trail

import (
	"fmt"
	"slices"
	"strconv"
)

// Kind is what is wrong with a chain.
type Kind string

// The kinds of faults.
const (
	Changed   Kind = "changed"   // an entry doesn't say what it said
	Missing   Kind = "missing"   // entries were dropped
	Foreign   Kind = "inserted"  // an entry stands where none can
	Unlinked  Kind = "unlinked"  // an entry doesn't follow the one before it
	Blanked   Kind = "blanked"   // a detail was taken away, and no entry says so
	Ends      Kind = "cut"       // the chain ends elsewhere than its head says
	Rewritten Kind = "rewritten" // it isn't what a checkpoint vouches for
	Altered   Kind = "altered"   // something else in the workspace isn't what the trail vouches for
)

// Fault is something that is wrong.
type Fault struct {
	Kind Kind `json:"kind"`
	// Seq is the entry's number, or the first of several; 0 for the chain as a whole.
	Seq int64 `json:"seq,omitempty"`
	// ID is the entry's, where there is one.
	ID   string `json:"id,omitempty"`
	Text string `json:"text"`
}

// mostFaults is how many faults are told; of more it is said that there are.
const mostFaults = 100

// Verdict is what a check came to.
type Verdict struct {
	Workspace string `json:"workspace"`
	// Size is how many entries there are, Root the hash of all.
	Size int64  `json:"size"`
	Root string `json:"root"`
	// Before is how many entries were chained on the day on which the chain began: that nobody changed those before it isn't known.
	Before int64   `json:"before,omitempty"`
	Blank  int64   `json:"blanked,omitempty"`
	Faults []Fault `json:"faults"`
	// More is how many faults there are beside those.
	More int64 `json:"more,omitempty"`
	// Keys are the public keys by which its checkpoints are signed.
	Keys []string `json:"keys,omitempty"`
}

// Alter adds that something isn't what the trail vouches for.
func (v *Verdict) Alter(text string) {
	if len(v.Faults) >= mostFaults {
		v.More++
		return
	}
	v.Faults = append(v.Faults, Fault{Kind: Altered, Text: text})
}

// Chained says that the chain itself is whole, whatever else isn't what it vouches for.
func (v *Verdict) Chained() bool {
	return !slices.ContainsFunc(v.Faults, func(f Fault) bool { return f.Kind != Altered })
}

// Whole says that nothing is wrong.
func (v *Verdict) Whole() bool { return len(v.Faults) == 0 }

// Checker checks a chain, entry by entry.
type Checker struct {
	v    Verdict
	head Head
	// lost says that an entry's hash isn't known, so that neither the link behind it nor the tree's root can be told.
	unlinked, lost bool
	next           int64
	blank          []int64
	erased         []span
	points         []Point
}

// Point is what a checkpoint vouches for: the root of the first entries.
type Point struct {
	Size int64
	Root Hash
}

// Check begins to check a workspace's chain, against checkpoints.
func Check(workspace string, points ...Point) *Checker {
	slices.SortFunc(points, func(a, b Point) int { return int(min(max(a.Size-b.Size, -1), 1)) })
	c := &Checker{v: Verdict{Workspace: workspace, Faults: []Fault{}}, next: 1, points: points}
	c.reached()
	return c
}

func (c *Checker) fault(kind Kind, x *Entry, format string, args ...any) {
	if len(c.v.Faults) >= mostFaults {
		c.v.More++
		return
	}
	f := Fault{Kind: kind, Text: fmt.Sprintf(format, args...)}
	if x != nil {
		f.Seq, f.ID = x.Seq, x.ID
	}
	c.v.Faults = append(c.v.Faults, f)
}

// Entry takes the next entry; they must come in the order of their numbers.
func (c *Checker) Entry(x *Entry) {
	if x.Seq < c.next {
		c.fault(Foreign, x, "Entry %d stands there a second time, or has no place: %s.", x.Seq, x.Verb)
		return
	}
	if x.Seq > c.next {
		c.gap(x.Seq - 1)
	}
	c.next++
	leaf := leafOf(x.canonical())
	switch {
	case leaf != x.Leaf:
		c.fault(Changed, x, "Entry %d was changed: %s.", x.Seq, x.Verb)
		leaf = c.truth(x, leaf)
	case !c.unlinked && linkOf(c.head.Link, leaf) != x.Link:
		c.fault(Unlinked, x, "Entry %d doesn't follow the one before it: %s.", x.Seq, x.Verb)
	}
	if x.Workspace != c.v.Workspace {
		c.fault(Foreign, x, "Entry %d is another workspace's.", x.Seq)
	}
	c.detail(x)
	c.head.Add(leaf)
	c.head.Link, c.unlinked = x.Link, false
	c.reached()
	c.facts(x)
}

// truth is the hash that a changed entry had, as its link tells: the one beside it, or the one that it has now, when only what stands beside it was changed.
func (c *Checker) truth(x *Entry, now Hash) Hash {
	switch {
	case c.unlinked || linkOf(c.head.Link, x.Leaf) == x.Link:
		return x.Leaf
	case linkOf(c.head.Link, now) == x.Link:
		return now
	}
	c.lost = true
	return x.Leaf
}

// gap tells of entries that aren't there, up to one.
func (c *Checker) gap(to int64) {
	words := fmt.Sprintf("Entry %d is missing.", c.next)
	if to > c.next {
		words = fmt.Sprintf("Entries %d to %d are missing.", c.next, to)
	}
	c.fault(Missing, &Entry{Seq: c.next}, "%s", words)
	c.lost, c.unlinked, c.next = true, true, to+1
	c.head.Size = 0 // its tree is of no use any more
	c.head.Edge = nil
}

// detail checks an entry's detail.
func (c *Checker) detail(x *Entry) {
	switch {
	case x.Blanked() && x.Detail == "":
		c.blank = append(c.blank, x.Seq)
		c.v.Blank++
	case sealOf(x.Salt, x.Detail) != x.Seal:
		c.fault(Changed, x, "The detail of entry %d was changed: %s.", x.Seq, x.Verb)
	}
}

// facts takes what an entry says of the trail itself.
func (c *Checker) facts(x *Entry) {
	switch x.Verb {
	case VerbBlanked:
		c.erased = append(c.erased, spans(Proven(x.Proof, "blanked"))...)
	case VerbChained:
		if n, err := strconv.ParseInt(Proven(x.Proof, "before"), 10, 64); err == nil {
			c.v.Before = n
		}
	case VerbKey:
		if key := Proven(x.Proof, "key"); key != "" {
			c.v.Keys = append(c.v.Keys, key)
		}
	}
}

// reached compares the root with those of checkpoints of this size.
func (c *Checker) reached() {
	for len(c.points) > 0 && c.points[0].Size < c.next {
		p := c.points[0]
		c.points = c.points[1:]
		if c.lost || c.head.Root() != p.Root {
			c.fault(Rewritten, nil, "The first %d entries aren't those that the checkpoint vouches for.", p.Size)
		}
	}
}

// Unreadable tells that the next entry is of a form in which it can't even be read; those behind it aren't looked at.
func (c *Checker) Unreadable() {
	c.fault(Changed, &Entry{Seq: c.next}, "Entry %d, or one that stands where it should, can't be read at all.", c.next)
	c.lost = true
}

// Head tells where the chain ends as the database has it, after all entries, and gives the verdict.
func (c *Checker) Head(h Head) Verdict {
	last := c.next - 1
	switch {
	case h.Size < 0:
		c.fault(Ends, nil, "The chain's head can't be read.")
	case h.Size > last:
		c.fault(Ends, &Entry{Seq: last + 1}, "The last %d of %d entries are missing.", h.Size-last, h.Size)
	case h.Size < last:
		c.fault(Ends, &Entry{Seq: h.Size + 1}, "There are %d entries, and the chain's head tells of %d.", last, h.Size)
	case c.lost:
	case h.Root() != c.head.Root() || h.Text() != c.head.Text() || h.Link != c.head.Link:
		c.fault(Ends, nil, "The chain's head was changed: its hash isn't that of the entries.")
	}
	for _, p := range c.points {
		c.fault(Rewritten, nil, "The checkpoint vouches for %d entries, and there are %d.", p.Size, last)
	}
	for _, n := range c.blank {
		if !slices.ContainsFunc(c.erased, func(s span) bool { return s.from <= n && n <= s.to }) {
			c.fault(Blanked, &Entry{Seq: n}, "The detail of entry %d was taken away, and no entry says so.", n)
		}
	}
	c.v.Size = last
	if !c.lost {
		c.v.Root = c.head.Root().String()
	}
	return c.v
}
