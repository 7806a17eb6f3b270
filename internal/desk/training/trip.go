package training

import (
	"context"
	"fmt"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// Putting is whom somebody puts on a path.
type Putting struct {
	// Accounts are put on it, or everybody of Role, those who join later, too.
	Accounts []string
	Role     team.Role
	// Began is the day from which days count; zero for today.
	Began time.Time
	// Supervisor may sign, though not able alone; empty for none.
	Supervisor string
}

// hold holds the procedures of legs, and gives what the rules need to know of each.
func (d *Desk) hold(ctx context.Context, tx Tx, a desk.Actor, legs []training.Leg) (map[string]*held, error) {
	all := map[string]*held{}
	var slugs []string
	for _, l := range legs {
		p, err := tx.ProcedureByID(ctx, a.Workspace, l.Procedure)
		if err != nil {
			return nil, err
		}
		slugs = append(slugs, p.Slug)
	}
	slices.Sort(slugs) // always in that order, so that two who hold several don't wait for each other
	for _, slug := range slices.Compact(slugs) {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return nil, err
		}
		if all[p.ID], err = d.held(ctx, tx, p); err != nil {
			return nil, err
		}
		all[p.ID].a = a
	}
	return all, nil
}

// PutOn puts people on a path: they are asked to learn its procedures, each until its day.
func (d *Desk) PutOn(ctx context.Context, a desk.Actor, id string, s Putting) (made []training.Trip, err error) {
	err = d.path(ctx, a, id, func(tx Tx, j training.Journey) error {
		made = nil
		members, err := tx.Members(ctx, a.Workspace)
		if err != nil {
			return err
		}
		if s.Began.IsZero() {
			s.Began = d.Now()
		}
		if err := puts(s, members, d.Now()); err != nil {
			return err
		}
		on, err := tx.Trips(ctx, training.Question{Workspace: a.Workspace, Journey: j.ID})
		if err != nil {
			return err
		}
		if s.Role != "" && !slices.Contains(j.Roles, string(s.Role)) {
			j.Roles = append(j.Roles, string(s.Role))
			if err := tx.SaveJourney(ctx, j); err != nil {
				return err
			}
			if err := d.told(ctx, tx, j, team.Event{Actor: a.Account, Verb: "path.role", Detail: fmt.Sprintf("%s: everybody who is %s", j.Name, s.Role)}); err != nil {
				return err
			}
		}
		made, err = d.start(ctx, tx, a, start{j, s, chosen(s, members, on)})
		return err
	})
	return made, err
}

// puts is whether people can be put on a path.
func puts(s Putting, members []team.Member, now time.Time) error {
	there := func(account string) bool {
		return slices.ContainsFunc(members, func(m team.Member) bool { return m.ID == account && m.Disabled.IsZero() })
	}
	switch {
	case len(s.Accounts) == 0 == (s.Role == ""):
		return refused("It isn't said whom you put on it.", "Choose people, or a role.")
	case len(s.Accounts) > mostAsked:
		return refused("Those are too many at once.", "Choose a role.")
	case s.Role != "" && !slices.Contains(team.Roles, s.Role):
		return refused("There is no such role.", "Choose viewer, editor, reviewer or admin.")
	case s.Began.Before(now.AddDate(-1, 0, 0)) || s.Began.After(now.AddDate(1, 0, 0)):
		return refused("The day from which it counts can't be used.", "Give one within a year of today.")
	case s.Supervisor != "" && !there(s.Supervisor):
		return &sop.Error{Code: sop.NotFound, Message: "The supervisor isn't in this workspace.", Mend: "Choose from its people."}
	}
	for _, account := range s.Accounts {
		if !there(account) {
			return &sop.Error{Code: sop.NotFound, Message: "Somebody whom you put on it isn't in this workspace.", Mend: "Choose from its people."}
		}
	}
	return nil
}

// chosen are whom a putting means who aren't on the path yet.
func chosen(s Putting, members []team.Member, on []training.Trip) (all []string) {
	for _, m := range members {
		means := slices.Contains(s.Accounts, m.ID) || s.Role != "" && m.Role == s.Role
		if means && m.Disabled.IsZero() && !slices.ContainsFunc(on, func(t training.Trip) bool { return t.Account == m.ID }) {
			all = append(all, m.ID)
		}
	}
	return all
}

// start is people who are put on a path.
type start struct {
	training.Journey
	Putting
	who []string
}

// start puts them on it.
func (d *Desk) start(ctx context.Context, tx Tx, a desk.Actor, s start) (made []training.Trip, err error) {
	if len(s.who) == 0 {
		return nil, nil
	}
	all, err := d.hold(ctx, tx, a, s.Legs)
	if err != nil {
		return nil, err
	}
	by := s.By
	if a.Account != clock {
		by = a.Account
	}
	for _, account := range s.who {
		t := training.Trip{ID: d.NewID(), Workspace: s.Workspace, Journey: s.ID, Account: account, Began: s.Began, Version: s.Version, Legs: s.Legs, Supervisor: s.Supervisor, By: by, At: d.Now(), Role: string(s.Role)}
		if t.Supervisor == account {
			t.Supervisor = ""
		}
		if err := tx.SaveTrip(ctx, t); err != nil {
			return nil, err
		}
		for _, l := range t.Legs {
			if h := all[l.Procedure]; !h.Retired() {
				if err := d.leg(ctx, h, training.Task{Account: account, Target: l.Target, Due: t.Due(l), Supervisor: t.Supervisor, By: by, Journey: s.ID}); err != nil {
					return nil, err
				}
			}
		}
		if err := d.told(ctx, tx, s.Journey, team.Event{Actor: a.Account, Verb: "path.begun", Detail: account + ": " + s.Name + " from " + t.Began.UTC().Format(time.DateOnly)}); err != nil {
			return nil, err
		}
		said := fmt.Sprintf("put you on the path “%s”", s.Name)
		if a.Account == clock {
			said = fmt.Sprintf("you were put on the path “%s”", s.Name)
		}
		if err := d.hear(ctx, tx, a, notice.Happening{Workspace: s.Workspace, Procedure: s.Legs[0].Procedure, Said: said, Href: "/training/paths/" + s.ID, To: []string{account}}); err != nil {
			return nil, err
		}
		made = append(made, t)
	}
	return made, nil
}

// leg writes the task of a leg down. It isn't told of: that somebody was put on a path is.
func (d *Desk) leg(ctx context.Context, h *held, t training.Task) error {
	t.ID, t.Workspace, t.Procedure, t.At, t.Next = d.NewID(), h.Workspace, h.Procedure.ID, d.Now(), d.Now()
	if err := h.tx.SaveTask(ctx, t); err != nil {
		return err
	}
	return d.event(ctx, h, team.Event{Verb: "training.assigned", Detail: t.Account + ": " + string(t.Target) + " by " + t.Due.UTC().Format(time.DateOnly)})
}

// hear has somebody told of a path.
func (d *Desk) hear(ctx context.Context, tx Tx, a desk.Actor, x notice.Happening) error {
	x.ID, x.Kind, x.At = d.NewID(), notice.Training, d.Now()
	if a.Account != clock {
		x.Actor = a.Account
	}
	return tx.AddHappening(ctx, x)
}

// Leaving is who is taken off a path, and why: a person, or a role.
type Leaving struct {
	Account string
	Role    team.Role
	Reason  string
}

// TakeOff takes somebody off a path: what it asked of them isn't asked any more. What was signed stays. Of a role those who join later aren't put on it any more; who is under way goes on.
func (d *Desk) TakeOff(ctx context.Context, a desk.Actor, id string, s Leaving) (err error) {
	if err := a.May(desk.Judge); err != nil {
		return err
	}
	if s.Reason, err = d.tidy(ctx, s.Reason); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		j, err := tx.HoldJourney(ctx, a.Workspace, id) // also of one that has ended
		if err != nil {
			return err
		}
		if s.Role != "" {
			return d.unroled(ctx, tx, a, leaving{j, s})
		}
		all, err := tx.Trips(ctx, training.Question{Workspace: a.Workspace, Journey: id, Account: s.Account})
		if err == nil && (len(all) == 0 || s.Account == "") {
			err = &sop.Error{Code: sop.NotFound, Message: "They aren't on this path.", Mend: "They may have been taken off it already."}
		}
		if err != nil {
			return err
		}
		t := all[0]
		of, err := d.hold(ctx, tx, a, t.Legs) // whoever is reminded of a task meanwhile would give it back
		if err != nil {
			return err
		}
		mark := &training.Mark{By: a.Account, At: d.Now(), Reason: s.Reason}
		t.Ended = mark
		if err := tx.SaveTrip(ctx, t); err != nil {
			return err
		}
		tasks, err := d.tasksOf(ctx, tx, t)
		if err != nil {
			return err
		}
		for _, k := range tasks {
			k.Withdrawn = mark
			if err := tx.SaveTask(ctx, k); err != nil {
				return err
			}
			if h := of[k.Procedure]; h != nil {
				if err := d.event(ctx, h, team.Event{Verb: "training.withdrawn", Detail: k.ID + ": " + s.Reason}); err != nil {
					return err
				}
			}
		}
		return d.told(ctx, tx, j, team.Event{Actor: a.Account, Verb: "path.left", Detail: s.Account + ": " + j.Name})
	})
}

// leaving is a path with who is taken off it.
type leaving struct {
	training.Journey
	Leaving
}

func (d *Desk) unroled(ctx context.Context, tx Tx, a desk.Actor, l leaving) error {
	i := slices.Index(l.Roles, string(l.Role))
	if i < 0 {
		return &sop.Error{Code: sop.NotFound, Message: "That role isn't put on this path.", Mend: "It may have been taken off it already."}
	}
	l.Roles = slices.Delete(slices.Clone(l.Roles), i, i+1)
	if err := tx.SaveJourney(ctx, l.Journey); err != nil {
		return err
	}
	return d.told(ctx, tx, l.Journey, team.Event{Actor: a.Account, Verb: "path.role", Detail: fmt.Sprintf("%s: no longer everybody who is %s", l.Name, l.Leaving.Role)})
}

// tasksOf are what a trip asks of its person, by procedure.
func (d *Desk) tasksOf(ctx context.Context, tx Tx, t training.Trip) (map[string]training.Task, error) {
	all := map[string]training.Task{}
	found, err := tx.Tasks(ctx, training.Question{Workspace: t.Workspace, Journey: t.Journey, Account: t.Account})
	for _, k := range found {
		all[k.Procedure] = k
	}
	return all, err
}

// Board puts those on paths who have come since into a role that is put on one.
func (d *Desk) Board(ctx context.Context, workspace string) error {
	return d.Do(ctx, func(tx Tx) error {
		all, err := tx.Journeys(ctx, workspace)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(j training.Journey) bool { return j.Ended != nil || len(j.Roles) == 0 })
		if len(all) == 0 {
			return nil
		}
		members, err := tx.Members(ctx, workspace)
		if err != nil {
			return err
		}
		for _, j := range all {
			if err := d.board(ctx, tx, j, members); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Desk) board(ctx context.Context, tx Tx, j training.Journey, members []team.Member) error {
	on, err := tx.Trips(ctx, training.Question{Workspace: j.Workspace, Journey: j.ID, Ended: true}) // who was taken off stays off
	if err != nil {
		return err
	}
	for _, role := range j.Roles {
		s := Putting{Role: team.Role(role), Began: d.Now()}
		who := chosen(s, members, on)
		if len(who) == 0 {
			continue
		}
		if j, err = tx.HoldJourney(ctx, j.Workspace, j.ID); err != nil || !slices.Contains(j.Roles, role) {
			return err
		}
		if on, err = tx.Trips(ctx, training.Question{Workspace: j.Workspace, Journey: j.ID, Ended: true}); err != nil { // somebody may have put them on it meanwhile
			return err
		}
		who = chosen(s, members, on)
		for _, t := range on {
			if t.Role == role && t.Supervisor != "" {
				s.Supervisor = t.Supervisor
			}
		}
		made, err := d.start(ctx, tx, desk.Actor{Workspace: j.Workspace, Account: clock}, start{j, s, who})
		if err != nil {
			return err
		}
		on = append(on, made...)
	}
	return nil
}
