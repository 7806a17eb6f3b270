package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"showhow/internal/blob/s3/s3test"
	"showhow/internal/config"
	"showhow/internal/sop"
	"showhow/internal/store/storetest"
)

// site is a server under test, at a port of its own.
type site struct {
	at   string
	stop func() error
}

func serveSite(t *testing.T, settings ...string) site {
	t.Helper()
	c, err := config.Load(append([]string{"SHOWHOW_DATA=" + t.TempDir(), "SHOWHOW_SPEECH=none", "SHOWHOW_LISTEN=127.0.0.1:0"}, settings...), "", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	at, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- New(c).Serve(ctx, slog.New(slog.DiscardHandler), func(address string) { at <- strings.TrimSuffix(address, "/") })
	}()
	end := sync.OnceValue(func() error { stop(); return <-ended })
	t.Cleanup(func() { end() }) // it still writes into the test's folders until it has ended
	select {
	case a := <-at:
		return site{at: a, stop: end}
	case err := <-ended:
		ended <- err
		t.Fatal(err)
	}
	return site{}
}

// get gives a page, after redirects.
func (s site) get(t *testing.T, path string) (status int, body []byte, at string) {
	t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = s.at + path
	}
	r, err := http.Get(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if body, err = io.ReadAll(r.Body); err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, body, r.Request.URL.Path
}

func TestServe(t *testing.T) { fromPushToPage(t, serveSite(t)) }

// The same with the database in PostgreSQL, recordings in an S3 store, and the work done by another than the server.
func TestServeElsewhere(t *testing.T) {
	address := storetest.Postgres(t).Database(t)
	b := s3test.Start(t).Bucket(t)
	common := []string{
		"SHOWHOW_DATABASE=" + address, "SHOWHOW_S3_ENDPOINT=" + b.Endpoint, "SHOWHOW_S3_REGION=" + b.Region, "SHOWHOW_S3_BUCKET=" + b.Name,
		"SHOWHOW_S3_PREFIX=sops", "SHOWHOW_S3_KEY=" + b.Key, "SHOWHOW_S3_SECRET=" + b.Secret,
	}
	s := serveSite(t, append(common, "SHOWHOW_JOBS=0")...)
	w, _ := openWorkspace(t, common...)
	start(t, w)
	fromPushToPage(t, s)
	if kept, err := os.ReadDir(w.Folder()); err != nil || len(kept) > 1 {
		t.Errorf("what should lie elsewhere lies here: %v, %v", kept, err)
	}
}

// fromPushToPage pushes a terminal recording to a server, where it is drafted, and looks at its pages, pictures and exports.
func fromPushToPage(t *testing.T, s site) {
	t.Helper()
	a := New(config.Config{})
	var err error
	if a.config, err = config.Load([]string{"SHOWHOW_WORK=" + t.TempDir()}, "", false); err != nil {
		t.Fatal(err)
	}
	news, err := a.Push(t.Context(), Push{Recording: "../../testdata/recording/terminal-answers/recording.cast", Server: s.at, Title: "Answer <b>all</b> questions"})
	if err != nil {
		t.Fatal(err)
	}
	_, _, run := s.get(t, news)
	if !strings.HasPrefix(run, "/runs/") {
		t.Fatalf("the upload leads to %s", run)
	}
	link := regexp.MustCompile(`href="(/s/[a-z0-9-]+)"`)
	var page string
	for end := time.Now().Add(time.Minute); page == ""; time.Sleep(100 * time.Millisecond) {
		_, b, at := s.get(t, run)
		if m := link.FindSubmatch(b); m != nil {
			page = string(m[1])
		} else if strings.HasPrefix(at, "/s/") {
			page = at
		}
		if time.Now().After(end) {
			t.Fatalf("no draft came:\n%s", b)
		}
	}
	_, b, _ := s.get(t, page)
	if !bytes.Contains(b, []byte("Answer &lt;b&gt;all&lt;/b&gt; questions")) || bytes.Contains(b, []byte("<b>all")) {
		t.Error("the title is not shown as it was given")
	}
	pictures := regexp.MustCompile(`(?:src|href)="(`+page+`/pictures/[^"]+)"`).FindAllSubmatch(b, -1)
	if len(pictures) == 0 {
		t.Error("the page has no pictures")
	}
	for _, p := range append(pictures, [][]byte{nil, []byte(page + "/sop.md")}, [][]byte{nil, []byte(page + "/sop.html")}, [][]byte{nil, []byte(page + "/sop.json")}, [][]byte{nil, []byte("/healthz")}) {
		if status, b, _ := s.get(t, string(p[1])); status != 200 || len(b) == 0 {
			t.Errorf("%s: %d, %d bytes", p[1], status, len(b))
		}
	}
	if _, b, _ := s.get(t, "/"); !bytes.Contains(b, []byte(page)) {
		t.Error("the library doesn't show it")
	}
	if status, _, _ := s.get(t, "/s/another"); status != 404 {
		t.Errorf("a procedure that isn't there: %d", status)
	}
	listening, err := http.Get(s.at + "/events") // somebody has the library open
	if err != nil {
		t.Fatal(err)
	}
	defer listening.Body.Close()
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if _, err := io.Copy(io.Discard, listening.Body); err != nil {
		t.Errorf("the news were cut off, not ended: %v", err)
	}
}

// Nobody reaches the pages by another name than this machine's own, and nothing listens where others are.
func TestServesThisMachineAlone(t *testing.T) {
	s := serveSite(t)
	r, err := http.NewRequest(http.MethodGet, s.at+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "rebound.example"
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign name: %d", answer.StatusCode)
	}
	for address, want := range map[string]sop.Code{"0.0.0.0:0": sop.Unsupported, ":0": sop.Unsupported, "192.0.2.1:0": sop.Unsupported, "nonsense": sop.Invalid, strings.TrimPrefix(s.at, "http://"): sop.Busy} {
		c, err := config.Load([]string{"SHOWHOW_DATA=" + t.TempDir(), "SHOWHOW_LISTEN=" + address}, "", false)
		if err != nil {
			t.Fatal(err)
		}
		if err := New(c).Serve(t.Context(), slog.New(slog.DiscardHandler), func(string) { t.Errorf("listens at %s", address) }); sop.CodeOf(err) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// What is put into the watched folder is taken in once, also when the server is stopped after it took it in and before it moved it away.
func TestWatch(t *testing.T) {
	folder, data := t.TempDir(), t.TempDir()
	cast, err := os.ReadFile("../../testdata/recording/terminal-answers/recording.cast")
	if err != nil {
		t.Fatal(err)
	}
	put := func() {
		path := filepath.Join(folder, "answers.cast")
		if err := errors.Join(os.WriteFile(path, cast, 0o600), os.Chtimes(path, time.Unix(1e9, 0), time.Unix(1e9, 0))); err != nil {
			t.Fatal(err)
		}
	}
	put()
	for _, where := range []string{"done/answers.cast", "done/answers-2.cast"} {
		s := serveSite(t, "SHOWHOW_DATA="+data, "SHOWHOW_WATCH="+folder, "SHOWHOW_JOBS=0")
		for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
			if _, err := os.Stat(filepath.Join(folder, where)); err == nil {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("%s never came", where)
			}
		}
		var runs struct{ Items []struct{ ID string } }
		if s.ask(t, "GET", "/v1/runs", nil, &runs); len(runs.Items) != 1 {
			t.Errorf("%s: %+v", where, runs)
		}
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		put() // as it lies there when the process died before it moved it
	}
}

// Programs ask how the server is, and read its numbers: without a person's name in them, and from elsewhere with a token only.
func TestHealthAndMetrics(t *testing.T) {
	s := serveSite(t, "SHOWHOW_METRICS_TOKEN=sesame", "SHOWHOW_JOBS=0")
	if status, body, _ := s.get(t, "/healthz"); status != 200 || !bytes.Contains(body, []byte(`"blobs":"ok","database":"ok","queue":"ok"`)) {
		t.Errorf("%d %s", status, body)
	}
	if status, body, _ := s.get(t, "/livez"); status != 200 || string(body) != "ok\n" {
		t.Errorf("%d %s", status, body)
	}
	if got, _ := s.ask(t, "POST", "/v1/recordings?name=Ada+Lovelace.cast&title=Hush", strings.NewReader("x"), nil); got != 201 {
		t.Fatalf("%d", got)
	}
	s.get(t, "/s/hush?q=secret")
	status, body, _ := s.get(t, "/metrics")
	for _, want := range []string{`showhow_runs{state="queued"} 1`, "showhow_recordings 1", "showhow_recording_bytes 1", "showhow_database_up 1", `showhow_http_requests_total{method="GET",route="/s/{slug}",status="404"} 1`, `showhow_http_requests_total{method="POST",route="/v1/recordings",status="201"} 1`, "go_goroutines"} {
		if !bytes.Contains(body, []byte(want)) {
			t.Errorf("%d: no %s", status, want)
		}
	}
	for _, never := range []string{"Ada", "Hush", "hush", "secret", "local\""} {
		if bytes.Contains(body, []byte(never)) {
			t.Errorf("the numbers tell of %q", never)
		}
	}
	for _, c := range []struct {
		host, token, forwarded string
		want                   int
	}{{"127.0.0.1", "", "", 200}, {"showhow.example.com", "", "", 401}, {"showhow.example.com", "Bearer sesam", "", 401}, {"showhow.example.com", "Bearer sesame", "", 200}, {"127.0.0.1", "", "10.0.0.1", 401}, {"127.0.0.1", "Bearer sesame", "10.0.0.1", 200}} {
		r, err := http.NewRequest("GET", s.at+"/metrics", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = c.host
		r.Header.Set("Authorization", c.token)
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != c.want {
			t.Errorf("%+v: %d", c, answer.StatusCode)
		}
	}
}
