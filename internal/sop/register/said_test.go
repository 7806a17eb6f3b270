package register_test

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/register"
)

// Who was asked agrees with each other, and not with the team's own value: that is said, and what was rated by how many.
func TestRatedOf(t *testing.T) {
	able := func(n int) *int { return &n }
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	said := func(severity int, times float64, n *int) register.Rating {
		return register.Rating{Severity: severity, Frequency: register.Frequency{Times: times, Per: "month"}, Able: n, Rated: at}
	}
	month := func(times float64) register.Frequency { return register.Frequency{Times: times, Per: "month"} }
	all := []register.Rating{said(5, 10, able(2)), said(5, 10, able(2)), {}}
	for _, c := range []struct {
		name  string
		p     register.Process
		off   []register.Part
		words []string
	}{
		{"as the team says", register.Process{Severity: 5, Frequency: month(10), Able: able(2)}, nil, []string{"All 2 agree: 5.", "All 2 agree: 120 times a year.", "All 2 agree: 2."}},
		{"far from it", register.Process{Severity: 2, Frequency: month(1), Able: able(6)}, []register.Part{register.Severe, register.Often, register.Gap}, []string{"All 2 agree: 5. The team’s own value is another: 2.", "The team’s own value is another: 12 times a year.", "The team’s own value is another: 6."}},
		{"beside it", register.Process{Severity: 4, Frequency: month(9), Able: able(1)}, nil, []string{"The team’s own value lies beside it: 4.", "lies beside it: 108 times a year.", "lies beside it: 1."}},
		{"the team says nothing", register.Process{}, nil, []string{"All 2 agree: 5.", "All 2 agree: 120 times a year.", "All 2 agree: 2."}},
	} {
		r := register.RatedOf(&c.p, all)
		if r.Asked != 3 || r.Rated != 2 || len(r.Said) != 3 {
			t.Fatalf("%s: %+v", c.name, r)
		}
		var off []register.Part
		for i, x := range r.Said {
			if x.N != 2 || x.Apart || !strings.HasSuffix(x.Words, c.words[i]) {
				t.Errorf("%s: %+v, want %q", c.name, x, c.words[i])
			}
			if x.Off {
				off = append(off, x.Of)
			}
		}
		if len(off) != len(c.off) || strings.Contains(r.Words, "The team itself says something else of how bad a failure is") != (len(off) > 0) {
			t.Errorf("%s: %v, %s", c.name, off, r.Words)
		}
		if !strings.HasPrefix(r.Words, "Rated by 2 of 3 who were asked: failure 5 of 5, done 120 times a year, 2 can do it alone.") {
			t.Errorf("%s: %s", c.name, r.Words)
		}
	}
	// where they don't agree with each other, that goes first; a value between theirs is none that differs
	r := register.RatedOf(&register.Process{Severity: 3}, []register.Rating{said(1, 0, nil), said(5, 0, nil)})
	if len(r.Said) != 1 || !r.Said[0].Apart || r.Said[0].Off || r.Words != "Rated by 2 of 2 who were asked: failure 1 to 5 of 5. They don’t agree on how bad a failure is." {
		t.Errorf("%+v", r)
	}
	if r := register.RatedOf(&register.Process{}, []register.Rating{{}}); r.Words != "" || r.Asked != 1 {
		t.Errorf("nobody said anything: %+v", r)
	}
}

// An SOP that hangs on one person is told by what the formula counts.
func TestLone(t *testing.T) {
	able := func(n int) *int { return &n }
	for _, c := range []struct {
		status   register.Status
		able     *int
		held     *register.Held
		training bool
		want     bool
	}{
		{register.Written, able(1), nil, false, true}, {register.Written, able(0), nil, false, true}, {register.Written, able(2), nil, false, false}, {register.Written, nil, nil, false, false},
		{register.Idea, able(1), nil, false, false}, {register.NotWorth, able(1), nil, false, false},
		{register.Written, able(3), &register.Held{Able: 1}, true, true}, {register.Written, able(1), &register.Held{Able: 3}, true, false}, {register.Written, able(3), &register.Held{Able: 1}, false, false},
	} {
		r := register.Ranked{Process: register.Process{Status: c.status, Able: c.able}, Facts: register.Facts{Held: c.held}}
		if got := r.Lone(register.Formula{Training: c.training}); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// TestSOPIsRetired: what has an SOP that is retired waits for one again, and says so; one person alone who could carry it out is no matter then.
func TestSOPIsRetired(t *testing.T) {
	one := 1
	for _, c := range []struct {
		status  register.Status
		retired bool
		open    bool
		stands  string
	}{{register.Written, false, false, "Has an SOP"}, {register.Written, true, true, "Its SOP is retired"}, {register.Idea, true, true, "Idea"}, {register.NotWorth, true, false, "Not worth it"}} {
		r := register.Ranked{Process: register.Process{Status: c.status, Able: &one}, Facts: register.Facts{Retired: c.retired}}
		if r.Open() != c.open || r.Stands() != c.stands || r.Lone(register.Usual()) != (c.status == register.Written && !c.retired) {
			t.Errorf("%s, %t: %t, %q, %t", c.status, c.retired, r.Open(), r.Stands(), r.Lone(register.Usual()))
		}
	}
}
