// Package desk is what people do with recordings and procedures: all rules and permissions are here, and nowhere else. A verb is one
// transaction, with its line in the audit trail.
package desk

import (
	"context"
	"strconv"
	"time"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/sop/library"
	"showhow/internal/sop/secret"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Tx are the statements of one transaction.
type Tx interface {
	Recordings
	Runs
	Library
	Trail
}

// Recordings are a transaction's statements on what is brought.
type Recordings interface {
	Holdings
	Markers
	Usages
	Subtitles
}

// Library are a transaction's statements on what a workspace has.
type Library interface {
	Procedures
	Manuscripts
	Takes
	Labels
}

// Labels are a transaction's statements on what procedures are filed under.
type Labels interface {
	// Labels gives those of procedures, by their ids.
	Labels(ctx context.Context, procedures ...string) (map[string][]library.Label, error)
	// SetLabels replaces a procedure's labels of a kind.
	SetLabels(ctx context.Context, p sop.Procedure, kind library.LabelKind, names []string) error
}

// Holdings are a transaction's statements on recordings.
type Holdings interface {
	// AddHolding gives an error with code sop.Exists when the upload's recording is there already.
	AddHolding(ctx context.Context, h sop.Holding, upload string) error
	Holding(ctx context.Context, workspace, id string) (sop.Holding, error)
	HoldingOf(ctx context.Context, upload string) (sop.Holding, error)
	// SetLength writes how long a recording is, and what kind of file.
	SetLength(ctx context.Context, h sop.Holding) error
}

// Runs are a transaction's statements on runs.
type Runs interface {
	AddRun(ctx context.Context, n sop.Run) error
	// SaveRun writes n when the run's state and attempt are still those of was; ok tells whether they were.
	SaveRun(ctx context.Context, was, n sop.Run) (ok bool, err error)
	Run(ctx context.Context, workspace, id string) (sop.Run, error)
	RunByID(ctx context.Context, id string) (sop.Run, error)
}

// Procedures are a transaction's statements on procedures.
type Procedures interface {
	AddProcedure(ctx context.Context, p sop.Procedure) error
	SlugsLike(ctx context.Context, workspace, start string) ([]string, error)
	AddRevision(ctx context.Context, r sop.Revision, about sop.Release) error
	// SetPassages replaces what can be found of a procedure.
	SetPassages(ctx context.Context, workspace, procedure string, all []library.Passage) error
}

// Trail is the audit trail.
type Trail interface {
	AddEvent(ctx context.Context, e team.Event) error
	// RunOf is the newest run of a recording.
	RunOf(ctx context.Context, holding string) (sop.Run, error)
}

// Markers are a transaction's statements on what is marked while a recording is made.
type Markers interface {
	// Upload is what the recording comes by.
	Upload(ctx context.Context, id string) (sop.Upload, error)
	AddMarker(ctx context.Context, upload string, m sop.Marker) error
	// Markers gives them in order of time.
	Markers(ctx context.Context, upload string) ([]sop.Marker, error)
}

// Jobs is the queue, within the same transaction.
type Jobs interface {
	// Add adds a run to those that wait to be worked on, and gives the job's number; long work waits in a line of its own.
	Add(ctx context.Context, run string, long bool) (job int64, err error)
	Cancel(ctx context.Context, job int64) error
}

// Desk does the verbs. All fields but Quota, Brief, Drafted, Look and Said must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx, Jobs) error) error
	Now   func() time.Time
	NewID func() string
	// Quota bounds what each workspace may take in that has no bounds of its own; zero is no bound.
	Quota team.Quota
	// Brief gives what an author wrote down before a recording; Drafted is told in its transaction of the procedure that came of a recording with a brief.
	Brief   func(ctx context.Context, workspace, id string) (brief.Brief, error)
	Drafted func(ctx context.Context, tx Tx, b brief.Brief, p sop.Procedure) error
	// Judge says what a command does, and why it doesn't parse.
	Judge manuscript.Judge
	// Look finds what looks like a secret in what people write; nil where nobody looks.
	Look secret.Look
	// Said tells of what in a procedure it was said that it is no secret; nil where nobody can.
	Said func(ctx context.Context, procedure string) ([]secret.None, error)
}

// vouched is what the trail vouches for of a revision.
func vouched(r *sop.Revision) string {
	return trail.Proof("number", strconv.Itoa(r.Number), "revision", trail.Digest(r))
}

// event writes a line of the trail.
func (d *Desk) event(ctx context.Context, tx Tx, e team.Event) error {
	e.ID, e.At = d.NewID(), d.Now()
	return tx.AddEvent(ctx, e)
}
