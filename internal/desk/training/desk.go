// Package training is what people do so that others can carry a procedure out alone: ask them to learn it, acknowledge, sign what was seen, let pass, take back. The
// rules are pure (rule.go); a verb reads a record, applies one, and writes it with its line of the trail, in one transaction.
package training

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// Tx are the statements of one transaction.
type Tx interface {
	Procedures
	Learning
	Asked
	Telling
}

// Procedures are a transaction's statements on procedures, and on who is there.
type Procedures interface {
	// HoldProcedure gives a procedure by its slug, and nobody else may change it, or what is signed on it, until the end of the transaction.
	HoldProcedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Life(ctx context.Context, procedure string) (life.Life, error)
	Execution(ctx context.Context, workspace, id string) (execution.Execution, error)
	People
}

// People are a transaction's statements on who is there.
type People interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Learning are a transaction's statements on what was signed.
type Learning interface {
	Record(ctx context.Context, workspace, procedure, account string) (training.Record, error)
	Records(ctx context.Context, q training.Question) ([]training.Record, error)
	SaveRecord(ctx context.Context, r training.Record) error
	Policies
}

// Policies are a transaction's statements on what classes ask for.
type Policies interface {
	TrainingPolicies(ctx context.Context, workspace string) (training.Policies, error)
	SetTrainingPolicies(ctx context.Context, workspace string, all training.Policies) error
}

// Asked are a transaction's statements on what people were asked to learn.
type Asked interface {
	Tasks(ctx context.Context, q training.Question) ([]training.Task, error)
	TasksBy(ctx context.Context, workspace string, by time.Time, limit int) ([]training.Task, error)
	SaveTask(ctx context.Context, t training.Task) error
	Roles
}

// Roles are a transaction's statements on what roles were asked to learn.
type Roles interface {
	Assignments(ctx context.Context, q training.Question) ([]training.Assignment, error)
	SaveAssignment(ctx context.Context, s training.Assignment) error
	Enrolled(ctx context.Context, assignment string) ([]string, error)
	Paths
}

// Paths are a transaction's statements on onboarding paths, and on who is on them.
type Paths interface {
	// HoldJourney gives a path, and nobody else may change it, or who is on it, until the end of the transaction.
	HoldJourney(ctx context.Context, workspace, id string) (training.Journey, error)
	SaveJourney(ctx context.Context, j training.Journey) error
	Journeys(ctx context.Context, workspace string) ([]training.Journey, error)
	Trips
}

// Trips are a transaction's statements on who is on which path.
type Trips interface {
	Trips(ctx context.Context, q training.Question) ([]training.Trip, error)
	SaveTrip(ctx context.Context, t training.Trip) error
}

// Telling is what a transaction writes down of what was done, and of whom is told.
type Telling interface {
	AddEvent(ctx context.Context, e team.Event) error
	AddHappening(ctx context.Context, h notice.Happening) error
	Remind(ctx context.Context, procedure, stage string, at time.Time) (fresh bool, err error)
}

// Desk does the verbs. All fields must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Mask masks the secrets in a text; nil where nobody looks for any.
	Mask func(ctx context.Context, text string) (string, error)
}

func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

// longest is how long a text of somebody's may be, in characters.
const longest = 4000

// tidy is a text as it's kept: without its secrets. An error when it is too long.
func (d *Desk) tidy(ctx context.Context, text string) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""))
	if utf8.RuneCountInString(text) > longest {
		return "", refused("The text is too long.", "Write at most 4000 characters.")
	}
	err := desk.Masked(ctx, d.Mask, &text)
	return text, err
}

// held is a procedure of which what was signed is changed.
type held struct {
	tx Tx
	a  desk.Actor
	sop.Procedure
	life    life.Life
	line    training.Line
	policy  training.Policy
	now     time.Time
	members []team.Member
}

func (h *held) asking() training.Asking {
	return training.Asking{Line: h.line, Policy: h.policy, Now: h.now}
}

// member gives one who can come in.
func (h *held) member(account string) *team.Member {
	i := slices.IndexFunc(h.members, func(m team.Member) bool { return m.ID == account && m.Disabled.IsZero() })
	if i < 0 {
		return nil
	}
	return &h.members[i]
}

// on holds a procedure while do changes what was signed on it.
func (d *Desk) on(ctx context.Context, a desk.Actor, slug string, do func(h *held) error) error {
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		h, err := d.held(ctx, tx, p)
		if err != nil {
			return err
		}
		h.a = a
		return do(h)
	})
}

// held reads what the rules need to know of a procedure that is held.
func (d *Desk) held(ctx context.Context, tx Tx, p sop.Procedure) (*held, error) {
	h := &held{tx: tx, Procedure: p, now: d.Now()}
	var err error
	if h.life, err = tx.Life(ctx, p.ID); err != nil {
		return nil, err
	}
	policies, err := tx.TrainingPolicies(ctx, p.Workspace)
	if err != nil {
		return nil, err
	}
	h.line, h.policy = training.LineOf(&h.life), policies[h.life.Of()]
	h.members, err = tx.Members(ctx, p.Workspace)
	return h, err
}

// add writes an entry with its line of the trail.
func (d *Desk) add(ctx context.Context, h *held, r training.Record, e training.Entry) error {
	r.Entries = append(r.Entries, e)
	if err := h.tx.SaveRecord(ctx, r); err != nil {
		return err
	}
	verb := "training." + string(e.Stage)
	if e.Kind != training.Signed {
		verb = "training." + string(e.Kind)
	}
	detail := fmt.Sprintf("%s, revision %d", r.Account, e.Number)
	if e.Kind == training.Waived {
		detail += ", " + string(e.Stage)
	}
	return d.event(ctx, h, team.Event{Verb: verb, Detail: detail, Proof: e.Vouched(r.Account)})
}

// event writes a line of the trail on a procedure that is held.
func (d *Desk) event(ctx context.Context, h *held, e team.Event) error {
	e.ID, e.At, e.Workspace, e.Target = d.NewID(), h.now, h.Workspace, h.Procedure.ID
	if e.Actor == "" {
		e.Actor = h.a.Account
	}
	return h.tx.AddEvent(ctx, e)
}

// tell has somebody told.
func (d *Desk) tell(ctx context.Context, h *held, said string, to ...string) error {
	x := notice.Happening{ID: d.NewID(), Workspace: h.Workspace, Procedure: h.Procedure.ID, Kind: notice.Training, Actor: h.a.Account, At: h.now, To: to, Said: said}
	if x.Actor == clock {
		x.Actor = ""
	}
	return h.tx.AddHappening(ctx, x)
}

// SetPolicies says what each class asks of whoever learnt a procedure of it.
func (d *Desk) SetPolicies(ctx context.Context, a desk.Actor, all training.Policies) error {
	if err := a.May(desk.Manage); err != nil {
		return err
	}
	var told []string
	for _, c := range life.Classes {
		p, ok := all[c]
		if !ok || p.Months < 0 || p.Months > longestMonths || p.Days < 0 || p.Days > longestDays {
			return refused(fmt.Sprintf("What %s procedures ask can't be used.", c), fmt.Sprintf("Give each class from 0 to %d months, and from 0 to %d days.", longestMonths, longestDays))
		}
		told = append(told, fmt.Sprintf("%s: refresh after %d months, %d days to learn again, read wording again %t, companion %t", c, p.Months, p.Days, p.ReadMinor, p.Companion))
	}
	return d.Do(ctx, func(tx Tx) error {
		if err := tx.SetTrainingPolicies(ctx, a.Workspace, all); err != nil {
			return err
		}
		return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: a.Workspace, Actor: a.Account, Verb: "training.policy", Target: a.Workspace, Detail: strings.Join(told, "; ")})
	})
}

// bounds of a policy.
const (
	longestMonths = 120
	longestDays   = 1000
)
