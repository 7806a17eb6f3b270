package team

import "time"

// Account is a person, known by an e-mail address. It is never removed, for the trail names it; it can be disabled.
type Account struct {
	ID string
	// Email is in small letters, and unique.
	Email, Name string
	// Password is the hash of a password, in the form that it tells its own parameters; empty for one who has none (yet).
	Password string
	// Sample says that it stands for a person of the sample (app/sample): as long as nobody can come in by it, there is no account for all the rest.
	Sample bool
	// Disabled is when it was disabled; zero while it may come in.
	Disabled         time.Time
	Created, Changed time.Time
}

// Member is an account as a workspace knows it.
type Member struct {
	Account
	Workspace string
	Role      Role
	// Linked says that an identity provider vouches for it.
	Linked bool
	// Seen is when it last did something; zero for never.
	Seen time.Time
}

// Settled says that whoever the account is for has taken it: there is a way to come in by it.
func (m Member) Settled() bool { return m.Disabled.IsZero() && (m.Password != "" || m.Linked) }

// Identity is an account at an identity provider. Issuer and Subject together are all that it is known by: names and addresses change hands.
type Identity struct {
	Issuer, Subject string
	Account         string
	Created         time.Time
}

// Invitation is a link by which a person takes an account, once, and gives it a password.
type Invitation struct {
	// Hash is that of the link's secret part (see Hash).
	Hash, Account, Workspace string
	Created, Expires         time.Time
}
