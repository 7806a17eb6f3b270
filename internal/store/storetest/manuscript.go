package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// procedure adds one with its first revision.
func procedure(t *testing.T, d *store.DB, w team.Workspace) sop.Procedure {
	t.Helper()
	h := addHolding(t, d, w)
	p := sop.Procedure{ID: store.NewID(), Workspace: w.ID, Slug: "deploy", Title: "Deploy", Owner: "ada", State: sop.Draft, Holding: h.ID, Latest: 1, Steps: 3, Created: now, Changed: now}
	do(t, d, func(tx *store.Tx) error {
		return errors.Join(tx.AddProcedure(t.Context(), p), tx.AddRevision(t.Context(), sop.Revision{Number: 1}, sop.Release{Procedure: p.ID, Author: "ada", Note: "first", Created: now}))
	})
	return p
}

func pieces(t *testing.T, d *store.DB) {
	p := procedure(t, d, workspace(t, d))
	piece := func(key string, version int) sop.Piece {
		return sop.Piece{Key: key, Version: version, Body: json.RawMessage(fmt.Sprintf(`{"n": %d, "é": "\u0000 \\"}`, version)), Author: "ada", Changed: now, Since: 1}
	}
	all := []sop.Piece{piece("head", 1), piece("head", 2), piece("head", 10), piece("step/a", 1)}
	for _, x := range all {
		do(t, d, func(tx *store.Tx) error { return tx.AddPiece(t.Context(), p.ID, x) })
	}
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.AddPiece(t.Context(), p.ID, all[1]) }), sop.Exists)
	got, err := d.Read().Pieces(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, all[2:])
	if got, err = d.Read().PiecesEver(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, got, all)
	one, err := d.Read().Piece(t.Context(), p.ID, "head", 2)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, one, all[1])
	do(t, d, func(tx *store.Tx) error {
		return tx.PrunePiece(t.Context(), p.ID, sop.Piece{Key: "head", Version: 10}, 2)
	})
	if got, err = d.Read().PiecesEver(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, got, []sop.Piece{all[0], all[2], all[3]})
	if got, err = d.Read().PieceVersions(t.Context(), p.ID); err != nil || len(got) != 2 || got[0].Version != 10 || len(got[0].Body) != 0 || got[0].Author != "ada" {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = d.Read().Piece(t.Context(), p.ID, "head", 2)
	wantCode(t, err, sop.NotFound)
	do(t, d, func(tx *store.Tx) error {
		return tx.PrunePiece(t.Context(), p.ID, sop.Piece{Key: "head", Version: 10}, 1)
	})
	if got, err = d.Read().PiecesEver(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, got, []sop.Piece{all[2], all[3]}) // the first one, too
}

// Whoever holds a procedure is alone with it: each of many reads what the one before wrote.
func held(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	p := procedure(t, d, w)
	const n = 12
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			if err := d.Do(t.Context(), func(tx *store.Tx) error {
				h, err := tx.HoldProcedure(t.Context(), w.ID, p.Slug)
				if err != nil {
					return err
				}
				have, err := tx.PiecesEver(t.Context(), h.ID)
				if err != nil {
					return err
				}
				h.Steps++
				return errors.Join(tx.AddPiece(t.Context(), h.ID, sop.Piece{Key: "head", Version: len(have) + 1, Body: json.RawMessage("{}"), Changed: now}), tx.SaveProcedure(t.Context(), h))
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	have, err := d.Read().PiecesEver(t.Context(), p.ID)
	got, err2 := d.Read().Procedure(t.Context(), w.ID, p.Slug)
	if errors.Join(err, err2) != nil || len(have) != n || got.Steps != p.Steps+n {
		t.Errorf("%d pieces, %d steps, %v, %v", len(have), got.Steps, err, err2)
	}
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error {
		_, err := tx.HoldProcedure(t.Context(), "another", p.Slug)
		return err
	}), sop.NotFound)
}

func releases(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	p := procedure(t, d, w)
	later := p
	later.Title, later.Latest, later.Steps, later.State, later.Owner, later.Changed = "Deploy it", 2, 4, "other", "bob", now.Add(time.Hour)
	do(t, d, func(tx *store.Tx) error {
		return errors.Join(tx.AddRevision(t.Context(), sop.Revision{Number: 2}, sop.Release{Procedure: p.ID, Author: "bob", Note: "second", Created: later.Changed}), tx.SaveProcedure(t.Context(), later))
	})
	got, err := d.Read().Procedure(t.Context(), w.ID, p.Slug)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, later)
	all, err := d.Read().Releases(t.Context(), p.ID)
	if err != nil || len(all) != 2 || all[0].Number != 2 || all[0].Note != "second" || !all[0].Created.Equal(later.Changed) || all[1].Author != "ada" || all[0].Digest == all[1].Digest || len(all[0].Digest) != 64 {
		t.Errorf("%+v, %v", all, err)
	}
}

func drawings(t *testing.T, d *store.DB) {
	p := procedure(t, d, workspace(t, d))
	f := sop.Figure{Image: "x.png", At: sop.Seconds(1), Crop: sop.Box{X: 1, Y: 2, W: 3, H: 4}, Alt: sop.Claim{Text: "é"}}
	for range 2 {
		do(t, d, func(tx *store.Tx) error { return tx.AddDrawing(t.Context(), p.ID, f) })
	}
	got, err := d.Read().Drawings(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, []sop.Figure{f})
	home := p.Workspace
	before := func(at time.Time) []take.Kept {
		found := []take.Kept{}
		t.Helper()
		all, err := d.Read().PicturesBefore(t.Context(), at, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range all {
			if k.Procedure == p.ID {
				found = append(found, k)
			}
		}
		return found
	}
	made, brought := take.Kept{Workspace: home, Procedure: p.ID, Name: "x.png"}, take.Kept{Workspace: home, Procedure: p.ID, Name: "OWN", Brought: true, Looked: now}
	equal(t, before(now), []take.Kept{made})
	do(t, d, func(tx *store.Tx) error { return tx.KeepPicture(t.Context(), brought) })
	equal(t, before(now.Add(time.Second)), []take.Kept{made, brought})
	made.Looked, brought.Looked = now.Add(time.Minute), now.Add(time.Hour)
	for _, k := range []take.Kept{made, brought} {
		do(t, d, func(tx *store.Tx) error { return tx.KeepPicture(t.Context(), k) })
	}
	equal(t, before(now.Add(2*time.Hour)), []take.Kept{made, brought})
	equal(t, before(now.Add(time.Minute)), []take.Kept{})
	for _, k := range []take.Kept{made, brought} {
		do(t, d, func(tx *store.Tx) error { return tx.DropPicture(t.Context(), k) })
	}
	equal(t, before(now.Add(2*time.Hour)), []take.Kept{})
	if got, err = d.Read().Drawings(t.Context(), p.ID); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func takes(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	p := procedure(t, d, w)
	k := take.Take{ID: store.NewID(), Workspace: w.ID, Procedure: p.ID, Author: "ada", State: take.Waiting, Created: now,
		Shooting: take.Shooting{At: sop.Seconds(1.5), Crop: sop.Box{X: 1, Y: 2, W: 3, H: 4}, Masks: []sop.Box{{X: 5, Y: 6, W: 7, H: 8}}}}
	do(t, d, func(tx *store.Tx) error { return tx.AddTake(t.Context(), k) })
	got, err := d.Read().Take(t.Context(), p.ID, k.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, k)
	_, err = d.Read().Take(t.Context(), "another", k.ID)
	wantCode(t, err, sop.NotFound)
	done, late := k, k
	done.State, done.Made = take.Done, &sop.Figure{Image: "x.png", At: k.Shooting.At}
	late.State, late.Fault = take.Failed, &sop.Fault{Code: sop.Leaked, Message: "é"}
	for i, x := range []take.Take{done, late} { // what came first stays
		do(t, d, func(tx *store.Tx) error {
			ok, err := tx.EndTake(t.Context(), x)
			if ok != (i == 0) {
				t.Errorf("ended: %v", ok)
			}
			return err
		})
	}
	if got, err = d.Read().TakeByID(t.Context(), k.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, got, done)
	old, err := d.Read().TakesBefore(t.Context(), now.Add(time.Second), 10)
	if err != nil || len(old) == 0 {
		t.Fatalf("%v, %v", old, err)
	}
	all, own, err := d.Read().Waiting(t.Context(), w.ID, "ada")
	if err != nil || all != 0 || own != 0 {
		t.Errorf("%d and %d wait, %v", all, own, err)
	}
	for _, who := range []string{"ada", "bob", "bob"} {
		do(t, d, func(tx *store.Tx) error {
			return tx.AddTake(t.Context(), take.Take{ID: store.NewID(), Workspace: w.ID, Procedure: p.ID, Author: who, State: take.Waiting, Created: now})
		})
	}
	if all, own, err = d.Read().Waiting(t.Context(), w.ID, "bob"); err != nil || all != 3 || own != 2 {
		t.Errorf("%d and %d wait, %v", all, own, err)
	}
	do(t, d, func(tx *store.Tx) error { return tx.DropTake(t.Context(), k.ID) })
	_, err = d.Read().TakeByID(t.Context(), k.ID)
	wantCode(t, err, sop.NotFound)
}

func glossary(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	term := sop.Term{Used: "Kubernetes", Heard: []string{"cube a net is", "o'net"}, Author: "ada", Changed: now}
	do(t, d, func(tx *store.Tx) error { return tx.SaveTerm(t.Context(), w.ID, sop.Term{Used: "Kubernetes"}) })
	do(t, d, func(tx *store.Tx) error {
		return errors.Join(tx.SaveTerm(t.Context(), w.ID, term), tx.SaveTerm(t.Context(), w.ID, sop.Term{Used: "Argo CD"}))
	})
	got, err := d.Read().Glossary(t.Context(), w.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, []sop.Term{{Used: "Argo CD"}, term})
	drop := func() error {
		return d.Do(t.Context(), func(tx *store.Tx) error { return tx.DropTerm(t.Context(), w.ID, "Argo CD") })
	}
	if err := drop(); err != nil {
		t.Error(err)
	}
	wantCode(t, drop(), sop.NotFound)
}
