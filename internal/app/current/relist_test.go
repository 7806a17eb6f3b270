package current_test

import (
	"encoding/json"
	"path/filepath"
	"strconv"
	"testing"

	"showhow/internal/app/current"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

// before is the version of the tables in which procedures were listed by their last revision.
const before = 127

func TestRelistSQLite(t *testing.T) {
	d, err := sqlite.OpenAt(t.Context(), filepath.Join(t.TempDir(), "x.db"), before)
	relist(t, d, err)
}

func TestRelistPostgres(t *testing.T) {
	d, err := postgres.OpenAt(t.Context(), storetest.Postgres(t).Database(t), before)
	relist(t, d, err)
}

// What was listed by a draft before is listed by what is in force, little by little; the others stay as they are.
func relist(t *testing.T, d *store.DB, err error) {
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := d.Pool().ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("INSERT INTO workspace (id, slug, name, created) VALUES ('w', 'w', 'W', 0)")
	exec("INSERT INTO holding (id, workspace, owner, upload, recording, duration, blob, wish, created) VALUES ('h', 'w', 'ada', 'u', '{}', 0, '', '{}', 0)")
	add := func(id string, reviews ...life.Review) {
		t.Helper()
		exec("INSERT INTO procedure (id, workspace, slug, title, owner, state, holding, latest, steps, created, changed) VALUES ($1, 'w', $1, 'Draft it', 'ada', 'draft', 'h', 2, 7, 0, 0)", id)
		for n, title := range []string{"Force it", "Draft it"} {
			body, err := json.Marshal(sop.Revision{Schema: sop.Schema, Number: n + 1, Title: sop.Claim{Text: title}, Sections: []sop.Section{{Steps: []sop.Step{{Key: "a", Title: sop.Claim{Text: title}}}}}})
			if err != nil {
				t.Fatal(err)
			}
			exec("INSERT INTO revision (procedure, number, author, note, digest, body, created) VALUES ($1, $2, 'ada', '', '', $3, 0)", id, n+1, string(body))
		}
		if reviews == nil {
			return
		}
		body, err := json.Marshal(life.Life{Reviews: reviews})
		if err != nil {
			t.Fatal(err)
		}
		exec("INSERT INTO life (procedure, workspace, in_review, enacts, due, suspended, body) VALUES ($1, 'w', 0, 0, 0, 0, $2)", id, string(body))
	}
	for i := range 21 { // more than are listed anew at a time
		add("p"+strconv.Itoa(10+i), life.Review{Number: 1, State: life.Effective}, life.Review{Number: 2, State: life.InReview})
	}
	add("q1", life.Review{Number: 1, State: life.Superseded}, life.Review{Number: 2, State: life.Effective})
	add("q2", life.Review{Number: 1, State: life.Rejected})
	add("q3")
	add("q4", life.Review{Number: 2, State: life.Rejected}) // a draft in lists, since that was before it was listed
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := (current.Room{DB: d}).Tend(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := d.Read().Look(t.Context(), "w", library.Look{Limit: 50})
	if err != nil || len(page.Procedures) != 25 {
		t.Fatalf("%d, %v", len(page.Procedures), err)
	}
	for _, p := range page.Procedures {
		title, steps, in := "Draft it", 1, map[string]int{"q1": 2}[p.ID]
		if p.ID < "q" {
			title, steps, in = "Force it", 1, 1
		}
		state := map[string]sop.ProcedureState{"q2": sop.Draft, "q3": sop.Draft, "q4": "rejected"}[p.ID]
		if state != "" && p.State != state {
			t.Errorf("%s stands as %s, want %s", p.ID, p.State, state)
		}
		if p.Title != title || p.Steps != steps || p.InForce != in || p.Latest != 2 {
			t.Errorf("%+v", p)
		}
	}
	hits, err := d.Read().Search(t.Context(), "w", library.Search{Text: "force", Limit: 50})
	if err != nil || len(hits) != 21 {
		t.Errorf("%d, %v", len(hits), err)
	}
}
