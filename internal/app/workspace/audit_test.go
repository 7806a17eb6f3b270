package workspace

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/bundle"
	"showhow/internal/desk/life"
	nouns "showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/store"
)

// A life that is changed in the database behind the trail's back is found and named, and the chain is whole all the same.
func TestAlteredLife(t *testing.T) {
	w, _, _ := tried(t)
	ctx := t.Context()
	policies := nouns.Usual()
	policies[nouns.Normal] = nouns.Policy{}
	eve := person(w, "eve", team.Admin)
	if err := w.Judges().SetPolicies(ctx, eve, policies); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Judges().Send(ctx, person(w, "ada", team.Editor), "deploy", life.Sending{Number: 1, Urgent: true}); err == nil {
		t.Fatal("what lacks everything came into force") // an urgent one needs somebody who waives
	}
	if err := w.Judges().SetClass(ctx, eve, "deploy", life.Classing{Class: nouns.Critical}); err != nil {
		t.Fatal(err)
	}
	if err := w.Judges().Suspend(ctx, eve, "deploy", "It burns."); err != nil {
		t.Fatal(err)
	}
	check := func() string {
		t.Helper()
		all, err := w.Verify(ctx, false, nil)
		if err != nil || len(all) != 1 || !all[0].Chained() {
			t.Fatalf("%+v, %v", all, err)
		}
		var texts []string
		for _, f := range all[0].Faults {
			texts = append(texts, f.Text)
		}
		return strings.Join(texts, "|")
	}
	if got := check(); got != "" {
		t.Fatal(got)
	}
	for change, want := range map[string]string{
		`UPDATE life SET body = replace(body, '"critical"', '"low"')`: "“Deploy” (deploy): what became of it isn't what entry",
		"UPDATE procedure SET state = 'effective'":                    "“Deploy” (deploy): it stands as effective, and by what became of it it is suspended.",
		"UPDATE life SET suspended = 0":                               "“Deploy” (deploy): what lists are asked by",
		"DELETE FROM life":                                            "“Deploy” (deploy): it isn't suspended, and by entry",
	} {
		tx, err := w.db.Pool().BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		var was [3]string
		if err := tx.QueryRowContext(ctx, "SELECT l.body, l.suspended, p.state FROM life l JOIN procedure p ON p.id = l.procedure").Scan(&was[0], &was[1], &was[2]); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(ctx, change); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if got := check(); !strings.Contains(got, want) {
			t.Errorf("%s: %q", change, got)
		}
		for query, args := range map[string][]any{
			"INSERT INTO life (procedure, workspace, in_review, enacts, due, suspended, body) SELECT id, workspace, 0, 0, 0, $2, $1 FROM procedure WHERE true ON CONFLICT (procedure) DO UPDATE SET body = $1, suspended = $2": {was[0], was[1]},
			"UPDATE procedure SET state = $1": {was[2]},
		} {
			if _, err := w.db.Pool().ExecContext(ctx, query, args...); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := check(); got != "" {
		t.Errorf("put back: %s", got)
	}
}

// A revision whose bytes are changed in the database is named, also when the digest beside it is changed with them, and one that is gone.
func TestAlteredRevision(t *testing.T) {
	w, _, _ := tried(t)
	ctx := t.Context()
	faults := func() string {
		t.Helper()
		all, err := w.Verify(ctx, false, nil)
		if err != nil || len(all) != 1 || !all[0].Chained() {
			t.Fatalf("%+v, %v", all, err)
		}
		var texts []string
		for _, f := range all[0].Faults {
			texts = append(texts, f.Text)
		}
		return strings.Join(texts, "|")
	}
	if got := faults(); got != "" {
		t.Fatal(got)
	}
	var body, digest string
	if err := w.db.Pool().QueryRowContext(ctx, "SELECT body, digest FROM revision WHERE number = 1").Scan(&body, &digest); err != nil {
		t.Fatal(err)
	}
	vouch := func(number, sum string) {
		t.Helper()
		if err := w.db.Do(ctx, func(tx *store.Tx) error {
			return tx.AddEvent(ctx, team.Event{ID: store.NewID(), At: w.now(), Workspace: w.home.ID, Actor: "ada", Verb: "revision.named", Target: "p", Proof: trail.Proof("number", number, "revision", sum)})
		}); err != nil {
			t.Fatal(err)
		}
	}
	vouch("1", digest)
	do := func(query string, args ...any) {
		t.Helper()
		if _, err := w.db.Pool().ExecContext(ctx, query, args...); err != nil {
			t.Fatal(err)
		}
	}
	do("DROP TRIGGER revision_kept_update") // who can write to the file can do so
	changed := body + " "
	sum := sha256.Sum256([]byte(changed))
	for _, c := range []struct {
		change string
		args   []any
		want   string
	}{
		{"UPDATE revision SET body = $1 WHERE number = 1", []any{changed}, "the bytes of revision 1 aren't those "},
		{"UPDATE revision SET body = $1, digest = $2 WHERE number = 1", []any{changed, hex.EncodeToString(sum[:])}, "the bytes of revision 1 aren't those for which entry "},
	} {
		do(c.change, c.args...)
		if got := faults(); !strings.Contains(got, c.want) || strings.Contains(got, "|") {
			t.Errorf("%s: %q", c.change, got)
		}
		do("UPDATE revision SET body = $1, digest = $2 WHERE number = 1", body, digest)
	}
	if got := faults(); got != "" {
		t.Errorf("put back: %s", got)
	}
	vouch("2", digest)
	if got := faults(); !strings.HasPrefix(got, "Revision 2 of which entry ") {
		t.Errorf("a revision that isn't there: %q", got)
	}
}

// Whose a procedure is by the last line that handed it over, it must be.
func TestAlteredOwner(t *testing.T) {
	w, _, _ := tried(t)
	ctx := t.Context()
	for _, to := range []string{"eve", "ada"} {
		if err := w.db.Do(ctx, func(tx *store.Tx) error {
			return tx.AddEvent(ctx, team.Event{ID: store.NewID(), At: w.now(), Workspace: w.home.ID, Actor: "ada", Verb: "procedure.handed_over", Target: "p", Proof: trail.Proof("from", "x", "to", to)})
		}); err != nil {
			t.Fatal(err)
		}
		all, err := w.Verify(ctx, false, nil)
		if err != nil || len(all) != 1 || len(all[0].Faults) != map[string]int{"eve": 1, "ada": 0}[to] || to == "eve" && !strings.HasPrefix(all[0].Faults[0].Text, "“Deploy” (deploy): it isn't whose entry ") {
			t.Errorf("%s: %+v, %v", to, all, err)
		}
	}
}

// A training record that no line of the trail vouches for is named with its procedure.
func TestAlteredTraining(t *testing.T) {
	w, _, _ := tried(t)
	ctx := t.Context()
	if _, err := w.db.Pool().ExecContext(ctx, "INSERT INTO training (workspace, procedure, account, body) SELECT workspace, id, 'mallory', $1 FROM procedure WHERE slug = 'deploy'",
		`{"entries":[{"id":"e","kind":"signed","stage":"able","revision":1,"digest":"d","account":"eve","at":"2026-11-27T10:00:00Z"}]}`); err != nil {
		t.Fatal(err)
	}
	all, err := w.Verify(ctx, false, nil)
	if err != nil || len(all) != 1 || len(all[0].Faults) != 1 || !all[0].Chained() || all[0].Faults[0].Text != "“Deploy” (deploy): the trail knows of no such training: able of mallory, revision 1, by eve, 2026-11-27 10:00:00." {
		t.Errorf("%+v, %v", all, err)
	}
	// a bundle of it is made all the same, and says so itself
	var b bytes.Buffer
	made, err := w.BundleOf(ctx, &b, w.now().UTC().Truncate(24*time.Hour), time.Time{})
	if err != nil || len(made.Checked.Faults) != 1 {
		t.Fatalf("%+v, %v", made, err)
	}
	path := filepath.Join(t.TempDir(), "b.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := bundle.Verify(path)
	if err != nil || !slices.Contains(r.Faults, "When the bundle was made, its workspace wasn't what the trail vouches for: "+all[0].Faults[0].Text) {
		t.Errorf("%q, %v", r.Faults, err)
	}
	for _, want := range []string{`id="not-whole"`, "able of mallory", `"faults": [`} {
		if !bytes.Contains(b.Bytes(), []byte(want)) { // nothing in it is compressed
			t.Errorf("the bundle doesn't say %s", want)
		}
	}
	if last, err := w.db.Read().Trail(ctx, team.Question{Workspace: w.home.ID, Verb: "bundle.made", Limit: 9}); err != nil || len(last) != 1 || trail.Proven(last[0].Proof, "faults") != "1" || !strings.HasSuffix(last[0].Detail, "not whole") {
		t.Errorf("%+v, %v", last, err)
	}
}

// What was done in an execution and is changed, dropped or put in in the database is named, and so are executions that are gone, or of whose beginning the trail knows nothing.
func TestAlteredExecution(t *testing.T) {
	w, x, _ := tried(t)
	ctx := t.Context()
	check := func() string {
		t.Helper()
		all, err := w.Verify(ctx, false, nil)
		if err != nil || len(all) != 1 || !all[0].Chained() {
			t.Fatalf("%+v, %v", all, err)
		}
		var texts []string
		for _, f := range all[0].Faults {
			texts = append(texts, f.Text)
		}
		return strings.Join(texts, "|")
	}
	if got := check(); got != "" {
		t.Fatal(got)
	}
	do := func(queries ...string) {
		t.Helper()
		for _, q := range queries {
			if _, err := w.db.Pool().ExecContext(ctx, q); err != nil {
				t.Fatal(q, err)
			}
		}
	}
	do("CREATE TABLE was AS SELECT * FROM execution_event", "CREATE TABLE were AS SELECT * FROM execution")
	for _, c := range []struct{ change, want string }{
		{`UPDATE execution_event SET body = replace(body, '"ok"', '"failed"') WHERE id = 't2'`, "“Deploy” (deploy): the trail doesn't vouch for what was done in execution " + x.ID + ": settled, event t2.|“Deploy” (deploy): what entry "},
		{`DELETE FROM execution_event WHERE id = 't1'`, "vouches for isn't in execution " + x.ID + ", or was changed."},
		{`INSERT INTO execution_event SELECT execution, 'z', 99, replace(body, '"t2"', '"z"') FROM execution_event WHERE id = 't2'`, "doesn't vouch for what was done in execution " + x.ID + ": settled, event z."},
		{`INSERT INTO execution_event SELECT execution, 'z', 99, body FROM execution_event WHERE id = 't2'`, "settled, event t2."},
		{`UPDATE execution_event SET body = replace(body, '"settled"', '"noted"') WHERE id = 't2'`, "vouches for isn't in execution " + x.ID},
		{`DELETE FROM execution_event WHERE 1 = 1; DELETE FROM execution`, "Execution " + x.ID + " of which entry "},
		{`INSERT INTO execution SELECT 'forged', workspace, procedure, number, mode, started + 5000000, changed, ended, passed, body, wakes, outcome, deviated FROM execution`, "“Deploy” (deploy): the trail doesn't know that execution forged was begun."},
	} {
		do("PRAGMA foreign_keys = OFF")
		do(strings.Split(c.change, "; ")...)
		if got := check(); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", c.change, got)
		}
		do("DELETE FROM execution_event", "DELETE FROM execution", "INSERT INTO execution SELECT * FROM were", "INSERT INTO execution_event SELECT * FROM was")
	}
	if got := check(); got != "" {
		t.Errorf("put back: %s", got)
	}
}
