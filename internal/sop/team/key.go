package team

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Session is a browser in which somebody signed in.
type Session struct {
	ID string
	// Hash is that of the secret which the browser keeps (see Hash).
	Hash, Account string
	// Agent is what the browser calls itself, and Address from where it signed in.
	Agent, Address string
	// Seen is when it was last used, to about a minute; Expires when it ends however much it is used.
	Created, Seen, Expires time.Time
	// Vouched is when an identity provider saw them sign in; zero where none said so.
	Vouched time.Time
}

// Scope is what a token is good for.
type Scope string

// The scopes.
const (
	ScopeRead   Scope = "read"   // what can be read
	ScopeRecord Scope = "record" // bring recordings, draft, cancel
	ScopeWrite  Scope = "write"  // change procedures, share them
	ScopeAdmin  Scope = "admin"  // people, the own account, the trail
)

// Scopes are all of them.
var Scopes = []Scope{ScopeRead, ScopeRecord, ScopeWrite, ScopeAdmin}

// Scoped is a set of scopes as one text: their names, in the order of Scopes, between blanks.
type Scoped string

// ScopedOf makes a set of scopes; what is no scope is left out.
func ScopedOf(all []string) Scoped {
	var in []string
	for _, s := range Scopes {
		if slices.Contains(all, string(s)) {
			in = append(in, string(s))
		}
	}
	return Scoped(strings.Join(in, " "))
}

// Has says whether a scope is in the set.
func (s Scoped) Has(x Scope) bool { return slices.Contains(s.List(), string(x)) }

// List are the names of its scopes.
func (s Scoped) List() []string { return strings.Fields(string(s)) }

// Token is a key for programs. It can do what its owner can, as far as its scopes go.
type Token struct {
	ID                 string
	Workspace, Account string
	// Name says what it is for; Hash is that of its secret (see Hash), and Start the first letters of that, by which people tell tokens apart.
	Name, Hash, Start string
	Scopes            Scoped
	// Expires is zero for one that doesn't end by itself; Used and Revoked are zero for never.
	Created, Expires, Used, Revoked time.Time
}

// Share is an address at which a procedure can be read without an account, for a time: the revision in force as long as there is one.
type Share struct {
	ID        string
	Workspace string
	Procedure string
	// Revision is what it shows as long as none is in force; a pinned one always does.
	Revision int
	Pinned   bool
	// Hash is that of the address's secret part (see Hash); Creator the account that made it.
	Hash, Creator    string
	Created, Expires time.Time
	// Revoked is zero for never. Uses counts how often the page was opened, Used when last.
	Revoked, Used time.Time
	Uses          int64
}

// Open says whether it can be read by it.
func (s Share) Open(now time.Time) bool { return s.Revoked.IsZero() && now.Before(s.Expires) }

// Shows is the revision that is read by it, when one is in force (0 for none).
func (s Share) Shows(inForce int) int {
	if s.Pinned || inForce == 0 {
		return s.Revision
	}
	return inForce
}

// Errand is a way to an identity provider and back. It is there for one return.
type Errand struct {
	// Hash is that of its state (see Hash), which the browser keeps, too.
	Hash            string
	Nonce, Verifier string
	// Next is where the browser goes on afterwards; Account is who wants the identity to be linked, empty for who wants to sign in.
	Next, Account string
	Expires       time.Time
}

// TokenStart is how each token's secret begins, so that one that was left lying somewhere is known for what it is.
const TokenStart = "shk_"

// NewSecret is a text that nobody can guess: over 256 random bits, as 52 letters and digits.
func NewSecret() string { return rand.Text() + rand.Text() }

// Hash is how a secret is kept: its SHA-256 as hex. Secrets have 256 random bits, so nothing slower is called for.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Live says whether it may still be used.
func (k Token) Live(now time.Time) bool {
	return k.Revoked.IsZero() && (k.Expires.IsZero() || now.Before(k.Expires))
}

// Neighbourhood is what an address counts as when tries are counted: an IPv6 user has 2^64 addresses at least.
func Neighbourhood(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "elsewhere"
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		p, _ := ip.Prefix(64)
		return p.String()
	}
	return ip.String()
}
