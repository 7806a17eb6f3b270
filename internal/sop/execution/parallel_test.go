package execution_test

import (
	"slices"
	"testing"
	"time"

	"showhow/internal/sop/execution"
)

// What goes on beside an execution is told with what it has in common with it; what has ended, itself, and what belongs to it isn't.
func TestParallels(t *testing.T) {
	start := time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)
	of := func(id string, minute int, values map[string]string) execution.Execution {
		return execution.Execution{ID: id, Mode: execution.Live, Number: 3, Values: values, Started: start.Add(time.Duration(minute) * time.Minute), Summary: execution.Summary{Lead: "ann", Done: 2, Of: 5}}
	}
	x := of("x", 9, map[string]string{"VERSION": "2.3", "CLUSTER": "blue"})
	x.Parent = "whole"
	over := of("over", 1, x.Values)
	over.Ended = start
	part := of("part", 2, x.Values)
	part.Parent = "x"
	got := execution.Parallels(x, []execution.Execution{
		of("none", 8, map[string]string{"VERSION": "2.2", "CLUSTER": "red"}), x, over, part, of("whole", 0, x.Values),
		of("one", 3, map[string]string{"VERSION": "2.3", "CLUSTER": "red"}), of("all", 1, map[string]string{"VERSION": "2.3", "CLUSTER": "blue"}),
		of("later", 4, map[string]string{"VERSION": "2.2", "CLUSTER": "blue"}), of("more", 7, map[string]string{"VERSION": "2.3", "CLUSTER": "blue", "REGION": "eu"}),
	})
	var told []string
	for _, p := range got {
		told = append(told, p.ID+": "+p.Values())
	}
	want := []string{"all: with the same values", "more: with the same CLUSTER, VERSION", "later: with the same CLUSTER", "one: with the same VERSION", "none: "}
	if !slices.Equal(told, want) {
		t.Errorf("got  %q\nwant %q", told, want)
	}
	if p := got[0]; p.Mode != execution.Live || p.Number != 3 || p.Lead != "ann" || p.Done != 2 || p.Of != 5 || !p.Started.Equal(start.Add(time.Minute)) {
		t.Errorf("%+v", p)
	}
	if bare := execution.Parallels(execution.Execution{ID: "a"}, []execution.Execution{{ID: "b"}}); len(bare) != 1 || !bare[0].Alike || bare[0].Values() != "" {
		t.Errorf("without parameters: %+v", bare)
	}
}

// Who begins what would collide is asked: for real beside for real, or pilots in one place.
func TestCollides(t *testing.T) {
	for _, c := range []struct {
		mode    execution.Mode
		where   string
		of      execution.Parallel
		collide bool
	}{
		{execution.Live, "", execution.Parallel{Mode: execution.Live}, true},
		{execution.Live, "", execution.Parallel{Mode: execution.Training}, true},
		{execution.Live, "", execution.Parallel{Mode: execution.Pilot, Environment: "staging"}, false},
		{execution.Pilot, "Staging ", execution.Parallel{Mode: execution.Pilot, Environment: "staging"}, true},
		{execution.Pilot, "blue", execution.Parallel{Mode: execution.Pilot, Environment: "staging"}, false},
		{execution.DryRun, "", execution.Parallel{Mode: execution.DryRun}, false},
		{execution.DryRun, "", execution.Parallel{Mode: execution.Live}, false},
	} {
		if got := c.of.Collides(c.mode, c.where); got != c.collide {
			t.Errorf("%s in %q beside %+v: %t", c.mode, c.where, c.of, got)
		}
	}
}
