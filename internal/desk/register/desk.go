// Package register is what people do to choose what to document: they say of processes what hangs on them, and how that is weighed. The rules are pure (rule.go); a verb is one
// transaction with its line of the trail.
package register

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
)

// Tx are the statements of one transaction.
type Tx interface {
	Processes
	Ranked
	Briefs
	Around
}

// Processes are a transaction's statements on processes.
type Processes interface {
	// Process gives an error with code sop.NotFound when the workspace has none of that id.
	Process(ctx context.Context, workspace, id string) (register.Process, error)
	Processes(ctx context.Context, workspace string) ([]register.Process, error)
	// SaveProcess writes it, and keeps this version of it for ever; ok is false when somebody else has written the version before.
	SaveProcess(ctx context.Context, p register.Process) (ok bool, err error)
	// DropProcess takes it out, with its versions.
	DropProcess(ctx context.Context, workspace, id string) error
}

// Ranked are a transaction's statements on what is known of processes beside the answers.
type Ranked interface {
	Formulas
	Ratings
	// Observed is how many observations hang on a process, those left out, too.
	Observed(ctx context.Context, workspace, process string) (int, error)
}

// Formulas are a transaction's statements on how processes are ranked.
type Formulas interface {
	// Formula gives the one that counts; the usual one when the workspace has set none.
	Formula(ctx context.Context, workspace string) (register.Formula, error)
	AddFormula(ctx context.Context, workspace string, f register.Formula) error
}

// Around are a transaction's statements on what is around.
type Around interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
	AddEvent(ctx context.Context, e team.Event) error
	// Guess counts a try under a name, and gives how many there were; those before since are forgotten.
	Guess(ctx context.Context, name string, now, since time.Time) (int64, error)
}

// Desk does the verbs. All fields must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Mask takes the secrets out of a text.
	Mask func(ctx context.Context, text string) (string, error)
}

// event writes a line of the trail.
func (d *Desk) event(ctx context.Context, tx Tx, a desk.Actor, e team.Event) error {
	e.ID, e.At, e.Workspace, e.Actor = d.NewID(), d.Now(), a.Workspace, a.Account
	return tx.AddEvent(ctx, e)
}

// Add writes a new process down.
func (d *Desk) Add(ctx context.Context, a desk.Actor, p register.Process) (out register.Process, err error) {
	if err := a.May(desk.Write); err != nil {
		return out, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		all, err := tx.Processes(ctx, a.Workspace)
		if err != nil {
			return err
		}
		out, err = d.add(ctx, tx, a, adding{p, all})
		return err
	})
	return out, err
}

// adding is a process that comes to those that are there.
type adding struct {
	register.Process
	all []register.Process
}

func (d *Desk) add(ctx context.Context, tx Tx, a desk.Actor, x adding) (p register.Process, err error) {
	p = x.Process
	if len(x.all) >= mostProcesses {
		return p, refused(fmt.Sprintf("There are %d processes already.", mostProcesses), "Take some out that aren't worth it.")
	}
	p.ID, p.Workspace, p.Version = d.NewID(), a.Workspace, 1
	p.Creator, p.Created, p.By, p.Changed = a.Account, d.Now(), a.Account, d.Now()
	if p.Status == "" {
		p.Status = register.Idea
	}
	if err := d.fits(ctx, tx, &p, x.all); err != nil {
		return p, err
	}
	if _, err := tx.SaveProcess(ctx, p); err != nil {
		return p, err
	}
	return p, d.event(ctx, tx, a, team.Event{Verb: "process.added", Target: p.ID, Detail: p.Name})
}

// fits says whether a process may be as it is, among those that are there, and tidies it.
func (d *Desk) fits(ctx context.Context, tx Tx, p *register.Process, all []register.Process) error {
	if err := Tidy(p); err != nil {
		return err
	}
	if err := desk.Masked(ctx, d.Mask, &p.Name, &p.Description); err != nil {
		return err
	}
	for i := range all {
		if o := &all[i]; o.ID != p.ID && Alike(o.Name, p.Name) {
			return &sop.Error{Code: sop.Exists, Message: "There is a process of this name already: " + o.Name + ".", Mend: "Change that one, or choose another name."}
		}
	}
	if p.Slug != "" {
		if _, err := tx.Procedure(ctx, p.Workspace, p.Slug); sop.CodeOf(err) == sop.NotFound && err != nil {
			return refused("There is no procedure /s/"+p.Slug+".", "Choose one of the library, or none.")
		} else if err != nil {
			return err
		}
	}
	if p.Owner == "" {
		return nil
	}
	members, err := tx.Members(ctx, p.Workspace)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.ID == p.Owner {
			return nil
		}
	}
	if p.Owner == p.By { // whoever sits at the machine, as long as there are no accounts
		return nil
	}
	return refused("The owner isn't of this workspace.", "Choose one of its people, or nobody.")
}

// Change writes a process as it is to be. It must be made from the version that is there.
func (d *Desk) Change(ctx context.Context, a desk.Actor, p register.Process) (out register.Process, err error) {
	if err := a.May(desk.Write); err != nil {
		return out, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		was, err := tx.Process(ctx, a.Workspace, p.ID)
		if err != nil {
			return err
		}
		all, err := tx.Processes(ctx, a.Workspace)
		if err != nil {
			return err
		}
		out, err = d.change(ctx, tx, a, changing{was, p, all})
		return err
	})
	return out, err
}

// changing is a process as it was, as it is to be, and all that are there.
type changing struct {
	was, to register.Process
	all     []register.Process
}

func (d *Desk) change(ctx context.Context, tx Tx, a desk.Actor, x changing) (p register.Process, err error) {
	p = x.to
	if p.Version != x.was.Version {
		return p, stale()
	}
	p.Workspace, p.Version, p.Creator, p.Created = a.Workspace, x.was.Version+1, x.was.Creator, x.was.Created
	p.By, p.Changed = a.Account, d.Now()
	if err := d.fits(ctx, tx, &p, x.all); err != nil {
		return p, err
	}
	if ok, err := tx.SaveProcess(ctx, p); err != nil || !ok {
		if err == nil {
			err = stale()
		}
		return p, err
	}
	return p, d.event(ctx, tx, a, team.Event{Verb: "process.changed", Target: p.ID, Detail: "version " + strconv.Itoa(p.Version) + ": " + Differs(&x.was, &p)})
}

func stale() error {
	return &sop.Error{Code: sop.Exists, Message: "Somebody else has changed this process meanwhile.", Mend: "Reload the page, and make your change again."}
}

// Drop takes a process out of the register. What it was stays in the trail alone. One on which observations hang stays: nobody takes figures away by the way.
func (d *Desk) Drop(ctx context.Context, a desk.Actor, id string) error {
	if err := a.May(desk.Write); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.Process(ctx, a.Workspace, id)
		if err != nil {
			return err
		}
		switch n, err := tx.Observed(ctx, a.Workspace, id); {
		case err != nil:
			return err
		case n > 0:
			return refused(fmt.Sprintf("Figures hang on this process: %d observations were told of it, and they are kept.", n), "Say of it that it isn't worth an SOP, and why; an observation that is wrong is left out with a reason.")
		}
		if err := tx.DropProcess(ctx, a.Workspace, id); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "process.dropped", Target: p.ID, Detail: p.Name})
	})
}

// Weigh changes how processes are ranked: the formula gets another version, and those before stay.
func (d *Desk) Weigh(ctx context.Context, a desk.Actor, f register.Formula) (out register.Formula, err error) {
	if err := a.May(desk.Manage); err != nil {
		return out, err
	}
	if err := weighable(&f); err != nil {
		return out, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		is, err := tx.Formula(ctx, a.Workspace)
		if err != nil {
			return err
		}
		if same(is, f) {
			return refused("These are the weights that count already.", "Change one of them.")
		}
		out = register.Formula{Version: is.Version + 1, Weights: f.Weights, Training: f.Training, Note: f.Note, By: a.Account, At: d.Now()}
		if err := tx.AddFormula(ctx, a.Workspace, out); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "formula.changed", Target: a.Workspace, Detail: fmt.Sprintf("version %d: %s", out.Version, Told(out))})
	})
	return out, err
}
