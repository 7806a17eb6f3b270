package current

import (
	"context"
	"fmt"
	"time"

	access "showhow/internal/desk"
	talk "showhow/internal/desk/thread"
	"showhow/internal/sop/current"
	"showhow/internal/sop/execution"
	"showhow/internal/store/executions"
	"showhow/internal/store/threads"
)

// remarksAtOnce is how many open threads are looked through for those that wait for somebody.
const remarksAtOnce = 200

// remarked are the procedures on which something that was said waits for an answer of somebody's.
func (r Room) remarked(ctx context.Context, a access.Actor) (p current.Part, err error) {
	p = current.Part{Key: "remarks", Title: "Remarks to answer"}
	all, err := talk.WaitsFor(ctx, struct {
		threads.Rows
		reader
	}{threads.Read(r.DB), reader{db: r.DB}}, a, remarksAtOnce)
	for _, w := range all {
		p.Add(current.Line{Key: w.Slug, Href: "/s/" + w.Slug + "/threads", Title: w.Title, Words: w.Words})
	}
	return p, err
}

const (
	// runningAtOnce is how many executions that are under way are looked through for somebody's.
	runningAtOnce = 500
	// still is how long nothing may be done in an execution before it is told as late.
	still = 24 * time.Hour
)

// carried are the executions that somebody leads, and those that were handed to them, as long as these haven't ended.
func (r Room) carried(ctx context.Context, a access.Actor) (p current.Part, err error) {
	p = current.Part{Key: "executions", Title: "Carried out by you, and not at its end", Href: "/executions", More: "All executions"}
	all, err := executions.Read(r.DB).Executions(ctx, execution.Question{Workspace: a.Workspace, Running: true, Limit: runningAtOnce})
	if err != nil {
		return p, err
	}
	now := r.clock()()
	for _, x := range all {
		if x.Lead != a.Account && x.Offered != a.Account {
			continue
		}
		l := current.Line{Key: x.ID, Href: "/executions/" + x.ID, Title: x.Title, Words: fmt.Sprintf("%d of %d steps are settled", x.Done, x.Of)}
		switch {
		case x.Offered == a.Account:
			l.Words = "handed to you: take it over; " + l.Words
		case now.Sub(x.Changed) > still:
			l.Late, l.Words = true, l.Words+", nothing was done since "+x.Changed.UTC().Format("2 Jan 2006")
		}
		p.Add(l)
	}
	return p, nil
}
