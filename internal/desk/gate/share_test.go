package gate_test

import (
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// A share shows what is in force as long as something is; a draft is shared only by a choice, and then stays what it is.
func TestShareShowsWhatIsInForce(t *testing.T) {
	d := open(t)
	d.procedure(t, "w", "deploy")
	editor, _ := d.join(t, "editor", team.Editor)
	stands := func(inForce, latest int) {
		t.Helper()
		if _, err := d.db.Pool().ExecContext(t.Context(), "UPDATE procedure SET in_force = $1, latest = $2", inForce, latest); err != nil {
			t.Fatal(err)
		}
	}
	shows := func(when, secret string, want int) {
		t.Helper()
		if s, _, err := d.Shared(t.Context(), secret, true); err != nil || s.Revision != want {
			t.Errorf("%s: revision %d, %v; want %d", when, s.Revision, err, want)
		}
	}
	early, first, err := d.Share(t.Context(), editor, "deploy", time.Hour)
	if err != nil || early.Revision != 2 || early.Pinned {
		t.Fatalf("%+v, %v", early, err)
	}
	stands(0, 3)
	shows("a later draft", first, 2)
	stands(3, 3)
	shows("in force", first, 3)
	_, _, err = d.ShareDraft(t.Context(), editor, "deploy", time.Hour)
	want(t, err, sop.Invalid)

	stands(3, 4) // a draft is saved
	s, usual, err := d.Share(t.Context(), editor, "deploy", time.Hour)
	if err != nil || s.Revision != 3 {
		t.Fatalf("%+v, %v", s, err)
	}
	s, draft, err := d.ShareDraft(t.Context(), editor, "deploy", time.Hour)
	if err != nil || s.Revision != 4 || !s.Pinned {
		t.Fatalf("%+v, %v", s, err)
	}
	shows("what is in force", usual, 3)
	shows("the draft", draft, 4)
	stands(5, 6)
	shows("another in force", usual, 5)
	shows("the draft stays", draft, 4)
	stands(0, 6)
	shows("none in force any more", usual, 3)
	if _, err := d.db.Pool().ExecContext(t.Context(), "UPDATE share SET pinned = 1 WHERE id = $1", early.ID); err != nil { // one of before
		t.Fatal(err)
	}
	stands(5, 6)
	shows("one of before", first, 2)
	_, _, err = d.ShareDraft(t.Context(), d.who(t, d.secret), "deploy", 0)
	want(t, err, sop.Invalid)
}
