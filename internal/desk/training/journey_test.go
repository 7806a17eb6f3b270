package training_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	deskexecution "showhow/internal/desk/execution"
	desklife "showhow/internal/desk/life"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	rows "showhow/internal/store/training"
)

// more are procedures "backup" and "restore" beside "deploy", of which something is in force.
func (o *office) more() {
	o.do(func(ctx context.Context, s *store.Tx) error {
		var err error
		for _, id := range []string{"backup", "restore"} {
			p := sop.Procedure{ID: id, Workspace: "w", Slug: id, Title: strings.ToUpper(id), Owner: "ada", State: "effective", Holding: "h", Latest: 1, InForce: 1}
			err = errors.Join(err, s.AddProcedure(ctx, p))
			_, made := s.SQL().ExecContext(ctx, "INSERT INTO revision (procedure, number, author, note, digest, body, created) VALUES ($1, 1, 'ada', '', '', '{}', 0)", id)
			err = errors.Join(err, made, lives.In(s).SaveLife(ctx, p, life.Life{Reviews: []life.Review{{ID: id, Number: 1, Digest: id, State: life.Effective, Came: o.now}}}))
		}
		return err
	})
}

// way is a path as a lead sees it.
func (o *office) way(id string) training.Way {
	o.t.Helper()
	all, err := o.reading().Ways(o.t.Context(), desktraining.At{Workspace: "w", Now: o.now}, training.Question{Journey: id})
	if err != nil || len(all) != 1 {
		o.t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

// progress is where one is.
func (o *office) progress(path, account string) training.Progress {
	o.t.Helper()
	for _, p := range o.way(path).All {
		if p.Account == account {
			return p
		}
	}
	o.t.Fatalf("%s isn't on the path", account)
	return training.Progress{}
}

// tasks are what the path asks of somebody: slug, stage, days from now.
func (o *office) tasks(path, account string) (all []string) {
	o.t.Helper()
	found, err := rows.Read(o.db).Tasks(o.t.Context(), training.Question{Workspace: "w", Journey: path, Account: account})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, k := range found {
		all = append(all, fmt.Sprintf("%s %s %d", k.Procedure, k.Target, int(math.Round(k.Due.Sub(o.now).Hours()/24))))
	}
	slices.Sort(all)
	return all
}

var operations = desktraining.Path{Name: "New in operations", Legs: []desktraining.Leg{{Slug: "deploy", Target: training.Walked, Days: 10}, {Slug: "backup", Target: training.Read, Days: 20}}}

// The whole of an onboarding: put on a path, learnt step by step, the path is changed meanwhile, brought along, and arrived.
func TestPath(t *testing.T) {
	o := open(t)
	o.more()
	ctx := t.Context()
	j, err := o.AddPath(ctx, rob, operations)
	if err != nil || j.Version != 1 || len(j.Legs) != 2 || j.Legs[0].Procedure != "p" {
		t.Fatalf("%+v, %v", j, err)
	}
	began := o.now
	made, err := o.PutOn(ctx, rob, j.ID, desktraining.Putting{Accounts: []string{"tom", "eve"}, Supervisor: "ada"})
	if err != nil || len(made) != 2 {
		t.Fatalf("%+v, %v", made, err)
	}
	if again, err := o.PutOn(ctx, rob, j.ID, desktraining.Putting{Accounts: []string{"tom"}}); err != nil || len(again) != 0 {
		t.Errorf("twice: %+v, %v", again, err)
	}
	if got := o.tasks(j.ID, "tom"); !slices.Equal(got, []string{"backup read 20", "p walked 10"}) {
		t.Errorf("%v", got)
	}
	o.now = began.AddDate(0, 0, 2)
	o.must(o.Acknowledge(ctx, tom, "deploy", o.signing("tom", training.Read, "")))
	if p := o.progress(j.ID, "tom"); p.Done != 0 || p.Of != 2 || p.Next().Slug != "deploy" || p.Behind != 0 {
		t.Errorf("%+v", p)
	}
	o.now = began.AddDate(0, 0, 12)
	if p := o.progress(j.ID, "tom"); p.Behind != 1 || !p.Stops[0].Overdue || p.Stops[1].Overdue {
		t.Errorf("late: %+v", p)
	}
	o.practise(tom, deskexecution.Starting{Mode: execution.Training})
	if p := o.progress(j.ID, "tom"); p.Done != 1 || p.Behind != 0 || p.Next().Slug != "backup" || p.Took() != 0 {
		t.Errorf("%+v", p)
	}

	// another procedure comes onto the path, and one goes; who is under way is asked nothing else until they are brought along
	changed := desktraining.Path{Version: 1, Name: "New in operations", Legs: []desktraining.Leg{operations.Legs[0], {Slug: "restore", Target: training.Read, Days: 5}}}
	if j, err = o.ChangePath(ctx, rob, j.ID, changed); err != nil || j.Version != 2 {
		t.Fatalf("%+v, %v", j, err)
	}
	if got, w := o.tasks(j.ID, "tom"), o.way(j.ID); !slices.Equal(got, []string{"backup read 8", "p walked -2"}) || !slices.Equal(w.Behind(), []string{"tom", "eve"}) && !slices.Equal(w.Behind(), []string{"eve", "tom"}) {
		t.Errorf("%v, %v", got, w.Behind())
	}
	if who, err := o.Bring(ctx, rob, j.ID, []string{"tom"}); err != nil || !slices.Equal(who, []string{"tom"}) {
		t.Errorf("%v, %v", who, err)
	}
	// five days from the start are over; so there is a week
	if got := o.tasks(j.ID, "tom"); !slices.Equal(got, []string{"p walked -2", "restore read 7"}) || !slices.Equal(o.way(j.ID).Behind(), []string{"eve"}) {
		t.Errorf("%v, %v", got, o.way(j.ID).Behind())
	}
	// what was withdrawn by hand isn't asked again
	hers, err := rows.Read(o.db).Tasks(ctx, training.Question{Workspace: "w", Journey: j.ID, Account: "eve", Procedure: "p"})
	if err != nil || len(hers) != 1 {
		t.Fatalf("%+v, %v", hers, err)
	}
	o.must(nil, o.Withdraw(ctx, rob, "deploy", desktraining.Ending{ID: hers[0].ID, Reason: "She wrote it."}))
	if who, err := o.Bring(ctx, rob, j.ID, nil); err != nil || !slices.Equal(who, []string{"eve"}) {
		t.Errorf("%v, %v", who, err)
	}
	if got := o.tasks(j.ID, "eve"); !slices.Equal(got, []string{"restore read 7"}) {
		t.Errorf("%v", got)
	}

	arrived := o.now.AddDate(0, 0, 1)
	o.now = arrived
	o.must(o.Acknowledge(ctx, tom, "restore", desktraining.Signing{Number: 1, Digest: "restore"}))
	o.now = o.now.AddDate(0, 0, 5)
	o.revise("Do it so.", "helm upgrade --wait") // what is to be learnt again doesn't undo that somebody has arrived
	w := o.way(j.ID)
	for _, p := range w.All {
		switch took := p.Took(); {
		case p.Account == "tom" && (took < arrived.Sub(began)-time.Minute || took > arrived.Sub(began)+time.Minute || p.Done != 2):
			t.Errorf("tom took %s: %+v", took, p)
		case p.Account == "eve" && (took != 0 || p.Done != 0):
			t.Errorf("eve: %+v", p)
		}
	}
	if len(w.Took()) != 1 {
		t.Errorf("%v", w.Took())
	}

	o.must(nil, o.TakeOff(ctx, rob, j.ID, desktraining.Leaving{Account: "eve", Reason: "She went to sales."}))
	if got, w := o.tasks(j.ID, "eve"), o.way(j.ID); len(got) != 0 || len(w.All) != 1 {
		t.Errorf("%v, %+v", got, w.All)
	}
	if err := o.EndPath(ctx, rob, j.ID, "Another is used."); err != nil {
		t.Fatal(err)
	}
	_, err = o.PutOn(ctx, rob, j.ID, desktraining.Putting{Accounts: []string{"ada"}})
	o.refused(err, "has ended")
	verbs := map[string]int{}
	all, err := o.db.Read().Events(ctx, "w", 200)
	for _, e := range all {
		if e.Target == j.ID || e.Verb == "training.withdrawn" && strings.HasSuffix(e.Detail, ": She went to sales.") {
			verbs[e.Verb]++
		}
	}
	if err != nil || fmt.Sprint(verbs) != "map[path.added:1 path.begun:2 path.brought:2 path.changed:1 path.ended:1 path.left:1 training.withdrawn:1]" {
		t.Errorf("%v, %v", verbs, err)
	}
}

// What can't be is refused with words, changes nothing, and is no one's but reviewers'.
func TestPathRefused(t *testing.T) {
	o := open(t)
	o.more()
	ctx := t.Context()
	with := func(change func(*desktraining.Path)) error {
		p := operations
		p.Legs = slices.Clone(p.Legs)
		change(&p)
		_, err := o.AddPath(ctx, rob, p)
		return err
	}
	o.refused(with(func(p *desktraining.Path) { p.Name = " " }), "no name")
	o.refused(with(func(p *desktraining.Path) { p.Legs = nil }), "no procedures")
	o.refused(with(func(p *desktraining.Path) { p.Legs[1].Slug = "none" }), "")
	o.refused(with(func(p *desktraining.Path) { p.Legs[1] = p.Legs[0] }), "twice")
	o.refused(with(func(p *desktraining.Path) { p.Legs[0].Target = "" }), "how far")
	o.refused(with(func(p *desktraining.Path) { p.Legs[0].Days = 0 }), "days")
	_, err := o.AddPath(ctx, ada, operations)
	o.refused(err, "")
	j, err := o.AddPath(ctx, rob, operations)
	if err != nil {
		t.Fatal(err)
	}
	o.refused(with(func(p *desktraining.Path) { p.Name = "NEW in operations" }), "of that name")
	put := func(s desktraining.Putting) error { _, err := o.PutOn(ctx, rob, j.ID, s); return err }
	o.refused(put(desktraining.Putting{}), "whom")
	o.refused(put(desktraining.Putting{Accounts: []string{"tom"}, Role: team.Viewer}), "whom")
	o.refused(put(desktraining.Putting{Accounts: []string{"tom", "nobody"}}), "isn't in this workspace")
	o.refused(put(desktraining.Putting{Role: "chief"}), "no such role")
	o.refused(put(desktraining.Putting{Accounts: []string{"tom"}, Supervisor: "nobody"}), "supervisor")
	o.refused(put(desktraining.Putting{Accounts: []string{"tom"}, Began: o.now.AddDate(-3, 0, 0)}), "day")
	stale := operations
	stale.Version = 7
	_, err = o.ChangePath(ctx, rob, j.ID, stale)
	o.refused(err, "meanwhile")
	o.refused(o.TakeOff(ctx, rob, j.ID, desktraining.Leaving{Account: "tom"}), "aren't on this path")
	o.refused(o.TakeOff(ctx, rob, j.ID, desktraining.Leaving{}), "aren't on this path")
	for name, err := range map[string]error{
		"change": func() error { _, err := o.ChangePath(ctx, tom, j.ID, operations); return err }(),
		"put": func() error {
			_, err := o.PutOn(ctx, ada, j.ID, desktraining.Putting{Accounts: []string{"ada"}})
			return err
		}(),
		"bring": func() error { _, err := o.Bring(ctx, ada, j.ID, nil); return err }(),
		"off":   o.TakeOff(ctx, tom, j.ID, desktraining.Leaving{Account: "tom"}),
		"end":   o.EndPath(ctx, ada, j.ID, ""),
	} {
		if sop.CodeOf(err) != sop.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	stranger := rob
	stranger.Workspace = "other"
	_, err = o.PutOn(ctx, stranger, j.ID, desktraining.Putting{Accounts: []string{"tom"}})
	if sop.CodeOf(err) != sop.NotFound {
		t.Errorf("from elsewhere: %v", err)
	}
	if w := o.way(j.ID); w.Version != 1 || len(w.All) != 0 {
		t.Errorf("%+v", w)
	}
}

// A role is put on a path as a whole: who joins later is put on it then, with days of their own; who was taken off isn't put on it again.
func TestPathOfRole(t *testing.T) {
	o := open(t)
	o.more()
	ctx := t.Context()
	j, err := o.AddPath(ctx, rob, operations)
	o.must(j, err)
	o.must(o.PutOn(ctx, rob, j.ID, desktraining.Putting{Role: team.Viewer, Supervisor: "ada"}))
	o.must(nil, o.TakeOff(ctx, rob, j.ID, desktraining.Leaving{Account: "tom", Reason: "He knows it."}))
	o.now = o.now.AddDate(0, 0, 30)
	o.do(func(ctx context.Context, s *store.Tx) error { return o.join(ctx, s, actor("may", team.Viewer)) })
	for range 3 {
		o.must(nil, o.Board(ctx, "w"))
	}
	w := o.way(j.ID)
	if len(w.All) != 1 || w.All[0].Account != "may" || w.All[0].Supervisor != "" && w.All[0].Supervisor != "ada" || !slices.Equal(o.tasks(j.ID, "may"), []string{"backup read 20", "p walked 10"}) {
		t.Errorf("%+v, %v", w.All, o.tasks(j.ID, "may"))
	}
	o.must(nil, o.TakeOff(ctx, rob, j.ID, desktraining.Leaving{Role: team.Viewer}))
	o.refused(o.TakeOff(ctx, rob, j.ID, desktraining.Leaving{Role: team.Viewer}), "isn't put on")
	o.do(func(ctx context.Context, s *store.Tx) error { return o.join(ctx, s, actor("ned", team.Viewer)) })
	o.must(nil, o.Board(ctx, "w"))
	if w := o.way(j.ID); len(w.All) != 1 {
		t.Errorf("%+v", w.All)
	}
}

// What somebody knew before counts from their start; a procedure that is retired meanwhile isn't waited for.
func TestPathKnown(t *testing.T) {
	o := open(t)
	o.more()
	ctx := t.Context()
	o.teach(ada)
	o.now = o.now.AddDate(0, 0, 3)
	j, err := o.AddPath(ctx, rob, operations)
	o.must(j, err)
	o.must(o.PutOn(ctx, rob, j.ID, desktraining.Putting{Accounts: []string{"ada"}}))
	p := o.way(j.ID).All[0]
	if p.Done != 1 || !p.Stops[0].Reached.Equal(p.Began) || p.Next().Slug != "backup" {
		t.Errorf("%+v", p)
	}
	if err := o.judges.Retire(ctx, rob, "backup", desklife.Ending{Reason: "Another is used."}); err != nil {
		t.Fatal(err)
	}
	if p := o.way(j.ID).All[0]; p.Of != 1 || p.Done != 1 || p.Next() != nil || !p.Stops[1].Over || p.Arrived.IsZero() {
		t.Errorf("%+v", p)
	}
}
