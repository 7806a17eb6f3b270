// Package current puts the room together that keeps procedures current.
package current

import (
	"context"
	"errors"
	"time"

	operations "showhow/internal/api/current"
	"showhow/internal/app/pace"
	desk "showhow/internal/desk/current"
	"showhow/internal/desk/feedback"
	rules "showhow/internal/desk/life"
	"showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	nouns "showhow/internal/sop/thread"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/custody"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/store/threads"
	pages "showhow/internal/web/current"
)

// Room is what it is made of.
type Room struct {
	DB *store.DB
	// Now is the clock; the machine's when it's nil.
	Now func() time.Time
	// Links are how links are watched.
	Links Links
	// Sources give what else waits for somebody.
	Sources []desk.Source
}

// clock is the one that it goes by.
func (r Room) clock() func() time.Time {
	if r.Now == nil {
		return time.Now
	}
	return r.Now
}

// reader is what is read outside of transactions.
type reader struct {
	currents.Rows
	db *store.DB
}

func (r reader) Known(ctx context.Context, workspace string) ([]team.Member, error) {
	return r.db.Read().Known(ctx, workspace)
}

func (r reader) Members(ctx context.Context, workspace string) ([]team.Member, error) {
	return r.db.Read().Members(ctx, workspace)
}

func (r reader) Leavers(ctx context.Context, workspace string, limit int) ([]string, error) {
	return custody.Read(r.db).Leavers(ctx, workspace, limit)
}

func (r reader) Lives(ctx context.Context, q life.Question) ([]life.Row, error) {
	return lives.Read(r.db).Lives(ctx, q)
}

func (r reader) Policies(ctx context.Context, workspace string) (life.Policies, error) {
	return lives.Read(r.db).Policies(ctx, workspace)
}

func (r reader) Life(ctx context.Context, procedure string) (life.Life, error) {
	return lives.Read(r.db).Life(ctx, procedure)
}

func (r reader) ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error) {
	return r.db.Read().ProcedureByID(ctx, workspace, id)
}

// Desk does the verbs.
func (r Room) Desk() *desk.Desk {
	return &desk.Desk{Watch: r.watch(), Sources: append([]desk.Source{r.remarked, r.carried}, r.Sources...), Now: r.clock(), NewID: store.NewID, Read: reader{currents.Read(r.DB), r.DB}, Do: func(ctx context.Context, do func(desk.Tx) error) error {
		return r.DB.Do(ctx, func(tx *store.Tx) error { return do(currents.In(tx)) })
	}}
}

// After follows what becomes of a procedure's life, in its transaction.
func (r Room) After(ctx context.Context, tx rules.Tx, b rules.Became) error {
	in, ok := tx.(lives.Tx)
	if !ok {
		return errors.New("a life is followed in a transaction of the store's")
	}
	return r.Desk().Follow(ctx, currents.On(in), desk.Became(b))
}

// Takes takes feedback.
func (r Room) Takes() *feedback.Desk {
	return &feedback.Desk{Now: r.clock(), NewID: store.NewID, Mask: redact.Text, Open: r.thread, Began: r.began, Do: func(ctx context.Context, do func(feedback.Tx) error) error {
		return r.DB.Do(ctx, func(tx *store.Tx) error { return do(currents.In(tx)) })
	}}
}

// began tells of which procedure an execution is, and when it began.
func (r Room) began(ctx context.Context, workspace, id string) (string, time.Time, error) {
	x, err := executions.Read(r.DB).Execution(ctx, workspace, id)
	return x.Procedure, x.Started, err
}

// thread opens a thread on the step that feedback is about, in the revision of which it was said.
func (r Room) thread(ctx context.Context, tx feedback.Tx, o feedback.Opening) (string, error) {
	in, ok := tx.(currents.Tx)
	if !ok {
		return "", errors.New("a thread is opened in a transaction of the store's")
	}
	revision, err := tx.Revision(ctx, o.Procedure.ID, o.Feedback.Number)
	if err != nil {
		return "", err
	}
	d := &thread.Desk{Now: r.clock(), NewID: store.NewID}
	made, err := d.OpenIn(ctx, threads.In(in.Tx.Tx), thread.In{Actor: o.Actor, Procedure: o.Procedure, Revision: &revision,
		Opening: thread.Opening{Number: revision.Number, Anchor: nouns.Anchor{Step: o.Feedback.Step}, Kind: nouns.Note, Text: o.Text}})
	return made.ID, err
}

// Pages are its pages, but for what the site gives to them.
func (r Room) Pages() *pages.Pages {
	return &pages.Pages{Desk: r.Desk(), Takes: r.Takes(), Feedback: currents.Read(r.DB), Rests: currents.Read(r.DB), Lives: reader{currents.Read(r.DB), r.DB}, Library: r.DB.Read(), Now: r.clock()}
}

// Operations are its operations, but for what the API gives to them.
func (r Room) Operations() operations.Operations {
	return operations.Operations{Desk: r.Desk(), Takes: r.Takes(), Feedback: currents.Read(r.DB), Rests: currents.Read(r.DB), Procedures: r.DB.Read(), Library: r.DB.Read()}
}

// pieces is how often a few procedures are caught up with at a time.
const pieces = 50

// Tend looks after it, once a minute.
func (r Room) Tend(ctx context.Context) error {
	d := r.Desk()
	return errors.Join(pace.Pieces(ctx, pieces, func(ctx context.Context) (bool, error) { return d.CatchUpSome(ctx, "") }), d.Review(ctx), d.Rest(ctx), pace.Pieces(ctx, pieces, r.relist), pace.Pieces(ctx, pieces, d.Forget))
}
