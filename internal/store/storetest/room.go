package storetest

import (
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// seats asks who is where: in several workspaces, one of them archived, and taken out of one.
func seats(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	ops := team.Workspace{ID: store.NewID(), Slug: "ops", Name: "Operations", Created: now}
	a := team.Account{ID: store.NewID(), Email: "ada@example.com", Name: "Ada", Created: now, Changed: now}
	do(t, d, func(tx *store.Tx) error {
		if err := tx.AddWorkspace(t.Context(), ops); err != nil {
			return err
		}
		if err := tx.AddAccount(t.Context(), a); err != nil {
			return err
		}
		if err := tx.SetMember(t.Context(), team.Member{Account: a, Workspace: w.ID, Role: team.Viewer}); err != nil {
			return err
		}
		return tx.SetMember(t.Context(), team.Member{Account: a, Workspace: ops.ID, Role: team.Admin})
	})
	ops.Name, ops.Archived = "Another", now
	do(t, d, func(tx *store.Tx) error { return tx.SaveWorkspace(t.Context(), ops) })
	in := func(account string) []team.Seat {
		t.Helper()
		all, err := d.Read().Seats(t.Context(), account)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	equal(t, in(a.ID), []team.Seat{{Workspace: ops, Role: team.Admin}, {Workspace: w, Role: team.Viewer}})
	equal(t, in("nobody"), []team.Seat(nil))
	all, err := d.Read().Workspaces(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, all, []team.Seat{{Workspace: ops}, {Workspace: w}})
	do(t, d, func(tx *store.Tx) error { return tx.SetMember(t.Context(), team.Member{Account: a, Workspace: w.ID}) })
	equal(t, in(a.ID), []team.Seat{{Workspace: ops, Role: team.Admin}})
	_, err = d.Read().Member(t.Context(), w.ID, a.ID)
	wantCode(t, err, sop.NotFound)
	people, err := d.Read().Members(t.Context(), w.ID)
	if err != nil || len(people) != 0 {
		t.Errorf("%+v, %v", people, err)
	}
	known, err := d.Read().Known(t.Context(), w.ID)
	if err != nil || len(known) != 1 || known[0].Name != "Ada" {
		t.Errorf("%+v, %v", known, err)
	}
}

// subtitles are claimed by their own workspace, and those that nobody claims are told of.
func subtitles(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	for _, id := range []string{"claimed", "left", "new"} {
		at := now
		if id == "new" {
			at = now.Add(time.Hour)
		}
		do(t, d, func(tx *store.Tx) error { return tx.AddSubtitle(t.Context(), w.ID, id, at) })
	}
	for range 2 {
		do(t, d, func(tx *store.Tx) error { return tx.ClaimSubtitle(t.Context(), w.ID, "claimed") })
	}
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.ClaimSubtitle(t.Context(), "another", "left") }), sop.NotFound)
	old, err := d.Read().OldSubtitles(t.Context(), now.Add(time.Minute), 9)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, old, []string{"left"})
	for id, want := range map[string]bool{"left": true, "claimed": false, "none": false} {
		do(t, d, func(tx *store.Tx) error {
			ok, err := tx.DropSubtitle(t.Context(), id)
			if ok != want {
				t.Errorf("%s: %v", id, ok)
			}
			return err
		})
	}
}
