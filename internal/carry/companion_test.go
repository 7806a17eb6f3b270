package carry

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"showhow/internal/carry/given"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// Who looks on is named by a name or an id, and only one of those who may is taken; nothing is begun with anybody else.
func TestCompanion(t *testing.T) {
	w := &workspace{t: t, r: sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one", Title: sop.Claim{Text: "Roll out."}}}}}}}
	began := []string{}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		switch strings.TrimPrefix(r.URL.Path, "/v1/procedures/deploy/") {
		case "training":
			fmt.Fprint(out, `{"companions": [{"account": "a1", "name": "Ada"}, {"account": "b1", "name": "Bo Li"}, {"account": "b2", "name": "Bo Li"}]}`)
		case "executions":
			var in struct{ Companion string }
			json.NewDecoder(r.Body).Decode(&in)
			began = append(began, in.Companion)
			w.x = execution.Execution{ID: "x1", Title: "Deploy", Number: 1, Mode: execution.Live, By: "tom"}
			json.NewEncoder(out).Encode(detail{w.x, *execution.Fold(w.x, &w.r, nil), execution.SheetOf(w.x, &w.r), nil, nil, ""})
		default:
			w.ServeHTTP(out, r)
		}
	}))
	defer server.Close()
	client, err := remote.At(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	call := func(name string) error {
		_, err := Carry{Client: client, Slug: "deploy", Mode: execution.Live, Notes: t.TempDir(), Companion: name, Terminal: Terminal{In: strings.NewReader("q\n"), Out: &strings.Builder{}, Now: time.Now, NewID: func() string { return "e" },
			Mask: func(_ context.Context, text string) (string, error) { return text, nil }}}.Done(t.Context())
		return err
	}
	for _, x := range []struct{ name, want, mend string }{
		{"", "", ""}, {"ada", "a1", ""}, {" b2 ", "b2", ""},
		{"eve", "-", "Ada (a1)"}, {"Bo Li", "-", "Bo Li (b2)"},
	} {
		began = nil
		err := call(x.name)
		if x.want == "-" {
			if sop.CodeOf(err) != sop.Invalid || !strings.Contains(fmt.Sprintf("%+v", err.(*sop.Error).Mend), x.mend) || len(began) > 0 {
				t.Errorf("%q: %v, began with %q", x.name, err, began)
			}
			continue
		}
		if err != errLeft || len(began) != 1 || began[0] != x.want {
			t.Errorf("%q: %v, began with %q", x.name, err, began)
		}
	}
	if _, err := given.Chosen(nil, "ada"); err == nil || !strings.Contains(err.(*sop.Error).Mend, "Nobody else") {
		t.Errorf("where nobody may: %v", err)
	}
}
