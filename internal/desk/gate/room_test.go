package gate_test

import (
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// beside makes a workspace "ops" with ada, the server's administrator, as its administrator, and gives who she is there.
func (d *door) beside(t *testing.T) (team.Workspace, desk.Actor) {
	t.Helper()
	w, err := d.AddWorkspace(t.Context(), d.admin, "ops", "Operations")
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.WhoIn(t.Context(), "ops", d.secret)
	if err != nil || a.Workspace != w.ID || a.Role != team.Admin || a.Home {
		t.Fatalf("%+v, %v", a, err)
	}
	return w, a
}

// guest takes a new person into a workspace, who takes the account.
func (d *door) guest(t *testing.T, by desk.Actor, name string, role team.Role) (account, secret string) {
	t.Helper()
	in, err := d.Invite(t.Context(), by, gate.Newcomer{Email: name + "@example.com", Name: name, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	e, err := d.Accept(t.Context(), in.Secret, gate.Newcomer{Name: name, Password: password}, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	return in.ID, e.Secret
}

// A person has a role in each workspace; who isn't in one finds nothing there, whether there is such a workspace or not.
func TestRoleInEachWorkspace(t *testing.T) {
	d := open(t)
	_, ops := d.beside(t)
	bob, secret := d.join(t, "bob", team.Editor)
	for _, slug := range []string{"ops", "none"} {
		_, err := d.WhoIn(t.Context(), slug, secret)
		want(t, err, sop.NotFound)
	}
	in, err := d.Invite(t.Context(), ops, gate.Newcomer{Email: "BOB@example.com", Name: "Robert", Role: team.Viewer})
	if err != nil || in.Secret != "" || in.ID != bob.Account || in.Name != "bob" {
		t.Fatalf("a link into another workspace, or another person: %+v, %v", in, err)
	}
	_, err = d.Invite(t.Context(), ops, gate.Newcomer{Email: "bob@example.com", Name: "Bob", Role: team.Viewer})
	want(t, err, sop.Exists)
	a, err := d.WhoIn(t.Context(), "ops", secret)
	if err != nil || a.Role != team.Viewer || d.who(t, secret).Role != team.Editor {
		t.Errorf("%+v, %v", a, err)
	}
	seats, err := d.Seats(t.Context(), a)
	if err != nil || len(seats) != 2 || seats[0].Name != "Operations" || seats[0].Role != team.Viewer {
		t.Errorf("%+v, %v", seats, err)
	}
}

// Who comes by a workspace beside the first signs in like everybody else, and is led there.
func TestOnlyElsewhere(t *testing.T) {
	d := open(t)
	_, ops := d.beside(t)
	_, secret := d.guest(t, ops, "eve", team.Admin)
	e, err := d.signIn(t, "eve@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{secret, e.Secret} {
		_, err = d.Who(t.Context(), s)
		want(t, err, sop.NotFound)
		if at, ok := d.Elsewhere(t.Context(), s); !ok || at.Slug != "ops" {
			t.Errorf("%+v, %v", at, ok)
		}
	}
	eve, err := d.WhoIn(t.Context(), "ops", secret)
	if err != nil {
		t.Fatal(err)
	}
	want(t, eve.May(desk.Serve), sop.Forbidden)
	_, err = d.AddWorkspace(t.Context(), eve, "mine", "Mine")
	want(t, err, sop.Forbidden)
	events, err := d.Trail(t.Context(), d.admin, team.Question{Limit: 99})
	for _, x := range events {
		if x.Actor == eve.Account || x.Target == eve.Account {
			t.Errorf("the first workspace's trail tells of another's person: %+v", x)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// An administrator of one workspace gets nobody's account who is in another, too: no link, no disabling. Taking out of the own one is what is left.
func TestNoWayIntoAnother(t *testing.T) {
	d := open(t)
	_, ops := d.beside(t)
	_, secret := d.guest(t, ops, "eve", team.Admin)
	eve, err := d.WhoIn(t.Context(), "ops", secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, account := range []string{d.admin.Account} {
		_, err = d.Reset(t.Context(), eve, account)
		want(t, err, sop.Forbidden)
		_, err = d.SetDisabled(t.Context(), eve, account, true)
		want(t, err, sop.Forbidden)
	}
	bob, bobs := d.join(t, "bob", team.Editor)
	for _, do := range []func() error{
		func() error { _, err := d.Reset(t.Context(), eve, bob.Account); return err },
		func() error { _, err := d.SetRole(t.Context(), eve, bob.Account, team.Admin); return err },
		func() error { return d.Remove(t.Context(), eve, bob.Account) },
	} {
		want(t, do(), sop.NotFound)
	}
	invited, err := d.Invite(t.Context(), d.admin, gate.Newcomer{Email: "new@example.com", Name: "New", Role: team.Admin})
	if err != nil {
		t.Fatal(err)
	}
	if in, err := d.Invite(t.Context(), eve, gate.Newcomer{Email: "new@example.com", Name: "New", Role: team.Viewer}); err != nil || in.Secret != "" {
		t.Errorf("%+v, %v", in, err)
	}
	_, err = d.Reset(t.Context(), eve, invited.ID)
	want(t, err, sop.Forbidden)
	if _, err := d.Invitee(t.Context(), invited.Secret); err != nil {
		t.Errorf("the link is gone: %v", err)
	}
	if err := d.Remove(t.Context(), eve, d.admin.Account); err != nil {
		t.Error(err)
	}
	_, err = d.WhoIn(t.Context(), "ops", d.secret)
	want(t, err, sop.NotFound)
	want(t, d.Remove(t.Context(), eve, eve.Account), sop.Forbidden) // the last administrator
	if _, err := d.Reset(t.Context(), eve, eve.Account); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("the last administrator: %v", err)
	}
	if d.who(t, bobs).Role != team.Editor {
		t.Error("bob has changed")
	}
}

// A token is of one workspace, and is gone from another's list; who is taken out has none any more, and whoever comes back makes new ones.
func TestTokensOfOneWorkspace(t *testing.T) {
	d := open(t)
	_, ops := d.beside(t)
	k, secret, err := d.AddToken(t.Context(), ops, gate.Want{Name: "ops", Scopes: "read"})
	if err != nil {
		t.Fatal(err)
	}
	if a, err := d.WhoByToken(t.Context(), secret); err != nil || a.Workspace != ops.Workspace || a.Home {
		t.Errorf("%+v, %v", a, err)
	}
	want(t, d.RevokeToken(t.Context(), d.admin, k.ID), sop.NotFound)
	if all, err := d.Tokens(t.Context(), d.admin); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	id, bobs := d.guest(t, ops, "bob", team.Editor)
	bob, err := d.WhoIn(t.Context(), "ops", bobs)
	if err != nil {
		t.Fatal(err)
	}
	_, bobsToken, err := d.AddToken(t.Context(), bob, gate.Want{Name: "b", Scopes: "read"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Remove(t.Context(), ops, id); err != nil {
		t.Fatal(err)
	}
	_, err = d.WhoIn(t.Context(), "ops", bobs) // in none any more
	want(t, err, sop.Unknown)
	if _, err := d.Invite(t.Context(), ops, gate.Newcomer{Email: "bob@example.com", Name: "b", Role: team.Viewer}); err != nil {
		t.Fatal(err)
	}
	_, err = d.WhoByToken(t.Context(), bobsToken)
	want(t, err, sop.Unknown)
	if a, err := d.WhoIn(t.Context(), "ops", bobs); err != nil || a.Role != team.Viewer {
		t.Errorf("%+v, %v", a, err)
	}
}

// An archived workspace lets nobody in, by session, token or share, until it is opened again; the first can't be archived.
func TestArchived(t *testing.T) {
	d := open(t)
	w, ops := d.beside(t)
	_, token, err := d.AddToken(t.Context(), ops, gate.Want{Name: "ops", Scopes: "read"})
	if err != nil {
		t.Fatal(err)
	}
	do := func(f func(*store.Tx) error) {
		t.Helper()
		if err := d.db.Do(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	do(func(tx *store.Tx) error {
		h := sop.Holding{ID: "h", Workspace: w.ID, Owner: "x", Blob: "b"}
		if err := tx.AddHolding(t.Context(), h, "u"); err != nil {
			return err
		}
		return tx.AddProcedure(t.Context(), sop.Procedure{ID: "p", Workspace: w.ID, Slug: "deploy", Holding: "h", Latest: 1})
	})
	_, shared, err := d.Share(t.Context(), ops, "deploy", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Archive(t.Context(), d.admin, "w", true)
	want(t, err, sop.Forbidden)
	_, err = d.Archive(t.Context(), d.admin, "none", true)
	want(t, err, sop.NotFound)
	_, err = d.Archive(t.Context(), ops, w.ID, true) // from there one doesn't rule the server
	want(t, err, sop.Forbidden)
	for _, archived := range []bool{true, false} {
		if _, err := d.Archive(t.Context(), d.admin, w.ID, archived); err != nil {
			t.Fatal(err)
		}
		_, session := d.WhoIn(t.Context(), "ops", d.secret)
		_, key := d.WhoByToken(t.Context(), token)
		_, _, link := d.Shared(t.Context(), shared, true)
		if archived {
			want(t, session, sop.NotFound)
			want(t, key, sop.Unknown)
			want(t, link, sop.NotFound)
		} else if session != nil || key != nil || link != nil {
			t.Errorf("%v, %v, %v", session, key, link)
		}
	}
}

// The first account rules all workspaces that were made before; none can be made in another one first.
func TestFirstAccountOfSeveral(t *testing.T) {
	d := empty(t)
	local := here
	local.Home = true
	if _, err := d.AddWorkspace(t.Context(), local, "ops", "Operations"); err != nil {
		t.Fatal(err)
	}
	_, err := d.Invite(t.Context(), desk.Actor{Workspace: "other", Account: gate.Console, Role: team.Admin}, gate.Newcomer{Email: "x@example.com", Name: "X", Role: team.Admin})
	want(t, err, sop.Forbidden)
	e, err := d.First(t.Context(), local, gate.Newcomer{Email: "ada@example.com", Name: "Ada", Password: password}, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"", "ops", "other"} {
		if a, err := d.WhoIn(t.Context(), slug, e.Secret); err != nil || a.Role != team.Admin {
			t.Errorf("%q: %+v, %v", slug, a, err)
		}
	}
}

// The server's administrators alone bound what a workspace takes in; its own don't.
func TestBound(t *testing.T) {
	d := open(t)
	w, ops := d.beside(t)
	n := func(n int64) *int64 { return &n }
	_, err := d.Bound(t.Context(), ops, w.ID, team.Bounds{Recordings: n(0)})
	want(t, err, sop.Forbidden)
	_, err = d.Bound(t.Context(), d.admin, w.ID, team.Bounds{Minutes: n(-1)})
	want(t, err, sop.Invalid)
	_, err = d.Bound(t.Context(), d.admin, "none", team.Bounds{})
	want(t, err, sop.NotFound)
	if _, err = d.Bound(t.Context(), d.admin, w.ID, team.Bounds{Recordings: n(3), Bytes: n(0)}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.NameWorkspace(t.Context(), d.admin, w.ID, "Night"); err != nil { // which leaves the quota
		t.Fatal(err)
	}
	all, err := d.Workspaces(t.Context(), d.admin)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if b := s.Bounds; s.ID == w.ID && (b.Recordings == nil || *b.Recordings != 3 || b.Minutes != nil || b.Bytes == nil || *b.Bytes != 0) {
			t.Errorf("%+v", b)
		}
	}
}
