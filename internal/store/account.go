package store

import (
	"context"
	"time"

	"showhow/internal/sop/team"
	"showhow/internal/store/stamp"
)

const accountColumns = "account.id, account.email, account.name, account.password, account.disabled, account.created, account.changed, account.sample"

// accountInto are where the columns of an account go, and what puts the times into it afterwards.
func accountInto(a *team.Account) (into []any, then func()) {
	var disabled, created, changed, sample int64
	return []any{&a.ID, &a.Email, &a.Name, &a.Password, &disabled, &created, &changed, &sample}, func() {
		a.Sample = sample != 0
		a.Disabled, a.Created, a.Changed = stamp.Time(disabled), stamp.Time(created), stamp.Time(changed)
	}
}

func scanAccount(r row) (a team.Account, err error) {
	into, then := accountInto(&a)
	err = r.Scan(into...)
	then()
	return a, err
}

const noAccount = "There is no such account."

// AddAccount writes a new account down; sop.Exists when its e-mail address is taken.
func (t *Tx) AddAccount(ctx context.Context, a team.Account) error {
	sample := 0
	if a.Sample {
		sample = 1
	}
	_, err := t.exec(ctx, "INSERT INTO account (id, email, name, password, disabled, created, changed, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		a.ID, a.Email, a.Name, a.Password, stamp.Micros(a.Disabled), stamp.Micros(a.Created), stamp.Micros(a.Changed), sample)
	return err
}

// SaveAccount writes an account as it is now.
func (t *Tx) SaveAccount(ctx context.Context, a team.Account) error {
	_, err := t.exec(ctx, "UPDATE account SET name = $2, password = $3, disabled = $4, changed = $5 WHERE id = $1",
		a.ID, a.Name, a.Password, stamp.Micros(a.Disabled), stamp.Micros(a.Changed))
	return err
}

// AccountByEmail gives an account by its address in small letters; sop.NotFound when there is none.
func (r rows) AccountByEmail(ctx context.Context, email string) (team.Account, error) {
	return one(ctx, r, question[team.Account]{scanAccount, noAccount, "SELECT " + accountColumns + " FROM account WHERE email = $1", []any{email}})
}

// Accounts says whether there is any account; those of the sample count as soon as somebody can come in by one.
func (r rows) Accounts(ctx context.Context) (bool, error) {
	found, err := all(ctx, r, func(r row) (id string, err error) { return id, r.Scan(&id) }, "SELECT id FROM account WHERE sample = 0 OR password <> '' OR id IN (SELECT account FROM identity) LIMIT 1")
	return len(found) > 0, err
}

// Once writes down that something happened that can happen only once; sop.Exists when it had.
func (t *Tx) Once(ctx context.Context, name string) error {
	_, err := t.exec(ctx, "INSERT INTO once (name) VALUES ($1)", name)
	return err
}

// SetMember gives an account a role in a workspace; an empty one takes it out.
func (t *Tx) SetMember(ctx context.Context, m team.Member) error {
	_, err := t.exec(ctx, "INSERT INTO member (workspace, account, role) VALUES ($1, $2, $3) ON CONFLICT (workspace, account) DO UPDATE SET role = $3",
		m.Workspace, m.ID, string(m.Role))
	return err
}

// Lock lets no other transaction change a workspace's people until this one ends.
func (t *Tx) Lock(ctx context.Context, workspace string) error {
	_, err := t.exec(ctx, "UPDATE workspace SET name = name WHERE id = $1", workspace)
	return err
}

const members = "SELECT " + accountColumns + `, member.workspace, member.role,
	(SELECT count(*) FROM identity WHERE identity.account = account.id),
	COALESCE((SELECT max(seen) FROM session WHERE session.account = account.id), 0)
	FROM member JOIN account ON account.id = member.account WHERE member.workspace = $1`

func scanMember(r row) (m team.Member, err error) {
	var linked, seen int64
	into, then := accountInto(&m.Account)
	err = r.Scan(append(into, &m.Workspace, &m.Role, &linked, &seen)...)
	then()
	m.Linked, m.Seen = linked > 0, stamp.Time(seen)
	return m, err
}

// Member gives an account as a workspace knows it; sop.NotFound when it doesn't.
func (r rows) Member(ctx context.Context, workspace, account string) (team.Member, error) {
	return one(ctx, r, question[team.Member]{scanMember, noAccount, members + " AND member.role <> '' AND account.id = $2", []any{workspace, account}})
}

// Members are all of a workspace, by name.
func (r rows) Members(ctx context.Context, workspace string) ([]team.Member, error) {
	return all(ctx, r, scanMember, members+" AND member.role <> '' ORDER BY account.name, account.id", workspace)
}

// Known are all who are or were of a workspace: what they did there still names them.
func (r rows) Known(ctx context.Context, workspace string) ([]team.Member, error) {
	return all(ctx, r, scanMember, members, workspace)
}

// AddIdentity links an account to an identity; sop.Exists when that is linked already.
func (t *Tx) AddIdentity(ctx context.Context, i team.Identity) error {
	_, err := t.exec(ctx, "INSERT INTO identity (issuer, subject, account, created) VALUES ($1, $2, $3, $4)", i.Issuer, i.Subject, i.Account, stamp.Micros(i.Created))
	return err
}

// Identity gives who an identity is linked to; sop.NotFound when to nobody.
func (r rows) Identity(ctx context.Context, issuer, subject string) (team.Identity, error) {
	return one(ctx, r, question[team.Identity]{func(r row) (i team.Identity, err error) {
		var created int64
		err = r.Scan(&i.Issuer, &i.Subject, &i.Account, &created)
		i.Created = stamp.Time(created)
		return i, err
	}, "Nobody is known by that identity.", "SELECT issuer, subject, account, created FROM identity WHERE issuer = $1 AND subject = $2", []any{issuer, subject}})
}

// SetInvitation writes an invitation down in the place of those that the account had.
func (t *Tx) SetInvitation(ctx context.Context, i team.Invitation) error {
	if err := t.DropInvitations(ctx, i.Account); err != nil {
		return err
	}
	_, err := t.exec(ctx, "INSERT INTO invitation (hash, account, workspace, created, expires) VALUES ($1, $2, $3, $4, $5)",
		i.Hash, i.Account, i.Workspace, stamp.Micros(i.Created), stamp.Micros(i.Expires))
	return err
}

// DropInvitations forgets an account's invitations.
func (t *Tx) DropInvitations(ctx context.Context, account string) error {
	_, err := t.exec(ctx, "DELETE FROM invitation WHERE account = $1", account)
	return err
}

// Invitation gives one by the hash of its secret; sop.NotFound when it is used, or was replaced, or never was.
func (r rows) Invitation(ctx context.Context, hash string) (team.Invitation, error) {
	return one(ctx, r, question[team.Invitation]{func(r row) (i team.Invitation, err error) {
		var created, expires int64
		err = r.Scan(&i.Hash, &i.Account, &i.Workspace, &created, &expires)
		i.Created, i.Expires = stamp.Time(created), stamp.Time(expires)
		return i, err
	}, "There is no such invitation.", "SELECT hash, account, workspace, created, expires FROM invitation WHERE hash = $1", []any{hash}})
}

// Guess counts one try to come in under a name, and gives how many there were since the last pause that began before a time; that time's tries
// don't count any more.
func (t *Tx) Guess(ctx context.Context, name string, now, since time.Time) (int64, error) {
	return one(ctx, t.rows, question[int64]{func(r row) (n int64, err error) { return n, r.Scan(&n) }, "", `INSERT INTO guess (name, tries, since) VALUES ($1, 1, $2)
		ON CONFLICT (name) DO UPDATE SET tries = CASE WHEN guess.since < $3 THEN 1 ELSE guess.tries + 1 END,
			since = CASE WHEN guess.since < $3 THEN $2 ELSE guess.since END RETURNING tries`, []any{name, stamp.Micros(now), stamp.Micros(since)}})
}

// ForgetGuesses begins the count of a name anew.
func (t *Tx) ForgetGuesses(ctx context.Context, name string) error {
	_, err := t.exec(ctx, "DELETE FROM guess WHERE name = $1", name)
	return err
}

// Unguess takes one try of a name back: it was none.
func (t *Tx) Unguess(ctx context.Context, name string) error {
	_, err := t.exec(ctx, "UPDATE guess SET tries = tries - 1 WHERE name = $1 AND tries > 0", name)
	return err
}
