package approval

import (
	"context"

	"showhow/internal/desk"
	"showhow/internal/sop/thread"
	pages "showhow/internal/web/template/approval"
)

// Talk reads what is said of procedures.
type Talk interface {
	Threads(ctx context.Context, q thread.Query) ([]thread.Thread, error)
}

// said are the procedures on which something waits for an answer of somebody's: what is open on their own, and where they said something before
// and somebody else said the last thing.
func (p *Pages) said(ctx context.Context, a desk.Actor) (all []pages.Waiting, err error) {
	seen := map[string]bool{}
	for _, part := range []struct {
		ask   thread.Query
		words string
	}{
		{thread.Query{Owner: a.Account, NotLast: a.Account}, "on a procedure of yours"},
		{thread.Query{Voice: a.Account, NotLast: a.Account}, "where you said something"},
	} {
		part.ask.Workspace, part.ask.State, part.ask.Limit = a.Workspace, thread.Open, mostWaiting
		found, err := p.Talk.Threads(ctx, part.ask)
		if err != nil {
			return nil, err
		}
		of := map[string][]thread.Thread{}
		var order []string
		for _, t := range found {
			if seen[t.ID] {
				continue
			}
			seen[t.ID] = true
			if of[t.Procedure] = append(of[t.Procedure], t); len(of[t.Procedure]) == 1 {
				order = append(order, t.Procedure)
			}
		}
		for _, id := range order {
			is, err := p.Library.ProcedureByID(ctx, a.Workspace, id)
			if err != nil {
				return nil, err
			}
			all = append(all, pages.Waiting{Href: "/s/" + is.Slug + "/threads", Title: is.Title, Words: thread.OpenWords(of[id]) + " " + part.words})
		}
	}
	return all, nil
}
