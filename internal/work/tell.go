package work

import (
	"context"
	"sync"
	"time"

	"showhow/internal/desk"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
)

// teller tells the desk how far a run is, about once a second and whether or not anything has changed, and ends ctx when the run isn't
// ours any more.
type teller struct {
	ctx  context.Context
	lose context.CancelCauseFunc
	desk *desk.Desk

	lock sync.Mutex
	run  sop.Run
	done chan struct{}
}

func newTeller(ctx context.Context, d *desk.Desk, n sop.Run) *teller {
	t := &teller{desk: d, run: n, done: make(chan struct{})}
	t.ctx, t.lose = context.WithCancelCause(ctx)
	go t.loop()
	return t
}

func (t *teller) loop() {
	defer close(t.done)
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-t.ctx.Done():
			return
		case <-tick.C:
		}
		// a database that is away for a while is no reason to stop
		if ok, err := t.desk.Tell(t.ctx, t.now()); err == nil && !ok {
			t.lose(errLost)
		}
	}
}

// now is the run as it is.
func (t *teller) now() sop.Run {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.run
}

// tell takes what the pipeline tells.
func (t *teller) tell(e pipeline.Event) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.run.Stage, t.run.Fraction, t.run.Left = e.Stage, e.Fraction, e.Left
}

// stage begins a stage of ours.
func (t *teller) stage(name string) { t.tell(pipeline.Event{Stage: name}) }

// end stops telling and gives the run.
func (t *teller) end() sop.Run {
	t.lose(nil)
	<-t.done
	return t.now()
}
