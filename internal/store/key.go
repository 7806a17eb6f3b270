package store

import (
	"context"
	"time"

	"showhow/internal/sop/team"
	"showhow/internal/store/stamp"
)

// oldGuesses is how old a count of tries is forgotten at the latest.
const oldGuesses = 24 * time.Hour

// AddSession writes a new session down, and forgets those that are over, with the counts of tries that nobody asks for any more.
func (t *Tx) AddSession(ctx context.Context, s team.Session) error {
	if _, err := t.exec(ctx, "DELETE FROM session WHERE expires <= $1", stamp.Micros(s.Created)); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM guess WHERE since < $1", stamp.Micros(s.Created.Add(-oldGuesses))); err != nil {
		return err
	}
	_, err := t.exec(ctx, "INSERT INTO session (hash, id, account, agent, address, created, seen, expires, vouched) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		s.Hash, s.ID, s.Account, s.Agent, s.Address, stamp.Micros(s.Created), stamp.Micros(s.Seen), stamp.Micros(s.Expires), stamp.Micros(s.Vouched))
	return err
}

const sessions = "SELECT hash, id, account, agent, address, created, seen, expires, vouched FROM session WHERE "

func scanSession(r row) (s team.Session, err error) {
	var created, seen, expires, vouched int64
	err = r.Scan(&s.Hash, &s.ID, &s.Account, &s.Agent, &s.Address, &created, &seen, &expires, &vouched)
	s.Created, s.Seen, s.Expires, s.Vouched = stamp.Time(created), stamp.Time(seen), stamp.Time(expires), stamp.Time(vouched)
	return s, err
}

// Session gives one by the hash of its secret; sop.NotFound when it was ended or never was.
func (r rows) Session(ctx context.Context, hash string) (team.Session, error) {
	return one(ctx, r, question[team.Session]{scanSession, "There is no such session.", sessions + "hash = $1", []any{hash}})
}

// Sessions are an account's, the last used first.
func (r rows) Sessions(ctx context.Context, account string) ([]team.Session, error) {
	return all(ctx, r, scanSession, sessions+"account = $1 ORDER BY seen DESC, id", account)
}

// SeeSession writes down when a session was last used.
func (t *Tx) SeeSession(ctx context.Context, hash string, at time.Time) error {
	_, err := t.exec(ctx, "UPDATE session SET seen = $2 WHERE hash = $1", hash, stamp.Micros(at))
	return err
}

// EndSession forgets one of an account's sessions; ok tells whether there was one.
func (t *Tx) EndSession(ctx context.Context, account, id string) (ok bool, err error) {
	n, err := t.exec(ctx, "DELETE FROM session WHERE account = $1 AND id = $2", account, id)
	return n > 0, err
}

// EndSessions forgets all of an account's sessions but one, which may be empty.
func (t *Tx) EndSessions(ctx context.Context, account, but string) error {
	_, err := t.exec(ctx, "DELETE FROM session WHERE account = $1 AND id <> $2", account, but)
	return err
}

// AddToken writes a new token down.
func (t *Tx) AddToken(ctx context.Context, k team.Token) error {
	_, err := t.exec(ctx, "INSERT INTO token (hash, id, workspace, account, name, start, scopes, created, expires, used, revoked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		k.Hash, k.ID, k.Workspace, k.Account, k.Name, k.Start, string(k.Scopes), stamp.Micros(k.Created), stamp.Micros(k.Expires), stamp.Micros(k.Used), stamp.Micros(k.Revoked))
	return err
}

const tokens = "SELECT hash, id, workspace, account, name, start, scopes, created, expires, used, revoked FROM token WHERE "

func scanToken(r row) (k team.Token, err error) {
	var created, expires, used, revoked int64
	err = r.Scan(&k.Hash, &k.ID, &k.Workspace, &k.Account, &k.Name, &k.Start, &k.Scopes, &created, &expires, &used, &revoked)
	k.Created, k.Expires, k.Used, k.Revoked = stamp.Time(created), stamp.Time(expires), stamp.Time(used), stamp.Time(revoked)
	return k, err
}

// Token gives one by the hash of its secret; sop.NotFound when there never was one.
func (r rows) Token(ctx context.Context, hash string) (team.Token, error) {
	return one(ctx, r, question[team.Token]{scanToken, "There is no such token.", tokens + "hash = $1", []any{hash}})
}

// Tokens are an account's in a workspace that weren't revoked, the newest first.
func (r rows) Tokens(ctx context.Context, workspace, account string) ([]team.Token, error) {
	return all(ctx, r, scanToken, tokens+"workspace = $1 AND account = $2 AND revoked = 0 ORDER BY created DESC, id", workspace, account)
}

// UseToken writes down when a token was last used.
func (t *Tx) UseToken(ctx context.Context, hash string, at time.Time) error {
	_, err := t.exec(ctx, "UPDATE token SET used = $2 WHERE hash = $1", hash, stamp.Micros(at))
	return err
}

// RevokeToken ends one of an account's tokens, or all of them when no id is given; n tells how many.
func (t *Tx) RevokeToken(ctx context.Context, account, id string, at time.Time) (n int64, err error) {
	return t.exec(ctx, "UPDATE token SET revoked = $3 WHERE account = $1 AND revoked = 0 AND (id = $2 OR $4 = '')", account, id, stamp.Micros(at), id)
}

// AddShare writes a new share down.
func (t *Tx) AddShare(ctx context.Context, s team.Share) error {
	_, err := t.exec(ctx, "INSERT INTO share (hash, id, workspace, procedure, revision, creator, created, expires, revoked, used, uses, pinned) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN $12 THEN 1 ELSE 0 END)",
		s.Hash, s.ID, s.Workspace, s.Procedure, s.Revision, s.Creator, stamp.Micros(s.Created), stamp.Micros(s.Expires), stamp.Micros(s.Revoked), stamp.Micros(s.Used), s.Uses, s.Pinned)
	return err
}

const shares = "SELECT hash, id, workspace, procedure, revision, creator, created, expires, revoked, used, uses, pinned = 1 FROM share WHERE "

func scanShare(r row) (s team.Share, err error) {
	var created, expires, revoked, used int64
	err = r.Scan(&s.Hash, &s.ID, &s.Workspace, &s.Procedure, &s.Revision, &s.Creator, &created, &expires, &revoked, &used, &s.Uses, &s.Pinned)
	s.Created, s.Expires, s.Revoked, s.Used = stamp.Time(created), stamp.Time(expires), stamp.Time(revoked), stamp.Time(used)
	return s, err
}

// Share gives one by the hash of its secret; sop.NotFound when there never was one.
func (r rows) Share(ctx context.Context, hash string) (team.Share, error) {
	return one(ctx, r, question[team.Share]{scanShare, "There is no such share.", shares + "hash = $1", []any{hash}})
}

// ShareByID gives a share of a workspace's.
func (r rows) ShareByID(ctx context.Context, workspace, id string) (team.Share, error) {
	return one(ctx, r, question[team.Share]{scanShare, "There is no such share.", shares + "workspace = $1 AND id = $2", []any{workspace, id}})
}

// Shares are a procedure's, the newest first.
func (r rows) Shares(ctx context.Context, workspace, procedure string) ([]team.Share, error) {
	return all(ctx, r, scanShare, shares+"workspace = $1 AND procedure = $2 ORDER BY created DESC, id", workspace, procedure)
}

// RevokeShare ends a share.
func (t *Tx) RevokeShare(ctx context.Context, id string, at time.Time) error {
	_, err := t.exec(ctx, "UPDATE share SET revoked = $2 WHERE id = $1 AND revoked = 0", id, stamp.Micros(at))
	return err
}

// UseShare counts that a share was read by.
func (t *Tx) UseShare(ctx context.Context, id string, at time.Time) error {
	_, err := t.exec(ctx, "UPDATE share SET uses = uses + 1, used = $2 WHERE id = $1", id, stamp.Micros(at))
	return err
}

// AddErrand writes down that a browser was sent to an identity provider, and forgets those that never came back.
func (t *Tx) AddErrand(ctx context.Context, e team.Errand, now time.Time) error {
	if _, err := t.exec(ctx, "DELETE FROM errand WHERE expires < $1", stamp.Micros(now)); err != nil {
		return err
	}
	_, err := t.exec(ctx, "INSERT INTO errand (hash, nonce, verifier, next, account, expires) VALUES ($1, $2, $3, $4, $5, $6)",
		e.Hash, e.Nonce, e.Verifier, e.Next, e.Account, stamp.Micros(e.Expires))
	return err
}

// TakeErrand gives an errand, and forgets it; sop.NotFound when it came back already, or never was.
func (t *Tx) TakeErrand(ctx context.Context, hash string) (team.Errand, error) {
	return one(ctx, t.rows, question[team.Errand]{func(r row) (e team.Errand, err error) {
		var expires int64
		err = r.Scan(&e.Hash, &e.Nonce, &e.Verifier, &e.Next, &e.Account, &expires)
		e.Expires = stamp.Time(expires)
		return e, err
	}, "There is no such way back.", "DELETE FROM errand WHERE hash = $1 RETURNING hash, nonce, verifier, next, account, expires", []any{hash}})
}
