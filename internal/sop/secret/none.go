package secret

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// None is that somebody said of what looks like a secret that it is none. It holds for that very text in its procedure, and doesn't hold the text.
type None struct {
	ID string `json:"id"`
	// Digest knows the text again: see Of.
	Digest string `json:"-"`
	// Placeholder is what it looked like, and By the account of whoever said so.
	Placeholder string    `json:"-"`
	By          string    `json:"by"`
	At          time.Time `json:"at"`
	Reason      string    `json:"reason"`
}

// Mark knows a text again, by its SHA-256. It stays in memory.
func Mark(text string) string {
	d := sha256.Sum256([]byte(text))
	return hex.EncodeToString(d[:])
}

// Of is the digest by which a text's mark is known again in what is said, salted with the id of that: nobody can look it up in a table.
func (n None) Of(mark string) string {
	d := sha256.Sum256([]byte(n.ID + "\n" + mark))
	return hex.EncodeToString(d[:])
}

// Judge fills in what was said of what was found.
func Judge(found []Finding, said []None) []Finding {
	for i := range found {
		f := &found[i]
		for j := range said {
			if said[j].Digest == said[j].Of(f.Mark) {
				f.None = &said[j]
			}
		}
	}
	return found
}
