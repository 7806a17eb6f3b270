package gate_test

import (
	"testing"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
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
}
