package trying_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk/life/trying"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
)

var began = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// house is a procedure of which ada wrote revision 2 and nia suggested words in it; sam has carried it out for real as often as it says.
type house struct {
	life  life.Life
	class life.Policy
	sam   int
	steps map[int]string
}

func (h house) Life(context.Context, string) (life.Life, error) { return h.life, nil }
func (h house) Policies(context.Context, string) (life.Policies, error) {
	return life.Policies{life.Normal: h.class}, nil
}
func (h house) Wrote(context.Context, sop.Procedure) ([]life.Wrote, error) {
	return []life.Wrote{{Account: "ada", Verb: "procedure.changed", At: began.AddDate(0, 0, -1)}, {Account: "nia", Verb: "thread.accepted", At: began.AddDate(0, 0, -1)}, {Account: "old", Verb: "procedure.changed", At: began.AddDate(0, -3, 0)}}, nil
}
func (h house) Trials(context.Context, string) ([]life.Trial, error) { return nil, nil }
func (h house) CarriedOut(_ context.Context, _ string, most int, all []life.Doer) (out []int, err error) {
	for _, d := range all {
		out = append(out, map[bool]int{true: min(h.sam, most)}[d.Account == "sam"])
	}
	return out, nil
}
func (h house) Releases(context.Context, string) ([]sop.Release, error) {
	return []sop.Release{{Number: 2, Created: began.AddDate(0, 0, -1)}, {Number: 1, Created: began.AddDate(0, -2, 0)}}, nil
}
func (h house) Revision(_ context.Context, _ string, number int) (sop.Revision, error) {
	return sop.Revision{Number: number, Sections: []sop.Section{{Steps: []sop.Step{{Key: "a", Title: sop.Claim{Text: "Run it"}, Commands: []sop.Command{{Text: h.steps[number]}}}}}}}, nil
}

// A trial that can't count says so to whoever begins it, in words that are sure; one that can says nothing.
func TestBars(t *testing.T) {
	three := 3
	in := life.Review{ID: "1", Number: 1, State: life.Effective, Came: began.AddDate(0, -1, 0)}
	open := life.Review{ID: "2", Number: 2, State: life.InReview, By: "ada", Authors: []string{"ada", "nia"}, Policy: life.Policy{DryRun: true, Pilot: true, Newcomer: &three}}
	reviewed := house{life: life.Life{Reviews: []life.Review{in, open}}, sam: 3, steps: map[int]string{1: "ls", 2: "rm x"}}
	draft := house{life: life.Life{Reviews: []life.Review{in}}, class: life.Policy{DryRun: true}, steps: reviewed.steps}
	p := sop.Procedure{ID: "p", Workspace: "w", Owner: "ada", Latest: 2}
	for _, c := range []struct {
		name, doer string
		mode       execution.Mode
		number     int
		h          house
		want       string
	}{
		{"who wrote it", "nia", execution.DryRun, 0, reviewed, "A dry run of yours can’t count for the review: you wrote some of revision 2. It takes somebody who wrote none of it."},
		{"whatever it would be", "nia", "", 0, reviewed, "A dry run or a pilot of yours can’t count for the review: you wrote"},
		{"who knows it too well", "sam", execution.DryRun, 0, reviewed, "you had carried it out for real 3 times or more, and it takes somebody who had done so fewer than 3 times."},
		{"a pilot by who knows it", "sam", execution.Pilot, 0, reviewed, ""},
		{"a newcomer", "tom", execution.DryRun, 0, reviewed, ""},
		{"another revision", "tom", execution.DryRun, 1, house{life: life.Life{Reviews: []life.Review{open}}, steps: reviewed.steps}, "it is of revision 1, and in review is revision 2"},
		{"that was in force and asked for none", "tom", execution.DryRun, 1, reviewed, ""},
		{"before it is sent", "nia", execution.DryRun, 0, draft, "you wrote some of revision 2"},
		{"before it is sent, who wrote what is in force", "old", execution.DryRun, 0, draft, ""},
		{"it was decided", "nia", execution.DryRun, 0, house{life: life.Life{Reviews: []life.Review{{ID: "2", Number: 2, State: life.Rejected, Authors: []string{"nia"}, Policy: open.Policy}}}}, ""},
		{"no class asks for one", "nia", execution.DryRun, 0, house{life: draft.life, steps: draft.steps}, ""},
		{"a pilot isn't asked for", "nia", execution.Pilot, 0, draft, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			bar, err := trying.Reader{Lives: c.h, Books: c.h}.Bars(t.Context(), trying.Trial{Procedure: p, Mode: c.mode, Number: c.number, Doers: []string{c.doer}, Before: began})
			if err != nil {
				t.Fatal(err)
			}
			if got := bar.Yours(); c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("it says %q, and not %q", got, c.want)
			}
		})
	}
	bar, err := trying.Reader{Lives: reviewed, Books: reviewed}.Bars(t.Context(), trying.Trial{Procedure: p, Mode: execution.DryRun, Doers: []string{"tom", "nia"}, Before: began})
	if err != nil {
		t.Fatal(err)
	}
	name := func(id string) string { return strings.ToUpper(id[:1]) + id[1:] }
	if got, want := bar.Told(name), "It doesn’t count for the review: Nia wrote some of revision 2."; !strings.HasPrefix(got, want) {
		t.Errorf("of one that was done it says %q", got)
	}
	if got, want := bar.Joining(), "If you settle a step of it, it can’t count for the review: you wrote"; !strings.HasPrefix(got, want) {
		t.Errorf("to who would join it says %q", got)
	}
}

// Whoever accepts a suggestion is told that its author has written some of it then, where a trial is asked for, and they hadn't before.
func TestAccepting(t *testing.T) {
	p := sop.Procedure{ID: "p", Workspace: "w", Owner: "ada", Latest: 2}
	h := house{class: life.Policy{DryRun: true}}
	for _, c := range []struct {
		author string
		h      house
		told   bool
	}{{"tom", h, true}, {"nia", h, false}, {"tom", house{}, false}} {
		says, err := trying.Reader{Lives: c.h, Books: c.h}.Accepting(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		got := says(c.author, "Tom")
		if (got != "") != c.told || c.told && !strings.Contains(got, "Tom has written some of the next revision once this is accepted: a dry run of theirs can’t count") {
			t.Errorf("of %s it says %q", c.author, got)
		}
	}
}
