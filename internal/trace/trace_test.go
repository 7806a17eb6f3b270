package trace

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// collector is one that keeps what it gets.
type collector struct {
	*httptest.Server
	lock  sync.Mutex
	spans map[string]span
}

func collect(t *testing.T) *collector {
	c := &collector{spans: map[string]span{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in export
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s, %v", r.URL, err)
		}
		c.lock.Lock()
		defer c.lock.Unlock()
		for _, s := range in.ResourceSpans[0].ScopeSpans[0].Spans {
			c.spans[s.Name] = s
		}
	}))
	t.Cleanup(c.Close)
	return c
}

func tracer(to string) *Tracer {
	clock := time.Unix(1, 0)
	return New(Settings{Collector: to, Version: "v", Log: slog.New(slog.DiscardHandler), Every: time.Hour, Now: func() time.Time { clock = clock.Add(time.Second); return clock }})
}

func (s span) is(key string) string {
	for _, a := range s.Attributes {
		if a.Key == key {
			return a.Value["stringValue"] + a.Value["intValue"]
		}
	}
	return ""
}

// A request is a span of the trace that its header names; its address isn't told, and event streams are left out.
func TestRequests(t *testing.T) {
	c := collect(t)
	tr := tracer(c.URL)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /s/{slug}", func(w http.ResponseWriter, r *http.Request) {
		_, s := tr.Start(r.Context(), "inner", Internal)
		s.End(false)
		w.WriteHeader(http.StatusTeapot)
	})
	mux.HandleFunc("GET /broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	mux.HandleFunc("GET /runs/{run}/events", func(http.ResponseWriter, *http.Request) {})
	h := tr.Traced(mux)
	for _, path := range []string{"/s/secret-name", "/broken", "/runs/1/events"} {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	page, inner, broken := c.spans["GET /s/{slug}"], c.spans["inner"], c.spans["GET /broken"]
	if page.TraceID != "0af7651916cd43dd8448eb211c80319c" || page.Parent != "b7ad6b7169203331" || page.Kind != Server || page.is("http.response.status_code") != "418" || page.is("http.route") != "/s/{slug}" || page.Status.Code != 0 || page.Start >= page.End {
		t.Errorf("%+v", page)
	}
	if inner.TraceID != page.TraceID || inner.Parent != page.SpanID || broken.Status.Code != 2 || len(c.spans) != 3 {
		t.Errorf("%+v, %+v, %d", inner, broken, len(c.spans))
	}
}

// Headers that name no trace begin a new one.
func TestForeignParents(t *testing.T) {
	for _, header := range []string{"", "x", "00-0-0-0", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Traceparent", header)
		if from(r) != r.Context() {
			t.Errorf("%q is taken", header)
		}
	}
}

// Stages follow each other within what they are of; told twice in a row a stage is one.
func TestStages(t *testing.T) {
	c := collect(t)
	tr := tracer(c.URL)
	ctx, job := tr.Start(t.Context(), "draft", Consumer)
	tell, end := tr.Stages(ctx)
	for _, stage := range []string{"watch", "watch", "read"} {
		tell(stage)
	}
	end(true)
	job.End(true)
	tr.Close()
	if a, b := c.spans["watch"], c.spans["read"]; len(c.spans) != 3 || a.Parent != c.spans["draft"].SpanID || b.Parent != a.Parent || a.End > b.Start || a.Status.Code != 0 || b.Status.Code != 2 {
		t.Errorf("%+v", c.spans)
	}
}

// What is off does nothing, and a collector that is away holds nobody up.
func TestOff(t *testing.T) {
	var off *Tracer
	ctx, s := off.Start(t.Context(), "x", Internal)
	s.Say("k", 1)
	s.End(true)
	tell, end := off.Stages(ctx)
	tell("a")
	end(false)
	if h := http.NewServeMux(); off.Traced(h) != http.Handler(h) || ctx != t.Context() || off.Close() != nil {
		t.Error("it does something")
	}
	away := tracer("http://127.0.0.1:1")
	for range 2 * mostSpans {
		_, s := away.Start(context.Background(), "x", Internal)
		s.End(false)
	}
	away.Close()
}
