package life_test

import (
	"context"
	"encoding/json"
	"testing"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/store"
)

// retitle makes a revision of another title by the verbs that people have.
func (o *office) retitle(title string) {
	o.t.Helper()
	d := &desk.Desk{Now: o.Now, NewID: store.NewID, Judge: func(*sop.Command) {}, Do: func(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
		return o.db.Do(ctx, func(s *store.Tx) error { return do(s, nil) })
	}}
	p, err := o.db.Read().ProcedureByID(o.t.Context(), "w", "p")
	if err != nil {
		o.t.Fatal(err)
	}
	r, err := o.db.Read().Revision(o.t.Context(), "p", p.Latest)
	if err != nil {
		o.t.Fatal(err)
	}
	all, err := manuscript.Split(&r)
	if err != nil {
		o.t.Fatal(err)
	}
	var head manuscript.Head
	if err := json.Unmarshal(all[manuscript.HeadKey].Body, &head); err != nil {
		o.t.Fatal(err)
	}
	head.Title.Text = title
	body, err := json.Marshal(head)
	if err != nil {
		o.t.Fatal(err)
	}
	kept, err := o.db.Read().Pieces(o.t.Context(), "p")
	if err != nil {
		o.t.Fatal(err)
	}
	base := 0
	for _, x := range kept {
		if x.Key == manuscript.HeadKey {
			base = x.Version
		}
	}
	if _, err := d.Change(o.t.Context(), ada, "deploy", []manuscript.Change{{Key: manuscript.HeadKey, Base: base, Body: body}}); err != nil {
		o.t.Fatal(err)
	}
	if _, err := d.Name(o.t.Context(), ada, "deploy", ""); err != nil {
		o.t.Fatal(err)
	}
}

// listed says that the procedure is listed and found by a word of its title, and by none of the others.
func (o *office) listed(when, word string, others ...string) {
	o.t.Helper()
	page, err := o.db.Read().Look(o.t.Context(), "w", library.Look{Limit: 9})
	if err != nil || len(page.Procedures) != 1 || page.Procedures[0].Title != word+" it" {
		o.t.Errorf("%s: %+v, %v; want the title %q", when, page.Procedures, err, word+" it")
	}
	for i, w := range append([]string{word}, others...) {
		hits, err := o.db.Read().Search(o.t.Context(), "w", library.Search{Text: w, Limit: 9})
		if found := len(hits) > 0; err != nil || found != (i == 0) {
			o.t.Errorf("%s: %q finds %d, %v", when, w, len(hits), err)
		}
	}
}

// A procedure is listed and found by the revision in force as long as there is one, whatever is saved meanwhile.
func TestListedByWhatIsInForce(t *testing.T) {
	o := open(t)
	o.retitle("Aardvark it")
	o.listed("a draft", "Aardvark")
	approve := func(number int) {
		t.Helper()
		if r, err := o.decide(rob, o.send(ada, number), life.Approve); err != nil || r.State != life.Effective {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	approve(2)
	o.listed("in force", "Aardvark")
	o.retitle("Bandicoot it")
	o.listed("with a later draft", "Aardvark", "Bandicoot")
	if p, err := o.db.Read().ProcedureByID(t.Context(), "w", "p"); err != nil || p.Latest != 3 || p.InForce != 2 || p.Steps != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	third := o.send(ada, 3)
	o.listed("in review", "Aardvark", "Bandicoot")
	if _, err := o.decide(rob, third, life.Reject); err != nil {
		t.Fatal(err)
	}
	o.listed("rejected", "Aardvark", "Bandicoot")
	o.retitle("Capybara it")
	if err := o.Suspend(t.Context(), ada, "deploy", "It burns."); err != nil {
		t.Fatal(err)
	}
	o.listed("suspended", "Aardvark", "Bandicoot", "Capybara")
	if err := o.Resume(t.Context(), rob, "deploy", "It doesn't."); err != nil {
		t.Fatal(err)
	}
	approve(4)
	o.listed("the next in force", "Capybara", "Aardvark")
	o.retitle("Dugong it")
	o.listed("with a later draft again", "Capybara", "Dugong")
	if err := o.Retire(t.Context(), rob, "deploy", desklife.Ending{Reason: "Nobody needs it."}); err != nil {
		t.Fatal(err)
	}
	o.listed("retired", "Capybara", "Dugong")
	if err := o.Unretire(t.Context(), rob, "deploy"); err != nil {
		t.Fatal(err)
	}
	o.listed("a draft again", "Dugong", "Capybara")
	if k, lines := o.kept(); !k.Fits {
		t.Errorf("%+v, %+v", k, lines)
	}
	if _, err := o.db.Pool().ExecContext(t.Context(), "UPDATE procedure SET in_force = 3"); err != nil {
		t.Fatal(err)
	}
	if k, _ := o.kept(); k.Fits {
		t.Error("nobody sees that another revision is told as in force")
	}
}

// What comes into force by the clock is listed from then on.
func TestListedByTheClock(t *testing.T) {
	o := open(t)
	o.retitle("Aardvark it")
	if _, err := o.decide(rob, o.send(ada, 2), life.Approve); err != nil {
		t.Fatal(err)
	}
	o.retitle("Bandicoot it")
	r, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 3, Summary: "Its name.", From: o.now.AddDate(0, 0, 7)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.decide(rob, r, life.Approve); err != nil {
		t.Fatal(err)
	}
	o.listed("before its day", "Aardvark", "Bandicoot")
	o.now = o.now.AddDate(0, 0, 8)
	if err := o.Enact(t.Context(), "w", "p"); err != nil {
		t.Fatal(err)
	}
	o.listed("on its day", "Bandicoot", "Aardvark")
}

// A revision whose bytes were changed behind our back is neither read nor decided on.
func TestChangedBytes(t *testing.T) {
	o := open(t)
	r := o.send(ada, 1)
	if _, err := o.db.Pool().ExecContext(t.Context(), `DROP TRIGGER revision_kept_update; UPDATE revision SET body = replace(body, 'kubectl get pods', 'kubectl delete ns')`); err != nil {
		t.Fatal(err)
	}
	_, err := o.db.Read().Revision(t.Context(), "p", 1)
	want(t, err, sop.Tampered, "changed in the database")
	_, err = o.decide(rob, r, life.Approve)
	want(t, err, sop.Tampered, "changed in the database")
	if l := o.life(); l.In(life.Effective) != nil {
		t.Errorf("%+v", l)
	}
}
