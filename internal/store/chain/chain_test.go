package chain_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	suite(t, func(t *testing.T, version int64) *store.DB {
		d, err := sqlite.OpenAt(t.Context(), filepath.Join(t.TempDir(), "x.db"), version)
		return closed(t, d, err)
	})
}

func TestPostgres(t *testing.T) {
	server := storetest.Postgres(t)
	suite(t, func(t *testing.T, version int64) *store.DB {
		d, err := postgres.OpenAt(t.Context(), server.Database(t), version)
		return closed(t, d, err)
	})
}

func closed(t *testing.T, d *store.DB, err error) *store.DB {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func suite(t *testing.T, open func(t *testing.T, version int64) *store.DB) {
	t.Run("together", func(t *testing.T) { together(t, open(t, 0)) })
	t.Run("kept", func(t *testing.T) { kept(t, open(t, 0)) })
	t.Run("blanked", func(t *testing.T) { blanked(t, open(t, 0)) })
	t.Run("tampered", func(t *testing.T) { tampered(t, open(t, 0)) })
	t.Run("old", func(t *testing.T) { old(t, open(t, 60)) })
	t.Run("checkpoint", func(t *testing.T) { rewritten(t, open(t, 0)) })
}

var now = time.Date(2026, 11, 27, 13, 30, 0, 123456789, time.UTC)

func event(workspace string, i int) team.Event {
	return team.Event{ID: store.NewID(), Workspace: workspace, Actor: []string{"ada", "bob", "clock"}[i%3], Verb: []string{"procedure.changed", "revision.named", "session.began"}[i%3],
		Target: fmt.Sprint("p", i%4), Detail: fmt.Sprintf("what – 運用 – %d\nand more", i), At: now.Add(time.Duration(i) * time.Second), Proof: trail.Proof("revision", strings.Repeat("ab", i%2*32))}
}

// fill writes n entries of a workspace's, some of them in one transaction.
func fill(t *testing.T, d *store.DB, workspace string, n int) {
	t.Helper()
	for i := 0; i < n; {
		if err := d.Do(t.Context(), func(tx *store.Tx) error {
			for range 1 + i%3 {
				if err := tx.AddEvent(t.Context(), event(workspace, i)); err != nil {
					return err
				}
				i++
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func check(t *testing.T, q chain.Querier, workspace string, points ...trail.Point) trail.Verdict {
	t.Helper()
	v, err := chain.In(q).Check(t.Context(), workspace, points...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Who writes at the same moment gets numbers of their own, without a gap, whatever workspaces they write to in whatever order; what is taken back leaves none.
func together(t *testing.T, d *store.DB) {
	const writers, each = 8, 20
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := range each {
				rooms := []string{"a", "b"}
				if w%2 == 0 {
					slices.Reverse(rooms)
				}
				err := d.Do(t.Context(), func(tx *store.Tx) error {
					for _, r := range rooms {
						if err := tx.AddEvent(t.Context(), event(r, i)); err != nil {
							return err
						}
					}
					if i%5 == 4 {
						return context.Canceled // broken off
					}
					return nil
				})
				if err != nil && i%5 != 4 {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for _, room := range []string{"a", "b"} {
		if v := check(t, d.Pool(), room); !v.Whole() || v.Size != writers*each*4/5 {
			t.Errorf("%+v", v)
		}
	}
}

// The database itself refuses.
func kept(t *testing.T, d *store.DB) {
	fill(t, d, "w", 3)
	for _, s := range []string{"DELETE FROM event WHERE seq = 2", "UPDATE event SET actor = 'eve' WHERE seq = 2", "UPDATE event SET detail = 'x' WHERE seq = 2", "UPDATE event SET salt = '' WHERE seq = 2",
		"UPDATE event SET detail = '', salt = '', verb = 'x' WHERE seq = 2", "UPDATE event SET detail = '', salt = '', seq = 9 WHERE seq = 2", "UPDATE event SET detail = '', salt = '', link = '' WHERE seq = 2"} {
		if _, err := d.Pool().ExecContext(t.Context(), s); err == nil {
			t.Errorf("done: %s", s)
		}
	}
	if v := check(t, d.Pool(), "w"); !v.Whole() {
		t.Errorf("%+v", v)
	}
}

// A detail may be taken away, and the chain holds, if an entry says so.
func blanked(t *testing.T, d *store.DB) {
	fill(t, d, "w", 20)
	take := func(tell bool, seqs ...int64) {
		t.Helper()
		if err := d.Do(t.Context(), func(tx *store.Tx) error {
			if n, err := chain.In(tx.SQL()).Blank(t.Context(), "w", seqs); err != nil || n != int64(len(seqs)) {
				return fmt.Errorf("%d, %w", n, err)
			}
			if !tell {
				return nil
			}
			e := event("w", 0)
			e.Verb, e.Proof = trail.VerbBlanked, trail.Proof("blanked", trail.Numbers(seqs))
			return tx.AddEvent(t.Context(), e)
		}); err != nil {
			t.Fatal(err)
		}
	}
	take(true, 3, 4, 5, 9)
	if v := check(t, d.Pool(), "w"); !v.Whole() || v.Blank != 4 {
		t.Errorf("%+v", v)
	}
	take(false, 7)
	if v := check(t, d.Pool(), "w"); len(v.Faults) != 1 || v.Faults[0].Kind != trail.Blanked || v.Faults[0].Seq != 7 {
		t.Errorf("%+v", v)
	}
}

// freed are the statements by which somebody who rules the database gets around what it refuses.
var freed = map[string][]string{
	"sqlite":   {"DROP TRIGGER event_kept_update", "DROP TRIGGER event_kept_delete", "DROP INDEX event_seq"},
	"postgres": {"DROP TRIGGER event_kept ON event", "DROP TRIGGER event_kept_update ON event", "DROP INDEX event_seq"},
}

var texts = []string{"id", "workspace", "actor", "verb", "target", "detail", "proof", "salt", "seal", "leaf", "link"}

// change is one thing that is done to a chain behind our back: its statements, and the numbers of which one must be named.
type change struct {
	name string
	do   []string
	args [][]any
	at   []int64
}

// spoil is a text with one character of it changed.
func spoil(r *rand.Rand, s string) string {
	if s == "" {
		return "x"
	}
	runes := []rune(s)
	i := r.IntN(len(runes))
	for was := runes[i]; runes[i] == was; {
		runes[i] = rune("0123456789abcdefABCDEF xyz"[r.IntN(26)])
	}
	return string(runes)
}

// random makes one.
func random(t *testing.T, r *rand.Rand, d *store.DB, n int64) change {
	seq := 1 + r.Int64N(n)
	switch r.IntN(8) {
	case 0:
		return change{"dropped", []string{"DELETE FROM event WHERE workspace = 'w' AND seq = $1"}, [][]any{{seq}}, []int64{seq}}
	case 1:
		other := 1 + r.Int64N(n)
		if other == seq {
			other = seq%n + 1
		}
		swap := "UPDATE event SET seq = $1 WHERE workspace = 'w' AND seq = $2"
		return change{"swapped", []string{swap, swap, swap}, [][]any{{-1, seq}, {seq, other}, {other, -1}}, []int64{seq, other}}
	case 2:
		return change{"inserted", []string{"INSERT INTO event (id, workspace, actor, verb, target, detail, at, proof, seq, salt, seal, leaf, link) SELECT 'new', workspace, actor, verb, target, detail, at, proof, seq, salt, seal, leaf, link FROM event WHERE workspace = 'w' AND seq = $1"}, [][]any{{seq}}, []int64{seq}}
	case 3:
		return change{"moved up", []string{"DELETE FROM event WHERE workspace = 'w' AND seq = $1", "UPDATE event SET seq = seq - 1 WHERE workspace = 'w' AND seq > $1"}, [][]any{{seq}, {seq}}, []int64{seq, seq + 1, n}}
	case 4:
		column := []string{"at", "seq"}[r.IntN(2)]
		return change{column, []string{"UPDATE event SET " + column + " = " + column + " + $2 WHERE workspace = 'w' AND seq = $1"}, [][]any{{seq, 1 + r.Int64N(1000)}}, []int64{seq}}
	case 5:
		return change{"head", []string{"UPDATE chain SET size = size - 1 WHERE workspace = 'w'"}, [][]any{{}}, nil}
	}
	column := texts[r.IntN(len(texts))]
	var was string
	if err := d.Pool().QueryRowContext(t.Context(), "SELECT "+column+" FROM event WHERE workspace = 'w' AND seq = $1", seq).Scan(&was); err != nil {
		t.Fatal(err)
	}
	return change{column, []string{"UPDATE event SET " + column + " = $2 WHERE workspace = 'w' AND seq = $1"}, [][]any{{seq, spoil(r, was)}}, []int64{seq}}
}

// Whatever single thing is changed, dropped, put in or reordered is found, and told where.
func tampered(t *testing.T, d *store.DB) {
	fill(t, d, "w", 40)
	fill(t, d, "other", 3)
	n := check(t, d.Pool(), "w").Size
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		c := random(t, r, d, n)
		tx, err := d.Pool().BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range freed[d.Engine()] {
			if _, err := tx.ExecContext(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		for i, s := range c.do {
			if _, err := tx.ExecContext(t.Context(), s, c.args[i]...); err != nil {
				t.Fatalf("%+v: %v", c, err)
			}
		}
		v := check(t, tx, "w")
		if v.Whole() || len(c.at) > 0 && !slices.ContainsFunc(v.Faults, func(f trail.Fault) bool { return slices.Contains(c.at, f.Seq) }) {
			t.Errorf("%+v: %+v", c, v.Faults)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
	if v := check(t, d.Pool(), "w"); !v.Whole() {
		t.Errorf("afterwards: %+v", v)
	}
}

// What was there before is chained as it is found, and that is told.
func old(t *testing.T, d *store.DB) {
	for i := range 2300 { // more than are read at a time
		if _, err := d.Pool().ExecContext(t.Context(), "INSERT INTO event (id, workspace, actor, verb, target, detail, at) VALUES ($1, $2, 'ada', 'did', '', $3, $4)",
			fmt.Sprint(i), []string{"w", "w", "v"}[i%3], fmt.Sprint(i), now.UnixMicro()+int64(i%7)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	fill(t, d, "w", 5)
	for w, want := range map[string]int64{"w": 1534, "v": 766} {
		if v := check(t, d.Pool(), w); !v.Whole() || v.Before != want {
			t.Errorf("%+v", v)
		}
	}
	if _, err := d.Pool().ExecContext(t.Context(), "DELETE FROM event WHERE seq = 1"); err == nil {
		t.Error("an old entry was dropped")
	}
}

// Who rules the database can write a whole chain anew that fits together; what was kept outside tells.
func rewritten(t *testing.T, d *store.DB) {
	fill(t, d, "w", 12)
	head, err := chain.In(d.Pool()).Head(t.Context(), "w")
	if err != nil {
		t.Fatal(err)
	}
	point := trail.Point{Size: head.Size, Root: head.Root()}
	fill(t, d, "w", 4)
	if v := check(t, d.Pool(), "w", point); !v.Whole() {
		t.Errorf("%+v", v)
	}
	for _, s := range append(slices.Clone(freed[d.Engine()]), "DELETE FROM event", "DELETE FROM chain") {
		if _, err := d.Pool().ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	fill(t, d, "w", 16)
	if v := check(t, d.Pool(), "w"); !v.Whole() {
		t.Errorf("%+v", v)
	}
	for _, p := range []trail.Point{point, {Size: 99, Root: point.Root}} {
		if v := check(t, d.Pool(), "w", p); len(v.Faults) != 1 || v.Faults[0].Kind != trail.Rewritten {
			t.Errorf("%+v", v)
		}
	}
}
