package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	rules "showhow/internal/desk/figure"
	nouns "showhow/internal/sop/figure"
	"showhow/internal/sop/team"
)

// incidents are a file with so many recoveries with the procedure, and so many without it that take twenty times as long.
func incidents(slug string, used, unused int) string {
	var b strings.Builder
	b.WriteString("id,procedure,at,took,use,unit,cause\n")
	for i := range used + unused {
		use, took := "followed", 10+i%7
		if i >= used {
			use, took = "not_used", took*20
		}
		fmt.Fprintf(&b, "inc-%d,%s,2026-01-%02d 10:00,%dm,%s,=payments,network\n", i, slug, 1+i%28, took, use)
	}
	return b.String()
}

// TestFiguresPage: dots and kindly words below ten a side, with nothing that looks like a result; a word and an interval when there is enough; and a table with the same.
func TestFiguresPage(t *testing.T) {
	o, p := judged(t)
	a := desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	read := func() string {
		w := o.ask(http.MethodGet, "/figures/"+p.Slug)
		if w.Code != http.StatusOK {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		return w.Body.String()
	}
	has := func(page string, all ...string) {
		t.Helper()
		for _, want := range all {
			if !strings.Contains(page, want) {
				t.Errorf("%q isn't there:\n%s", want, page[:min(len(page), 3000)])
			}
		}
	}
	has(read(), "No figures yet", "Nobody has carried it out yet")
	b := rules.Read(nouns.Recovery, strings.NewReader(incidents(p.Slug, 3, 9)))
	if got, err := o.site.Figures.Looker.Desk.Import(t.Context(), a, b); err != nil || !got.Kept {
		t.Fatalf("%+v, %v", got, err)
	}
	page := read()
	has(page, "Incident recovery time", "In force since", `<path class="plot-unused"`, "<table", "inc-11", "used-against-not, version 1")
	for _, no := range []string{"Faster", "Slower", "probability", "state-effective", "green", "↓", "↑"} {
		if strings.Contains(page[strings.Index(page, "<main"):], no) {
			t.Errorf("%q is there though there are too few", no)
		}
	}
	if _, err := o.site.Figures.Looker.Desk.Note(t.Context(), a, p.Slug, nouns.Note{At: time.Date(2026, 1, 9, 0, 0, 0, 0, time.UTC), Text: "new <tooling>"}); err != nil {
		t.Fatal(err)
	}
	has(read(), "new &lt;tooling&gt;", `class="plot-note"`)
	w := o.ask(http.MethodGet, "/figures/"+p.Slug+"/export.csv")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 13 || !strings.Contains(rows[1][10], "used-against-not/1") || rows[1][6] != "'=payments" {
		t.Errorf("%v, %v", rows, err)
	}
	has(o.ask(http.MethodGet, "/figures/"+p.Slug+"/export.json").Body.String(), `"too few to say"`, `"version": 1`)
	has(o.ask(http.MethodGet, "/figures").Body.String(), p.Title, "Recovery time", "12")
}

// TestFiguresImport: a file is looked at first, then written, and its problems stand by their lines.
func TestFiguresImport(t *testing.T) {
	o, p := judged(t)
	post := func(fields map[string]string, file string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		for name, v := range fields {
			m.WriteField(name, v)
		}
		if file != "" {
			f, _ := m.CreateFormFile("file", "incidents.csv")
			f.Write([]byte(file))
		}
		m.Close()
		r := httptest.NewRequest(http.MethodPost, "/figures/import", &b)
		r.Header.Set("Content-Type", m.FormDataContentType())
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		return w
	}
	text := incidents(p.Slug, 2, 1)
	if w := post(map[string]string{"measure": "recovery", "preview": "yes"}, text); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Write 3 observations") || !strings.Contains(w.Body.String(), "inc-2,") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := post(map[string]string{"measure": "recovery", "text": text}, ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "It is written") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := post(map[string]string{"measure": "recovery"}, strings.Replace(text, "10m", "soon", 1)); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Line 2.") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := post(map[string]string{"measure": "recovery"}, ""); w.Code != http.StatusBadRequest {
		t.Errorf("%d", w.Code)
	}
}
