package gate_test

import (
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

func TestAdmits(t *testing.T) {
	c := admit.Claims{Email: "ada@example.com", Verified: true, Groups: []string{"staff", "ops"}}
	unverified, elsewhere := c, c
	unverified.Verified, elsewhere.Email = false, "ada@example.com.evil.example"
	roles := map[string]team.Role{"ops": team.Editor, "chiefs": team.Admin, "staff": team.Viewer}
	for name, x := range map[string]struct {
		p    admit.Provider
		c    admit.Claims
		want team.Role
	}{
		"all": {admit.Provider{Usual: team.Viewer}, c, team.Viewer}, "a domain": {admit.Provider{Usual: team.Viewer, Domains: []string{"Example.com"}}, c, team.Viewer},
		"another domain": {admit.Provider{Usual: team.Viewer, Domains: []string{"example.com"}}, elsewhere, ""}, "unverified": {admit.Provider{Usual: team.Viewer, Domains: []string{"example.com"}}, unverified, ""},
		"the best of two groups": {admit.Provider{Usual: team.Viewer, Roles: roles}, c, team.Editor}, "no group": {admit.Provider{Usual: team.Admin, Roles: map[string]team.Role{"chiefs": team.Admin}}, c, ""},
	} {
		if got, err := x.p.Admits(x.c); got != x.want || (err == nil) != (x.want != "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestNobodyTakesAnAccountOver is about identities that look like somebody else's (as in CVE-2025-41115 of a peer): a subject that is an account's id,
// an address that changed hands or wasn't verified, a second provider with the same address.
func TestNobodyTakesAnAccountOver(t *testing.T) {
	d := open(t)
	bob, _ := d.join(t, "bob", team.Editor)
	const issuer = "https://id.example"
	claims := func(subject, email string, verified bool) admit.Claims {
		return admit.Claims{Issuer: issuer, Subject: subject, Email: email, Name: "X", Verified: verified}
	}
	for name, c := range map[string]admit.Claims{
		"unknown": claims("9", "eve@example.com", true), "bob's address": claims("1", "bob@example.com", true), "the admin's address in capitals": claims("1", "ADA@EXAMPLE.COM", true),
		"bob's address, unverified": claims("1", "bob@example.com", false), "bob's id as the subject": claims(bob.Account, "eve@example.com", true), "no address": claims("1", "", true),
	} {
		for _, provision := range []bool{false, true} {
			d.Provider.Provision = provision
			e, err := d.Enter(t.Context(), c, gate.Visit{})
			if err != nil && sop.CodeOf(err) == sop.Forbidden {
				continue
			}
			if a := d.who(t, e.Secret); !provision || a.Account == bob.Account || a.Account == d.admin.Account || a.Role != team.Viewer {
				t.Errorf("%s came in as %+v, %v", name, a, err)
			}
		}
	}
	d.Provider.Provision = false
	if err := d.Link(t.Context(), bob, claims("bob", "anything@elsewhere.example", false)); err != nil {
		t.Fatal(err)
	}
	e, err := d.Enter(t.Context(), claims("bob", "changed@elsewhere.example", false), gate.Visit{})
	if err != nil || d.who(t, e.Secret).Account != bob.Account {
		t.Fatalf("the linked identity: %v", err)
	}
	other := claims("bob", "bob@example.com", true)
	other.Issuer = "https://second.example"
	_, err = d.Enter(t.Context(), other, gate.Visit{})
	want(t, err, sop.Forbidden) // the same subject and address at another provider
	want(t, d.Link(t.Context(), d.admin, claims("bob", "", false)), sop.Exists)
	if _, err := d.SetDisabled(t.Context(), d.admin, bob.Account, true); err != nil {
		t.Fatal(err)
	}
	_, err = d.Enter(t.Context(), claims("bob", "", false), gate.Visit{})
	want(t, err, sop.Forbidden)
}

// Whoever was invited may come by the provider instead of the link, when the address was verified.
func TestInvitedByIdentity(t *testing.T) {
	d := open(t)
	in, err := d.Invite(t.Context(), d.admin, gate.Newcomer{Email: "bob@example.com", Name: "Bob", Role: team.Reviewer})
	if err != nil {
		t.Fatal(err)
	}
	c := admit.Claims{Issuer: "https://id.example", Subject: "1", Email: "bob@example.com"}
	_, err = d.Enter(t.Context(), c, gate.Visit{})
	want(t, err, sop.Forbidden)
	c.Verified = true
	e, err := d.Enter(t.Context(), c, gate.Visit{})
	if err != nil || d.who(t, e.Secret).Account != in.ID || d.who(t, e.Secret).Role != team.Reviewer {
		t.Fatal(err)
	}
	_, err = d.Accept(t.Context(), in.Secret, gate.Newcomer{Name: "Eve", Password: password}, gate.Visit{})
	want(t, err, sop.NotFound) // the link is void
}

func TestProvisionIsNoWayToTheFirstAccount(t *testing.T) {
	d := empty(t)
	d.Provider.Provision = true
	_, err := d.Enter(t.Context(), admit.Claims{Issuer: "i", Subject: "1", Email: "eve@example.com", Verified: true}, gate.Visit{})
	want(t, err, sop.Forbidden)
	if local, err := d.Local(t.Context()); !local || err != nil {
		t.Errorf("%v, %v", local, err)
	}
}

func TestErrands(t *testing.T) {
	d := open(t)
	e, state, err := d.Depart(t.Context(), desk.Actor{}, "/new")
	if err != nil || e.Nonce == e.Verifier || state == "" {
		t.Fatal(err)
	}
	if back, err := d.Return(t.Context(), state); err != nil || back.Next != "/new" || back.Nonce != e.Nonce || back.Verifier != e.Verifier {
		t.Errorf("%+v, %v", back, err)
	}
	_, err = d.Return(t.Context(), state) // once
	want(t, err, sop.Unknown)
	_, state, err = d.Depart(t.Context(), d.admin, "/account")
	if err != nil {
		t.Fatal(err)
	}
	d.clock = d.clock.Add(11 * time.Minute)
	_, err = d.Return(t.Context(), state)
	want(t, err, sop.Unknown)
}

// TestPlaces: a provider's groups lead into other workspaces, too; the roles follow them only where the settings say so, and who was taken out stays out.
func TestPlaces(t *testing.T) {
	d := open(t)
	w, ops := d.beside(t)
	d.Provider = admit.Provider{Usual: team.Viewer, Provision: true, Roles: admit.Roles{"staff": team.Viewer},
		Rooms: map[string]admit.Roles{"ops": {"sre": team.Editor, "leads": team.Admin}, "none": {"sre": team.Admin}}}
	c := admit.Claims{Issuer: "https://id.example", Subject: "1", Email: "bob@example.com", Name: "Bob", Verified: true}
	enter := func(groups ...string) (string, error) {
		c.Groups = groups
		e, err := d.Enter(t.Context(), c, gate.Visit{})
		return e.Secret, err
	}
	role := func(slug, secret string) team.Role {
		a, err := d.WhoIn(t.Context(), slug, secret)
		if err != nil {
			return ""
		}
		return a.Role
	}
	_, err := enter("others")
	want(t, err, sop.Forbidden)
	secret, err := enter("sre") // of no group of the first workspace
	if err != nil || role("", secret) != "" || role("ops", secret) != team.Editor {
		t.Fatalf("%q, %q, %v", role("", secret), role("ops", secret), err)
	}
	if secret, err = enter("sre", "staff", "leads"); err != nil || role("", secret) != team.Viewer || role("ops", secret) != team.Editor {
		t.Errorf("a place more, and no other role: %q, %q, %v", role("", secret), role("ops", secret), err)
	}
	bob, err := d.WhoIn(t.Context(), "ops", secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Remove(t.Context(), ops, bob.Account); err != nil {
		t.Fatal(err)
	}
	if secret, err = enter("sre", "staff"); err != nil || role("ops", secret) != "" {
		t.Errorf("who was taken out came back as %q, %v", role("ops", secret), err)
	}
	d.Provider.Follow = true
	if secret, err = enter("leads", "staff"); err != nil || role("ops", secret) != team.Admin {
		t.Errorf("%q, %v", role("ops", secret), err)
	}
	boss, err := d.WhoIn(t.Context(), "ops", secret)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.AddToken(t.Context(), boss, gate.Want{Name: "t", Scopes: "read"}); err != nil {
		t.Fatal(err)
	}
	if secret, err = enter("staff"); err != nil || role("ops", secret) != "" || role("", secret) != team.Viewer {
		t.Errorf("%q, %q, %v", role("ops", secret), role("", secret), err)
	}
	if all, err := d.Read.Tokens(t.Context(), w.ID, boss.Account); err != nil || len(all) != 0 {
		t.Errorf("its token for the workspace is good still: %+v, %v", all, err)
	}
	if _, err := d.Archive(t.Context(), d.admin, w.ID, true); err != nil {
		t.Fatal(err)
	}
	_, err = enter("sre") // out of the first, and the other isn't open
	want(t, err, sop.Forbidden)
}
