package life_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/desk/harmless"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/secret"
	"showhow/internal/sop/trail"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/lives"
)

// What was said to be no secret doesn't keep a revision from being sent; whoever judges it is told where, by whom and why, and answers for that. Who said so doesn't approve it, and once
// it is taken back it isn't approved.
func TestWhatIsSaidToBeNoSecret(t *testing.T) {
	o := open(t)
	o.Look, o.Said = redact.Spots, lives.Read(o.db).Harmless
	o.revise("ada", func(r *sop.Revision) {
		r.Sections[0].Steps[0].Commands[0].Text = "curl -H 'Authorization: Bearer ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8' https://x.example"
	})
	says := &harmless.Desk{Now: o.Now, NewID: store.NewID, Look: redact.Spots, Do: func(ctx context.Context, do func(harmless.Tx) error) error {
		return o.db.Do(ctx, func(s *store.Tx) error { return do(lives.In(s)) })
	}}
	say := func(a desk.Actor) secret.None {
		t.Helper()
		n, err := says.Say(t.Context(), a, "deploy", harmless.Saying{Piece: "step/s1", Field: "commands.0.text", From: 31, To: 71, Reason: "An example of the docs."})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	_, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 2})
	want(t, err, sop.Invalid, "step 1 shows what looks like a password")
	first := say(ada)
	r, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 2})
	if err != nil {
		t.Fatal(err)
	}
	of, err := o.db.Read().Revision(t.Context(), "p", 2)
	if err != nil {
		t.Fatal(err)
	}
	all, err := o.None(t.Context(), "p", &of)
	if err != nil || len(all) != 1 || all[0].Step != "s1" || all[0].Where != "step 1, a command" || all[0].By != "ada" || all[0].Reason != "An example of the docs." {
		t.Fatalf("%+v, %v", all, err)
	}
	if err := says.TakeBack(t.Context(), ada, "deploy", first.ID); err != nil {
		t.Fatal(err)
	}
	_, err = o.decide(rob, r, life.Approve)
	want(t, err, sop.Invalid, "step 1 shows what looks like a password")
	second := say(rob)
	_, err = o.decide(rob, r, life.Approve)
	want(t, err, sop.Forbidden, "You said of what looks like a secret that it is none")
	if got, err := o.decide(eve, r, life.Approve); err != nil || got.State != life.Effective {
		t.Fatalf("%+v, %v", got, err)
	}
	all, err = o.None(t.Context(), "p", &of)
	if err != nil || len(all) != 1 || all[0].ID != second.ID {
		t.Fatalf("%+v, %v", all, err)
	}
	events, err := o.db.Read().Events(t.Context(), "w", 100)
	if err != nil {
		t.Fatal(err)
	}
	signed := 0
	for _, e := range events {
		if e.Verb == "review.approved" && trail.Proven(e.Proof, "none") == trail.Digest(all) {
			signed++
		}
	}
	if b, err := json.Marshal(events); err != nil || signed != 1 || strings.Contains(string(b), "ghp_") {
		t.Errorf("%d, %v, %s", signed, err, b)
	}
}
