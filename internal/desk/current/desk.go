package current

import (
	"context"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

// Tx are the statements of one transaction.
type Tx interface {
	Procedures
	Telling
}

// Procedures are a transaction's statements on procedures.
type Procedures interface {
	// HoldProcedure gives a procedure by its slug, and nobody else may change it until the end of the transaction.
	HoldProcedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	SaveProcedure(ctx context.Context, p sop.Procedure) error
	Members(ctx context.Context, workspace string) ([]team.Member, error)
	Leavers(ctx context.Context, workspace string, limit int) ([]string, error)
}

// Telling is what a transaction writes down of what was done.
type Telling interface {
	AddEvent(ctx context.Context, e team.Event) error
	AddHappening(ctx context.Context, h notice.Happening) error
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// Reader is what is read outside of transactions.
type Reader interface {
	People
	Waiting
}

// People is what is read of people.
type People interface {
	// Known are a workspace's people, those who were taken out of it, too.
	Known(ctx context.Context, workspace string) ([]team.Member, error)
	Leavers(ctx context.Context, workspace string, limit int) ([]string, error)
}

// Waiting is what is read of procedures that wait for something.
type Waiting interface {
	Lives(ctx context.Context, q life.Question) ([]life.Row, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	// Mine are an account's, by owner or deputy, that have to be looked at before a time, the earliest first.
	Mine(ctx context.Context, workspace, account string, before time.Time) ([]current.Mine, error)
	// OpenFeedback counts what was said of an account's procedures, by owner or deputy, that nobody has closed, by their ids.
	OpenFeedback(ctx context.Context, workspace, account string) (map[string]int, error)
}

// Desk does the verbs. All fields but Sources must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Read  Reader
	Now   func() time.Time
	NewID func() string
	// Sources are what other rooms add to what waits for somebody.
	Sources []Source
}
