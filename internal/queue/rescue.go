package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// pulse is what was last seen of a worker. Only our own clock counts, and only how long ago a count went up: the clocks of other
// machines may be wrong.
type pulse struct {
	count int64
	since time.Time
}

// watch beats, and looks for workers that don't.
func (q *Queue) watch(ctx context.Context) {
	defer close(q.ended)
	tick := time.NewTicker(q.s.Beat)
	defer tick.Stop()
	seen := map[string]pulse{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := q.look(ctx, seen); err != nil && ctx.Err() == nil {
			q.s.Log.Warn("the workers' beats can't be told", "error", err)
		}
	}
}

func (q *Queue) look(ctx context.Context, seen map[string]pulse) error {
	if err := q.s.Beats.Beat(ctx, q.s.Worker); err != nil {
		return err
	}
	counts, err := q.s.Beats.Beats(ctx)
	if err != nil {
		return err
	}
	jobs, err := q.running(ctx)
	if err != nil {
		return err
	}
	for _, j := range jobs { // a worker that isn't in the table either never beat or was taken out of it
		if w := last(j); w != "" {
			if _, ok := counts[w]; !ok {
				counts[w] = 0
			}
		}
	}
	now := time.Now()
	for w, n := range counts {
		if p, ok := seen[w]; !ok || p.count != n {
			seen[w] = pulse{n, now}
		}
	}
	gone := map[string]bool{}
	for w, p := range seen {
		if _, ok := counts[w]; !ok {
			delete(seen, w)
		} else if w != q.s.Worker && now.Sub(p.since) >= q.s.Dead {
			gone[w] = true
		}
	}
	if err := q.rescue(ctx, jobs, gone); err != nil {
		return err
	}
	for w := range gone {
		if err := q.s.Beats.Leave(ctx, w); err != nil {
			return err
		}
		delete(seen, w)
	}
	return nil
}

// last is who works on a job.
func last(j *rivertype.JobRow) string {
	if len(j.AttemptedBy) == 0 {
		return ""
	}
	return j.AttemptedBy[len(j.AttemptedBy)-1]
}

// manyJobs is more than are ever worked on at a time.
const manyJobs = 10_000

func (q *Queue) running(ctx context.Context) ([]*rivertype.JobRow, error) {
	jobs, err := q.driver.GetExecutor().JobList(ctx, &riverdriver.JobListParams{Max: manyJobs, OrderByClause: "id", WhereClause: "state = 'running'"})
	if err != nil {
		return nil, fmt.Errorf("list the jobs: %w", err)
	}
	return jobs, nil
}

// rescue makes the jobs of workers that are gone available again. River's own rescuer knows only how long a job has been running, which
// for ours may be hours.
func (q *Queue) rescue(ctx context.Context, jobs []*rivertype.JobRow, gone map[string]bool) error {
	now := time.Now().UTC()
	p := &riverdriver.JobRescueManyParams{StuckHorizon: now.Add(time.Hour)}
	for _, j := range jobs {
		if !gone[last(j)] {
			continue
		}
		q.s.Log.Info("the job of a worker that is gone goes on elsewhere", "job", j.ID, "worker", last(j))
		p.ID, p.Error = append(p.ID, j.ID), append(p.Error, []byte(fmt.Sprintf(`{"at":%q,"attempt":%d,"error":"the worker is gone","trace":""}`, now.Format(time.RFC3339Nano), j.Attempt)))
		p.FinalizedAt, p.ScheduledAt, p.State = append(p.FinalizedAt, nil), append(p.ScheduledAt, now), append(p.State, string(rivertype.JobStateAvailable))
	}
	if len(p.ID) == 0 {
		return nil
	}
	if _, err := q.driver.GetExecutor().JobRescueMany(ctx, p); err != nil {
		return fmt.Errorf("rescue jobs: %w", err)
	}
	return nil
}
