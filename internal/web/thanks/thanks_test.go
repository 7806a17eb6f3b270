package thanks

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	deskthanks "showhow/internal/desk/thanks"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thanks"
	"showhow/internal/sop/thread"
)

var today = time.Date(2026, 11, 28, 2, 0, 0, 0, time.UTC)

func ago(days int) time.Time { return today.AddDate(0, 0, -days) }

// shelf holds procedures, those that changed last first, each with a revision of Ada's that came into force then.
type shelf struct{ changed []time.Time }

func (s shelf) procedure(i int) sop.Procedure {
	return sop.Procedure{ID: fmt.Sprint("p", i), Slug: fmt.Sprint("slug-", i), Changed: s.changed[i]}
}

func (s shelf) Look(_ context.Context, _ string, l library.Look) (page library.Page, err error) {
	for i := range min(l.Limit, len(s.changed)) {
		page.Procedures = append(page.Procedures, s.procedure(i))
	}
	return page, nil
}

func (s shelf) ProceduresByID(_ context.Context, _ string, ids []string) (all []sop.Procedure, err error) {
	for i := range s.changed {
		if p := s.procedure(i); slices.Contains(ids, p.ID) {
			all = append(all, p)
		}
	}
	return all, nil
}

func (s shelf) Members(context.Context, string) ([]team.Member, error) {
	all := make([]team.Member, 3)
	for i, id := range []string{"ada", "nia", "tom"} {
		all[i].ID = id
	}
	return all, nil
}

func (s shelf) Lives(ctx context.Context, q life.Question) (all []life.Row, err error) {
	found, err := s.ProceduresByID(ctx, "", q.Procedures)
	for _, p := range found {
		all = append(all, life.Row{Procedure: p.ID, Life: life.Life{Reviews: []life.Review{{Number: 1, Digest: "d", State: life.Effective, Came: p.Changed, Authors: []string{"ada"}}}}})
	}
	return all, err
}

// siteOf has the page of a shelf, on which threads were resolved and revisions carried out.
func siteOf(s shelf, resolved []thread.Thread, runs []execution.Execution) *Pages {
	return &Pages{Desk: &deskthanks.Desk{Now: func() time.Time { return today }}, Library: s, Lives: s.Lives, Sources: []Source{OfLives,
		OfThreads(func(_ context.Context, q thread.Query) ([]thread.Thread, error) {
			return resolved[:min(q.Limit, len(resolved))], nil
		}), OfRuns(func(_ context.Context, _ string, _ time.Time, limit int) ([]execution.Execution, error) {
			return runs[:min(limit, len(runs))], nil
		})}}
}

func (p *Pages) seen(t *testing.T) []thanks.Item {
	t.Helper()
	all, err := p.shown(t.Context(), "w", nil)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What helped is found however far down the library its procedure stands.
func TestOfAllProcedures(t *testing.T) {
	var s shelf
	for i := range 1000 {
		s.changed = append(s.changed, ago(i/10)) // the last ones a hundred days ago
	}
	said := thread.Thread{ID: "t", Procedure: "p990", Kind: thread.Suggestion, By: "tom", At: ago(1), Resolution: &thread.Resolution{By: "ada", At: ago(1), How: thread.Mended}}
	gone := said
	gone.Procedure = "gone"
	run := execution.Execution{ID: "x", Procedure: "p980", Number: 1, Digest: "d", Mode: execution.Live, Summary: execution.Summary{Lead: "nia", Ended: ago(2), Outcome: execution.OK}}
	all := siteOf(s, []thread.Thread{said, gone}, []execution.Execution{run}).seen(t)
	kinds := map[thanks.Kind]int{}
	for _, x := range all {
		kinds[x.Kind]++
	}
	if len(all) != mostShown || kinds[thanks.Suggested] != 1 || kinds[thanks.Helped] != 1 || all[0].At != today {
		t.Errorf("%d shown: %v", len(all), kinds)
	}
}

// Things that tell of nobody who helped keep none from being seen that do, and nothing older is shown in the place of what's newer.
func TestLooksFurther(t *testing.T) {
	s := shelf{changed: []time.Time{ago(3)}}
	var own []thread.Thread
	for range 500 { // people settled their own remarks
		own = append(own, thread.Thread{Procedure: "p0", Kind: thread.Question, By: "ada", At: ago(5), Resolution: &thread.Resolution{By: "ada", At: ago(5), How: thread.Mended}})
	}
	helped := thread.Thread{ID: "t", Procedure: "p0", Kind: thread.Question, By: "tom", At: ago(9), Resolution: &thread.Resolution{By: "ada", At: ago(9), How: thread.Mended}}
	all := siteOf(s, append(own, helped), nil).seen(t)
	if len(all) != 2 || all[0].Kind != thanks.Wrote || all[1].Kind != thanks.Led {
		t.Errorf("%+v", all)
	}
	old := helped
	old.At, old.Resolution = ago(400), &thread.Resolution{By: "ada", At: ago(400), How: thread.Mended}
	if all := siteOf(s, []thread.Thread{old}, nil).seen(t); len(all) != 1 {
		t.Errorf("long ago: %+v", all)
	}
	if all := siteOf(shelf{}, nil, nil).seen(t); len(all) != 0 {
		t.Errorf("nothing helped: %+v", all)
	}
}
