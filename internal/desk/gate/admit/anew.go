package admit

import (
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// How long a sign-in at a provider is good for signing, and how far ahead its clock may run.
const (
	signingIn = 10 * time.Minute
	skew      = time.Minute
)

// Seen is when the provider saw them sign in; zero where its clock runs ahead, for that would make a sign-in last.
func (c Claims) Seen(now time.Time) time.Time {
	if c.SignedIn.After(now.Add(skew)) {
		return time.Time{}
	}
	return c.SignedIn
}

// Stale says that the provider didn't see whoever has a session, of all of theirs, sign in just now.
func Stale(all []team.Session, session string, now time.Time) bool {
	i := slices.IndexFunc(all, func(s team.Session) bool { return s.ID == session })
	return i < 0 || all[i].Vouched.IsZero() || now.Sub(all[i].Vouched) > signingIn
}

// Anew is the error for who has to sign in again before they sign something.
func Anew() error {
	return &sop.Error{Code: sop.Forbidden, Message: "You have no password here, and your identity provider didn't see you sign in within the last ten minutes, so nothing was signed.", Mend: "Press “Sign in again” on the page of the procedure's approval, and sign then."}
}
