package carry

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// stand is a workspace of two steps with two parameters and a secret, at an address of its own, and a call with what is typed.
func stand(t *testing.T) (w *workspace, call func(c Carry, typed string) (out string, err *sop.Error)) {
	w = &workspace{t: t, r: sop.Revision{Parameters: []sop.Parameter{{Name: "VERSION"}, {Name: "TOKEN", Secret: true}, {Name: "TICKET"}}, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{
		{Key: "one", Title: sop.Claim{Text: "Roll out."}, Callouts: []sop.Callout{{Kind: sop.Caution, Claim: sop.Claim{Text: "Warn the shop."}}}}, {Key: "two", Title: sop.Claim{Text: "Look."}},
	}}}}}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	client, err := remote.At(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	notes := t.TempDir()
	return w, func(c Carry, typed string) (string, *sop.Error) {
		var out strings.Builder
		c.Client, c.Slug, c.Notes = client, "deploy", notes
		if c.Mode == "" {
			c.Mode = execution.Live
		}
		n := 0
		c.Terminal = Terminal{In: strings.NewReader(typed), Out: &out, NewID: func() string { n++; return strings.Repeat("i", n) + typed }, Mask: func(_ context.Context, text string) (string, error) { return text, nil },
			Now: func() time.Time { return time.Date(2026, 11, 28, 9, 0, n, 0, time.UTC) }}
		_, err := c.Done(t.Context())
		if err == nil {
			return out.String(), nil
		}
		return out.String(), err.(*sop.Error)
	}
}

var both = map[string]string{"VERSION": "2.0.0", "TICKET": "OPS-1"}

// Where nothing has begun, nothing is said to be kept: it's told where nobody answered, and how another place is named.
func TestAwayBeforeItBegins(t *testing.T) {
	w, call := stand(t)
	away := func(c Carry, want string) {
		t.Helper()
		w.down = true
		if _, err := call(c, ""); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(want, "No workspace") != strings.Contains(err.Mend, "--server") {
			t.Errorf("%v, want %q", err, want)
		}
		w.down = false
	}
	away(Carry{Values: both}, "No workspace answers at http://127.0.0.1:")
	if _, err := call(Carry{Values: both}, "q\n"); err != errLeft {
		t.Fatal(err)
	}
	away(Carry{Values: both}, "What you did is kept on this machine.")
	away(Carry{Values: both, New: true}, "No workspace answers at http://127.0.0.1:") // another one hasn't begun
}
