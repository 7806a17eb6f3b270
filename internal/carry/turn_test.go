package carry

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// A failed step says how much was done before it rolls back, and may end it there; a command says where it was recorded.
func TestTurn(t *testing.T) {
	said := func(text string) sop.Claim { return sop.Claim{Text: text} }
	w := &workspace{t: t, r: sop.Revision{Sections: []sop.Section{
		{Kind: sop.Perform, Steps: []sop.Step{{Key: "one", Title: said("Look."), Commands: []sop.Command{{Text: "kubectl get pods", Shell: "shell", Context: "deploy@bastion:~"}}}}},
		{Kind: sop.RollBack, Steps: []sop.Step{{Key: "back", Title: said("Take it back.")}}},
	}}}
	server := httptest.NewServer(w)
	defer server.Close()
	client, err := remote.At(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	n := 0
	c := Carry{Client: client, Slug: "deploy", Mode: execution.Live, Notes: t.TempDir()}
	c.Terminal = Terminal{In: strings.NewReader("r\nn\nf\nAn incident is open.\ne\nNothing was changed.\n"), Out: &out, NewID: func() string { n++; return fmt.Sprint("id", n) },
		Now:  func() time.Time { return time.Date(2026, 11, 27, 2, 0, n, 0, time.UTC) },
		Mask: func(_ context.Context, text string) (string, error) { return text, nil }}
	if _, err := c.Done(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"  On deploy@bastion:~:\n  $ kubectl get pods", "It was recorded on deploy@bastion:~. See that you are there.", "Step 1 failed, and no other step was done. What follows rolls back. Where nothing has to be taken back, end it here (e).\nROLL BACK\nTake it back."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if last := w.events[len(w.events)-1]; last.Kind != execution.Ended || last.Outcome != execution.Failed || last.Text != "Nothing was changed." || last.Step != "" {
		t.Errorf("%+v", last)
	}
}
