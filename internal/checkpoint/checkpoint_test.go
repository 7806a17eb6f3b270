package checkpoint_test

import (
	"bytes"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"showhow/internal/checkpoint"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Roots are those of RFC 6962, as another's implementation tells.
func TestRootsAgree(t *testing.T) {
	var kept []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) (all []tlog.Hash, err error) {
		for _, i := range at {
			all = append(all, kept[i])
		}
		return all, nil
	})
	var h trail.Head
	for n := range int64(300) {
		x := h.Next(team.Event{ID: fmt.Sprint(n), Workspace: "w"}, "salt")
		more, err := tlog.StoredHashesForRecordHash(n, tlog.Hash(x.Leaf), read)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, more...)
		want, err := tlog.TreeHash(n+1, read)
		if err != nil || tlog.Hash(h.Root()) != want {
			t.Fatalf("of %d: %v, %v, %v", n+1, h.Root(), want, err)
		}
		again, err := trail.ParseTree(h.Size, h.Text())
		if err != nil || again.Root() != h.Root() {
			t.Fatalf("%v", err)
		}
	}
}

func TestSigned(t *testing.T) {
	k, err := checkpoint.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	other, err := checkpoint.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	p := checkpoint.Point{Workspace: "w", Point: trail.Point{Size: 7, Root: trail.Hash{1, 2, 3}}}
	signed, err := checkpoint.Sign(k.Private, p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := checkpoint.Open(signed, other.Public, k.Public)
	p.By = k.Public
	if err != nil || got != p {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := checkpoint.Open(signed, other.Public); sop.CodeOf(err) != sop.Tampered {
		t.Errorf("by another: %v", err)
	}
	for i := range signed {
		changed := bytes.Clone(signed)
		changed[i] ^= 1
		if got, err := checkpoint.Open(changed, k.Public); err == nil && got != p {
			t.Errorf("byte %d changed: %+v", i, got)
		}
	}
}
