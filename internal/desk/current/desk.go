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
	Kept
	Seeing
}

// Seeing are a transaction's statements on what is looked at from time to time.
type Seeing interface {
	Resting
	Linking
}

// Linking are a transaction's statements on links.
type Linking interface {
	// HoldHost keeps others from asking a link's host until a time; ok is false when somebody else asks it.
	HoldHost(ctx context.Context, address string, now, until time.Time) (ok bool, err error)
	Seen(ctx context.Context, address string) (current.Seen, error)
	SaveSeen(ctx context.Context, x current.Seen) error
	// ForgetSeen drops at most so many of those that might have been asked again before a time, and that no procedure names that isn't retired.
	ForgetSeen(ctx context.Context, before time.Time, limit int) (n int64, err error)
}

// Resting are a transaction's statements on whether procedures are carried out.
type Resting interface {
	// LastUse is when one was last begun; zero for never.
	LastUse(ctx context.Context, procedure string) (time.Time, error)
	Looked(ctx context.Context, p sop.Procedure, at time.Time) error
	// Leads are the accounts that led some executions.
	Leads(ctx context.Context, executions []string) ([]string, error)
	Policies(ctx context.Context, workspace string) (life.Policies, error)
}

// Kept are a transaction's statements on what procedures rest on.
type Kept interface {
	Revisions
	Mentions
	Flags
	Reports
}

// Revisions are a transaction's statements on what is in force.
type Revisions interface {
	Life(ctx context.Context, procedure string) (life.Life, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	// ProcedureOf gives a procedure by its id, of whichever workspace.
	ProcedureOf(ctx context.Context, id string) (sop.Procedure, error)
}

// Mentions are a transaction's statements on what steps name.
type Mentions interface {
	SetMentions(ctx context.Context, p sop.Procedure, read current.Read) error
	// MentionedAs is the revision of which a procedure's are kept; 0 for none.
	MentionedAs(ctx context.Context, procedure string) (int, error)
	Mentions(ctx context.Context, workspace string, kind current.Kind) ([]current.Place, error)
	// SetUseSeen keeps by what of its use a procedure's revision was looked at; empty for that it isn't known any more of any.
	SetUseSeen(ctx context.Context, procedure string, number int, seen string) error
}

// Flags are a transaction's statements on why procedures are to be looked at.
type Flags interface {
	AddFlag(ctx context.Context, f current.Flag) error
	SaveFlag(ctx context.Context, f current.Flag) error
	// Flags are a procedure's that hold.
	Flags(ctx context.Context, procedure string) ([]current.Flag, error)
	Past
}

// Past are a transaction's statements on flags by their ids, and on those that hold no more.
type Past interface {
	Flag(ctx context.Context, workspace, id string) (current.Flag, error)
	PastFlags(ctx context.Context, procedure string) ([]current.Flag, error)
}

// Reports are a transaction's statements on changes that were told.
type Reports interface {
	// Report gives one; ok is false when nobody told it.
	Report(ctx context.Context, workspace, id string) (r current.Report, ok bool, err error)
	AddReport(ctx context.Context, workspace string, r current.Report) error
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
	Marked
	Around
}

// Around is what is read of what is looked at from time to time.
type Around interface {
	// Resting are procedures of which nobody has looked since a time whether they are still carried out, and those flagged as unused that were since.
	Resting(ctx context.Context, since time.Time, limit int) ([]string, error)
	Policies(ctx context.Context, workspace string) (life.Policies, error)
	Linked
	Listed
}

// Linked is what is read of links to be asked.
type Linked interface {
	// DueLinks are links that may be asked, one a host, of hosts that nobody asks.
	DueLinks(ctx context.Context, now time.Time, limit int) ([]string, error)
	// LinkPlaces are where a link is named, in a workspace, or in all when that is empty.
	LinkPlaces(ctx context.Context, workspace, address string) ([]current.LinkPlace, error)
	// Reached says whether another host in the same network, private or the internet, has answered as it should since a time.
	Reached(ctx context.Context, than current.Seen, since time.Time) (bool, error)
}

// Listed is what is read of a workspace's links.
type Listed interface {
	// Links are those that are asked for, and how many there are by state, whichever are asked for.
	Links(ctx context.Context, q current.LinkQuery) ([]current.Watched, map[current.LinkState]int, error)
}

// Using is what is read of what came of procedures.
type Using interface {
	// Used tells it since a time.
	Used(ctx context.Context, since time.Time) ([]current.Used, error)
	// UseSeen is by what of its use a procedure's revision was last looked at.
	UseSeen(ctx context.Context, procedure string, number int) (string, error)
}

// Marked is what is read of what procedures rest on.
type Marked interface {
	// FlagsOn are those that hold on an account's procedures, by owner or deputy.
	FlagsOn(ctx context.Context, workspace, account string) ([]current.Flag, error)
	// UnreadMentions are procedures that nobody has read, or only an older reader, as workspace and slug.
	UnreadMentions(ctx context.Context, workspace string, reader, limit int) ([][2]string, error)
	Using
	Mentions(ctx context.Context, workspace string, kind current.Kind) ([]current.Place, error)
}

// People is what is read of people.
type People interface {
	// Known are a workspace's people, those who were taken out of it, too.
	Known(ctx context.Context, workspace string) ([]team.Member, error)
	// Members are those who are in it now.
	Members(ctx context.Context, workspace string) ([]team.Member, error)
	Leavers(ctx context.Context, workspace string, limit int) ([]string, error)
}

// Waiting is what is read of procedures that wait for something.
type Waiting interface {
	Lives(ctx context.Context, q life.Question) ([]life.Row, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	// OpenFeedback counts what was said of an account's procedures, by owner or deputy, that nobody has closed, by their ids.
	OpenFeedback(ctx context.Context, workspace, account string) (map[string]int, error)
	Returned
}

// Desk does the verbs. All fields but Sources and Watch must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Read  Reader
	Now   func() time.Time
	NewID func() string
	// Sources are what other rooms add to what waits for somebody.
	Sources []Source
	Watch   Watch
}
