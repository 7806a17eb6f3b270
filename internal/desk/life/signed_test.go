package life_test

import (
	"strings"
	"testing"

	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/trail"
)

// sendReworded sends a revision in which one word differs, as that.
func (o *office) sendReworded(number int, is string) life.Review {
	o.t.Helper()
	o.revise("ada", func(r *sop.Revision) {
		r.Sections[0].Steps[0].Detail = []sop.Claim{{Text: is, Evidence: sop.Evidence{Source: sop.FromAuthor}}}
	})
	r, err := o.Send(o.t.Context(), ada, "deploy", desklife.Sending{Number: number, Summary: "A word.", Wording: "It was misspelled."})
	if err != nil || r.Change != life.Minor {
		o.t.Fatalf("%+v, %v", r, err)
	}
	return r
}

// Whoever approves that only words differ signs that, and the trail vouches for it; where approvals are waived it is a major change after all.
func TestWordingIsSigned(t *testing.T) {
	o := open(t)
	o.revise("ada", func(r *sop.Revision) {
		r.Sections[0].Steps[0].Detail = []sop.Claim{{Text: "Wait for the rollout.", Evidence: sop.Evidence{Source: sop.FromAuthor}}}
	})
	first, err := o.decide(rob, o.send(ada, 2), life.Approve)
	if err != nil || strings.Contains(first.Decisions[0].Meaning, "wording") {
		t.Fatalf("%+v, %v", first, err)
	}
	sent := o.sendReworded(3, "Wait for the roll-out.")
	unseen := desklife.Judgement{Review: sent.ID, Digest: sent.Digest, Verdict: life.Approve, Name: "rob", Proof: "password"}
	if _, err := o.Decide(t.Context(), rob, "deploy", unseen); err == nil || !strings.Contains(err.Error(), "only its wording is said to differ") {
		t.Errorf("it is signed unseen: %v", err)
	}
	r, err := o.decide(rob, sent, life.Approve)
	if err != nil || r.Change != life.Minor || !strings.HasSuffix(r.Decisions[0].Meaning, "Only its wording differs: nobody does anything else by it.") {
		t.Errorf("%+v, %v", r, err)
	}
	k, lines := o.kept()
	if told := desklife.Altered(k, lines); len(told) > 0 {
		t.Errorf("%q", told)
	}
	for name, alter := range map[string]func(*life.Review){
		"is a major change, and by entry": func(r *life.Review) { r.Change = life.Major }, "why nobody does anything else by revision 3 isn't": func(r *life.Review) { r.Wording = "Other." }, "anything else by revision 3": func(r *life.Review) { r.Wording = "" },
	} {
		k, lines := o.kept()
		alter(&k.Life.Reviews[1])
		if told := strings.Join(desklife.Altered(k, lines), "; "); !strings.Contains(told, name) {
			t.Errorf("%q, want %q", told, name)
		}
		for i := range lines { // as lines were before they vouched for it
			var rest []string
			for _, part := range strings.Fields(lines[i].Proof) {
				if !strings.HasPrefix(part, "change") && !strings.HasPrefix(part, "wording") && !strings.HasPrefix(part, "life") {
					rest = append(rest, part)
				}
			}
			lines[i].Proof = strings.Join(rest, " ")
		}
		if trail.Proven(lines[0].Proof, "review") == "" {
			t.Fatalf("%q", lines[0].Proof)
		}
		if told := desklife.Altered(k, lines); len(told) > 0 {
			t.Errorf("an old line: %q", told)
		}
	}
	all := life.Usual()
	all[life.Normal] = life.Policy{Approvals: 2}
	if err := o.SetPolicies(t.Context(), eve, all); err != nil {
		t.Fatal(err)
	}
	r = o.sendReworded(4, "Await the roll-out.")
	if err := o.Waive(t.Context(), eve, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Quorum}, Reason: "The site is down."}); err != nil {
		t.Fatal(err)
	}
	unseen = desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: life.Approve, Wording: true, Name: "rob", Proof: "password"}
	if _, err := o.Decide(t.Context(), rob, "deploy", unseen); sop.CodeOf(err) != sop.Busy {
		t.Errorf("it is signed as it isn't any more: %v", err)
	}
	r, err = o.decide(rob, r, life.Approve)
	if err != nil || r.State != life.Effective || r.Change != life.Major || strings.Contains(r.Decisions[0].Meaning, "wording") {
		t.Errorf("%+v, %v", r, err)
	}
	if k, lines = o.kept(); len(desklife.Altered(k, lines)) > 0 {
		t.Errorf("%q", desklife.Altered(k, lines))
	}
}
