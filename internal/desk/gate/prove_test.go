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
