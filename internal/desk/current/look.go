package current

import (
	"context"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
)

// mostLooked is how many procedures of others are looked through for looks that wait for somebody.
const mostLooked = 4 * current.MostLines

// line is a look as a line.
func line(k *who.Due, a desk.Actor, now time.Time) current.Line {
	l := current.Line{Key: k.Row.Slug, Href: "/s/" + k.Row.Slug + "/approval", Title: k.Row.Title, Words: k.Words(now), Late: k.Late(now)}
	if a.Account != "" && a.Account == k.Row.Deputy && a.Account != k.Row.Owner {
		l.Words += ", as the owner’s deputy"
	}
	return l
}

// looks are those that are due soon or overdue, of the procedures for which it is asked, the earliest first.
func (d *Desk) looks(ctx context.Context, a desk.Actor, ask ...life.Question) ([]who.Due, error) {
	members, err := d.Read.Members(ctx, a.Workspace)
	if err != nil {
		return nil, err
	}
	return who.Asking{Lives: d.Read.Lives, Workspace: a.Workspace, Members: members, Now: d.Now()}.Dues(ctx, ask...)
}

// toLookAt are what somebody can look at again and that waits for them, by the rule by which it would be refused: after emergencies, at their own procedures and those whose deputy they are, and at others' where
// these can't.
func (d *Desk) toLookAt(ctx context.Context, a desk.Actor) (p current.Part, err error) {
	p = current.Part{Key: "look", Title: "To be looked at again", Href: "/reviews", More: "All that is due"}
	if a.May(desk.Judge) != nil {
		return p, nil
	}
	before := d.Now().Add(who.Soon)
	ask := []life.Question{{Owed: true}, {Due: before, But: a.Account, Limit: mostLooked}}
	if a.Account != "" {
		ask = append(ask, life.Question{Due: before, Of: a.Account})
	}
	all, err := d.looks(ctx, a, ask...)
	for i := range all {
		if k := &all[i]; k.Waits(a, k.Staff) {
			p.Add(line(k, a, d.Now()))
		}
	}
	return p, err
}

// toHaveLookedAt are somebody's procedures at which others have to look again: it's theirs to have it done.
func (d *Desk) toHaveLookedAt(ctx context.Context, a desk.Actor) (p current.Part, err error) {
	p = current.Part{Key: "have-looked", Title: "Yours, and others look at it again", Why: "You can’t do it yourself: ask one of those who may.", Others: true}
	if a.Account == "" {
		return p, nil
	}
	all, err := d.looks(ctx, a, life.Question{Due: d.Now().Add(who.Soon), Of: a.Account})
	for i := range all {
		if k := &all[i]; k.May(a) != nil {
			l := line(k, a, d.Now())
			l.Words += "; " + k.Brief(k.Staff)
			p.Add(l)
		}
	}
	return p, err
}
