package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/store"
)

func uploads(t *testing.T, d *store.DB) {
	u := sop.Upload{ID: "u1", Owner: "ada", Name: "ä\"'.mp4", Size: 5 << 40, Metadata: map[string]string{"title": "T"}, Key: "k", Handle: "h", Created: now, Expires: now.Add(time.Hour)}
	other := u
	other.ID, other.Owner = "u2", "bob"
	for _, x := range []sop.Upload{u, other} {
		if err := d.Keep(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.Upload(t.Context(), "u1")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, u)
	open := func(owner string, want ...string) {
		t.Helper()
		found, err := d.Unfinished(t.Context(), owner)
		var ids []string
		for _, f := range found {
			ids = append(ids, f.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		equal(t, ids, want)
	}
	open("", "u1", "u2")
	open("ada", "u1")
	u.Size, u.Finished = 7, now
	if err := d.Keep(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	open("", "u2")
	if got, err = d.Upload(t.Context(), "u1"); err != nil || got.Size != 7 || !got.Finished.Equal(now) {
		t.Errorf("%+v, %v", got, err)
	}
	for range 2 {
		if err := d.Drop(t.Context(), "u1"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = d.Upload(t.Context(), "u1")
	wantCode(t, err, sop.NotFound)
}

func markers(t *testing.T, d *store.DB) {
	add := func(upload string, at float64, kind sop.MarkerKind) {
		do(t, d, func(tx *store.Tx) error {
			return tx.AddMarker(t.Context(), upload, sop.Marker{At: sop.Seconds(at), Kind: kind})
		})
	}
	add("u", 7.25, sop.MarkWarning)
	add("u", 3, sop.MarkStep)
	add("u", 3, sop.MarkStep) // told twice
	add("v", 1, sop.MarkStep)
	got, err := d.Read().Markers(t.Context(), "u")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, []sop.Marker{{At: sop.Seconds(3), Kind: sop.MarkStep}, {At: sop.Seconds(7.25), Kind: sop.MarkWarning}})
	if err := d.Drop(t.Context(), "u"); err != nil {
		t.Fatal(err)
	}
	if got, err = d.Read().Markers(t.Context(), "u"); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func leases(t *testing.T, d *store.DB) {
	a, b := store.Lease{ID: "x", Holder: "a", For: time.Hour}, store.Lease{ID: "x", Holder: "b", For: time.Hour}
	take := func(l store.Lease) error { return d.Take(t.Context(), l) }
	for range 2 { // the second time it is renewed
		if err := take(a); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, take(b), sop.Busy)
	if err := d.Release(t.Context(), b); err != nil { // which b hasn't got
		t.Fatal(err)
	}
	wantCode(t, take(b), sop.Busy)
	if err := d.Release(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	b.For = -time.Second // has run out
	if err := take(b); err != nil {
		t.Fatal(err)
	}
	if err := take(a); err != nil {
		t.Errorf("a lease that ran out was kept: %v", err)
	}
	var group sync.WaitGroup
	var won atomic.Int32
	for range 12 {
		group.Go(func() {
			switch err := take(store.Lease{ID: "y", Holder: store.NewID(), For: time.Hour}); {
			case err == nil:
				won.Add(1)
			case sop.CodeOf(err) != sop.Busy:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if won.Load() != 1 {
		t.Errorf("%d have the lease", won.Load())
	}
}
