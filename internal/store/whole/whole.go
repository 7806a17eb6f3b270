// Package whole reads what is kept with the SHA-256 of its bytes, and says when they aren't those that were kept.
package whole

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"showhow/internal/sop"
)

// Revision reads a revision; an error with code sop.Tampered when its bytes aren't those of the digest. An empty digest holds for all.
func Revision(body []byte, digest string) (r sop.Revision, err error) {
	if sum := sha256.Sum256(body); digest != "" && hex.EncodeToString(sum[:]) != digest {
		return r, &sop.Error{Code: sop.Tampered, Message: "This revision was changed in the database: its bytes aren't those that were saved.", Mend: "Restore it from a backup, and see what else was changed: showhow audit verify."}
	}
	return r, json.Unmarshal(body, &r)
}
