package life

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"showhow/internal/remote"
)

// What was changed since the last revision is sent, too, as the page does, and that is said; a revision that is named is sent as it is.
func TestSendsWhatWasChanged(t *testing.T) {
	for _, x := range []struct {
		copied   string
		revision int
		number   float64
		working  bool
		says     string
	}{
		{`{"latest": 3, "dirty": true}`, 0, 4, true, "There were changes since revision 3: they are saved as revision 4, and that is sent.\n"},
		{`{"latest": 3, "dirty": true}`, 3, 3, false, "There are changes since revision 3, which aren't sent: leave --revision out to send them, too.\n"},
		{`{"latest": 3, "dirty": false}`, 0, 3, false, ""},
	} {
		var sent map[string]any
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/copy"):
				w.Write([]byte(x.copied))
			case r.Method == http.MethodPost:
				json.NewDecoder(r.Body).Decode(&sent)
				w.Write([]byte(`{}`))
			default:
				w.Write([]byte(`{"slug": "deploy", "title": "Deploy", "latest": 3, "items": []}`))
			}
		}))
		client, err := remote.At(server.URL, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		c := send{Revision: x.revision}
		c.Slug = "deploy"
		err = c.Run(t.Context(), World{Out: &out, Token: func(string) (string, error) { return "", nil }, Reach: func(context.Context, remote.Place) (*remote.Client, func() error, error) {
			return client, func() error { return nil }, nil
		}})
		server.Close()
		working, _ := sent["working"].(bool)
		if err != nil || sent["number"] != x.number || working != x.working || !strings.HasPrefix(out.String(), x.says) || x.says == "" && strings.Contains(out.String(), "changes since") {
			t.Errorf("%+v: %v, sent %v:\n%s", x, err, sent, out.String())
		}
	}
}
