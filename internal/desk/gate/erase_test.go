package gate_test

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/sop"
	stored "showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	"showhow/internal/store/custody"
)

// Nothing personal of whoever is erased is left anywhere in the database, what they did is, and the trail's chain holds.
func TestErase(t *testing.T) {
	d := open(t)
	bob, secret := d.join(t, "Bobington", team.Editor)
	if _, err := d.signIn(t, "bobington@example.com", "wrong password"); err == nil {
		t.Fatal("signed in")
	}
	hold := stored.Hold{ID: "h", Workspace: "w", Reason: "Case 7."}
	if err := d.db.Do(t.Context(), func(tx *store.Tx) error { return custody.In(tx).AddHold(t.Context(), hold) }); err != nil {
		t.Fatal(err)
	}
	_, err := d.Erase(t.Context(), d.admin, bob.Account)
	want(t, err, sop.Busy)
	if !strings.Contains(err.Error(), "Case 7.") {
		t.Error(err)
	}
	hold.Ended = d.clock
	if err := d.db.Do(t.Context(), func(tx *store.Tx) error { _, err := custody.In(tx).EndHold(t.Context(), hold); return err }); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		a    desk.Actor
		of   string
		code sop.Code
	}{
		"an editor": {bob, d.admin.Account, sop.Forbidden}, "oneself": {d.admin, d.admin.Account, sop.Invalid}, "nobody": {d.admin, "none", sop.NotFound},
		"from elsewhere": {desk.Actor{Workspace: "other", Account: "x", Role: team.Admin}, bob.Account, sop.NotFound},
	} {
		if _, err := d.Erase(t.Context(), c.a, c.of); sop.CodeOf(err) != c.code || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	m, err := d.Erase(t.Context(), d.admin, bob.Account)
	if err != nil || m.ID != bob.Account || m.Settled() {
		t.Fatalf("%+v, %v", m, err)
	}
	if _, err := d.Who(t.Context(), secret); err == nil {
		t.Error("the session lives")
	}
	tables, err := d.db.Read().Tables(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if err := d.db.Read().Each(t.Context(), table, func(row []any) error {
			for _, v := range row {
				if s, ok := v.(string); ok && (strings.Contains(strings.ToLower(s), "bobington") || strings.Contains(s, "192.0.2.1")) {
					t.Errorf("%s still says %q", table.Name, s)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	v, err := chain.In(d.db.Pool()).Check(t.Context(), "w")
	if err != nil || !v.Whole() || v.Blank < 2 {
		t.Errorf("%+v, %v", v, err)
	}
	if verbs := d.verbs(t); !slices.Contains(verbs, "account.erased") || !slices.Contains(verbs, "account.taken") {
		t.Errorf("%v", verbs)
	}
}
