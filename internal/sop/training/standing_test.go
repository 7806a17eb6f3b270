package training_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/training"
)

var begin = time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)

// on is so many days after the beginning.
func on(days int) time.Time { return begin.AddDate(0, 0, days) }

// line is a procedure of which a revision came into force every hundred days, with the changes that are given.
func line(changes ...life.Change) (l training.Line) {
	l.Class = life.Critical
	for i, c := range changes {
		if i > 0 {
			l.Versions[i-1].Left = on(100 * i)
		}
		l.Versions = append(l.Versions, training.Version{Number: i + 1, Digest: fmt.Sprint("d", i+1), Change: c, Came: on(100 * i)})
	}
	return l
}

func entry(stage training.Stage, revision, day int) training.Entry {
	return training.Entry{Kind: training.Signed, Stage: stage, Number: revision, Digest: fmt.Sprint("d", revision), At: on(day), Account: "rob"}
}

// whole is all stages on a revision, from a day on.
func whole(revision, day int) (all []training.Entry) {
	for i, s := range training.Stages {
		all = append(all, entry(s, revision, day+i))
	}
	return all
}

func TestStanding(t *testing.T) {
	policy := training.Policy{ReadMinor: true, Months: 6, Days: 14}
	calm := training.Policy{}
	back := entry(training.Able, 1, 20)
	back.Kind = training.TakenBack
	other := entry(training.Read, 1, 1)
	other.Digest = "another"
	waived := entry(training.Walked, 1, 2)
	waived.Kind = training.Waived
	for _, x := range []struct {
		name    string
		entries []training.Entry
		uses    []time.Time
		line    training.Line
		policy  training.Policy
		day     int
		stage   training.Stage
		next    training.Stage
		refresh training.Reason
		again   bool
	}{
		{"nothing signed", nil, nil, line(life.First), policy, 5, "", training.Read, "", false},
		{"read", []training.Entry{entry(training.Read, 1, 1)}, nil, line(life.First), policy, 5, training.Read, training.Walked, "", false},
		{"of other bytes", []training.Entry{other}, nil, line(life.First), policy, 5, "", training.Read, "", false},
		{"walked before it was read", []training.Entry{entry(training.Walked, 1, 1)}, nil, line(life.First), policy, 5, "", training.Read, "", false},
		{"a stage let pass", []training.Entry{entry(training.Read, 1, 1), waived}, nil, line(life.First), policy, 5, training.Walked, training.Supervised, "", false},
		{"able alone", whole(1, 1), nil, line(life.First), policy, 10, training.Able, "", "", false},
		{"before it was signed", whole(1, 1), nil, line(life.First), policy, 3, training.Supervised, training.Able, "", false},
		{"taken back", append(whole(1, 1), back), nil, line(life.First), policy, 30, training.Walked, training.Supervised, training.Undone, false},
		{"a minor revision", whole(1, 1), nil, line(life.First, life.Minor), policy, 110, training.Able, training.Read, "", true},
		{"a minor revision of a calm class", whole(1, 1), nil, line(life.First, life.Minor), calm, 110, training.Able, "", "", false},
		{"a minor revision, read", append(whole(1, 1), entry(training.Read, 2, 105)), nil, line(life.First, life.Minor), policy, 110, training.Able, "", "", false},
		{"a major revision", whole(1, 1), nil, line(life.First, life.Major), calm, 110, "", training.Read, training.Revised, false},
		{"a minor one after a major one", whole(1, 1), nil, line(life.First, life.Major, life.Minor), calm, 210, "", training.Read, training.Revised, false},
		{"a major one, learnt again", append(whole(1, 1), whole(2, 101)...), nil, line(life.First, life.Major), calm, 110, training.Able, "", "", false},
		{"unused", whole(1, 1), nil, line(life.First), policy, 200, training.Walked, training.Supervised, training.Unused, false},
		{"used", whole(1, 1), []time.Time{on(150)}, line(life.First), policy, 200, training.Able, "", "", false},
		{"used, but too long ago", whole(1, 1), []time.Time{on(10)}, line(life.First), policy, 220, training.Walked, training.Supervised, training.Unused, false},
		{"unused, and a run since", append(whole(1, 1), entry(training.Supervised, 1, 198)), nil, line(life.First), policy, 200, training.Supervised, training.Able, training.Unused, false},
		{"unused, and signed again", append(whole(1, 1), entry(training.Supervised, 1, 198), entry(training.Able, 1, 199)), nil, line(life.First), policy, 200, training.Able, "", "", false},
		{"nothing in force", whole(1, 1), nil, training.Line{}, policy, 10, "", training.Read, training.Revised, false},
	} {
		r := &training.Record{Entries: x.entries, Uses: x.uses}
		s := training.StandingOf(r, training.Asking{Line: x.line, Policy: x.policy, Now: on(x.day)})
		if s.Stage != x.stage || s.Next() != x.next || s.Refresh != x.refresh || s.ReadAgain != x.again || s.Alone() != (x.stage == training.Able) {
			t.Errorf("%s: stage %q, next %q, refresh %q, again %t, alone %t", x.name, s.Stage, s.Next(), s.Refresh, s.ReadAgain, s.Alone())
		}
	}
}

func TestDue(t *testing.T) {
	task := &training.Task{Target: training.Able, At: on(0), Due: on(30)}
	policy := training.Policy{Days: 14, Months: 6}
	for _, x := range []struct {
		name    string
		entries []training.Entry
		line    training.Line
		day     int
		due     time.Time
		late    bool
	}{
		{"not begun, in time", nil, line(life.First), 20, on(30), false},
		{"not begun, late", nil, line(life.First), 31, on(30), true},
		{"done", whole(1, 1), line(life.First), 90, on(30), false},
		{"never done, and a major revision came", nil, line(life.First, life.Major), 105, on(30), true},
		{"done, and undone by a major revision", whole(1, 1), line(life.First, life.Major), 105, on(114), false},
		{"that, and too late", whole(1, 1), line(life.First, life.Major), 115, on(114), true},
		{"undone by time", whole(1, 1), line(life.First), 190, on(4).AddDate(0, 6, 14), false},
	} {
		c := training.Case{Task: task, Record: &training.Record{Entries: x.entries}, Asking: training.Asking{Line: x.line, Policy: policy, Now: on(x.day)}}
		if got := c.Due(); !got.Equal(x.due) || c.Overdue() != x.late {
			t.Errorf("%s: due %s, late %t", x.name, got.Format(time.DateOnly), c.Overdue())
		}
	}
}

// At random: nobody is able alone without a signature that they are, on bytes from which what is in force differs in wording alone, and not longer than the class lets them; and the
// past doesn't change by what comes after it.
func TestStandingAtRandom(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 11))
	able := 0
	for range 20_000 {
		changes := []life.Change{life.First}
		for range rnd.IntN(4) {
			changes = append(changes, []life.Change{life.Major, life.Minor}[rnd.IntN(2)])
		}
		l, r, day := line(changes...), &training.Record{}, 0
		for range rnd.IntN(12) {
			day += rnd.IntN(90)
			e := entry(training.Stages[rnd.IntN(4)], 1+rnd.IntN(len(changes)), day)
			e.Kind = []training.Kind{training.Signed, training.Signed, training.Waived, training.TakenBack}[rnd.IntN(4)]
			if e.Kind == training.Waived && e.Stage == training.Able {
				continue // no verb makes one
			}
			r.Entries = append(r.Entries, e)
		}
		a := training.Asking{Line: l, Policy: training.Policy{Months: 6, ReadMinor: rnd.IntN(2) == 0}, Now: on(rnd.IntN(500))}
		s := training.StandingOf(r, a)
		v, _, _ := l.Current(a.Now)
		if s.Alone() {
			able++
			if s.Able.Stage != training.Able || s.Able.At.After(a.Now) || a.Now.After(s.Able.At.AddDate(0, 6, 0)) {
				t.Fatalf("able by %+v at %s", s.Able, a.Now)
			}
			for _, e := range r.Entries {
				if e.Kind == training.TakenBack && e.At.After(s.Able.At) && !e.At.After(a.Now) {
					t.Fatalf("able although taken back: %+v", r.Entries)
				}
			}
			for n := s.Able.Number + 1; n <= v.Number; n++ {
				if l.Versions[n-1].Change != life.Minor {
					t.Fatalf("able over a major revision: %+v", s.Able)
				}
			}
		}
		past := *r
		past = past.At(a.Now)
		if then := training.StandingOf(&past, a); then.Stage != s.Stage || then.Refresh != s.Refresh {
			t.Fatalf("what came later changes the past: %v, %v", then, s)
		}
	}
	if able < 500 {
		t.Errorf("only %d of them are able: the test looks at nothing", able)
	}
}

func TestUses(t *testing.T) {
	r := &training.Record{}
	for day := range 100 {
		r.Use(on(day))
	}
	if n := len(r.Uses); n < 12 || n > 18 || !r.Uses[n-1].Equal(on(99)) {
		t.Errorf("%d uses are kept: %v", n, r.Uses)
	}
}

func TestHeldBy(t *testing.T) {
	l := line(life.First, life.Major)
	people := []training.Person{{ID: "ada"}, {ID: "bob"}, {ID: "cy"}, {ID: "eve", Gone: true}}
	f := training.Facts{People: people, Pieces: []training.Piece{{ID: "p", Line: l}, {ID: "q", Line: l}, {ID: "r", Line: l}, {ID: "draft"}}, Policies: training.Policies{life.Critical: {Days: 14}}, Now: on(150),
		Records: []training.Record{
			{Procedure: "p", Account: "ada", Entries: whole(2, 101)}, {Procedure: "p", Account: "bob", Entries: whole(1, 1)}, {Procedure: "p", Account: "eve", Entries: whole(2, 101)},
			{Procedure: "q", Account: "eve", Entries: whole(2, 101)}, {Procedure: "nowhere", Account: "ada", Entries: whole(2, 101)},
		},
		Tasks: []training.Task{{Procedure: "p", Account: "cy", Target: training.Able, At: on(0), Due: on(120)}, {Procedure: "r", Account: "cy", Role: "viewer", Target: training.Able, Due: on(120)}}}
	m := training.MatrixOf(f)
	h := m.HeldBy("p")
	if len(h.Able) != 1 || h.Able[0].ID != "ada" || len(h.Refresh) != 1 || len(h.Learning) != 1 || len(h.Left) != 1 || h.Gap() != training.OnlyOne {
		t.Errorf("%+v, %q", h, h.Gap())
	}
	if c := m.Cell("p", "cy"); !c.Late || c.Done || c.Task == nil {
		t.Errorf("%+v", c)
	}
	for id, want := range map[string]training.Gap{"q": training.OnlyLeft, "r": training.Nobody, "draft": "", "none": ""} {
		if got := m.HeldBy(id).Gap(); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if c := m.Cell("r", "cy"); c.Begun {
		t.Errorf("asked of a role that isn't theirs: %+v", c)
	}
}

func TestInForceOn(t *testing.T) {
	l := line(life.First, life.Major)
	f := training.Facts{People: []training.Person{{ID: "ada", Name: "Ada"}}, Pieces: []training.Piece{{ID: "p", Slug: "deploy", Line: l}}, Policies: training.Usual(), Now: on(400), Records: []training.Record{{Procedure: "p", Account: "ada", Entries: append(whole(1, 1), whole(2, 120)...)}}}
	for _, x := range []struct {
		day, number, entries int
		alone                bool
	}{{2, 1, 2, false}, {50, 1, 4, true}, {110, 2, 4, false}, {130, 2, 8, true}} {
		all := f.InForceOn(on(x.day))
		if len(all) != 1 || all[0].Number != x.number || all[0].Alone != x.alone || len(all[0].Entries) != x.entries {
			t.Errorf("on day %d: %+v", x.day, all)
		}
	}
	if all := f.InForceOn(on(-1)); len(all) != 0 {
		t.Errorf("before anything: %+v", all)
	}
}

// A revision that was retired and came into force again as it was is the same one: what was signed on it holds.
func TestComesAgain(t *testing.T) {
	l := line(life.First)
	v := l.Versions[0]
	l.Versions[0].Left = on(100)
	v.Came = on(200)
	l.Versions = append(l.Versions, v)
	r := &training.Record{Entries: whole(1, 10)}
	for day, alone := range map[int]bool{50: true, 250: true} {
		if got := training.StandingOf(r, training.Asking{Line: l, Policy: training.Policy{Days: 14}, Now: on(day)}).Alone(); got != alone {
			t.Errorf("on day %d: able alone %t", day, got)
		}
	}
}
