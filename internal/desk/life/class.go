package life

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Classing is how much hangs on a procedure, and who stands in for its owner.
type Classing struct {
	Class life.Class
	// Reason is why; it may be empty unless less hangs on it than was said before.
	Reason string
	// Deputy is an account; empty for none, and nil for whoever it is.
	Deputy *string
}

// nobody is what a line of the trail calls that nobody stands in for the owner.
const nobody = "none"

// told is what the trail says of it: "critical to low, deputy dan: It is used for tests only.".
func (c Classing) told(was life.Class) string {
	said := string(c.Class)
	if was != c.Class {
		said = string(was) + " to " + said
	}
	if c.Deputy != nil && *c.Deputy != "" {
		said += ", deputy " + *c.Deputy
	}
	if c.Reason != "" {
		said += ": " + c.Reason
	}
	return said
}

// SetClass says so. What is in review keeps what was asked of it when it was sent, but for how often it is looked at.
func (d *Desk) SetClass(ctx context.Context, a desk.Actor, slug string, c Classing) (err error) {
	if !slices.Contains(life.Classes, c.Class) {
		return refused("There is no such class.", "Choose critical, normal or low.")
	}
	if err := a.May(desk.Judge); err != nil {
		return err
	}
	if c.Reason, err = d.tidy(ctx, c.Reason); err != nil {
		return err
	}
	return d.change(ctx, a, slug, func(h *held) (team.Event, error) {
		policies, err := h.tx.Policies(ctx, h.Workspace)
		if err != nil {
			return team.Event{}, err
		}
		told := team.Event{Verb: "procedure.classed", Detail: c.told(h.Of()), Proof: trail.Proof("was", string(h.Of()), "class", string(c.Class))}
		if c.Class.Below(h.Of()) {
			if err := h.loosens(ctx, a); err != nil {
				return told, err
			}
		}
		if err := classify(&h.Life, c.Class, life.Mark{By: a.Account, At: h.now, Reason: c.Reason}, policies[c.Class]); err != nil {
			return told, err
		}
		if c.Deputy == nil || *c.Deputy == h.Deputy {
			return told, nil
		}
		if err := h.deputes(ctx, a, *c.Deputy); err != nil {
			return told, err
		}
		told.Proof += " " + trail.Proof("was_deputy", cmp.Or(h.Deputy, nobody), "deputy", cmp.Or(*c.Deputy, nobody))
		h.Deputy = *c.Deputy
		return told, nil
	})
}

// loosens says why somebody can't say that less hangs on a procedure; nil when they can. That lets rules go, as an approval does: so it isn't said by whoever wrote any of what is in force, in review or approved. Where
// an administrator is alone there is nobody else to say it.
func (h *held) loosens(ctx context.Context, a desk.Actor) error {
	wrote := func(account string) bool {
		return slices.ContainsFunc([]life.State{life.Effective, life.InReview, life.Approved}, func(s life.State) bool {
			r := h.In(s)
			return r != nil && who.Impartial(r, account) != nil
		})
	}
	if !wrote(a.Account) {
		return nil
	}
	members, err := h.tx.Members(ctx, h.Workspace)
	if err != nil {
		return err
	}
	staff, others := who.Staff{Members: members}, 0
	for _, m := range members {
		if m.Settled() && m.ID != a.Account {
			others++
		}
	}
	if others == 0 && a.Role == team.Admin {
		return nil
	}
	return forbidden("You wrote some of it, so somebody else has to say that less hangs on it.", staff.Ask("say so", wrote))
}

// deputes says why somebody can't name a deputy, who approves as the owner does; nil when they can. Empty is for nobody.
func (h *held) deputes(ctx context.Context, a desk.Actor, deputy string) error {
	if a.Account != h.Owner && a.Role != team.Admin {
		return &sop.Error{Code: sop.Forbidden, Message: "Only the owner or an administrator says who stands in for the owner.", Mend: "Ask one of them."}
	}
	switch deputy {
	case "":
		return nil
	case a.Account:
		return refused("You can't make yourself the owner's deputy.", "Ask the owner, or another administrator.")
	case h.Owner:
		return refused("The owner can't be their own deputy.", "Choose somebody else.")
	}
	m, err := h.tx.Member(ctx, h.Workspace, deputy)
	if err != nil && sop.CodeOf(err) != sop.NotFound {
		return err
	}
	if err != nil || !m.Settled() {
		return refused("The deputy isn't somebody who can sign in to this workspace.", "Choose somebody who can.")
	}
	return nil
}

// roles are those that somebody has with this procedure in a review. A deputy counts who was it when the review was opened, and still is.
func (h *held) roles(r *life.Review, account string) []string {
	if account == h.Owner || account == h.Deputy && account == r.Deputy {
		return []string{life.ByOwner}
	}
	return nil
}

// classify gives a procedure its class, with what that asks for. When it is another one, what is in force is looked at next by its interval, from the last look on; what
// is in review or waits will be, too.
func classify(l *life.Life, c life.Class, m life.Mark, p life.Policy) error {
	was := l.Of()
	if c.Below(was) && strings.TrimSpace(m.Reason) == "" {
		return refused(fmt.Sprintf("That less hangs on it needs a reason: it was %s, and is to be %s.", was, c), "Write why.")
	}
	l.Class = c
	if c == was {
		return nil
	}
	l.Classed = &m
	for i := range l.Reviews {
		if r := &l.Reviews[i]; r.State == life.InReview || r.State == life.Approved {
			r.Policy.Every = p.Every
		}
	}
	if r := l.In(life.Effective); r != nil {
		last := r.Came
		for _, k := range l.Looks {
			if k.Number == r.Number && k.At.After(last) {
				last = k.At
			}
		}
		l.Due = dueAfter(p, last)
	}
	return nil
}
