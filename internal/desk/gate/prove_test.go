package gate_test

import (
	"slices"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Who signs something proves once more that it's them, and a session left open is no way to find out a password.
func TestProve(t *testing.T) {
	d := open(t)
	rob, _ := d.join(t, "rob", team.Reviewer)
	if got, err := d.Prove(t.Context(), rob, password, gate.Visit{}); err != nil || got.Name == "" || got.By != gate.ByPassword {
		t.Errorf("%+v, %v", got, err)
	}
	program := rob
	program.Token, program.Scopes = "token", team.ScopedOf([]string{"write"})
	if got, err := d.Prove(t.Context(), program, password, gate.Visit{}); err != nil || got.By != gate.ByPassword {
		t.Errorf("by a token: %+v, %v", got, err)
	}
	if got, err := d.Prove(t.Context(), desk.Actor{Workspace: "w", Account: "local", Role: team.Admin}, "", gate.Visit{}); err != nil || got.By != gate.BySession || got.Name == "" {
		t.Errorf("without accounts: %+v, %v", got, err)
	}
	for range 10 {
		if _, err := d.Prove(t.Context(), rob, "wrong", gate.Visit{}); err == nil {
			t.Fatal("a wrong password proves something")
		}
	}
	_, err := d.Prove(t.Context(), rob, password, gate.Visit{})
	want(t, err, sop.TooMany)
}

// Somebody else signs at another's terminal by what they sign in with; tries at it are counted, and whoever is shut out isn't let in there.
func TestBeside(t *testing.T) {
	d := open(t)
	rob, _ := d.join(t, "rob", team.Reviewer)
	ada, _ := d.join(t, "kim", team.Viewer)
	m, err := d.Me(t.Context(), rob)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.Beside(t.Context(), ada, gate.Signer{Email: m.Email, Password: password}, gate.Visit{}); err != nil || got.Account != rob.Account || got.Role != team.Reviewer || got.Workspace != ada.Workspace || got.Session != "" {
		t.Errorf("%+v, %v", got, err)
	}
	elsewhere := ada
	elsewhere.Workspace = "other"
	_, err = d.Beside(t.Context(), elsewhere, gate.Signer{Email: m.Email, Password: password}, gate.Visit{})
	want(t, err, sop.Unknown)
	_, err = d.Beside(t.Context(), ada, gate.Signer{Email: "nobody@example.com", Password: password}, gate.Visit{})
	want(t, err, sop.Unknown)
	for range 9 {
		_, err = d.Beside(t.Context(), ada, gate.Signer{Email: m.Email, Password: "wrong"}, gate.Visit{})
		want(t, err, sop.Unknown)
	}
	_, err = d.Beside(t.Context(), ada, gate.Signer{Email: m.Email, Password: password}, gate.Visit{})
	want(t, err, sop.TooMany)
	events, err := d.db.Read().Events(t.Context(), ada.Workspace, 99)
	if err != nil || !slices.ContainsFunc(events, func(e team.Event) bool {
		return e.Verb == "account.guessed" && e.Actor == ada.Account && e.Target == rob.Account
	}) {
		t.Errorf("at whose terminal it was tried isn't told: %+v, %v", events, err)
	}
}

// Who has no password signs by a sign-in that their provider has just seen, and by no session that is merely open.
func TestProveWithoutAPassword(t *testing.T) {
	d := open(t)
	d.Provider.Provision, d.Provider.Usual = true, team.Reviewer
	enter := func(signed time.Time) desk.Actor {
		t.Helper()
		e, err := d.Enter(t.Context(), admit.Claims{Issuer: "https://id.example", Subject: "1", Email: "rob@example.com", Name: "Rob", Verified: true, SignedIn: signed}, gate.Visit{})
		if err != nil {
			t.Fatal(err)
		}
		return d.who(t, e.Secret)
	}
	for name, c := range map[string]struct {
		signed time.Duration // before now
		later  time.Duration
		signs  bool
	}{
		"just now": {time.Second, 0, true}, "nine minutes ago": {0, 9 * time.Minute, true}, "a session left open": {0, 11 * time.Minute, false},
		"by a session of the provider's": {time.Hour, 0, false}, "a clock a little ahead": {-30 * time.Second, 0, true}, "a clock far ahead": {-time.Hour, 0, false},
	} {
		rob := enter(d.clock.Add(-c.signed))
		d.clock = d.clock.Add(c.later)
		got, err := d.Prove(t.Context(), rob, "", gate.Visit{})
		stale, failed := d.Stale(t.Context(), rob)
		if failed != nil || stale == c.signs {
			t.Errorf("%s: stale %t, %v", name, stale, failed)
		}
		if c.signs && (err != nil || got.By != gate.ByProvider || got.Name != "Rob") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if !c.signs {
			want(t, err, sop.Forbidden)
		}
	}
	rob := enter(time.Time{})
	_, err := d.Prove(t.Context(), rob, "", gate.Visit{})
	want(t, err, sop.Forbidden) // the provider doesn't say
	program := enter(d.clock)
	program.Token, program.Scopes = "token", team.ScopedOf([]string{"write"})
	_, err = d.Prove(t.Context(), program, "", gate.Visit{})
	want(t, err, sop.Forbidden)
	if stale, err := d.Stale(t.Context(), d.admin); err != nil || stale {
		t.Errorf("who has a password is asked to sign in elsewhere: %v", err)
	}
}
