package approval

import (
	"context"

	"showhow/internal/desk"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop/thread"
	pages "showhow/internal/web/template/approval"
)

// Talk reads what is said of procedures.
type Talk interface {
	Threads(ctx context.Context, q thread.Query) ([]thread.Thread, error)
}

// said are the procedures on which something waits for an answer of somebody's.
func (p *Pages) said(ctx context.Context, a desk.Actor) (all []pages.Waiting, err error) {
	found, err := deskthread.WaitsFor(ctx, struct {
		Talk
		Library
	}{p.Talk, p.Library}, a, mostWaiting)
	for _, w := range found {
		all = append(all, pages.Waiting{Href: "/s/" + w.Slug + "/threads", Title: w.Title, Words: w.Words})
	}
	return all, err
}
