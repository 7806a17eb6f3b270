package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

// A form without scripts brings a subtitle file before the recording that it belongs to, and no other.
func TestSubtitlesInAForm(t *testing.T) {
	o := newOffice(t)
	d := &hall{desk: o.desk}
	o.site.tape.Intake = d
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range [][3]string{{"subtitles", "a.vtt", "WEBVTT"}, {"recording", "a.mp4", "x"}, {"recording", "b.mp4", "y"}} {
		part, err := form.CreateFormFile(f[0], f[1])
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(f[2]))
	}
	form.Close()
	r := httptest.NewRequest(http.MethodPost, "/new", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || !slices.Equal(d.words, []string{"a.vtt: WEBVTT"}) {
		t.Fatalf("%d, %v", w.Code, d.words)
	}
	runs, err := o.db.Read().Runs(t.Context(), "w", 9)
	if err != nil || len(runs) != 2 {
		t.Fatalf("%v, %v", runs, err)
	}
	for _, n := range runs {
		h, err := o.db.Read().Holding(t.Context(), "w", n.Holding)
		if err != nil || (h.Wish.Subtitles != "") != (h.Recording.Name == "a.mp4") {
			t.Errorf("%+v, %v", h, err)
		}
	}
}
