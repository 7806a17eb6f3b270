package gate_test

import (
	"sync"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// actors are one of each role, and what isn't one.
func (d *door) actors(t *testing.T) map[team.Role]desk.Actor {
	all := map[team.Role]desk.Actor{team.Admin: d.admin, "": {Workspace: "w"}, "root": {Workspace: "w", Role: "root"}}
	for _, r := range []team.Role{team.Viewer, team.Editor, team.Reviewer} {
		all[r], _ = d.join(t, string(r), r)
	}
	return all
}

// TestOnlyAdministratorsRule does each verb about other people as each role.
func TestOnlyAdministratorsRule(t *testing.T) {
	d := open(t)
	victim, _ := d.join(t, "victim", team.Viewer)
	for role, a := range d.actors(t) {
		_, invite := d.Invite(t.Context(), a, gate.Newcomer{Email: "new" + string(role) + "@example.com", Name: "N", Role: team.Admin})
		_, setRole := d.SetRole(t.Context(), a, victim.Account, team.Editor)
		_, disable := d.SetDisabled(t.Context(), a, victim.Account, true)
		_, enable := d.SetDisabled(t.Context(), a, victim.Account, false)
		_, reset := d.Reset(t.Context(), a, victim.Account)
		_, people := d.People(t.Context(), a)
		_, trail := d.Trail(t.Context(), a, team.Question{Limit: 1})
		for verb, err := range map[string]error{"invite": invite, "role": setRole, "disable": disable, "enable": enable, "reset": reset, "people": people, "trail": trail} {
			if may := role == team.Admin; may && err != nil || !may && sop.CodeOf(err) != sop.Forbidden {
				t.Errorf("%q may %s: %v", role, verb, err)
			}
		}
		_, sessions := d.Sessions(t.Context(), a)
		if known := role != "" && role != "root"; known != (sessions == nil) {
			t.Errorf("%q and the own sessions: %v", role, sessions)
		}
	}
	stranger := d.admin
	stranger.Workspace = "other"
	_, setRole := d.SetRole(t.Context(), stranger, victim.Account, team.Admin)
	_, disable := d.SetDisabled(t.Context(), stranger, victim.Account, true)
	_, reset := d.Reset(t.Context(), stranger, victim.Account)
	for _, err := range []error{setRole, disable, reset} {
		want(t, err, sop.NotFound)
	}
}

func TestStillRuled(t *testing.T) {
	taken := team.Account{Password: "x"}
	member := func(id string, r team.Role, a team.Account) team.Member {
		a.ID = id
		return team.Member{Account: a, Role: r}
	}
	ada, bob := member("ada", team.Admin, taken), member("bob", team.Admin, taken)
	invited, viewer := member("carol", team.Admin, team.Account{}), member("dan", team.Viewer, taken)
	demoted, disabled, forgotten := ada, ada, ada
	demoted.Role, disabled.Disabled, forgotten.Password = team.Reviewer, time.Now(), ""
	linked := bob
	linked.Password, linked.Linked = "", true
	for name, c := range map[string]struct {
		all    []team.Member
		become team.Member
		ok     bool
	}{
		"the last one demoted": {[]team.Member{ada, viewer}, demoted, false}, "disabled": {[]team.Member{ada, viewer}, disabled, false}, "without a password": {[]team.Member{ada}, forgotten, false},
		"of two": {[]team.Member{ada, bob}, demoted, true}, "the other was only invited": {[]team.Member{ada, invited}, demoted, false}, "the other has an identity": {[]team.Member{ada, linked}, disabled, true},
		"nobody ruled before": {[]team.Member{invited, viewer}, viewer, true}, "nothing changes": {[]team.Member{ada}, ada, true},
	} {
		if got := team.StillRuled(c.all, c.become); got != c.ok {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Two administrators who take the role from each other at the same moment: one stays.
func TestTheLastAdministratorStays(t *testing.T) {
	d := open(t)
	bob, _ := d.join(t, "bob", team.Admin)
	var group sync.WaitGroup
	for a, other := range map[desk.Actor]string{d.admin: bob.Account, bob: d.admin.Account} {
		group.Go(func() {
			if _, err := d.SetRole(t.Context(), a, other, team.Viewer); err != nil && sop.CodeOf(err) != sop.Forbidden {
				t.Error(err)
			}
		})
	}
	group.Wait()
	people, err := d.db.Read().Members(t.Context(), "w")
	admins := 0
	for _, m := range people {
		if m.Role == team.Admin {
			admins++
		}
	}
	if err != nil || admins != 1 {
		t.Errorf("%d administrators are left, %v", admins, err)
	}
}

// TestInvitedButNotTaken: an account that was only invited can do nothing, and its link works once (as in CVE-2026-43913 of a peer).
func TestInvitedButNotTaken(t *testing.T) {
	d := open(t)
	in, err := d.Invite(t.Context(), d.admin, gate.Newcomer{Email: "bob@example.com", Name: "Bob", Role: team.Admin})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Invite(t.Context(), d.admin, gate.Newcomer{Email: "BOB@example.com", Name: "Bob", Role: team.Admin})
	want(t, err, sop.Exists)
	_, err = d.SetRole(t.Context(), d.admin, d.admin.Account, team.Viewer)
	want(t, err, sop.Forbidden) // bob rules only in name
	if m, err := d.Invitee(t.Context(), in.Secret); err != nil || m.Email != "bob@example.com" {
		t.Errorf("%+v, %v", m, err)
	}
	newer, err := d.Reset(t.Context(), d.admin, in.ID)
	if err != nil {
		t.Fatal(err)
	}
	n := gate.Newcomer{Name: "Bob", Password: password}
	_, err = d.Accept(t.Context(), in.Secret, n, gate.Visit{})
	want(t, err, sop.NotFound) // replaced
	_, err = d.Accept(t.Context(), newer.Secret, gate.Newcomer{Name: "Bob", Password: "short"}, gate.Visit{})
	want(t, err, sop.Invalid) // and isn't used up
	if _, err := d.Accept(t.Context(), newer.Secret, n, gate.Visit{}); err != nil {
		t.Fatal(err)
	}
	_, err = d.Accept(t.Context(), newer.Secret, n, gate.Visit{})
	want(t, err, sop.NotFound)
	if _, err := d.SetRole(t.Context(), d.admin, d.admin.Account, team.Viewer); err != nil {
		t.Error(err)
	}
	late, err := d.Invite(t.Context(), desk.Actor{Workspace: "w", Account: gate.Console, Role: team.Admin}, gate.Newcomer{Email: "c@example.com", Name: "C", Role: team.Viewer})
	if err != nil {
		t.Fatal(err)
	}
	d.clock = late.Expires
	_, err = d.Accept(t.Context(), late.Secret, n, gate.Visit{})
	want(t, err, sop.NotFound)
}

// TestKeysAfterChanges is the table of what is left of sessions, tokens and links after each change of an account (as in CVE-2026-43911 and
// CVE-2025-68663 of peers).
func TestKeysAfterChanges(t *testing.T) {
	for name, c := range map[string]struct {
		change                       func(d *door, bob desk.Actor) error
		own, others, token, password bool
	}{
		"nothing": {func(*door, desk.Actor) error { return nil }, true, true, true, true},
		"another role": {func(d *door, bob desk.Actor) error {
			_, err := d.SetRole(t.Context(), d.admin, bob.Account, team.Viewer)
			return err
		}, true, true, true, true},
		"own password": {func(d *door, bob desk.Actor) error {
			return d.ChangePassword(t.Context(), bob, gate.Passwords{Before: password, After: another}, gate.Visit{})
		}, true, false, true, false},
		"reset": {func(d *door, bob desk.Actor) error { _, err := d.Reset(t.Context(), d.admin, bob.Account); return err }, false, false, false, false},
		"disabled": {func(d *door, bob desk.Actor) error {
			_, err := d.SetDisabled(t.Context(), d.admin, bob.Account, true)
			return err
		}, false, false, false, false},
		"the wrong one": {func(d *door, bob desk.Actor) error {
			want(t, d.ChangePassword(t.Context(), bob, gate.Passwords{Before: another, After: another}, gate.Visit{}), sop.Invalid)
			return nil
		}, true, true, true, true},
		"off, then on": {func(d *door, bob desk.Actor) error {
			_, err := d.SetDisabled(t.Context(), d.admin, bob.Account, true)
			_, _ = d.SetDisabled(t.Context(), d.admin, bob.Account, false)
			return err
		}, false, false, false, true},
		"ended elsewhere": {func(d *door, bob desk.Actor) error { return d.EndOthers(t.Context(), bob) }, true, false, true, true},
	} {
		d := open(t)
		bob, own := d.join(t, "bob", team.Editor)
		second, err := d.signIn(t, "bob@example.com", password)
		if err != nil {
			t.Fatal(err)
		}
		_, token, err := d.AddToken(t.Context(), bob, gate.Want{Name: "ci", Scopes: "read"})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.change(d, bob); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		_, first := d.Who(t.Context(), own)
		_, other := d.Who(t.Context(), second.Secret)
		_, byToken := d.WhoByToken(t.Context(), token)
		_, byPassword := d.signIn(t, "bob@example.com", password)
		for what, x := range map[string]struct {
			err  error
			lets bool
		}{"own session": {first, c.own}, "other session": {other, c.others}, "token": {byToken, c.token}, "password": {byPassword, c.password}} {
			if (x.err == nil) != x.lets || x.err != nil && sop.CodeOf(x.err) != sop.Unknown {
				t.Errorf("after %s, %s: %v", name, what, x.err)
			}
		}
	}
}

func TestOwnAccount(t *testing.T) {
	d := open(t)
	bob, secret := d.join(t, "bob", team.Viewer)
	if err := d.Rename(t.Context(), bob, "Bob\nBuilder"); err != nil {
		t.Fatal(err)
	}
	if a := d.who(t, secret); a.Name != "Bob Builder" {
		t.Errorf("%+v", a)
	}
	want(t, d.Rename(t.Context(), bob, ""), sop.Invalid)
	want(t, d.ChangePassword(t.Context(), bob, gate.Passwords{Before: password, After: "short"}, gate.Visit{}), sop.Invalid)
	for range 10 {
		_ = d.ChangePassword(t.Context(), bob, gate.Passwords{Before: another, After: another}, gate.Visit{})
	}
	want(t, d.ChangePassword(t.Context(), bob, gate.Passwords{Before: password, After: another}, gate.Visit{}), sop.TooMany)
}

func TestTokens(t *testing.T) {
	d := open(t)
	_, secret, err := d.AddToken(t.Context(), d.admin, gate.Want{Name: "ci", Scopes: team.ScopedOf([]string{"record", "read", "root"}), Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.WhoByToken(t.Context(), secret)
	if err != nil || a.Scopes != "read record" || a.Account != d.admin.Account || a.Token == "" {
		t.Fatalf("%+v, %v", a, err)
	}
	for act, ok := range map[desk.Act]bool{desk.Read: true, desk.Record: true, desk.Share: false, desk.Self: false, desk.Manage: false, desk.Audit: false} {
		if err := a.May(act); (err == nil) != ok {
			t.Errorf("%s: %v", act, err)
		}
	}
	_, _, err = d.AddToken(t.Context(), a, gate.Want{Name: "more", Scopes: "admin"})
	want(t, err, sop.Forbidden)
	all, err := d.Tokens(t.Context(), d.admin)
	if err != nil || len(all) != 1 || all[0].Start != secret[:8] || all[0].Used.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
	bob, _ := d.join(t, "bob", team.Viewer)
	want(t, d.RevokeToken(t.Context(), bob, all[0].ID), sop.NotFound) // another's
	want(t, d.RevokeToken(t.Context(), d.admin, ""), sop.NotFound)    // and never all of them
	// a token does no more than its owner may
	_, bobs, err := d.AddToken(t.Context(), bob, gate.Want{Name: "all", Scopes: "read record write admin"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.WhoByToken(t.Context(), bobs)
	if err != nil || b.May(desk.Record) == nil || b.May(desk.Manage) == nil || b.May(desk.Self) != nil {
		t.Errorf("%+v, %v", b, err)
	}
	for _, w := range []gate.Want{{Name: "x"}, {Name: "x", Scopes: "root"}, {Scopes: "read"}, {Name: "x", Scopes: "read", Life: -1}} {
		_, _, err := d.AddToken(t.Context(), d.admin, w)
		want(t, err, sop.Invalid)
	}
	if err := d.RevokeToken(t.Context(), d.admin, all[0].ID); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{secret, "", "shk_", d.secret, team.Hash(secret)} {
		_, err := d.WhoByToken(t.Context(), bad)
		want(t, err, sop.Unknown)
	}
	_, short, err := d.AddToken(t.Context(), d.admin, gate.Want{Name: "short", Scopes: "read", Life: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	d.clock = d.clock.Add(time.Minute)
	_, err = d.WhoByToken(t.Context(), short)
	want(t, err, sop.Unknown)
}

// procedure puts one into a workspace.
func (d *door) procedure(t *testing.T, workspace, slug string) sop.Procedure {
	t.Helper()
	h := sop.Holding{ID: store.NewID(), Workspace: workspace}
	p := sop.Procedure{ID: store.NewID(), Workspace: workspace, Slug: slug, State: sop.Draft, Holding: h.ID, Latest: 2}
	if err := d.db.Do(t.Context(), func(tx *store.Tx) error {
		if err := tx.AddHolding(t.Context(), h, h.ID); err != nil {
			return err
		}
		return tx.AddProcedure(t.Context(), p)
	}); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestShares(t *testing.T) {
	d := open(t)
	p := d.procedure(t, "w", "deploy")
	d.procedure(t, "w", "another")
	d.procedure(t, "other", "foreign")
	viewer, _ := d.join(t, "viewer", team.Viewer)
	editor, _ := d.join(t, "editor", team.Editor)
	_, _, err := d.Share(t.Context(), viewer, "deploy", time.Hour)
	want(t, err, sop.Forbidden)
	_, _, err = d.Share(t.Context(), editor, "foreign", time.Hour)
	want(t, err, sop.NotFound)
	for _, life := range []time.Duration{0, -1, gate.LongestShare + 1} {
		_, _, err := d.Share(t.Context(), editor, "deploy", life)
		want(t, err, sop.Invalid)
	}
	s, secret, err := d.Share(t.Context(), editor, "deploy", time.Hour)
	if err != nil || s.Revision != 2 {
		t.Fatalf("%+v, %v", s, err)
	}
	for _, opened := range []bool{true, false, true} {
		if got, of, err := d.Shared(t.Context(), secret, opened); err != nil || got.Revision != 2 || of.ID != p.ID {
			t.Errorf("%+v, %+v, %v", got, of, err)
		}
	}
	if all, err := d.Shares(t.Context(), editor, p.ID); err != nil || len(all) != 1 || all[0].Uses != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	// as in CVE-2026-41649 of a peer: of two names that are given both are asked about
	want(t, d.Unshare(t.Context(), editor, "another", s.ID), sop.NotFound)
	stranger := editor
	stranger.Workspace = "other"
	want(t, d.Unshare(t.Context(), stranger, "foreign", s.ID), sop.NotFound)
	want(t, d.Unshare(t.Context(), viewer, "deploy", s.ID), sop.Forbidden)
	if err := d.Unshare(t.Context(), d.admin, "deploy", s.ID); err != nil {
		t.Fatal(err)
	}
	_, late, err := d.Share(t.Context(), editor, "deploy", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	d.clock = d.clock.Add(time.Hour)
	for _, bad := range []string{secret, late, "", s.ID, s.Hash} {
		_, _, err := d.Shared(t.Context(), bad, true)
		want(t, err, sop.NotFound)
	}
}
