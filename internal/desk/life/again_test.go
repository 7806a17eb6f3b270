package life_test

import (
	"testing"

	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// What a retirement ended can be sent again as it is once that is taken back: the same bytes, judged anew by whoever hasn't written them. What was decided before counts for nothing, the trail vouches for
// both reviews, and what was in force at a time is told of each.
func TestSentAgainAfterARetirement(t *testing.T) {
	o, ctx := open(t), t.Context()
	first := o.send(ada, 1)
	if _, err := o.decide(rob, first, life.Approve); err != nil {
		t.Fatal(err)
	}
	then := o.now
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if got := desklife.Altered(o.kept()); len(got) > 0 {
			t.Fatal(got)
		}
	}
	ok(o.Retire(ctx, rob, "deploy", desklife.Ending{Reason: "Another one is used."}))
	_, err := o.Send(ctx, ada, "deploy", desklife.Sending{Number: 1})
	want(t, err, sop.Invalid, "retired")
	ok(o.Unretire(ctx, rob, "deploy"))
	between := o.now
	again := o.send(ada, 1)
	ok(nil)
	if again.ID == first.ID || again.Digest != first.Digest || again.Change != life.Minor || again.State != life.InReview || len(again.Decisions) != 0 {
		t.Fatalf("%+v", again)
	}
	_, err = o.decide(ada, again, life.Approve)
	want(t, err, sop.Forbidden, "")
	made, err := o.decide(sue, again, life.Approve)
	ok(err)
	l := o.life()
	if made.State != life.Effective || l.Reviews[0].State != life.Retired || l.At(then).ID != first.ID || l.At(between) != nil || l.In(life.Effective).ID != again.ID || l.Gone(1) != "" {
		t.Fatalf("%+v", l.Reviews)
	}
	// what is in review when it is retired wasn't withdrawn by anybody: it is sent again, too; what was rejected isn't
	o.revise("ada", whole)
	second := o.send(ada, 2)
	ok(o.Retire(ctx, rob, "deploy", desklife.Ending{Reason: "Over."}))
	ok(o.Unretire(ctx, rob, "deploy"))
	_, err = o.decide(rob, second, life.Approve)
	want(t, err, sop.Invalid, "closed")
	third := o.send(ada, 2)
	if _, err := o.decide(rob, third, life.Reject); err != nil {
		t.Fatal(err)
	}
	_, err = o.Send(ctx, ada, "deploy", desklife.Sending{Number: 2})
	want(t, err, sop.Invalid, "judged already")
	o.revise("ada", whole)
	fourth := o.send(ada, 3)
	ok(o.Withdraw(ctx, ada, "deploy", fourth.ID))
	_, err = o.Send(ctx, ada, "deploy", desklife.Sending{Number: 3})
	want(t, err, sop.Invalid, "judged already")
}
