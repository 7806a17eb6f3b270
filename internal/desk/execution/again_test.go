package execution_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"showhow/internal/desk"
	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/postgres"
	"showhow/internal/store/storetest"
)

// wakes tells what is due by now, and gives what people are told of failures beyond what they were told before.
func (o *office) wakes(after time.Duration) []notice.Happening {
	o.t.Helper()
	o.now = o.now.Add(after)
	had := len(o.failures())
	for range 2 { // each thing once, however often it is looked for
		if err := o.Wake(o.t.Context(), executions.Read(o.db).Waking); err != nil {
			o.t.Fatal(err)
		}
	}
	all := o.failures()
	slices.SortFunc(all, func(a, b notice.Happening) int { return a.At.Compare(b.At) })
	return all[had:]
}

// fails begins an execution for real, in which somebody fails at a step.
func (o *office) fails(a desk.Actor) execution.Execution {
	o.t.Helper()
	x := o.begin(ada, desk_execution.Starting{Mode: execution.Live})
	o.go1(a, x.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK})
	o.go1(a, x.ID, execution.Event{Kind: execution.Settled, Step: "two", Outcome: execution.Failed, Text: "It burns."})
	return x
}

// whom has people be told: those who are named, and of each role one.
func (o *office) whom(all ...string) {
	o.Whom = func(_ context.Context, _ desk_execution.Tx, h notice.Happening) ([]string, error) {
		if h.Role != "" {
			return append(slices.Clone(all), "any-"+h.Role), nil
		}
		return all, nil
	}
}

// A failure that nobody answers is told again after ten minutes, and after half an hour to reviewers and administrators, too; each once, also by a server that begins anew, and never after that.
func TestAFailureThatNobodyAnswers(t *testing.T) {
	o := open(t)
	o.enforce(1)
	o.whom("dep")
	x := o.fails(tom)
	if all := o.wakes(9 * time.Minute); len(all) != 0 {
		t.Fatalf("before ten minutes: %+v", all)
	}
	all := o.wakes(2 * time.Minute)
	if len(all) != 1 || all[0].Actor != "tom" || all[0].Role != "" || all[0].Words != "It burns." || all[0].Href != "/executions/"+x.ID+"?step=two" || all[0].Said != "carries this out, and step 2 failed 11 minutes ago; nobody has answered: “Look”" {
		t.Fatalf("after eleven: %+v", all)
	}
	o.go1(tom, x.ID, execution.Event{Kind: execution.Noted, Step: "two", Text: "Still waiting."}, execution.Event{Kind: execution.Opened, Step: "two"})
	o.go1(rob, x.ID, execution.Event{Kind: execution.Opened, Step: "two"})
	o.Desk = &desk_execution.Desk{Do: o.Do, Now: o.Now, NewID: o.NewID, Mask: o.Mask, Whom: o.Whom} // a server that begins anew
	if all = o.wakes(20 * time.Minute); len(all) != 1 || all[0].Role != "reviewer" {
		t.Fatalf("after half an hour: %+v", all)
	}
	for range 3 {
		if all = o.wakes(24 * time.Hour); len(all) != 0 {
			t.Fatalf("for ever: %+v", all)
		}
	}
	kept, err := executions.Read(o.db).Execution(t.Context(), "w", x.ID)
	if err != nil || len(kept.Told) != 3 || !kept.Wakes.IsZero() {
		t.Fatalf("%+v, %v", kept.Told, err)
	}
	for i, a := range kept.Told {
		if a.Again != i || a.At.IsZero() || a.Event != kept.Told[0].Event || slices.Contains(a.To, "any-reviewer") != (i == 2) {
			t.Errorf("%d: %+v", i, a)
		}
	}
}

// Who was told before were those alone who take part: then reviewers are told after ten minutes. Where no server ran for long, only the last is told.
func TestWhoIsToldAgain(t *testing.T) {
	o := open(t)
	o.enforce(1)
	o.whom("ada")
	o.fails(tom)
	if all := o.wakes(11 * time.Minute); len(all) != 1 || all[0].Role != "reviewer" {
		t.Errorf("%+v", all)
	}
	o.whom("dep")
	o.fails(tom)
	if all := o.wakes(3 * time.Hour); len(all) != 2 || all[0].Role != "reviewer" || all[1].Role != "reviewer" || all[1].Said != "carries this out, and step 2 failed 3 hours ago; nobody has answered: “Look”" {
		t.Errorf("%+v", all)
	}
}

// Whatever somebody else does about it is an answer, and so is that the work goes on, the step is made good, or the execution ended. What was told before times were kept isn't told again.
func TestWhatAnswersAFailure(t *testing.T) {
	for name, answer := range map[string]func(o *office, x execution.Execution){
		"somebody's note": func(o *office, x execution.Execution) {
			o.go1(rob, x.ID, execution.Event{Kind: execution.Noted, Step: "two", Text: "On my way."})
		},
		"made good": func(o *office, x execution.Execution) {
			o.go1(tom, x.ID, execution.Event{Kind: execution.Settled, Step: "two", Outcome: execution.Recovered, Text: "Once more.", Over: []string{x.Told[0].Event}})
		},
		"the next step": func(o *office, x execution.Execution) {
			o.go1(tom, x.ID, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK})
		},
		"ended": func(o *office, x execution.Execution) {
			o.go1(tom, x.ID, execution.Event{Kind: execution.Ended, Outcome: execution.Failed, Text: "It burns."})
		},
		"told before that was kept": func(o *office, x execution.Execution) {
			x.Told[0].At = time.Time{}
			o.do1(x)
		},
	} {
		o := open(t)
		o.enforce(1)
		o.whom("dep")
		x, err := executions.Read(o.db).Execution(t.Context(), "w", o.fails(tom).ID)
		if err != nil {
			t.Fatal(err)
		}
		answer(o, x)
		if all := o.wakes(time.Hour); len(all) != 0 {
			t.Errorf("%s: %+v", name, all)
		}
	}
}

// TestAgainPostgres tries with the other engine what the tests above try.
func TestAgainPostgres(t *testing.T) {
	server, usual := storetest.Postgres(t), engine
	defer func() { engine = usual }()
	engine = func(t *testing.T) *store.DB {
		db, err := postgres.Open(t.Context(), server.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	for name, try := range map[string]func(*testing.T){"nobody answers": TestAFailureThatNobodyAnswers, "who": TestWhoIsToldAgain, "what answers": TestWhatAnswersAFailure, "times": TestWhenTheTimeIsOver} {
		t.Run(name, try)
	}
}

// do1 writes an execution as it is given.
func (o *office) do1(x execution.Execution) {
	o.do(func(ctx context.Context, s *store.Tx) error { return executions.In(s).SaveExecution(ctx, x, nil) })
}
