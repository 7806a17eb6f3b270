// Package retake is recording a procedure again: what was drafted from a new recording is held against what there is, and taken into it. What people wrote stays, and each step
// keeps its key, so that what is known of it follows.
package retake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/desk/copies"
	"showhow/internal/desk/retake/merge"
	"showhow/internal/sop"
	"showhow/internal/sop/retake"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Rows are the statements by which procedures are read.
type Rows interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	Pieces(ctx context.Context, procedure string) ([]sop.Piece, error)
}

// Tx are the statements of one transaction.
type Tx interface {
	desk.Tx
	Rows
	SaveRetake(ctx context.Context, t retake.Taken) error
}

// Desk does the verbs. All fields must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Read  Rows
	Now   func() time.Time
	NewID func() string
	// Replace makes a working copy what a revision says, and names it, within a transaction: see desk.Desk.ReplaceIn.
	Replace func(ctx context.Context, tx desk.Tx, x desk.Replacing) (sop.Release, sop.Procedure, error)
	// Pictures lets a procedure have pictures of a draft, under their names there; each of names is what one is called in the procedure.
	Pictures func(ctx context.Context, of Copying) error
}

// Copying are a draft's pictures that a procedure is to have, by their names in the procedure.
type Copying struct {
	Draft, Procedure string // ids
	Names            map[string]string
}

// Asked is what is to be taken into what: two procedures of a workspace by their slugs, and what somebody chose.
type Asked struct {
	Slug, Draft string
	Choice      merge.Choice
	// Seen is what Shown.Seen told when the choice was made; empty for whoever takes what is there.
	Seen string
	// Note says what it is for; it may be empty.
	Note string
}

// Shown is what comes of taking a draft into a procedure.
type Shown struct {
	Procedure, Draft sop.Procedure
	// Was is the working copy as it is.
	Was *sop.Revision
	merge.Plan
	// Seen stands for both as they are now.
	Seen string
	// Before is the revision by which the same draft was taken in before, 0 for none; Known says that a recording of the very same bytes is the procedure's already, by another draft.
	Before int
	Known  bool
}

// Same says that nothing would change.
func (s Shown) Same() bool {
	now := *s.Plan.Revision
	now.Number, now.Later = s.Was.Number, slices.Clone(now.Later)
	for i := range now.Later[:min(len(now.Later), len(s.Was.Later))] {
		now.Later[i].Number = s.Was.Later[i].Number
	}
	return s.Before > 0 && trail.Digest(&now) == trail.Digest(s.Was)
}

// Look shows what would come of it, and changes nothing.
func (d *Desk) Look(ctx context.Context, a desk.Actor, q Asked) (s Shown, err error) {
	if err := a.May(desk.Write); err != nil {
		return s, err
	}
	return look(ctx, d.Read, a, q)
}

// look reads both, and merges them.
func look(ctx context.Context, from Rows, a desk.Actor, q Asked) (s Shown, err error) {
	if s.Procedure, err = from.Procedure(ctx, a.Workspace, q.Slug); err != nil {
		return s, err
	}
	if q.Slug == q.Draft {
		return s, refused("A procedure can’t be taken into itself.", "Choose what was drafted from the new recording.")
	}
	if s.Draft, err = from.Procedure(ctx, a.Workspace, q.Draft); err != nil {
		return s, err
	}
	if s.Draft.InForce > 0 {
		return s, refused(fmt.Sprintf("“%s” is a procedure by itself, by which people work: its steps can’t be taken into another.", s.Draft.Title), "Take what was drafted from a new recording.")
	}
	if s.Draft.State != sop.Draft && s.Draft.State != sop.TakenIn {
		return s, refused(fmt.Sprintf("“%s” is being judged as a procedure by itself.", s.Draft.Title), "Withdraw it from review first.")
	}
	if s.Procedure.State == "retired" {
		return s, refused(fmt.Sprintf("“%s” is retired: nobody works by it any more.", s.Procedure.Title), "Take that back first, or keep what was drafted as a procedure of its own.")
	}
	if s.Was, _, err = copies.Working(ctx, from, s.Procedure); err != nil {
		return s, err
	}
	now, _, err := copies.Working(ctx, from, s.Draft)
	if err != nil {
		return s, err
	}
	old, err := drafts(ctx, from, s.Procedure, s.Was)
	if err != nil {
		return s, err
	}
	s.Seen = trail.Digest(s.Was) + trail.Digest(now)
	s.Known = now.Recording.Hash != "" && now.Recording.Hash == s.Was.Recording.Hash
	for _, l := range s.Was.Later {
		if l.Draft == s.Draft.ID {
			s.Before = l.Number
		}
		s.Known = s.Known || l.Draft != s.Draft.ID && l.Recording.Hash == now.Recording.Hash && l.Recording.Hash != ""
	}
	s.Plan, err = merge.Merge(old, merge.New{Revision: now, ID: s.Draft.ID}, q.Choice)
	return s, err
}

// drafts are a procedure with what its recordings said before anybody wrote: its first revision, those by which others came in, and what was drafted of these.
func drafts(ctx context.Context, from Rows, p sop.Procedure, r *sop.Revision) (old merge.Old, err error) {
	old.Revision = r
	numbers := []int{1}
	for _, l := range r.Later {
		numbers = append(numbers, l.Number)
		d, err := from.Revision(ctx, l.Draft, 1)
		if err != nil && sop.CodeOf(err) != sop.NotFound {
			return old, err
		}
		old.Recorded = append(old.Recorded, nil)
		if err == nil {
			old.Recorded[len(old.Recorded)-1] = &d
		}
	}
	slices.Sort(numbers)
	for _, n := range slices.Compact(numbers) {
		d, err := from.Revision(ctx, p.ID, n)
		if err != nil {
			return old, err
		}
		old.Drafts = append(old.Drafts, &d)
	}
	return old, nil
}

// longestNote is how long a note may be, in characters.
const longestNote = 2000

// Take takes a draft into a procedure: its working copy becomes what Look shows, and a revision. What was changed in it and not saved yet is a part of that. The draft is kept, and is
// out of the way. The error has code sop.Busy when either of them was changed since it was looked at.
func (d *Desk) Take(ctx context.Context, a desk.Actor, q Asked) (made sop.Release, err error) {
	s, err := d.Look(ctx, a, q)
	if err != nil {
		return made, err
	}
	if q.Note = strings.TrimSpace(strings.ReplaceAll(q.Note, "\x00", "")); utf8.RuneCountInString(q.Note) > longestNote {
		return made, refused("The note is too long.", "Write at most 2000 characters.")
	}
	if err := d.Pictures(ctx, Copying{s.Draft.ID, s.Procedure.ID, pictures(s)}); err != nil { // before anything names them; a second time does no harm
		return made, err
	}
	seen := s.Seen
	if q.Seen != "" {
		seen = q.Seen
	}
	err = d.Do(ctx, func(tx Tx) error {
		for _, slug := range []string{q.Slug, q.Draft} { // nobody changes them until it is done
			if _, err := tx.HoldProcedure(ctx, a.Workspace, slug); err != nil {
				return err
			}
		}
		s, err := look(ctx, tx, a, q)
		if err != nil {
			return err
		}
		if s.Seen != seen {
			return &sop.Error{Code: sop.Busy, Message: "The procedure, or what was drafted, was changed since you looked at this.", Mend: "Look at it again: what you chose is kept as far as it still fits."}
		}
		if s.Same() {
			return refused(fmt.Sprintf("Nothing would change: it was taken in already, as revision %d.", s.Before), "Choose otherwise for one of its steps, or leave it.")
		}
		if err := sound(s); err != nil {
			return err
		}
		note := q.Note
		if note == "" {
			note = fmt.Sprintf("Recorded again (%s).", s.Reel().Recording.Name)
		}
		t := retake.Taken{Draft: s.Draft.ID, Procedure: s.Procedure.ID, By: a.Account, At: d.Now()} // before it is a revision: whoever recorded wrote this one, and not the next
		made, s.Procedure, err = d.Replace(ctx, tx, desk.Replacing{Actor: a, Procedure: s.Procedure, Revision: s.Plan.Revision, Verb: "procedure.recorded_again", Note: note})
		if err != nil {
			return err
		}
		t.Number = made.Number
		return d.putAside(ctx, tx, s, t)
	})
	return made, err
}

// putAside notes that a draft was taken in: it isn't found any more among what people work by, and leads to where its steps are.
func (d *Desk) putAside(ctx context.Context, tx Tx, s Shown, t retake.Taken) error {
	if err := tx.SaveRetake(ctx, t); err != nil {
		return err
	}
	s.Draft.State, s.Draft.Changed = sop.TakenIn, d.Now()
	if err := desk.Relist(ctx, tx, &s.Draft, s.Draft.Listed()); err != nil {
		return err
	}
	return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: s.Draft.Workspace, Actor: t.By, Verb: "procedure.taken_in", Target: t.Draft,
		Detail: fmt.Sprintf("into %s, revision %d", s.Procedure.Slug, t.Number), Proof: trail.Proof("procedure", t.Procedure)})
}

// Reel is the recording that is taken in.
func (s Shown) Reel() sop.Reel {
	l := s.Plan.Revision.Later
	return l[slices.IndexFunc(l, func(l sop.Reel) bool { return l.Draft == s.Draft.ID })]
}

// pictures are those that the outcome has of the draft, by their names in the outcome.
func pictures(s Shown) map[string]string {
	all := map[string]string{}
	for _, section := range s.Plan.Revision.Sections {
		for _, st := range section.Steps {
			for _, f := range st.Figures {
				if name, ok := strings.CutPrefix(f.Image, s.Plan.Tag); ok || desk.Taken(f.Image) {
					all[f.Image] = name
				}
			}
		}
	}
	return all
}

// sound refuses what would break a rule of the document that the procedure doesn't break.
func sound(s Shown) error {
	known := map[string]bool{}
	for _, p := range sop.Validate(s.Was) {
		known[p.Message] = true // its place may be another now
	}
	for _, p := range sop.Validate(s.Plan.Revision) {
		if !known[p.Message] {
			return &sop.Error{Code: sop.Invalid, Message: "The two don’t make one document: " + p.Message, Mend: "Mend the draft in its editor first, or leave that step out.", Cause: fmt.Errorf("%s", p)}
		}
	}
	return nil
}

func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}
