package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// shelved puts 23 procedures into a workspace, some of which were changed in the same moment or have the same title.
func shelved(t *testing.T, d *store.DB, w team.Workspace) {
	t.Helper()
	h := addHolding(t, d, w)
	for i := range 23 {
		p := sop.Procedure{ID: fmt.Sprintf("%s-%02d", w.ID, i), Workspace: w.ID, Slug: fmt.Sprint("p", i), Title: fmt.Sprintf("%c: Über %d", 'a'+i%5, i/10), Owner: []string{"ada", "bo"}[i%2], State: sop.Draft, Holding: h.ID, Created: now, Changed: now.Add(-time.Duration(i/4) * time.Hour)}
		if i%6 == 0 {
			p.State = sop.ProcedureState("approved")
		}
		do(t, d, func(tx *store.Tx) error {
			if err := tx.AddProcedure(t.Context(), p); err != nil {
				return err
			}
			if i%3 == 0 {
				if err := tx.SetLabels(t.Context(), p, library.Tagged, []string{"urgent", "on call"}); err != nil {
					return err
				}
			}
			if err := tx.SetLabels(t.Context(), p, library.Touches, []string{[]string{"kubectl", "psql"}[i%2]}); err != nil {
				return err
			}
			return tx.SetPassages(t.Context(), w.ID, p.ID, []library.Passage{{Kind: library.InTitle, Text: p.Title}, {Kind: library.InStep, Step: "k", Text: "Restart it."}})
		})
	}
}

// leaf looks through a library page by page, and gives all slugs.
func leaf(t *testing.T, d *store.DB, w team.Workspace, l library.Look) (slugs []string) {
	t.Helper()
	for range 30 {
		p, err := d.Read().Look(t.Context(), w.ID, l)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range p.Procedures {
			slugs = append(slugs, x.Slug)
		}
		if len(p.Procedures) > l.Limit {
			t.Fatalf("a page of %d", len(p.Procedures))
		}
		if p.Next == "" {
			if p.Total != len(slugs) {
				t.Errorf("%+v: %d are told, %d come", l.Choice, p.Total, len(slugs))
			}
			return slugs
		}
		l.After = p.Next
	}
	t.Fatal("there is no end to it")
	return nil
}

// leafBack goes to the last page and leafs back to the first, and gives all slugs in the order of the pages.
func leafBack(t *testing.T, d *store.DB, w team.Workspace, l library.Look) (slugs []string) {
	t.Helper()
	for back := false; ; {
		p, err := d.Read().Look(t.Context(), w.ID, l)
		if err != nil {
			t.Fatal(err)
		}
		if (p.Before == "") != (l.After == "") && !back {
			t.Errorf("behind %q the page before is %q", l.After, p.Before)
		}
		if back = back || p.Next == ""; !back {
			l.After = p.Next
			continue
		}
		var page []string
		for _, x := range p.Procedures {
			page = append(page, x.Slug)
		}
		slugs = append(page, slugs...)
		if l.After = p.Before; l.After == "" || len(slugs) > 23 {
			return slugs
		}
	}
}

func look(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	shelved(t, d, w)
	for _, by := range []library.Order{library.ByChange, library.ByTitle} {
		whole := leaf(t, d, w, library.Look{By: by, Limit: 100})
		if len(slices.Compact(slices.Sorted(slices.Values(whole)))) != 23 {
			t.Errorf("%s: %v", by, whole)
		}
		for _, limit := range []int{1, 4, 22, 23} {
			equal(t, leaf(t, d, w, library.Look{By: by, Limit: limit}), whole)
			equal(t, leafBack(t, d, w, library.Look{By: by, Limit: limit}), whole)
		}
	}
	equal(t, leaf(t, d, w, library.Look{Limit: 9})[:5], []string{"p0", "p1", "p2", "p3", "p4"})
	equal(t, leaf(t, d, w, library.Look{By: library.ByTitle, Limit: 9})[:4], []string{"p0", "p5", "p10", "p15"})
	for choice, want := range map[library.Choice]int{
		{Owner: "ada"}: 12, {Owner: "nobody"}: 0, {State: "approved"}: 4, {Tag: "urgent"}: 8, {Tag: "kubectl"}: 0, {System: "psql"}: 11,
		{Owner: "bo", Tag: "on call", System: "psql", State: sop.Draft}: 4,
	} {
		if got := leaf(t, d, w, library.Look{Choice: choice, By: library.ByTitle, Limit: 3}); len(got) != want {
			t.Errorf("%+v: %v, want %d", choice, got, want)
		}
		hits, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: "restart", Choice: choice, Limit: 50})
		if err != nil || len(hits) != want {
			t.Errorf("%+v: %d hits, want %d (%v)", choice, len(hits), want, err)
		}
	}
	for _, after := range []string{"x", "1", "!.x", "9999999999999999999.x", "~", "~x", "~~1.x"} {
		_, err := d.Read().Look(t.Context(), w.ID, library.Look{After: after, Limit: 3})
		wantCode(t, err, sop.Invalid)
	}
	_, err := d.Read().Look(t.Context(), w.ID, library.Look{By: library.ByTitle, After: "!!.x", Limit: 3})
	wantCode(t, err, sop.Invalid)
	if p, err := d.Read().Look(t.Context(), "another", library.Look{Limit: 3}); err != nil || p.Total != 0 || len(p.Procedures) != 0 {
		t.Errorf("another workspace sees %+v, %v", p, err)
	}
}

func labels(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	shelved(t, d, w)
	c, err := d.Read().Catalogue(t.Context(), w.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, c, library.Catalogue{
		Total: 23, Owners: []library.Tally{{Value: "ada", Count: 12}, {Value: "bo", Count: 11}}, States: []library.Tally{{Value: "draft", Count: 19}, {Value: "approved", Count: 4}},
		Systems: []library.Tally{{Value: "kubectl", Count: 12}, {Value: "psql", Count: 11}}, Tags: []library.Tally{{Value: "on call", Count: 8}, {Value: "urgent", Count: 8}},
	})
	if c, err := d.Read().Catalogue(t.Context(), "another"); err != nil || c.Total != 0 || c.Tags != nil {
		t.Errorf("another workspace's: %+v, %v", c, err)
	}
	p, err := d.Read().Procedure(t.Context(), w.ID, "p0")
	if err != nil {
		t.Fatal(err)
	}
	do(t, d, func(tx *store.Tx) error { return tx.SetLabels(t.Context(), p, library.Tagged, []string{"later"}) })
	got, err := d.Read().Labels(t.Context(), p.ID, w.ID+"-01")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, map[string][]library.Label{p.ID: {{Kind: library.Touches, Name: "kubectl"}, {Kind: library.Tagged, Name: "later"}}, w.ID + "-01": {{Kind: library.Touches, Name: "psql"}}})
	if none, err := d.Read().Labels(t.Context()); err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
	p.Title = "Zebra"
	do(t, d, func(tx *store.Tx) error { return tx.SaveProcedure(t.Context(), p) })
	if all := leaf(t, d, w, library.Look{By: library.ByTitle, Limit: 50}); all[22] != "p0" {
		t.Errorf("a new title is sorted as the old one: %v", all)
	}
}
