// Package harmless is saying of what looks like a secret in a procedure that it is none: a commit's hash, an example's token. From then on neither the editor nor the sending for review
// stops at that very text there; whoever judges the revision is told (desk/life). Nothing of it holds the text.
package harmless

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/desk/copies"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Tx are the statements of one transaction.
type Tx interface {
	Books
	Harmless(ctx context.Context, procedure string) ([]secret.None, error)
	AddHarmless(ctx context.Context, procedure string, n secret.None) error
	DropHarmless(ctx context.Context, procedure, id string) error
}

// Books are a transaction's statements on procedures, and on the trail.
type Books interface {
	// HoldProcedure gives a procedure by its slug, and nobody else may change it until the end of the transaction.
	HoldProcedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	Pieces(ctx context.Context, procedure string) ([]sop.Piece, error)
	AddEvent(ctx context.Context, e team.Event) error
}

// Desk does the verbs. All fields must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Look finds what looks like a secret.
	Look secret.Look
}

// Saying is a place of a working copy that somebody says is no secret, as it was told (secret.Finding), with the version of the piece in which it was, and why.
type Saying struct {
	Piece   string `json:"piece"`
	Version int    `json:"version"`
	Field   string `json:"field"`
	From    int    `json:"from"`
	To      int    `json:"to"`
	Reason  string `json:"reason"`
}

// longest is how long a reason may be, in characters.
const longest = 300

func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

// reason is one as it is kept: whoever approves answers for what it says, so there must be one, without secrets of its own.
func (d *Desk) reason(ctx context.Context, text string) (string, error) {
	text = strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")), " ")
	if text == "" {
		return "", refused("It isn’t said what it is, if it is no secret.", "Say it in a few words, such as “a commit’s hash”: whoever approves it reads that.")
	}
	if utf8.RuneCountInString(text) > longest {
		return "", refused("The reason is too long.", "Write at most 300 characters.")
	}
	return d.Look.Masked(ctx, text)
}

// Say says of a place that it is no secret.
func (d *Desk) Say(ctx context.Context, a desk.Actor, slug string, s Saying) (made secret.None, err error) {
	if err := a.May(desk.Write); err != nil {
		return made, err
	}
	if s.Reason, err = d.reason(ctx, s.Reason); err != nil {
		return made, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		f, err := d.at(ctx, tx, p, s)
		if err != nil {
			return err
		}
		if f.None != nil { // somebody was quicker
			made = *f.None
			return nil
		}
		made = secret.None{ID: d.NewID(), Placeholder: f.Placeholder, By: a.Account, At: d.Now(), Reason: s.Reason}
		made.Digest = made.Of(f.Mark)
		if err := tx.AddHarmless(ctx, p.ID, made); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "secret.none", Target: p.ID, Detail: named(made) + " in " + s.Piece + ": " + made.Reason, Proof: trail.Proof("none", made.ID)})
	})
	return made, err
}

// at is what was found at a place of the working copy, judged by what was said already.
func (d *Desk) at(ctx context.Context, tx Tx, p sop.Procedure, s Saying) (f secret.Finding, err error) {
	r, now, err := copies.Laid(ctx, tx, p)
	if err != nil {
		return f, err
	}
	piece, there := now[s.Piece]
	if !there {
		return f, &sop.Error{Code: sop.NotFound, Message: "There is no such piece."}
	}
	if piece.Version != s.Version {
		return f, &sop.Error{Code: sop.Busy, Message: "It was changed meanwhile.", Mend: "Look at it once more, and say it of what stands there now."}
	}
	found, err := manuscript.Secrets(ctx, d.Look, now.Sorted()) // what stands elsewhere tells of it, too
	if err != nil {
		return f, err
	}
	i := slices.IndexFunc(found, func(f secret.Finding) bool {
		return f.Piece == s.Piece && f.Field == s.Field && f.From == s.From && f.To == s.To
	})
	if i < 0 {
		return f, &sop.Error{Code: sop.NotFound, Message: "Nothing looks like a secret there.", Mend: "Reload the page: it may be gone already."}
	}
	if f = found[i]; slices.ContainsFunc(r.Redactions, func(x sop.Redaction) bool { return x.Placeholder == f.Placeholder }) {
		return f, refused("The recording showed a secret there ("+named(secret.None{Placeholder: f.Placeholder})+"), and it was masked. What is typed in its place can’t be said to be none.", "Mask it, or write it otherwise.")
	}
	said, err := tx.Harmless(ctx, p.ID)
	if err != nil {
		return f, err
	}
	return secret.Judge([]secret.Finding{f}, said)[0], nil
}

// named is what something looked like, without brackets.
func named(n secret.None) string { return strings.Trim(n.Placeholder, "<>") }

// TakeBack takes back what was said: it looks like a secret again, in the editor and to the sending. Whoever may write may.
func (d *Desk) TakeBack(ctx context.Context, a desk.Actor, slug, id string) error {
	if err := a.May(desk.Write); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		said, err := tx.Harmless(ctx, p.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(said, func(n secret.None) bool { return n.ID == id })
		if i < 0 {
			return &sop.Error{Code: sop.NotFound, Message: "That wasn’t said, or was taken back already."}
		}
		if err := tx.DropHarmless(ctx, p.ID, id); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "secret.none_taken_back", Target: p.ID, Detail: named(said[i]), Proof: trail.Proof("none", id)})
	})
}

// event writes a line of the trail.
func (d *Desk) event(ctx context.Context, tx Tx, a desk.Actor, e team.Event) error {
	e.ID, e.At, e.Workspace, e.Actor = d.NewID(), d.Now(), a.Workspace, a.Account
	return tx.AddEvent(ctx, e)
}
