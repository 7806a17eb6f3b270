package figure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	rules "showhow/internal/desk/figure"
	desklife "showhow/internal/desk/life"
	"showhow/internal/figure"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	nouns "showhow/internal/sop/figure"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/figures"
	"showhow/internal/store/lives"
	"showhow/internal/store/sqlite"
)

var (
	ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	rob = desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	tom = desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}
	eve = desk.Actor{Workspace: "other", Account: "eve", Role: team.Admin}
)

// office has a procedure "deploy" in force in the workspace "w", and an empty workspace "other".
type office struct {
	*rules.Looker
	t       *testing.T
	db      *store.DB
	carrier *deskexecution.Desk
	now     time.Time
	ids     int
}

func open(t *testing.T) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o := &office{t: t, db: db, now: time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)}
	clock := func() time.Time { o.now = o.now.Add(time.Second); return o.now }
	mask := func(_ context.Context, text string) (string, error) {
		return strings.ReplaceAll(text, "hush", "<SECRET>"), nil
	}
	read := figures.Read(db)
	d := &rules.Desk{Now: clock, NewID: store.NewID, Mask: mask, Due: read.Due, Do: func(ctx context.Context, do func(rules.Tx) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(figures.In(s)) })
	}}
	o.Looker = &rules.Looker{Rows: read, Counts: read, Register: read, Paths: func(_ context.Context, _, _ string, told bool) ([]figure.Path, error) {
		return []figure.Path{{ID: "way", Name: "New in operations", Procedures: 4, Withheld: !told}}, nil
	}, Shelf: db.Read(), Life: lives.Read(db).Life, Desk: d, Asked: func(context.Context, string, string) (map[string]figure.Asked, error) { return nil, nil }}
	o.carrier = &deskexecution.Desk{Now: clock, NewID: store.NewID, Mask: mask, Do: func(ctx context.Context, do func(deskexecution.Tx) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(executions.In(s)) })
	}}
	o.do(func(ctx context.Context, s *store.Tx) error {
		for _, w := range []string{"w", "other"} {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		if err := s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Title: "Deploy", Owner: "ada", State: sop.Draft, Holding: "h", Latest: 1}); err != nil {
			return err
		}
		said := func(text string) sop.Claim {
			return sop.Claim{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor}}
		}
		all := []sop.Claim{said("x")}
		r := sop.Revision{Number: 1, Title: said("Deploy"), Purpose: all, Audience: all, Prerequisites: all, Success: all, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{
			{Key: "one", Kind: sop.StepManual, Title: said("Do it.")}, {Key: "two", Kind: sop.StepManual, Title: said("Look.")}}}}}
		return s.AddRevision(ctx, r, sop.Release{Procedure: "p", Author: "ada"})
	})
	judges := &desklife.Desk{Now: clock, NewID: store.NewID, Do: func(ctx context.Context, do func(desklife.Tx) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(lives.In(s)) })
	}}
	r, err := judges.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 1})
	if err == nil {
		_, err = judges.Decide(t.Context(), rob, "deploy", desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: life.Approve, Name: "Rob"})
	}
	if err != nil {
		t.Fatal(err)
	}
	o.now = time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)
	return o
}

func (o *office) do(f func(context.Context, *store.Tx) error) {
	o.t.Helper()
	if err := o.db.Do(o.t.Context(), func(s *store.Tx) error { return f(o.t.Context(), s) }); err != nil {
		o.t.Fatal(err)
	}
}

// carry carries the procedure out, each step a minute, and settles the second as given.
func (o *office) carry(a desk.Actor, mode execution.Mode, second, end execution.Outcome) string {
	o.t.Helper()
	x, err := o.carrier.Start(o.t.Context(), a, "deploy", deskexecution.Starting{Mode: mode})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range []execution.Event{{Kind: execution.Opened, Step: "one"}, {Kind: execution.Settled, Step: "one", Outcome: execution.OK}, {Kind: execution.Opened, Step: "two"}, {Kind: execution.Thought, Step: "two", Value: "unclear", Text: "Where?"},
		{Kind: execution.Opened, Step: "one"}, {Kind: execution.Opened, Step: "two"}, {Kind: execution.Settled, Step: "two", Outcome: second, Text: "so"}, {Kind: execution.Ended, Outcome: end, Text: "so"}} {
		o.now = o.now.Add(time.Minute)
		o.ids++
		e.ID = fmt.Sprintf("e%d", o.ids)
		if _, err := o.carrier.Go(o.t.Context(), a, x.ID, deskexecution.Batch{Events: []execution.Event{e}, Strict: true}); err != nil {
			o.t.Fatal(err)
		}
	}
	return x.ID
}

func (o *office) report(a desk.Actor) figure.Report {
	o.t.Helper()
	r, err := o.Procedure(o.t.Context(), a, "deploy")
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// TestExecutionsTell: what executions tell is there when somebody looks, once, however often they change afterwards.
func TestExecutionsTell(t *testing.T) {
	o := open(t)
	o.carry(tom, execution.Training, execution.OK, execution.OK)
	o.carry(tom, execution.Live, execution.Skipped, execution.OK)
	x := o.carry(ada, execution.Live, execution.OK, execution.Skipped)
	r := o.report(tom)
	m := r.Figures[0]
	if m.Measure != nouns.Run || m.Total != 2 || m.Used.N != 2 || m.Used.Failed != 1 || m.Dots[0].Use != nouns.Deviated || m.Dots[1].Use != nouns.Followed || m.Used.Middle != nil {
		t.Errorf("%+v", m)
	}
	if r.Adoption.Of() != 2 {
		t.Errorf("%+v", r.Adoption)
	}
	s := r.Steps
	if s.Executions != 3 || s.Live != 2 || len(s.Steps) != 2 || s.Steps[0].Title != "Do it." || s.Steps[0].Back != 3 || s.Steps[1].Unclear != 3 || s.Steps[1].Deviated != 1 || len(s.Steps[0].Times) != 2 || s.Steps[0].Quartiles != nil {
		t.Errorf("%+v", s)
	}
	o.ids++
	late := execution.Event{ID: fmt.Sprintf("e%d", o.ids), Kind: execution.Noted, Step: "one", Text: "later"}
	if _, err := o.carrier.Go(t.Context(), ada, x, deskexecution.Batch{Events: []execution.Event{late}}); err != nil {
		t.Fatal(err)
	}
	if r := o.report(tom); r.Figures[0].Total != 2 || r.Steps.Steps[0].Notes != 1 {
		t.Errorf("%+v", r)
	}
	// tom learnt it: a training, then alone; ada did it alone at the first try, or not well. Doing it again tells nothing more.
	for range 2 {
		if r := o.report(tom); len(r.Figures) != 2 || r.Figures[1].Measure != nouns.Onboarding || r.Figures[1].Total != 1 || len(r.Figures[1].Dots) != 0 {
			t.Errorf("%+v", r.Figures)
		}
		o.carry(tom, execution.Live, execution.OK, execution.OK)
	}
}

const file = `id,procedure,at,took,use,unit,cause,exclude
inc-1,deploy,2026-05-01 10:00,45m,followed,payments,deployment,
inc-2,deploy,2026-05-02T10:00:00Z,1h30m,not used,payments,network,
inc-3,deploy,2026-05-03,3d,opened,search,,a drill with hush in it
`

func (o *office) tell(a desk.Actor, m nouns.Measure, text string) (rules.Imported, error) {
	b := rules.Read(m, strings.NewReader(text))
	return o.Desk.Import(o.t.Context(), a, b)
}

// TestImport: each id counts once, all or nothing is written, and what is left out stands there with its reason.
func TestImport(t *testing.T) {
	o := open(t)
	b := rules.Read(nouns.Recovery, strings.NewReader(file))
	b.Preview = true
	if got, err := o.Desk.Import(t.Context(), ada, b); err != nil || got.Added != 3 || got.Kept || len(o.report(ada).Figures) != 0 {
		t.Fatalf("a preview: %+v, %v", got, err)
	}
	for i, want := range []rules.Imported{{Read: 3, Added: 3, Excluded: 1, Kept: true}, {Read: 3, Known: 3}} {
		got, err := o.tell(ada, nouns.Recovery, file)
		if got.Problems != nil {
			want.Problems = got.Problems[:0]
		}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("time %d: %+v, %v, want %+v", i+1, got, err, want)
		}
	}
	r := o.report(tom)
	if m := r.Figures[0]; m.Total != 2 || m.Incidents != 1 || m.Used.N != 1 || m.Unused.N != 1 || len(r.LeftOut) != 1 || r.LeftOut[0].Reason != "a drill with <SECRET> in it" {
		t.Errorf("%+v, %+v", m, r.LeftOut)
	}
	if got, err := o.tell(ada, nouns.Recovery, strings.Replace(file, "45m", "4m", 1)); err != nil || len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Text, "Nothing is changed silently") || got.Kept {
		t.Errorf("another value: %+v, %v", got, err)
	}
	// another workspace knows nothing of it, though the ids and the slug are the same
	if got, err := o.tell(eve, nouns.Recovery, file); err != nil || len(got.Problems) != 3 {
		t.Errorf("elsewhere: %+v, %v", got, err)
	}
	if _, err := o.Procedure(t.Context(), eve, "deploy"); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("elsewhere: %v", err)
	}
	if all, err := o.Workspace(t.Context(), eve); err != nil || len(all.Rows) != 0 || all.Adoption.Of() != 0 {
		t.Errorf("elsewhere: %+v, %v", all, err)
	}
}

// TestLines finds what is wrong with each line, and by its number.
func TestLines(t *testing.T) {
	o := open(t)
	x := o.carry(tom, execution.Live, execution.OK, execution.OK)
	head := "id,procedure,at,took,began,failed,use,unit,cause,revision,execution\n"
	for line, c := range map[string]struct {
		m    nouns.Measure
		want string
	}{
		",deploy,2026-05-01,1h,,,followed,,,,":                 {nouns.Lead, "no id"},
		"a,,2026-05-01,1h,,,followed,,,,":                      {nouns.Lead, "no procedure"},
		"a,nowhere,2026-05-01,1h,,,followed,,,,":               {nouns.Lead, "no procedure \"nowhere\""},
		"a,deploy,1 May,1h,,,followed,,,,":                     {nouns.Lead, "time at"},
		"a,deploy,2027-05-01,1h,,,followed,,,,":                {nouns.Lead, "future"},
		"a,deploy,2026-05-01,,,,followed,,,,":                  {nouns.Lead, "how long"},
		"a,deploy,2026-05-01,soon,,,followed,,,,":              {nouns.Lead, "length"},
		"a,deploy,2026-05-01,-1h,,,followed,,,,":               {nouns.Lead, "no time at all"},
		"a,deploy,2026-05-01,1h,2026-05-01,,followed,,,,":      {nouns.Lead, "not both"},
		"a,deploy,2026-05-01,,2026-05-02,,followed,,,,":        {nouns.Lead, "no time at all"},
		"a,deploy,2026-05-01,1h,,,perhaps,,,,":                 {nouns.Lead, "The use"},
		"a,deploy,2026-05-01,1h,,yes,followed,,,,":             {nouns.Lead, "doesn't fail"},
		"a,deploy,2026-05-01,1h,,no,followed,,,,":              {nouns.Deploy, "no time here"},
		"a,deploy,2026-05-01,,,maybe,followed,,,,":             {nouns.Deploy, "yes or no"},
		"a,deploy,2026-05-01,1h,,,followed,ann@example.com,,,": {nouns.Lead, "never a person"},
		"a,deploy,2026-05-01,1h,,,followed,,storm,,":           {nouns.Lead, "Only a recovery"},
		"a,deploy,2026-05-01,1h,,,followed,,,7,":               {nouns.Lead, "no revision 7"},
		"a,deploy,2026-05-01,1h,,,followed,,,,none":            {nouns.Lead, "no execution"},
		"a,deploy,2026-05-01,1h,,no,followed,,,," + x:          {nouns.Run, "counts by itself"},
		"a,deploy,2026-05-01,1h,,,not_used,,,," + x:            {nouns.Lead, "wasn't used"},
		"\"a,deploy": {nouns.Lead, "comma-separated"},
		"b,deploy,2026-05-01,1h,,,opened,,,,\nb,deploy,2026-05-01,1h": {nouns.Lead, "use is one"},
	} {
		got, err := o.tell(ada, c.m, head+line+"\n")
		if err != nil || len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Text, c.want) || got.Problems[0].Line < 2 || got.Kept {
			t.Errorf("%s: %+v, %v, want %q", line, got, err, c.want)
		}
	}
	if got := rules.Read("fun", strings.NewReader("")); len(got.Problems) != 1 {
		t.Errorf("%+v", got)
	}
	if got := rules.Read(nouns.Lead, strings.NewReader("id,name\n")); len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Text, `"name"`) {
		t.Errorf("%+v", got)
	}
}

// TestWhoMay: who reads sees, who writes tells and notes, who judges leaves out.
func TestWhoMay(t *testing.T) {
	o := open(t)
	_, err := o.tell(tom, nouns.Recovery, file)
	denied := func(what string, err error) {
		t.Helper()
		if sop.CodeOf(err) != sop.Forbidden {
			t.Errorf("%s: %v", what, err)
		}
	}
	denied("a reader told", err)
	if _, err := o.tell(ada, nouns.Recovery, file); err != nil {
		t.Fatal(err)
	}
	leave := rules.Leaving{Slug: "deploy", Measure: nouns.Recovery, ID: "inc-1", Reason: "The clock was wrong."}
	denied("an editor left out", o.Desk.LeaveOut(t.Context(), ada, leave))
	if err := o.Desk.LeaveOut(t.Context(), rob, leave); err != nil {
		t.Fatal(err)
	}
	if err := o.Desk.LeaveOut(t.Context(), rob, leave); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("twice: %v", err)
	}
	if r := o.report(tom); r.Figures[0].Total != 1 || len(r.LeftOut) != 2 || r.Adoption.Of() != 1 {
		t.Errorf("%+v", r)
	}
	leave.Back, leave.Reason = true, " "
	if err := o.Desk.LeaveOut(t.Context(), rob, leave); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	leave.Reason = "It was right."
	if err := o.Desk.LeaveOut(t.Context(), rob, leave); err != nil {
		t.Fatal(err)
	}
	if r := o.report(tom); r.Figures[0].Total != 2 || len(r.LeftOut) != 1 {
		t.Errorf("%+v", r)
	}
	elsewhere := rules.Leaving{Slug: "deploy", Measure: nouns.Recovery, ID: "inc-1", Reason: "x"}
	if err := o.Desk.LeaveOut(t.Context(), eve, elsewhere); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("elsewhere: %v", err)
	}
	note := nouns.Note{At: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Text: "new tooling"}
	_, err = o.Desk.Note(t.Context(), tom, "deploy", note)
	denied("a reader noted", err)
	n, err := o.Desk.Note(t.Context(), ada, "deploy", note)
	if err != nil || len(o.report(tom).Notes) != 1 {
		t.Fatal(err)
	}
	denied("a reader dropped a note", o.Desk.DropNote(t.Context(), tom, "deploy", n.ID))
	if err := o.Desk.DropNote(t.Context(), ada, "deploy", n.ID); err != nil || len(o.report(tom).Notes) != 0 {
		t.Error(err)
	}
	found, err := o.db.Read().Trail(t.Context(), team.Question{Workspace: "w", Verb: "figures.", Limit: 100})
	var verbs []string
	for _, e := range found {
		verbs = append(verbs, e.Verb)
	}
	if got := strings.Join(verbs, " "); err != nil || got != "figures.note_dropped figures.noted figures.restored figures.excluded figures.imported" {
		t.Errorf("the trail: %s, %v", got, err)
	}
}

// TestNobodyIsMeasured: no figure names a person, and erasing one takes away what was kept to write how long learning takes.
func TestNobodyIsMeasured(t *testing.T) {
	o := open(t)
	who := desk.Actor{Workspace: "w", Account: "account-of-somebody", Role: team.Viewer, Name: "Some Body"}
	o.carry(who, execution.Training, execution.OK, execution.OK)
	o.carry(who, execution.Live, execution.OK, execution.OK)
	if _, err := o.tell(ada, nouns.Recovery, file); err != nil {
		t.Fatal(err)
	}
	report := o.report(tom)
	overview, err := o.Workspace(t.Context(), tom)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal([]any{report, overview})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"account-of-somebody", "Some Body", `"ada"`, `"rob"`, `"tom"`, "account", "person", "author"} {
		if strings.Contains(string(b), name) {
			t.Errorf("%q stands in the figures", name)
		}
	}
	read := figures.Read(o.db)
	if l, _ := read.Learner(t.Context(), "p", who.Account); l.Alone.IsZero() {
		t.Fatalf("%+v", l)
	}
	o.do(func(ctx context.Context, s *store.Tx) error {
		_, err := s.SQL().ExecContext(ctx, "DELETE FROM learner WHERE account = $1", who.Account)
		return err
	})
	if r := o.report(tom); r.Figures[len(r.Figures)-1].Total != 1 {
		t.Errorf("what was learnt is gone with who did: %+v", r.Figures)
	}
}

// TestAdoption: there is no percentage as long as nothing is told from outside, nor of fewer than ten.
func TestAdoption(t *testing.T) {
	o := open(t)
	for range 10 {
		o.carry(tom, execution.Live, execution.OK, execution.OK)
	}
	if _, known := o.report(tom).Adoption.Share(); known {
		t.Error("a percentage of what is known only here")
	}
	if _, err := o.tell(ada, nouns.Run, "id,procedure,at,took,failed,use\na,deploy,2026-05-01,1h,no,not_used\nb,deploy,2026-01-01,1h,no,not_used\n"); err != nil {
		t.Fatal(err)
	}
	if share, known := o.report(tom).Adoption.Share(); !known || share != 10.0/11 {
		t.Errorf("%v, %v: what lies before it came into force doesn't count", share, known)
	}
}

// FuzzRead reads whatever comes as a file: each line is a row or a problem, and a row tells what its measure has.
func FuzzRead(f *testing.F) {
	f.Add("recovery", file)
	f.Add("deploy", "id,procedure,at,failed,use\na,b,2026-01-01,yes,opened\n\"")
	f.Add("lead", "\ufeffid , AT\n\n,,,")
	f.Fuzz(func(t *testing.T, m, text string) {
		b := rules.Read(nouns.Measure(m), strings.NewReader(text))
		for _, r := range b.Rows {
			if r.ID == "" || r.Slug == "" || r.At.IsZero() || (r.Took > 0) != r.Measure.Timed() || r.Failed && !r.Measure.Failable() {
				t.Errorf("%+v", r)
			}
		}
		if len(b.Rows)+len(b.Problems) > rules.Most+len(rules.Fields) {
			t.Error("too many")
		}
	})
}
