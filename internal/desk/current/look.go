package current

import (
	"context"
	"slices"

	"showhow/internal/desk"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
)

// mostLooked is how many procedures of others are looked through for looks that wait for somebody.
const mostLooked = 4 * current.MostLines

// look is one that is due soon, or overdue, of a procedure, and who is asked for it.
type look struct {
	who.Look
	row   life.Row
	staff who.Staff
}

// line is it as a line.
func (k look) line(a desk.Actor, d *Desk) current.Line {
	l := current.Line{Key: k.row.Slug, Href: "/s/" + k.row.Slug + "/approval", Title: k.row.Title, Words: k.Words(d.Now()), Late: k.Late(d.Now())}
	if a.Account != "" && a.Account == k.row.Deputy && a.Account != k.row.Owner {
		l.Words += ", as the owner’s deputy"
	}
	return l
}

// looks are those that are due soon or overdue, of the procedures for which it is asked, the earliest first.
func (d *Desk) looks(ctx context.Context, a desk.Actor, ask ...life.Question) (all []look, err error) {
	members, err := d.Read.Members(ctx, a.Workspace)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, q := range ask {
		q.Workspace = a.Workspace
		rows, err := d.Read.Lives(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			row := rows[i]
			if seen[row.Procedure] {
				continue
			}
			seen[row.Procedure] = true
			for _, k := range who.Looks(&row.Life, d.Now().Add(who.Soon)) {
				all = append(all, look{k, row, who.Staff{Members: members, Owner: row.Owner, Deputy: row.Deputy, Now: d.Now()}})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y look) int { return x.Due.Compare(y.Due) })
	return all, nil
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
	for _, k := range all {
		if k.Waits(a, k.staff) {
			p.Add(k.line(a, d))
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
	for _, k := range all {
		if k.May(a) != nil {
			l := k.line(a, d)
			l.Words += "; " + k.Brief(k.staff)
			p.Add(l)
		}
	}
	return p, err
}
