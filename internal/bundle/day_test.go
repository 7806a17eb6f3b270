package bundle

import (
	"slices"
	"testing"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Each line tells what was before it; the first behind the moment counts, and what a line doesn't tell isn't taken from a later one.
func TestBack(t *testing.T) {
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	line := func(days int, verb, detail, proof string) trail.Entry {
		return trail.Entry{Event: team.Event{At: at.AddDate(0, 0, days), Verb: verb, Actor: "eve", Detail: detail, Proof: proof}}
	}
	now := Standing{"ada", "dan", life.Low}
	for name, c := range map[string]struct {
		lines  []trail.Entry
		want   Standing
		untold []string
	}{
		"nothing since":       {[]trail.Entry{line(-1, "procedure.classed", "critical to low", "was=critical class=low was_deputy=bob deputy=dan")}, now, nil},
		"the class alone":     {[]trail.Entry{line(1, "procedure.classed", "", "was=normal class=critical"), line(2, "procedure.classed", "", "was=critical class=low")}, Standing{"ada", "dan", life.Normal}, nil},
		"the deputy, too":     {[]trail.Entry{line(1, "procedure.classed", "low", "was=low class=low"), line(2, "procedure.classed", "", "was=low class=low was_deputy=none deputy=dan")}, Standing{"ada", "", life.Low}, nil},
		"handed over twice":   {[]trail.Entry{line(1, "procedure.handed_over", "from bob to zoe", ""), line(2, "procedure.handed_over", "", "from=zoe to=ada")}, Standing{"bob", "dan", life.Low}, nil},
		"lines of before":     {[]trail.Entry{line(1, "procedure.classed", "critical to low, deputy dan: calm", ""), line(2, "procedure.classed", "", "was=low class=low was_deputy=bob deputy=dan")}, Standing{"ada", "", life.Critical}, []string{"deputy"}},
		"details taken away":  {[]trail.Entry{line(1, "procedure.classed", "", ""), line(1, "procedure.handed_over", "", ""), line(2, "procedure.handed_over", "from zoe to ada", "")}, Standing{}, []string{"class", "deputy", "owner"}},
		"a class of no class": {[]trail.Entry{line(1, "procedure.classed", "lowly", "was_deputy=bob deputy=dan")}, Standing{"ada", "bob", ""}, []string{"class"}},
	} {
		a := Approval{Now: now}
		a.back(c.lines, at)
		if a.Standing != c.want || !slices.Equal(a.Untold, c.untold) {
			t.Errorf("%s: %+v, untold %v", name, a.Standing, a.Untold)
		}
	}
	kept := &life.Mark{By: "rob", At: at.AddDate(0, 0, -1).Add(7), Reason: "again"}
	a := Approval{Suspended: kept}
	a.back([]trail.Entry{line(-3, "procedure.suspended", "once", ""), line(-2, "procedure.resumed", "", ""), line(-1, "procedure.suspended", "", ""), line(1, "procedure.resumed", "", "")}, at)
	if a.Suspended != kept {
		t.Errorf("%+v", a.Suspended)
	}
}
