package register

import (
	"path/filepath"
	"strings"
	"testing"

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
	r := Of(db, desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin})
	if _, err := r.Import(t.Context(), []byte("name\nRotate the keys\n"), true); err != nil {
		t.Fatal(err)
	}
	for who, severity := range map[string]int{"Tom": 1, "Eve": 5} {
		secret, _, err := r.Ask(t.Context(), Asking{Process: "rotate THE keys", For: who, Days: 7})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Desk(db).Rate(t.Context(), secret, nouns.Rating{Severity: severity, Why: "I saw it."}); err != nil {
			t.Fatal(err)
		}
	}
	said, err := r.Ratings(t.Context(), "Rotate the keys")
	if err != nil || len(said.Each) != 2 || !strings.Contains(strings.Join(said.Agrees, " "), "don’t agree: 1 to 5") {
		t.Errorf("%+v, %v", said, err)
	}
	for _, x := range said.Each {
		if !strings.HasPrefix(x[1], "said ") || !strings.HasPrefix(x[2], "severity ") || x[3] != "I saw it." {
			t.Errorf("%v", x)
		}
	}
}
