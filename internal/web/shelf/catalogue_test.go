package shelf

import (
	"context"
	"testing"
	"time"

	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
)

// counting is a library whose counts are asked for.
type counting struct {
	Reader
	events []team.Event
	asked  int
}

func (c *counting) Trail(_ context.Context, q team.Question) ([]team.Event, error) {
	return c.events[:min(len(c.events), q.Limit)], nil
}

func (c *counting) Catalogue(_ context.Context, workspace string) (library.Catalogue, error) {
	c.asked++
	return library.Catalogue{Total: c.asked}, nil
}

// A library is counted again only when something was done in it.
func TestCatalogue(t *testing.T) {
	c := &counting{}
	p := &Pages{Reader: c}
	for _, step := range []struct {
		what, workspace string
		before          func()
		want            int
	}{
		{"the first time", "a", nil, 1},
		{"when nothing was done", "a", nil, 1},
		{"another workspace", "b", nil, 2},
		{"after something was done", "a", func() { c.events = []team.Event{{ID: "1"}} }, 3},
		{"when nothing was done since", "a", nil, 3},
		{"when it is old", "a", func() { p.counts.of("a").at = time.Now().Add(-freshFor) }, 4},
	} {
		if step.before != nil {
			step.before()
		}
		if got, err := p.catalogue(t.Context(), step.workspace); err != nil || got.Total != step.want {
			t.Errorf("%s: counted for the %dth time (%v), want %d", step.what, got.Total, err, step.want)
		}
	}
}
