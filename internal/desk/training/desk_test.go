package training_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	desklife "showhow/internal/desk/life"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/custody"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/custody"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/store/sqlite"
	rows "showhow/internal/store/training"
)

// office is a workspace "w" with a critical procedure "deploy" of ada's.
type office struct {
	*desktraining.Desk
	t      *testing.T
	db     *store.DB
	now    time.Time
	carry  *deskexecution.Desk
	judges *desklife.Desk
}

func actor(name string, role team.Role) desk.Actor {
	return desk.Actor{Workspace: "w", Account: name, Role: role, Name: strings.ToUpper(name)}
}

var (
	ada = actor("ada", team.Editor) // its owner
	rob = actor("rob", team.Reviewer)
	tom = actor("tom", team.Viewer) // who learns it
	eve = actor("eve", team.Admin)
)

func open(t *testing.T) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o := &office{t: t, db: db, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	clock := func() time.Time { o.now = o.now.Add(time.Second); return o.now }
	o.Desk = &desktraining.Desk{Now: clock, NewID: store.NewID, Do: func(ctx context.Context, do func(desktraining.Tx) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(rows.In(s)) })
	}}
	o.carry = &deskexecution.Desk{Now: clock, NewID: store.NewID, Mask: func(_ context.Context, s string) (string, error) { return s, nil },
		Do: func(ctx context.Context, do func(deskexecution.Tx) error) error {
			return db.Do(ctx, func(s *store.Tx) error { return do(executions.In(s)) })
		},
		Fit: func(ctx context.Context, tx deskexecution.Tx, b deskexecution.Beginning) error {
			return o.Desk.Fit(ctx, rows.With(tx.(executions.Tx)), desktraining.Starter{Actor: b.Actor, Procedure: b.Procedure, Life: b.Life, Companion: b.Companion, Reason: b.Alone, Alert: b.From != ""})
		},
		Over: func(ctx context.Context, tx deskexecution.Tx, x execution.Execution) error {
			return o.Practised(ctx, rows.With(tx.(executions.Tx)), x)
		}}
	o.judges = &desklife.Desk{Now: clock, NewID: store.NewID, Do: func(ctx context.Context, do func(desklife.Tx) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(lives.In(s)) })
	}}
	o.do(func(ctx context.Context, s *store.Tx) error {
		for _, w := range []string{"w", "other"} {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
		}
		for _, a := range []desk.Actor{ada, rob, tom, eve} {
			if err := o.join(ctx, s, a); err != nil {
				return err
			}
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		return s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Title: "Deploy", Owner: "ada", State: sop.Draft, Holding: "h"})
	})
	o.revise("Do it.", "helm upgrade")
	if err := o.judges.SetClass(t.Context(), rob, "deploy", desklife.Classing{Class: life.Critical}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) join(ctx context.Context, s *store.Tx, a desk.Actor) error {
	m := team.Account{ID: a.Account, Email: a.Account + "@example.com", Name: a.Name, Password: "x", Created: o.now}
	if err := s.AddAccount(ctx, m); err != nil {
		return err
	}
	return s.SetMember(ctx, team.Member{Account: m, Workspace: "w", Role: a.Role})
}

func (o *office) do(f func(context.Context, *store.Tx) error) {
	o.t.Helper()
	if err := o.db.Do(o.t.Context(), func(s *store.Tx) error { return f(o.t.Context(), s) }); err != nil {
		o.t.Fatal(err)
	}
}

func said(text string) []sop.Claim {
	return []sop.Claim{{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor}}}
}

// revise has a revision in force that says and does something.
func (o *office) revise(title, command string) {
	o.t.Helper()
	o.do(func(ctx context.Context, s *store.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "deploy")
		if err != nil {
			return err
		}
		p.Latest++
		r := sop.Revision{Schema: sop.Schema, Number: p.Latest, Title: said("Deploy")[0], Purpose: said("Why"), Audience: said("Who"), Prerequisites: said("What before"), Success: said("How one knows"),
			Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one", Kind: sop.StepCommand, Title: said(title)[0], Commands: []sop.Command{{Text: command, Shell: "shell"}}}}}}}
		if err := s.AddRevision(ctx, r, sop.Release{Procedure: "p", Author: "ada"}); err != nil {
			return err
		}
		return s.SaveProcedure(ctx, p)
	})
	all := life.Policies{life.Critical: {Approvals: 1}, life.Normal: {Approvals: 1}, life.Low: {Approvals: 1}}
	if err := o.judges.SetPolicies(o.t.Context(), eve, all); err != nil {
		o.t.Fatal(err)
	}
	p, err := o.db.Read().Procedure(o.t.Context(), "w", "deploy")
	if err != nil {
		o.t.Fatal(err)
	}
	r, err := o.judges.Send(o.t.Context(), ada, "deploy", desklife.Sending{Number: p.Latest, Summary: "Otherwise."})
	if err == nil {
		_, err = o.judges.Decide(o.t.Context(), rob, "deploy", desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: life.Approve, Name: "Rob"})
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) life() life.Life {
	o.t.Helper()
	l, err := lives.Read(o.db).Life(o.t.Context(), "p")
	if err != nil {
		o.t.Fatal(err)
	}
	return l
}

// signing is one on the revision in force.
func (o *office) signing(account string, stage training.Stage, note string) desktraining.Signing {
	l := o.life()
	r := l.In(life.Effective)
	return desktraining.Signing{Account: account, Stage: stage, Number: r.Number, Digest: r.Digest, Note: note, Name: "Printed " + account, Proof: "password"}
}

func (o *office) standing(account string) training.Standing {
	o.t.Helper()
	r, err := rows.Read(o.db).Record(o.t.Context(), "w", "p", account)
	if err != nil {
		o.t.Fatal(err)
	}
	l := o.life()
	return training.StandingOf(&r, training.Asking{Line: training.LineOf(&l), Policy: training.Usual()[life.Critical], Now: o.now})
}

// refused says that a verb was, with words.
func (o *office) refused(err error, words string) {
	o.t.Helper()
	if err == nil || !strings.Contains(err.Error(), words) {
		o.t.Errorf("%v, want %q", err, words)
	}
}

func (o *office) must(_ any, err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// practise carries it out.
func (o *office) practise(a desk.Actor, s deskexecution.Starting) execution.Execution {
	o.t.Helper()
	x, err := o.carry.Start(o.t.Context(), a, "deploy", s)
	if err != nil {
		o.t.Fatal(err)
	}
	w, err := o.carry.Go(o.t.Context(), a, x.ID, deskexecution.Batch{Strict: true, Events: []execution.Event{{ID: x.ID + "1", Kind: execution.Settled, Step: "one", Outcome: execution.OK}, {ID: x.ID + "2", Kind: execution.Ended, Outcome: execution.OK, Order: 1}}})
	if err != nil {
		o.t.Fatal(err)
	}
	return w.Execution
}

// teach brings somebody to be able alone.
func (o *office) teach(a desk.Actor) {
	o.t.Helper()
	ctx := o.t.Context()
	o.must(o.Acknowledge(ctx, a, "deploy", o.signing(a.Account, training.Read, "")))
	o.practise(a, deskexecution.Starting{Mode: execution.Training})
	o.must(o.Waive(ctx, eve, "deploy", o.signing(a.Account, training.Supervised, "Did it for years.")))
	o.must(o.Sign(ctx, eve, "deploy", o.signing(a.Account, training.Able, "Did it for years.")))
}

// Who skipped all of it hasn't walked through it, in practice or with somebody who looked on.
func TestSkippedIsNotWalked(t *testing.T) {
	o := open(t)
	o.teach(ada)
	for _, s := range []deskexecution.Starting{{Mode: execution.Training}, {Mode: execution.DryRun}, {Mode: execution.Live, Companion: "ada"}} {
		x, err := o.carry.Start(t.Context(), tom, "deploy", s)
		if err != nil {
			t.Fatal(err)
		}
		w, err := o.carry.Go(t.Context(), tom, x.ID, deskexecution.Batch{Strict: true, Events: []execution.Event{{ID: x.ID + "1", Kind: execution.Settled, Step: "one", Outcome: execution.Skipped, Text: "no time"}, {ID: x.ID + "2", Kind: execution.Ended, Outcome: execution.OK, Order: 1}}})
		if err != nil || w.Execution.Outcome != execution.OK || w.Execution.Passed || w.Execution.Gap != "Step 1 was skipped." {
			t.Fatalf("%+v, %v", w.Execution, err)
		}
		if got := o.standing("tom"); got.Has[training.Walked] != nil {
			t.Errorf("%s: %+v", s.Mode, got)
		}
	}
	o.practise(tom, deskexecution.Starting{Mode: execution.Training})
	if o.standing("tom").Has[training.Walked] == nil {
		t.Error("who did it hasn't walked through it")
	}
}

// What was taken back isn't walked through, even where an answer and no failure led to the roll back.
func TestRolledBackIsNotWalked(t *testing.T) {
	o := open(t)
	for back, want := range map[bool]bool{true: false, false: true} {
		x, err := o.carry.Start(t.Context(), tom, "deploy", deskexecution.Starting{Mode: execution.Training})
		if err != nil {
			t.Fatal(err)
		}
		x.Ended, x.Outcome, x.Doers, x.RolledBack = o.now, execution.OK, []string{map[bool]string{true: "tom", false: "ada"}[back]}, back
		if err := o.Do(t.Context(), func(tx desktraining.Tx) error { return o.Practised(t.Context(), tx, x) }); err != nil {
			t.Fatal(err)
		}
		if got := o.standing(x.Doers[0]); (got.Has[training.Walked] != nil) != want {
			t.Errorf("rolled back %t: %+v", back, got)
		}
	}
}

// The whole way of one who learns: asked, read, walked through, supervised, able alone, and again after a major revision; each refusal says why.
func TestTheWay(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	due := o.now.AddDate(0, 0, 20)
	_, err := o.Assign(ctx, tom, "deploy", desktraining.Asking{Accounts: []string{"tom"}, Target: training.Able, Due: due})
	o.refused(err, "may not")
	_, err = o.Assign(ctx, ada, "deploy", desktraining.Asking{Accounts: []string{"nobody"}, Target: training.Able, Due: due})
	o.refused(err, "isn't in this workspace")
	_, err = o.Assign(ctx, ada, "deploy", desktraining.Asking{Accounts: []string{"tom"}, Target: training.Able, Due: o.now.AddDate(0, 0, -1)})
	o.refused(err, "isn't to come")
	o.must(o.Assign(ctx, ada, "deploy", desktraining.Asking{Accounts: []string{"tom"}, Target: training.Able, Due: due, Supervisor: "ada"}))

	old := o.signing("tom", training.Read, "")
	old.Digest = "other bytes"
	_, err = o.Acknowledge(ctx, tom, "deploy", old)
	o.refused(err, "meanwhile")
	_, err = o.Sign(ctx, ada, "deploy", o.signing("tom", training.Read, "I saw it"))
	o.refused(err, "acknowledged by the reader")
	o.must(o.Acknowledge(ctx, tom, "deploy", o.signing("rob", training.Able, ""))) // whatever it says, it is one's own reading
	_, err = o.Acknowledge(ctx, tom, "deploy", o.signing("tom", training.Read, ""))
	o.refused(err, "already")
	if s := o.standing("tom"); s.Stage != training.Read {
		t.Fatalf("%+v", s)
	}
	_, err = o.Sign(ctx, ada, "deploy", o.signing("tom", training.Able, "He can."))
	o.refused(err, "a practice execution of theirs; a run under supervision")
	_, err = o.carry.Start(ctx, tom, "deploy", deskexecution.Starting{Mode: execution.Live})
	o.refused(err, "You aren't able alone")
	x := o.practise(tom, deskexecution.Starting{Mode: execution.Training})
	if s := o.standing("tom"); s.Stage != training.Walked || s.Has[training.Walked].Execution != x.ID {
		t.Fatalf("%+v", s)
	}
	_, err = o.Sign(ctx, tom, "deploy", o.signing("tom", training.Supervised, "I saw myself."))
	o.refused(err, "Nobody signs for themselves")
	_, err = o.Sign(ctx, rob, "deploy", o.signing("tom", training.Supervised, "I heard of it."))
	o.refused(err, "Only somebody who is able alone")
	_, err = o.Sign(ctx, ada, "deploy", o.signing("tom", training.Supervised, " "))
	o.refused(err, "what you saw")
	other := o.signing("tom", training.Supervised, "I looked on.")
	other.Execution = o.practise(ada, deskexecution.Starting{Mode: execution.Training}).ID
	_, err = o.Sign(ctx, ada, "deploy", other)
	o.refused(err, "isn't one of theirs")
	other.Execution = x.ID
	o.must(o.Sign(ctx, ada, "deploy", other))
	_, err = o.Sign(ctx, tom, "deploy", o.signing("tom", training.Able, "I can."))
	o.refused(err, "Nobody signs for themselves")
	o.must(o.Sign(ctx, rob, "deploy", o.signing("tom", training.Able, "I looked at what ada saw.")))
	if s := o.standing("tom"); !s.Alone() || s.Able.Name != "Printed tom" || s.Able.Account != "rob" {
		t.Fatalf("%+v", s)
	}
	o.practise(tom, deskexecution.Starting{Mode: execution.Live})

	o.revise("Do it so.", "helm upgrade") // wording alone
	if s := o.standing("tom"); !s.Alone() || !s.ReadAgain || len(s.Since) != 1 {
		t.Fatalf("%+v", s)
	}
	o.revise("Do it so.", "helm upgrade --wait")
	if s := o.standing("tom"); s.Alone() || s.Refresh != training.Revised || s.Next() != training.Read {
		t.Fatalf("%+v", s)
	}
	o.teach(tom)
	o.must(o.TakeBack(ctx, tom, "deploy", o.signing("tom", training.Able, "I have been away.")))
	if s := o.standing("tom"); s.Alone() || s.Refresh != training.Undone {
		t.Fatalf("%+v", s)
	}
	_, err = o.TakeBack(ctx, tom, "deploy", o.signing("tom", training.Able, "Again."))
	o.refused(err, "nothing to take back")
	o.trail("training.assigned", "training.read", "training.walked", "training.supervised", "training.able", "training.waived", "training.taken_back")
}

// trail says that the trail has lines of these verbs, in this order, among others of the kind, each vouching for what it is of.
func (o *office) trail(want ...string) {
	o.t.Helper()
	found, err := o.db.Read().Trail(o.t.Context(), team.Question{Workspace: "w", Verb: "training.", Limit: 200})
	if err != nil {
		o.t.Fatal(err)
	}
	i := 0
	for _, e := range slices.Backward(found) {
		if i < len(want) && e.Verb == want[i] {
			i++
		}
		if e.Target != "p" || e.Verb != "training.assigned" && e.Verb != "training.withdrawn" && !strings.Contains(e.Proof, "training=") {
			o.t.Errorf("%+v", e)
		}
	}
	if i < len(want) {
		o.t.Errorf("the trail has no %s in its order: %+v", want[i], found)
	}
}

// Who isn't able alone is told, and may go on: with a companion, a reason, or an alert. Where nobody learns it, nothing is asked.
func TestBeginning(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	o.practise(tom, deskexecution.Starting{Mode: execution.Live})
	if all, _ := rows.Read(o.db).Records(ctx, training.Question{Workspace: "w"}); len(all) != 0 {
		t.Fatalf("an execution in use alone teaches: %+v", all)
	}
	o.teach(ada)
	start := func(a desk.Actor, s deskexecution.Starting) error {
		s.Mode = execution.Live
		_, err := o.carry.Start(ctx, a, "deploy", s)
		return err
	}
	o.refused(start(tom, deskexecution.Starting{}), "You aren't able alone")
	o.refused(start(tom, deskexecution.Starting{Companion: "rob"}), "isn't somebody else who is able alone")
	o.refused(start(tom, deskexecution.Starting{Companion: "tom", Alone: "why"}), "isn't somebody else who is able alone")
	for _, s := range []deskexecution.Starting{{Companion: "ada"}, {Alone: "Nobody else is here."}, {From: "https://alerts.example.com/1"}} {
		o.must(nil, start(tom, s))
	}
	o.must(nil, start(ada, deskexecution.Starting{}))
	x := o.practise(tom, deskexecution.Starting{Mode: execution.Live, Companion: "ada"})
	if s := o.standing("tom"); x.Companion != "ada" || s.Has[training.Walked] == nil || s.Alone() {
		t.Errorf("%+v, %+v", x, s)
	}
	o.must(nil, o.SetPolicies(ctx, eve, training.Policies{life.Critical: {}, life.Normal: {}, life.Low: {}}))
	o.must(nil, start(tom, deskexecution.Starting{}))
}

// Nothing that is done makes somebody able alone again whose ability has lapsed, but a run and a signature.
func TestUnused(t *testing.T) {
	o := open(t)
	o.teach(ada)
	o.now = o.now.AddDate(0, 5, 0)
	o.practise(ada, deskexecution.Starting{Mode: execution.Live})
	o.now = o.now.AddDate(0, 5, 0)
	if s := o.standing("ada"); !s.Alone() {
		t.Fatalf("used five months ago: %+v", s)
	}
	o.now = o.now.AddDate(0, 2, 0)
	o.practise(ada, deskexecution.Starting{Mode: execution.Live, Alone: "It burns.", Overdue: true})
	s := o.standing("ada")
	if s.Alone() || s.Refresh != training.Unused || s.Next() != training.Supervised {
		t.Fatalf("%+v", s)
	}
	_, err := o.Sign(t.Context(), rob, "deploy", o.signing("ada", training.Able, "She can."))
	o.refused(err, "a run under supervision")
}

// Who joins a role later is asked, too, with days of their own; once.
func TestRoles(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	o.must(o.Assign(ctx, rob, "deploy", desktraining.Asking{Role: team.Viewer, Target: training.Read, Due: o.now.AddDate(0, 0, 10), Days: 30}))
	o.now = o.now.AddDate(0, 0, 15)
	o.do(func(ctx context.Context, s *store.Tx) error { return o.join(ctx, s, actor("may", team.Viewer)) })
	for range 3 {
		o.must(nil, o.Enrol(ctx, "w"))
		o.must(nil, o.Remind(ctx, "w"))
	}
	tasks, err := rows.Read(o.db).Tasks(ctx, training.Question{Workspace: "w"})
	if err != nil || len(tasks) != 2 {
		t.Fatalf("%+v, %v", tasks, err)
	}
	for _, x := range tasks {
		days := int(math.Round(x.Due.Sub(o.now).Hours() / 24))
		if want := map[string]int{"tom": -5, "may": 30}[x.Account]; days != want {
			t.Errorf("%s has %d days, want %d", x.Account, days, want)
		}
	}
	o.must(nil, o.Withdraw(ctx, rob, "deploy", desktraining.Ending{ID: tasks[0].Assignment, Reason: "Another is used."}))
	o.do(func(ctx context.Context, s *store.Tx) error { return o.join(ctx, s, actor("ned", team.Viewer)) })
	o.must(nil, o.Enrol(ctx, "w"))
	if tasks, _ = rows.Read(o.db).Tasks(ctx, training.Question{Workspace: "w"}); len(tasks) != 0 {
		t.Errorf("withdrawn, and still asked: %+v", tasks)
	}
	if tasks, _ = rows.Read(o.db).Tasks(ctx, training.Question{Workspace: "w", Ended: true}); len(tasks) != 2 || tasks[0].Withdrawn == nil {
		t.Errorf("what was asked isn't kept: %+v", tasks)
	}
}

// Eighty days pass, looked after each day: each reminder is given once, and whoever asked is told after two weeks.
func TestReminders(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	o.must(o.Assign(ctx, rob, "deploy", desktraining.Asking{Accounts: []string{"tom"}, Target: training.Read, Due: o.now.AddDate(0, 0, 30), Supervisor: "ada"}))
	told := func() (all []string) {
		o.do(func(ctx context.Context, s *store.Tx) error {
			found, err := rows.In(s).SQL().QueryContext(ctx, "SELECT body FROM happening ORDER BY at, id")
			if err != nil {
				return err
			}
			defer found.Close()
			for found.Next() {
				var body string
				if err := found.Scan(&body); err != nil {
					return err
				}
				if strings.Contains(body, `"training"`) {
					all = append(all, body)
				}
			}
			return found.Err()
		})
		return all
	}
	before := len(told())
	for range 50 {
		o.now = o.now.AddDate(0, 0, 1)
		o.must(nil, o.Remind(ctx, "w"))
		o.must(nil, o.Remind(ctx, "w"))
	}
	all := told()[before:]
	count := func(words string) (n int) {
		for _, x := range all {
			if strings.Contains(x, words) {
				n++
			}
		}
		return n
	}
	if count("You were asked to learn it by 1 Apr 2026") != 1 || count("You should have learnt it") != 3 || count("TOM should have learnt it") != 1 || len(all) != 5 {
		t.Errorf("%d: %v", len(all), all)
	}
	o.must(o.Acknowledge(ctx, tom, "deploy", o.signing("tom", training.Read, "")))
	n := len(told())
	for range 30 {
		o.now = o.now.AddDate(0, 0, 1)
		o.must(nil, o.Remind(ctx, "w"))
	}
	if got := len(told()); got != n {
		t.Errorf("%d reminders of what is done", got-n)
	}
}

// Another workspace sees, signs and asks nothing here.
func TestAnotherWorkspace(t *testing.T) {
	o := open(t)
	o.teach(ada)
	stranger := desk.Actor{Workspace: "other", Account: "ada", Role: team.Admin}
	ctx := t.Context()
	for name, err := range map[string]error{
		"assign": func() error {
			_, err := o.Assign(ctx, stranger, "deploy", desktraining.Asking{Accounts: []string{"ada"}, Target: training.Read, Due: o.now.AddDate(0, 1, 0)})
			return err
		}(),
		"sign": func() error {
			_, err := o.Sign(ctx, stranger, "deploy", o.signing("tom", training.Able, "x"))
			return err
		}(),
		"take": func() error {
			_, err := o.TakeBack(ctx, stranger, "deploy", o.signing("ada", training.Able, "x"))
			return err
		}(),
		"withdraw": o.Withdraw(ctx, stranger, "deploy", desktraining.Ending{ID: "x"}),
	} {
		if sop.CodeOf(err) != sop.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	read := rows.Read(o.db)
	q := training.Question{Workspace: "other"}
	records, _ := read.Records(ctx, q)
	tasks, _ := read.Tasks(ctx, q)
	on, err := o.reading().On(ctx, "other", o.now)
	if len(records)+len(tasks)+len(on) != 0 || err != nil {
		t.Errorf("%v, %v, %v, %v", records, tasks, on, err)
	}
}

func (o *office) reading() desktraining.Reading {
	return desktraining.Reading{Library: rows.ShelfOf(o.db), Lives: lives.Read(o.db), Rows: rows.Read(o.db), Paths: rows.Read(o.db)}
}

// What an auditor asks first: who was able alone at what was in force on that day.
func TestOnADate(t *testing.T) {
	o := open(t)
	before := o.now
	o.teach(ada)
	able := o.now
	o.now = o.now.AddDate(0, 0, 10)
	o.revise("Do it so.", "helm upgrade --wait")
	for name, x := range map[string]struct {
		on    time.Time
		alone string
	}{"before": {before, "[]"}, "able": {able, "[ada 1 true]"}, "after a major revision": {o.now, "[ada 2 false]"}} {
		all, err := o.reading().On(t.Context(), "w", x.on)
		var got []string
		for _, r := range all {
			got = append(got, fmt.Sprint(r.Account, " ", r.Number, " ", r.Alone))
		}
		if fmt.Sprint(got) != x.alone || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// Who is erased leaves ids, stages, times and digests; no name, and nothing that others noted on them. What the trail vouches for still fits.
func TestErased(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	o.must(o.Assign(ctx, rob, "deploy", desktraining.Asking{Accounts: []string{"tom"}, Target: training.Able, Due: o.now.AddDate(0, 0, 30), Supervisor: "ada"}))
	o.must(o.Acknowledge(ctx, tom, "deploy", o.signing("tom", training.Read, "")))
	o.practise(tom, deskexecution.Starting{Mode: execution.Training})
	o.must(o.Sign(ctx, ada, "deploy", o.signing("tom", training.Supervised, "He was nervous.")))
	bare := func() (all []training.Entry) {
		r, err := rows.Read(o.db).Record(ctx, "w", "p", "tom")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range r.Entries {
			all = append(all, e.Bare())
		}
		return all
	}
	was := bare()
	o.do(func(ctx context.Context, s *store.Tx) error {
		return custody.In(s).EraseAccount(ctx, nouns.Erasure{Left: team.Account{ID: "tom", Name: "Erased tom", Email: "erased@erased.invalid", Disabled: o.now}, Was: team.Account{ID: "tom", Name: "TOM", Email: "tom@example.com"}, Guess: "x"})
	})
	r, err := rows.Read(o.db).Record(ctx, "w", "p", "tom")
	if err != nil || len(r.Entries) != 3 || r.Entries[0].Name != "Erased tom" || r.Entries[2].Note != "" || r.Entries[2].Name == "" || fmt.Sprint(bare()) != fmt.Sprint(was) {
		t.Errorf("%+v, %v", r, err)
	}
	m, err := o.reading().On(ctx, "w", o.now)
	if err != nil || len(m) != 1 || m[0].Name != "Erased tom" {
		t.Errorf("%+v, %v", m, err)
	}
}
