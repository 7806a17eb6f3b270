package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"showhow/internal/api/register"
	processes "showhow/internal/sop/register"
)

// A table comes in by the API as by the page: told first, then added, and once; what goes out comes in again as nothing new.
func TestProcessesAsTables(t *testing.T) {
	o := open(t)
	token := "Authorization: Bearer " + o.token(o.ada, "read write")
	send := func(path, text string) (out register.ProcessImport, code int) {
		r := httptest.NewRequest("POST", path, strings.NewReader(text))
		r.Header.Set("Content-Type", "text/csv")
		r.Header.Set("Authorization", strings.TrimPrefix(token, "Authorization: "))
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		_ = json.Unmarshal(w.Body.Bytes(), &out)
		return out, w.Code
	}
	text := "name,severity,mood\nRotate the keys,4,bad\nWater the plants,nine,\n"
	got, _ := send("/v1/processes/import?preview=true", text)
	if got.Added != 0 || len(got.Lines) != 2 || got.Lines[0].Name != "Rotate the keys" || got.Lines[1].Fault == "" || len(got.Ignored) != 1 {
		t.Errorf("told: %+v", got)
	}
	if got, _ = send("/v1/processes/import", text); got.Added != 1 {
		t.Errorf("added: %+v", got)
	}
	r := httptest.NewRequest("GET", "/v1/processes/export", nil)
	r.Header.Set("Authorization", strings.TrimPrefix(token, "Authorization: "))
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	out := w.Body.String()
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") || !strings.Contains(out, "Rotate the keys") {
		t.Errorf("%d %s: %s", w.Code, w.Header(), out)
	}
	if got, _ = send("/v1/processes/import", out); got.Added != 0 || len(got.Lines) != 1 || !got.Lines[0].Known {
		t.Errorf("the export again: %+v", got)
	}
	if _, code := send("/v1/processes/import", "\xff"); code != http.StatusBadRequest {
		t.Errorf("no text: %d", code)
	}
}

// A link is made, rated by, listed without its secret, ended with what was said kept, and taken out.
func TestRatings(t *testing.T) {
	o := open(t)
	token := "Authorization: Bearer " + o.token(o.ada, "read write")
	at := "/v1/processes/" + o.process() + "/ratings"
	var made register.ProcessRating
	if code := o.ask("POST "+at, token, map[string]any{"for": "Bea", "days": 7}, &made); code != http.StatusOK || made.Secret == "" || made.Expires.Sub(made.Created).Round(time.Minute) != 7*24*time.Hour {
		t.Fatalf("%d %+v", code, made)
	}
	if _, err := registering(o.db).Desk.Rate(t.Context(), made.Secret, processes.Rating{Severity: 5, Why: "Nobody is paid."}); err != nil {
		t.Fatal(err)
	}
	listed := func() []register.ProcessRating {
		var all struct{ Items []register.ProcessRating }
		if code := o.ask("GET "+at, token, nil, &all); code != http.StatusOK {
			t.Fatal(code)
		}
		return all.Items
	}
	if all := listed(); len(all) != 1 || all[0].Severity != 5 || all[0].Why != "Nobody is paid." || all[0].Rated == nil || all[0].Secret != "" {
		t.Errorf("%+v", all)
	}
	var of register.Process
	if code := o.ask("GET "+strings.TrimSuffix(at, "/ratings"), token, nil, &of); code != http.StatusOK || of.Lone || of.Rated == nil || of.Rated.Asked != 1 || of.Rated.Rated != 1 || len(of.Rated.Said) != 1 || of.Rated.Said[0].Words != "One rating: 5." {
		t.Errorf("%d, %+v", code, of.Rated)
	}
	for days, want := range map[int]int{0: http.StatusBadRequest, 91: http.StatusBadRequest} {
		if code := o.ask("POST "+at, token, map[string]any{"for": "Bea", "days": days}, nil); code != want {
			t.Errorf("for %d days: %d", days, code)
		}
	}
	o.ask("DELETE "+at+"/"+made.ID, token, nil, nil)
	if all := listed(); len(all) != 1 || all[0].Revoked == nil || all[0].Severity != 5 {
		t.Errorf("ended: %+v", all)
	}
	o.ask("DELETE "+at+"/"+made.ID+"?forget=true", token, nil, nil)
	if all := listed(); len(all) != 0 {
		t.Errorf("taken out: %+v", all)
	}
}
