package desk_test

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// TestRules holds who may what, and with which scope a token may it, against this table.
func TestRules(t *testing.T) {
	table := map[desk.Act]struct {
		from  team.Role // the role that may least and may it
		scope team.Scope
	}{
		desk.Read: {team.Viewer, team.ScopeRead}, desk.Self: {team.Viewer, team.ScopeAdmin}, desk.Record: {team.Editor, team.ScopeRecord}, desk.Share: {team.Editor, team.ScopeWrite}, desk.Write: {team.Editor, team.ScopeWrite},
		desk.Remark: {team.Viewer, team.ScopeWrite}, desk.Carry: {team.Viewer, team.ScopeWrite}, desk.Judge: {team.Reviewer, team.ScopeWrite}, desk.Manage: {team.Admin, team.ScopeAdmin}, desk.Audit: {team.Admin, team.ScopeAdmin}, desk.Serve: {team.Admin, team.ScopeAdmin},
	}
	for _, act := range desk.Acts() {
		row, known := table[act]
		if !known {
			t.Errorf("there is no row for %s", act)
			continue
		}
		for i, role := range team.Roles {
			may := i >= slices.Index(team.Roles, row.from)
			if err := (desk.Actor{Home: true, Role: role}).May(act); (err == nil) != may {
				t.Errorf("%s may %s: %v", role, act, err)
			}
			for _, s := range team.Scopes {
				err := desk.Actor{Home: true, Role: role, Token: "k", Scopes: team.Scoped(s)}.May(act)
				if (err == nil) != (may && s == row.scope) || err != nil && sop.CodeOf(err) != sop.Forbidden {
					t.Errorf("a token of a %s with %s may %s: %v", role, s, act, err)
				}
			}
			if err := (desk.Actor{Home: true, Role: role, Token: "k"}).May(act); err == nil {
				t.Errorf("a token without scopes may %s", act)
			}
		}
		for _, role := range []team.Role{"", "root", "ADMIN"} {
			if (desk.Actor{Home: true, Role: role}).May(act) == nil {
				t.Errorf("%q may %s", role, act)
			}
		}
	}
	if (desk.Actor{Role: team.Admin}).May(desk.Serve) == nil {
		t.Error("whoever rules another workspace rules the server")
	}
	if (desk.Actor{Role: team.Admin}).May("nothing") == nil {
		t.Error("an act that there isn't is allowed")
	}
}

// An upload is of one workspace; one that was begun before there were several is of the server's first.
func TestUploadOwner(t *testing.T) {
	for _, a := range []desk.Actor{{Workspace: "home", Account: "ada", Home: true}, {Workspace: "ops", Account: "ada"}, {Workspace: "ops", Account: "watched folder"}} {
		got := desk.ByUpload(a.UploadOwner(), "home")
		if got.Workspace != a.Workspace || got.Account != a.Account || got.Home != a.Home || got.May(desk.Record) != nil {
			t.Errorf("%+v became %+v", a, got)
		}
	}
	if (desk.Actor{Workspace: "ops"}).UploadOwner() != "" {
		t.Error("nobody owns something")
	}
}

// Whoever is refused is told who may.
func TestWhoever(t *testing.T) {
	for act, want := range map[desk.Act]string{desk.Read: "a viewer, an editor, a reviewer or an administrator", desk.Write: "an editor, a reviewer or an administrator", desk.Judge: "a reviewer or an administrator", desk.Manage: "an administrator", "nothing": ""} {
		if got := desk.Whoever(act); got != want {
			t.Errorf("%s: %q", act, got)
		}
		if err := (desk.Actor{Role: "stranger"}).May(act); err == nil || want != "" && !strings.HasSuffix(err.Error(), "Ask "+want+" of it.") {
			t.Errorf("%s: %v", act, err)
		}
	}
}
