package register_test

import (
	"context"
	"testing"

	"showhow/internal/sop"
	nouns "showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	kept "showhow/internal/store/register"
)

// What is drafted for a process becomes its SOP where it has none, or one that is retired; never in the place of one that people work by.
func TestDraftedInThePlaceOfWhatIsRetired(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	do := func(f func(tx *store.Tx) error) {
		t.Helper()
		if err := o.db.Do(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	do(func(tx *store.Tx) error {
		if err := tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		for _, slug := range []string{"old", "new"} {
			if err := tx.AddProcedure(ctx, sop.Procedure{ID: slug, Workspace: "w", Slug: slug, Holding: "h", State: "effective", Owner: "ada"}); err != nil {
				return err
			}
		}
		return nil
	})
	p, err := o.Add(ctx, as(team.Editor), nouns.Process{Name: "Release it", Status: nouns.Written, Slug: "old"})
	if err != nil {
		t.Fatal(err)
	}
	drafted := func() nouns.Process {
		t.Helper()
		do(func(tx *store.Tx) error {
			return o.Drafted(context.WithoutCancel(ctx), kept.In(tx), p.ID, sop.Procedure{Workspace: "w", Slug: "new", Owner: "ada"})
		})
		is, err := kept.Read(o.db).Process(ctx, "w", p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	if is := drafted(); is.Slug != "old" || is.Status != nouns.Written {
		t.Errorf("in the place of what people work by: %+v", is)
	}
	do(func(tx *store.Tx) error {
		of, err := tx.HoldProcedure(ctx, "w", "old")
		if err != nil {
			return err
		}
		of.State = "retired"
		return tx.SaveProcedure(ctx, of)
	})
	if is := drafted(); is.Slug != "new" || is.Status != nouns.Recording {
		t.Errorf("in the place of what is retired: %+v", is)
	}
}
