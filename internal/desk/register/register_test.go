package register_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/register"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	nouns "showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	kept "showhow/internal/store/register"
	"showhow/internal/store/sqlite"
)

// office is a desk over a database with the workspaces w and other; its clock goes on by a second each time it's looked at.
type office struct {
	*register.Desk
	db *store.DB
	at time.Time
}

func newOffice(t *testing.T) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, w := range []string{"w", "other"} {
		if err := db.Do(t.Context(), func(tx *store.Tx) error {
			return tx.AddWorkspace(t.Context(), team.Workspace{ID: w, Slug: w, Name: w})
		}); err != nil {
			t.Fatal(err)
		}
	}
	o := &office{db: db, at: time.Date(2026, 11, 28, 2, 0, 0, 0, time.UTC)}
	o.Desk = &register.Desk{Mask: func(_ context.Context, text string) (string, error) {
		return strings.ReplaceAll(text, "hush", "<SECRET>"), nil
	}, NewID: store.NewID, Now: func() time.Time { o.at = o.at.Add(time.Second); return o.at }, Do: func(ctx context.Context, do func(register.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(kept.In(tx)) })
	}}
	return o
}

// verbs are those of the trail, in their order, of a workspace.
func (o *office) verbs(t *testing.T, workspace string) (all []string) {
	t.Helper()
	found, err := o.db.Read().Trail(t.Context(), team.Question{Workspace: workspace, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range found {
		all = append([]string{e.Verb}, all...)
	}
	return all
}

func as(role team.Role) desk.Actor { return desk.Actor{Workspace: "w", Account: "ada", Role: role} }

func TestTidy(t *testing.T) {
	n := func(i int) *int { return &i }
	good := nouns.Process{Name: "  Restore\x00 the\tdatabase ", Status: nouns.Idea, People: []nouns.Person{{Name: "Ann "}, {Name: "ann"}, {Name: ""}}, Reason: "left over"}
	if err := register.Tidy(&good); err != nil || good.Name != "Restore the database" || *good.Able != 1 || len(good.People) != 1 || good.Reason != "" {
		t.Errorf("%+v, %v", good, err)
	}
	for name, p := range map[string]nouns.Process{
		"no name": {Name: " \n ", Status: nouns.Idea}, "a long name": {Name: strings.Repeat("ä", 201), Status: nouns.Idea}, "a long text": {Name: "x", Status: nouns.Idea, Description: strings.Repeat("x", 4001)},
		"an area": {Name: "x", Status: nouns.Idea, Area: "sales"}, "a state": {Name: "x", Status: "done"}, "no state": {Name: "x"}, "a severity": {Name: "x", Status: nouns.Idea, Severity: 6}, "below": {Name: "x", Status: nouns.Idea, Severity: -1},
		"an SOP without one": {Name: "x", Status: nouns.Written}, "no reason": {Name: "x", Status: nouns.NotWorth}, "a period": {Name: "x", Status: nouns.Idea, Frequency: nouns.Frequency{Times: 1, Per: "moon"}},
		"times": {Name: "x", Status: nouns.Idea, Frequency: nouns.Frequency{Times: -1, Per: "day"}}, "more named than can": {Name: "x", Status: nouns.Idea, Able: n(0), People: []nouns.Person{{Name: "Ann"}}},
		"steps": {Name: "x", Status: nouns.Idea, Complexity: nouns.Complexity{Steps: n(-1)}}, "a sign": {Name: "x", Status: nouns.Idea, Signs: map[nouns.Sign]bool{"old": true}},
	} {
		if err := register.Tidy(&p); sop.CodeOf(err) != sop.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Each verb has its line in the trail, and whoever may not do it changes nothing.
func TestVerbs(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	if _, err := o.Add(ctx, as(team.Viewer), nouns.Process{Name: "x"}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("a viewer adds: %v", err)
	}
	p, err := o.Add(ctx, as(team.Editor), nouns.Process{Name: "Restore"})
	if err != nil || p.Version != 1 || p.Status != nouns.Idea {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := o.Add(ctx, as(team.Editor), nouns.Process{Name: " RESTORE "}); sop.CodeOf(err) != sop.Exists {
		t.Errorf("the same name again: %v", err)
	}
	for name, x := range map[string]nouns.Process{"no such procedure": {Name: "y", Slug: "nowhere"}, "no such owner": {Name: "y", Owner: "eve"}} {
		if _, err := o.Add(ctx, as(team.Editor), x); sop.CodeOf(err) != sop.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.Severity = 3
	if p, err = o.Change(ctx, as(team.Editor), p); err != nil || p.Version != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	old := p
	old.Version = 1
	if _, err := o.Change(ctx, as(team.Editor), old); sop.CodeOf(err) != sop.Exists {
		t.Errorf("made from an old version: %v", err)
	}
	elsewhere := as(team.Admin)
	elsewhere.Workspace = "other"
	if _, err := o.Change(ctx, elsewhere, p); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("from another workspace: %v", err)
	}
	if err := o.Drop(ctx, elsewhere, p.ID); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("dropped from another workspace: %v", err)
	}
	weights := nouns.Formula{Weights: map[nouns.Part]int{nouns.Severe: 1}, Note: "severity alone"}
	if _, err := o.Weigh(ctx, as(team.Reviewer), weights); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("a reviewer weighs: %v", err)
	}
	if f, err := o.Weigh(ctx, as(team.Admin), weights); err != nil || f.Version != 2 || f.By != "ada" || f.At.IsZero() {
		t.Errorf("%+v, %v", f, err)
	}
	for name, f := range map[string]nouns.Formula{
		"the same": weights, "nothing counts": {Weights: map[nouns.Part]int{}, Note: "x"}, "no reason": {Weights: map[nouns.Part]int{nouns.Gap: 1}}, "too much": {Weights: map[nouns.Part]int{nouns.Gap: 101}, Note: "x"},
		"no such part": {Weights: map[nouns.Part]int{nouns.Gap: 1, "luck": 1}, Note: "x"},
	} {
		if _, err := o.Weigh(ctx, as(team.Admin), f); sop.CodeOf(err) != sop.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := o.Drop(ctx, as(team.Editor), p.ID); err != nil {
		t.Error(err)
	}
	if got, want := strings.Join(o.verbs(t, "w"), " "), "process.added process.changed formula.changed process.dropped"; got != want {
		t.Errorf("the trail: %s, want %s", got, want)
	}
	if got := o.verbs(t, "other"); len(got) != 0 {
		t.Errorf("another workspace's trail: %v", got)
	}
}

// A secret in what is written of a process, or in a brief, isn't kept.
func TestWhatIsWrittenIsMasked(t *testing.T) {
	o := newOffice(t)
	ada := desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	p, err := o.Add(t.Context(), ada, nouns.Process{Name: "Rotate hush", Description: "The key is hush."})
	if err != nil || p.Name != "Rotate <SECRET>" || p.Description != "The key is <SECRET>." {
		t.Errorf("%+v, %v", p, err)
	}
	b, err := o.SaveBrief(t.Context(), ada, brief.Brief{Title: "Rotate", Purpose: []string{"So that hush is no more."}, Shows: []string{"hush"}})
	if err != nil || b.Purpose[0] != "So that <SECRET> is no more." || b.Shows[0] != "<SECRET>" {
		t.Errorf("%+v, %v", b, err)
	}
}
