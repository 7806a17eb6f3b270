package sample_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/app/sample"
	"showhow/internal/app/workspace"
	"showhow/internal/config"
	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/work"
)

// drafts are the golden documents of the sample's recordings, by the templates and titles that the sample asks for.
var drafts = map[string]string{"deployment": "release", "database-migration": "migration", "generic": "terminal-edit"}

// drafted stands in for the stages, which are tested on the same recordings elsewhere: it gives what they draft.
func drafted(_ context.Context, w work.Walk) (r pipeline.Result, err error) {
	b, err := os.ReadFile(filepath.Join("../../../testdata/recording", drafts[w.Wish.Template], "sop.json"))
	if err == nil {
		err = json.Unmarshal(b, &r.Revision)
	}
	if w.Wish.Title != "" {
		r.Revision.Title.Text = w.Wish.Title
	}
	return r, err
}

// open is a workspace whose time is the sample's.
func open(t *testing.T, c *sample.Clock) *workspace.Workspace {
	t.Helper()
	settings, err := config.Load([]string{"SHOWHOW_DATA=" + t.TempDir()}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(t.Context(), workspace.Needs{
		Config: settings, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Version: "test", Now: c.Now, Walk: drafted,
		Preview: func(_ context.Context, _ string, _ sop.Media, out string) error {
			return os.WriteFile(out, []byte("film"), 0o600)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// TestPlay plays the sample, and looks at what it leaves: procedures that are in force by their decisions, executions of each kind, nothing from the future,
// a trail that is whole, and people by whose accounts nobody can come in.
func TestPlay(t *testing.T) {
	began := time.Now()
	c := sample.NewClock(7 * sample.Weeks)
	w := open(t, c)
	var told []string
	if err := sample.Play(t.Context(), w, c, func(s string) { told = append(told, s) }); err != nil {
		t.Fatal(err)
	}
	if len(told) == 0 {
		t.Error("nothing was told")
	}
	ctx, here, read := t.Context(), w.Here(), w.Store().Read()
	want := map[string]life.State{"release-the-checkout-api-to-production": life.Effective, "migrate-the-schema-of-the-orders-database": life.Effective, "raise-the-replicas": life.InReview}
	for slug, state := range want {
		p, err := read.Procedure(ctx, here.Workspace, slug)
		if err != nil {
			t.Fatal(err)
		}
		l, err := lives.Read(w.Store()).Life(ctx, p.ID)
		if err != nil || l.State() != state {
			t.Errorf("%s: %s, want %s (%v)", slug, l.State(), state, err)
		}
	}
	all, err := executions.Read(w.Store()).Executions(ctx, execution.Question{Workspace: here.Workspace, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, x := range all {
		counts[fmt.Sprint(x.Mode, " ", x.Outcome)]++
		if x.Changed.After(time.Now()) || x.Started.Before(began.AddDate(0, 0, -7*sample.Weeks-1)) {
			t.Errorf("%s: from %v to %v", x.ID, x.Started, x.Changed)
		}
	}
	if got := fmt.Sprint(counts); got != "map[dry_run ok:1 live :1 live ok:17 live recovered:2 pilot ok:1 training ok:1]" {
		t.Error(got)
	}
	plausible(t, w)
	events, err := w.Gate().Trail(ctx, here, team.Question{Workspace: here.Workspace, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(events)
	if !slices.IsSortedFunc(events, func(a, b team.Event) int { return a.At.Compare(b.At) }) {
		t.Error("the trail isn't in the order of time")
	}
	if local, err := w.Gate().Local(ctx); !local || err != nil {
		t.Errorf("whoever sits at the machine is shut out: %v", err)
	}
	people, err := w.Gate().People(ctx, here)
	if err != nil || len(people) != 4 {
		t.Fatalf("%d people, %v", len(people), err)
	}
	for _, m := range people {
		if m.Settled() || !strings.HasSuffix(m.Email, ".invalid") {
			t.Errorf("%s may come in, or be written to: %+v", m.Name, m)
		}
	}
	// by a link, the account becomes one like any other
	in, err := w.Gate().Reset(ctx, here, people[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Gate().Accept(ctx, in.Secret, gate.Newcomer{Name: "Ada", Password: "correct horse battery"}, gate.Visit{}); err != nil {
		t.Fatal(err)
	}
	if local, err := w.Gate().Local(ctx); local || err != nil {
		t.Errorf("somebody has an account, and whoever sits at the machine may do everything still: %v", err)
	}
}

// TestPlayRefuses: what people made isn't mixed with the sample.
func TestPlayRefuses(t *testing.T) {
	c := sample.NewClock(7 * sample.Weeks)
	w := open(t, c)
	if _, err := w.Desk().Remember(t.Context(), desk.Actor{Workspace: w.Here().Workspace, Account: "local", Role: team.Editor}, "kubectl", "cube control"); err != nil {
		t.Fatal(err)
	}
	err := sample.Play(t.Context(), w, c, func(string) {})
	if sop.CodeOf(err) != sop.Exists {
		t.Errorf("%v", err)
	}
}
