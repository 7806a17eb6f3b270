package reach_test

import (
	"log/slog"
	"testing"

	"showhow/internal/app/reach"
	"showhow/internal/app/workspace"
	"showhow/internal/config"
	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/standing"
	"showhow/internal/store"
	"showhow/internal/web/door"
)

const password = "correct horse battery"

// A procedure is sent by one person and signed by another, each by their token, in a workspace that nothing serves; without the password nothing is signed, without a token nothing told.
func TestLife(t *testing.T) {
	folder, ctx := t.TempDir(), t.Context()
	c, err := config.Load([]string{"SHOWHOW_DATA=" + folder}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	needs := workspace.Needs{Config: c, Log: slog.New(slog.DiscardHandler), Version: "test"}
	w, err := workspace.Open(ctx, needs)
	if err != nil {
		t.Fatal(err)
	}
	g := w.Gate()
	person := func(e gate.Entry, err error) (desk.Actor, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		a, err := g.Who(ctx, e.Secret)
		if err != nil {
			t.Fatal(err)
		}
		_, token, err := g.AddToken(ctx, a, gate.Want{Name: "cli", Scopes: team.ScopedOf([]string{"read", "write"})})
		if err != nil {
			t.Fatal(err)
		}
		return a, token
	}
	ada, adas := person(g.First(ctx, desk.Actor{Workspace: w.Room().ID, Home: true, Account: door.Here, Role: team.Admin}, gate.Newcomer{Email: "ada@example.com", Name: "Ada", Password: password}, gate.Visit{}))
	in, err := g.Invite(ctx, ada, gate.Newcomer{Email: "bob@example.com", Name: "Bob", Role: team.Editor})
	if err != nil {
		t.Fatal(err)
	}
	bob, bobs := person(g.Accept(ctx, in.Secret, gate.Newcomer{Name: "Bob", Password: password}, gate.Visit{}))
	if in, err = g.Invite(ctx, ada, gate.Newcomer{Email: "kim@example.com", Name: "Kim", Role: team.Reviewer}); err != nil {
		t.Fatal(err)
	}
	_, kims := person(g.Accept(ctx, in.Secret, gate.Newcomer{Name: "Kim", Password: password}, gate.Visit{}))
	if err := w.Store().Do(ctx, func(tx *store.Tx) error {
		if err := tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: bob.Workspace}, "u"); err != nil {
			return err
		}
		if err := tx.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: bob.Workspace, Slug: "deploy", Title: "Deploy", Owner: bob.Account, State: sop.Draft, Holding: "h", Latest: 1}); err != nil {
			return err
		}
		return tx.AddRevision(ctx, sop.Revision{Schema: sop.Schema, Number: 1, Title: sop.Claim{Text: "Deploy"}}, sop.Release{Procedure: "p", Author: bob.Account})
	}); err != nil {
		t.Fatal(err)
	}
	home := remote.Room{ID: w.Room().ID, Slug: w.Room().Slug, First: true}
	if err := w.Store().Do(ctx, func(tx *store.Tx) error {
		return tx.AddWorkspace(ctx, team.Workspace{ID: "w2", Slug: "ops", Name: "Ops"})
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[remote.Place]remote.Room{{}: home, {Workspace: home.Slug}: home, {Token: adas}: home, {Token: "shk_none"}: home, {Workspace: "ops"}: {ID: "w2", Slug: "ops"}} {
		p.Folder = folder
		client, done, err := reach.Folder(ctx, needs, p)
		if err != nil || client.Room != want {
			t.Fatalf("%+v: %+v, %v", p, client, err)
		}
		if err := done(); err != nil {
			t.Fatal(err)
		}
	}
	do := func(token string, a standing.Ask) (standing.Life, error) {
		t.Helper()
		client, done, err := reach.Folder(ctx, needs, remote.Place{Folder: folder, Token: token})
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		a.Slug = "deploy"
		return standing.Do(ctx, client, a)
	}
	refused := func(code sop.Code, token string, a standing.Ask) {
		t.Helper()
		if _, err := do(token, a); err == nil || sop.CodeOf(err) != code || len(err.Error()) < 20 {
			t.Errorf("%s: %v", a.Verb, err)
		}
	}
	refused(sop.Unknown, "", standing.Ask{Verb: standing.Suspend, Words: "x"})
	refused(sop.Invalid, bobs, standing.Ask{Verb: standing.Send})
	refused(sop.Invalid, bobs, standing.Ask{Verb: standing.Reaffirm})
	l, err := do(bobs, standing.Ask{Verb: standing.Send, Urgent: true, Words: "It burns."})
	if err != nil || l.State != life.InReview || l.In(life.InReview).Summary != "It burns." {
		t.Fatalf("%+v, %v", l, err)
	}
	r := l.In(life.InReview)
	refused(sop.Forbidden, bobs, standing.Ask{Verb: standing.Approve, Digest: r.Digest, Password: password})
	if l, err = do(kims, standing.Ask{Verb: standing.Waive, Words: "It can't wait.", Rules: []string{"complete"}}); err != nil || len(l.Reviews[0].Waivers) != 1 {
		t.Fatalf("%+v, %v", l, err)
	}
	refused(sop.Invalid, adas, standing.Ask{Verb: standing.Approve, Digest: r.Digest, Password: "wrong"})
	refused(sop.Busy, adas, standing.Ask{Verb: standing.Approve, Digest: "00", Password: password})
	// who waived may approve: an emergency takes two people
	if l, err = do(kims, standing.Ask{Verb: standing.Approve, Digest: r.Digest, Password: password, Words: "Read."}); err != nil || l.State != life.Effective || l.InForce != 1 || l.Reviews[0].Decisions[0].Proof != "password" {
		t.Fatalf("%+v, %v", l, err)
	}
	refused(sop.Forbidden, kims, standing.Ask{Verb: standing.Follow, Words: "It holds."})
	if l, err = do(adas, standing.Ask{Verb: standing.Follow, Words: "It holds."}); err != nil || l.Reviews[0].Waivers[0].Open() {
		t.Fatalf("%+v, %v", l, err)
	}
	if l, err = do(adas, standing.Ask{Verb: standing.Reaffirm, Digest: r.Digest, Password: password}); err != nil || len(l.Looks) != 1 {
		t.Fatalf("%+v, %v", l, err)
	}
	refused(sop.Invalid, adas, standing.Ask{Verb: standing.Withdraw})
	if l, err = do(bobs, standing.Ask{Verb: standing.Suspend, Words: "Again."}); err != nil || l.State != life.Suspended {
		t.Fatalf("%+v, %v", l, err)
	}
	refused(sop.Forbidden, bobs, standing.Ask{Verb: standing.Resume, Words: "No."})
	if l, err = do(adas, standing.Ask{Verb: standing.Resume, Words: "No."}); err != nil || l.State != life.Effective {
		t.Fatalf("%+v, %v", l, err)
	}
}
