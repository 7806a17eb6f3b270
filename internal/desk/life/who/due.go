package who

import (
	"context"
	"slices"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Due is a look that is due soon, or overdue, of a procedure, and its people.
type Due struct {
	Look
	Row   life.Row
	Staff Staff
}

// Asking is where looks that are due are read from: the lives of a workspace, by several questions of which one may give what another gave, and its members.
type Asking struct {
	Lives     func(ctx context.Context, q life.Question) ([]life.Row, error)
	Workspace string
	Members   []team.Member
	Now       time.Time
}

// Dues are the looks that are due soon or overdue, the earliest first.
func (k Asking) Dues(ctx context.Context, ask ...life.Question) (all []Due, err error) {
	seen := map[string]bool{}
	for _, q := range ask {
		q.Workspace = k.Workspace
		rows, err := k.Lives(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if seen[row.Procedure] {
				continue
			}
			seen[row.Procedure] = true
			for _, l := range Looks(&row.Life, k.Now.Add(Soon)) {
				all = append(all, Due{l, row, Staff{Members: k.Members, Owner: row.Owner, Deputy: row.Deputy, Now: k.Now}})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y Due) int { return x.Look.Due.Compare(y.Look.Due) })
	return all, nil
}
