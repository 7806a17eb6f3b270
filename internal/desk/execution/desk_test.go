package execution_test

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	desk_execution "showhow/internal/desk/execution"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/store/sqlite"
)

var (
	ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	rob = desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	tom = desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}
)

// office is a workspace "w" with a procedure "deploy" of ada's, whose first revision isn't in force yet.
type office struct {
	*desk_execution.Desk
	t      *testing.T
	db     *store.DB
	judges *desklife.Desk
	now    time.Time
	ids    int
}

// engine opens a database without anything in it.
var engine = func(t *testing.T) *store.DB {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func open(t *testing.T) *office {
	t.Helper()
	db := engine(t)
	t.Cleanup(func() { db.Close() })
	o := &office{t: t, db: db, now: time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)}
	clock := func() time.Time { o.now = o.now.Add(time.Second); return o.now }
	o.Desk = &desk_execution.Desk{Now: clock, NewID: store.NewID,
		Mask: func(_ context.Context, text string) (string, error) {
			return strings.ReplaceAll(text, "hush", "<SECRET>"), nil
		},
		Do: func(ctx context.Context, do func(desk_execution.Tx) error) error {
			return db.Do(ctx, func(s *store.Tx) error { return do(executions.In(s)) })
		}}
	o.judges = &desklife.Desk{Now: clock, NewID: store.NewID, Do: func(ctx context.Context, do func(desklife.Tx) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(lives.In(s)) })
	}}
	o.do(func(ctx context.Context, s *store.Tx) error {
		if err := s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "W"}); err != nil {
			return err
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		return s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Title: "Deploy", Owner: "ada", State: sop.Draft, Holding: "h"})
	})
	o.revise(func(r *sop.Revision) {
		r.Title, r.Purpose, r.Audience, r.Prerequisites, r.Success = said("Deploy")[0], said("Why"), said("Who"), said("What before"), said("How one knows")
		r.Parameters = []sop.Parameter{{Name: "VERSION", Example: "1.0.0"}, {Name: "TOKEN", Secret: true}}
		r.Sections = []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{
			{Key: "one", Kind: sop.StepCommand, Title: said("Do it.")[0], Commands: []sop.Command{{Text: "helm upgrade --version <VERSION>", Shell: "shell"}}}, {Key: "two", Kind: sop.StepManual, Title: said("Look.")[0]}}}}
	})
	return o
}

func said(text string) []sop.Claim {
	return []sop.Claim{{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor}}}
}

func (o *office) do(f func(context.Context, *store.Tx) error) {
	o.t.Helper()
	if err := o.db.Do(o.t.Context(), func(s *store.Tx) error { return f(o.t.Context(), s) }); err != nil {
		o.t.Fatal(err)
	}
}

// revise adds a revision of ada's.
func (o *office) revise(change func(*sop.Revision)) {
	o.t.Helper()
	o.do(func(ctx context.Context, s *store.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "deploy")
		if err != nil {
			return err
		}
		var r sop.Revision
		if p.Latest > 0 {
			if r, err = s.Revision(ctx, "p", p.Latest); err != nil {
				return err
			}
		}
		change(&r)
		p.Latest++
		r.Number = p.Latest
		if err := s.AddRevision(ctx, r, sop.Release{Procedure: "p", Author: "ada"}); err != nil {
			return err
		}
		return s.SaveProcedure(ctx, p)
	})
}

// enforce has the last revision approved by rob.
func (o *office) enforce(number int) {
	o.t.Helper()
	r, err := o.judges.Send(o.t.Context(), ada, "deploy", desklife.Sending{Number: number, Summary: "Otherwise."})
	if err == nil {
		_, err = o.judges.Decide(o.t.Context(), rob, "deploy", desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: life.Approve, Name: "Rob"})
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) begin(a desk.Actor, s desk_execution.Starting) execution.Execution {
	o.t.Helper()
	if s.Values == nil {
		s.Values = map[string]string{"VERSION": "2.0.0"}
	}
	x, err := o.Start(o.t.Context(), a, "deploy", s)
	if err != nil {
		o.t.Fatal(err)
	}
	return x
}

// event is one with an id of its own, now.
func (o *office) event(e execution.Event) execution.Event {
	o.ids++
	e.ID = fmt.Sprintf("e%d", o.ids)
	return e
}

func (o *office) go1(a desk.Actor, id string, all ...execution.Event) desk_execution.Went {
	o.t.Helper()
	var w desk_execution.Went
	for _, e := range all {
		var err error
		if w, err = o.Go(o.t.Context(), a, id, desk_execution.Batch{Events: []execution.Event{o.event(e)}, Strict: true}); err != nil {
			o.t.Fatal(err)
		}
	}
	return w
}

func TestWhatCanBeBegun(t *testing.T) {
	o := open(t)
	try := func(why string, s desk_execution.Starting) {
		t.Helper()
		if s.Values == nil {
			s.Values = map[string]string{"VERSION": "2.0.0"}
		}
		_, err := o.Start(t.Context(), tom, "deploy", s)
		if err == nil && why != "" || err != nil && (why == "" || !strings.Contains(err.Error(), why)) {
			t.Errorf("%+v: %v, want %q", s, err, why)
		}
	}
	try("No revision is in force", desk_execution.Starting{Mode: execution.Live})
	try("isn't said what", desk_execution.Starting{Mode: "play"})
	try("no such revision", desk_execution.Starting{Mode: execution.DryRun, Number: 7})
	try("needs the name", desk_execution.Starting{Mode: execution.Pilot})
	try("", desk_execution.Starting{Mode: execution.Pilot, Environment: "staging"})
	o.enforce(1)
	try("VERSION is missing", desk_execution.Starting{Mode: execution.Live, Values: map[string]string{"TOKEN": "x"}})
	try("VERSION has to be a version", desk_execution.Starting{Mode: execution.Live, Values: map[string]string{"VERSION": "2; rm -rf /"}})
	try("", desk_execution.Starting{Mode: execution.Live})
	if err := o.judges.Suspend(t.Context(), ada, "deploy", "It deletes too much."); err != nil {
		t.Fatal(err)
	}
	try("It deletes too much.", desk_execution.Starting{Mode: execution.Live})
	try("", desk_execution.Starting{Mode: execution.Live, Override: "The site is down."})
	if err := o.judges.Resume(t.Context(), rob, "deploy", "Mended."); err != nil {
		t.Fatal(err)
	}
	o.now = o.now.AddDate(2, 0, 0)
	try("overdue", desk_execution.Starting{Mode: execution.Live})
	try("", desk_execution.Starting{Mode: execution.Live, Overdue: true})
	if err := o.judges.Retire(t.Context(), rob, "deploy", desklife.Ending{Reason: "Another is used."}); err != nil {
		t.Fatal(err)
	}
	try("retired", desk_execution.Starting{Mode: execution.Live, Override: "all the same"})
	if _, err := o.Start(t.Context(), desk.Actor{Workspace: "w", Account: "x", Role: "nobody"}, "deploy", desk_execution.Starting{Mode: execution.Live}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("by nobody: %v", err)
	}
}

// What an execution is pinned to never changes, and no secret is kept.
func TestPinnedAndWithoutSecrets(t *testing.T) {
	o := open(t)
	o.enforce(1)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live, Values: map[string]string{"VERSION": "2.0.0", "TOKEN": "very-secret"}, From: "javascript:alert(1)"})
	if x.Values["TOKEN"] != "" || x.From != "" || x.Number != 1 || x.Of != 2 {
		t.Errorf("%+v", x)
	}
	o.revise(func(r *sop.Revision) { r.Sections[0].Steps = r.Sections[0].Steps[:1] })
	o.enforce(2)
	w := o.go1(tom, x.ID, execution.Event{Kind: execution.Opened, Step: "two"}, execution.Event{Kind: execution.Noted, Step: "two", Text: "the word is hush"})
	if w.Execution.Number != 1 || w.Execution.Digest != x.Digest || len(w.State.Way) != 2 || w.State.Steps["two"].Notes[0].Text != "the word is <SECRET>" {
		t.Errorf("%+v", w.Execution)
	}
}

// A device that lost its connection sends what it has again: each event counts once, at the time that it really was.
func TestSentAgain(t *testing.T) {
	o := open(t)
	o.enforce(1)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	wrong := o.now.Add(-3 * time.Hour) // the device's clock is late
	batch := desk_execution.Batch{Sent: wrong.Add(time.Minute), Events: []execution.Event{
		{ID: "a1", Kind: execution.Opened, Step: "one", Device: wrong, Order: 1, Author: "eve"}, {ID: "a2", Kind: execution.Settled, Step: "one", Outcome: execution.OK, Device: wrong.Add(30 * time.Second), Order: 2}}}
	o.now = o.now.Add(time.Minute)
	for range 3 {
		w, err := o.Go(t.Context(), tom, x.ID, batch)
		if err != nil {
			t.Fatal(err)
		}
		st := w.State.Steps["one"]
		if len(st.Heads) != 1 || st.Settled.Author != "tom" || o.now.Sub(st.Settled.At) > 2*time.Minute || w.State.Next != "two" {
			t.Fatalf("%+v", st)
		}
	}
	all, _ := executions.Read(o.db).Events(t.Context(), x.ID)
	if len(all) != 2 {
		t.Errorf("%d events are kept", len(all))
	}
	// what counts for nothing is kept when a device sends it, and refused when somebody looks on
	bad := execution.Event{ID: "a3", Kind: execution.Settled, Step: "two", Outcome: execution.Failed}
	if _, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Events: []execution.Event{bad}, Strict: true}); err == nil || !strings.Contains(err.Error(), "reason") {
		t.Errorf("strict: %v", err)
	}
	w, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Events: []execution.Event{bad}})
	if err != nil || w.State.Void["a3"] == "" || w.State.Steps["two"].Outcome() != "" {
		t.Errorf("%+v, %v", w.State, err)
	}
	events := o.trail()
	if want := []string{"execution.begun", "execution.settled", "execution.settled"}; !reflect.DeepEqual(events, want) {
		t.Errorf("the trail: %v", events)
	}
}

func (o *office) trail() (all []string) {
	o.t.Helper()
	found, err := o.db.Read().Trail(o.t.Context(), team.Question{Workspace: "w", Verb: "execution.", Limit: 100})
	if err != nil {
		o.t.Fatal(err)
	}
	for i := len(found) - 1; i >= 0; i-- {
		all = append(all, found[i].Verb)
	}
	return all
}

// TestDryRunCounts asks for a dry run before an approval: one with an open "wrong" doesn't count, nor one of the author's; a later change of words keeps it,
// a later change of what is done voids it.
func TestDryRunCounts(t *testing.T) {
	o := open(t)
	all := life.Policies{life.Critical: {Approvals: 1, DryRun: true}, life.Normal: {Approvals: 1, DryRun: true}, life.Low: {Approvals: 1}}
	if err := o.judges.SetPolicies(t.Context(), desk.Actor{Workspace: "w", Account: "eve", Role: team.Admin}, all); err != nil {
		t.Fatal(err)
	}
	send := func(number int) life.Review {
		r, err := o.judges.Send(t.Context(), ada, "deploy", desklife.Sending{Number: number, Summary: "Otherwise."})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	approve := func(r life.Review) error {
		_, err := o.judges.Decide(t.Context(), rob, "deploy", desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: life.Approve, Name: "Rob"})
		return err
	}
	done := func(a desk.Actor, thoughts ...execution.Event) execution.Execution {
		x := o.begin(a, desk_execution.Starting{Mode: execution.DryRun})
		o.go1(a, x.ID, append(thoughts, execution.Event{Kind: execution.Settled, Step: "one", Outcome: execution.OK}, execution.Event{Kind: execution.Settled, Step: "two", Outcome: execution.OK}, execution.Event{Kind: execution.Ended, Outcome: execution.OK})...)
		return x
	}
	r := send(1)
	refused := func(what string) {
		t.Helper()
		if err := approve(r); err == nil || !strings.Contains(err.Error(), "dry run") {
			t.Fatalf("%s: %v", what, err)
		}
	}
	refused("without one")
	done(ada)
	refused("by its author")
	x := done(tom, execution.Event{Kind: execution.Thought, Step: "one", Value: string(execution.Wrong), Text: "The flag is gone."})
	refused("with something wrong in it")
	found, _ := executions.Read(o.db).Events(t.Context(), x.ID)
	resolved := execution.Event{Kind: execution.Resolved, Step: "one", Ref: found[0].ID, Text: "It is there since 3.1."}
	if _, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Events: []execution.Event{o.event(resolved)}, Strict: true}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("a reader resolved it: %v", err)
	}
	if w := o.go1(ada, x.ID, resolved); !w.Execution.Passed {
		t.Fatalf("%+v", w.Execution)
	}
	if err := approve(r); err != nil {
		t.Fatal(err)
	}
	o.revise(func(r *sop.Revision) { r.Sections[0].Steps[0].Title.Text = "See to it." })
	if r = send(2); approve(r) != nil {
		t.Error("a change of words voided the dry run")
	}
	o.revise(func(r *sop.Revision) { r.Sections[0].Steps[0].Commands[0].Text += " --wait" })
	r = send(3)
	refused("after a change of what is done")
}

// TestHyphen begins with values that a command would take for options, and with the same as names of files.
func TestHyphen(t *testing.T) {
	r := &sop.Revision{Parameters: []sop.Parameter{{Name: "FILE"}}, Sections: []sop.Section{{Steps: []sop.Step{{Commands: []sop.Command{{Text: "rm <FILE>", Shell: "shell"}}}}}}}
	if _, err := desk_execution.Fitting(r, map[string]string{"FILE": "-rf"}); err == nil || !strings.Contains(err.Error(), "FILE begins with a hyphen") || !strings.Contains(err.Error(), "./-rf") {
		t.Error(err)
	}
	if got, err := desk_execution.Fitting(r, map[string]string{"FILE": "./-rf"}); err != nil || got["FILE"] != "./-rf" {
		t.Errorf("%v, %v", got, err)
	}
}

// An execution's title is that of the revision that it's pinned to, whatever the procedure is called by another.
func TestTitle(t *testing.T) {
	o := open(t)
	was, err := o.db.Read().Revision(t.Context(), "p", 1)
	if err != nil {
		t.Fatal(err)
	}
	o.enforce(1)
	o.revise(func(r *sop.Revision) { r.Title.Text = "A draft's title" })
	if x := o.begin(ada, desk_execution.Starting{Mode: execution.Live}); x.Number != 1 || x.Title != was.Title.Text {
		t.Errorf("%d: %q", x.Number, x.Title)
	}
	if x := o.begin(ada, desk_execution.Starting{Mode: execution.DryRun}); x.Number != 2 || x.Title != "A draft's title" {
		t.Errorf("%d: %q", x.Number, x.Title)
	}
}
