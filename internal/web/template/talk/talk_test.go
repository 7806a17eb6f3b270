package talk

import (
	"strings"
	"testing"

	"showhow/internal/sop/thread"
)

// What accepting a suggestion means for its author is read before the button that does it.
func TestWhatAcceptingMeansStandsBeforeIt(t *testing.T) {
	x := Thread{Thread: thread.Thread{ID: "t", Kind: thread.Suggestion}, Accepts: true, Accepting: "Tom can’t try it then."}
	var b strings.Builder
	if err := threadForms(x).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	words, button := strings.Index(b.String(), x.Accepting), strings.Index(b.String(), ">Accept<")
	if words < 0 || button < words || !strings.Contains(b.String(), `aria-describedby="accepting-t"`) {
		t.Errorf("%s", b.String())
	}
}
