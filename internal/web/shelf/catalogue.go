package shelf

import (
	"context"
	"sync"
	"time"

	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
)

// Counter counts what a library can be asked for.
type Counter interface {
	Catalogue(ctx context.Context, workspace string) (library.Catalogue, error)
	// Trail gives the newest lines of the audit trail first.
	Trail(ctx context.Context, q team.Question) ([]team.Event, error)
}

// freshFor is how long a catalogue is shown again at most: a server whose clock is behind may write a line of the trail that isn't the last.
const freshFor = 10 * time.Second

// catalogues keeps what each workspace's library can be asked for. Counting takes longer than all else of the library's page, and what is
// counted changes only when the trail grows: every change has its line there. The zero value is ready.
type catalogues struct {
	lock sync.Mutex
	kept map[string]*counted
}

// counted is a catalogue with the line of the trail after which it was counted.
type counted struct {
	lock  sync.Mutex // while one counts, the others wait for it
	event string
	at    time.Time
	library.Catalogue
}

func (c *catalogues) of(workspace string) *counted {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.kept == nil {
		c.kept = map[string]*counted{}
	}
	if c.kept[workspace] == nil {
		c.kept[workspace] = &counted{}
	}
	return c.kept[workspace]
}

// catalogue gives a workspace's, which must not be changed.
func (p *Pages) catalogue(ctx context.Context, workspace string) (library.Catalogue, error) {
	last, err := p.Reader.Trail(ctx, team.Question{Workspace: workspace, Limit: 1})
	if err != nil {
		return library.Catalogue{}, err
	}
	event := "none"
	if len(last) > 0 {
		event = last[0].ID
	}
	c := p.counts.of(workspace)
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.event == event && time.Since(c.at) < freshFor {
		return c.Catalogue, nil
	}
	now := time.Now()
	found, err := p.Reader.Catalogue(ctx, workspace)
	if err != nil {
		return found, err
	}
	c.Catalogue, c.event, c.at = found, event, now
	return found, nil
}
