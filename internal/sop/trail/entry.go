// Package trail makes the audit trail one that can be checked: each entry has its number in its workspace's chain, a hash of what it says, and one of all
// that came before it. The forms are told in docs/audit.md, so that others can check them without us.
package trail

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop/team"
)

// Entry is a line of the trail in its chain.
type Entry struct {
	team.Event
	// Seq counts from 1 in a workspace, without a gap.
	Seq int64
	// Seal is the hash of Salt and the detail, and stays when both are taken away: so what is personal in a detail can be erased, and the chain holds. Salt is
	// random, so that nobody finds out by trying what an erased detail was.
	Salt             string
	Seal, Leaf, Link Hash
}

// Head is where a chain ends.
type Head struct {
	Tree
	// Link is that of the last entry.
	Link Hash
}

// Next makes an event the next entry, and moves the head on.
func (h *Head) Next(e team.Event, salt string) Entry {
	e.At = e.At.UTC().Truncate(time.Microsecond)
	x := Entry{Event: e, Seq: h.Size + 1, Salt: salt, Seal: sealOf(salt, e.Detail)}
	x.Leaf = leafOf(x.canonical())
	x.Link = linkOf(h.Link, x.Leaf)
	h.Add(x.Leaf)
	h.Link = x.Link
	return x
}

// sealOf is the hash of a detail with its salt.
func sealOf(salt, detail string) Hash { return sha256.Sum256([]byte(salt + "\n" + detail)) }

// linkOf is the hash of an entry's and of the link before it.
func linkOf(before, leaf Hash) Hash {
	return sha256.Sum256(append(append([]byte{2}, before[:]...), leaf[:]...))
}

// canonical is an entry as it is hashed: a line that names the form, then each field as its name, the number of its bytes and its bytes. The time is in
// microseconds since 1970.
func (x *Entry) canonical() []byte {
	var b strings.Builder
	b.WriteString("showhow trail entry v1\n")
	for _, f := range [][2]string{
		{"seq", strconv.FormatInt(x.Seq, 10)}, {"workspace", x.Workspace}, {"id", x.ID}, {"at", strconv.FormatInt(micros(x.At), 10)},
		{"actor", x.Actor}, {"verb", x.Verb}, {"target", x.Target}, {"proof", x.Proof}, {"seal", x.Seal.String()},
	} {
		fmt.Fprintf(&b, "%s %d:%s\n", f[0], len(f[1]), f[1])
	}
	return []byte(b.String())
}

// micros is a time as it's kept: microseconds since 1970, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Blanked says that an entry's detail was taken away.
func (x *Entry) Blanked() bool { return x.Salt == "" }

// The verbs of the trail about itself.
const (
	// VerbBlanked tells in its proof of which entries the details were taken away ("blanked=3-17,20").
	VerbBlanked = "trail.blanked"
	// VerbChained tells in its proof how many entries were there before there was a chain ("before=812").
	VerbChained = "trail.chained"
	// VerbKey tells of a key that signs checkpoints; its detail is the public part.
	VerbKey = "trail.key"
)

// Proof is what an entry vouches for, as its Proof has it: a name and a value between blanks. It is never erased, so nothing personal is in it.
func Proof(pairs ...string) string {
	var all []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, pairs[i]+"="+pairs[i+1])
		}
	}
	return strings.Join(all, " ")
}

// Proven is a value of a proof; empty when it has none of that name.
func Proven(proof, name string) string {
	for _, part := range strings.Fields(proof) {
		if value, ok := strings.CutPrefix(part, name+"="); ok {
			return value
		}
	}
	return ""
}

// Numbers writes numbers as their spans: "3-17,20".
func Numbers(all []int64) string {
	all = slices.Clone(all)
	slices.Sort(all)
	all = slices.Compact(all)
	var parts []string
	for i := 0; i < len(all); {
		j := i
		for j+1 < len(all) && all[j+1] == all[j]+1 {
			j++
		}
		if i == j {
			parts = append(parts, strconv.FormatInt(all[i], 10))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", all[i], all[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ",")
}

// span is from one number to another, both in.
type span struct{ from, to int64 }

// spans reads what Numbers writes; what can't be read is left out.
func spans(text string) (all []span) {
	for part := range strings.SplitSeq(text, ",") {
		from, to, two := strings.Cut(part, "-")
		a, err := strconv.ParseInt(from, 10, 64)
		if err != nil {
			continue
		}
		b := a
		if two {
			if b, err = strconv.ParseInt(to, 10, 64); err != nil {
				continue
			}
		}
		all = append(all, span{a, b})
	}
	return all
}

// Digest is the SHA-256 of a value's JSON as hex, as a proof names revisions and decisions; empty for what has no JSON.
func Digest(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return Hash(sha256.Sum256(b)).String()
}
