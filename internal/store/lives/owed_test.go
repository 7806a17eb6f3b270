package lives_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

// What a waiver let pass before another revision came into force is found by lists after an upgrade, and the column is what the life says.
func TestOwedSQLite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	owed(t, func(version int64) (*store.DB, error) { return sqlite.OpenAt(t.Context(), path, version) })
}

func TestOwedPostgres(t *testing.T) {
	url := storetest.Postgres(t).Database(t)
	owed(t, func(version int64) (*store.DB, error) { return postgres.OpenAt(t.Context(), url, version) })
}

func owed(t *testing.T, open func(version int64) (*store.DB, error)) {
	d, err := open(127)
	if err != nil {
		t.Fatal(err)
	}
	east := time.FixedZone("", 5*3600+1800)
	superseded := func(w ...life.Waiver) life.Life {
		return life.Life{Due: now.AddDate(1, 0, 0), Reviews: []life.Review{{ID: "a", State: life.Superseded, Came: now, Left: now, Waivers: w}, {ID: "b", State: life.Effective, Came: now}, {ID: "c", State: life.Rejected, Waivers: []life.Waiver{{Due: now}}}}}
	}
	all := map[string]life.Life{
		"whole":  superseded(life.Waiver{ID: "w", Due: now.Truncate(time.Second)}),
		"micros": superseded(life.Waiver{ID: "v", Due: now.Add(-time.Hour), Done: now}, life.Waiver{ID: "w", Due: now}),
		"nanos":  superseded(life.Waiver{ID: "w", Due: now.Add(999).In(east)}, life.Waiver{ID: "v", Due: now.Add(time.Hour)}),
		"late":   superseded(life.Waiver{ID: "w", Due: now.AddDate(2, 0, 0)}),
		"done":   superseded(life.Waiver{ID: "w", Due: now, Done: now}),
		"none":   superseded(),
		"empty":  {},
	}
	sentBack := life.Review{ID: "d", Number: 4, By: "ada", State: life.Rejected}
	all["rejected"] = life.Life{Reviews: []life.Review{{ID: "a", Number: 3, By: "bob", State: life.Rejected}, sentBack}}
	all["rejected once"] = life.Life{Reviews: []life.Review{sentBack, {ID: "e", Number: 5, By: "bob", State: life.InReview, Opened: time.UnixMicro(0)}}}
	all["rejected, retired"] = life.Life{Reviews: []life.Review{sentBack}, Retired: &life.Mark{By: "bob", At: now}}
	ended := superseded(life.Waiver{ID: "w", Due: now})
	ended.Retired = &life.Mark{By: "ada", At: now, Reason: "Over."}
	ended.Reviews[1].State, ended.Reviews[1].Left = life.Retired, now
	all["retired"] = ended
	if err := d.Do(t.Context(), func(s *store.Tx) error { return before(t.Context(), s, all) }); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if d, err = open(0); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	kept, err := lives.Read(d).Kept(t.Context(), "w")
	if err != nil || len(kept) != len(all) {
		t.Fatalf("%d, %v", len(kept), err)
	}
	for _, k := range kept {
		if !k.Fits {
			t.Errorf("%s: the columns aren't what it says; next %v", k.Procedure.ID, k.Life.Next())
		}
	}
	for who, want := range map[string]int{"ada": 1, "bob": 0} {
		if found, err := lives.Read(d).Lives(t.Context(), life.Question{Workspace: "w", Returned: who, Limit: 9}); err != nil || len(found) != want {
			t.Errorf("%d of %s's were rejected, %v", len(found), who, err)
		}
	}
	if found, err := lives.Read(d).Lives(t.Context(), life.Question{Workspace: "w", Due: now.Add(time.Minute), Limit: 9}); err != nil || len(found) != 3 {
		t.Errorf("%d, %v", len(found), err)
	}
}

// before writes lives as they were written before, without what superseded revisions owe.
func before(ctx context.Context, s *store.Tx, all map[string]life.Life) error {
	if err := s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "W"}); err != nil {
		return err
	}
	for id, l := range all {
		if err := s.AddHolding(ctx, sop.Holding{ID: id, Workspace: "w"}, id); err != nil {
			return err
		}
		if _, err := s.SQL().ExecContext(ctx, "INSERT INTO procedure (id, workspace, slug, title, owner, state, holding, latest, steps, created, changed) VALUES ($1, 'w', $1, '', '', $2, $1, 0, 0, 0, 0)", id, string(l.State())); err != nil {
			return err
		}
		body, err := json.Marshal(l)
		if err != nil {
			return err
		}
		due := int64(0)
		if l.In(life.Effective) != nil {
			due = l.Due.UnixMicro()
		}
		if _, err := s.SQL().ExecContext(ctx, "INSERT INTO life (procedure, workspace, in_review, enacts, due, suspended, body) VALUES ($1, 'w', 0, 0, $2, 0, $3)", id, due, string(body)); err != nil {
			return err
		}
	}
	return nil
}
