// Package thread is what people do with what is said about an SOP: remark on a step or a line, suggest other words, answer, resolve. The rules are pure
// (rule.go, place.go); a verb reads a thread, applies one, and writes it with its line of the trail, in one transaction.
package thread

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/desk/copies"
	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
)

// Tx are the statements of one transaction.
type Tx interface {
	desk.Tx
	Openings
	Threads
}

// Openings are the statements by which a thread is opened, also within another's transaction.
type Openings interface {
	AddThread(ctx context.Context, t thread.Thread) error
	// CountOpen counts a procedure's open threads.
	CountOpen(ctx context.Context, procedure string) (int, error)
	AddEvent(ctx context.Context, e team.Event) error
	AddHappening(ctx context.Context, h notice.Happening) error
}

// Threads are a transaction's statements on threads that are there.
type Threads interface {
	Thread(ctx context.Context, workspace, id string) (thread.Thread, error)
	SaveThread(ctx context.Context, t thread.Thread) error
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// Desk does the verbs. All fields but Follow and Mask must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Mask masks the secrets in a text; nil for texts of which others have done so.
	Mask func(ctx context.Context, text string) (string, error)
	// Edit changes a working copy within a transaction: see desk.Desk.ChangeIn.
	Edit func(ctx context.Context, tx desk.Tx, e desk.Edit) ([]sop.Piece, error)
	// Follow is told of a finding that was resolved or opened again, in the transaction in which it was; nil for nobody.
	Follow func(ctx context.Context, tx Tx, f Followed) error
}

// Followed is a finding's thread as somebody has resolved it or opened it again, with their words.
type Followed struct {
	Actor  desk.Actor
	Thread thread.Thread
	Words  string
}

// longest is how long a text of somebody's may be, in characters.
const longest = 4000

// tidy is a text as it's kept: without its secrets. An error when it is too long.
func (d *Desk) tidy(ctx context.Context, text string) (string, error) {
	text = strings.TrimSpace(plain(text))
	if utf8.RuneCountInString(text) > longest {
		return "", refused("The text is too long.", "Write at most 4000 characters.")
	}
	err := desk.Masked(ctx, d.Mask, &text)
	return text, err
}

// plain is a text without what can't be kept, its lines ended as ours are.
func plain(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""), "\r\n", "\n")
}

// Opening is a thread to be opened.
type Opening struct {
	// Number is the revision that it's about; 0 for the working copy.
	Number int
	Anchor thread.Anchor
	Kind   thread.Kind
	// Text is what is said; Proposed what a suggestion would have in the place of the anchor's words.
	Text, Proposed string
	Blocking       bool
	// Sort, Execution and Thought are those of a finding.
	Sort               thread.Sort
	Execution, Thought string
}

// Open opens a thread on a revision or the working copy of a procedure.
func (d *Desk) Open(ctx context.Context, a desk.Actor, slug string, o Opening) (made thread.Thread, err error) {
	if err := a.May(desk.Remark); err != nil {
		return made, err
	}
	if o.Kind == thread.Finding {
		return made, refused("Findings come of carrying a procedure out.", "Open a remark, a question or a suggestion.")
	}
	err = d.Do(ctx, func(tx Tx) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		r, err := revision(ctx, tx, p, o.Number)
		if err != nil {
			return err
		}
		made, err = d.OpenIn(ctx, tx, In{a, p, r, o})
		return err
	})
	return made, err
}

// In is where a thread is opened: by whom, on which procedure, and on which of its revisions (the working copy as one, with the last one's number).
type In struct {
	Actor     desk.Actor
	Procedure sop.Procedure
	Revision  *sop.Revision
	Opening   Opening
}

// OpenIn opens a thread within another's transaction; the procedure must be held. Whether the actor may do that is asked by whoever calls.
func (d *Desk) OpenIn(ctx context.Context, tx Openings, in In) (t thread.Thread, err error) {
	o := in.Opening
	if o.Text, err = d.tidy(ctx, o.Text); err != nil {
		return t, err
	}
	o.Proposed, o.Anchor.Words = strings.TrimRight(plain(o.Proposed), "\n"), plain(o.Anchor.Words)
	if utf8.RuneCountInString(o.Proposed) > longestWords || utf8.RuneCountInString(o.Anchor.Words) > longestWords {
		return t, refused("The text is too long.", "Write at most 4000 characters.")
	}
	if err := desk.Masked(ctx, d.Mask, &o.Proposed); err != nil {
		return t, err
	}
	now := d.Now()
	o.Anchor.Whole = o.Anchor.Words != "" && Follow(in.Revision, o.Anchor).Text == o.Anchor.Words
	t = thread.Thread{
		ID: d.NewID(), Workspace: in.Procedure.Workspace, Procedure: in.Procedure.ID, Number: in.Revision.Number, Anchor: o.Anchor, Kind: o.Kind, Sort: o.Sort, Execution: o.Execution, Thought: o.Thought,
		Proposed: o.Proposed, Blocking: o.Blocking, State: thread.Open, By: in.Actor.Account, At: now,
	}
	if o.Text != "" {
		t.Remarks = []thread.Remark{{ID: d.NewID(), By: t.By, At: now, Text: o.Text}}
	}
	if err := openable(in.Actor, &t, in.Revision); err != nil {
		return t, err
	}
	if n, err := tx.CountOpen(ctx, t.Procedure); err != nil || n >= mostOpen {
		if err == nil {
			err = refused("There are too many open threads on this procedure.", "Resolve some of them first.")
		}
		return t, err
	}
	if err := tx.AddThread(ctx, t); err != nil {
		return t, err
	}
	kind := notice.Remarked
	if t.Kind == thread.Finding {
		kind = notice.Found
	}
	return t, d.told(ctx, tx, tell{in.Actor, &t, "opened", kind, saids[t.Kind] + sorted(t.Sort), o.Text})
}

// sorted is what was found, as the end of a sentence.
func sorted(s thread.Sort) string {
	if s == "" {
		return ""
	}
	return ": " + string(s)
}

// saids are what is said of a thread that was opened.
var saids = map[thread.Kind]string{thread.Note: "made a remark", thread.Question: "asked a question", thread.Suggestion: "suggested other words", thread.Finding: "found something"}

// tell is what is told of a thread: by the trail, and to people.
type tell struct {
	by    desk.Actor
	t     *thread.Thread
	verb  string
	kind  notice.Kind
	said  string
	words string
}

func (d *Desk) told(ctx context.Context, tx Openings, w tell) error {
	t := w.t
	detail := string(t.Kind) + " " + t.ID
	if t.Anchor.Step != "" {
		detail += " on " + t.Anchor.Step
	}
	if err := tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: t.Workspace, Actor: w.by.Account, Verb: "thread." + w.verb, Target: t.Procedure, Detail: detail}); err != nil {
		return err
	}
	h := notice.Happening{ID: d.NewID(), At: d.Now(), Workspace: t.Workspace, Procedure: t.Procedure, Kind: w.kind, Actor: w.by.Account, Number: t.Number, Thread: t.ID, Said: w.said, Words: w.words}
	if w.kind == notice.Answered {
		h.To = t.Voices()
	}
	return tx.AddHappening(ctx, h)
}

// revision reads what a thread is about; 0 is the working copy.
func revision(ctx context.Context, tx Tx, p sop.Procedure, number int) (*sop.Revision, error) {
	if number > 0 {
		r, err := tx.Revision(ctx, p.ID, number)
		return &r, err
	}
	r, _, err := copies.Working(ctx, tx, p)
	return r, err
}
