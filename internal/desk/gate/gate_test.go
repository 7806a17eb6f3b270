package gate_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/desk/gate/argon"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/custody"
	"showhow/internal/store/sqlite"
)

// cheap is a cost for tests.
var cheap = argon.Cost{KiB: 64, Passes: 1, Lanes: 1}

const (
	password = "correct horse battery"
	another  = "staple of another kind"
)

type door struct {
	*gate.Gate
	db    *store.DB
	clock time.Time
	admin desk.Actor
	// secret is that of the admin's session.
	secret string
}

// empty is a workspace without accounts.
func empty(t *testing.T) *door {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	d := &door{db: db, clock: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)}
	d.Gate = &gate.Gate{
		Do: func(ctx context.Context, do func(gate.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(custody.In(tx)) })
		},
		Read: db.Read(), Now: func() time.Time { return d.clock }, NewID: store.NewID, Workspace: "w", Hasher: argon.NewHasher(cheap, 2),
		Rules: gate.Rules{Idle: time.Hour, Length: 10 * time.Hour}, Provider: admit.Provider{Usual: team.Viewer},
	}
	for _, id := range []string{"w", "other"} {
		if err := db.Do(t.Context(), func(tx *store.Tx) error {
			return tx.AddWorkspace(t.Context(), team.Workspace{ID: id, Slug: id, Name: id})
		}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

var here = desk.Actor{Workspace: "w", Account: "local", Role: team.Admin}

// open is a workspace with one account, an administrator's.
func open(t *testing.T) *door {
	t.Helper()
	d := empty(t)
	e, err := d.First(t.Context(), here, gate.Newcomer{Email: "Ada@Example.com", Name: " Ada  L. ", Password: password}, gate.Visit{Address: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	d.secret, d.admin = e.Secret, d.who(t, e.Secret)
	return d
}

func (d *door) who(t *testing.T, secret string) desk.Actor {
	t.Helper()
	a, err := d.Who(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// join invites somebody who takes the account, and gives who it is and the session's secret.
func (d *door) join(t *testing.T, name string, role team.Role) (desk.Actor, string) {
	t.Helper()
	in, err := d.Invite(t.Context(), d.admin, gate.Newcomer{Email: name + "@example.com", Name: name, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	e, err := d.Accept(t.Context(), in.Secret, gate.Newcomer{Name: name, Password: password}, gate.Visit{Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	return d.who(t, e.Secret), e.Secret
}

func (d *door) signIn(t *testing.T, email, password string) (gate.Entry, error) {
	return d.SignIn(t.Context(), email, password, gate.Visit{Address: "192.0.2.9", Agent: "test"})
}

func want(t *testing.T, err error, code sop.Code) {
	t.Helper()
	if err == nil || sop.CodeOf(err) != code {
		t.Errorf("%v, want the code %s", err, code)
	}
}

func (d *door) verbs(t *testing.T) (all []string) {
	t.Helper()
	events, err := d.db.Read().Events(t.Context(), "w", 99)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		all = append(all, e.Verb)
	}
	return all
}

func TestFirstAccount(t *testing.T) {
	d := empty(t)
	if local, err := d.Local(t.Context()); !local || err != nil {
		t.Errorf("%v, %v", local, err)
	}
	n := gate.Newcomer{Email: "ada@example.com", Name: "Ada", Password: password}
	for name, c := range map[string]struct {
		a    desk.Actor
		n    gate.Newcomer
		code sop.Code
	}{
		"a stranger": {desk.Actor{Workspace: "w"}, n, sop.Forbidden}, "a viewer": {desk.Actor{Workspace: "w", Role: team.Viewer}, n, sop.Forbidden},
		"no address": {here, gate.Newcomer{Email: "ada", Name: "Ada", Password: password}, sop.Invalid}, "a short password": {here, gate.Newcomer{Email: n.Email, Name: "Ada", Password: "elevenchars"}, sop.Invalid},
		"the address for a password": {here, gate.Newcomer{Email: n.Email, Name: "Ada", Password: "ADA@example.com"}, sop.Invalid}, "one letter": {here, gate.Newcomer{Email: n.Email, Name: "Ada", Password: strings.Repeat("a", 20)}, sop.Invalid},
		"no name": {here, gate.Newcomer{Email: n.Email, Name: " \n ", Password: password}, sop.Invalid}, "endless": {here, gate.Newcomer{Email: n.Email, Name: "Ada", Password: strings.Repeat("ab", 501)}, sop.Invalid},
	} {
		if _, err := d.First(t.Context(), c.a, c.n, gate.Visit{}); sop.CodeOf(err) != c.code || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if local, _ := d.Local(t.Context()); !local {
		t.Fatal("an account was made")
	}
	e, err := d.First(t.Context(), here, n, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	if a := d.who(t, e.Secret); a.Role != team.Admin || a.Name != "Ada" || a.Workspace != "w" || a.Session == "" {
		t.Errorf("%+v", a)
	}
	_, err = d.First(t.Context(), here, gate.Newcomer{Email: "eve@example.com", Name: "Eve", Password: password}, gate.Visit{})
	want(t, err, sop.Exists)
	if local, err := d.Local(t.Context()); local || err != nil {
		t.Errorf("%v, %v", local, err)
	}
}

// A secret is nowhere in the database, only its hash.
func TestSecretsAreKeptAsHashes(t *testing.T) {
	d := open(t)
	_, token, err := d.AddToken(t.Context(), d.admin, gate.Want{Name: "ci", Scopes: "read"})
	if err != nil {
		t.Fatal(err)
	}
	in, err := d.Invite(t.Context(), d.admin, gate.Newcomer{Email: "bob@example.com", Name: "Bob", Role: team.Viewer})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := d.db.Pool().QueryContext(t.Context(), "SELECT hash FROM session UNION ALL SELECT hash || ' ' || start FROM token UNION ALL SELECT hash FROM invitation UNION ALL SELECT password FROM account UNION ALL SELECT detail || target FROM event")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var kept string
		if err := rows.Scan(&kept); err != nil {
			t.Fatal(err)
		}
		n++
		for _, secret := range []string{d.secret, token, strings.TrimPrefix(token, team.TokenStart), in.Secret, password} {
			if strings.Contains(kept, secret) {
				t.Errorf("a secret is kept: %s", kept)
			}
		}
	}
	if n < 6 || len(d.secret) != 52 || !strings.HasPrefix(token, "shk_") {
		t.Errorf("%d rows, %q, %q", n, d.secret, token)
	}
}

func TestSessionsEnd(t *testing.T) {
	d := open(t)
	began := d.clock
	for range 12 { // used each 50 minutes: it lives on until its length
		d.clock = d.clock.Add(50 * time.Minute)
		_, err := d.Who(t.Context(), d.secret)
		if live := d.clock.Before(began.Add(10 * time.Hour)); (err == nil) != live {
			t.Errorf("after %v: %v", d.clock.Sub(began), err)
		}
	}
	e, err := d.signIn(t, "ada@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	d.clock = d.clock.Add(61 * time.Minute) // idle
	_, err = d.Who(t.Context(), e.Secret)
	want(t, err, sop.Unknown)
	for _, secret := range []string{"", "x", strings.Repeat("A", 52), team.Hash(e.Secret)} {
		_, err := d.Who(t.Context(), secret)
		want(t, err, sop.Unknown)
	}
}

// Signing in makes a new session, and ends the one that the browser had: one that was planted is of no use.
func TestSessionFixation(t *testing.T) {
	d := open(t)
	e, err := d.SignIn(t.Context(), "ADA@example.com ", password, gate.Visit{Old: d.admin})
	if err != nil || e.Secret == d.secret {
		t.Fatal(err)
	}
	_, err = d.Who(t.Context(), d.secret)
	want(t, err, sop.Unknown)
	if all, err := d.Sessions(t.Context(), d.who(t, e.Secret)); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
}

func TestEndingSessions(t *testing.T) {
	d := open(t)
	second, _ := d.signIn(t, "ada@example.com", password)
	third, _ := d.signIn(t, "ada@example.com", password)
	bob, bobs := d.join(t, "bob", team.Viewer)
	want(t, d.EndSession(t.Context(), bob, d.admin.Session), sop.NotFound) // another's
	if err := d.EndSession(t.Context(), d.admin, d.who(t, second.Secret).Session); err != nil {
		t.Fatal(err)
	}
	_, err := d.Who(t.Context(), second.Secret)
	want(t, err, sop.Unknown)
	if err := d.EndOthers(t.Context(), d.who(t, third.Secret)); err != nil {
		t.Fatal(err)
	}
	_, err = d.Who(t.Context(), d.secret)
	want(t, err, sop.Unknown)
	d.who(t, third.Secret)
	d.who(t, bobs)
}

// Whether a name is known can't be told by the answer, and not by the work that is done for it: each try hashes once.
func TestUnknownNameIsAnsweredAlike(t *testing.T) {
	d := open(t)
	_, err := d.signIn(t, "ada@example.com", another)
	bob, _ := d.join(t, "bob", team.Viewer)
	if _, err := d.SetDisabled(t.Context(), d.admin, bob.Account, true); err != nil {
		t.Fatal(err)
	}
	in, inviteErr := d.Invite(t.Context(), d.admin, gate.Newcomer{Email: "carol@example.com", Name: "Carol", Role: team.Viewer})
	if inviteErr != nil || in.ID == "" {
		t.Fatal(inviteErr)
	}
	for name, c := range map[string][2]string{
		"unknown": {"eve@example.com", password}, "disabled": {"bob@example.com", password}, "only invited": {"carol@example.com", password}, "only invited, nothing": {"carol@example.com", ""},
		"no address": {"' OR 1=1 --", password}, "the hash": {"ada@example.com", "$argon2id$"},
	} {
		_, got := d.signIn(t, c[0], c[1])
		if got == nil || got.Error() != err.Error() || sop.CodeOf(got) != sop.Unknown {
			t.Errorf("%s: %v, but %v for a wrong password", name, got, err)
		}
	}
}

func TestGuessesAreBounded(t *testing.T) {
	d := open(t)
	codes := map[string][]sop.Code{}
	for _, email := range []string{"ada@example.com", "eve@example.com"} { // known or not, the same
		for range 12 {
			_, err := d.signIn(t, email, another)
			codes[email] = append(codes[email], sop.CodeOf(err))
		}
	}
	if c := codes["ada@example.com"]; !slices.Equal(c, codes["eve@example.com"]) || c[9] != sop.Unknown || c[10] != sop.TooMany {
		t.Errorf("%v", codes)
	}
	_, err := d.signIn(t, "ada@example.com", password)
	want(t, err, sop.TooMany) // the right one, too
	d.who(t, d.secret)        // whoever is in stays in
	d.clock = d.clock.Add(16 * time.Minute)
	if _, err := d.signIn(t, "ada@example.com", password); err != nil {
		t.Error(err)
	}
	if v := d.verbs(t); !slices.Contains(v, "account.guessed") {
		t.Errorf("the trail doesn't tell of it: %v", v)
	}
	for range 120 { // a whole office behind one address
		if _, err := d.SignIn(t.Context(), "ada@example.com", password, gate.Visit{Address: "198.51.100.1"}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 101 { // one address, many names; in IPv6 a whole network is one address
		_, err = d.SignIn(t.Context(), strings.Repeat("x", i+1)+"@example.com", another, gate.Visit{Address: "2001:db8::" + string(rune('a'+i%6))})
	}
	want(t, err, sop.TooMany)
	if _, err := d.SignIn(t.Context(), "ada@example.com", password, gate.Visit{Address: "2001:db8:0:1::1"}); err != nil {
		t.Errorf("another network: %v", err)
	}
}

func TestPasswordIsHashedAgainWhenTheCostChanges(t *testing.T) {
	d := open(t)
	before, _ := d.db.Read().AccountByEmail(t.Context(), "ada@example.com")
	d.Hasher = argon.NewHasher(argon.Cost{KiB: 128, Passes: 2, Lanes: 1}, 1)
	if _, err := d.signIn(t, "ada@example.com", password); err != nil {
		t.Fatal(err)
	}
	after, _ := d.db.Read().AccountByEmail(t.Context(), "ada@example.com")
	if !strings.Contains(before.Password, "$m=64,t=1,p=1$") || !strings.Contains(after.Password, "$m=128,t=2,p=1$") {
		t.Errorf("%s, then %s", before.Password, after.Password)
	}
	if _, err := d.signIn(t, "ada@example.com", password); err != nil {
		t.Error(err)
	}
}

// TestUsualCost hashes at the cost that is used outside of tests.
func TestUsualCost(t *testing.T) {
	h := argon.NewHasher(argon.Usual, 1)
	hash, err := h.Hash(t.Context(), "Ünïcode passwörd")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Fatal(hash, err)
	}
	if ok, stale, err := h.Matches(t.Context(), hash, "U\u0308ni\u0308code passwo\u0308rd"); !ok || stale || err != nil { // composed in another way
		t.Errorf("%v, %v, %v", ok, stale, err)
	}
	for _, bad := range []string{"x", "$argon2id$v=19$m=4294967295,t=3,p=4$AA$AA", "$argon2id$v=19$m=64,t=0,p=4$AA$AA", "$argon2i$v=19$m=64,t=1,p=1$AA$AA", strings.Replace(hash, "v=19", "v=16", 1)} {
		if ok, _, err := h.Matches(t.Context(), bad, ""); ok || err == nil {
			t.Errorf("%s: %v, %v", bad, ok, err)
		}
	}
}
