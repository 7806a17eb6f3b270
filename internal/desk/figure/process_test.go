package figure_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	rules "showhow/internal/desk/figure"
	"showhow/internal/figure"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/figure"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	kept "showhow/internal/store/register"
)

// force is before the procedure came into force, and after after it.
var (
	before = time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	after  = time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
)

// process writes one down, or has it lead elsewhere.
func (o *office) process(id, slug string) {
	o.t.Helper()
	o.do(func(ctx context.Context, s *store.Tx) error {
		rows := kept.In(s)
		p, err := rows.Process(ctx, "w", id)
		if sop.CodeOf(err) == sop.NotFound {
			p, err = register.Process{ID: id, Name: "Process " + id, Status: register.Idea}, nil
		}
		if err != nil {
			return err
		}
		p.Workspace, p.Slug, p.Version = "w", slug, p.Version+1
		_, err = rows.SaveProcess(ctx, p)
		return err
	})
}

// many are n lines of recoveries that name a process, each a day later, with ids of their own.
func many(prefix, named string, n int, from time.Time, use string) string {
	var b strings.Builder
	b.WriteString("id,process,at,took,use,unit,cause\n")
	for i := range n {
		fmt.Fprintf(&b, "%s%d,%s,%s,%dm,%s,payments,deployment\n", prefix, i, named, from.AddDate(0, 0, i).Format(time.RFC3339), 30+i, use)
	}
	return b.String()
}

func (o *office) must(text string) rules.Imported {
	o.t.Helper()
	got, err := o.tell(ada, nouns.Recovery, text)
	if err != nil || len(got.Problems) > 0 {
		o.t.Fatalf("%+v, %v", got, err)
	}
	return got
}

func (o *office) of(named string) figure.ProcessReport {
	o.t.Helper()
	r, err := o.Looker.Process(o.t.Context(), tom, named)
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// recovery is what the procedure's report says of recoveries.
func (o *office) recovery() figure.Measured {
	o.t.Helper()
	for _, m := range o.report(tom).Figures {
		if m.Measure == nouns.Recovery {
			return m
		}
	}
	return figure.Measured{}
}

// TestAProcessWithoutAnSOP keeps what is told of it, says nothing below ten, and counts as before once it leads to a procedure, for as long as it does.
func TestAProcessWithoutAnSOP(t *testing.T) {
	o := open(t)
	o.process("x", "")
	o.must(many("a", "x", 9, before, ""))
	if r := o.of(" process  X "); len(r.Figures) != 1 || r.Figures[0].Of.N != 9 || r.Figures[0].Of.Middle != nil || len(r.Figures[0].Dots) != 9 || r.Figures[0].Dots[0].Use != nouns.Unused || !r.InForce.IsZero() {
		t.Errorf("%+v", r)
	}
	if got := o.must(many("a", "Process x", 10, before, "not_used")); got.Added != 1 || got.Known != 9 {
		t.Errorf("sent again, by its name: %+v", got)
	}
	if r := o.of("x"); r.Figures[0].Of.Middle == nil || r.Figures[0].Of.Middle.Median != 34*time.Minute+30*time.Second {
		t.Errorf("%+v", r.Figures[0].Of)
	}
	if m := o.recovery(); m.Total != 0 {
		t.Errorf("not linked: %+v", m)
	}
	all, err := o.Workspace(t.Context(), tom)
	if err != nil || len(all.Processes) != 1 || all.Processes[0].N != 10 || all.Adoption.Of() != 0 || len(all.Measures) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	for range 2 {
		o.process("x", "deploy")
		r := o.report(tom)
		m := o.recovery()
		if m.Before.N != 10 || m.Before.Middle == nil || m.OfProcesses != 10 || m.Used.N+m.Unused.N != 0 || m.Dots[0].Process != "x" || r.Adoption.Of() != 0 || len(r.Processes) != 1 || r.Processes[0].Before != 10 {
			t.Errorf("linked: %+v, %+v", m, r.Processes)
		}
		if of := o.of("x"); of.Figures[0].Of.N != 10 || of.Figures[0].Since != 0 || of.InForce.IsZero() || of.Title != "Deploy" {
			t.Errorf("on its own page: %+v", of)
		}
		o.process("x", "")
		if m := o.recovery(); m.Total != 0 {
			t.Errorf("not linked any more: %+v", m)
		}
	}
}

// TestWhoseItIs: what is told of a process with an SOP in force by then is that SOP's, and stays there; what tells of the time since and hangs on a process is compared nowhere.
func TestWhoseItIs(t *testing.T) {
	o := open(t)
	o.process("x", "")
	o.must(many("early", "x", 3, before, ""))
	o.must(many("late", "x", 12, after, "")) // nobody had said yet that "deploy" is its SOP
	o.process("x", "deploy")
	m := o.recovery()
	if m.Before.N != 3 || m.Unused.N != 0 || m.Total != 3 || len(m.Dots) != 3 {
		t.Errorf("%+v", m)
	}
	if r := o.report(tom); r.Processes[0].Before != 3 || r.Processes[0].Since != 12 {
		t.Errorf("%+v", r.Processes)
	}
	if r := o.of("x"); r.Figures[0].Of.N != 15 || r.Figures[0].Since != 12 {
		t.Errorf("%+v", r)
	}
	o.must(many("new", "x", 2, after, "followed"))
	o.must(many("old", "x", 2, before.AddDate(0, 0, 5), ""))
	for range 2 {
		o.must(many("new", "x", 2, after, "followed")) // known, whatever the process leads to
		o.must(many("late", "x", 12, after, ""))
		o.process("x", "")
		if m := o.recovery(); m.Used.N != 2 || m.Before.N != 0 {
			t.Errorf("what is the procedure's stays with it: %+v", m)
		}
		if r := o.of("x"); r.Figures[0].Of.N != 17 {
			t.Errorf("%+v", r.Figures[0].Of)
		}
	}
	o.process("x", "deploy")
	for line, want := range map[string]string{
		"n1,x,2026-04-10,1h,,,,,":                  "say whether it was followed",
		"n1,x,2026-01-10,1h,followed,,,,":          "none can have been used",
		"n1,x,2026-01-10,1h,,3,,,":                 "no revision",
		"n1,nobody,2026-01-10,1h,,,,,":             "no process \"nobody\"",
		"n1,x,2026-01-10,1h,,,,deploy,":            "a procedure and a process",
		"late0,x,2026-04-10,9h,,,,,":               "other values",
		"late0,,2026-04-10,30m,not_used,,,deploy,": "other values",
		"new0,,2026-04-10,31m,followed,,,deploy,":  "other values",
		"n1,x,2026-07-10,1h,followed,,,,":          "future",
	} {
		got, err := o.tell(ada, nouns.Recovery, "id,process,at,took,use,revision,unit,procedure,cause\n"+line+"\n")
		if err != nil || len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Text, want) {
			t.Errorf("%s: %+v, %v, want %q", line, got.Problems, err, want)
		}
	}
}

// TestSeveralProcesses that lead to one procedure count together, each told with its part.
func TestSeveralProcesses(t *testing.T) {
	o := open(t)
	o.process("x", "deploy")
	o.process("y", "deploy")
	o.must(many("a", "x", 4, before, ""))
	o.must(many("b", "y", 7, before, ""))
	r := o.report(tom)
	if m := o.recovery(); m.Before.N != 11 || m.OfProcesses != 11 || m.Before.Middle == nil || len(r.Processes) != 2 || r.Processes[0].Before != 4 || r.Processes[1].Before != 7 {
		t.Errorf("%+v, %+v", m, r.Processes)
	}
	o.process("y", "gone") // to what there isn't
	if m := o.recovery(); m.Before.N != 4 {
		t.Errorf("%+v", m)
	}
	if r := o.of("y"); r.Slug != "" || r.Figures[0].Of.N != 7 {
		t.Errorf("%+v", r)
	}
}

// TestWhoMayOfProcesses: as of procedures, and of another workspace nothing.
func TestWhoMayOfProcesses(t *testing.T) {
	o := open(t)
	o.process("x", "")
	if _, err := o.tell(tom, nouns.Recovery, many("a", "x", 3, before, "")); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("a reader told: %v", err)
	}
	o.must(many("a", "x", 3, before, ""))
	if got, err := o.tell(eve, nouns.Recovery, many("a", "x", 3, before, "")); err != nil || len(got.Problems) != 3 {
		t.Errorf("elsewhere: %+v, %v", got, err)
	}
	if _, err := o.Looker.Process(t.Context(), eve, "x"); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("elsewhere: %v", err)
	}
	leave := rules.Leaving{Process: "x", Measure: nouns.Recovery, ID: "a1", Reason: "hush, a drill"}
	if err := o.Desk.LeaveOut(t.Context(), ada, leave); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("an editor left out: %v", err)
	}
	if err := o.Desk.LeaveOut(t.Context(), rob, rules.Leaving{Slug: "deploy", Measure: nouns.Recovery, ID: "a1", Reason: "x"}); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("it is the process's: %v", err)
	}
	if err := o.Desk.LeaveOut(t.Context(), rob, leave); err != nil {
		t.Fatal(err)
	}
	if r := o.of("x"); r.Figures[0].Of.N != 2 || len(r.LeftOut) != 1 || r.LeftOut[0].Reason != "<SECRET>, a drill" {
		t.Errorf("%+v", r)
	}
	o.process("x", "deploy")
	if m := o.recovery(); m.Before.N != 2 {
		t.Errorf("%+v", m)
	}
	leave.Back = true
	if err := o.Desk.LeaveOut(t.Context(), rob, leave); err != nil || o.recovery().Before.N != 3 {
		t.Error(err)
	}
	found, err := o.db.Read().Trail(t.Context(), team.Question{Workspace: "w", Verb: "figures.", Limit: 100})
	if err != nil || len(found) != 3 || found[2].Target != "x" || found[2].Detail != "3 recovery" {
		t.Errorf("%+v, %v", found, err)
	}
	if r := o.report(ada); len(r.Paths) != 1 || !r.Paths[0].Withheld {
		t.Errorf("a path's time was told to an editor: %+v", r.Paths)
	}
	if r := o.report(rob); len(r.Paths) != 1 || r.Paths[0].Withheld {
		t.Errorf("%+v", r.Paths)
	}
}

// TestNothingCountsTwice tells, links, unlinks, leaves out and sends again at random, and after each holds what pages count against what was told.
func TestNothingCountsTwice(t *testing.T) {
	o := open(t)
	dice := rand.New(rand.NewPCG(31, 1))
	leads := map[string]string{"x": "", "y": ""}
	for id := range leads {
		o.process(id, "")
	}
	type fact struct{ line, at string }
	told := map[string]fact{}    // by id, as it was sent
	where := map[string]string{} // the process on which it hangs; empty for the procedure's
	out := map[string]bool{}
	var ids []string
	const head = "id,process,procedure,at,took,use\n"
	for n := range 150 {
		switch dice.IntN(5) {
		case 0: // link, or unlink
			id := []string{"x", "y"}[dice.IntN(2)]
			leads[id] = map[string]string{"": "deploy", "deploy": ""}[leads[id]]
			o.process(id, leads[id])
		case 1: // send one again
			if len(ids) == 0 {
				continue
			}
			id := ids[dice.IntN(len(ids))]
			if got, err := o.tell(ada, nouns.Lead, head+told[id].line); err != nil || got.Known != 1 {
				t.Fatalf("%s again: %+v, %v", id, got, err)
			}
		case 2: // leave out, or let count again
			if len(ids) == 0 {
				continue
			}
			id := ids[dice.IntN(len(ids))]
			l := rules.Leaving{Process: where[id], Measure: nouns.Lead, ID: id, Reason: "so", Back: out[id]}
			if l.Process == "" {
				l.Slug = "deploy"
			}
			if err := o.Desk.LeaveOut(t.Context(), rob, l); err != nil {
				t.Fatal(err)
			}
			out[id] = !out[id]
		default:
			id, process, procedure := fmt.Sprint("o", n), []string{"", "x", "y"}[dice.IntN(3)], ""
			at, use := before.AddDate(0, 0, dice.IntN(20)), ""
			if since := dice.IntN(2) == 0; since {
				at = after.AddDate(0, 0, dice.IntN(20))
			}
			if process == "" {
				procedure, use = "deploy", "followed"
			} else if at.After(after.AddDate(0, 0, -1)) && leads[process] != "" {
				use = "opened"
			}
			where[id], ids = process, append(ids, id)
			if use == "opened" {
				where[id] = ""
			}
			told[id] = fact{fmt.Sprintf("%s,%s,%s,%s,1h,%s\n", id, process, procedure, at.Format(time.DateOnly), use), at.Format(time.DateOnly)}
			if got, err := o.tell(ada, nouns.Lead, head+told[id].line); err != nil || got.Added != 1 {
				t.Fatalf("%s: %+v, %v", told[id].line, got, err)
			}
		}
		want, of := map[string]bool{}, map[string]int{}
		for id := range told {
			if out[id] {
				continue
			}
			of[where[id]]++
			if w := where[id]; w == "" || leads[w] == "deploy" && told[id].at < after.Format(time.DateOnly) {
				want[id] = true
			}
		}
		var m figure.Measured
		for _, x := range o.report(tom).Figures {
			m = x
		}
		got := map[string]bool{}
		for _, d := range m.Dots {
			got[d.ID] = true
		}
		if len(m.Dots) != len(want) || fmt.Sprint(got) != fmt.Sprint(want) || m.Total != len(want) || m.Used.N+m.Unused.N+m.Before.N != len(want) {
			t.Fatalf("after %d: %v shown, %d in all, %+v %+v %+v; want %v", n, got, m.Total, m.Used, m.Unused, m.Before, want)
		}
		for id := range leads {
			n := 0
			for _, x := range o.of(id).Figures {
				n = x.Of.N
			}
			if n != of[id] {
				t.Fatalf("%d hang on %s, want %d", n, id, of[id])
			}
		}
	}
}
