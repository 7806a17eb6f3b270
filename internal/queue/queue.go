// Package queue does work in the background, on River: jobs lie in the same database as what they are about, so that both are written
// in one transaction, and any number of processes on any number of machines work on them.
package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// Lane is a line in which jobs wait. Long work has one of its own, so that short work gets past it.
type Lane string

// The lanes.
const (
	Short Lane = "short"
	Long  Lane = "long"
)

// Beats tells who lives.
type Beats interface {
	// Beat counts a worker's count up by one, Beats gives all counts, Leave takes a worker out.
	Beat(ctx context.Context, worker string) error
	Beats(ctx context.Context) (map[string]int64, error)
	Leave(ctx context.Context, worker string) error
}

// Settings are what a queue needs.
type Settings struct {
	Pool *sql.DB
	// Engine is the pool's: "sqlite" or "postgres".
	Engine string
	Log    *slog.Logger
	// Worker is this process's name, which no other has or ever had.
	Worker string
	Beats  Beats
	// Slots is how many jobs of each lane this process works on at a time; none means that it only adds jobs.
	Slots map[Lane]int
	// Work does a job: the id is the one that it was added with. Its context ends when the job is cancelled, when the queue stops, and when
	// another process has taken the job over. A job that gives an error is tried again later; ErrStopped means at once, elsewhere.
	Work func(ctx context.Context, id string) error
	// Clock is how often a process beats, and how long one that doesn't is taken for alive; zero means beat and dead.
	Beat, Dead time.Duration
}

// ErrStopped is given by Work when it was stopped with its job undone.
var ErrStopped = errors.New("stopped with the job undone")

// beat and dead are the usual Clock: a job of a process that died goes on in less than 30 s.
const (
	beat = 3 * time.Second
	dead = 15 * time.Second
)

// Queue is an open queue.
type Queue struct {
	s      Settings
	client *river.Client[*sql.Tx]
	driver riverdriver.Driver[*sql.Tx]
	works  bool
	stop   context.CancelFunc
	ended  chan struct{}
}

// draft is the one kind of job: a run that is to be drafted.
type draft struct {
	Run string `json:"run"`
}

func (draft) Kind() string { return "draft" }

type worker struct {
	river.WorkerDefaults[draft]
	work func(ctx context.Context, id string) error
}

// Timeout is none: a recording may take hours, and one whose worker died is found by its beats.
func (worker) Timeout(*river.Job[draft]) time.Duration { return -1 }

func (w worker) Work(ctx context.Context, j *river.Job[draft]) error {
	err := w.work(ctx, j.Args.Run)
	if errors.Is(err, ErrStopped) {
		return river.JobSnooze(0) // available again at once; it doesn't count as a try
	}
	return err
}

// Open makes the queue's tables or brings them up to date.
func Open(ctx context.Context, s Settings) (*Queue, error) {
	if s.Beat == 0 {
		s.Beat = beat
	}
	if s.Dead == 0 {
		s.Dead = dead
	}
	q := &Queue{s: s, driver: driverOf(s)}
	m, err := rivermigrate.New(q.driver, &rivermigrate.Config{Logger: quiet(s.Log)})
	if err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	if err := patiently(ctx, func() error { _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); return err }); err != nil {
		return nil, fmt.Errorf("make the queue's tables: %w", err)
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{work: s.Work})
	c := &river.Config{ID: s.Worker, Logger: quiet(s.Log), JobTimeout: -1, FetchPollInterval: time.Second, Workers: workers, Queues: map[string]river.QueueConfig{}}
	for lane, n := range s.Slots {
		if n > 0 {
			c.Queues[string(lane)], q.works = river.QueueConfig{MaxWorkers: n}, true
		}
	}
	if q.client, err = river.NewClient(q.driver, c); err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	return q, nil
}

func driverOf(s Settings) riverdriver.Driver[*sql.Tx] {
	if s.Engine == "postgres" {
		return riverdatabasesql.New(s.Pool)
	}
	return riversqlite.New(s.Pool)
}

// patiently tries again what another process, which starts at the same time, may be in the way of.
func patiently(ctx context.Context, do func() error) (err error) {
	for n := range 8 {
		if err = do(); err == nil {
			return nil
		}
		select {
		case <-time.After(time.Duration(n+1) * 50 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

// Add adds a job to a lane within a transaction, and gives its number.
func (q *Queue) Add(ctx context.Context, tx *sql.Tx, l Lane, id string) (int64, error) {
	r, err := q.client.InsertTx(ctx, tx, draft{id}, &river.InsertOpts{Queue: string(l)})
	if err != nil {
		return 0, fmt.Errorf("add a job: %w", err)
	}
	return r.Job.ID, nil
}

// Cancel cancels a job within a transaction, wherever it is being worked on. One that is over stays as it is.
func (q *Queue) Cancel(ctx context.Context, tx *sql.Tx, job int64) error {
	if _, err := q.client.JobCancelTx(ctx, tx, job); err != nil && !errors.Is(err, river.ErrNotFound) {
		return fmt.Errorf("cancel a job: %w", err)
	}
	return nil
}

// Alive says whether anything will still become of a job: it waits, or is being worked on.
func (q *Queue) Alive(ctx context.Context, job int64) (bool, error) {
	j, err := q.client.JobGet(ctx, job)
	if errors.Is(err, river.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look at a job: %w", err)
	}
	return j.FinalizedAt == nil, nil
}

// Start begins to work, if the settings have slots. Stop must be called.
func (q *Queue) Start(ctx context.Context) error {
	if !q.works {
		return nil
	}
	if err := q.s.Beats.Beat(ctx, q.s.Worker); err != nil {
		return err
	}
	// what ends ctx must not end the jobs: Stop does, in its own order
	ctx = context.WithoutCancel(ctx)
	if err := q.client.Start(ctx); err != nil {
		return fmt.Errorf("start the queue: %w", err)
	}
	ctx, q.stop = context.WithCancel(ctx)
	q.ended = make(chan struct{})
	go q.watch(ctx)
	return nil
}

// Stop ends the jobs' contexts, waits for them, and leaves what was not done to others.
func (q *Queue) Stop(ctx context.Context) error {
	if q.stop == nil {
		return nil
	}
	err := q.client.StopAndCancel(ctx)
	q.stop()
	<-q.ended
	return errors.Join(err, q.s.Beats.Leave(context.WithoutCancel(ctx), q.s.Worker))
}

// quiet lets only warnings through: River tells much.
func quiet(l *slog.Logger) *slog.Logger {
	if l == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(above{l.Handler()})
}

type above struct{ slog.Handler }

func (h above) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}
