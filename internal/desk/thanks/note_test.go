package thanks_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	deskthanks "showhow/internal/desk/thanks"
	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thanks"
	"showhow/internal/store"
	"showhow/internal/store/notices"
	"showhow/internal/store/sqlite"
	rows "showhow/internal/store/training"
)

var (
	now = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Viewer}
	bob = desk.Actor{Workspace: "w", Account: "bob", Role: team.Editor}
	eve = desk.Actor{Workspace: "w", Account: "eve", Role: team.Admin}
)

// open is a workspace in which a contribution of bob's and cat's is shown.
func open(t *testing.T) (*deskthanks.Desk, *store.DB, thanks.Item) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Do(t.Context(), func(s *store.Tx) error {
		if err := s.AddWorkspace(t.Context(), team.Workspace{ID: "v", Slug: "v"}); err != nil {
			return err
		}
		return s.AddWorkspace(t.Context(), team.Workspace{ID: "w", Slug: "w"})
	}); err != nil {
		t.Fatal(err)
	}
	item := thanks.Item{Kind: thanks.Led, Who: []string{"bob", "cat"}, By: "ada", At: now, Piece: thanks.Piece{ID: "p", Slug: "deploy"}, Href: "/s/deploy/threads#t"}
	d := &deskthanks.Desk{Now: func() time.Time { return now }, NewID: store.NewID,
		Mask: func(_ context.Context, s string) (string, error) {
			return strings.ReplaceAll(s, "hush", "<secret>"), nil
		},
		Shown: func(_ context.Context, workspace string) ([]thanks.Item, error) {
			if workspace != "w" {
				return nil, nil
			}
			return []thanks.Item{item}, nil
		},
		Do: func(ctx context.Context, do func(deskthanks.Tx) error) error {
			return db.Do(ctx, func(s *store.Tx) error { return do(rows.In(s)) })
		}}
	return d, db, item
}

// Somebody is thanked for what is shown, and theirs, in a few words without secrets; once, however often it is written.
func TestThank(t *testing.T) {
	d, db, item := open(t)
	ctx := t.Context()
	for name, x := range map[string]struct {
		a    desk.Actor
		t    deskthanks.Thanking
		code sop.Code
	}{
		"no words":      {ada, deskthanks.Thanking{Contribution: item.Key(), To: "bob", Words: " \n"}, sop.Invalid},
		"many words":    {ada, deskthanks.Thanking{Contribution: item.Key(), To: "bob", Words: strings.Repeat("ä", 281)}, sop.Invalid},
		"not shown":     {ada, deskthanks.Thanking{Contribution: "x", To: "bob", Words: "W"}, sop.NotFound},
		"not theirs":    {ada, deskthanks.Thanking{Contribution: item.Key(), To: "eve", Words: "W"}, sop.Invalid},
		"one's own":     {bob, deskthanks.Thanking{Contribution: item.Key(), To: "cat", Words: "W"}, sop.Forbidden},
		"another place": {desk.Actor{Workspace: "v", Account: "ada", Role: team.Admin}, deskthanks.Thanking{Contribution: item.Key(), To: "bob", Words: "W"}, sop.NotFound},
		"nobody":        {desk.Actor{Workspace: "w"}, deskthanks.Thanking{Contribution: item.Key(), To: "bob", Words: "W"}, sop.Forbidden},
	} {
		if _, err := d.Thank(ctx, x.a, x.t); err == nil || sop.CodeOf(err) != x.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	read := func(workspace string) []thanks.Note {
		t.Helper()
		all, err := rows.Read(db).Notes(ctx, workspace, []string{item.Key()})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if all := read("w"); len(all) != 0 {
		t.Errorf("refused, and written: %+v", all)
	}
	for _, words := range []string{"Thanks!", strings.Repeat("ä", 275) + "\nhush"} {
		if _, err := d.Thank(ctx, ada, deskthanks.Thanking{Contribution: item.Key(), To: "bob", Words: words}); err != nil {
			t.Fatal(err)
		}
	}
	all := read("w")
	if len(all) != 1 || all[0].From != "ada" || all[0].To != "bob" || !strings.HasSuffix(all[0].Words, "ä <secret>") || len(read("v")) != 0 {
		t.Errorf("%+v", all)
	}
	// words of thanks are people's; the trail says that there were some
	events, err := db.Read().Events(ctx, "w", 9)
	if err != nil || len(events) != 2 || events[0].Verb != "thanks.given" || events[0].Target != "p" || strings.Contains(events[0].Detail, "ä") {
		t.Errorf("%+v, %v", events, err)
	}
}

// The receiver alone hides a note; who wrote or received it, and administrators, take it out. Who is erased leaves none.
func TestHide(t *testing.T) {
	d, db, item := open(t)
	ctx := t.Context()
	give := func(to string) thanks.Note {
		t.Helper()
		n, err := d.Thank(ctx, ada, deskthanks.Thanking{Contribution: item.Key(), To: to, Words: "Thanks!"})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	n := give("bob")
	for _, a := range []desk.Actor{ada, eve} {
		if err := d.Hide(ctx, a, deskthanks.Hiding{ID: n.ID, Hidden: true}); sop.CodeOf(err) != sop.Forbidden {
			t.Errorf("%s hides it: %v", a.Account, err)
		}
	}
	everybody := func(string) bool { return true }
	seen := func(by string, shows func(string) bool) []thanks.Note {
		t.Helper()
		all, err := rows.Read(db).Notes(ctx, "w", []string{item.Key()})
		if err != nil {
			t.Fatal(err)
		}
		return thanks.Seen(all, by, shows)
	}
	if got := seen("eve", everybody); len(got) != 1 || got[0].From != "ada" {
		t.Errorf("%+v", got)
	}
	if got := seen("eve", func(a string) bool { return a != "bob" }); len(got) != 0 {
		t.Errorf("of who isn't shown: %+v", got)
	}
	if got := seen("eve", func(a string) bool { return a != "ada" }); len(got) != 1 || got[0].From != "" {
		t.Errorf("by who isn't shown: %+v", got)
	}
	if err := d.Hide(ctx, bob, deskthanks.Hiding{ID: n.ID, Hidden: true}); err != nil {
		t.Fatal(err)
	}
	if n = give("bob"); len(seen("eve", everybody)) != 0 {
		t.Error("whoever wrote it shows what was hidden, by writing it again")
	}
	for _, hidden := range []bool{true, false} {
		if err := d.Hide(ctx, bob, deskthanks.Hiding{ID: n.ID, Hidden: hidden}); err != nil {
			t.Fatal(err)
		}
		for by, sees := range map[string]bool{"ada": true, "bob": true, "eve": !hidden} {
			if got := len(seen(by, everybody)) == 1; got != sees {
				t.Errorf("hidden %t, %s sees it: %t", hidden, by, got)
			}
		}
	}
	other := desk.Actor{Workspace: "w", Account: "cat", Role: team.Reviewer}
	if err := d.TakeOut(ctx, other, n.ID); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("another takes it out: %v", err)
	}
	if err := d.TakeOut(ctx, desk.Actor{Workspace: "v", Account: "ada", Role: team.Admin}, n.ID); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("from elsewhere: %v", err)
	}
	for _, a := range []desk.Actor{ada, bob, eve} {
		if err := d.TakeOut(ctx, a, give("bob").ID); err != nil || len(seen("bob", everybody)) != 0 {
			t.Errorf("%s: %v", a.Account, err)
		}
	}
	give("bob")
	give("cat")
	if err := db.Do(ctx, func(s *store.Tx) error { return rows.In(s).Erase(ctx, "bob", "Erased") }); err != nil {
		t.Fatal(err)
	}
	if got := seen("ada", everybody); len(got) != 1 || got[0].To != "cat" {
		t.Errorf("after it was erased: %+v", got)
	}
	if err := db.Do(ctx, func(s *store.Tx) error { return rows.In(s).Erase(ctx, "ada", "Erased") }); err != nil {
		t.Fatal(err)
	}
	if got := seen("cat", everybody); len(got) != 0 {
		t.Errorf("its giver was erased: %+v", got)
	}
}

// Whoever is thanked is told once, without the words, which they may take out; of what is hidden nothing is told.
func TestThanksAreTold(t *testing.T) {
	d, db, item := open(t)
	told := func() (all []notice.Happening) {
		t.Helper()
		if err := db.Do(t.Context(), func(s *store.Tx) (err error) { all, err = notices.In(s).Pending(t.Context(), 10); return err }); err != nil {
			t.Fatal(err)
		}
		return all
	}
	for _, words := range []string{"That saved my night.", "That saved my night, really."} {
		if _, err := d.Thank(t.Context(), ada, deskthanks.Thanking{Contribution: item.Key(), To: "bob", Words: words}); err != nil {
			t.Fatal(err)
		}
	}
	all := told()
	if len(all) != 1 {
		t.Fatalf("told of %d times: %+v", len(all), all)
	}
	if h := all[0]; h.Kind != notice.Thanked || h.Actor != "ada" || !slices.Equal(h.To, []string{"bob"}) || h.Words != "" || strings.Contains(h.Said, "night") || h.Procedure != "p" {
		t.Errorf("%+v", h)
	}
}

// Of a giver who isn't shown a notice doesn't tell, either.
func TestThanksOfWhoIsntShown(t *testing.T) {
	d, db, item := open(t)
	if err := d.Choose(t.Context(), ada, deskthanks.Choice{Off: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Thank(t.Context(), ada, deskthanks.Thanking{Contribution: item.Key(), To: "bob", Words: "That saved my night."}); err != nil {
		t.Fatal(err)
	}
	if err := db.Do(t.Context(), func(s *store.Tx) error {
		all, err := notices.In(s).Pending(t.Context(), 10)
		if len(all) != 1 {
			t.Errorf("%+v", all)
		}
		for _, h := range all {
			if h.Actor != "" || h.To[0] != "bob" {
				t.Errorf("names %q", h.Actor)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
