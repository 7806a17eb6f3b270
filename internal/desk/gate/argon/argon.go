// Package argon keeps passwords as their hashes (argon2id).
package argon

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is how dear a guess at a password is made (argon2id).
type Cost struct {
	// KiB is the memory that a hash takes, Passes how often it goes over it, and Lanes how many ways it does so at a time.
	KiB, Passes uint32
	Lanes       uint8
}

// Usual is the second recommended choice of RFC 9106, for machines that have other things to do.
var Usual = Cost{KiB: 64 << 10, Passes: 3, Lanes: 4}

// Hasher hashes passwords, few at a time: each takes much memory.
type Hasher struct {
	cost  Cost
	slots chan struct{}
	// nobody is what a password is held against when nobody is known by the name: that takes as long.
	nobody string
}

// The lengths of a hash's parts, in bytes.
const (
	saltBytes = 16
	hashBytes = 32
)

// NewHasher makes one that does so many at a time.
func NewHasher(c Cost, atOnce int) *Hasher {
	h := &Hasher{cost: c, slots: make(chan struct{}, atOnce)}
	h.nobody = h.form(make([]byte, saltBytes), make([]byte, hashBytes))
	return h
}

// Hash is a password as it is kept.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails
	return h.form(salt, sum(h.cost, salt, password)), nil
}

// Matches holds a password against a hash, which is empty for nobody: then it takes as long, and never matches. stale says that the hash was
// made at another cost than today's.
func (h *Hasher) Matches(ctx context.Context, hash, password string) (ok, stale bool, err error) {
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	known := hash != ""
	if !known {
		hash = h.nobody
	}
	c, salt, want, err := parse(hash)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(sum(c, salt, password), want) == 1
	return same && known, c != h.cost, nil
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hasher) leave() { <-h.slots }

// sum hashes a password; however its letters are composed, it is the same one.
func sum(c Cost, salt []byte, password string) []byte {
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, c.Passes, c.KiB, c.Lanes, hashBytes)
}

// form is a hash with its parameters, as other programs write it, too (PHC string format).
func (h *Hasher) form(salt, sum []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.KiB, h.cost.Passes, h.cost.Lanes, b64(salt), b64(sum))
}

// The dearest hash that is computed: one that was put into the database by somebody else must not take the machine's memory.
const (
	mostKiB    = 1 << 20
	mostPasses = 64
)

func parse(hash string) (c Cost, salt, sum []byte, err error) {
	p := strings.Split(hash, "$")
	version := 0
	if len(p) != 6 || p[0] != "" || p[1] != "argon2id" {
		return c, nil, nil, errors.New("a password is kept in a form that isn't known")
	}
	if _, err := fmt.Sscanf(p[2]+" "+p[3], "v=%d m=%d,t=%d,p=%d", &version, &c.KiB, &c.Passes, &c.Lanes); err != nil || version != argon2.Version ||
		c.KiB == 0 || c.KiB > mostKiB || c.Passes == 0 || c.Passes > mostPasses || c.Lanes == 0 {
		return c, nil, nil, errors.New("a password is kept with parameters that can't be used")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(p[4]); err == nil {
		sum, err = base64.RawStdEncoding.DecodeString(p[5])
	}
	if err == nil && len(sum) != hashBytes {
		err = errors.New("a password's hash is of another length")
	}
	return c, salt, sum, err
}
