package gate_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/sop"
	stored "showhow/internal/sop/custody"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	"showhow/internal/store/custody"
	"showhow/internal/store/notices"
	"showhow/internal/store/threads"
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
	told(t, d, bob.Account)
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
	left := map[string]string{}
	if err := d.db.Do(t.Context(), func(tx *store.Tx) error {
		all, err := notices.In(tx).Notices(t.Context(), notice.Query{Workspace: "w", Account: d.admin.Account, Limit: 9})
		for _, n := range all {
			left[n.ID] = n.Text + n.Words
		}
		mails, err2 := notices.In(tx).Letters(t.Context(), d.clock, 9)
		for _, l := range mails {
			left[l.ID] = l.Subject + "|" + l.Text
		}
		return errors.Join(err, err2)
	}); err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"n2": "Somebody asked a question.", "l2": "Deploy: Somebody asked a question.|Deploy\nSomebody asked a question.\n> Who may?\n"}; !maps.Equal(left, want) {
		t.Errorf("%q", left)
	}
	v, err := chain.In(d.db.Pool()).Check(t.Context(), "w")
	if err != nil || !v.Whole() || v.Blank < 2 {
		t.Errorf("%+v, %v", v, err)
	}
	if verbs := d.verbs(t); !slices.Contains(verbs, "account.erased") || !slices.Contains(verbs, "account.taken") {
		t.Errorf("%v", verbs)
	}
}

// told lets an account and the first administrator be told of something, and has both read a procedure.
func told(t *testing.T, d *door, account string) {
	t.Helper()
	ctx := t.Context()
	if err := d.db.Do(ctx, func(tx *store.Tx) error {
		n := notices.In(tx)
		return errors.Join(
			tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"), tx.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Title: "Deploy", Owner: d.admin.Account, Holding: "h"}),
			n.AddNotice(ctx, notice.Notice{ID: "n1", Workspace: "w", Account: account, Text: "Ada L. answered.", At: d.clock}),
			n.AddNotice(ctx, notice.Notice{ID: "n2", Workspace: "w", Account: d.admin.Account, Text: "Bobington asked a question.", At: d.clock}),
			n.AddLetter(ctx, notice.Letter{ID: "l1", Workspace: "w", To: "bobington@example.com", Subject: "Deploy: Ada L. answered."}),
			n.AddLetter(ctx, notice.Letter{ID: "l2", Workspace: "w", To: "ada@example.com", Subject: "Deploy: Bobington asked a question.", Text: "Deploy\nBobington asked a question.\n> Who may?\n"}),
			n.SetChoices(ctx, notice.Own{Workspace: "w", Account: account}, notice.Usual()), threads.In(tx).SaveLook(ctx, account, "p", thread.Look{}))
	}); err != nil {
		t.Fatal(err)
	}
}

// Who had to do with a procedure on which a hold lies isn't erased; who hadn't is.
func TestEraseUnderHold(t *testing.T) {
	d := open(t)
	bob, _ := d.join(t, "Bobington", team.Editor)
	eve, _ := d.join(t, "Eve", team.Editor)
	told(t, d, eve.Account)
	if err := d.db.Do(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.AddEvent(t.Context(), team.Event{ID: "e", Workspace: "w", Actor: bob.Account, Verb: "thread.opened", Target: "p", At: d.clock}),
			custody.In(tx).AddHold(t.Context(), stored.Hold{ID: "h", Workspace: "w", Procedure: "p", Reason: "Case 8."}))
	}); err != nil {
		t.Fatal(err)
	}
	_, err := d.Erase(t.Context(), d.admin, bob.Account)
	want(t, err, sop.Busy)
	if !strings.Contains(err.Error(), "Case 8.") {
		t.Error(err)
	}
	if _, err := d.Erase(t.Context(), d.admin, eve.Account); err != nil {
		t.Error(err)
	}
}
