// Package life is what people do with an SOP's life: send a revision for review, judge it, bring it into force, warn of it, look at it again, end it.
// The rules are pure (rule.go); a verb reads a life, applies one, and writes it with its line of the trail, in one transaction.
package life

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/desk/life/change"
	"showhow/internal/desk/life/lack"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/secret"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Tx are the statements of one transaction.
type Tx interface {
	Books
	Lives
	Policies
	Telling
}

// Books are a transaction's statements on what there is, and how it is listed.
type Books interface {
	Procedures
	desk.Tx
	Listed
	People
}

// Listed are a transaction's statements on procedures as they are listed, and on what was said of them.
type Listed interface {
	// Harmless tells of what in a procedure it was said that it is no secret.
	Harmless(ctx context.Context, procedure string) ([]secret.None, error)
	// Relisted writes that a procedure is listed as it should be, of those that weren't.
	Relisted(ctx context.Context, procedure string) error
	// Procedure gives one by its slug.
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
}

// Procedures are a transaction's statements on procedures.
type Procedures interface {
	// HoldProcedure gives a procedure by its slug, and nobody else may change it until the end of the transaction.
	HoldProcedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	// Releases tells of its revisions, the newest first.
	Releases(ctx context.Context, procedure string) ([]sop.Release, error)
}

// Lives are a transaction's statements on lives.
type Lives interface {
	Life(ctx context.Context, procedure string) (life.Life, error)
	// SaveLife writes it, with the procedure's state and which revision is in force.
	SaveLife(ctx context.Context, p sop.Procedure, l life.Life) error
	// Wrote tells who wrote in a procedure.
	Wrote(ctx context.Context, p sop.Procedure) ([]life.Wrote, error)
	// Trials gives the executions that show a revision of a procedure to hold.
	Trials(ctx context.Context, procedure string) ([]life.Trial, error)
}

// Policies are a transaction's statements on a workspace's policies, and on who is in it.
type Policies interface {
	Member(ctx context.Context, workspace, account string) (team.Member, error)
	Policies(ctx context.Context, workspace string) (life.Policies, error)
	SetPolicies(ctx context.Context, workspace string, all life.Policies) error
}

// Telling is what a transaction writes down of what was done, and what it must know of what is said.
type Telling interface {
	AddEvent(ctx context.Context, e team.Event) error
	AddHappening(ctx context.Context, h notice.Happening) error
	// Blocking counts a procedure's open threads while which nothing is approved.
	Blocking(ctx context.Context, procedure string) (int, error)
	// Learners are the accounts that are asked to learn a procedure.
	Learners(ctx context.Context, procedure string) ([]string, error)
}

// Desk does the verbs. All fields but Name, Mask, Look, Said and After must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Name makes a working copy a revision within a transaction: see desk.Desk.NameIn. Without it only what is saved can be sent.
	Name func(ctx context.Context, tx desk.Tx, n desk.Naming) (sop.Release, sop.Procedure, error)
	// Mask masks the secrets in a text; nil where nobody looks for any.
	Mask func(ctx context.Context, text string) (string, error)
	Look secret.Look // likewise, where in a text
	// Said tells outside of transactions of what in a procedure it was said that it is no secret; nil where nobody can.
	Said func(ctx context.Context, procedure string) ([]secret.None, error)
	// After is told what became of a procedure's life, in the transaction that writes it; nil for nobody.
	After func(ctx context.Context, tx Tx, b Became) error
}

// Became is what became of a procedure's life: what the trail calls it, and who did it.
type Became struct {
	Procedure sop.Procedure
	Life      life.Life
	Verb, By  string
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

// held is a procedure whose life is changed.
type held struct {
	tx Tx
	sop.Procedure
	life.Life
	now time.Time
	// search is how secrets are looked for.
	search func(ctx context.Context, said func(context.Context, string) ([]secret.None, error), procedure string) (lack.Search, error)
	// proof is what the trail vouches for of the change, and successor the title of what is used instead of what is retired by it.
	proof, successor string
	// read is the revision that readers got before; 0 for the last.
	read int
}

// change applies a rule to a procedure's life, and writes what came of it; told is what the trail says.
func (d *Desk) change(ctx context.Context, a desk.Actor, slug string, rule func(h *held) (told team.Event, err error)) error {
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		l, err := tx.Life(ctx, p.ID)
		if err != nil {
			return err
		}
		h := &held{tx: tx, Procedure: p, Life: l, now: d.Now(), search: d.search, read: readable(&l)}
		told, err := rule(h)
		if err != nil {
			return err
		}
		return d.save(ctx, a, h, told)
	})
}

func (d *Desk) save(ctx context.Context, a desk.Actor, h *held, told team.Event) error {
	if err := h.stand(ctx); err != nil {
		return err
	}
	if err := h.tx.SaveLife(ctx, h.Procedure, h.Life); err != nil {
		return err
	}
	if err := h.relist(ctx, told.Verb); err != nil {
		return err
	}
	told.Proof = strings.TrimSpace(told.Proof + " " + trail.Proof("life", trail.Digest(h.Life)))
	told.ID, told.At, told.Workspace, told.Actor, told.Target = d.NewID(), h.now, h.Workspace, a.Account, h.Procedure.ID
	if err := h.tx.AddEvent(ctx, told); err != nil {
		return err
	}
	if x, worth := happened(h, told); worth {
		x.ID = d.NewID()
		if x.Kind == notice.Suspended {
			var err error
			if x.To, err = h.tx.Learners(ctx, h.Procedure.ID); err != nil {
				return err
			}
		}
		if err := h.tx.AddHappening(ctx, x); err != nil {
			return err
		}
	}
	if d.After == nil {
		return nil
	}
	return d.After(ctx, h.tx, Became{h.Procedure, h.Life, told.Verb, a.Account})
}

// facts reads what the rules need to know of a revision, of which a policy asks something.
func (h *held) facts(ctx context.Context, number int, p life.Policy) (f facts, err error) {
	f.now = h.now
	all, err := h.tx.Releases(ctx, h.Procedure.ID)
	if err != nil {
		return f, err
	}
	i := slices.IndexFunc(all, func(r sop.Release) bool { return r.Number == number })
	if i < 0 {
		return f, &sop.Error{Code: sop.NotFound, Message: "There is no such revision."}
	}
	f.digest = all[i].Digest
	if f.threads, err = h.tx.Blocking(ctx, h.Procedure.ID); err != nil {
		return f, err
	}
	r, err := h.tx.Revision(ctx, h.Procedure.ID, number)
	if err != nil {
		return f, err
	}
	s, err := h.search(ctx, h.tx.Harmless, h.Procedure.ID)
	if err != nil {
		return f, err
	}
	if f.lacks, err = s.In(ctx, &r); err != nil {
		return f, err
	}
	if f.none, err = s.None(ctx, &r); err != nil {
		return f, err
	}
	f.trials, err = h.trials(ctx, p, &r)
	return f, err
}

// Sending is a revision that is sent for review.
type Sending struct {
	// Number is the revision's; it must be the last.
	Number int
	// Summary says what was altered, and From when it is to come into force; zero for as soon as it's approved.
	Summary string
	From    time.Time
	// Urgent sends it with parts that lack; they must be waived.
	Urgent bool
	// Working makes the working copy that revision first, the next one, in the same transaction: either both is done or nothing.
	Working bool
	// Wording is why nobody does anything else by it, where only words differ from what is in force; empty for nothing said.
	Wording string
}

// Send opens the review of a procedure's last revision.
func (d *Desk) Send(ctx context.Context, a desk.Actor, slug string, s Sending) (made life.Review, err error) {
	if err := a.May(desk.Write); err != nil {
		return made, err
	}
	for _, text := range []*string{&s.Summary, &s.Wording} {
		if *text, err = d.tidy(ctx, *text); err != nil {
			return made, err
		}
	}
	err = d.change(ctx, a, slug, func(h *held) (team.Event, error) {
		if h.Procedure.State == sop.TakenIn {
			return team.Event{}, refused("Its steps were taken into another procedure, which was recorded again.", "Send that, or change something here: it is a procedure of its own again then.")
		}
		if s.Working && d.Name != nil && s.Number == h.Latest+1 {
			if err := d.name(ctx, a, h, s.Summary); err != nil {
				return team.Event{}, err
			}
		}
		if s.Number != h.Latest {
			return team.Event{}, refused("Only the last revision can be sent for review.", "Open it, and send that.")
		}
		r, err := d.review(ctx, a, h, s)
		if err != nil {
			return team.Event{}, err
		}
		asked := r.Policy
		if asked.Approvals > 0 { // what has to be tried is asked when it's approved
			asked = life.Policy{}
		}
		f, err := h.facts(ctx, s.Number, asked)
		if err != nil {
			return team.Event{}, err
		}
		r.Digest = f.digest
		if err := send(&h.Life, r, f); err != nil {
			return team.Event{}, err
		}
		made = *h.Life.Review(r.ID)
		return team.Event{Verb: "review.opened", Detail: detail(made), Proof: vouched(made)}, nil
	})
	return made, err
}

// longestNote is how much of what was altered stands beside a revision, too, in characters.
const longestNote = 2000

// name makes the working copy a revision.
func (d *Desk) name(ctx context.Context, a desk.Actor, h *held, summary string) (err error) {
	if note := []rune(summary); len(note) > longestNote {
		summary = string(note[:longestNote-1]) + "…"
	}
	_, h.Procedure, err = d.Name(ctx, h.tx, desk.Naming{Actor: a, Procedure: h.Procedure, Note: summary})
	return err
}

// review fills in who wrote it, what is asked of it, and how much it differs from the one in force.
func (d *Desk) review(ctx context.Context, a desk.Actor, h *held, s Sending) (life.Review, error) {
	r := life.Review{ID: d.NewID(), Number: s.Number, By: a.Account, Opened: h.now, Summary: s.Summary, From: s.From, Urgent: s.Urgent, Deputy: h.Deputy}
	policies, err := h.tx.Policies(ctx, h.Workspace)
	if err != nil {
		return r, err
	}
	r.Policy = policies[h.Of()]
	r.Policy.Use = nil // it is about what comes after the review
	var before *sop.Revision
	if in := h.In(life.Effective); in != nil {
		was, err := h.tx.Revision(ctx, h.Procedure.ID, in.Number)
		if err != nil {
			return r, err
		}
		before = &was
	}
	now, err := h.tx.Revision(ctx, h.Procedure.ID, s.Number)
	if err != nil {
		return r, err
	}
	if before == nil && h.worked(s.Number) { // it was retired in between: nothing of it differs from what people worked by
		before = &now
	}
	r.Change = change.Of(before, &now)
	if err := reworded(&r, s.Wording, before, &now); err != nil {
		return r, err
	}
	r.Authors, err = h.authors(ctx, a.Account)
	return r, err
}

// worked says that people worked by a revision before.
func (h *held) worked(number int) bool {
	return slices.ContainsFunc(h.Reviews, func(r life.Review) bool { return r.Number == number && r.Worked() })
}

// vouched is what the trail vouches for of a review: its revision's bytes, where it stands, how much it differs and by whose word, and what else is named.
func vouched(r life.Review, more ...string) string {
	more = append(more, "change", string(r.Change))
	if r.Wording != "" {
		more = append(more, "wording", trail.Digest(r.Wording))
	}
	return trail.Proof(append([]string{"number", strconv.Itoa(r.Number), "revision", r.Digest, "review", r.ID, "stands", string(r.State)}, more...)...)
}

// answered is what a decision answers for beside the revision's bytes: the digest of what looks like a secret in it and was said to be none, empty where nothing was.
func answered(f facts) string {
	if len(f.none) == 0 {
		return ""
	}
	return trail.Digest(f.none)
}

// Judgement is a decision that somebody makes.
type Judgement struct {
	Review string
	// Digest is of the bytes that they looked at.
	Digest  string
	Verdict life.Verdict
	Note    string
	// Wording says that they know that they sign, too, that only its wording differs.
	Wording bool
	// Name is their printed name, and Proof how it was made sure that it's them.
	Name, Proof string
}

// Decide takes a decision on a review.
func (d *Desk) Decide(ctx context.Context, a desk.Actor, slug string, j Judgement) (after life.Review, err error) {
	if err := a.May(desk.Judge); err != nil {
		return after, err
	}
	if j.Note, err = d.tidy(ctx, j.Note); err != nil {
		return after, err
	}
	err = d.change(ctx, a, slug, func(h *held) (team.Event, error) {
		r := h.Life.Review(j.Review)
		if r == nil {
			return team.Event{}, &sop.Error{Code: sop.NotFound, Message: "There is no such review."}
		}
		f, err := h.facts(ctx, r.Number, r.Policy)
		if err = errors.Join(err, known(r, j, h.now)); err != nil {
			return team.Event{}, err
		}
		made := life.Decision{ID: d.NewID(), Account: a.Account, Verdict: j.Verdict, Name: j.Name, Role: string(a.Role), Meaning: r.Meaning(j.Verdict, h.now), Note: j.Note, Digest: j.Digest, At: h.now, Proof: j.Proof, As: h.roles(r, a.Account)}
		if err := decide(&h.Life, j.Review, made, f); err != nil {
			return team.Event{}, h.helped(ctx, r, err)
		}
		after = *h.Life.Review(j.Review)
		return team.Event{Verb: "review." + map[life.Verdict]string{life.Approve: "approved", life.Reject: "rejected"}[j.Verdict], Detail: detail(after), Proof: vouched(after, "decision", trail.Digest(made), "none", answered(f))}, nil
	})
	return after, err
}
