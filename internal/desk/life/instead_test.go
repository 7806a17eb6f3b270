package life_test

import (
	"context"
	"testing"

	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/notices"
)

// What is used instead of a retired procedure is another one of the workspace that people may work by; it is kept, told, and vouched for by the trail.
func TestUsedInstead(t *testing.T) {
	o, ctx := open(t), t.Context()
	o.do(func(ctx context.Context, s *store.Tx) error {
		for id, state := range map[string]sop.ProcedureState{"next": sop.Draft, "gone": sop.ProcedureState(life.Retired), "taken": sop.TakenIn, "held": sop.ProcedureState(life.Effective)} {
			if err := s.AddProcedure(ctx, sop.Procedure{ID: id, Workspace: "w", Slug: id, Title: "Deploy by " + id, Owner: "ada", State: state, Holding: "h"}); err != nil {
				return err
			}
		}
		return nil
	})
	for typed, words := range map[string]string{"none": "no procedure", "deploy": "instead of itself", "https://sop.example.com/s/deploy/approval": "instead of itself", "gone": "retired itself", "taken": "taken into another"} {
		want(t, o.Retire(ctx, rob, "deploy", desklife.Ending{Reason: "Over.", Instead: typed}), sop.Invalid, words)
	}
	for _, typed := range []string{"next", " /s/next ", "https://sop.example.com/s/next?draft", "https://sop.example.com/team/s/next/run#x"} {
		if err := o.Retire(ctx, rob, "deploy", desklife.Ending{Reason: "Over.", Instead: typed}); err != nil {
			t.Fatalf("%s: %v", typed, err)
		}
		if l := o.life(); l.Retired.Instead != "next" {
			t.Errorf("%s: %+v", typed, l.Retired)
		}
		k, lines := o.kept()
		if got := desklife.Altered(k, lines); len(got) > 0 {
			t.Errorf("%q", got)
		}
		k.Life.Retired.Instead, k.Digest = "gone", ""
		if got := desklife.Altered(k, lines); len(got) == 0 {
			t.Error("another one was put in its place in the database, and nothing says so")
		}
		if err := o.Unretire(ctx, rob, "deploy"); err != nil {
			t.Fatal(err)
		}
	}
	all, err := notices.Read(o.db).Pending(ctx, 99)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, h := range all {
		if h.Said == "retired it: nobody works by it any more. Used instead: Deploy by next (nobody works by it yet)" {
			told++
		}
	}
	if told != 4 {
		t.Errorf("%d are told of it", told)
	}
}
