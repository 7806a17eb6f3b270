// Package learn puts learning together: the desk over the database, and what carrying out asks of it and tells it.
package learn

import (
	"context"
	"errors"
	"time"

	apithanks "showhow/internal/api/thanks"
	apitraining "showhow/internal/api/training"
	"showhow/internal/app/pace"
	deskexecution "showhow/internal/desk/execution"
	deskthanks "showhow/internal/desk/thanks"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/desk/training/tally"
	"showhow/internal/sop/execution"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/store/threads"
	"showhow/internal/store/training"
	webthanks "showhow/internal/web/thanks"
)

// Desk does what people do so that others can carry a procedure out alone.
func Desk(db *store.DB, now func() time.Time) *desktraining.Desk {
	return &desktraining.Desk{Now: now, NewID: store.NewID, Mask: redact.Text, Do: func(ctx context.Context, do func(desktraining.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(training.In(tx)) })
	}}
}

// Reading reads who is where with what.
func Reading(db *store.DB) desktraining.Reading {
	return desktraining.Reading{Library: training.ShelfOf(db), Lives: lives.Read(db), Rows: training.Read(db), Paths: training.Read(db)}
}

// Counter counts of how many procedures everybody is where.
func Counter(db *store.DB) tally.Counter {
	return tally.Counter{People: training.ShelfOf(db), Rows: training.Read(db), Do: func(ctx context.Context, do func(tally.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(training.In(tx)) })
	}}
}

// The bounds of what is counted anew at a time: so many pieces of so many procedures.
const (
	pieces   = 100
	perPiece = 20
)

// Count counts anew what has changed of any workspace, once a minute. What can't be counted doesn't keep it from the others.
func Count(ctx context.Context, db *store.DB, now time.Time) error {
	c := Counter(db)
	var left error
	err := pace.Pieces(ctx, pieces, func(ctx context.Context) (bool, error) {
		n, err := c.CatchUp(ctx, desktraining.At{Now: now}, perPiece)
		if errors.Is(err, tally.ErrLeft) {
			left, err = err, nil
		}
		return n > 0, err
	})
	return errors.Join(err, left)
}

// Told has executions ask whether somebody may begin, and tell of those that ended.
func Told(x *deskexecution.Desk, d *desktraining.Desk) *deskexecution.Desk {
	x.Fit = func(ctx context.Context, tx deskexecution.Tx, b deskexecution.Beginning) error {
		in, ok := tx.(executions.Tx)
		if !ok {
			return nil
		}
		return d.Fit(ctx, training.With(in), desktraining.Starter{Actor: b.Actor, Procedure: b.Procedure, Life: b.Life, Companion: b.Companion, Reason: b.Alone, Alert: b.From != ""})
	}
	x.Over = func(ctx context.Context, tx deskexecution.Tx, done execution.Execution) error {
		in, ok := tx.(executions.Tx)
		if !ok {
			return nil
		}
		return d.Practised(ctx, training.With(in), done)
	}
	return x
}

// Tend asks those who have joined a role since to learn what it is to learn, puts them on its paths, and reminds people of what is due.
func Tend(ctx context.Context, d *desktraining.Desk, workspace string) error {
	if err := d.Enrol(ctx, workspace); err != nil {
		return err
	}
	if err := d.Board(ctx, workspace); err != nil {
		return err
	}
	return d.Remind(ctx, workspace)
}

// Thanks is the page of what helped. Sources are what it is read from: whoever has another kind of contribution adds one.
func Thanks(db *store.DB, now func() time.Time) *webthanks.Pages {
	p := &webthanks.Pages{
		Desk: &deskthanks.Desk{Now: now, NewID: store.NewID, Mask: redact.Text, Do: func(ctx context.Context, do func(deskthanks.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(training.In(tx)) })
		}},
		Library: training.ShelfOf(db), Lives: lives.Read(db).Lives, Unthanked: training.Read(db).Unthanked,
		Sources: []webthanks.Source{webthanks.OfLives, webthanks.OfThreads(threads.Read(db).Threads), webthanks.OfRuns(executions.Read(db).GoodUses)},
		Notes:   training.Read(db).Notes,
	}
	p.Desk.Shown = p.Items
	return p
}

// Operations are the API's on training, and on what helped.
func Operations(db *store.DB, now func() time.Time) apitraining.Operations {
	p := Thanks(db, now)
	return apitraining.Operations{Desk: Desk(db, now), Reading: Reading(db), Thanks: apithanks.Operations{Desk: p.Desk, Notes: p.Notes, Unthanked: p.Unthanked}}
}
