package execution

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/parameter"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Starting is an execution that somebody begins.
type Starting struct {
	Mode execution.Mode
	// Number is the revision that is tried; 0 for the one in review, or else the last. What isn't a trial is done by the revision in force.
	Number int
	// Values are the parameters'. Secrets have no place here; what is given for one is dropped.
	Values map[string]string
	// Environment is where a pilot is done, From the address from which it is begun, Parent the execution of which it's a part, and Step the step of that which asks for it; empty for
	// whichever does.
	Environment, From, Parent, Step string
	// Override is why it is begun although the procedure is suspended; Overdue that whoever begins it knows it to be overdue.
	Override string
	Overdue  bool
	// Companion is the account of somebody able who looks on, and Alone why it is begun by somebody who isn't able alone; both may be empty.
	Companion string
	Alone     string
	// Plain are the parameters of which whoever begins it says that their values are no secrets, though they look so.
	Plain []string
}

// longest is how long a text of somebody's may be, in characters.
const longest = 4000

// Standing is where a procedure stands when somebody wants to begin: its life, the number of its last revision, the time.
type Standing struct {
	Life   *life.Life
	Latest int
	Now    time.Time
	// Part is the revision that the step asks for of which it is to be a part; 0 for none.
	Part int
}

// Startable tells which revision an execution would be of, or why it can't be begun.
func (t Standing) Startable(s Starting) (number int, err error) {
	l := t.Life
	if !slices.Contains(execution.Modes, s.Mode) {
		return 0, refused("It isn't said what the execution is for.", "Choose live, training, dry_run or pilot.")
	}
	if l.Retired != nil {
		return 0, execution.Retired(l.Retired.Reason, l.Retired.Instead)
	}
	if t.Part > 0 && s.Number > 0 && s.Number != t.Part {
		return 0, refused(fmt.Sprintf("The step asks for revision %d, not for revision %d.", t.Part, s.Number), "Begin it from the step.")
	}
	if s.Mode.Tries() {
		if s.Mode == execution.Pilot && strings.TrimSpace(s.Environment) == "" {
			return 0, refused("A pilot needs the name of what it is done in.", "Name the environment, such as staging; never production.")
		}
		return tried(l, t.Latest, cmp.Or(t.Part, s.Number))
	}
	in := l.In(life.Effective)
	if in == nil {
		return 0, execution.NoneInForce()
	}
	number = in.Number
	if t.Part > 0 { // a part of another execution is pinned by that one
		number = t.Part
	}
	if !slices.ContainsFunc(l.Reviews, func(r life.Review) bool {
		return r.Number == number && (r.State == life.Effective || r.State == life.Superseded)
	}) {
		return 0, refused(fmt.Sprintf("The step asks for revision %d, which was never in force.", number), "Have it approved, or have the step ask for another one.")
	}
	if l.Suspended != nil && strings.TrimSpace(s.Override) == "" {
		return 0, refused(execution.WhileSuspended+l.Suspended.Reason, execution.SaysWhy)
	}
	if l.Overdue(t.Now) && !s.Overdue {
		return 0, refused(execution.WhileOverdue+"it should have been looked at again by "+l.Next().UTC().Format("2 January 2006")+".", execution.SaysKnown)
	}
	return number, nil
}

// tried is the revision that a trial is of.
func tried(l *life.Life, latest, asked int) (int, error) {
	if asked == 0 {
		asked = latest
		if r := l.In(life.InReview); r != nil {
			asked = r.Number
		}
	}
	if asked < 1 || asked > latest {
		return 0, &sop.Error{Code: sop.NotFound, Message: "There is no such revision."}
	}
	return asked, nil
}

// Fitting gives the values that an execution of a revision is begun with: all of its parameters but secrets, each of its kind.
func Fitting(r *sop.Revision, given map[string]string) (map[string]string, error) {
	out := map[string]string{}
	var bad []string
	for i := range r.Parameters {
		p := &r.Parameters[i]
		if p.Secret {
			continue
		}
		v, k := strings.TrimSpace(given[p.Name]), parameter.KindOf(p)
		switch {
		case v == "":
			bad = append(bad, p.Name+" is missing")
		case !k.Fits(v):
			bad = append(bad, p.Name+" has to be "+k.Hint)
		case parameter.Option(r, p.Name, v):
			bad = append(bad, p.Name+" begins with a hyphen, so a command would take it for an option (a file of that name is written ./"+v+")")
		default:
			out[p.Name] = v
		}
	}
	if len(bad) > 0 {
		return nil, refused("It can't be begun yet: "+strings.Join(bad, "; ")+".", "Fill in what is asked for.")
	}
	return out, nil
}

// link is an address as it's kept: one of the web, or nothing.
func link(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(s) > 2000 {
		return ""
	}
	u.User = nil
	return u.String()
}

// tidy is a text as it's kept: without secrets.
func (d *Desk) tidy(ctx context.Context, text string) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""))
	if utf8.RuneCountInString(text) > longest*4 {
		return "", refused("The text is too long.", "Keep at most 16000 characters of it.")
	}
	if text == "" {
		return "", nil
	}
	return d.Mask(ctx, text)
}

// Start begins an execution.
func (d *Desk) Start(ctx context.Context, a desk.Actor, slug string, s Starting) (x execution.Execution, err error) {
	if err := a.May(desk.Carry); err != nil {
		return x, err
	}
	for _, text := range []*string{&s.Environment, &s.Override, &s.Alone} {
		if *text, err = d.tidy(ctx, *text); err != nil {
			return x, err
		}
	}
	err = d.Do(ctx, func(tx Tx) error {
		p, err := tx.Procedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		l, err := tx.Life(ctx, p.ID)
		if err != nil {
			return err
		}
		of, err := whole(ctx, tx, a, p.Slug, s)
		if err != nil {
			return err
		}
		number, err := Standing{&l, p.Latest, d.Now(), of.revision}.Startable(s)
		if err != nil {
			return err
		}
		r, err := tx.Revision(ctx, p.ID, number)
		if err != nil {
			return err
		}
		if err := d.allowed(ctx, tx, Beginning{a, p, l, s}, &r); err != nil {
			return err
		}
		if x, err = d.begun(ctx, tx, p, &r); err != nil {
			return err
		}
		x.Mode, x.Environment, x.From, x.Parent, x.Override, x.Overdue, x.By, x.Lead = s.Mode, s.Environment, link(s.From), s.Parent, s.Override, s.Overdue, a.Account, a.Account
		x.Companion, x.Alone, x.ParentStep = s.Companion, s.Alone, of.step
		if x.Values, err = Fitting(&r, s.Values); err != nil {
			return err
		}
		if err := d.unsaid(ctx, x.Values, s.Plain); err != nil {
			return err
		}
		begins := execution.Fold(x, &r, nil)
		x.Of = len(begins.Way)
		if err := d.waits(ctx, tx, &x, waiting{a.Account, begins, &r}); err != nil {
			return err
		}
		if err := tx.AddExecution(ctx, x); err != nil {
			return err
		}
		if err := d.event(ctx, tx, a, team.Event{Verb: "execution.begun", Target: p.ID, Detail: beginning(&x), Proof: trail.Proof("execution", x.ID, "number", strconv.Itoa(number), "revision", x.Digest, "rules", strconv.Itoa(x.Rules))}); err != nil {
			return err
		}
		return d.link(ctx, tx, a, of, &x)
	})
	return x, err
}

// allowed refuses what is begun for real by whoever may not, and a pilot in production.
func (d *Desk) allowed(ctx context.Context, tx Tx, b Beginning, r *sop.Revision) error {
	switch {
	case b.Mode == execution.Pilot:
		return outside(ctx, tx, b.Actor.Workspace, b.Starting, r)
	case b.Mode == execution.Live && d.Fit != nil:
		return d.Fit(ctx, tx, b)
	}
	return nil
}

// begun is a new execution, pinned to a revision's bytes; its title is that revision's.
func (d *Desk) begun(ctx context.Context, tx Tx, p sop.Procedure, of *sop.Revision) (x execution.Execution, err error) {
	all, err := tx.Releases(ctx, p.ID)
	if err != nil {
		return x, err
	}
	i := slices.IndexFunc(all, func(r sop.Release) bool { return r.Number == of.Number })
	if i < 0 {
		return x, &sop.Error{Code: sop.NotFound, Message: "There is no such revision."}
	}
	now := d.Now()
	x = execution.Execution{ID: d.NewID(), Workspace: p.Workspace, Procedure: p.ID, Slug: p.Slug, Title: sop.Bare(of.Title.Text), Number: of.Number, Digest: all[i].Digest, Started: now, Rules: execution.RulesNow}
	x.Changed = now
	return x, nil
}

// beginning is what the trail tells of an execution that begins.
func beginning(x *execution.Execution) string {
	detail := fmt.Sprintf("%s, %s of revision %d", x.ID, x.Mode, x.Number)
	for _, more := range []struct{ why, words string }{{", although suspended: ", x.Override}, {", supervised by ", x.Companion}, {", although not able alone: ", x.Alone}} {
		if more.words != "" {
			detail += more.why + more.words
		}
	}
	return detail
}
