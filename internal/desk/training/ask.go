package training

import (
	"context"
	"fmt"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// Asking is whom somebody asks to learn a procedure.
type Asking struct {
	// Accounts are asked, or everybody of Role, those who join later, too.
	Accounts []string
	Role     team.Role
	Target   training.Stage
	Due      time.Time
	// Days is how long those have who join the role later.
	Days int
	// Supervisor may sign, though not able alone; empty for none.
	Supervisor string
}

// mostAsked is how many people are asked at once by name.
const mostAsked = 500

// rules says whether somebody may ask others to learn a procedure: reviewers, and its owner.
func (h *held) rules() error {
	if h.a.Account == h.Owner && h.a.May(desk.Write) == nil {
		return nil
	}
	return h.a.May(desk.Judge)
}

// asked is whether what is asked can be.
func (h *held) asked(s Asking) error {
	switch {
	case s.Target.Rank() == 0:
		return refused("It isn't said how far they are to come.", "Choose read, walked, supervised or able.")
	case len(s.Accounts) == 0 == (s.Role == ""):
		return refused("It isn't said whom you ask.", "Choose people, or a role.")
	case len(s.Accounts) > mostAsked:
		return refused("Those are too many at once.", "Ask a role.")
	case s.Role != "" && !slices.Contains(team.Roles, s.Role):
		return refused("There is no such role.", "Choose viewer, editor, reviewer or admin.")
	case s.Due.IsZero() || s.Due.Before(h.now):
		return refused("The day by which it is to be learnt isn't to come.", "Choose a day after today.")
	case s.Days < 0 || s.Days > longestDays:
		return refused("The days can't be used.", "Give from 0 to 1000.")
	case h.Retired():
		return refused("This procedure is retired: nobody works by it any more.", "Ask them to learn the one that is used instead.")
	}
	for _, account := range s.Accounts {
		if h.member(account) == nil {
			return &sop.Error{Code: sop.NotFound, Message: "Somebody whom you ask isn't in this workspace.", Mend: "Choose from its people."}
		}
	}
	if s.Supervisor != "" && h.member(s.Supervisor) == nil {
		return &sop.Error{Code: sop.NotFound, Message: "The supervisor isn't in this workspace.", Mend: "Choose from its people."}
	}
	return nil
}

// Retired says that the procedure is.
func (h *held) Retired() bool { return h.life.Retired != nil }

// Assign asks people, or a role, to learn a procedure.
func (d *Desk) Assign(ctx context.Context, a desk.Actor, slug string, s Asking) (made []training.Task, err error) {
	if err := a.May(desk.Write); err != nil {
		return nil, err
	}
	err = d.on(ctx, a, slug, func(h *held) error {
		made = nil
		if err := h.rules(); err != nil {
			return err
		}
		if err := h.asked(s); err != nil {
			return err
		}
		if s.Role != "" {
			x := training.Assignment{ID: d.NewID(), Workspace: h.Workspace, Procedure: h.Procedure.ID, Role: string(s.Role), Target: s.Target, Due: s.Due, Days: s.Days, Supervisor: s.Supervisor, By: a.Account, At: h.now}
			if err := h.tx.SaveAssignment(ctx, x); err != nil {
				return err
			}
			if err := d.event(ctx, h, team.Event{Verb: "training.assigned", Detail: fmt.Sprintf("everybody who is %s: %s by %s", s.Role, s.Target, s.Due.UTC().Format(time.DateOnly))}); err != nil {
				return err
			}
			made, err = d.enrol(ctx, h, x)
			return err
		}
		for _, account := range s.Accounts {
			t := training.Task{Account: account, Target: s.Target, Due: s.Due, Supervisor: s.Supervisor, By: a.Account}
			if t, err = d.task(ctx, h, t); err != nil {
				return err
			}
			made = append(made, t)
		}
		return nil
	})
	return made, err
}

// task writes a task down, and tells of it.
func (d *Desk) task(ctx context.Context, h *held, t training.Task) (training.Task, error) {
	t.ID, t.Workspace, t.Procedure, t.At, t.Next = d.NewID(), h.Workspace, h.Procedure.ID, h.now, h.now
	if t.Supervisor == t.Account {
		t.Supervisor = ""
	}
	if err := h.tx.SaveTask(ctx, t); err != nil {
		return t, err
	}
	day := t.Due.UTC().Format(time.DateOnly)
	if err := d.event(ctx, h, team.Event{Actor: h.a.Account, Verb: "training.assigned", Detail: t.Account + ": " + string(t.Target) + " by " + day}); err != nil {
		return t, err
	}
	said := "asked you to learn it by "
	if h.a.Account == clock {
		said = "you were asked to learn it by "
	}
	return t, d.tell(ctx, h, said+t.Due.UTC().Format("2 Jan 2006"), t.Account)
}

// enrol gives those of a role a task who have none by an assignment yet: those who are there at the beginning until its day, those who came later days of their own.
func (d *Desk) enrol(ctx context.Context, h *held, x training.Assignment) (made []training.Task, err error) {
	had, err := h.tx.Enrolled(ctx, x.ID)
	if err != nil {
		return nil, err
	}
	due := x.Due
	if later := h.now.AddDate(0, 0, x.Days); h.now.After(x.At) && later.After(due) {
		due = later
	}
	for _, m := range h.members {
		if string(m.Role) != x.Role || !m.Disabled.IsZero() || slices.Contains(had, m.ID) {
			continue
		}
		t, err := d.task(ctx, h, training.Task{Account: m.ID, Target: x.Target, Due: due, Supervisor: x.Supervisor, By: x.By, Role: x.Role, Assignment: x.ID})
		if err != nil {
			return nil, err
		}
		made = append(made, t)
	}
	return made, nil
}

// clock is who asks those who join a role later.
const clock = "clock"

// Enrol asks those who have come into a role since, of a whole workspace.
func (d *Desk) Enrol(ctx context.Context, workspace string) error {
	return d.Do(ctx, func(tx Tx) error {
		all, err := tx.Assignments(ctx, training.Question{Workspace: workspace})
		if err != nil || len(all) == 0 {
			return err
		}
		members, err := tx.Members(ctx, workspace)
		if err != nil {
			return err
		}
		for _, x := range all {
			had, err := tx.Enrolled(ctx, x.ID)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(members, func(m team.Member) bool {
				return string(m.Role) == x.Role && m.Disabled.IsZero() && !slices.Contains(had, m.ID)
			}) {
				continue
			}
			p, err := tx.ProcedureByID(ctx, workspace, x.Procedure)
			if err == nil {
				p, err = tx.HoldProcedure(ctx, workspace, p.Slug)
			}
			if err != nil {
				return err
			}
			h, err := d.held(ctx, tx, p)
			if err != nil {
				return err
			}
			h.a = desk.Actor{Workspace: workspace, Account: clock}
			if h.Retired() {
				continue
			}
			if _, err := d.enrol(ctx, h, x); err != nil {
				return err
			}
		}
		return nil
	})
}

// Ending names a task, or what a role was asked, that isn't asked for any more, and why.
type Ending struct{ ID, Reason string }

// Withdraw takes a task back, or an assignment of a role with its tasks. What was signed stays.
func (d *Desk) Withdraw(ctx context.Context, a desk.Actor, slug string, e Ending) (err error) {
	if err := a.May(desk.Write); err != nil {
		return err
	}
	if e.Reason, err = d.tidy(ctx, e.Reason); err != nil {
		return err
	}
	return d.on(ctx, a, slug, func(h *held) error {
		if err := h.rules(); err != nil {
			return err
		}
		q := training.Question{Workspace: h.Workspace, Procedure: h.Procedure.ID}
		mark := &training.Mark{By: a.Account, At: h.now, Reason: e.Reason}
		roles, err := h.tx.Assignments(ctx, q)
		if err != nil {
			return err
		}
		found := false
		for _, x := range roles {
			if x.ID == e.ID {
				x.Ended, found = mark, true
				if err := h.tx.SaveAssignment(ctx, x); err != nil {
					return err
				}
			}
		}
		tasks, err := h.tx.Tasks(ctx, q)
		if err != nil {
			return err
		}
		for _, t := range tasks {
			if t.ID == e.ID || t.Assignment == e.ID {
				t.Withdrawn, found = mark, true
				if err := h.tx.SaveTask(ctx, t); err != nil {
					return err
				}
			}
		}
		if !found {
			return &sop.Error{Code: sop.NotFound, Message: "There is no such task.", Mend: "It may have been withdrawn already."}
		}
		return d.event(ctx, h, team.Event{Verb: "training.withdrawn", Detail: e.ID + ": " + e.Reason})
	})
}

// remindsAtOnce is how many tasks of a workspace are looked at at a time.
const remindsAtOnce = 500

// Remind reminds people of a workspace of what they are to learn; each reminder is given once.
func (d *Desk) Remind(ctx context.Context, workspace string) error {
	return d.Do(ctx, func(tx Tx) error {
		tasks, err := tx.TasksBy(ctx, workspace, d.Now(), remindsAtOnce)
		if err != nil {
			return err
		}
		all := map[string]*held{}
		for _, t := range tasks {
			h := all[t.Procedure]
			if h == nil {
				p, err := tx.ProcedureByID(ctx, workspace, t.Procedure)
				if err != nil {
					return err
				}
				if h, err = d.held(ctx, tx, p); err != nil {
					return err
				}
				all[t.Procedure] = h
			}
			if err := d.remind(ctx, h, t); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Desk) remind(ctx context.Context, h *held, t training.Task) error {
	r, err := h.tx.Record(ctx, h.Workspace, t.Procedure, t.Account)
	if err != nil {
		return err
	}
	m := h.member(t.Account)
	_, _, inForce := h.line.Current(h.now)
	t.Next = h.now.Add(24 * time.Hour)
	if m != nil && inForce && (t.Role == "" || t.Role == string(m.Role)) {
		var all []reminder
		all, t.Next = reminders(training.Case{Task: &t, Record: &r, Asking: h.asking()}, m.Name)
		for _, x := range all {
			fresh, err := h.tx.Remind(ctx, t.Procedure, x.stage, h.now)
			if err == nil && fresh {
				err = d.tell(ctx, h, x.said, x.to...)
			}
			if err != nil {
				return err
			}
		}
	}
	return h.tx.SaveTask(ctx, t)
}
