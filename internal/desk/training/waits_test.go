package training_test

import (
	"slices"
	"testing"
	"time"

	"showhow/internal/app/current"
	"showhow/internal/app/workspace/learn"
	deskcurrent "showhow/internal/desk/current"
	deskexecution "showhow/internal/desk/execution"
	desktraining "showhow/internal/desk/training"
	nouns "showhow/internal/sop/current"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/training"
)

// What somebody is to learn, what they carry out and haven't ended, and what was handed to them waits for them under Work; for nobody else.
func TestWorkOfWhatIsLearntAndCarriedOut(t *testing.T) {
	o := open(t)
	clock := func() time.Time { return o.now }
	waits := func(account string) (titles []string, lines []nouns.Line) {
		t.Helper()
		of := tom
		of.Account = account
		parts, err := current.Room{DB: o.db, Now: clock, Sources: []deskcurrent.Source{learn.Waits(o.db, clock)}}.Desk().Work(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			if p.Key == "executions" || p.Key == "training" {
				titles, lines = append(titles, p.Key), append(lines, p.Lines...)
			}
		}
		return titles, lines
	}
	if titles, _ := waits("tom"); len(titles) > 0 {
		t.Errorf("before anything: %v", titles)
	}
	o.must(o.Assign(t.Context(), ada, "deploy", desktraining.Asking{Accounts: []string{"tom"}, Target: training.Read, Due: o.now.AddDate(0, 0, 9)}))
	x, err := o.carry.Start(t.Context(), tom, "deploy", deskexecution.Starting{Mode: execution.Training})
	if err != nil {
		t.Fatal(err)
	}
	titles, lines := waits("tom")
	if !slices.Equal(titles, []string{"executions", "training"}) || lines[0].Href != "/executions/"+x.ID || lines[0].Late || lines[0].Words != "0 of 1 steps are settled" || lines[1].Words != "by 11 Mar 2026" || lines[1].Late {
		t.Errorf("%v, %+v", titles, lines)
	}
	if titles, _ := waits("rob"); len(titles) > 0 {
		t.Errorf("rob: %v", titles)
	}
	if _, err := o.carry.Go(t.Context(), tom, x.ID, deskexecution.Batch{Strict: true, Events: []execution.Event{{ID: "offer", Kind: execution.Offered, To: "rob", Text: "The rest."}}}); err != nil {
		t.Fatal(err)
	}
	if titles, lines := waits("rob"); !slices.Equal(titles, []string{"executions"}) || lines[0].Words != "handed to you: take it over; 0 of 1 steps are settled" {
		t.Errorf("rob: %v, %+v", titles, lines)
	}
	o.now = o.now.AddDate(0, 0, 10)
	if _, lines := waits("tom"); len(lines) != 2 || !lines[0].Late || !lines[1].Late {
		t.Errorf("ten days later: %+v", lines)
	}
}
