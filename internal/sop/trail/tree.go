package trail

import (
	"crypto/sha256"
	"encoding/hex"
	"math/bits"
	"strings"

	"showhow/internal/sop"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// String is a hash as it is kept: 64 hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads one.
func ParseHash(text string) (h Hash, err error) {
	n, err := hex.Decode(h[:], []byte(text[:min(len(text), 2*len(h))]))
	if err != nil || n != len(h) || h.String() != text { // letters of the other case aren't what was written
		return Hash{}, &sop.Error{Code: sop.Unreadable, Message: "That is no SHA-256."}
	}
	return h, nil
}

// leafOf and nodeOf are the hashes of RFC 6962, section 2.1: of an entry, and of what two parts of a tree make.
func leafOf(entry []byte) Hash { return sha256.Sum256(append([]byte{0}, entry...)) }

func nodeOf(left, right Hash) Hash {
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// Tree is a Merkle tree as RFC 6962 has it, of which only its edge is kept: the largest whole parts of it from the left. So an entry is added, and the
// root told, without reading any of those before.
type Tree struct {
	Size int64
	// Edge has one hash for each bit that is set in Size, the largest part first.
	Edge []Hash
}

// Add adds an entry's hash at the end.
func (t *Tree) Add(leaf Hash) {
	for n := t.Size; n&1 == 1; n >>= 1 {
		last := len(t.Edge) - 1
		leaf, t.Edge = nodeOf(t.Edge[last], leaf), t.Edge[:last]
	}
	t.Edge = append(t.Edge, leaf)
	t.Size++
}

// Root is the hash of the whole.
func (t *Tree) Root() Hash {
	if len(t.Edge) == 0 {
		return sha256.Sum256(nil)
	}
	h := t.Edge[len(t.Edge)-1]
	for i := len(t.Edge) - 2; i >= 0; i-- {
		h = nodeOf(t.Edge[i], h)
	}
	return h
}

// Text is the edge as it is kept.
func (t *Tree) Text() string {
	all := make([]string, len(t.Edge))
	for i, h := range t.Edge {
		all[i] = h.String()
	}
	return strings.Join(all, " ")
}

// ParseTree reads an edge.
func ParseTree(size int64, text string) (t Tree, err error) {
	t.Size = size
	for _, part := range strings.Fields(text) {
		h, err := ParseHash(part)
		if err != nil {
			return t, err
		}
		t.Edge = append(t.Edge, h)
	}
	if size < 0 || len(t.Edge) != bits.OnesCount64(uint64(size)) || t.Text() != text {
		return t, &sop.Error{Code: sop.Unreadable, Message: "The edge of the trail's tree doesn't fit its size."}
	}
	return t, nil
}

// AddPart adds a whole part of a tree at the end: the hash of 2^level entries. The size must be a multiple of that.
func (t *Tree) AddPart(level int, h Hash) bool {
	if level < 0 || level > 62 || t.Size&(1<<level-1) != 0 {
		return false
	}
	for n := t.Size >> level; n&1 == 1; n >>= 1 {
		last := len(t.Edge) - 1
		h, t.Edge = nodeOf(t.Edge[last], h), t.Edge[:last]
	}
	t.Edge = append(t.Edge, h)
	t.Size += 1 << level
	return true
}
