package life_test

import (
	"context"
	"slices"
	"testing"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// settle makes somebody a reviewer who can sign in.
func (o *office) settle(account string) desk.Actor {
	o.t.Helper()
	o.enrol(account, "hash")
	return desk.Actor{Workspace: "w", Account: account, Role: team.Reviewer}
}

func (o *office) enrol(account, password string) {
	o.t.Helper()
	m := team.Member{Account: team.Account{ID: account, Email: account + "@example.com", Name: account, Password: password}, Workspace: "w", Role: team.Reviewer}
	o.do(func(ctx context.Context, s *store.Tx) error {
		if err := s.AddAccount(ctx, m.Account); err != nil {
			return err
		}
		return s.SetMember(ctx, m)
	})
}

// asksOwner has normal procedures ask for one approval, the owner's.
func asksOwner(t *testing.T) *office {
	t.Helper()
	o := open(t)
	all := life.Usual()
	all[life.Normal] = life.Policy{Approvals: 1, Roles: []life.Need{{Role: life.ByOwner, Count: 1}}}
	if err := o.SetPolicies(t.Context(), eve, all); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) depute(a desk.Actor, deputy string) error {
	return o.SetClass(o.t.Context(), a, "deploy", desklife.Classing{Class: life.Normal, Deputy: &deputy})
}

// Who stood in for the owner when a review was opened counts as the owner, as long as they still do.
func TestOwnersApproval(t *testing.T) {
	o := asksOwner(t)
	dan, max := o.settle("dan"), o.settle("max")
	if err := o.depute(eve, "dan"); err != nil {
		t.Fatal(err)
	}
	r := o.send(ada, 1)
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.InReview {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := o.depute(eve, "max"); err != nil {
		t.Fatal(err)
	}
	for _, a := range []desk.Actor{dan, max} { // one is it no more, and one wasn't it when it was sent
		if got, err := o.decide(a, r, life.Approve); err != nil || got.State != life.InReview || len(got.Decisions[len(got.Decisions)-1].As) > 0 {
			t.Fatalf("%s: %+v, %v", a.Account, got, err)
		}
	}
	if err := o.depute(eve, "dan"); err != nil {
		t.Fatal(err)
	}
	if got, err := o.decide(dan, r, life.Approve); err != nil || got.State != life.Effective || !slices.Equal(got.Decisions[3].As, []string{life.ByOwner}) {
		t.Fatalf("%+v, %v", got, err)
	}
}

// A reviewer can't give themselves the owner's approval.
func TestWhoNamesADeputy(t *testing.T) {
	o := asksOwner(t)
	for _, a := range []desk.Actor{rob, sue, eve} {
		o.settle(a.Account)
	}
	o.enrol("ivy", "")
	r := o.send(ada, 1)
	want(t, o.depute(rob, "rob"), sop.Forbidden, "Only the owner or an administrator")
	want(t, o.depute(rob, "sue"), sop.Forbidden, "Only the owner or an administrator")
	want(t, o.depute(eve, "eve"), sop.Invalid, "yourself")
	want(t, o.depute(eve, "ada"), sop.Invalid, "own deputy")
	want(t, o.depute(eve, "nobody"), sop.Invalid, "can sign in")
	want(t, o.depute(eve, "ivy"), sop.Invalid, "can sign in")
	if l := o.life(); l.Deputy != "" {
		t.Fatalf("what was refused stands: %q", l.Deputy)
	}
	owner := ada
	owner.Role = team.Reviewer
	if err := o.depute(owner, "rob"); err != nil {
		t.Fatal(err)
	}
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.InReview {
		t.Fatalf("who became the deputy after it was sent approves as the owner: %+v, %v", got, err)
	}
	if err := o.depute(rob, "rob"); err != nil { // as it is, with the class
		t.Fatal(err)
	}
	want(t, o.depute(rob, ""), sop.Forbidden, "Only the owner or an administrator")
	if err := o.depute(eve, ""); err != nil || o.life().Deputy != "" {
		t.Fatalf("%q, %v", o.life().Deputy, err)
	}
}
