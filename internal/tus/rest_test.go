package tus

import (
	"testing"
	"time"

	"showhow/internal/sop"
)

// A recording whose tab was closed in the middle is told of, and what has come of it becomes the whole.
func TestEnd(t *testing.T) {
	s := newSite(t, Limits{})
	begin := func() string {
		a := s.want(201, "POST", "/uploads/", usual.and(headers{"Upload-Defer-Length": "1", "Upload-Metadata": "recorded YnJvd3Nlcg=="}), "")
		return a.Header.Get("Location")[len("/uploads/"):]
	}
	id := begin()
	code := func(err error, want sop.Code) {
		t.Helper()
		if err == nil || sop.CodeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	code(s.h.End(t.Context(), "ann", id), sop.Invalid) // nothing came
	s.want(204, "PATCH", "/uploads/"+id, bytesAt(0), "hello ")
	s.want(204, "PATCH", "/uploads/"+id, bytesAt(6), "wor")
	all, err := s.h.Rests(t.Context(), "ann")
	if err != nil || len(all) != 1 || all[0].Bytes != 9 || all[0].Metadata["recorded"] != "browser" || time.Since(all[0].Last) > time.Minute {
		t.Fatalf("%+v, %v", all, err)
	}
	if all, err := s.h.Rests(t.Context(), "bob"); err != nil || len(all) != 0 {
		t.Errorf("another's: %+v, %v", all, err)
	}
	code(s.h.End(t.Context(), "bob", id), sop.NotFound)
	code(s.h.Discard(t.Context(), "bob", id), sop.NotFound)
	for range 2 {
		if err := s.h.End(t.Context(), "ann", id); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.done) != 1 || s.done[0].Size != 9 {
		t.Errorf("handed over: %+v", s.done)
	}
	if a := s.want(204, "PATCH", "/uploads/"+id, bytesAt(9), "ld"); a.Header.Get("Upload-Offset") != "9" { // the tab went on
		t.Errorf("it took more: %s", a.Header.Get("Upload-Offset"))
	}
	s.holds("/uploads/"+id, []byte("hello wor"), 1)
	code(s.h.Discard(t.Context(), "ann", id), sop.Exists)
	other := begin()
	if err := s.h.Discard(t.Context(), "ann", other); err != nil {
		t.Fatal(err)
	}
	code(s.h.Discard(t.Context(), "ann", other), sop.NotFound)
}
