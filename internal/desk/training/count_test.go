package training_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	desktraining "showhow/internal/desk/training"
	"showhow/internal/desk/training/tally"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	rows "showhow/internal/store/training"
)

// counter counts what the office's people can do.
func (o *office) counter() tally.Counter {
	return tally.Counter{People: rows.ShelfOf(o.db), Rows: rows.Read(o.db), Do: func(ctx context.Context, do func(tally.Tx) error) error {
		return o.db.Do(ctx, func(s *store.Tx) error { return do(rows.In(s)) })
	}}
}

// counted wants the kept counts to be those of the matrix, and gives them.
func (o *office) counted(what string) map[string]training.Count {
	o.t.Helper()
	at := desktraining.At{Workspace: "w", Now: o.now}
	t, err := o.counter().Tally(o.t.Context(), at)
	if err != nil || t.Left != 0 {
		o.t.Fatalf("%s: %v, %d left", what, err, t.Left)
	}
	p, err := o.db.Read().Procedure(o.t.Context(), "w", "deploy")
	if err != nil {
		o.t.Fatal(err)
	}
	f, err := o.reading().Person(o.t.Context(), at, "tom")
	if err != nil {
		o.t.Fatal(err)
	}
	m, want := training.MatrixOf(f), map[string]training.Count{}
	for _, who := range m.People {
		c := m.Cell(p.ID, who.ID)
		if !c.Begun {
			continue
		}
		n := training.Count{}
		switch {
		case c.Alone():
			n.Able = 1
		case c.Refresh != "":
			n.Refresh = 1
		default:
			n.Learning = 1
		}
		if c.Late {
			n.Late = 1
		}
		want[who.ID] = n
	}
	if !reflect.DeepEqual(t.Counts, want) {
		o.t.Errorf("%s: counted %+v, the matrix says %+v", what, t.Counts, want)
	}
	return t.Counts
}

// Whatever happens, what is kept to be counted is what the matrix says.
func TestCounts(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	if n := o.counted("nobody has begun"); len(n) != 0 {
		t.Errorf("%+v", n)
	}
	_, err := o.Assign(ctx, rob, "deploy", desktraining.Asking{Accounts: []string{"tom"}, Target: training.Able, Due: o.now.AddDate(0, 0, 7)})
	o.must(nil, err)
	if n := o.counted("asked"); n["tom"] != (training.Count{Learning: 1}) {
		t.Errorf("%+v", n)
	}
	o.now = o.now.AddDate(0, 0, 8)
	if n := o.counted("late, by time alone"); n["tom"] != (training.Count{Learning: 1, Late: 1}) {
		t.Errorf("%+v", n)
	}
	o.teach(tom)
	if n := o.counted("able"); n["tom"] != (training.Count{Able: 1}) {
		t.Errorf("%+v", n)
	}
	o.now = o.now.AddDate(0, 7, 0)
	if n := o.counted("unused, by time alone"); n["tom"].Refresh != 1 {
		t.Errorf("%+v", n)
	}
	o.now = o.now.AddDate(0, -7, 0)
	o.do(func(ctx context.Context, s *store.Tx) error { // the clock was put back: what lapsed is counted by what is signed anew
		return rows.In(s).SaveRecord(ctx, training.Record{Workspace: "w", Procedure: "p", Account: "tom"})
	})
	if n := o.counted("nothing signed any more"); n["tom"].Able != 0 {
		t.Errorf("%+v", n)
	}
	o.teach(tom)
	o.revise("Do it otherwise.", "helm upgrade --atomic")
	if n := o.counted("a major revision"); n["tom"].Refresh != 1 {
		t.Errorf("%+v", n)
	}
	o.must(nil, o.SetPolicies(ctx, eve, training.Policies{life.Critical: {Days: 1}, life.Normal: {}, life.Low: {}}))
	o.counted("other policies")
	_, err = o.Assign(ctx, rob, "deploy", desktraining.Asking{Role: team.Viewer, Target: training.Read, Due: o.now.AddDate(0, 0, 7)})
	o.must(nil, err)
	o.do(func(ctx context.Context, s *store.Tx) error { return o.join(ctx, s, actor("new", team.Viewer)) })
	o.must(nil, o.Enrol(ctx, "w"))
	if n := o.counted("somebody joins"); n["new"].Learning != 1 {
		t.Errorf("%+v", n)
	}
	o.do(func(ctx context.Context, s *store.Tx) error {
		return s.SetMember(ctx, team.Member{Account: team.Account{ID: "new"}, Workspace: "w", Role: team.Editor})
	})
	if n := o.counted("in another role"); n["new"].Learning != 0 {
		t.Errorf("%+v", n)
	}
	if tally, err := o.counter().Tally(ctx, desktraining.At{Workspace: "other", Now: o.now}); err != nil || len(tally.Counts) > 0 {
		t.Errorf("another workspace's: %+v, %v", tally, err)
	}
}

// A procedure that can't be counted keeps neither those beside it, nor whoever looks, from what is counted.
func TestCountsLeft(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	_, err := o.Assign(ctx, rob, "deploy", desktraining.Asking{Accounts: []string{"tom"}, Target: training.Able, Due: o.now.AddDate(0, 0, 7)})
	o.must(nil, err)
	o.do(func(ctx context.Context, s *store.Tx) error {
		if err := s.AddProcedure(ctx, sop.Procedure{ID: "a", Workspace: "w", Slug: "a", Title: "A", Owner: "ada", State: sop.Draft, Holding: "h", Latest: 1}); err != nil {
			return err
		}
		_, err := s.SQL().ExecContext(ctx, "INSERT INTO training (workspace, procedure, account, body) VALUES ('w', 'a', 'tom', 'x')")
		return err
	})
	at := desktraining.At{Workspace: "w", Now: o.now}
	if n, err := o.counter().CatchUp(ctx, at, 1); n != 0 || !errors.Is(err, tally.ErrLeft) {
		t.Errorf("the one that can't be counted comes first: %d, %v", n, err)
	}
	if n, err := o.counter().CatchUp(ctx, at, 1); n != 1 || err != nil {
		t.Errorf("it keeps the other waiting: %d, %v", n, err)
	}
	o.do(func(ctx context.Context, s *store.Tx) error {
		_, err := s.SQL().ExecContext(ctx, "UPDATE training_task SET next = next")
		return err
	})
	if n, err := o.counter().CatchUp(ctx, at, 10); n != 1 || !errors.Is(err, tally.ErrLeft) {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := o.counter().CatchUp(ctx, desktraining.At{Workspace: "other", Now: o.now}, 10); n != 0 || err != nil {
		t.Errorf("another workspace's: %d, %v", n, err)
	}
	if got, err := o.counter().Tally(ctx, at); err != nil || got.Left != 1 || got.Counts["tom"].Learning != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}
