package thread_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/threads"
)

// office is a workspace "w" with the procedure "release" of ada's, drafted from the sample.
type office struct {
	*deskthread.Desk
	t      *testing.T
	db     *store.DB
	writer *desk.Desk
}

var (
	ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	rob = desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	tom = desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}
)

func open(t *testing.T) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	clock := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	now := func() time.Time { clock = clock.Add(time.Second); return clock }
	o := &office{t: t, db: db}
	o.writer = &desk.Desk{Do: func(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(s, nil) })
	}, Now: now, NewID: store.NewID, Judge: func(*sop.Command) {}}
	o.Desk = &deskthread.Desk{Do: func(ctx context.Context, do func(deskthread.Tx) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(threads.In(s)) })
	}, Now: now, NewID: store.NewID, Edit: o.writer.ChangeIn}
	b, err := os.ReadFile("../../../testdata/recording/release/sop.json")
	if err != nil {
		t.Fatal(err)
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	r.Number = 1
	o.do(func(ctx context.Context, s threads.Tx) error {
		if err := s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "W"}); err != nil {
			return err
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		if err := s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "release", Owner: "ada", State: sop.Draft, Holding: "h", Latest: 1}); err != nil {
			return err
		}
		return s.AddRevision(ctx, r, sop.Release{Procedure: "p", Author: "ada"})
	})
	return o
}

func (o *office) do(f func(context.Context, threads.Tx) error) {
	o.t.Helper()
	if err := o.db.Do(o.t.Context(), func(s *store.Tx) error { return f(o.t.Context(), threads.In(s)) }); err != nil {
		o.t.Fatal(err)
	}
}

// pieces are the working copy's.
func (o *office) pieces() manuscript.Pieces {
	o.t.Helper()
	r, err := o.db.Read().Revision(o.t.Context(), "p", 1)
	if err != nil {
		o.t.Fatal(err)
	}
	kept, err := o.db.Read().Pieces(o.t.Context(), "p")
	if err != nil {
		o.t.Fatal(err)
	}
	all, err := manuscript.Overlay(&r, kept)
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

// command is the first step with a command.
func (o *office) command() sop.Step {
	o.t.Helper()
	for _, p := range o.pieces().Sorted() {
		var st sop.Step
		if _, ok := manuscript.StepOf(p.Key); ok && json.Unmarshal(p.Body, &st) == nil && len(st.Commands) > 0 && strings.Contains(st.Commands[0].Text, " ") {
			return st
		}
	}
	o.t.Fatal("the sample has no command")
	return sop.Step{}
}

func (o *office) blocking() int {
	o.t.Helper()
	n, err := threads.Read(o.db).Blocking(o.t.Context(), "p")
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func want(t *testing.T, err error, code sop.Code, words string) {
	t.Helper()
	if err == nil || sop.CodeOf(err) != code || !strings.Contains(err.Error(), words) {
		t.Errorf("%v; want the code %s and %q", err, code, words)
	}
}

// A remark on a line is answered and resolved; each line of it stands in the trail.
func TestRemark(t *testing.T) {
	o, ctx := open(t), t.Context()
	st := o.command()
	line, _, _ := strings.Cut(st.Commands[0].Text, "\n")
	made, err := o.Open(ctx, rob, "release", deskthread.Opening{Number: 1, Kind: thread.Note, Text: "  Why this?\r\n ", Blocking: true, Anchor: thread.Anchor{Step: st.Key, Part: thread.Commands, Line: 1, Words: line}})
	if err != nil || made.Remarks[0].Text != "Why this?" || made.Number != 1 || o.blocking() != 1 {
		t.Fatalf("%+v, %v", made, err)
	}
	_, err = o.Open(ctx, desk.Actor{Workspace: "w", Account: "x"}, "release", deskthread.Opening{Kind: thread.Note, Text: "x"})
	want(t, err, sop.Forbidden, "may not")
	_, err = o.Open(ctx, rob, "release", deskthread.Opening{Kind: thread.Finding, Sort: thread.Wrong, Text: "x"})
	want(t, err, sop.Invalid, "carrying")
	_, err = o.Reply(ctx, desk.Actor{Workspace: "other", Account: "eve", Role: team.Admin}, made.ID, "I see it.")
	want(t, err, sop.NotFound, "no such thread")
	if _, err := o.Reply(ctx, ada, made.ID, "Since it's slow."); err != nil {
		t.Fatal(err)
	}
	_, err = o.Decline(ctx, ada, made.ID, "No.")
	want(t, err, sop.Forbidden, "holds up the approval")
	_, err = o.Resolve(ctx, tom, made.ID, deskthread.Resolving{How: thread.Answered})
	want(t, err, sop.Forbidden, "whoever may write")
	if _, err := o.Resolve(ctx, ada, made.ID, deskthread.Resolving{How: thread.Answered}); err != nil || o.blocking() != 0 {
		t.Fatal(err, o.blocking())
	}
	if _, err := o.Reopen(ctx, rob, made.ID, "Not to me."); err != nil || o.blocking() != 1 {
		t.Fatal(err, o.blocking())
	}
	got, err := threads.Read(o.db).Thread(ctx, "w", made.ID)
	if err != nil || len(got.Remarks) != 3 || got.Resolution != nil {
		t.Errorf("%+v, %v", got, err)
	}
	for q, n := range map[thread.Query]int{
		{}: 1, {Owner: "ada"}: 1, {Owner: "rob"}: 0, {Voice: "ada"}: 1, {Voice: "tom"}: 0, {NotLast: "rob"}: 0, {NotLast: "ada"}: 1, {Procedure: "p", State: thread.Open, Blocking: true, Limit: 1}: 1, {State: thread.Resolved}: 0,
	} {
		q.Workspace = "w"
		if all, err := threads.Read(o.db).Threads(ctx, q); err != nil || len(all) != n {
			t.Errorf("%+v: %d, %v", q, len(all), err)
		}
	}
	events, err := o.db.Read().Trail(ctx, team.Question{Workspace: "w", Verb: "thread.", Limit: 9})
	if err != nil || len(events) != 4 || events[0].Verb != "thread.reopened" || events[3].Detail != "remark "+made.ID+" on "+st.Key {
		t.Errorf("%+v, %v", events, err)
	}
}

// An accepted suggestion changes its place and nothing else, as a change of whoever accepts it; one whose words have changed is refused.
func TestSuggestion(t *testing.T) {
	o, ctx := open(t), t.Context()
	st := o.command()
	word := strings.Fields(st.Commands[0].Text)[0]
	before := o.pieces()
	suggest := func(by string) thread.Thread {
		made, err := o.Suggest(ctx, rob, "release", deskthread.Opening{Number: 1, Proposed: by, Anchor: thread.Anchor{Step: st.Key, Part: thread.Commands, Words: st.Commands[0].Text}})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	other := strings.Replace(st.Commands[0].Text, word, word+" --help", 1)
	first, second := suggest(other), suggest("true")
	_, err := o.Accept(ctx, tom, first.ID)
	want(t, err, sop.Forbidden, "may not")
	got, err := o.Accept(ctx, ada, first.ID)
	if err != nil || got.State != thread.Resolved || got.Resolution.How != thread.Mended || got.Resolution.By != "ada" {
		t.Fatalf("%+v, %v", got, err)
	}
	after := o.pieces()
	for key, p := range before {
		var was, is sop.Step
		if key == manuscript.StepKey(st.Key) {
			if json.Unmarshal(p.Body, &was) != nil || json.Unmarshal(after[key].Body, &is) != nil || is.Commands[0].Text != other || after[key].Author != "ada" {
				t.Errorf("%+v", is.Commands)
			}
			is.Commands[0] = was.Commands[0]
			if !reflect.DeepEqual(was, is) {
				t.Errorf("it changed more than its place:\n%+v\n%+v", was, is)
			}
		} else if string(p.Body) != string(after[key].Body) {
			t.Errorf("%s was changed, too", key)
		}
	}
	_, err = o.Accept(ctx, ada, first.ID)
	want(t, err, sop.Invalid, "resolved")
	_, err = o.Accept(ctx, ada, second.ID)
	want(t, err, sop.Busy, "change it by hand, or decline")
	if now := o.pieces(); !reflect.DeepEqual(after, now) {
		t.Error("what was refused changed something")
	}
	if got, err := o.Decline(ctx, ada, second.ID, "It was changed otherwise."); err != nil || got.Resolution.How != thread.Declined {
		t.Errorf("%+v, %v", got, err)
	}
	var verbs []string
	events, err := o.db.Read().Trail(ctx, team.Question{Workspace: "w", Limit: 9})
	for _, e := range events {
		verbs = append(verbs, e.Verb+" by "+e.Actor)
	}
	if strings.Join(verbs, ", ") != "thread.resolved by ada, thread.accepted by ada, procedure.changed by ada, thread.opened by rob, thread.opened by rob" || err != nil {
		t.Errorf("%v, %v", verbs, err)
	}
	head, err := o.Suggest(ctx, tom, "release", deskthread.Opening{Anchor: thread.Anchor{Part: thread.Title, Words: titleOf(t, after)}, Proposed: "Release it"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Accept(ctx, ada, head.ID); err != nil || titleOf(t, o.pieces()) != "Release it" {
		t.Errorf("%q, %v", titleOf(t, o.pieces()), err)
	}
}

func titleOf(t *testing.T, all manuscript.Pieces) string {
	t.Helper()
	var h manuscript.Head
	if err := json.Unmarshal(all[manuscript.HeadKey].Body, &h); err != nil {
		t.Fatal(err)
	}
	return h.Title.Text
}
