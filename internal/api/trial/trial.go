// Package trial is what programs are told of dry runs and pilots: which of them count for a review, and which can't.
package trial

import (
	"context"
	"time"

	desklife "showhow/internal/desk/life"
	"showhow/internal/desk/life/trying"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/thread"
)

// Lives is what is read of what became of revisions.
type Lives = trying.Lives

// Trials tells it. All fields but Names must be set.
type Trials struct {
	Lives trying.Lives
	Books trying.Books
	Now   func() time.Time
	// Names tells the names of a workspace's accounts; nil for nobody's.
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
}

func (t Trials) reader() trying.Reader { return trying.Reader{Lives: t.Lives, Books: t.Books} }

// Untried are the modes of trials that a review asks for, and of which none counts yet.
func (t Trials) Untried(ctx context.Context, p sop.Procedure, r *life.Review) ([]string, error) {
	all, err := t.reader().Tried(ctx, p, r)
	if err != nil {
		return nil, err
	}
	if err := desklife.Knew(all, func(doers []life.Doer) ([]int, error) {
		return t.Lives.CarriedOut(ctx, p.ID, life.MostTold, doers)
	}); err != nil {
		return nil, err
	}
	return desklife.Untried(r, all), nil
}

// Barred says to somebody why a trial of theirs can't count; empty for one that can.
func (t Trials) Barred(ctx context.Context, p sop.Procedure, who string) (string, error) {
	bar, err := t.reader().Bars(ctx, trying.Trial{Procedure: p, Doers: []string{who}, Before: t.Now()})
	return bar.Yours(), err
}

// Going is a trial that is under way, and who asks about it.
type Going struct {
	execution.Execution
	Who string
}

// Going says to whoever asks why a trial that is under way can't count by them.
func (t Trials) Going(ctx context.Context, p sop.Procedure, x Going) (string, error) {
	bar, err := t.reader().Bars(ctx, trying.Trial{Procedure: p, Mode: x.Mode, Number: x.Number, Doers: []string{x.Who}, Before: x.Started})
	if x.Lead != x.Who {
		return bar.Joining(), err
	}
	return bar.Yours(), err
}

// Accepted is a suggestion that was accepted.
type Accepted struct {
	thread.Thread
	Told string `json:"told,omitempty" doc:"what comes of that for its author: that they can't try the next revision for its review"`
}

// Accepting says what comes of it for a suggestion's author that it is accepted.
func (t Trials) Accepting(ctx context.Context, p sop.Procedure, of thread.Thread) (string, error) {
	if of.Kind != thread.Suggestion {
		return "", nil
	}
	name := "Its author"
	if t.Names != nil {
		names, err := t.Names(ctx, p.Workspace)
		if err != nil {
			return "", err
		}
		name = names(of.By)
	}
	said, err := t.reader().Accepting(ctx, p)
	if err != nil {
		return "", err
	}
	return said(of.By, name), nil
}
