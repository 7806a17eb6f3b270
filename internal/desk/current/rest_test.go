package current_test

import (
	"context"
	"testing"
	"time"

	"showhow/internal/sop/current"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/lives"
)

// days lets so many pass, and looks after it as each minute does.
func (o *office) days(n int) {
	o.t.Helper()
	o.clock = o.clock.AddDate(0, 0, n)
	for range 2 { // once more changes nothing
		if err := o.Rest(o.t.Context()); err != nil {
			o.t.Fatal(err)
		}
	}
}

// rests says whether it is flagged as unused.
func (o *office) rests(want string) {
	o.t.Helper()
	got := ""
	for _, f := range o.flags() {
		if f.Reason == current.ByRest {
			got += f.Text
		}
	}
	if got != want {
		o.t.Fatalf("flagged as %q, want %q", got, want)
	}
}

func (o *office) past() []current.Flag {
	o.t.Helper()
	all, err := currents.Read(o.db).PastFlags(o.t.Context(), "p")
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

// lived changes its life.
func (o *office) lived(change func(l *life.Life)) {
	o.t.Helper()
	o.do(func(ctx context.Context, s currents.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "release")
		if err != nil {
			return err
		}
		l, err := s.Life(ctx, "p")
		if err != nil {
			return err
		}
		change(&l)
		return s.SaveLife(ctx, p, l)
	})
}

const never = "nobody has ever carried it out; it is in force since 27 Oct 2026"

// What nobody carries out for as long as its class allows is flagged, once each time, until somebody carries it out.
func TestUnusedIsFlaggedOnceALapse(t *testing.T) {
	o := open(t)
	o.days(148) // 179 days in force
	o.rests("")
	o.days(1)
	o.rests(never)
	o.days(30)
	o.rests(never)
	if n := o.count("SELECT COUNT(*) FROM event WHERE workspace = 'w' AND verb = 'procedure.flagged' AND detail LIKE 'unused: %'"); n != 1 {
		t.Errorf("%d lines of the trail", n)
	}
	o.carried("learnt", execution.Training, 1, execution.OK)
	o.days(0)
	o.rests(never)
	o.clock = o.clock.Add(time.Minute)
	o.carried("tried", execution.DryRun, 1, execution.OK)
	o.days(0) // within the day: what is flagged is looked at each minute
	o.rests("")
	if past := o.past(); len(past) != 1 || past[0].How != "carried out" {
		t.Errorf("%+v", past)
	}
	o.days(179)
	o.rests("")
	o.days(1)
	o.rests("nobody has carried it out since 25 May 2027")
}

// The days count anew from a look at it, from "still right", and from a new revision in force; what is suspended isn't flagged.
func TestUnusedCountsAnew(t *testing.T) {
	o := open(t)
	o.lived(func(l *life.Life) {
		l.Looks = append(l.Looks, life.Look{Decision: life.Decision{At: o.clock.AddDate(0, 0, 100)}, Number: 1})
	})
	o.days(279)
	o.rests("")
	o.days(1)
	o.rests(never)
	if _, err := o.StillRight(t.Context(), rob, o.flags()[0].ID, current.FlagStep{Reason: "It is for disasters."}); err != nil {
		t.Fatal(err)
	}
	o.days(179)
	o.rests("")
	o.lived(func(l *life.Life) { l.Suspended = &life.Mark{By: "rob", At: o.clock} })
	o.days(10)
	o.rests("")
	o.lived(func(l *life.Life) { l.Suspended = nil })
	o.days(1)
	o.rests(never)
	o.force(names)
	o.rests("")
	o.days(179)
	o.rests("")
}

func (o *office) bounds(c life.Class, b life.ByUse) error {
	all := life.Policies{}
	for _, x := range life.Classes {
		all[x] = life.Policy{Approvals: 1}
	}
	p := all[c]
	p.Use, all[c] = &b, life.Policy{}
	all[c] = p
	return o.judges().SetPolicies(o.t.Context(), max, all)
}

// Each class has its bounds; another policy counts at once, and one that says nothing of them leaves them as they are.
func TestBoundsByClass(t *testing.T) {
	o := open(t)
	o.lived(func(l *life.Life) { l.Class = life.Low })
	o.days(3000)
	o.rests("")
	o.lived(func(l *life.Life) { l.Class = life.Critical })
	o.days(0)
	o.rests("") // looked at today already
	o.days(1)
	o.rests(never)
	if err := o.bounds(life.Critical, life.ByUse{Failed: 2, Recovered: 0, Said: 0, Unused: 0}); err != nil {
		t.Fatal(err)
	}
	o.days(0)
	o.rests("")
	o.carried("f1", execution.Live, 1, execution.Failed)
	for _, id := range []string{"r1", "r2", "r3"} {
		o.carried(id, execution.Live, 1, execution.Recovered)
	}
	o.reviewed()
	o.carried("f2", execution.Live, 1, execution.Failed)
	o.reviewed(current.ByFailure)
	if err := o.bounds(life.Low, life.ByUse{Unused: 7}); err != nil {
		t.Fatal(err)
	}
	all, err := lives.Read(o.db).Policies(t.Context(), "w")
	if err != nil || all.ByUse(life.Critical).Failed != 2 || all.ByUse(life.Low).Unused != 7 || all.ByUse(life.Normal).Unused != 180 {
		t.Errorf("%+v, %v", all, err)
	}
	for _, b := range []life.ByUse{{Failed: -1}, {Recovered: 100}, {Said: 100}, {Unused: 3651}} {
		if err := o.bounds(life.Low, b); err == nil {
			t.Errorf("%+v is taken", b)
		}
	}
}

// A policy that was written before there were bounds has the usual ones.
func TestBoundsOfAnOldPolicy(t *testing.T) {
	o := open(t)
	if err := o.db.Do(t.Context(), func(s *store.Tx) error {
		_, err := lives.In(s).SQL().ExecContext(t.Context(), `INSERT INTO policy (workspace, body) VALUES ('w', '{"critical":{"approvals":3,"dry_run":true,"pilot":false,"every":3}}')`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	all, err := lives.Read(o.db).Policies(t.Context(), "w")
	if err != nil || all[life.Critical].Approvals != 3 || all.ByUse(life.Critical) != *life.Usual()[life.Critical].Use {
		t.Errorf("%+v, %v", all, err)
	}
}
