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
	"showhow/internal/sop/register"
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
	has(page, "Incident recovery time", "In force since", `<path class="plot-unused"`, "<table", "inc-11", "<code>used-against-not</code>, version 2")
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
	if err != nil || len(rows) != 13 || !strings.Contains(rows[1][10], "used-against-not/2") || rows[1][6] != "'=payments" {
		t.Errorf("%v, %v", rows, err)
	}
	if last := len(rows[0]) - 1; rows[0][last] != "formulas_in_words" || !strings.Contains(rows[1][last], "median/1: Half took less and half took longer") || rows[2][last] != "" {
		t.Errorf("what the formulas do isn't told once: %q, %q, %q", rows[0], rows[1], rows[2])
	}
	has(o.ask(http.MethodGet, "/figures/"+p.Slug+"/export.json").Body.String(), `"plain": "Half took less`, `"too few to say"`, `"version": 1`)
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

// TestFiguresOfAProcess: a process without an SOP has its figures on its own page, too few to say below ten; it can't be taken out then; and once it leads to a procedure they count there as before.
func TestFiguresOfAProcess(t *testing.T) {
	o, p := judged(t)
	a := desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	is, err := o.site.Register.Desk.Add(t.Context(), a, register.Process{Name: "Restore <it>"})
	if err != nil {
		t.Fatal(err)
	}
	at := "/processes/" + is.ID
	page := func(path string, has []string, not ...string) {
		t.Helper()
		w := o.ask(http.MethodGet, path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d: %s", path, w.Code, w.Body)
		}
		for _, x := range has {
			if !strings.Contains(w.Body.String(), x) {
				t.Errorf("%s: %q isn't there:\n%s", path, x, w.Body)
			}
		}
		for _, x := range not {
			if strings.Contains(w.Body.String(), x) {
				t.Errorf("%s: %q is there", path, x)
			}
		}
	}
	tell := func(from, n int) {
		t.Helper()
		var b strings.Builder
		b.WriteString("id,process,at,took\n")
		for i := from; i < n; i++ {
			fmt.Fprintf(&b, "inc-%d,%s,2025-01-%02d 10:00,%dm\n", i, is.ID, 1+i, 10*(i+1))
		}
		if got, err := o.site.Figures.Looker.Desk.Import(t.Context(), a, rules.Read(nouns.Recovery, strings.NewReader(b.String()))); err != nil || !got.Kept {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	page(at, []string{"Nothing was told of how it goes", "Take it out of the register"})
	page(at+"/figures", []string{"No figures yet", "Restore &lt;it&gt;", "It has no SOP yet"})
	tell(0, 9)
	page(at, []string{"Recovery time", "too few to say", at + "/figures", "It can’t be taken out"}, "Take it out of the register")
	page(at+"/figures", []string{"9 known.", "Too few to say: ten are needed.", `<path class="plot-unused"`, "inc-8"}, "Without it isn’t known", "With it", "used-against-not", "median and its interval")
	tell(9, 12)
	page(at, []string{"1 h 5 min (", ">12<"})
	page(at+"/figures", []string{"12 known.", "1 h 5 min", "<strong>Median</strong> (version 1): Half took less", "<code>median</code>, version 1", "median and its interval"}, "Too few", "faster", "green")
	page(at+"/figures/export.csv", []string{"recovery,inc-0,2025-01-01T10:00:00Z,600,,not_used,,false,outside,,median/1 rate/2," + is.ID})
	page(at+"/figures/export.json", []string{`"name": "Restore \u003cit\u003e"`})
	page("/figures", []string{"Told of processes", at + "/figures", "12 observations"})
	rob := desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	if err := o.site.Figures.Looker.Desk.LeaveOut(t.Context(), rob, rules.Leaving{Process: is.ID, Measure: nouns.Recovery, ID: "inc-1", Reason: "a drill"}); err != nil {
		t.Fatal(err)
	}
	page(at+"/figures", []string{"11 known.", "a drill"})
	is.Slug = p.Slug
	if is, err = o.site.Register.Desk.Change(t.Context(), a, is); err != nil {
		t.Fatal(err)
	}
	page("/figures/"+p.Slug, []string{"11 before it was in force", "All of those before were told of a process", "Of the process “Restore &lt;it&gt;”: 11 count as before.", at + "/figures"}, "Faster", "Slower")
	page(at+"/figures", []string{"in force since", "/figures/" + p.Slug})
	actor := o.site.Figures.Actor
	o.site.Figures.Actor = func(*http.Request) desk.Actor { return rob }
	for form, want := range map[string]string{"measure=recovery&id=none&reason=so": "There is no such observation", "measure=recovery&id=inc-2&reason=": "isn&#39;t written", "measure=recovery&id=inc-1&reason=real&back=yes": ""} {
		r := httptest.NewRequest(http.MethodPost, at+"/figures/leave-out", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetPathValue("process", is.ID)
		w := httptest.NewRecorder()
		if err := o.site.Figures.LeaveOutOfProcess(w, r); err != nil {
			t.Fatal(err)
		}
		switch {
		case want == "" && w.Code != http.StatusSeeOther:
			t.Errorf("%s: %d %s", form, w.Code, w.Body)
		case want != "" && (w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Body.String(), `value="recovery" selected`)):
			t.Errorf("%s: %d %s", form, w.Code, w.Body)
		}
	}
	o.site.Figures.Actor = actor
	page(at+"/figures?saved", []string{"Saved.", "12 known."})
	if w := o.ask(http.MethodGet, "/processes/none/figures"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}
