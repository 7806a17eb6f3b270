package library_test

import (
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
)

// What is retired is found behind what people work by, however well it fits.
func TestRetiredLast(t *testing.T) {
	var all []library.Hit
	for _, x := range []string{"a retired", "b effective", "c retired", "d draft"} {
		slug, state, _ := strings.Cut(x, " ")
		all = append(all, library.Hit{Procedure: sop.Procedure{Slug: slug, State: sop.ProcedureState(state)}})
	}
	got := ""
	for _, h := range library.RetiredLast(all) {
		got += h.Procedure.Slug
	}
	if got != "bdac" {
		t.Error(got)
	}
}
