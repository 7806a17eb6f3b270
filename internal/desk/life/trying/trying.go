// Package trying tells beforehand whether a dry run or a pilot can count for a review by who does it, by the rules by which desk/life counts them afterwards.
package trying

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk/life/change"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/listing"
)

// Lives reads what became of revisions, and who wrote and did what.
type Lives interface {
	Life(ctx context.Context, procedure string) (life.Life, error)
	Policies(ctx context.Context, workspace string) (life.Policies, error)
	Wrote(ctx context.Context, p sop.Procedure) ([]life.Wrote, error)
	Tries
}

// Tries reads by whom procedures were tried, and how often they had carried them out.
type Tries interface {
	Trials(ctx context.Context, procedure string) ([]life.Trial, error)
	// CarriedOut is how often each of some people had carried a procedure out for real by a time; more than most isn't counted.
	CarriedOut(ctx context.Context, procedure string, most int, all []life.Doer) ([]int, error)
}

// Books reads revisions.
type Books interface {
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	// Releases tells of the revisions, the newest first.
	Releases(ctx context.Context, procedure string) ([]sop.Release, error)
}

// Reader tells it. All fields must be set.
type Reader struct {
	Lives Lives
	Books Books
}

// Trial is one that somebody is about to begin, or has begun.
type Trial struct {
	Procedure sop.Procedure
	// Mode is what it is for; empty for whatever a review asks for.
	Mode execution.Mode
	// Number is of which revision it is; 0 for the one that would be tried.
	Number int
	// Doers are who does it, and Before is when it was begun, or would be.
	Doers  []string
	Before time.Time
}

// Bar is why a trial can't count. The zero value says that nothing is known against it, or that no review asks for one.
type Bar struct {
	// Account is by whom it can't; empty where it can't by whoever does it.
	Account string
	what    string
	yours   string
	theirs  string
	over    bool // its review is
}

// Yours says it to whoever it is about, of a trial that they do or would do.
func (b Bar) Yours() string {
	if b.yours == "" {
		return ""
	}
	return b.what + " of yours can’t count for the review: " + b.yours
}

// Joining says it to whoever would join in another's.
func (b Bar) Joining() string {
	if b.yours == "" {
		return ""
	}
	if b.Account == "" {
		return "It can’t count for the review: " + b.yours
	}
	return "If you settle a step of it, it can’t count for the review: " + b.yours
}

// Told says it to anybody, of a trial that was done.
func (b Bar) Told(name func(account string) string) string {
	if b.theirs == "" {
		return ""
	}
	return "It doesn’t count for the review: " + strings.TrimSpace(name(b.Account)+" "+b.theirs)
}

// Bars tells why a trial can't count.
func (r Reader) Bars(ctx context.Context, t Trial) (b Bar, err error) {
	defer func() { // what was decided takes no trial any more; of one that was done it is still told
		if b.over {
			b.yours = ""
		}
	}()
	l, err := r.Lives.Life(ctx, t.Procedure.ID)
	if err != nil || l.Retired != nil {
		return b, err
	}
	if t.Number == 0 {
		t.Number = t.Procedure.Latest
		if open := l.In(life.InReview); open != nil {
			t.Number = open.Number
		}
	}
	of, err := r.review(ctx, &l, t)
	if err != nil || of == nil {
		return b, err
	}
	b.over = of.State != "" && of.State != life.InReview
	if b.what = asked(of.Policy, t.Mode); b.what == "" {
		return Bar{}, nil
	}
	if of.Number != t.Number {
		if same, err := r.same(ctx, t, of.Number); err != nil || !same {
			b.yours = fmt.Sprintf("it is of revision %d, and in review is revision %d, by which something else is done.", t.Number, of.Number)
			b.theirs = b.yours
			return b, err
		}
	}
	for _, account := range t.Doers {
		if who.Impartial(of, account) != nil {
			b.Account, b.theirs = account, fmt.Sprintf("wrote some of revision %d. It takes somebody who wrote none of it.", of.Number)
			b.yours = "you " + b.theirs
			return b, nil
		}
	}
	return r.knows(ctx, b, known{t, of})
}

// asked is what a policy asks for of a purpose, as a sentence begins; empty for nothing.
func asked(p life.Policy, m execution.Mode) string {
	var all []string
	if p.DryRun && (m == "" || m == execution.DryRun) {
		all = append(all, "a dry run")
	}
	if p.Pilot && (m == "" || m == execution.Pilot) {
		all = append(all, "a pilot")
	}
	words := strings.Join(all, " or ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// review is the one for which a trial would be: of its revision, or the one that isn't decided; where its revision wasn't sent yet, as it would be. Nil where there is none to come.
func (r Reader) review(ctx context.Context, l *life.Life, t Trial) (*life.Review, error) {
	for i := range slices.Backward(l.Reviews) {
		if l.Reviews[i].Number == t.Number {
			return &l.Reviews[i], nil
		}
	}
	if open := l.In(life.InReview); open != nil {
		return open, nil
	}
	if t.Number != t.Procedure.Latest {
		return nil, nil // an older one isn't sent any more
	}
	return r.next(ctx, l, t.Procedure)
}

// next is the review of the last revision as it would be, if it was sent by one of its authors.
func (r Reader) next(ctx context.Context, l *life.Life, p sop.Procedure) (*life.Review, error) {
	all, err := r.Lives.Policies(ctx, p.Workspace)
	if err != nil || asked(all[l.Of()], "") == "" {
		return nil, err
	}
	wrote, err := r.Lives.Wrote(ctx, p)
	if err != nil {
		return nil, err
	}
	var from who.Base
	if in := l.In(life.Effective); in != nil {
		releases, err := r.Books.Releases(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(releases, func(x sop.Release) bool { return x.Number == in.Number }); i >= 0 {
			from = who.Base{Number: in.Number, Made: releases[i].Created}
		}
	}
	authors := who.Writing{Wrote: wrote, From: from, Owner: p.Owner, By: nobody}.Authors()
	return &life.Review{Number: p.Latest, Policy: all[l.Of()], By: nobody, Authors: authors}, nil
}

// Tried are the trials of a review's revision that ended well, the newest first: of its very bytes, or of one by which nobody does anything else.
func (r Reader) Tried(ctx context.Context, p sop.Procedure, of *life.Review) (all []life.Trial, err error) {
	if asked(of.Policy, "") == "" {
		return nil, nil
	}
	found, err := r.Lives.Trials(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	return Fitting(found, of.Number, func(number int) (bool, error) {
		return r.same(ctx, Trial{Procedure: p, Number: number}, of.Number)
	})
}

// Fitting are the trials of a revision: of its very bytes, or of one by which nobody does anything else, as same says of each other number, asked once.
func Fitting(found []life.Trial, number int, same func(number int) (bool, error)) (all []life.Trial, err error) {
	fits := map[int]bool{number: true}
	for _, t := range found {
		is, known := fits[t.Number]
		if !known {
			if is, err = same(t.Number); err != nil {
				return nil, err
			}
			fits[t.Number] = is
		}
		if is {
			all = append(all, t)
		}
	}
	return all, nil
}

// nobody is by whom a review was sent that wasn't: no account has such an id.
const nobody = "-"

// same says whether nobody does anything else by a revision than by the one that is tried.
func (r Reader) same(ctx context.Context, t Trial, number int) (bool, error) {
	was, err := r.Books.Revision(ctx, t.Procedure.ID, t.Number)
	if err != nil {
		return false, err
	}
	now, err := r.Books.Revision(ctx, t.Procedure.ID, number)
	return err == nil && change.Of(&was, &now) == life.Minor, err
}

// known is a trial, and the review for which it would be.
type known struct {
	Trial
	of *life.Review
}

// knows adds who has carried it out too often for a dry run that counts.
func (r Reader) knows(ctx context.Context, b Bar, k known) (Bar, error) {
	most := k.of.Policy.Newcomers()
	if most == 0 || k.Mode != "" && k.Mode != execution.DryRun || len(k.Doers) == 0 {
		return Bar{}, nil
	}
	doers := make([]life.Doer, len(k.Doers))
	for i, account := range k.Doers {
		doers[i] = life.Doer{Account: account, Before: k.Before}
	}
	counts, err := r.Lives.CarriedOut(ctx, k.Procedure.ID, most, doers)
	if err != nil {
		return Bar{}, err
	}
	i := slices.IndexFunc(counts, func(n int) bool { return n >= most })
	if i < 0 {
		return Bar{}, nil
	}
	fewer := fmt.Sprintf("it takes somebody who had done so fewer than %s.", listing.Count(most, "time", "times"))
	b.what, b.Account = "A dry run", k.Doers[i]
	if most == 1 {
		fewer = "it takes somebody who never had."
	}
	b.theirs = "had carried it out for real before, and " + fewer
	if most > 1 {
		b.theirs = fmt.Sprintf("had carried it out for real %d times or more, and %s", most, fewer)
	}
	b.yours = "you " + b.theirs
	return b, nil
}

// Accepting gives what is said to whoever accepts a suggestion, by its author and their name: that they can't try the next revision for its review any more; empty where none is
// asked for, or they couldn't before.
func (r Reader) Accepting(ctx context.Context, p sop.Procedure) (func(author, name string) string, error) {
	l, err := r.Lives.Life(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	of, err := r.next(ctx, &l, p)
	return func(author, name string) string {
		if of == nil || who.Impartial(of, author) != nil {
			return ""
		}
		what := strings.ToLower(asked(of.Policy, ""))
		return name + " has written some of the next revision once this is accepted: " + what + " of theirs can’t count for its review, nor can they approve it."
	}, err
}
