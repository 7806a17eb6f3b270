package web

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"
)

// A table is shown before anything is written, added when confirmed, and added once; its export begins no formula.
func TestTable(t *testing.T) {
	o := newOffice(t)
	send := func(field, text string, more ...string) *httptest.ResponseRecorder {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		if field == "file" {
			f, _ := form.CreateFormFile("file", "x.csv")
			f.Write([]byte(text))
		} else {
			form.WriteField(field, text)
		}
		for i := 0; i+1 < len(more); i += 2 {
			form.WriteField(more[i], more[i+1])
		}
		form.Close()
		r := httptest.NewRequest("POST", "/processes/import", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		return w
	}
	text := "name,severity\nRestore,4\n=cmd(),2\nWrong,nine\n"
	for range 2 { // looking writes nothing
		if got := send("file", text).Body.String(); !strings.Contains(got, "2 processes</strong> would be added") || !strings.Contains(got, "no whole number: “nine”") {
			t.Errorf("the preview: %s", got)
		}
	}
	if got := o.ask("GET", "/processes/export.csv").Body.String(); strings.Contains(got, "Restore") {
		t.Error("looking wrote something")
	}
	if got := send("text", text, "confirm", "yes"); got.Code != 303 {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	send("text", text, "confirm", "yes")
	got := o.ask("GET", "/processes/export.csv")
	if body := got.Body.String(); strings.Count(body, "Restore") != 1 || !strings.Contains(body, "\n'=cmd()") || strings.Contains(body, "Wrong") || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%v\n%s", got.Header(), body)
	}
	if got := send("file", "Colour\nred\n"); got.Code != 400 || !strings.Contains(got.Body.String(), "No column is called name") {
		t.Errorf("%d", got.Code)
	}
}
