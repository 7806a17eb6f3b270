package life_test

import (
	"context"
	"testing"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/store"
)

// What was taken into another procedure is put aside until it has a life of its own: it isn't sent for review by a slip of the hand, nothing is said to be altered in it, and what
// isn't put aside any more is found by its words.
func TestPutAside(t *testing.T) {
	o := open(t)
	stands := func() (sop.ProcedureState, int) {
		p, err := o.db.Read().Procedure(t.Context(), "w", "deploy")
		if err != nil {
			t.Fatal(err)
		}
		found, err := o.db.Read().Search(t.Context(), "w", library.Search{Text: "Deploy", Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		return p.State, len(found)
	}
	o.do(func(ctx context.Context, s *store.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "deploy")
		if err != nil {
			return err
		}
		p.State = sop.TakenIn
		return desk.Relist(ctx, s, &p, p.Listed())
	})
	_, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 1, Summary: "New."})
	want(t, err, sop.Invalid, "taken into another procedure")
	if err := o.SetClass(t.Context(), eve, "deploy", desklife.Classing{Class: life.Critical}); err != nil {
		t.Fatal(err)
	}
	if state, found := stands(); state != sop.TakenIn || found > 0 {
		t.Errorf("its class is set, and it stands as %s, found %d times", state, found)
	}
	if out := desklife.Altered(o.kept()); len(out) > 0 {
		t.Errorf("it is said to be altered: %q", out)
	}
	if err := o.Retire(t.Context(), eve, "deploy", desklife.Ending{Reason: "Another is used."}); err != nil {
		t.Fatal(err)
	}
	if err := o.Unretire(t.Context(), eve, "deploy"); err != nil {
		t.Fatal(err)
	}
	if state, found := stands(); state != sop.Draft || found == 0 {
		t.Errorf("it stands as %s, found %d times", state, found)
	}
	o.send(ada, 1)
}
