package learn

import (
	"context"
	"slices"
	"time"

	"showhow/internal/desk"
	deskcurrent "showhow/internal/desk/current"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/sop/current"
	"showhow/internal/sop/training"
	"showhow/internal/store"
)

// Waits gives what somebody is to learn, for the page of what waits for them.
func Waits(db *store.DB, now func() time.Time) deskcurrent.Source {
	return func(ctx context.Context, a desk.Actor) (p current.Part, err error) {
		p = current.Part{Key: "training", Title: "To be learnt by you", Href: "/training/me", More: "Your training"}
		f, err := Reading(db).Own(ctx, desktraining.At{Workspace: a.Workspace, Now: now()}, a.Account)
		if err != nil || len(f.Pieces) == 0 {
			return p, err
		}
		if !slices.ContainsFunc(f.People, func(x training.Person) bool { return x.ID == a.Account }) {
			f.People = append(f.People, training.Person{ID: a.Account}) // whoever sits at a workspace without accounts
		}
		m := training.MatrixOf(f)
		type due struct {
			at   time.Time
			line current.Line
		}
		var all []due
		for _, x := range m.Pieces {
			c := m.Cell(x.ID, a.Account)
			_, _, inForce := x.Line.Current(m.Now)
			asked := c.Task != nil && !c.Done
			if !c.Begun || !inForce || !asked && c.Refresh == "" && !c.ReadAgain {
				continue
			}
			l := current.Line{Key: x.Slug, Href: "/s/" + x.Slug + "/training", Title: x.Title, Words: "to be read again", Late: c.Late}
			if asked {
				l.Words = "by " + c.Due.UTC().Format("2 Jan 2006")
			}
			all = append(all, due{c.Due, l})
		}
		slices.SortStableFunc(all, func(a, b due) int { return a.at.Compare(b.at) })
		for _, x := range all {
			p.Add(x.line)
		}
		return p, nil
	}
}
