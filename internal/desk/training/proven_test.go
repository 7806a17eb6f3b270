package training_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	rows "showhow/internal/store/training"
)

// compared is what of the records isn't what the trail vouches for; before has the lines as they were when they named whose record it was in their details alone, and blank without those.
func (o *office) compared(before, blank bool) (out []string) {
	o.t.Helper()
	told := training.NewTold()
	if err := chain.In(o.db.Pool()).Entries(o.t.Context(), chain.Part{Workspace: "w", From: 1}, func(x *trail.Entry) error {
		if before && x.Verb != training.VerbDeleted {
			x.Proof = strings.Join(slices.DeleteFunc(strings.Fields(x.Proof), func(p string) bool { return strings.HasPrefix(p, "account=") }), " ")
		}
		if blank {
			x.Detail = ""
		}
		told.Line(x)
		return nil
	}); err != nil {
		o.t.Fatal(err)
	}
	all, err := rows.Read(o.db).Records(o.t.Context(), training.Question{Workspace: "w"})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, r := range all {
		out = append(out, told.Compare(r, time.Time{})...)
	}
	return append(out, told.Missing(o.now, func(string) bool { return true })["p"]...)
}

// Whatever of a training record is changed behind the trail's back is found, and so is one that is copied to another person, or gone; also where lines are of before they named whose it was,
// and had their details taken away. What was erased of a person, or deleted by the rule of retention, is as it should be.
func TestVouched(t *testing.T) {
	o := open(t)
	o.teach(ada)
	o.practise(tom, deskexecution.Starting{Mode: execution.Training})
	o.must(o.TakeBack(t.Context(), ada, "deploy", o.signing("ada", training.Able, "I have been away.")))
	kinds := [][2]bool{{false, false}, {true, false}, {true, true}}
	whole := func(when string) {
		t.Helper()
		for _, k := range kinds {
			if got := o.compared(k[0], k[1]); len(got) > 0 {
				t.Errorf("%s, %v: %q", when, k, got)
			}
		}
	}
	whole("as it was signed")
	sql := func(query string, args ...any) {
		t.Helper()
		if _, err := o.db.Pool().ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	was := map[string]string{}
	for _, account := range []string{"ada", "tom"} {
		var body string
		if err := o.db.Pool().QueryRowContext(t.Context(), "SELECT body FROM training WHERE account = $1", account).Scan(&body); err != nil {
			t.Fatal(err)
		}
		was[account] = body
	}
	for _, c := range []struct {
		change string
		want   string
	}{
		{"INSERT INTO training (workspace, procedure, account, body) SELECT workspace, procedure, 'rob', body FROM training WHERE account = 'ada'", "able of rob"},
		{"UPDATE training SET account = 'rob' WHERE account = 'ada'", "read of rob"},
		{"UPDATE training SET body = replace(body, '\"able\"', '\"walked\"') WHERE account = 'ada'", "the trail knows of no such training: walked of ada"},
		{"UPDATE training SET body = replace(body, '\"taken_back\"', '\"waived\"') WHERE account = 'ada'", "the trail knows of no such training: waived of ada"},
		{"DELETE FROM training WHERE account = 'tom'", "isn't there, or was changed"},
		{"UPDATE training SET body = '{\"entries\":[]}' WHERE account = 'ada'", "isn't there, or was changed"},
		{"UPDATE training SET body = replace(body, '\"account\":\"eve\"', '\"account\":\"rob\"') WHERE account = 'ada'", "by rob"},
	} {
		sql(c.change)
		for _, k := range kinds {
			if got := o.compared(k[0], k[1]); !strings.Contains(strings.Join(got, "|"), c.want) {
				t.Errorf("%s, %v: %q", c.change, k, got)
			}
		}
		sql("DELETE FROM training")
		for account, body := range was {
			sql("INSERT INTO training (workspace, procedure, account, body) VALUES ('w', 'p', $1, $2)", account, body)
		}
	}
	whole("put back")
	if err := rows.Read(o.db).Erase(t.Context(), "ada", "Erased ada"); err != nil {
		t.Fatal(err)
	}
	whole("erased")
	o.must(nil, o.db.Do(t.Context(), func(tx *store.Tx) error {
		return tx.AddEvent(t.Context(), team.Event{ID: store.NewID(), At: o.now, Workspace: "w", Actor: "clock", Verb: training.VerbDeleted, Target: "p", Proof: trail.Proof("account", "tom")})
	}))
	if got := o.compared(false, false); len(got) != 1 || !strings.Contains(got[0], "it was deleted") {
		t.Errorf("deleted, and there again: %q", got)
	}
	sql("DELETE FROM training WHERE account = 'tom'")
	whole("deleted by the rule of retention")
}
