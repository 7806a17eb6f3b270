package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/web/run"
	"showhow/internal/work"
)

// most is how large a page may be with all that it loads at first but its pictures, compressed, in bytes.
const most = 200_000

// TestPagesAreLight adds up what each page costs.
func TestPagesAreLight(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, sample(t, "release"))
	long := o.draft(t, rendertest.Long(300))
	loaded := regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"|url\("(/static/[^"]+)"\)`)
	for _, path := range []string{"/", "/new", "/s/" + p.Slug, "/s/" + long.Slug, "/nowhere"} {
		cost, todo, seen := 0, []string{path}, map[string]bool{}
		for len(todo) > 0 {
			at := todo[0]
			if todo = todo[1:]; seen[at] {
				continue
			}
			seen[at] = true
			got := o.ask("GET", at, "Accept-Encoding: gzip, br")
			cost += got.Body.Len()
			text := got.Body.String()
			if got.Header().Get("Content-Encoding") == "gzip" {
				z, err := gzip.NewReader(got.Body)
				if err != nil {
					t.Fatal(err)
				}
				b, _ := io.ReadAll(z)
				text = string(b)
			}
			for _, m := range loaded.FindAllStringSubmatch(text, -1) {
				todo = append(todo, m[1]+m[2])
			}
			if strings.HasPrefix(at, "/static/") && (got.Code != http.StatusOK || !strings.Contains(got.Header().Get("Cache-Control"), "immutable")) {
				t.Errorf("%s of %s: %d, %v", at, path, got.Code, got.Header())
			}
		}
		if t.Logf("%s: %d bytes in %d files", path, cost, len(seen)); cost > most {
			t.Errorf("%s costs %d bytes; at most %d", path, cost, most)
		}
	}
}

// Everything is there before scripts run: the steps, their commands, a form that sends, and what looks again.
func TestWithoutScripts(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, sample(t, "terminal-edit"))
	_, n := o.begin(t, "deploy.mp4")
	for path, want := range map[string][]string{
		"/s/" + p.Slug: {`id="step-`, `<pre tabindex="0"><code>`, `/sop.md`, "A terminal recording has no film"}, "/new": {`enctype="multipart/form-data"`, `type="submit"`},
		"/runs/" + n.ID: {`<noscript><meta http-equiv="refresh" content="3"`, `action="/runs/` + n.ID + `/cancel"`},
	} {
		got := o.ask("GET", path).Body.String()
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %s", path, w)
			}
		}
	}
}

func TestSearch(t *testing.T) {
	o := newOffice(t)
	for _, title := range []string{"Deploy the API", "Restore the database", "deploy the Database"} {
		r := rendertest.Bare()
		r.Title.Text = title
		o.draft(t, r)
	}
	for q, want := range map[string]int{"DEPLOY": 2, "database+the": 2, "deploy+database": 1, "zebra": 0, "%2525": 0} {
		if got := strings.Count(o.ask("GET", "/?q="+q).Body.String(), `<th scope="row">`); got != want {
			t.Errorf("%q: %d rows, want %d", q, got, want)
		}
	}
	if got := o.ask("GET", "/", "Workspace: other").Body.String(); strings.Contains(got, "Deploy") || !strings.Contains(got, "Show it once") {
		t.Error("another workspace sees this one's procedures")
	}
	if got := o.ask("GET", "/", "Workspace: other", "Role: viewer").Body.String(); strings.Contains(got, `href="/new"`) {
		t.Error("a viewer is sent to where they may not go")
	}
}

// What is found by a command shows that command, with the words marked, and leads to its step.
func TestSearchInSteps(t *testing.T) {
	o := newOffice(t)
	r := sample(t, "terminal-edit")
	p := o.draft(t, r)
	var step sop.Step
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			if len(st.Commands) > 0 {
				step = st
			}
		}
	}
	word := strings.Fields(step.Commands[0].Text)[0]
	got := o.ask("GET", "/?q=where+do+we+run+"+url.QueryEscape(step.Commands[0].Text)).Body.String()
	for _, want := range []string{`href="/s/` + p.Slug + `#step-` + step.Key + `"`, "In a command:", "<mark>" + word + "</mark>", "1 found"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s:\n%s", want, got)
		}
	}
	if got := o.ask("GET", "/?q="+url.QueryEscape(`<script>alert(1)</script> " onload=`+word)).Body.String(); strings.Contains(got, "<script>alert") {
		t.Error("a query is taken for markup")
	}
}

// A preview is served by ranges, pictures by what we say they are.
func TestServing(t *testing.T) {
	o := newOffice(t)
	r := rendertest.Release()
	p := o.draft(t, r)
	o.blobs[work.PreviewKey(p.ID)] = []byte("0123456789")
	o.blobs[work.PictureKey(p.ID, work.Vector, "a.png")] = []byte("<svg><script>alert(1)</script></svg>")
	o.blobs[work.PictureKey(p.ID, work.Clean, "a.png")] = []byte("<html><script>alert(1)</script>")
	got := o.ask("GET", "/s/"+p.Slug+"/preview.mp4", "Range: bytes=2-4")
	if got.Code != http.StatusPartialContent || got.Body.String() != "234" || got.Header().Get("Content-Type") != "video/mp4" {
		t.Errorf("%d, %q, %v", got.Code, got.Body, got.Header())
	}
	for at, want := range map[string]string{"clean/a.png": "image/png", "vector/a.png": "image/svg+xml"} {
		got := o.ask("GET", "/s/"+p.Slug+"/pictures/"+at)
		if got.Code != http.StatusOK || got.Header().Get("Content-Type") != want || !strings.Contains(got.Header().Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %d, %v", at, got.Code, got.Header())
		}
		if again := o.ask("GET", "/s/"+p.Slug+"/pictures/"+at, "If-Modified-Since: "+got.Header().Get("Last-Modified")); again.Code != http.StatusNotModified {
			t.Errorf("%s again: %d", at, again.Code)
		}
	}
}

// listen reads an event stream line by line.
func listen(t *testing.T, o *office, path string, headers ...string) (next func() string) {
	t.Helper()
	server := httptest.NewServer(o)
	t.Cleanup(server.Close)
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	r, _ := http.NewRequestWithContext(ctx, "GET", server.URL+path, nil)
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	lines := bufio.NewScanner(answer.Body)
	return func() string {
		if !lines.Scan() {
			return "the end"
		}
		return lines.Text()
	}
}

func TestEvents(t *testing.T) {
	o := newOffice(t)
	h, n := o.begin(t, "deploy.mp4")
	next := listen(t, o, "/runs/"+n.ID+"/events")
	until := func(part string) {
		t.Helper()
		for {
			line := next()
			if strings.Contains(line, part) {
				return
			}
			if line == "the end" {
				t.Fatalf("the stream ended before %q", part)
			}
		}
	}
	until("event: show")
	n.Stage, n.Fraction = "read", .25
	o.desk.Tell(t.Context(), n)
	until("25 %")
	p, _, err := o.desk.Finish(t.Context(), n, h, *rendertest.Bare())
	if err != nil {
		t.Fatal(err)
	}
	until("event: over")
	if line := next(); line != "data: /s/"+p.Slug {
		t.Errorf("over, and on to %q", line)
	}
	if next(); next() != "the end" {
		t.Error("the stream goes on when all is over")
	}
}

// Who loses the right to read hears no more.
func TestEventsEndWithTheRight(t *testing.T) {
	o := newOffice(t)
	_, n := o.begin(t, "deploy.mp4")
	var gone atomic.Bool
	o.site.Whose = func(r *http.Request) (desk.Actor, error) {
		if gone.Load() {
			return desk.Actor{}, &sop.Error{Code: sop.Forbidden, Message: "No."}
		}
		return asked(r)
	}
	next := listen(t, o, "/runs/"+n.ID+"/events")
	next()
	gone.Store(true)
	for next() != "the end" { // never, if it went on
	}
}

func TestForm(t *testing.T) {
	o := newOffice(t)
	post := func(fill func(*multipart.Writer)) *httptest.ResponseRecorder {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		fill(form)
		form.Close()
		r := httptest.NewRequest("POST", "/new", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		return w
	}
	file := func(form *multipart.Writer, name string) {
		f, _ := form.CreateFormFile("recording", name)
		fmt.Fprint(f, "bytes")
	}
	got := post(func(f *multipart.Writer) {
		f.WriteField("title", "T")
		f.WriteField("mask", "acme")
		file(f, "../../a.mp4")
	})
	run, ok := strings.CutPrefix(got.Header().Get("Location"), "/runs/")
	if got.Code != http.StatusSeeOther || !ok {
		t.Fatalf("%d, %v, %s", got.Code, got.Header(), got.Body)
	}
	n, _ := o.db.Read().RunByID(t.Context(), run)
	if h, err := o.db.Read().Holding(t.Context(), "w", n.Holding); err != nil || h.Recording.Name != "a.mp4" || h.Wish.Title != "T" || strings.Join(h.Wish.Mask, "") != "acme" {
		t.Errorf("%+v, %v", h, err)
	}
	if got := post(func(f *multipart.Writer) { file(f, "a.mp4"); file(f, "b.mp4") }); got.Header().Get("Location") != "/" {
		t.Errorf("two files lead to %q", got.Header().Get("Location"))
	}
	for name, fill := range map[string]func(*multipart.Writer){
		"nothing": func(*multipart.Writer) {}, "no file": func(f *multipart.Writer) { f.WriteField("recording", "") },
		"too many fields": func(f *multipart.Writer) {
			for i := range 300 {
				f.WriteField(fmt.Sprint("x", i), "y")
			}
			file(f, "a")
		},
		"too much": func(f *multipart.Writer) { f.WriteField("mask", strings.Repeat("x", 1<<20)); file(f, "a") }, "a template of nobody's": func(f *multipart.Writer) { f.WriteField("template", "x"); file(f, "a") },
	} {
		if got := post(fill); got.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, got.Code)
		}
	}
	if got := o.ask("POST", "/new"); got.Code != http.StatusBadRequest {
		t.Errorf("no form: %d", got.Code)
	}
}

// The sample is offered where there is nothing yet, to those who may bring recordings, and taken in with its narration.
func TestSample(t *testing.T) {
	o := newOffice(t)
	o.site.runs.Sample = run.Sample{Recording: []byte("film"), Narration: []byte("WEBVTT")}
	heard := &hall{desk: o.desk}
	o.site.tape.Intake = heard
	const offer = `action="/sample"`
	if got := o.ask("GET", "/").Body.String(); !strings.Contains(got, offer) {
		t.Error("the empty library doesn't offer it")
	}
	if got := o.ask("GET", "/", "Role: viewer").Body.String(); strings.Contains(got, offer) {
		t.Error("who may only read is offered it")
	}
	got := o.ask("POST", "/sample")
	run, ok := strings.CutPrefix(got.Header().Get("Location"), "/runs/")
	if got.Code != http.StatusSeeOther || !ok {
		t.Fatalf("%d, %v, %s", got.Code, got.Header(), got.Body)
	}
	n, _ := o.db.Read().RunByID(t.Context(), run)
	if h, err := o.db.Read().Holding(t.Context(), "w", n.Holding); err != nil || h.Recording.Size != 4 || h.Wish.Subtitles == "" || h.Wish.Template != "deployment" || !slices.Equal(heard.words, []string{"release.vtt: WEBVTT"}) {
		t.Errorf("%+v, %v, %q", h, err, heard.words)
	}
}
