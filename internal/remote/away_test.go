package remote

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// A workspace is away where what stands before it says so in its own words, by whatever status, or where something else answers; the workspace's own refusal doesn't say that. Only its own word says that something isn't there.
func TestAway(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		away   bool
		code   sop.Code
	}{
		{http.StatusBadGateway, "<html>502</html>", true, sop.Failed}, {http.StatusServiceUnavailable, "", true, sop.Failed}, {http.StatusGatewayTimeout, "late", true, sop.Failed}, {http.StatusInternalServerError, "", true, sop.Failed}, {522, "error code: 522", true, sop.Failed},
		{http.StatusNotFound, "404 page not found", true, sop.Failed}, {http.StatusNotFound, "", true, sop.Failed}, {http.StatusNotFound, `{"detail": "Not Found"}`, true, sop.Failed}, {http.StatusMisdirectedRequest, "", true, sop.Failed},
		{http.StatusOK, "<html>Sign in to the network.</html>", true, sop.Failed}, {http.StatusOK, "", true, sop.Failed}, {http.StatusFound, "", true, sop.Failed},
		{http.StatusNotFound, `{"title": "Not Found", "status": 404, "detail": "There is no such procedure."}`, false, sop.NotFound}, {http.StatusBadGateway, `{"detail": "The disk is full."}`, false, sop.Failed},
		{http.StatusForbidden, "<html>403</html>", false, sop.Forbidden}, {http.StatusRequestEntityTooLarge, "", false, sop.Failed},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.status == http.StatusFound {
				w.Header().Set("Location", "https://sso.example.com/in?state=hush")
			}
			w.WriteHeader(c.status)
			w.Write([]byte(c.body))
		}))
		client, err := At(server.URL, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		var any struct{}
		err = client.Call(t.Context(), Request{Method: http.MethodGet, Path: "executions", Answer: &any})
		if err == nil || errors.Is(err, ErrAway) != c.away || sop.CodeOf(err) != c.code {
			t.Errorf("%d %q: %v", c.status, c.body, err)
		}
		// whoever names a wrong address is told which, and what answers there
		if want := "No workspace answers at " + client.Address() + ": something else does (" + said(c.status, ""); c.away && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%d: %v, want %q", c.status, err, want)
		}
		if c.status == http.StatusFound && (!strings.Contains(err.Error(), "302 Found, to https://sso.example.com)") || strings.Contains(err.Error(), "hush")) {
			t.Error(err)
		}
		server.Close()
	}
}

// Where nobody answers at all, nothing is said to answer instead.
func TestNobody(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	client, err := At(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	if err := client.Call(t.Context(), Request{Method: http.MethodGet, Path: "executions"}); !errors.Is(err, ErrAway) || !strings.HasPrefix(err.Error(), "No workspace answers at "+client.Address()+". ") || Instead(err) != "" {
		t.Error(err)
	}
}
