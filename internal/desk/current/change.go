package current

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/desk/mention"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

// The bounds of a text, in characters.
const (
	longestName = 300
	longestWhy  = 2000
)

// tidy is a text of one line as it's kept; why may have several.
func tidy(text string, most int) (string, error) {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "")))
	if utf8.RuneCountInString(text) > most {
		return "", refused("The text is too long.", "Say it in fewer words.")
	}
	return text, nil
}

// sound is a change as it's kept.
func (d *Desk) sound(ctx context.Context, a desk.Actor, c current.Change) (_ current.Change, err error) {
	if !slices.Contains(current.Kinds, c.Kind) {
		return c, refused("What has changed isn’t of a kind that is known.", "Name a tool, host, repo, path, url or image.")
	}
	for _, x := range []struct {
		text *string
		most int
	}{{&c.ID, 200}, {&c.Name, longestName}, {&c.From, 80}, {&c.To, 80}, {&c.Why, longestWhy}} {
		if *x.text, err = tidy(*x.text, x.most); err != nil {
			return c, err
		}
	}
	if c.Name == "" || strings.Contains(c.Name, "\n") {
		return c, refused("What has changed isn’t named.", "Name it as the steps do, such as helm.")
	}
	if c.ID == "" {
		c.ID = d.NewID()
	}
	c.By, c.At = a.Account, d.Now()
	err = desk.Masked(ctx, d.Watch.Mask, &c.Why)
	return c, err
}

// Changed tells that something has changed outside: the steps that name it are marked, and those who look after their procedures are told. What is told twice under one id counts once.
func (d *Desk) Changed(ctx context.Context, a desk.Actor, c current.Change) (r current.Report, err error) {
	if err := a.May(desk.Write); err != nil {
		return r, err
	}
	if c, err = d.sound(ctx, a, c); err != nil {
		return r, err
	}
	if err := d.CatchUp(ctx, a.Workspace); err != nil {
		return r, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		was, told, err := tx.Report(ctx, a.Workspace, c.ID)
		if err != nil {
			return err
		}
		if told {
			if x := was.Change; x.Kind != c.Kind || x.Name != c.Name || x.From != c.From || x.To != c.To {
				return &sop.Error{Code: sop.Exists, Message: "Another change was told under this id.", Mend: "Give each change an id of its own."}
			}
			r, r.Again = was, true
			return nil
		}
		r = current.Report{Change: c, Marked: []current.Marked{}}
		all, err := tx.Mentions(ctx, a.Workspace, c.Kind)
		if err != nil {
			return err
		}
		of := map[string][]current.Place{}
		for _, p := range all {
			if mention.Concerns(c, p.Mention) {
				of[p.Procedure] = append(of[p.Procedure], p)
			}
		}
		for _, id := range slices.Sorted(maps.Keys(of)) {
			m, err := d.mark(ctx, tx, c, of[id])
			if err != nil {
				return err
			}
			if m != nil {
				r.Marked = append(r.Marked, *m)
			}
		}
		if err := tx.AddReport(ctx, a.Workspace, r); err != nil {
			return err
		}
		return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: c.At, Workspace: a.Workspace, Actor: a.Account, Verb: "change.told", Target: a.Workspace, Detail: string(c.Kind) + " " + c.Told()})
	})
	return r, err
}

// mark flags one procedure; nil when none of its steps has to be looked at, or it is flagged for the same already.
func (d *Desk) mark(ctx context.Context, tx Tx, c current.Change, places []current.Place) (*current.Marked, error) {
	f := current.Flag{Reason: current.ByChange, Text: c.Told(), Why: c.Why, By: c.By, At: c.At, Number: places[0].Revision, Procedure: places[0].Procedure}
	r, err := tx.Revision(ctx, f.Procedure, f.Number)
	if err != nil {
		return nil, err
	}
	if f.Steps = marks(c, &r, places); len(f.Steps) == 0 {
		return nil, nil
	}
	p, err := tx.ProcedureOf(ctx, f.Procedure)
	if err != nil {
		return nil, err
	}
	f.Workspace = p.Workspace
	had, err := tx.Flags(ctx, f.Procedure)
	if err != nil || slices.ContainsFunc(had, func(x current.Flag) bool { return x.Reason == f.Reason && x.Text == f.Text && x.Number == f.Number }) {
		return nil, err
	}
	if err := d.raise(ctx, tx, p, f); err != nil {
		return nil, err
	}
	m := &current.Marked{Slug: p.Slug, Title: p.Title, Steps: []int{}}
	for _, s := range f.Steps {
		m.Steps = append(m.Steps, s.Number)
	}
	return m, nil
}

// raise writes a flag down, and tells of it.
func (d *Desk) raise(ctx context.Context, tx Tx, p sop.Procedure, f current.Flag) error {
	f.ID = d.NewID()
	if err := tx.AddFlag(ctx, f); err != nil {
		return err
	}
	who := f.By
	if who == "" {
		who = "clock"
	}
	if err := tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: f.At, Workspace: p.Workspace, Actor: who, Verb: "procedure.flagged", Target: p.ID, Detail: string(f.Reason) + ": " + Because(f)}); err != nil {
		return err
	}
	return tx.AddHappening(ctx, notice.Happening{ID: d.NewID(), Workspace: p.Workspace, Procedure: p.ID, Kind: notice.Flagged, At: f.At, Number: f.Number, Said: "to be looked at: " + Because(f), Words: f.Why, Href: "/s/" + p.Slug + "/depends"})
}

// StillRight says that a marked step holds although something has changed, with a reason; key is empty for a flag without steps. It is said by those who may (Clears).
func (d *Desk) StillRight(ctx context.Context, a desk.Actor, flag string, s current.FlagStep) (f current.Flag, err error) {
	if err := a.May(desk.Write); err != nil {
		return f, err
	}
	reason, err := tidy(s.Reason, longestWhy)
	if err = errors.Join(err, desk.Masked(ctx, d.Watch.Mask, &reason)); err != nil {
		return f, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		if f, err = tx.Flag(ctx, a.Workspace, flag); err != nil {
			return err
		}
		if err := d.mayClear(ctx, tx, a, f); err != nil {
			return err
		}
		if reason == "" {
			return refused("Why it is still right isn’t said.", "Write what you looked at.")
		}
		if !settle(&f, current.FlagStep{Key: s.Key, Settled: d.Now(), By: a.Account, Reason: reason}) {
			return refused("Nothing of that is left to be looked at.", "")
		}
		if err := tx.SaveFlag(ctx, f); err != nil {
			return err
		}
		return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: a.Workspace, Actor: a.Account, Verb: "flag.still_right", Target: f.Procedure, Detail: f.Text + ", step " + s.Key})
	})
	return f, err
}

// mayClear refuses whoever may not say that what a flag marks is still right. The procedure is held meanwhile, so its class and its owner stay.
func (d *Desk) mayClear(ctx context.Context, tx Tx, a desk.Actor, f current.Flag) error {
	p, err := tx.ProcedureOf(ctx, f.Procedure)
	if err != nil {
		return err
	}
	if p, err = tx.HoldProcedure(ctx, p.Workspace, p.Slug); err != nil {
		return err
	}
	l, err := tx.Life(ctx, p.ID)
	if err != nil {
		return err
	}
	if l.Retired != nil {
		return refused("It is retired: nothing of it is to be looked at.", "Take its retirement back first.")
	}
	of := Of{Procedure: p, Life: l}
	if of.Led, err = tx.Leads(ctx, f.Executions); err != nil {
		return err
	}
	if of.own(a.Account) {
		return &sop.Error{Code: sop.Forbidden, Message: "You led an execution that led to this, so somebody else says whether it is still right.", Mend: "Ask a reviewer who didn't."}
	}
	if !Clears(a, of, f) {
		return &sop.Error{Code: sop.Forbidden, Message: "Somebody else says whether this is still right.", Mend: "Ask a reviewer. Owners and their deputies say it themselves of what has changed outside, unless the procedure is critical."}
	}
	return nil
}

// Became is what became of a procedure's life, within its transaction.
type Became struct {
	Procedure sop.Procedure
	Life      life.Life
	// Verb is the trail's, and By who did it.
	Verb, By string
}

// Follow keeps what a procedure rests on as its life goes on: another revision in force is read, and clears what it mended; a look that changed nothing clears all, but for what came of executions that whoever looked led themselves.
func (d *Desk) Follow(ctx context.Context, tx Tx, b Became) error {
	if err := tx.SetUseSeen(ctx, b.Procedure.ID, 0, ""); err != nil { // its class, or what is in force, may be another
		return err
	}
	if b.Verb == "procedure.reaffirmed" {
		return d.clearAll(ctx, tx, b)
	}
	number := 0
	if in := b.Life.In(life.Effective); in != nil {
		number = in.Number
	}
	known, err := tx.MentionedAs(ctx, b.Procedure.ID)
	if err != nil || known == number {
		return err
	}
	return d.read(ctx, tx, b.Procedure, number)
}

func (d *Desk) clearAll(ctx context.Context, tx Tx, b Became) error {
	all, err := tx.Flags(ctx, b.Procedure.ID)
	for _, f := range all {
		of := Of{Procedure: b.Procedure, Life: b.Life}
		if err == nil {
			of.Led, err = tx.Leads(ctx, f.Executions)
		}
		if err == nil && !of.own(b.By) {
			clear(&f, current.Flag{Cleared: d.Now(), ClearedBy: b.By, How: "reaffirmed"})
			err = tx.SaveFlag(ctx, f)
		}
	}
	return err
}

// read keeps what a revision names; number is 0 for none.
func (d *Desk) read(ctx context.Context, tx Tx, p sop.Procedure, number int) error {
	all := current.Read{Number: number, Reader: mention.Reader}
	if number > 0 {
		r, err := tx.Revision(ctx, p.ID, number)
		if err != nil {
			return err
		}
		all.All, all.Links = mention.Of(&r), d.links(ctx, &r)
		flags, err := tx.Flags(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, f := range flags {
			if touched(&f, &r, d.Now()) || unlinked(&f, all, d.Now()) {
				if err := tx.SaveFlag(ctx, f); err != nil {
					return err
				}
			}
		}
	}
	return tx.SetMentions(ctx, p, all)
}

// CatchUp reads what procedures name that came into force before that was kept, or were read by an older reader; of all workspaces when it's empty.
func (d *Desk) CatchUp(ctx context.Context, workspace string) error {
	more := true
	var err error
	for more && err == nil {
		more, err = d.CatchUpSome(ctx, workspace)
	}
	return err
}

// atOnce is how many procedures are caught up with at a time.
const atOnce = 20

// CatchUpSome does so for a few of them; more says that others may be left.
func (d *Desk) CatchUpSome(ctx context.Context, workspace string) (more bool, err error) {
	all, err := d.Read.UnreadMentions(ctx, workspace, mention.Reader, atOnce)
	for _, of := range all {
		if err == nil {
			err = d.catchUp(ctx, of)
		}
	}
	return len(all) == atOnce, err
}

func (d *Desk) catchUp(ctx context.Context, of [2]string) error {
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.HoldProcedure(ctx, of[0], of[1])
		if err != nil {
			return err
		}
		l, err := tx.Life(ctx, p.ID)
		if err != nil {
			return err
		}
		number := 0
		if in := l.In(life.Effective); in != nil {
			number = in.Number
		}
		return d.read(ctx, tx, p, number)
	})
}

// flagged are somebody's procedures, by owner or deputy, that are to be looked at for a reason.
func (d *Desk) flagged(ctx context.Context, a desk.Actor) (p current.Part, err error) {
	p = current.Part{Key: "flagged", Title: "Something has changed, or went wrong"}
	all, err := d.Read.FlagsOn(ctx, a.Workspace, a.Account)
	for i, f := range all {
		if i >= current.MostLines {
			p.Beyond = len(all) - i
			break
		}
		of, err := d.Read.ProcedureByID(ctx, a.Workspace, f.Procedure)
		if err != nil {
			return p, err
		}
		p.Add(current.Line{Key: of.Slug, Href: leads(of.Slug, f), Title: of.Title, Words: Because(f)})
	}
	return p, err
}

// Who gives where a thing is named in procedures in force.
func (d *Desk) Who(ctx context.Context, a desk.Actor, kind current.Kind, name string) (found []current.Place, err error) {
	if err := a.May(desk.Read); err != nil {
		return nil, err
	}
	all, err := d.Read.Mentions(ctx, a.Workspace, kind)
	c := current.Change{Kind: kind, Name: name}
	for _, m := range all {
		if mention.Concerns(c, m.Mention) {
			found = append(found, m)
		}
	}
	return found, err
}
