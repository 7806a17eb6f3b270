package workspace

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"showhow/internal/app/spare"
	"showhow/internal/config"
	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/execution/evidence"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/notices"
	"showhow/internal/web/door"
)

// Whoever waits for a step's time has a notice when it is over, by what looks after the workspace, once.
func TestTendWakes(t *testing.T) {
	c, err := config.Load([]string{"SHOWHOW_DATA=" + t.TempDir()}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 28, 2, 0, 0, 0, time.UTC)
	w, err := Open(t.Context(), Needs{Config: c, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Version: "test", Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	ctx := t.Context()
	e, err := w.gate.First(ctx, desk.Actor{Workspace: w.home.ID, Home: true, Account: door.Here, Role: team.Admin}, gate.Newcomer{Email: "ada@example.com", Name: "Ada", Password: "correct horse battery"}, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	ada, err := w.gate.Who(ctx, e.Secret)
	if err != nil {
		t.Fatal(err)
	}
	said := sop.Claim{Text: "Let it settle.", Evidence: sop.Evidence{Source: sop.FromAuthor}}
	if err := w.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: w.home.ID}, "u"); err != nil {
			return err
		}
		if err := tx.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: w.home.ID, Slug: "deploy", Title: "Deploy", Owner: ada.Account, State: sop.Draft, Holding: "h", Latest: 1}); err != nil {
			return err
		}
		return tx.AddRevision(ctx, sop.Revision{Schema: sop.Schema, Number: 1, Title: said, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one", Kind: sop.StepManual, Title: said, Conduct: &sop.Conduct{Wait: 600}}}}}}, sop.Release{Procedure: "p", Author: ada.Account})
	}); err != nil {
		t.Fatal(err)
	}
	x, err := w.Carriers().Start(ctx, ada, "deploy", deskexecution.Starting{Mode: execution.DryRun})
	if err == nil {
		_, err = w.Carriers().Go(ctx, ada, x.ID, deskexecution.Batch{Strict: true, Events: []execution.Event{{ID: "w1", Kind: execution.Waiting, Step: "one"}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	keepPictures(t, w, ada, x.ID)
	for _, c := range []struct{ minutes, told int }{{9, 0}, {2, 1}, {60, 1}} {
		at = at.Add(time.Duration(c.minutes) * time.Minute)
		if err := w.Tend(ctx, at); err != nil {
			t.Fatal(err)
		}
		all, err := notices.Read(w.db).Notices(ctx, notice.Query{Workspace: w.home.ID, Account: ada.Account, Limit: 9})
		if err != nil || len(all) != c.told {
			t.Fatalf("at %s: %+v, %v", at, all, err)
		}
		if c.told > 0 && (all[0].Text != "The time of step 1 is over." || all[0].Title != "Deploy" || all[0].Kind != notice.Execution || all[0].Href != "/executions/"+x.ID+"?step=one") {
			t.Errorf("%+v", all[0])
		}
	}
}

// keepPictures keeps two with an execution, of which an event names one; what looks after the workspace drops the other after a week.
func keepPictures(t *testing.T, w *Workspace, ada desk.Actor, id string) {
	t.Helper()
	ctx, began := t.Context(), w.now()
	there := func(want string) {
		t.Helper()
		got := ""
		for _, name := range []string{"named", "loose"} {
			if f, err := w.blobs.Open(ctx, evidence.Key(id, name)); err == nil {
				f.Close()
				got += name + " "
			}
		}
		if got != want {
			t.Errorf("there are %q, want %q", got, want)
		}
	}
	for _, name := range []string{"named", "loose"} {
		err := w.Carriers().NotePicture(ctx, ada, execution.Picture{Execution: id, Name: name, Bytes: 1})
		if err == nil {
			err = w.blobs.Put(ctx, evidence.Key(id, name), strings.NewReader("x"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Carriers().Go(ctx, ada, id, deskexecution.Batch{Strict: true, Events: []execution.Event{{ID: "k1", Kind: execution.Kept, Step: "one", Picture: "named"}}}); err != nil {
		t.Fatal(err)
	}
	tidy := spare.Spare{DB: w.db, Delete: w.blobs.Delete, Held: func(context.Context, string, string) (bool, error) { return true, nil }}
	for _, c := range []struct {
		days int
		held bool
		want string
	}{{6, false, "named loose "}, {8, true, "named loose "}, {9, false, "named loose "}, {16, false, "named "}} {
		if tidy.Held = w.held; c.held {
			tidy.Held = func(context.Context, string, string) (bool, error) { return true, nil }
		}
		if err := tidy.Pictures(ctx, began.AddDate(0, 0, c.days)); err != nil {
			t.Fatal(err)
		}
		there(c.want)
	}
}
