package life

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// simple changes a life by a rule that needs nothing but a text of somebody's.
type simple struct {
	act  desk.Act
	slug string
	text string
	verb string
	rule func(h *held, text string) error
	// look is the look that it is, if it is one: whoever may not is told who may.
	look func(h *held) *who.Look
}

func (d *Desk) simply(ctx context.Context, a desk.Actor, s simple) error {
	denied := a.May(s.act)
	if denied != nil && (s.look == nil || a.May(desk.Read) != nil || (desk.Actor{Role: a.Role}).May(s.act) == nil) {
		return denied
	}
	text, err := d.tidy(ctx, s.text)
	if err != nil {
		return err
	}
	return d.change(ctx, a, s.slug, func(h *held) (team.Event, error) {
		err := denied
		if err == nil {
			err = s.rule(h, text)
		}
		if s.look != nil {
			err = h.lookers(ctx, s.look(h), err)
		}
		return team.Event{Verb: s.verb, Detail: text, Proof: h.proof}, err
	})
}

// Withdraw takes a review back, or an approved revision whose time hasn't come.
func (d *Desk) Withdraw(ctx context.Context, a desk.Actor, slug, review string) error {
	return d.simply(ctx, a, simple{act: desk.Write, slug: slug, verb: "review.withdrawn", rule: func(h *held, _ string) error {
		h.proof = trail.Proof("review", review)
		return withdraw(&h.Life, review, h.now)
	}})
}

// Waiving is an exception that somebody makes.
type Waiving struct {
	Review string
	Rules  []life.Rule
	Reason string
}

// Waive lets a review pass without some rules; what comes into force by it has to be looked at within FollowUp.
func (d *Desk) Waive(ctx context.Context, a desk.Actor, slug string, w Waiving) error {
	return d.simply(ctx, a, simple{act: desk.Judge, slug: slug, text: w.Reason, verb: "review.waived", rule: func(h *held, reason string) error {
		made := life.Waiver{ID: d.NewID(), Rules: w.Rules, Reason: reason, By: a.Account, At: h.now, Due: h.now.Add(FollowUp)}
		h.proof = trail.Proof("review", w.Review, "waiver", trail.Digest(made))
		return waive(&h.Life, w.Review, made)
	}})
}

// FollowedUp says what came of looking at a revision again that came into force by a waiver.
func (d *Desk) FollowedUp(ctx context.Context, a desk.Actor, slug string, w Waiving) error {
	return d.simply(ctx, a, simple{act: desk.Judge, slug: slug, text: w.Reason, verb: "review.followed_up", rule: func(h *held, outcome string) error {
		return followUp(&h.Life, w.Review, life.Waiver{Done: h.now, DoneBy: a.Account, Outcome: outcome})
	}, look: func(h *held) *who.Look {
		if r := h.Life.Review(w.Review); r != nil {
			return &who.Look{Review: r, Waiver: true}
		}
		return nil
	}})
}

// Suspend warns everybody off a procedure, at once. Whoever may write may.
func (d *Desk) Suspend(ctx context.Context, a desk.Actor, slug, reason string) error {
	return d.simply(ctx, a, simple{act: desk.Write, slug: slug, text: reason, verb: "procedure.suspended", rule: func(h *held, reason string) error {
		return suspend(&h.Life, life.Mark{By: a.Account, At: h.now, Reason: reason})
	}})
}

// Resume takes a suspension back.
func (d *Desk) Resume(ctx context.Context, a desk.Actor, slug, reason string) error {
	return d.simply(ctx, a, simple{act: desk.Judge, slug: slug, text: reason, verb: "procedure.resumed", rule: func(h *held, reason string) error {
		return resume(&h.Life, life.Mark{By: a.Account, At: h.now, Reason: reason})
	}})
}

// Ending is why a procedure is retired; Instead is the one that is used from then on, by its name in addresses or its address, empty for none.
type Ending struct {
	Reason  string `json:"reason" maxLength:"4000" doc:"it can't be empty"`
	Instead string `json:"instead,omitempty" maxLength:"1000" doc:"the procedure that is used instead, by its slug or its address"`
}

// Retire ends a procedure's life.
func (d *Desk) Retire(ctx context.Context, a desk.Actor, slug string, e Ending) error {
	return d.simply(ctx, a, simple{act: desk.Judge, slug: slug, text: e.Reason, verb: "procedure.retired", rule: func(h *held, reason string) error {
		m := life.Mark{By: a.Account, At: h.now, Reason: reason}
		if err := h.instead(ctx, e.Instead, &m); err != nil {
			return err
		}
		if m.Instead != "" {
			h.proof = trail.Proof("instead", m.Instead)
		}
		return retire(&h.Life, m, h.Owner)
	}})
}

// Unretire makes a procedure a draft again. What was in force before isn't any more: it has to be sent for review, as it is or changed.
func (d *Desk) Unretire(ctx context.Context, a desk.Actor, slug string) error {
	return d.simply(ctx, a, simple{act: desk.Judge, slug: slug, verb: "procedure.unretired", rule: func(h *held, _ string) error {
		return unretire(&h.Life)
	}})
}

// Reaffirm says that the revision in force still holds: a look that changes nothing is told, too.
func (d *Desk) Reaffirm(ctx context.Context, a desk.Actor, slug string, j Judgement) error {
	return d.simply(ctx, a, simple{act: desk.Judge, slug: slug, text: j.Note, verb: "procedure.reaffirmed", rule: func(h *held, note string) error {
		r := h.In(life.Effective)
		if r == nil {
			return reaffirm(&h.Life, life.Look{}, life.Policy{})
		}
		policies, err := h.tx.Policies(ctx, h.Workspace)
		if err != nil {
			return err
		}
		look := life.Look{Number: r.Number, Decision: life.Decision{
			ID: d.NewID(), Account: a.Account, Name: j.Name, Role: string(a.Role), Meaning: "I have looked at this revision again, and it still holds.", Note: note, Digest: j.Digest, At: h.now, Proof: j.Proof,
		}}
		h.proof = vouched(*r, "look", trail.Digest(look))
		return reaffirm(&h.Life, look, policies[h.Of()])
	}, look: func(h *held) *who.Look {
		if r := h.In(life.Effective); r != nil {
			return &who.Look{Review: r}
		}
		return nil
	}})
}

// bounds of a policy.
const (
	mostApprovals = 9
	longestEvery  = 120 // months
	mostUse       = 99
	longestUnused = 3650 // days
)

// bounded says that bounds can be used.
func bounded(b life.ByUse) bool {
	within := func(n, most int) bool { return n >= 0 && n <= most }
	return within(b.Failed, mostUse) && within(b.Recovered, mostUse) && within(b.Deviated, mostUse) && within(b.Said, mostUse) && within(b.Unused, longestUnused)
}

// askable says that the roles of which a policy asks can be had.
func askable(p life.Policy) bool {
	seen := map[string]bool{}
	for _, n := range p.Roles {
		if seen[n.Role] || !slices.Contains(life.Asked, n.Role) || n.Count < 0 || n.Count > p.Approvals {
			return false
		}
		seen[n.Role] = true
	}
	return true
}

// SetPolicies says what each class needs. Where roles, or the bounds of review by use, are left out, those that hold stay.
func (d *Desk) SetPolicies(ctx context.Context, a desk.Actor, all life.Policies) error {
	if err := a.May(desk.Manage); err != nil {
		return err
	}
	for _, c := range life.Classes {
		p, ok := all[c]
		if !ok || p.Approvals < 0 || p.Approvals > mostApprovals || p.Every < 0 || p.Every > longestEvery {
			return refused(fmt.Sprintf("The policy of %s procedures can't be used.", c), fmt.Sprintf("Give each class from 0 to %d approvals, and from 0 to %d months.", mostApprovals, longestEvery))
		}
		if p.Newcomer != nil && (*p.Newcomer < 0 || *p.Newcomer > mostUse) {
			return refused(fmt.Sprintf("By whom %s procedures need a dry run can't be used.", c), fmt.Sprintf("Ask for somebody who had carried it out fewer than 1 to %d times, or 0 for anybody.", mostUse))
		}
		if !askable(p) {
			return refused(fmt.Sprintf("Whose approvals %s procedures need can't be used.", c), "Ask for some of reviewer, admin and owner, each once, and for as many as there are approvals at most.")
		}
		if p.Use != nil && !bounded(*p.Use) {
			return refused(fmt.Sprintf("The policy of %s procedures can't be used.", c), fmt.Sprintf("Have them looked at after 0 to %d executions or words of readers, and after 0 to %d days; 0 is never.", mostUse, longestUnused))
		}
	}
	return d.Do(ctx, func(tx Tx) error {
		was, err := tx.Policies(ctx, a.Workspace)
		if err != nil {
			return err
		}
		kept, told := life.Policies{}, []string{}
		for _, c := range life.Classes {
			p, use := all[c], was.ByUse(c)
			if p.Use != nil {
				use = *p.Use
			}
			p.Use = &use
			if p.Newcomer == nil {
				p.Newcomer = was[c].Newcomer
			}
			if p.Roles == nil {
				p.Roles = was[c].Roles
			}
			p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(n life.Need) bool { return n.Count == 0 })
			kept[c] = p
			if !askable(p) {
				return refused(fmt.Sprintf("%s procedures ask for approvals of roles (%s), and there would be fewer approvals.", c, p.Needs()), "Say how many of each role there must be, too.")
			}
			told = append(told, fmt.Sprintf("%s: %d approvals%s, dry run %t%s, pilot %t, every %d months, looked at after %d failed, %d made good, %d done otherwise, %d said, %d days unused", c, p.Approvals, asked(p), p.DryRun, byNewcomer(p), p.Pilot, p.Every, use.Failed, use.Recovered, use.Deviated, use.Said, use.Unused))
		}
		if err := tx.SetPolicies(ctx, a.Workspace, kept); err != nil {
			return err
		}
		return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: a.Workspace, Actor: a.Account, Verb: "policy.set", Target: a.Workspace, Detail: strings.Join(told, "; ")})
	})
}

// asked is what the trail tells of the roles of which a policy asks.
func asked(p life.Policy) (said string) {
	for _, n := range p.Roles {
		said += fmt.Sprintf(" (%d by %s)", n.Count, n.Role)
	}
	return said
}

// byNewcomer is what the trail tells of who has to do a dry run.
func byNewcomer(p life.Policy) string {
	if n := p.Newcomers(); n > 0 {
		return fmt.Sprintf(" (by whoever carried it out fewer than %d times)", n)
	}
	return ""
}

// clock is who brings into force what was approved before.
const clock = "clock"

// Enact brings into force what is approved and whose time has come, of one procedure.
func (d *Desk) Enact(ctx context.Context, workspace, procedure string) error {
	return d.Do(ctx, func(tx Tx) error {
		p, err := tx.ProcedureByID(ctx, workspace, procedure)
		if err != nil {
			return err
		}
		if p, err = tx.HoldProcedure(ctx, workspace, p.Slug); err != nil {
			return err
		}
		l, err := tx.Life(ctx, p.ID)
		if err != nil {
			return err
		}
		h := &held{tx: tx, Procedure: p, Life: l, now: d.Now(), search: d.search, read: readable(&l)}
		if !enact(&h.Life, h.now) {
			return nil
		}
		return d.save(ctx, desk.Actor{Account: clock}, h, team.Event{Verb: "revision.in_force", Detail: revision(h.In(life.Effective).Number), Proof: vouched(*h.In(life.Effective))})
	})
}

func revision(n int) string { return fmt.Sprintf("revision %d", n) }
