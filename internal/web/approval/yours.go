package approval

import (
	"context"
	"strconv"

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
		count := map[string]int{}
		var order []string
		for _, t := range found {
			if seen[t.ID] {
				continue
			}
			seen[t.ID] = true
			if count[t.Procedure]++; count[t.Procedure] == 1 {
				order = append(order, t.Procedure)
			}
		}
		for _, id := range order {
			of, err := p.Library.ProcedureByID(ctx, a.Workspace, id)
			if err != nil {
				return nil, err
			}
			words := strconv.Itoa(count[id]) + " open remarks " + part.words
			if count[id] == 1 {
				words = "1 open remark " + part.words
			}
			all = append(all, pages.Waiting{Href: "/s/" + of.Slug + "/threads", Title: of.Title, Words: words})
		}
	}
	return all, nil
}
