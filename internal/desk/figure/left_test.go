package figure_test

import (
	"context"
	"errors"
	"testing"

	rules "showhow/internal/desk/figure"
	"showhow/internal/sop/execution"
	"showhow/internal/store"
	"showhow/internal/store/figures"
)

// TestLeft: an execution of which nothing can be made keeps no other one waiting, and isn't forgotten.
func TestLeft(t *testing.T) {
	o := open(t)
	broken := o.carry(tom, execution.Live, execution.OK, execution.OK)
	o.carry(ada, execution.Live, execution.OK, execution.OK)
	o.carry(ada, execution.Live, execution.OK, execution.OK)
	body := func(as string) {
		o.do(func(ctx context.Context, s *store.Tx) error {
			_, err := s.SQL().ExecContext(ctx, "UPDATE execution SET body = "+as+" WHERE id = $1", broken)
			return err
		})
	}
	body("'x' || body")
	if n, err := o.Desk.CatchUp(t.Context(), "", 1); n != 0 || !errors.Is(err, rules.ErrLeft) {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := o.Desk.CatchUp(t.Context(), "", 1); n != 1 || err != nil {
		t.Errorf("the next one waits: %d, %v", n, err)
	}
	if r := o.report(tom); r.Figures[0].Total != 2 {
		t.Errorf("%+v", r.Figures[0])
	}
	if due, err := figures.Read(o.db).Due(t.Context(), "p", 9); len(due) != 1 || err != nil {
		t.Errorf("%v, %v", due, err)
	}
	body("substr(body, 2)")
	if r := o.report(tom); r.Figures[0].Total != 3 {
		t.Errorf("mended, and not counted: %+v", r.Figures[0])
	}
}
