package thanks_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/thanks"
	"showhow/internal/sop/thread"
)

func on(days int) time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
}

// told are contributions as texts.
func told(all []thanks.Item) (out []string) {
	for _, x := range all {
		out = append(out, fmt.Sprint(x.Kind, " ", x.Who, " ", x.Number))
	}
	return out
}

func TestContributions(t *testing.T) {
	p := thanks.Piece{ID: "p", Slug: "deploy", Title: "Deploy"}
	said := func(kind thread.Kind, by, resolver string, how thread.How) thread.Thread {
		return thread.Thread{ID: "t", Kind: kind, By: by, Resolution: &thread.Resolution{By: resolver, At: on(5), How: how}}
	}
	got := told(thanks.OfThreads(p, []thread.Thread{
		said(thread.Suggestion, "tom", "ada", thread.Mended), said(thread.Finding, "nia", "ada", thread.Mended), said(thread.Question, "tom", "ada", thread.Mended),
		said(thread.Suggestion, "ada", "ada", thread.Mended), said(thread.Suggestion, "tom", "ada", thread.Declined), said(thread.Question, "tom", "ada", thread.Answered), {ID: "open", By: "tom"},
	}))
	if want := []string{"suggested [tom] 0", "found [nia] 0", "led [tom] 0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("threads: %v", got)
	}
	l := &life.Life{Reviews: []life.Review{
		{Number: 1, State: life.Rejected, Authors: []string{"ada"}, Decisions: []life.Decision{{Account: "rob", Verdict: life.Reject, Note: "No way back.", At: on(1)}, {Account: "sam", Verdict: life.Reject, At: on(1)}}},
		{Number: 2, Digest: "d", State: life.Effective, Authors: []string{"ada"}, Came: on(3), Policy: life.Policy{Every: 3}},
		{Number: 3, State: life.Rejected, Decisions: []life.Decision{{Account: "rob", Verdict: life.Reject, Note: "Nor this.", At: on(200)}}},
	}, Looks: []life.Look{{Number: 2, Decision: life.Decision{Account: "rob", At: on(80)}}, {Number: 2, Decision: life.Decision{Account: "sam", At: on(199)}}}}
	got = told(thanks.OfLife(p, l))
	if want := []string{"caught [rob] 1", "wrote [ada] 2", "kept [rob] 2"}; !reflect.DeepEqual(got, want) {
		t.Errorf("life: %v", got)
	}
	run := func(number, day int, m execution.Mode, o execution.Outcome) execution.Execution {
		return execution.Execution{ID: "x", Number: number, Digest: "d", Mode: m, Summary: execution.Summary{Lead: "tom", Ended: on(day), Outcome: o}}
	}
	got = told(thanks.OfRuns(p, l, []execution.Execution{run(2, 10, execution.Live, execution.OK), run(2, 20, execution.Live, execution.Recovered), run(2, 30, execution.DryRun, execution.OK), run(2, 40, execution.Live, execution.Failed), run(7, 40, execution.Live, execution.OK)}))
	if want := []string{"helped [ada] 2"}; !reflect.DeepEqual(got, want) {
		t.Errorf("runs: %v", got)
	}
	own := run(2, 10, execution.Live, execution.OK)
	own.Lead = "ada"
	if got := thanks.OfRuns(p, l, []execution.Execution{own}); len(got) > 0 {
		t.Errorf("ada helped herself: %v", got)
	}
	back := run(2, 10, execution.Live, execution.Recovered)
	back.RolledBack = true
	if got := thanks.OfRuns(p, l, []execution.Execution{back}); len(got) > 0 {
		t.Errorf("what was rolled back helped: %v", got)
	}
	all := []thanks.Item{{Kind: thanks.Wrote, Who: []string{"ada", "gone"}, By: "gone", At: on(9)}, {Kind: thanks.Wrote, Who: []string{"gone"}, At: on(9)}, {Kind: thanks.Wrote, Who: []string{"ada"}, At: on(1)}}
	shown := thanks.Shown(all, on(5), func(a string) bool { return a == "ada" })
	if len(shown) != 1 || len(shown[0].Who) != 1 || shown[0].By != "" || len(all[0].Who) != 2 {
		t.Errorf("%+v", shown)
	}
}

// A note is shown as long as whoever it was written to is shown for what it's about.
func TestTheirs(t *testing.T) {
	x := thanks.Item{Piece: thanks.Piece{ID: "1"}, Kind: thanks.Suggested, Who: []string{"bob"}}
	all := []thanks.Note{{Contribution: x.Key(), To: "bob", ID: "a"}, {Contribution: x.Key(), To: "gone", ID: "b"}, {Contribution: "another", To: "bob", ID: "c"}}
	if got := thanks.Theirs(all, []thanks.Item{x}); len(got) != 1 || got[0].ID != "a" {
		t.Errorf("%+v", got)
	}
}

// A look at what came into force again after a retirement is in time by when it came last.
func TestKeptAfterARetirement(t *testing.T) {
	l := &life.Life{Reviews: []life.Review{
		{Number: 1, State: life.Retired, Came: on(1), Left: on(50), Policy: life.Policy{Every: 3}}, {Number: 1, State: life.Effective, Came: on(300), Policy: life.Policy{Every: 3}},
	}, Looks: []life.Look{{Number: 1, Decision: life.Decision{Account: "rob", At: on(310)}}}}
	if got, want := told(thanks.OfLife(thanks.Piece{}, l)), "kept [rob] 1"; !slices.Contains(got, want) {
		t.Errorf("%v", got)
	}
}
