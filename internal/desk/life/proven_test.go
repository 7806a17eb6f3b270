package life_test

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/store/chain"
	"showhow/internal/store/lives"
)

// kept is the life as it lies there, and its lines of the trail.
func (o *office) kept() (desklife.Kept, []trail.Entry) {
	o.t.Helper()
	s, err := o.db.Snapshot(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	defer s.Close()
	all, err := lives.From(s.Conn()).Kept(o.t.Context(), "w")
	all = slices.DeleteFunc(all, func(k lives.Kept) bool { return k.Procedure.ID != "p" })
	if err != nil || len(all) != 1 {
		o.t.Fatalf("%d, %v", len(all), err)
	}
	var lines []trail.Entry
	if err := chain.In(s.Conn()).Entries(o.t.Context(), chain.Part{Workspace: "w", From: 1}, func(x *trail.Entry) error {
		if desklife.Proves(x.Verb) && x.Target == "p" {
			lines = append(lines, *x)
		}
		return nil
	}); err != nil {
		o.t.Fatal(err)
	}
	k := desklife.Kept{Procedure: all[0].Procedure, Life: all[0].Life, Fits: all[0].Fits}
	if all[0].Body != "" {
		k.Digest = trail.Hash(sha256.Sum256([]byte(all[0].Body))).String()
	}
	return k, lines
}

// lived takes a procedure through most of a life, and looks after each verb that the trail vouches for what there is.
func lived(t *testing.T) *office {
	o := open(t)
	ctx := t.Context()
	max := desk.Actor{Workspace: "w", Account: "max", Role: team.Reviewer}
	var r life.Review
	send := func(urgent bool) func() error {
		return func() (err error) {
			k, _ := o.kept()
			n := len(k.Life.Reviews) + 1
			if n > 1 {
				o.revise("ada", whole)
			}
			r, err = o.Send(ctx, ada, "deploy", desklife.Sending{Number: n, Urgent: urgent, Summary: "<s> é"})
			return err
		}
	}
	judge := func(a desk.Actor, v life.Verdict) func() error {
		return func() error {
			_, err := o.Decide(ctx, a, "deploy", desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: v, Note: "n", Name: a.Account, Proof: "password"})
			return err
		}
	}
	for i, do := range []func() error{
		send(false), judge(rob, life.Reject), send(false), judge(rob, life.Approve), send(false),
		func() error { return o.Withdraw(ctx, ada, "deploy", r.ID) },
		func() error { return o.Suspend(ctx, ada, "deploy", "it burns") }, func() error { return o.Resume(ctx, rob, "deploy", "it doesn't") },
		func() error { return o.SetClass(ctx, rob, "deploy", desklife.Classing{Class: life.Critical}) },
		send(true), func() error {
			return o.Waive(ctx, rob, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Quorum, life.DryRun, life.Complete, life.Threads}, Reason: "storm"})
		}, judge(max, life.Approve),
		func() error {
			return o.FollowedUp(ctx, sue, "deploy", desklife.Waiving{Review: r.ID, Reason: "it holds"})
		},
		func() error {
			return o.Reaffirm(ctx, rob, "deploy", desklife.Judgement{Digest: r.Digest, Name: "rob", Note: "still"})
		},
		func() error { return o.Suspend(ctx, ada, "deploy", "again") },
		func() error { return o.Retire(ctx, rob, "deploy", desklife.Ending{Reason: "over"}) }, func() error { return o.Unretire(ctx, rob, "deploy") },
	} {
		if err := do(); err != nil {
			t.Fatalf("verb %d: %v", i, err)
		}
		if got := desklife.Altered(o.kept()); len(got) > 0 {
			t.Fatalf("after verb %d: %q", i, got)
		}
	}
	return o
}

// Whatever of a life is changed behind the trail's back is found, and named as far as the trail knows it; also where the lines are of before they vouched for the whole.
func TestAltered(t *testing.T) {
	o := lived(t)
	k, lines := o.kept()
	old := slices.Clone(lines)
	for i := range old { // as lines were written before
		var left []string
		for _, p := range strings.Fields(old[i].Proof) {
			if !strings.HasPrefix(p, "life=") && !strings.HasPrefix(p, "stands=") {
				left = append(left, p)
			}
		}
		old[i].Proof = strings.Join(left, " ")
	}
	if got := desklife.Altered(k, old); len(got) > 0 {
		t.Errorf("lines of before: %q", got)
	}
	for name, c := range map[string]struct {
		change func(k *desklife.Kept)
		before bool // found by lines of before, too
	}{
		"revision 2 stands as effective, and the trail says superseded":   {func(k *desklife.Kept) { k.Life.Reviews[1].State = life.Effective }, false},
		"the trail knows of no such decision: revision 2, approve by Eve": {func(k *desklife.Kept) { k.Life.Reviews[1].Decisions[0].Name = "Eve" }, true},
		"the decision of which entry":                                     {func(k *desklife.Kept) { k.Life.Reviews[0].Decisions = nil }, true},
		"the trail knows of no such waiver: revision 4":                   {func(k *desklife.Kept) { k.Life.Reviews[3].Waivers[0].Reason = "calm" }, true},
		"the trail knows of no such look":                                 {func(k *desklife.Kept) { k.Life.Looks[0].Note = "" }, true},
		"the review that entry":                                           {func(k *desklife.Kept) { k.Life.Reviews = k.Life.Reviews[1:] }, true},
		"isn't what was sent for review by entry":                         {func(k *desklife.Kept) { k.Life.Reviews[3].Digest = "00" }, true},
		"it isn't suspended, and by entry":                                {func(k *desklife.Kept) { k.Life.Suspended = nil }, true},
		"it is retired, and the trail doesn't say":                        {func(k *desklife.Kept) { k.Life.Retired = &life.Mark{By: "rob"} }, true},
		"isn't who the trail says":                                        {func(k *desklife.Kept) { k.Life.Suspended.By = "eve" }, true},
		"it stands as effective":                                          {func(k *desklife.Kept) { k.Procedure.State = sop.ProcedureState(life.Effective) }, true},
		"what lists are asked by":                                         {func(k *desklife.Kept) { k.Fits = false }, true},
		"what became of it isn't what entry":                              {func(k *desklife.Kept) { k.Life.Due = k.Life.Due.AddDate(1, 0, 0) }, false},
		"isn't what entry":                                                {func(k *desklife.Kept) { k.Life.Reviews[1].Came = k.Life.Reviews[1].Came.AddDate(-1, 0, 0) }, false},
		"is not there at all: the review that":                            {func(k *desklife.Kept) { k.Life, k.Digest = life.Life{}, "" }, true},
	} {
		k, _ := o.kept()
		c.change(&k)
		if k.Digest != "" {
			k.Digest = trail.Digest(k.Life)
		}
		if i := strings.Index(name, ": the"); strings.HasPrefix(name, "is not") {
			name = name[i+2:]
		}
		found := func(got []string) bool {
			return slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, name) })
		}
		if got := desklife.Altered(k, lines); !found(got) {
			t.Errorf("%s: %q", name, got)
		}
		if got := desklife.Altered(k, old); c.before && !found(got) {
			t.Errorf("%s, by lines of before: %q", name, got)
		}
	}
}

// The bytes as they lie there are those that the digest in the trail is of, whatever is in them.
func TestLifeIsKeptAsVouched(t *testing.T) {
	o := lived(t)
	k, lines := o.kept()
	body, err := json.Marshal(k.Life)
	if err != nil {
		t.Fatal(err)
	}
	if got := trail.Hash(sha256.Sum256(body)).String(); got != k.Digest || trail.Proven(lines[len(lines)-1].Proof, "life") != got {
		t.Errorf("%s, %s", got, k.Digest)
	}
}
