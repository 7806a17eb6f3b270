// Package queuetest is the suite that the queue passes on every engine.
package queuetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"showhow/internal/queue"
)

// Place is an empty database for one test.
type Place struct {
	Pool   *sql.DB
	Engine string
	Beats  queue.Beats
}

// Suite runs every test, each in a place of its own.
func Suite(t *testing.T, open func(t *testing.T) Place) {
	for name, test := range map[string]func(*testing.T, Place){
		"with its transaction": withItsTransaction, "each once": eachOnce, "cancel": cancel, "a dead worker": deadWorker, "stop": stop, "lanes": lanes,
		"again": again,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// patience is how long anything may take before a test gives up: far longer than it does.
const patience = 60 * time.Second

// desk collects what is worked on.
type desk struct {
	mu   sync.Mutex
	done map[string]int
	came chan string
}

func newDesk() *desk { return &desk{done: map[string]int{}, came: make(chan string, 1000)} }

func (d *desk) work(_ context.Context, id string) error {
	d.mu.Lock()
	d.done[id]++
	d.mu.Unlock()
	d.came <- id
	return nil
}

func (d *desk) wait(t *testing.T, n int) {
	t.Helper()
	for range n {
		select {
		case <-d.came:
		case <-time.After(patience):
			t.Fatal("the job was not done")
		}
	}
}

// worker is a queue's settings with what all tests share.
func (p Place) worker(name string, work func(context.Context, string) error) queue.Settings {
	return queue.Settings{
		Pool: p.Pool, Engine: p.Engine, Beats: p.Beats, Log: slog.New(slog.DiscardHandler), Worker: name, Work: work,
		Slots: map[queue.Lane]int{queue.Short: 2, queue.Long: 1}, Beat: 50 * time.Millisecond, Dead: time.Second,
	}
}

func start(t *testing.T, s queue.Settings) *queue.Queue {
	t.Helper()
	q, err := queue.Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return q
}

func add(t *testing.T, p Place, q *queue.Queue, l queue.Lane, ids ...string) (jobs []int64) {
	t.Helper()
	tx, err := p.Pool.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for _, id := range ids {
		n, err := q.Add(t.Context(), tx, l, id)
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, n)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return jobs
}

func withItsTransaction(t *testing.T, p Place) {
	d := newDesk()
	q := start(t, p.worker("w", d.work))
	tx, err := p.Pool.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.Add(t.Context(), tx, queue.Short, "taken back"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	add(t, p, q, queue.Short, "kept")
	d.wait(t, 1)
	if d.done["kept"] != 1 || len(d.done) != 1 {
		t.Errorf("%v", d.done)
	}
}

func eachOnce(t *testing.T, p Place) {
	d := newDesk()
	q := start(t, p.worker("a", d.work))
	start(t, p.worker("b", d.work))
	const n = 60
	for i := range n {
		add(t, p, q, queue.Short, fmt.Sprint(i))
	}
	d.wait(t, n)
	for id, times := range d.done {
		if times != 1 {
			t.Errorf("%s was done %d times", id, times)
		}
	}
}

func cancel(t *testing.T, p Place) {
	began, ended := make(chan string, 9), make(chan error, 9)
	q := start(t, p.worker("w", func(ctx context.Context, id string) error {
		began <- id
		<-ctx.Done()
		ended <- ctx.Err()
		return ctx.Err()
	}))
	job := add(t, p, q, queue.Short, "x")[0]
	receive(t, began)
	for n := range 2 { // the second time it is over
		tx, err := p.Pool.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(q.Cancel(t.Context(), tx, job), tx.Commit()); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			receive(t, ended)
		}
	}
}

func receive[T any](t *testing.T, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(patience):
		t.Fatal("nothing came")
	}
	return v
}

// A worker that beats no more is dead: another does its job.
func deadWorker(t *testing.T, p Place) {
	began, free := make(chan string, 9), make(chan struct{})
	s := p.worker("dead", func(ctx context.Context, id string) error {
		began <- id
		<-free
		return nil
	})
	s.Beat = time.Hour
	q := start(t, s)
	t.Cleanup(func() { close(free) })
	add(t, p, q, queue.Long, "x")
	receive(t, began)
	d := newDesk()
	alive := p.worker("alive", d.work)
	start(t, alive)
	d.wait(t, 1)
	if d.done["x"] != 1 {
		t.Errorf("%v", d.done)
	}
}

// What a worker that is stopped leaves undone goes on at another, at once.
func stop(t *testing.T, p Place) {
	began := make(chan string, 9)
	q, err := queue.Open(t.Context(), p.worker("a", func(ctx context.Context, id string) error {
		began <- id
		<-ctx.Done()
		return queue.ErrStopped
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	add(t, p, q, queue.Short, "x")
	receive(t, began)
	if err := q.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b, err := p.Beats.Beats(t.Context()); err != nil || len(b) > 0 {
		t.Errorf("%v, %v", b, err)
	}
	d := newDesk()
	start(t, p.worker("b", d.work))
	d.wait(t, 1)
}

// Short work gets past any amount of long work.
func lanes(t *testing.T, p Place) {
	began, free, d := make(chan string, 9), make(chan struct{}), newDesk()
	q := start(t, p.worker("w", func(ctx context.Context, id string) error {
		if id == "long" {
			began <- id
			<-free
			return nil
		}
		return d.work(ctx, id)
	}))
	t.Cleanup(func() { close(free) })
	add(t, p, q, queue.Long, "long", "long", "long")
	receive(t, began)
	add(t, p, q, queue.Short, "short")
	d.wait(t, 1)
}

// A job that fails for a reason of ours is tried again.
func again(t *testing.T, p Place) {
	d, tries := newDesk(), 0
	q := start(t, p.worker("w", func(ctx context.Context, id string) error {
		if tries++; tries == 1 {
			return errors.New("the database is away")
		}
		return d.work(ctx, id)
	}))
	add(t, p, q, queue.Short, "x")
	d.wait(t, 1)
}
