package life_test

import (
	"context"
	"strings"
	"testing"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
)

// A critical procedure wants a dry run by somebody who hardly knows it; the refusal names who that is, and the trail what was asked for.
func TestDryRunByANewcomer(t *testing.T) {
	o, ctx := open(t), t.Context()
	o.do(func(ctx context.Context, s *store.Tx) error {
		for _, a := range []desk.Actor{ada, rob, eve, sue, tom} {
			x := team.Account{ID: a.Account, Email: a.Account + "@example.com", Name: strings.ToUpper(a.Account[:1]) + a.Account[1:], Password: "x"}
			if err := s.AddAccount(ctx, x); err != nil {
				return err
			}
			if err := s.SetMember(ctx, team.Member{Account: x, Workspace: "w", Role: a.Role}); err != nil {
				return err
			}
		}
		return nil
	})
	ran := func(id, who string, mode execution.Mode, number int) {
		x := execution.Execution{ID: id, Workspace: "w", Procedure: "p", Number: number, Mode: mode, By: who, Started: o.Now()}
		x.Lead, x.Doers, x.Ended, x.Outcome, x.Passed = who, []string{who}, o.Now(), execution.OK, mode.Tries()
		o.do(func(ctx context.Context, s *store.Tx) error { return executions.In(s).AddExecution(ctx, x) })
	}
	one := 1
	policies := life.Usual()
	p := policies[life.Critical]
	if p.Newcomers() != 3 || policies[life.Normal].Newcomers() != 0 || policies[life.Low].Newcomers() != 0 {
		t.Errorf("%+v", policies)
	}
	p.Approvals, p.Newcomer = 1, &one
	policies[life.Critical] = p
	if err := o.SetPolicies(ctx, eve, policies); err != nil {
		t.Fatal(err)
	}
	p.Newcomer = nil // one that says nothing of it leaves it
	policies[life.Critical] = p
	if err := o.SetPolicies(ctx, eve, policies); err != nil {
		t.Fatal(err)
	}
	if err := o.SetClass(ctx, rob, "deploy", desklife.Classing{Class: life.Critical}); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"rob", "sue", "eve"} {
		ran("for real "+who, who, execution.Live, 1)
	}
	ran("by an expert", "sue", execution.DryRun, 1)
	r := o.send(ada, 1)
	_, err := o.decide(rob, r, life.Approve)
	want(t, err, sop.Invalid, "had never carried it out for real before")
	want(t, err, sop.Invalid, "Ask Tom to do a dry run")
	ran("by a newcomer", "tom", execution.DryRun, 1)
	ran("after it", "tom", execution.Live, 1) // what comes later doesn't make an expert of whoever did it
	if r, err = o.decide(rob, r, life.Approve); err != nil || r.State != life.Effective {
		t.Errorf("%+v, %v", r, err)
	}
	events, err := o.db.Read().Trail(ctx, team.Question{Workspace: "w", Verb: "policy.set", Limit: 9})
	if err != nil || len(events) == 0 || !strings.Contains(events[0].Detail, "dry run true (by whoever carried it out fewer than 1 times)") {
		t.Errorf("%+v, %v", events, err)
	}
	bad := life.Usual()
	many := 100
	p.Newcomer = &many
	bad[life.Critical] = p
	want(t, o.SetPolicies(ctx, eve, bad), sop.Invalid, "By whom critical procedures need a dry run")
}

// counting counts how often it is asked who carried a procedure out.
type counting struct {
	lives.Tx
	asked *int
}

func (c counting) CarriedOut(ctx context.Context, procedure string, most int, all []life.Doer) ([]int, error) {
	*c.asked++
	return c.Tx.CarriedOut(ctx, procedure, most, all)
}

// How often people carried it out is asked only where a class asks for that, and then once, however many tried it.
func TestCarriedOutIsAskedSeldom(t *testing.T) {
	o, asked := open(t), 0
	o.Do = func(ctx context.Context, do func(desklife.Tx) error) error {
		return o.db.Do(ctx, func(s *store.Tx) error { return do(counting{lives.In(s), &asked}) })
	}
	for _, id := range []string{"one", "two", "three"} {
		x := execution.Execution{ID: id, Workspace: "w", Procedure: "p", Number: 1, Mode: execution.DryRun, By: "tom", Started: o.Now()}
		x.Lead, x.Doers, x.Ended, x.Outcome, x.Passed = "tom", []string{"tom", "sue"}, o.Now(), execution.OK, true
		o.do(func(ctx context.Context, s *store.Tx) error { return executions.In(s).AddExecution(ctx, x) })
	}
	r := o.send(ada, 1)
	if _, err := o.decide(rob, r, life.Approve); err != nil || asked != 0 {
		t.Errorf("a normal procedure: asked %d times, %v", asked, err)
	}
	if err := o.SetClass(t.Context(), rob, "deploy", desklife.Classing{Class: life.Critical}); err != nil {
		t.Fatal(err)
	}
	o.revise("ada", func(r *sop.Revision) { r.Sections[0].Steps[0].Commands[0].Text = "kubectl get nodes" })
	r = o.send(ada, 2)
	if asked != 0 {
		t.Errorf("sending asks %d times", asked)
	}
	for _, id := range []string{"four", "five", "six"} {
		x := execution.Execution{ID: id, Workspace: "w", Procedure: "p", Number: 2, Mode: execution.DryRun, By: "tom", Started: o.Now()}
		x.Lead, x.Doers, x.Ended, x.Outcome, x.Passed = "tom", []string{"tom", "sue"}, o.Now(), execution.OK, true
		o.do(func(ctx context.Context, s *store.Tx) error { return executions.In(s).AddExecution(ctx, x) })
	}
	if _, err := o.decide(rob, r, life.Approve); err != nil || asked != 1 {
		t.Errorf("a critical one: asked %d times, %v", asked, err)
	}
}
