package trail

import (
	"math/bits"
	"time"
)

// Part is a part of a trail that can be checked without the rest: that it follows what was before, and that it belongs to a whole with a known root. Its JSON is
// told in docs/audit.md.
type Part struct {
	Format    string `json:"format"`
	Workspace string `json:"workspace"`
	// Size and Root are those of the whole.
	Size int64  `json:"size"`
	Root string `json:"root"`
	// Before is how many entries come before it, Edge the edge of their tree, and Link the last one's.
	Before int64    `json:"before"`
	Edge   []string `json:"edge"`
	Link   string   `json:"link"`
	Lines  []Line   `json:"entries"`
	// After are whole parts of the tree behind it.
	After []Sub `json:"after"`
}

// Sub is a whole part of a tree: the hash of 2^Level entries.
type Sub struct {
	Level int    `json:"level"`
	Hash  string `json:"hash"`
}

// Line is an entry as it is handed on.
type Line struct {
	Seq       int64     `json:"seq"`
	Workspace string    `json:"workspace"`
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	Micros    int64     `json:"at_us"`
	Actor     string    `json:"actor"`
	Verb      string    `json:"verb"`
	Target    string    `json:"target,omitempty"`
	Detail    string    `json:"detail,omitempty"`
	Proof     string    `json:"proof,omitempty"`
	Salt      string    `json:"salt,omitempty"`
	Seal      string    `json:"seal"`
	Leaf      string    `json:"leaf"`
	Link      string    `json:"link"`
}

// LineOf is an entry's.
func LineOf(x *Entry) Line {
	return Line{x.Seq, x.Workspace, x.ID, x.At, micros(x.At), x.Actor, x.Verb, x.Target, x.Detail, x.Proof, x.Salt, x.Seal.String(), x.Leaf.String(), x.Link.String()}
}

// Entry is a line as an entry; a hash that can't be read is none.
func (l *Line) Entry() *Entry {
	x := &Entry{Seq: l.Seq, Salt: l.Salt}
	x.ID, x.Workspace, x.Actor, x.Verb, x.Target, x.Detail, x.Proof = l.ID, l.Workspace, l.Actor, l.Verb, l.Target, l.Detail, l.Proof
	if l.Micros != 0 {
		x.At = time.UnixMicro(l.Micros).UTC()
	}
	x.Seal, _ = ParseHash(l.Seal)
	x.Leaf, _ = ParseHash(l.Leaf)
	x.Link, _ = ParseHash(l.Link)
	return x
}

// partFormat names the form.
const partFormat = "showhow trail part v1"

// Cutter cuts a part out of a trail, entry by entry from the first.
type Cutter struct {
	part Part
	tree Tree
	link Hash
	in   func(*Entry) bool
	// whole is the tree of what is before it and in it; begun says that anything is in it.
	whole Tree
	begun bool
	// rest are the entries behind the last one that is in: they are in when another one comes that is.
	rest []Line
	each func(*Line) error
}

// Cut begins to cut a part: from the first entry that is in to the last.
func Cut(workspace string, in func(*Entry) bool) *Cutter {
	return &Cutter{part: Part{Format: partFormat, Workspace: workspace, Lines: []Line{}, After: []Sub{}}, in: in}
}

// Each has each line that is in handed on as soon as that is known, instead of kept: the part has none of them then, and a trail of any length needs no memory.
func (c *Cutter) Each(do func(*Line) error) { c.each = do }

// Entry takes the next.
func (c *Cutter) Entry(x *Entry) error {
	is := c.in(x)
	if !is && !c.begun {
		c.tree.Add(x.Leaf)
		c.link = x.Link
		return nil
	}
	if !c.begun {
		c.begun, c.whole = true, Tree{Size: c.tree.Size, Edge: append([]Hash(nil), c.tree.Edge...)}
	}
	c.rest = append(c.rest, LineOf(x))
	if !is {
		return nil
	}
	for i := range c.rest {
		c.whole.Add(c.rest[i].Entry().Leaf)
		if c.each == nil {
			c.part.Lines = append(c.part.Lines, c.rest[i])
		} else if err := c.each(&c.rest[i]); err != nil {
			return err
		}
	}
	c.rest = c.rest[:0]
	return nil
}

// Part gives the part. The entries behind the last one that is in are left out of it, but for the hashes of their tree.
func (c *Cutter) Part() Part {
	p := c.part
	p.Before, p.Link = c.tree.Size, c.link.String()
	p.Edge = []string{}
	for _, h := range c.tree.Edge {
		p.Edge = append(p.Edge, h.String())
	}
	whole := Tree{Size: c.whole.Size, Edge: append([]Hash(nil), c.whole.Edge...)}
	if !c.begun {
		whole = Tree{Size: c.tree.Size, Edge: append([]Hash(nil), c.tree.Edge...)}
	}
	for rest := c.rest; len(rest) > 0; {
		level := min(bits.TrailingZeros64(uint64(whole.Size)), bits.Len64(uint64(len(rest)))-1)
		var sub Tree
		for i := range rest[:1<<level] {
			sub.Add(rest[i].Entry().Leaf)
		}
		p.After = append(p.After, Sub{level, sub.Root().String()})
		whole.AddPart(level, sub.Root())
		rest = rest[1<<level:]
	}
	p.Size, p.Root = whole.Size, whole.Root().String()
	return p
}

// Check checks a part for itself: each line, that they follow each other, and that they make the root with what isn't in it. That the root is the right one, a
// checkpoint tells.
func (p *Part) Check() (faults []string) {
	tree := Tree{Size: p.Before}
	for _, e := range p.Edge {
		h, err := ParseHash(e)
		if err != nil {
			return []string{"The tree before the part can't be read."}
		}
		tree.Edge = append(tree.Edge, h)
	}
	link, err := ParseHash(p.Link)
	if err != nil || p.Format != partFormat || p.Before < 0 || len(tree.Edge) != bits.OnesCount64(uint64(p.Before)) {
		return []string{"The trail's part can't be read."}
	}
	c := Checker{v: Verdict{Workspace: p.Workspace}, head: Head{Tree: tree, Link: link}, next: p.Before + 1}
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Micros != micros(l.At) {
			faults = append(faults, "The time of an entry isn't the one that is hashed.")
		}
		c.Entry(l.Entry())
	}
	for _, s := range p.After {
		h, err := ParseHash(s.Hash)
		if err != nil || !c.head.AddPart(s.Level, h) {
			return append(faults, "The tree behind the part can't be read.")
		}
	}
	for _, f := range c.v.Faults {
		faults = append(faults, f.Text)
	}
	if c.head.Size != p.Size || c.head.Root().String() != p.Root {
		faults = append(faults, "The trail's part doesn't belong to the whole that is named: its root is another.")
	}
	return faults
}
