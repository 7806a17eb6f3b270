package register

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	nouns "showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/sqlite"
)

// What people said stands each by itself, and that they don't agree is said.
func TestRatings(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Do(t.Context(), func(s *store.Tx) error { return s.AddWorkspace(t.Context(), team.Workspace{ID: "w", Slug: "w"}) }); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	r := Of(db, desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}, now)
	if _, err := r.Import(t.Context(), []byte("name\nRotate the keys\n"), true); err != nil {
		t.Fatal(err)
	}
	for who, severity := range map[string]int{"Tom": 1, "Eve": 5} {
		secret, _, err := r.Ask(t.Context(), Asking{Process: "rotate THE keys", For: who, Days: 7})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Desk(db, now).Rate(t.Context(), secret, nouns.Rating{Severity: severity, Why: "I saw it."}); err != nil {
			t.Fatal(err)
		}
	}
	said, err := r.Ratings(t.Context(), "Rotate the keys")
	if err != nil || len(said.Each) != 2 || !strings.Contains(strings.Join(said.Agrees, " "), "don’t agree: 1 to 5") {
		t.Errorf("%+v, %v", said, err)
	}
	for _, x := range said.Each {
		if x[1] != "said 2026-03-01" || !strings.HasPrefix(x[2], "severity ") || x[3] != "I saw it." {
			t.Errorf("%v", x)
		}
	}
	// whether somebody is still asked goes by the clock, too
	if _, until, err := r.Ask(t.Context(), Asking{Process: "Rotate the keys", For: "Max", Days: 7}); err != nil || !until.Equal(at.AddDate(0, 0, 7)) {
		t.Fatal(until, err)
	}
	for days, want := range map[int]string{0: "asked until 2026-03-08", 8: "ended"} {
		later := Of(db, r.who, func() time.Time { return at.AddDate(0, 0, days) })
		said, err := later.Ratings(t.Context(), "Rotate the keys")
		if err != nil || !slices.ContainsFunc(said.Each, func(x [4]string) bool { return x[0] == "Max" && x[1] == want }) {
			t.Errorf("after %d days: %v, %v", days, said.Each, err)
		}
	}
}
