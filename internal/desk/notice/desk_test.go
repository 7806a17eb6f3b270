package notice_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	desknotice "showhow/internal/desk/notice"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	"showhow/internal/store/notices"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

type telling struct {
	lives.Tx
	Rows
}

// Rows are the statements on what people are told.
type Rows = notices.Rows

func (t telling) AddHappening(ctx context.Context, h notice.Happening) error {
	return t.Rows.AddHappening(ctx, h)
}

// office is a workspace "w" with ada's procedure "deploy" in force, and rob who may judge.
type office struct {
	*desknotice.Desk
	t   *testing.T
	db  *store.DB
	now time.Time
}

var robs = desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}

func open(t *testing.T, db *store.DB, err error) *office {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o := &office{t: t, db: db, now: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)}
	o.Desk = &desknotice.Desk{
		Do: func(ctx context.Context, do func(desknotice.Tx) error) error {
			return db.Do(ctx, func(s *store.Tx) error { return do(telling{lives.In(s), notices.In(s)}) })
		},
		Now: func() time.Time { return o.now }, NewID: store.NewID,
		Address: func(context.Context, string) (string, error) { return "https://sop.example", nil },
	}
	o.do(func(ctx context.Context, s telling) error {
		if err := s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "W"}); err != nil {
			return err
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		for id, role := range map[string]team.Role{"ada": team.Editor, "rob": team.Reviewer, "eve": team.Admin} {
			a := team.Account{ID: id, Name: id, Email: id + "@example.com", Password: "x"}
			if err := s.AddAccount(ctx, a); err != nil {
				return err
			}
			if err := s.SetMember(ctx, team.Member{Account: a, Workspace: "w", Role: role}); err != nil {
				return err
			}
		}
		p := sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Title: "Deploy", Owner: "ada", State: "effective", Holding: "h"}
		if err := s.AddProcedure(ctx, p); err != nil {
			return err
		}
		return s.SaveLife(ctx, p, life.Life{Due: o.now.AddDate(0, 1, 0), Reviews: []life.Review{{ID: "r", Number: 1, By: "ada", Authors: []string{"ada"}, State: life.Effective}}})
	})
	return o
}

func lite(t *testing.T) *office {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	return open(t, db, err)
}

func (o *office) do(f func(context.Context, telling) error) {
	o.t.Helper()
	if err := o.db.Do(o.t.Context(), func(s *store.Tx) error { return f(o.t.Context(), telling{lives.In(s), notices.In(s)}) }); err != nil {
		o.t.Fatal(err)
	}
}

// happen lets something happen, and tells of it.
func (o *office) happen(h notice.Happening) {
	o.t.Helper()
	h.ID, h.Workspace, h.Procedure, h.At = store.NewID(), "w", "p", o.now
	o.do(func(ctx context.Context, s telling) error { return s.AddHappening(ctx, h) })
	o.must(o.Spread(o.t.Context()))
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// post sends what waits, and gives to whom; each answers with what says is next.
func (o *office) post(says ...error) (sent []string) {
	o.t.Helper()
	_ = o.Post(o.t.Context(), func(_ context.Context, l notice.Letter) error {
		sent = append(sent, l.To+" "+l.Subject)
		if len(says) > 0 {
			err := says[0]
			says = says[1:]
			return err
		}
		return nil
	})
	return sent
}

func (o *office) notices(account string) []notice.Notice {
	o.t.Helper()
	all, err := notices.Read(o.db).Notices(o.t.Context(), notice.Query{Workspace: "w", Account: account, Limit: 99})
	o.must(err)
	return all
}

// Somebody is told once, inside and by mail as they chose; what is read is read.
func TestTold(t *testing.T) {
	for engine, o := range map[string]*office{"sqlite": lite(t), "postgres": func() *office {
		db, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
		return open(t, db, err)
	}()} {
		ctx := t.Context()
		o.happen(notice.Happening{Kind: notice.Remarked, Actor: "rob", Thread: "T", Said: "made a remark", Words: "Why?"})
		o.must(o.Spread(ctx)) // there is nothing left to tell
		if all := o.notices("ada"); len(all) != 1 || all[0].Text != "Rob made a remark." || all[0].Words != "Why?" || !all[0].Read.IsZero() {
			t.Fatalf("%s: %+v", engine, all)
		}
		if got := strings.Join(o.post(), ", "); got != "ada@example.com Deploy: Rob made a remark." {
			t.Errorf("%s: %s", engine, got)
		}
		if got := o.post(); len(got) != 0 {
			t.Errorf("%s: sent twice: %v", engine, got)
		}
		o.must(o.Read(ctx, robs, o.notices("ada")[0].ID)) // not theirs
		if n, err := notices.Read(o.db).Unread(ctx, "w", "ada"); n != 1 || err != nil {
			t.Errorf("%s: %d, %v", engine, n, err)
		}
		o.must(o.Read(ctx, desk.Actor{Workspace: "w", Account: "ada", Role: team.Viewer}, ""))
		if n, err := notices.Read(o.db).Unread(ctx, "w", "ada"); n != 0 || err != nil || o.notices("ada")[0].Read.IsZero() {
			t.Errorf("%s: %d, %v", engine, n, err)
		}
		if err := o.Choose(ctx, robs, notice.Choices{"x": notice.Mail}); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", engine, err)
		}
		o.must(o.Choose(ctx, robs, notice.Choices{notice.Asked: notice.Off, notice.Suspended: notice.Inside, notice.Decided: notice.Digest}))
		for _, k := range []notice.Kind{notice.Asked, notice.Suspended, notice.Waiver} {
			o.happen(notice.Happening{Kind: k, Actor: "eve", Review: "r", Said: "did " + string(k)})
		}
		if all := o.notices("rob"); len(all) != 2 {
			t.Errorf("%s: %+v", engine, all)
		}
		if got := strings.Join(o.post(), ", "); strings.Count(got, "rob@") != 1 || !strings.Contains(got, "rob@example.com Deploy: Eve did waiver.") {
			t.Errorf("%s: %s", engine, got)
		}
	}
}

// Whom gives those who are told, by what they chose; spreading tells the very same.
func TestWhom(t *testing.T) {
	o := lite(t)
	o.do(func(ctx context.Context, s telling) error {
		return s.SetChoices(ctx, notice.Own{Workspace: "w", Account: "eve"}, notice.Choices{notice.Failed: notice.Off})
	})
	h := notice.Happening{Workspace: "w", Procedure: "p", Kind: notice.Failed, Actor: "tom", To: []string{"rob", "eve", "tom"}, Said: "carries this out, and step 2 failed", Words: "It burns.", Href: "/executions/x?step=two"}
	var to []string
	o.do(func(ctx context.Context, s telling) (err error) {
		to, err = desknotice.Whom(ctx, s, h)
		return err
	})
	if strings.Join(to, " ") != "ada rob" {
		t.Errorf("%v", to)
	}
	o.happen(h)
	for account, want := range map[string]int{"ada": 1, "rob": 1, "eve": 0} {
		got := o.notices(account)
		if len(got) != want || want == 1 && (got[0].Text != "Somebody carries this out, and step 2 failed." || got[0].Words != "It burns." || got[0].Href != "/executions/x?step=two") {
			t.Errorf("%s: %+v", account, got)
		}
	}
	if sent := o.post(); len(sent) != 2 {
		t.Errorf("mails: %v", sent)
	}
}

// A server that greylists gets the mail later, one that is away gets nothing else meanwhile, and what is refused is given up.
func TestPost(t *testing.T) {
	o := lite(t)
	later, away, never := &sop.Error{Code: sop.Failed, Message: "Greylisted."}, &sop.Error{Code: sop.Missing, Message: "Away."}, &sop.Error{Code: sop.Invalid, Message: "No such user."}
	o.happen(notice.Happening{Kind: notice.Remarked, Actor: "rob", Said: "made a remark"})
	if got := o.post(later); len(got) != 1 {
		t.Fatal(got)
	}
	if got := o.post(); len(got) != 0 {
		t.Errorf("tried again at once: %v", got)
	}
	o.now = o.now.Add(desknotice.Retries[0])
	if got := o.post(away); len(got) != 1 {
		t.Errorf("never tried again: %v", got)
	}
	o.happen(notice.Happening{Kind: notice.Suspended, Actor: "rob", Said: "suspended it"}) // ada and eve
	o.now = o.now.Add(desknotice.Retries[1])
	if got := o.post(away); len(got) != 1 {
		t.Errorf("a server that is away was tried %d times", len(got))
	}
	o.now = o.now.Add(time.Hour)
	if got := o.post(never); len(got) != 3 {
		t.Errorf("%v", got)
	}
	o.now = o.now.Add(100 * 24 * time.Hour)
	if got := o.post(); len(got) != 0 {
		t.Errorf("what was refused for good, or sent, is sent: %v", got)
	}
}

// A mail that was being sent when the process died is tried again, but not by another meanwhile.
func TestPostAfterACrash(t *testing.T) {
	o := lite(t)
	o.happen(notice.Happening{Kind: notice.Remarked, Actor: "rob", Said: "made a remark"})
	func() {
		defer func() { _ = recover() }()
		_ = o.Post(t.Context(), func(context.Context, notice.Letter) error {
			if got := o.post(); len(got) != 0 {
				t.Errorf("two send the same: %v", got)
			}
			panic("the process dies")
		})
	}()
	if got := o.post(); len(got) != 0 {
		t.Errorf("at once: %v", got)
	}
	o.now = o.now.Add(16 * time.Minute)
	if got := o.post(); len(got) != 1 {
		t.Errorf("never: %v", got)
	}
}

// What is due is told at its days, once each, and the digest once a day; to those, too, who may look at it, where its owner may not.
func TestRemindAndDigest(t *testing.T) {
	o := lite(t)
	ctx := t.Context()
	var told []string
	for range 80 {
		for range 3 {
			o.must(o.Remind(ctx, "w"))
			o.must(o.Spread(ctx))
		}
		for _, s := range slices.Sorted(slices.Values(o.post())) {
			told = append(told, o.now.Format("2 Jan ")+strings.SplitN(s, "@", 2)[0])
		}
		o.now = o.now.Add(24 * time.Hour)
	}
	if got := strings.Join(told, ", "); got != "13 Dec ada, 13 Dec eve, 13 Dec rob, 27 Dec ada, 27 Dec eve, 27 Dec rob, 3 Jan ada, 3 Jan eve, 3 Jan rob, 10 Jan ada, 10 Jan eve, 10 Jan rob, 17 Jan ada, 17 Jan eve, 17 Jan rob, 24 Jan ada, 24 Jan eve, 24 Jan rob, 31 Jan ada, 31 Jan eve, 31 Jan rob, 7 Feb ada, 7 Feb eve, 7 Feb rob, 14 Feb ada, 14 Feb eve, 14 Feb rob" {
		t.Errorf("%s", got)
	}
	o.happen(notice.Happening{Kind: notice.Found, Actor: "rob", Said: "found something: wrong"})
	o.happen(notice.Happening{Kind: notice.Found, Actor: "eve", Said: "found something: unclear"})
	o.must(o.Digest(ctx))
	if got := o.post(); len(got) != 0 {
		t.Errorf("a digest before its hour: %v", got)
	}
	o.now = o.now.Add(24 * time.Hour)
	for range 2 {
		o.must(o.Digest(ctx))
	}
	if got := strings.Join(o.post(), ", "); got != "ada@example.com What happened since yesterday" {
		t.Errorf("the digest: %s", got)
	}
}

// A review that waits is reminded of, once at its days, by whoever may judge it and hasn't.
func TestRemindOfReview(t *testing.T) {
	o := lite(t)
	o.do(func(ctx context.Context, s telling) error {
		p, err := s.ProcedureByID(ctx, "w", "p")
		if err != nil {
			return err
		}
		return s.SaveLife(ctx, p, life.Life{Reviews: []life.Review{{ID: "r", Number: 1, By: "ada", Authors: []string{"ada"}, State: life.InReview, Opened: o.now, Decisions: []life.Decision{{Account: "eve"}}}}})
	})
	var told []string
	for range 11 {
		for range 2 {
			o.must(o.Remind(t.Context(), "w"))
			o.must(o.Spread(t.Context()))
		}
		for _, s := range slices.Sorted(slices.Values(o.post())) {
			told = append(told, o.now.Format("2 Jan ")+strings.SplitN(s, "@", 2)[0])
		}
		o.now = o.now.Add(24 * time.Hour)
	}
	if got := strings.Join(told, ", "); got != "30 Nov rob, 3 Dec rob, 6 Dec ada, 6 Dec eve, 6 Dec rob" {
		t.Error(got)
	}
}
