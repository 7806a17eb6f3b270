package life_test

import (
	"slices"
	"testing"

	desklife "showhow/internal/desk/life"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/store/notices"
)

// That something is withdrawn, suspended, retired or neither any more is told, and whoever is asked to learn it is told, too, but for a review's end.
func TestEndsAreTold(t *testing.T) {
	o := open(t)
	for _, x := range []struct {
		id, account string
		ended       int
	}{{"1", "lea", 0}, {"2", "lea", 0}, {"3", "max", 1}} {
		if _, err := o.db.Pool().ExecContext(t.Context(), "INSERT INTO training_task (id, workspace, procedure, account, assignment, journey, ended, next, body) VALUES ($1, 'w', 'p', $2, '', '', $3, 0, '{}')", x.id, x.account, x.ended); err != nil {
			t.Fatal(err)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r := o.send(ada, 1)
	must(o.Withdraw(t.Context(), ada, "deploy", r.ID))
	o.revise("ada", whole)
	_, err := o.decide(rob, o.send(ada, 2), life.Approve)
	must(err)
	must(o.Suspend(t.Context(), rob, "deploy", "It burns."))
	must(o.Resume(t.Context(), eve, "deploy", "It doesn't."))
	must(o.Retire(t.Context(), eve, "deploy", desklife.Ending{Reason: "Use the other one."}))
	must(o.Unretire(t.Context(), eve, "deploy"))
	all, err := notices.Read(o.db).Pending(t.Context(), 99)
	must(err)
	learners := []string{"lea"}
	for _, want := range []notice.Happening{
		{Kind: notice.Asked, Actor: "ada", Said: "withdrew revision 1: nobody has to judge it any more", Review: r.ID},
		{Kind: notice.Suspended, Actor: "rob", Said: "suspended it: don’t work by it", Words: "It burns.", To: learners},
		{Kind: notice.Suspended, Actor: "eve", Said: "took its suspension back", Words: "It doesn't.", To: learners},
		{Kind: notice.Suspended, Actor: "eve", Said: "retired it: nobody works by it any more", Words: "Use the other one.", To: learners},
		{Kind: notice.Suspended, Actor: "eve", Said: "took its retirement back: it is a draft again", To: learners},
	} {
		if !slices.ContainsFunc(all, func(h notice.Happening) bool {
			return h.Kind == want.Kind && h.Actor == want.Actor && h.Said == want.Said && h.Words == want.Words && slices.Equal(h.To, want.To) && (want.Review == "" || h.Review == want.Review)
		}) {
			t.Errorf("nobody is told: %+v\nof %+v", want, all)
		}
	}
}
