package remote

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A proxy's word that the server behind it is gone means that the workspace is away; the workspace's own refusal doesn't.
func TestAway(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		away   bool
	}{
		{http.StatusBadGateway, "<html>502</html>", true}, {http.StatusServiceUnavailable, "", true}, {http.StatusGatewayTimeout, "late", true},
		{http.StatusBadGateway, `{"detail": "The disk is full."}`, false}, {http.StatusInternalServerError, "", false}, {http.StatusNotFound, "", false},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			w.Write([]byte(c.body))
		}))
		client, err := At(server.URL, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Call(t.Context(), Request{Method: http.MethodGet, Path: "executions"}); err == nil || errors.Is(err, ErrAway) != c.away {
			t.Errorf("%d %q: %v", c.status, c.body, err)
		}
		server.Close()
	}
}
