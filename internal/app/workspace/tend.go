package workspace

import (
	"context"
	"errors"
	"time"

	"showhow/internal/app/measure"
	"showhow/internal/app/spare"
	"showhow/internal/app/workspace/learn"
	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/work"
)

// How often the workspace is looked after, and from when on a run of which nothing is heard is looked at: workers tell of theirs
// each second.
const (
	tendTime = time.Minute
	silence  = 3 * time.Minute
)

// tend looks after the workspace until ctx ends: runs that nobody works on any more, and what runs have left behind.
func (w *Workspace) tend(ctx context.Context) {
	go func() {
		tick := time.NewTicker(tendTime)
		defer tick.Stop()
		for {
			if err := w.Tend(ctx, w.now()); err != nil && ctx.Err() == nil && sop.CodeOf(err) != sop.Busy {
				w.Log.Warn("the workspace can't be looked after", "error", err)
			}
			if err := w.keeping().Watch(ctx); err != nil && ctx.Err() == nil { // each link is asked by one server, whoever looks after the workspace
				w.Log.Warn("what was seen of links isn't all kept", "error", err)
			}
			w.post(ctx) // for each mail one sends it, whoever looks after the workspace
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}()
}

// takesAtOnce is how many takes are forgotten at a time at most.
const takesAtOnce = 500

// forgetTakes drops what is kept of pictures that were asked for before a time, and those that were only to choose from.
func (w *Workspace) forgetTakes(ctx context.Context, before time.Time) error {
	all, err := w.db.Read().TakesBefore(ctx, before, takesAtOnce)
	for _, k := range all {
		if err == nil && k.Shooting.Whole {
			err = w.blobs.Delete(ctx, work.PictureKey(k.Procedure, work.Frame, desk.TakeName(k)))
		}
		if err == nil {
			err = w.db.Do(ctx, func(tx *store.Tx) error { return tx.DropTake(ctx, k.ID) })
		}
	}
	return err
}

// dropPictures drops pictures that nothing has used since a time.
func (w *Workspace) dropPictures(ctx context.Context, before time.Time) error {
	all, err := w.db.Read().PicturesBefore(ctx, before, takesAtOnce)
	for _, k := range all {
		if err != nil {
			break
		}
		var held bool
		if held, err = w.held(ctx, k.Workspace, k.Procedure); held || err != nil {
			continue
		}
		err = w.desk.DropUnused(ctx, k, func(k take.Kept) error {
			for _, key := range work.KeptKeys(k) {
				if err := w.blobs.Delete(ctx, key); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return err
}

// subtitlesLife is how long a subtitle file waits for its recording: longer than an upload that named it may rest.
const subtitlesLife = 15 * 24 * time.Hour

// forgetSubtitles drops subtitle files that were brought before a time, and whose recording never came.
func (w *Workspace) forgetSubtitles(ctx context.Context, before time.Time) error {
	all, err := w.db.Read().OldSubtitles(ctx, before, takesAtOnce)
	for _, id := range all {
		if err != nil {
			break
		}
		err = w.db.Do(ctx, func(tx *store.Tx) error {
			ok, err := tx.DropSubtitle(ctx, id)
			if err == nil && ok {
				err = w.blobs.Delete(ctx, desk.SubtitlesKey(id)) // within: what can't be deleted is tried again
			}
			return err
		})
	}
	return err
}

// enactsAtOnce is how many revisions come into force at a time at most.
const enactsAtOnce = 200

// enact brings revisions into force whose time has come.
func (w *Workspace) enact(ctx context.Context, now time.Time) error {
	due, err := lives.Read(w.db).Enacting(ctx, now, enactsAtOnce)
	for _, of := range due {
		if err == nil {
			err = w.Judges().Enact(ctx, of[0], of[1])
			if sop.CodeOf(err) == sop.Tampered { // it keeps no other from coming into force
				w.Log.Error("a revision can't come into force", "procedure", of[1], "error", err)
				err = nil
			}
		}
	}
	return err
}

// Tend looks after the workspace once. Of several processes one does so at a time; what runs have left here is each machine's own.
func (w *Workspace) Tend(ctx context.Context, now time.Time) error {
	if keep := w.Config.Duration("keep_work"); keep > 0 {
		if err := w.drafter.Sweep(ctx, now.Add(-keep), w.db.Read().RunByID); err != nil {
			return err
		}
	}
	if err := w.drafter.SweepPictures(now.Add(-desk.TakeLife)); err != nil {
		return err
	}
	lease := store.Lease{ID: "tend", Holder: w.name, For: tendTime}
	if err := w.db.Take(ctx, lease); err != nil {
		return err // another does
	}
	defer w.db.Release(context.WithoutCancel(ctx), lease)
	if err := errors.Join(w.forgetTakes(ctx, now.Add(-desk.TakeLife)), w.dropPictures(ctx, now.Add(-desk.PictureLife)), w.forgetSubtitles(ctx, now.Add(-subtitlesLife))); err != nil {
		return err
	}
	if err := w.enact(ctx, now); err != nil {
		return err
	}
	if err := errors.Join(w.Carriers().Wake(ctx, executions.Read(w.db).Waking), (spare.Spare{DB: w.db, Delete: w.blobs.Delete, Held: w.held}).Tend(ctx, now), w.keeping().Tend(ctx), measure.Tend(ctx, measure.Of(w.db, redact.Text, w.now).Desk), learn.Count(ctx, w.db, now)); err != nil { // it keeps nothing else from being done
		w.Log.Warn("what procedures rest on, their figures, who can do them or whose time is over isn't all kept", "error", err)
	}
	if err := w.keep(ctx, now); err != nil {
		return err
	}
	if err := w.checkTrails(ctx, now); err != nil {
		return err
	}
	if err := w.tell(ctx, now); err != nil {
		return err
	}
	runs, err := w.db.Read().Silent(ctx, now.Add(-silence))
	if err != nil {
		return err
	}
	for _, n := range runs {
		alive, err := w.queue.Alive(ctx, n.Job)
		if err == nil && !alive {
			w.Log.Warn("a run's job is over though the run isn't: it goes on", "run", n.ID)
			err = w.desk.Revive(ctx, n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
