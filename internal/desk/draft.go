package desk

import (
	"context"
	"slices"
	"time"

	"showhow/internal/desk/slug"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Arrival is a recording that has come in whole.
type Arrival struct {
	// Upload is what brought it: a second arrival of the same upload is the first one.
	Upload    string
	Recording sop.Recording
	Duration  sop.Moment // 0 when not known
	Blob      string
	Wish      sop.Wish
}

// From when on a recording waits in the lane of long work: by its length, or where its head doesn't tell that, by its size. A terminal's
// recording says much in few bytes, but is drafted in a fraction of its length.
const (
	longWork  = 20 * time.Minute
	longBytes = 300 << 20
)

// long says whether a recording waits in the lane of long work.
func long(h sop.Holding) bool {
	if h.Duration > 0 {
		return time.Duration(h.Duration) >= longWork
	}
	return h.Recording.Size >= longBytes
}

// TakeIn writes a recording down and has it drafted. It may be called again for the same upload, and then gives what it gave before.
func (d *Desk) TakeIn(ctx context.Context, a Actor, in Arrival) (h sop.Holding, n sop.Run, err error) {
	if err := a.May(Record); err != nil {
		return h, n, err
	}
	if err := checkWish(in.Wish); err != nil {
		return h, n, err
	}
	if err := d.briefed(ctx, a.Workspace, &in.Wish); err != nil {
		return h, n, err
	}
	err = d.Do(ctx, func(tx Tx, jobs Jobs) error {
		if h, err = tx.HoldingOf(ctx, in.Upload); err == nil {
			n, err = tx.RunOf(ctx, h.ID)
			return err
		} else if sop.CodeOf(err) != sop.NotFound {
			return err
		}
		if err := d.within(ctx, tx, arriving{a.Workspace, in.Recording.Size, in.Duration}); err != nil {
			return err
		}
		marked, err := tx.Markers(ctx, in.Upload)
		if err != nil {
			return err
		}
		if err := claim(ctx, tx, a.Workspace, in.Wish); err != nil {
			return err
		}
		if err := again(ctx, tx, a.Workspace, &in.Wish); err != nil {
			return err
		}
		in.Wish.Markers = append(slices.Clone(in.Wish.Markers), marked...)
		h = sop.Holding{ID: d.NewID(), Workspace: a.Workspace, Owner: a.Account, Recording: in.Recording, Duration: in.Duration, Blob: in.Blob, Wish: in.Wish, Created: d.Now()}
		if err := tx.AddHolding(ctx, h, in.Upload); err != nil {
			return err
		}
		if n, err = d.enqueue(ctx, tx, jobs, h); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "recording.taken_in", Target: h.ID, Detail: h.Recording.Name})
	})
	return h, n, err
}

// briefed fills in the words of the brief that a wish names. One that was taken out meanwhile costs nobody a recording: it is drafted without.
func (d *Desk) briefed(ctx context.Context, workspace string, w *sop.Wish) error {
	if w.Brief == nil || w.Brief.ID == "" || d.Brief == nil {
		return nil
	}
	b, err := d.Brief(ctx, workspace, w.Brief.ID)
	if err != nil && sop.CodeOf(err) == sop.NotFound {
		w.Brief, err = nil, nil
	} else if err == nil {
		w.Brief = &b
	}
	return err
}

// enqueue makes a run for a recording and puts it into the queue.
func (d *Desk) enqueue(ctx context.Context, tx Tx, jobs Jobs, h sop.Holding) (n sop.Run, err error) {
	n = sop.Run{ID: d.NewID(), Workspace: h.Workspace, Holding: h.ID, Procedure: d.NewID(), State: sop.RunQueued, Created: d.Now(), Changed: d.Now()}
	if n.Job, err = jobs.Add(ctx, n.ID, long(h)); err != nil {
		return n, err
	}
	return n, tx.AddRun(ctx, n)
}

// Begin takes a run for a worker. ok is false when there is nothing to do any more: it is over. A run that another worker had begun is
// taken from it: the queue gives a job to a second one only when the first is gone.
func (d *Desk) Begin(ctx context.Context, run, worker string) (n sop.Run, h sop.Holding, ok bool, err error) {
	err = d.Do(ctx, func(tx Tx, _ Jobs) error {
		was, err := tx.RunByID(ctx, run)
		if err != nil {
			return err
		}
		if ok = !was.State.Over(); !ok {
			return nil
		}
		if h, err = tx.Holding(ctx, was.Workspace, was.Holding); err != nil {
			return err
		}
		n = was
		n.State, n.Worker, n.Changed = sop.RunRunning, worker, d.Now()
		n.Attempt, n.Stage, n.Fraction, n.Left, n.Fault = n.Attempt+1, "", 0, 0, nil
		if n.Began.IsZero() {
			n.Began = d.Now()
		}
		ok, err = tx.SaveRun(ctx, was, n)
		return err
	})
	return n, h, ok, err
}

// Tell writes how far a run is. ok is false when the run isn't the teller's any more: it must stop.
func (d *Desk) Tell(ctx context.Context, n sop.Run) (ok bool, err error) {
	n.Changed = d.Now()
	err = d.Do(ctx, func(tx Tx, _ Jobs) (err error) { ok, err = tx.SaveRun(ctx, n, n); return err })
	return ok, err
}

// Finish writes what came of a run: a procedure with its first revision. ok is false when the run isn't the teller's any more, and
// nothing is written.
func (d *Desk) Finish(ctx context.Context, n sop.Run, h sop.Holding, r sop.Revision) (p sop.Procedure, ok bool, err error) {
	err = d.Do(ctx, func(tx Tx, _ Jobs) error {
		end := n
		end.State, end.Ended, end.Changed, end.Fraction, end.Left = sop.RunDone, d.Now(), d.Now(), 1, 0
		if ok, err = tx.SaveRun(ctx, n, end); err != nil || !ok {
			return err
		}
		h.Recording.Kind, h.Duration = r.Recording.Kind, r.Media.Duration
		if err := tx.SetLength(ctx, h); err != nil {
			return err
		}
		start := slug.Of(r.Title.Text)
		taken, err := tx.SlugsLike(ctx, n.Workspace, start)
		if err != nil {
			return err
		}
		p = sop.Procedure{
			ID: n.Procedure, Workspace: n.Workspace, Slug: slug.Free(start, taken), Title: sop.Bare(r.Title.Text), Owner: h.Owner, State: sop.Draft,
			Holding: h.ID, Latest: r.Number, Steps: r.StepCount(), Created: d.Now(), Changed: d.Now(),
		}
		if err := tx.AddProcedure(ctx, p); err != nil {
			return err
		}
		if err := tx.AddRevision(ctx, r, sop.Release{Procedure: p.ID, Author: h.Owner, Note: "Drafted from the recording.", Created: d.Now()}); err != nil {
			return err
		}
		if err := fileAway(ctx, tx, p, &r); err != nil {
			return err
		}
		if h.Wish.Brief != nil && d.Drafted != nil {
			if err := d.Drafted(ctx, tx, *h.Wish.Brief, p); err != nil {
				return err
			}
		}
		return d.event(ctx, tx, team.Event{Workspace: n.Workspace, Actor: n.Worker, Verb: "procedure.drafted", Target: p.ID, Detail: p.Title, Proof: vouched(&r)})
	})
	return p, ok, err
}

// PutBack writes that a run waits again: its worker is being stopped. ok is false when the run isn't the teller's any more.
func (d *Desk) PutBack(ctx context.Context, n sop.Run) (ok bool, err error) {
	back := n
	back.State, back.Changed = sop.RunQueued, d.Now()
	err = d.Do(ctx, func(tx Tx, _ Jobs) (err error) { ok, err = tx.SaveRun(ctx, n, back); return err })
	return ok, err
}

// Fail writes why a run came to nothing. It does nothing when the run isn't the teller's any more.
func (d *Desk) Fail(ctx context.Context, n sop.Run, f sop.Fault) error {
	return d.Do(ctx, func(tx Tx, _ Jobs) error {
		end := n
		end.State, end.Fault, end.Ended, end.Changed = sop.RunFailed, &f, d.Now(), d.Now()
		ok, err := tx.SaveRun(ctx, n, end)
		if err != nil || !ok {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: n.Workspace, Actor: n.Worker, Verb: "run.failed", Target: n.ID, Detail: f.Message})
	})
}

// Cancel stops a run, wherever it is worked on. One that is over stays as it is.
func (d *Desk) Cancel(ctx context.Context, a Actor, run string) (n sop.Run, err error) {
	if err := a.May(Record); err != nil {
		return n, err
	}
	err = d.Do(ctx, func(tx Tx, jobs Jobs) error {
		was, err := tx.Run(ctx, a.Workspace, run)
		if n = was; err != nil || was.State.Over() {
			return err
		}
		n.State, n.Ended, n.Changed = sop.RunCancelled, d.Now(), d.Now()
		ok, err := tx.SaveRun(ctx, was, n)
		if err != nil {
			return err
		}
		if !ok {
			return &sop.Error{Code: sop.Busy, Message: "The run was changed at the same moment.", Mend: "Try again."}
		}
		if err := jobs.Cancel(ctx, was.Job); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "run.cancelled", Target: n.ID})
	})
	return n, err
}

// Retry puts a run that failed or was cancelled into the queue again. One that waits, works or is done stays as it is.
func (d *Desk) Retry(ctx context.Context, a Actor, run string) (n sop.Run, err error) {
	if err := a.May(Record); err != nil {
		return n, err
	}
	err = d.Do(ctx, func(tx Tx, jobs Jobs) error {
		was, err := tx.Run(ctx, a.Workspace, run)
		if n = was; err != nil || was.State != sop.RunFailed && was.State != sop.RunCancelled {
			return err
		}
		h, err := tx.Holding(ctx, was.Workspace, was.Holding)
		if err != nil {
			return err
		}
		n.State, n.Fault, n.Ended, n.Changed, n.Stage, n.Fraction, n.Left = sop.RunQueued, nil, time.Time{}, d.Now(), "", 0, 0
		if n.Job, err = jobs.Add(ctx, n.ID, long(h)); err != nil {
			return err
		}
		ok, err := tx.SaveRun(ctx, was, n)
		if err == nil && !ok {
			err = &sop.Error{Code: sop.Busy, Message: "The run was changed at the same moment.", Mend: "Try again."}
		}
		if err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "run.retried", Target: n.ID})
	})
	return n, err
}

// Revive puts a run into the queue again whose job is over though the run isn't: a worker that had been frozen ended the job that another
// one had taken over, and then that one died. Nothing is done when the run has changed since it was read.
func (d *Desk) Revive(ctx context.Context, was sop.Run) error {
	return d.Do(ctx, func(tx Tx, jobs Jobs) error {
		n, err := tx.RunByID(ctx, was.ID)
		if err != nil || n.State != was.State || n.Attempt != was.Attempt || n.Job != was.Job || !n.Changed.Equal(was.Changed) {
			return err
		}
		h, err := tx.Holding(ctx, n.Workspace, n.Holding)
		if err != nil {
			return err
		}
		again := n
		again.State, again.Changed = sop.RunQueued, d.Now()
		if again.Job, err = jobs.Add(ctx, n.ID, long(h)); err != nil {
			return err
		}
		ok, err := tx.SaveRun(ctx, n, again)
		if err == nil && !ok {
			err = &sop.Error{Code: sop.Busy, Message: "The run was changed at the same moment.", Mend: "Try again."}
		}
		if err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: n.Workspace, Actor: n.Worker, Verb: "run.revived", Target: n.ID})
	})
}
