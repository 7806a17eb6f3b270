package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk/copies"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Manuscripts are a transaction's statements on what people write.
type Manuscripts interface {
	// HoldProcedure gives a procedure by its slug, and nobody else may change it until the end of the transaction.
	HoldProcedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	SaveProcedure(ctx context.Context, p sop.Procedure) error
	Pieces
	Glossary
}

// Pieces are a transaction's statements on a procedure's working copy and its revisions.
type Pieces interface {
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	// Pieces gives the newest version of each piece.
	Pieces(ctx context.Context, procedure string) ([]sop.Piece, error)
	// PiecesEver gives all versions that are kept.
	PiecesEver(ctx context.Context, procedure string) ([]sop.Piece, error)
	PieceWriter
}

// PieceWriter reads and writes single pieces.
type PieceWriter interface {
	// Piece gives a piece as it was in a version; sop.NotFound when that isn't kept.
	Piece(ctx context.Context, procedure, key string, version int) (sop.Piece, error)
	AddPiece(ctx context.Context, procedure string, p sop.Piece) error
	// PrunePiece drops the versions of a piece from one up to the one before its own.
	PrunePiece(ctx context.Context, procedure string, p sop.Piece, from int) error
	Drawings
}

// Drawings are a transaction's statements on pictures that people made.
type Drawings interface {
	Drawings(ctx context.Context, procedure string) ([]sop.Figure, error)
	AddDrawing(ctx context.Context, procedure string, f sop.Figure) error
}

// Change changes the working copy of a procedure: all changes, or none. An error with code sop.Busy has manuscript.Conflicts as its cause.
func (d *Desk) Change(ctx context.Context, a Actor, slug string, all []manuscript.Change) (made []sop.Piece, err error) {
	if err := a.May(Write); err != nil {
		return nil, err
	}
	err = d.Do(ctx, func(tx Tx, _ Jobs) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		made, err = d.ChangeIn(ctx, tx, Edit{a, p, all})
		return err
	})
	return made, err
}

// Edit is a change of a working copy: whose, of which procedure, and what.
type Edit struct {
	Actor     Actor
	Procedure sop.Procedure
	Changes   []manuscript.Change
}

// ChangeIn changes a working copy within another's transaction; the procedure must be held, and the actor be allowed to write.
func (d *Desk) ChangeIn(ctx context.Context, tx Tx, e Edit) (made []sop.Piece, err error) {
	c, err := d.copyOf(ctx, tx, e.Procedure)
	if err != nil {
		return nil, err
	}
	was := manuscript.Calls(slices.Collect(maps.Values(c.Now)))
	if made, err = c.Apply(e.Changes); err != nil {
		return nil, err
	}
	bared, err := c.Bared(ctx, d.Look, made)
	if err != nil {
		return nil, err
	}
	if err := d.called(ctx, tx, e.Procedure, change{made, was}); err != nil {
		return nil, err
	}
	return made, d.keep(ctx, tx, e.Procedure, kept{made, e.Actor, "procedure.changed", bared})
}

// touch notes that a procedure was changed at a time: what was rejected is a draft again.
func touch(p *sop.Procedure, now time.Time) {
	const rejected = sop.ProcedureState("rejected") // see sop/life
	if p.Changed = now; p.State == rejected || p.State == sop.TakenIn {
		p.State = sop.Draft
	}
}

// keptVersions is how many versions of a piece are kept beside the newest: whoever was away for longer is asked about all of it.
const keptVersions = 8

// Found tells where in pieces of a procedure what looks like a secret stands, and what was said to be none: to be told as soon as it is written, long before others are asked to read it.
func (d *Desk) Found(ctx context.Context, procedure string, pieces []sop.Piece) ([]secret.Finding, error) {
	all, err := manuscript.Secrets(ctx, d.Look, pieces)
	if err != nil || len(all) == 0 || d.Said == nil {
		return all, err
	}
	said, err := d.Said(ctx, procedure)
	return secret.Judge(all, said), err
}

// kept are pieces that somebody made, and by which verb. Bared are the keys of those from which a secret was taken: no version is kept in which it may stand.
type kept struct {
	pieces []sop.Piece
	by     Actor
	verb   string
	bared  []string
}

// keep writes pieces, and fills in who made them when.
func (d *Desk) keep(ctx context.Context, tx Tx, p sop.Procedure, k kept) error {
	if len(k.pieces) == 0 {
		return nil
	}
	var keys []string
	for i := range k.pieces {
		x := &k.pieces[i]
		x.Author, x.Changed, x.Since = k.by.Account, d.Now(), p.Latest
		if err := tx.AddPiece(ctx, p.ID, *x); err != nil {
			return err
		}
		old, from := sop.Piece{Key: x.Key, Version: x.Version - keptVersions}, 2 // the first tells what it was made from
		if slices.Contains(k.bared, x.Key) {
			old, from = *x, 1
		}
		if err := tx.PrunePiece(ctx, p.ID, old, from); err != nil {
			return err
		}
		keys = append(keys, x.Key)
	}
	alone := p.State == sop.TakenIn // until now
	touch(&p, d.Now())
	if err := tx.SaveProcedure(ctx, p); err != nil {
		return err
	}
	if alone {
		if err := Relist(ctx, tx, &p, p.Listed()); err != nil {
			return err
		}
	}
	return d.event(ctx, tx, team.Event{Workspace: p.Workspace, Actor: k.by.Account, Verb: k.verb, Target: p.ID, Detail: strings.Join(keys, " ")})
}

// copyOf reads the working copy of a procedure with all that it is judged by.
func (d *Desk) copyOf(ctx context.Context, tx Tx, p sop.Procedure) (*manuscript.Copy, error) {
	last, now, err := copies.Laid(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	c := &manuscript.Copy{Revision: last, Now: now, Known: manuscript.NewKnown(), Judge: d.Judge}
	c.At = func(key string, version int) (sop.Piece, error) {
		if version > 0 {
			return tx.Piece(ctx, p.ID, key, version)
		}
		return atFirst(ctx, tx, p.ID, key)
	}
	return c, d.know(ctx, tx, p, c)
}

// atFirst is a piece as it was before anybody changed it.
func atFirst(ctx context.Context, tx Tx, procedure, key string) (sop.Piece, error) {
	none := &sop.Error{Code: sop.NotFound, Message: "This version isn't kept any more."}
	first, err := tx.Piece(ctx, procedure, key, 1)
	if err != nil {
		return first, err
	}
	r, err := tx.Revision(ctx, procedure, first.Since)
	if err != nil {
		return first, err
	}
	all, err := manuscript.Split(&r)
	if err != nil {
		return first, err
	}
	p, ok := all[key]
	if !ok {
		return p, none
	}
	return p, nil
}

// know fills in which evidence is known: what was drafted from the recordings, and what stood in any version since the last revision.
func (d *Desk) know(ctx context.Context, tx Tx, p sop.Procedure, c *manuscript.Copy) error {
	known := []int{1, p.Latest}
	for _, l := range c.Revision.Later {
		known = append(known, l.Number)
	}
	slices.Sort(known)
	for _, n := range slices.Compact(known) {
		r, err := tx.Revision(ctx, p.ID, n)
		if err != nil {
			return err
		}
		all, err := manuscript.Split(&r)
		if err != nil {
			return err
		}
		for _, x := range all {
			if err := c.Known.Add(x); err != nil {
				return err
			}
		}
	}
	before, err := tx.PiecesEver(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, x := range before {
		if err := c.Known.Add(x); err != nil {
			return err
		}
	}
	drawn, err := tx.Drawings(ctx, p.ID)
	for _, f := range drawn {
		c.Known.Figure(f)
	}
	return err
}

// longestNote is how long a revision's note may be, in characters.
const longestNote = 2000

// Name makes the working copy a revision, for good. It is an error with code sop.Invalid when nothing has changed since the last one.
func (d *Desk) Name(ctx context.Context, a Actor, slug, note string) (made sop.Release, err error) {
	if err := a.May(Write); err != nil {
		return made, err
	}
	if note = strings.TrimSpace(strings.ReplaceAll(note, "\x00", "")); utf8.RuneCountInString(note) > longestNote {
		return made, &sop.Error{Code: sop.Invalid, Message: "The note is too long.", Mend: "Write at most 2000 characters."}
	}
	err = d.Do(ctx, func(tx Tx, _ Jobs) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		made, _, err = d.NameIn(ctx, tx, Naming{a, p, note})
		return err
	})
	return made, err
}

// Naming is a working copy that somebody makes a revision, with a note.
type Naming struct {
	Actor     Actor
	Procedure sop.Procedure
	Note      string
}

// NameIn does so within another's transaction, and gives the procedure as it is then; it must be held, and the actor be allowed to write.
func (d *Desk) NameIn(ctx context.Context, tx Tx, n Naming) (sop.Release, sop.Procedure, error) {
	pieces, err := tx.Pieces(ctx, n.Procedure.ID)
	if err != nil {
		return sop.Release{}, n.Procedure, err
	}
	if !manuscript.Dirty(n.Procedure.Latest, pieces) {
		return sop.Release{}, n.Procedure, &sop.Error{Code: sop.Invalid, Message: "Nothing has changed since the last revision.", Mend: "Change something first."}
	}
	r, err := joined(ctx, tx, n.Procedure)
	if err != nil {
		return sop.Release{}, n.Procedure, err
	}
	note, err := d.Look.Masked(ctx, n.Note) // the trail keeps it for good
	if err != nil {
		return sop.Release{}, n.Procedure, err
	}
	return d.release(ctx, tx, n.Procedure, release{r, sop.Release{Author: n.Actor.Account, Note: note}})
}

// safe makes the working copy a revision when there are changes since the last one.
func (d *Desk) safe(ctx context.Context, tx Tx, p sop.Procedure, r release) (sop.Procedure, error) {
	pieces, err := tx.Pieces(ctx, p.ID)
	if err != nil || !manuscript.Dirty(p.Latest, pieces) {
		return p, err
	}
	if r.revision, err = joined(ctx, tx, p); err != nil {
		return p, err
	}
	_, p, err = d.release(ctx, tx, p, r)
	return p, err
}

// joined is the working copy as the next revision.
func joined(ctx context.Context, tx Tx, p sop.Procedure) (*sop.Revision, error) {
	r, _, err := copies.Working(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	r.Number = p.Latest + 1
	return r, nil
}

// release is a revision with what is written beside it.
type release struct {
	revision *sop.Revision
	about    sop.Release
}

// release writes a revision, and gives what is told of it with the procedure as it is then. As long as another is in force, that is by which it is listed and found.
func (d *Desk) release(ctx context.Context, tx Tx, p sop.Procedure, r release) (sop.Release, sop.Procedure, error) {
	p.Latest = r.revision.Number
	touch(&p, d.Now())
	about := r.about
	about.Procedure, about.Number, about.Digest, about.Created = p.ID, r.revision.Number, trail.Digest(r.revision), d.Now()
	if err := tx.AddRevision(ctx, *r.revision, about); err != nil {
		return about, p, err
	}
	var err error
	if p.Listed() == p.Latest && p.State != "retired" { // what is retired is listed by what was in force
		err = List(ctx, tx, &p, r.revision)
	} else {
		err = tx.SaveProcedure(ctx, p)
	}
	if err != nil {
		return about, p, err
	}
	return about, p, d.event(ctx, tx, team.Event{Workspace: p.Workspace, Actor: about.Author, Verb: "revision.named", Target: p.ID, Detail: about.Note, Proof: vouched(r.revision)})
}

// Restore makes the working copy what a revision says; it isn't a revision until it's named one. Changes since the last revision are made a
// revision of their own before, so that nothing is lost.
func (d *Desk) Restore(ctx context.Context, a Actor, slug string, number int) (made []sop.Piece, err error) {
	if err := a.May(Write); err != nil {
		return nil, err
	}
	err = d.Do(ctx, func(tx Tx, _ Jobs) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		r, err := tx.Revision(ctx, p.ID, number)
		if err != nil {
			return err
		}
		if p, err = d.safe(ctx, tx, p, release{about: sop.Release{Author: a.Account, Note: fmt.Sprintf("Before going back to revision %d.", number)}}); err != nil {
			return err
		}
		c, err := d.copyOf(ctx, tx, p)
		if err != nil {
			return err
		}
		if made, err = c.Back(&r); err != nil {
			return err
		}
		return d.keep(ctx, tx, p, kept{made, a, "procedure.restored", nil})
	})
	return made, err
}
