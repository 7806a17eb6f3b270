package run

import (
	"context"
	"net/http"
	"time"

	"showhow/internal/sop"
	"showhow/internal/web/live"
	pages "showhow/internal/web/template/shelf"
	"showhow/internal/work"
)

// mostRuns is how many runs are looked at for those that are under way.
const mostRuns = 50

// faultsStay is how long a failed run stands on top of the library.
const faultsStay = 24 * time.Hour

// UnderWay are the runs that wait, are worked on, or failed lately and weren't done since; and those of also, whatever became of them.
func (s *Pages) UnderWay(ctx context.Context, workspace string, also map[string]bool) (all []pages.RunRow, err error) {
	runs, err := s.Runs.Runs(ctx, workspace, mostRuns)
	if err != nil {
		return nil, err
	}
	for _, n := range runs {
		failed := n.State == sop.RunFailed && time.Since(n.Ended) < faultsStay
		if n.State.Over() && !failed && !also[n.ID] {
			continue
		}
		h, err := s.Runs.Holding(ctx, workspace, n.Holding)
		if err != nil {
			return nil, err
		}
		all = append(all, pages.RunRow{ID: n.ID, Name: nameOf(h), State: n.State, Stage: work.StageTitle(n.Stage), Percent: percent(n.Fraction), Left: left(n.Left)})
	}
	return all, nil
}

// nameOf is what a recording is called until it has a title.
func nameOf(h sop.Holding) string {
	if h.Wish.Title != "" {
		return h.Wish.Title
	}
	return h.Recording.Name
}

// LibraryEvents tells what is under way, as long as the page is open.
func (s *Pages) LibraryEvents(w http.ResponseWriter, r *http.Request) error {
	seen := map[string]bool{}
	return s.Stream(w, r, func(ctx context.Context) (live.Event, error) {
		rows, err := s.UnderWay(ctx, s.Actor(r).Workspace, seen)
		if err != nil {
			return live.Event{}, err
		}
		for _, row := range rows {
			seen[row.ID] = true
		}
		b, err := s.Draw(ctx, pages.UnderWay(rows))
		return live.Event{Body: b}, err
	})
}
