package current_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"showhow/internal/app/current"
	"showhow/internal/desk"
	rules "showhow/internal/desk/current"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/lives"
)

// judges are those of lives, followed as in a workspace.
func (o *office) judges() *desklife.Desk {
	return &desklife.Desk{Now: func() time.Time { return o.clock }, NewID: store.NewID, After: current.Room{DB: o.db}.After, Do: func(ctx context.Context, do func(desklife.Tx) error) error {
		return o.db.Do(ctx, func(tx *store.Tx) error { return do(lives.In(tx)) })
	}}
}

// force brings the first revision, changed by edit, into force as it is, without asking: what is asked is desk/life's.
func (o *office) force(edit func(steps []*sop.Step)) {
	o.t.Helper()
	o.do(func(ctx context.Context, s currents.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "release")
		if err != nil {
			return err
		}
		r, err := s.Revision(ctx, "p", p.Latest)
		if err != nil {
			return err
		}
		var steps []*sop.Step
		for i := range r.Sections {
			for j := range r.Sections[i].Steps {
				steps = append(steps, &r.Sections[i].Steps[j])
			}
		}
		edit(steps)
		p.Latest++
		r.Number = p.Latest
		if err := s.AddRevision(ctx, r, sop.Release{Procedure: "p", Author: "ada"}); err != nil {
			return err
		}
		if err := s.SaveProcedure(ctx, p); err != nil {
			return err
		}
		l, err := s.Life(ctx, "p")
		if err != nil {
			return err
		}
		for i := range l.Reviews {
			l.Reviews[i].State = life.Superseded
		}
		l.Reviews = append(l.Reviews, life.Review{ID: store.NewID(), Number: p.Latest, State: life.Effective, By: "ada", Came: o.clock, Digest: "d"})
		if err := s.SaveLife(ctx, p, l); err != nil {
			return err
		}
		return o.Follow(ctx, s, rules.Became{Procedure: p, Life: l, Verb: "revision.in_force", By: "ada"})
	})
}

func (o *office) told(c nouns.Change) nouns.Report {
	o.t.Helper()
	r, err := o.Changed(o.t.Context(), ada, c)
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func (o *office) flags() []nouns.Flag {
	o.t.Helper()
	all, err := currents.Read(o.db).Flags(o.t.Context(), "p")
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

var helm = nouns.Change{ID: "build-1", Kind: nouns.Tool, Name: "helm", From: "3.14", To: "3.15", Why: "https://example.com/helm"}

// names has three steps name helm: without a version, pinned to 3.12, and the new one already.
func names(steps []*sop.Step) {
	for i, c := range []string{"helm upgrade checkout .", "helm rollback checkout", "helm list"} {
		steps[i].Commands = []sop.Command{{Text: c, Shell: "shell"}}
	}
	steps[1].Why = []sop.Claim{{Text: "Helm 3.12 keeps its history."}}
	steps[2].Why = []sop.Claim{{Text: "Helm 3.15 is needed."}}
}

// What has changed marks the very steps that name it, once, tells those who look after it, and is cleared step by step.
func TestAChangeMarksItsSteps(t *testing.T) {
	o := open(t)
	o.force(names)
	r := o.told(helm)
	if len(r.Marked) != 1 || r.Marked[0].Slug != "release" || len(r.Marked[0].Steps) != 2 || r.Again {
		t.Fatalf("%+v", r)
	}
	f := o.flags()
	if len(f) != 1 || rules.Because(f[0]) != "helm 3.14 → 3.15 (steps 1, 2)" || f[0].Steps[1].Note != "it is pinned to 3.12" || f[0].By != "ada" || f[0].Why != helm.Why {
		t.Fatalf("%+v", f)
	}
	if again := o.told(helm); !again.Again || len(again.Marked) != 1 || len(o.flags()) != 1 {
		t.Errorf("told again: %+v", again)
	}
	other := helm
	other.To = "3.16"
	if _, err := o.Changed(t.Context(), ada, other); sop.CodeOf(err) != sop.Exists {
		t.Errorf("another change under the same id: %v", err)
	}
	same := helm
	same.ID = "build-2"
	if r := o.told(same); len(r.Marked) != 0 || len(o.flags()) != 1 {
		t.Errorf("the same change under another id marks it twice: %+v", r)
	}
	if n := o.count("SELECT COUNT(*) FROM happening WHERE body LIKE '%\"kind\":\"flagged\"%'"); n != 1 {
		t.Errorf("%d notices", n)
	}
	if p := o.part(ada, "flagged"); len(p.Lines) != 1 || !strings.Contains(p.Lines[0].Words, "helm 3.14 → 3.15 (steps 1, 2)") {
		t.Errorf("%+v", p)
	}
	if p := o.part(eve, "flagged"); len(p.Lines) != 0 {
		t.Errorf("another workspace is shown %+v", p)
	}
	s := f[0].Steps
	for name, x := range map[string]struct {
		who  desk.Actor
		step nouns.FlagStep
		want sop.Code
	}{
		"by another editor":    {cyd, nouns.FlagStep{Key: s[0].Key, Reason: "Tried."}, sop.Forbidden},
		"without a reason":     {rob, nouns.FlagStep{Key: s[0].Key}, sop.Invalid},
		"of no step":           {rob, nouns.FlagStep{Key: "none", Reason: "Tried."}, sop.Invalid},
		"of another workspace": {eve, nouns.FlagStep{Key: s[0].Key, Reason: "Tried."}, sop.NotFound},
	} {
		if _, err := o.StillRight(t.Context(), x.who, f[0].ID, x.step); sop.CodeOf(err) != x.want {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
	after, err := o.StillRight(t.Context(), rob, f[0].ID, nouns.FlagStep{Key: s[0].Key, Reason: "Tried with 3.15."})
	if err != nil || !after.Open() || rules.Because(after) != "helm 3.14 → 3.15 (step 2)" {
		t.Fatalf("%+v, %v", after, err)
	}
	o.force(func(steps []*sop.Step) { steps[0].Title.Text = "Something else." })
	if f := o.flags(); len(f) != 1 {
		t.Errorf("a revision that left the marked step as it was cleared it")
	}
	o.force(func(steps []*sop.Step) { steps[1].Commands[0].Text = "helm rollback checkout --wait" })
	if f := o.flags(); len(f) != 0 {
		t.Errorf("a revision that changed the step didn’t clear it: %+v", f)
	}
	past, err := currents.Read(o.db).PastFlags(t.Context(), "p")
	if err != nil || len(past) != 1 || past[0].How != "revision" || past[0].Steps[0].By != "rob" || past[0].Steps[0].Reason != "Tried with 3.15." {
		t.Errorf("%+v, %v", past, err)
	}
}

// A procedure all of whose steps name the new version already is left alone.
func TestAChangeThatIsKnownMarksNothing(t *testing.T) {
	o := open(t)
	o.force(func(steps []*sop.Step) {
		for i, c := range []string{"helm upgrade checkout .", "helm list"} {
			steps[i].Commands = []sop.Command{{Text: c, Shell: "shell"}}
			steps[i].Why = []sop.Claim{{Text: "Helm 3.15 is needed."}}
		}
	})
	if r := o.told(helm); len(r.Marked) != 0 || len(o.flags()) != 0 {
		t.Errorf("%+v, %+v", r, o.flags())
	}
	if n := o.count("SELECT COUNT(*) FROM happening WHERE body LIKE '%\"kind\":\"flagged\"%'"); n != 0 {
		t.Errorf("%d notices", n)
	}
}

// What nobody has kept what it names of yet is read before it is asked; who reads sees where a thing is named.
func TestCaughtUp(t *testing.T) {
	o := open(t)
	if n := o.count("SELECT COUNT(*) FROM mention"); n != 0 {
		t.Fatal("there are some before")
	}
	if err := o.CatchUp(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if n := o.count("SELECT COUNT(*) FROM mentioned"); n != 2 {
		t.Errorf("%d procedures are read, want both workspaces'", n)
	}
	found, err := o.Who(t.Context(), tom, nouns.Tool, "KUBECTL")
	if err != nil || len(found) == 0 || found[0].Procedure != "p" {
		t.Errorf("%+v, %v", found, err)
	}
	for _, m := range found {
		if m.Procedure != "p" {
			t.Errorf("%+v is another workspace's", m)
		}
	}
	if _, err := o.Who(t.Context(), desk.Actor{Workspace: "w"}, nouns.Tool, "kubectl"); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("nobody asks: %v", err)
	}
	o.db.Pool().ExecContext(t.Context(), "UPDATE mentioned SET reader = 0")
	if all, err := currents.Read(o.db).UnreadMentions(t.Context(), "w", 1, 5); err != nil || len(all) != 1 {
		t.Errorf("what an older reader read is left: %v, %v", all, err)
	}
}

// A look that changed nothing clears all flags, in its own transaction.
func TestReaffirmedClears(t *testing.T) {
	o := open(t)
	o.force(names)
	o.told(helm)
	if err := o.judges().Reaffirm(t.Context(), rob, "release", desklife.Judgement{Digest: "d", Name: "Rob", Note: "Tried all of it."}); err != nil {
		t.Fatal(err)
	}
	past, err := currents.Read(o.db).PastFlags(t.Context(), "p")
	if err != nil || len(o.flags()) != 0 || len(past) != 1 || past[0].How != "reaffirmed" || past[0].ClearedBy != "rob" {
		t.Errorf("%+v, %v", past, err)
	}
}

func TestWhoTellsChanges(t *testing.T) {
	o := open(t)
	o.force(names)
	for name, x := range map[string]struct {
		who  desk.Actor
		c    nouns.Change
		want sop.Code
	}{
		"a viewer":      {tom, helm, sop.Forbidden},
		"a reading key": {desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor, Token: "k", Scopes: "read"}, helm, sop.Forbidden},
		"no kind":       {ada, nouns.Change{Name: "helm"}, sop.Invalid},
		"no name":       {ada, nouns.Change{Kind: nouns.Tool, Name: " \n"}, sop.Invalid},
		"a long name":   {ada, nouns.Change{Kind: nouns.Tool, Name: strings.Repeat("x", 301)}, sop.Invalid},
	} {
		if _, err := o.Changed(t.Context(), x.who, x.c); sop.CodeOf(err) != x.want {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
	if r, err := o.Changed(t.Context(), eve, helm); err != nil || len(r.Marked) != 0 {
		t.Errorf("in another workspace: %+v, %v", r, err)
	}
	if f := o.flags(); len(f) != 0 {
		t.Errorf("%+v", f)
	}
}
