package storetest

import (
	"errors"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/store"
)

// holds lays a legal hold on one of two procedures, then on the whole workspace: nothing that is deleted by itself goes meanwhile.
func holds(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	var all []sop.Procedure
	for _, id := range []string{"one", "two"} {
		h := addHolding(t, d, w)
		p := sop.Procedure{ID: w.ID + id, Workspace: w.ID, Slug: id, Title: id, Owner: "ada", Holding: h.ID, Latest: 1, Created: now, Changed: now}
		do(t, d, func(tx *store.Tx) error {
			err := errors.Join(tx.AddProcedure(t.Context(), p), tx.AddTake(t.Context(), take.Take{ID: "t" + p.ID, Workspace: w.ID, Procedure: p.ID, Created: now}), tx.KeepPicture(t.Context(), take.Kept{Workspace: w.ID, Procedure: p.ID, Name: "x.png", Brought: true, Looked: now}))
			for version := 1; version < 4; version++ {
				err = errors.Join(err, tx.AddPiece(t.Context(), p.ID, sop.Piece{Key: "head", Version: version, Body: []byte("{}"), Changed: now}))
			}
			return err
		})
		all = append(all, p)
	}
	do(t, d, func(tx *store.Tx) error { return tx.AddSubtitle(t.Context(), w.ID, "s"+w.ID, now) })
	hold := func(procedure string) {
		do(t, d, func(tx *store.Tx) error {
			_, err := tx.SQL().ExecContext(t.Context(), "INSERT INTO hold (id, workspace, procedure, reason, holder, created, ended, ended_by) VALUES ($1, $2, $3, '', '', 1, 0, '')", store.NewID(), w.ID, procedure)
			return err
		})
	}
	want := func(n int, free bool) {
		t.Helper()
		if takes, pictures, versions, subtitles := goes(t, d, all); takes != n || pictures != n || versions != n || subtitles != free {
			t.Errorf("%d takes, %d pictures, %d versions, subtitles %t", takes, pictures, versions, subtitles)
		}
	}
	want(2, true)
	hold(all[0].ID)
	want(1, true)
	hold("")
	want(0, false)
}

// goes counts what of some procedures of a workspace would be deleted a minute later, and says whether its subtitle file would.
func goes(t *testing.T, d *store.DB, all []sop.Procedure) (takes, pictures, versions int, subtitles bool) {
	t.Helper()
	w := all[0].Workspace
	later := now.Add(time.Minute)
	found, err := d.Read().TakesBefore(t.Context(), later, 99)
	kept, err2 := d.Read().PicturesBefore(t.Context(), later, 99)
	old, err3 := d.Read().OldSubtitles(t.Context(), later, 99)
	if err := errors.Join(err, err2, err3); err != nil {
		t.Fatal(err)
	}
	for _, k := range found {
		takes += one(k.Workspace == w)
	}
	for _, k := range kept {
		pictures += one(k.Workspace == w)
	}
	for _, id := range old {
		subtitles = subtitles || id == "s"+w
	}
	broken := errors.New("undone")
	err = d.Do(t.Context(), func(tx *store.Tx) error {
		for _, p := range all {
			if err := tx.PrunePiece(t.Context(), p.ID, sop.Piece{Key: "head", Version: 3}, 2); err != nil {
				return err
			}
			left, err := tx.PiecesEver(t.Context(), p.ID)
			if err != nil {
				return err
			}
			versions += 3 - len(left)
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	return takes, pictures, versions, subtitles
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
