package register

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
)

// Ratings are a transaction's statements on what people without an account say of processes.
type Ratings interface {
	Ratings(ctx context.Context, workspace, process string) ([]register.Rating, error)
	// Rating gives an error with code sop.NotFound when there is no link of this hash.
	Rating(ctx context.Context, hash string) (register.Rating, error)
	SaveRating(ctx context.Context, r register.Rating) error
	DropRating(ctx context.Context, workspace, id string) error
}

// The bounds of links.
const (
	longestLink = 90 * 24 * time.Hour
	mostLinks   = 100 // of a process
	mostTries   = 20  // savings by one link within an hour
)

// Asking is a person who is asked what they think of a process.
type Asking struct {
	Process, For string
	Life         time.Duration
}

// Ask makes a link by which somebody without an account rates a process. Its secret is told once.
func (d *Desk) Ask(ctx context.Context, a desk.Actor, x Asking) (r register.Rating, secret string, err error) {
	if err := a.May(desk.Share); err != nil {
		return r, "", err
	}
	who := oneLine(x.For)
	if who == "" || utf8.RuneCountInString(who) > longestName {
		return r, "", refused("It isn't said who is asked.", "Write a name, or what they are: a link is for one person.")
	}
	if x.Life <= 0 || x.Life > longestLink {
		return r, "", refused("A link lasts a day at least, and 90 days at most.", "Choose an end between.")
	}
	secret = team.NewSecret()
	err = d.Do(ctx, func(tx Tx) error {
		p, err := tx.Process(ctx, a.Workspace, x.Process)
		if err != nil {
			return err
		}
		all, err := tx.Ratings(ctx, a.Workspace, p.ID)
		if err != nil {
			return err
		}
		if len(all) >= mostLinks {
			return refused("There are too many links already.", "Take some out.")
		}
		r = register.Rating{ID: d.NewID(), Workspace: a.Workspace, Process: p.ID, Hash: team.Hash(secret), For: register.Person{Name: who}, Creator: a.Account, Created: d.Now(), Expires: d.Now().Add(x.Life)}
		if err := tx.SaveRating(ctx, r); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "rating.asked", Target: p.ID, Detail: r.ID + ": until " + r.Expires.UTC().Format(time.DateOnly)})
	})
	return r, secret, err
}

// Unask ends a link; forget takes what was said by it out, too.
func (d *Desk) Unask(ctx context.Context, a desk.Actor, link register.Rating, forget bool) error {
	if err := a.May(desk.Share); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		all, err := tx.Ratings(ctx, a.Workspace, link.Process)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(r register.Rating) bool { return r.ID == link.ID })
		if i < 0 {
			return &sop.Error{Code: sop.NotFound, Message: "There is no such link.", Mend: "It may belong to another process."}
		}
		verb := "rating.revoked"
		if forget {
			verb, err = "rating.dropped", tx.DropRating(ctx, a.Workspace, link.ID)
		} else if all[i].Revoked.IsZero() {
			all[i].Revoked = d.Now()
			err = tx.SaveRating(ctx, all[i])
		}
		if err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: verb, Target: link.Process, Detail: link.ID})
	})
}

// Asked is what can be rated by a link's secret, and what was said by it before.
func (d *Desk) Asked(ctx context.Context, secret string) (r register.Rating, p register.Process, err error) {
	err = d.Do(ctx, func(tx Tx) error { r, p, err = d.asked(ctx, tx, secret); return err })
	return r, p, err
}

func (d *Desk) asked(ctx context.Context, tx Tx, secret string) (r register.Rating, p register.Process, err error) {
	r, err = tx.Rating(ctx, team.Hash(secret))
	if err != nil && sop.CodeOf(err) == sop.NotFound || err == nil && !r.Open(d.Now()) {
		return r, p, &sop.Error{Code: sop.NotFound, Message: "Nothing is asked at this address, or not any more.", Mend: "Ask whoever gave it to you for a new one."}
	}
	if err == nil {
		p, err = tx.Process(ctx, r.Workspace, r.Process)
	}
	return r, p, err
}

// Rate writes down what somebody thinks of a process, over what they said before by the same link. The answers alone are taken of what is given.
func (d *Desk) Rate(ctx context.Context, secret string, answers register.Rating) (r register.Rating, err error) {
	of := register.Process{Name: "x", Status: register.Idea, Severity: answers.Severity, Frequency: answers.Frequency, Able: answers.Able, Description: answers.Why}
	if err := Tidy(&of); err != nil {
		return r, err
	}
	if of.Severity == 0 && !of.Frequency.Known() && of.Able == nil {
		return r, refused("Nothing is answered.", "Answer one of the questions at least.")
	}
	if of.Description, err = d.Mask(ctx, of.Description); err != nil {
		return r, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		var p register.Process
		if r, p, err = d.asked(ctx, tx, secret); err != nil {
			return err
		}
		tries, err := tx.Guess(ctx, "rating "+r.ID, d.Now(), d.Now().Add(-time.Hour))
		if err != nil {
			return err
		}
		if tries > mostTries {
			return &sop.Error{Code: sop.TooMany, Message: "This was changed too often within an hour.", Mend: "Try again later."}
		}
		r.Severity, r.Frequency, r.Able, r.Why, r.Rated = of.Severity, of.Frequency, of.Able, of.Description, d.Now()
		if err := tx.SaveRating(ctx, r); err != nil {
			return err
		}
		return d.event(ctx, tx, desk.Actor{Workspace: r.Workspace, Account: "link"}, team.Event{Verb: "rating.given", Target: p.ID, Detail: r.ID})
	})
	return r, err
}
