// Package gate is who comes into a workspace, by what, and as what: accounts, sessions, tokens, invitations and shares. Its rules are the desk's
// (desk.Actor.May, and the functions of rule.go); a verb is one transaction, with its line in the audit trail.
package gate

import (
	"context"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/desk/gate/argon"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Tx are the statements of one transaction.
type Tx interface {
	People
	Keys
	Links
	Trail
}

// People are a transaction's statements on people.
type People interface {
	Accounts
	Members
	Rooms
	Identities
}

// Identities are a transaction's statements on who is who.
type Identities interface {
	// AddIdentity gives sop.Exists when the identity is linked already.
	AddIdentity(ctx context.Context, i team.Identity) error
	// Once gives sop.Exists when what is named happened before.
	Once(ctx context.Context, name string) error
}

// Accounts are a transaction's statements on accounts.
type Accounts interface {
	// AddAccount gives sop.Exists when the e-mail address is taken.
	AddAccount(ctx context.Context, a team.Account) error
	SaveAccount(ctx context.Context, a team.Account) error
	AccountByEmail(ctx context.Context, email string) (team.Account, error)
	// Accounts says whether there is any.
	Accounts(ctx context.Context) (bool, error)
}

// Members are a transaction's statements on who is in a workspace.
type Members interface {
	// Lock lets no other transaction change a workspace's people until this one ends.
	Lock(ctx context.Context, workspace string) error
	// SetMember takes an account out of the workspace when the role is empty.
	SetMember(ctx context.Context, m team.Member) error
	Member(ctx context.Context, workspace, account string) (team.Member, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Keys are a transaction's statements on what lets in.
type Keys interface {
	Sessions
	Tokens
	Guesses
}

// Guesses are a transaction's statements on tries to come in.
type Guesses interface {
	// Guess counts a try under a name, and gives how many there were; those before since are forgotten.
	Guess(ctx context.Context, name string, now, since time.Time) (int64, error)
	ForgetGuesses(ctx context.Context, name string) error
	// Unguess takes one try back.
	Unguess(ctx context.Context, name string) error
}

// Sessions are a transaction's statements on sessions.
type Sessions interface {
	AddSession(ctx context.Context, s team.Session) error
	SeeSession(ctx context.Context, hash string, at time.Time) error
	EndSession(ctx context.Context, account, id string) (ok bool, err error)
	// EndSessions ends all but one, whose id may be empty.
	EndSessions(ctx context.Context, account, but string) error
}

// Tokens are a transaction's statements on tokens.
type Tokens interface {
	AddToken(ctx context.Context, k team.Token) error
	UseToken(ctx context.Context, hash string, at time.Time) error
	// RevokeToken ends one, or all when id is empty; n tells how many.
	RevokeToken(ctx context.Context, account, id string, at time.Time) (n int64, err error)
}

// Links are a transaction's statements on what is handed on as an address.
type Links interface {
	Invitations
	Shares
	AddErrand(ctx context.Context, e team.Errand, now time.Time) error
	// TakeErrand gives one that is forgotten thereby.
	TakeErrand(ctx context.Context, hash string) (team.Errand, error)
}

// Invitations are a transaction's statements on invitations.
type Invitations interface {
	// SetInvitation takes the place of those that the account had.
	SetInvitation(ctx context.Context, i team.Invitation) error
	DropInvitations(ctx context.Context, account string) error
	Invitation(ctx context.Context, hash string) (team.Invitation, error)
}

// Shares are a transaction's statements on shares.
type Shares interface {
	AddShare(ctx context.Context, s team.Share) error
	RevokeShare(ctx context.Context, id string, at time.Time) error
	UseShare(ctx context.Context, id string, at time.Time) error
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
}

// Trail is the audit trail.
type Trail interface {
	AddEvent(ctx context.Context, e team.Event) error
	Erasures
}

// Reader reads outside of a transaction.
type Reader interface {
	ReadPeople
	ReadKeys
	ReadShares
	// Trail gives the newest first.
	Trail(ctx context.Context, q team.Question) ([]team.Event, error)
}

// ReadPeople reads who is in a workspace.
type ReadPeople interface {
	Accounts(ctx context.Context) (bool, error)
	AccountByEmail(ctx context.Context, email string) (team.Account, error)
	Member(ctx context.Context, workspace, account string) (team.Member, error)
	ReadMore
}

// ReadMore reads more of it.
type ReadMore interface {
	ReadMembers
	ReadRooms
	Identity(ctx context.Context, issuer, subject string) (team.Identity, error)
	Invitation(ctx context.Context, hash string) (team.Invitation, error)
}

// ReadMembers reads all of a workspace's people.
type ReadMembers interface {
	Members(ctx context.Context, workspace string) ([]team.Member, error)
	// Known are those, too, who were taken out of it.
	Known(ctx context.Context, workspace string) ([]team.Member, error)
}

// ReadKeys reads sessions and tokens by their hash, or all of an account.
type ReadKeys interface {
	Session(ctx context.Context, hash string) (team.Session, error)
	Sessions(ctx context.Context, account string) ([]team.Session, error)
	Token(ctx context.Context, hash string) (team.Token, error)
	Tokens(ctx context.Context, workspace, account string) ([]team.Token, error)
}

// ReadShares reads shares.
type ReadShares interface {
	Share(ctx context.Context, hash string) (team.Share, error)
	ShareByID(ctx context.Context, workspace, id string) (team.Share, error)
	Shares(ctx context.Context, workspace, procedure string) ([]team.Share, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// Gate does the verbs. All fields but Provider must be set.
type Gate struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Read  Reader
	Now   func() time.Time
	NewID func() string
	// Workspace is the server's first one: who rules there rules the server.
	Workspace string
	Hasher    *argon.Hasher
	Rules
	// Provider is what is asked of identities that a provider vouches for.
	Provider admit.Provider
}

// Rules are what a workspace's settings say of coming in.
type Rules struct {
	// Idle is after how long without use a session ends, Length after how long in any case.
	Idle, Length time.Duration
}

// event writes a line of the trail.
func (g *Gate) event(ctx context.Context, tx Tx, e team.Event) error {
	e.ID, e.At = g.NewID(), g.Now()
	return tx.AddEvent(ctx, e)
}

// by begins a line of the trail about what somebody did.
func by(a desk.Actor, verb, target string) team.Event {
	return team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: verb, Target: target}
}

// Local says whether there are no accounts: then whoever sits at the machine may everything.
func (g *Gate) Local(ctx context.Context) (bool, error) {
	some, err := g.Read.Accounts(ctx)
	return !some, err
}
