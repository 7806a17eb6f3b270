// Package trace tells an OpenTelemetry collector how long things took, in spans that belong together: requests, jobs, and the stages of a draft. It speaks
// OTLP over HTTP in its JSON form (opentelemetry-proto 1.x, collector/trace/v1) and W3C's traceparent. Nothing in a span tells of a person: routes by their
// patterns, statuses, ids of jobs. A nil *Tracer is one that is off, and costs nothing.
package trace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Settings are what a tracer needs.
type Settings struct {
	// Collector is its address without the path of the protocol, such as http://127.0.0.1:4318.
	Collector string
	// Version is the program's.
	Version string
	Log     *slog.Logger
	// Now is the clock, and Every how often spans are sent at the latest; zero is 5 s.
	Now   func() time.Time
	Every time.Duration
}

// Tracer takes spans, and sends them in the background. What the collector can't take in time is dropped, and said in the log: nothing waits for it.
type Tracer struct {
	s       Settings
	spans   chan *Span
	ended   chan struct{}
	stop    context.CancelFunc
	closing sync.Once
	dropped dropped
}

// mostSpans is how many wait to be sent at most.
const mostSpans = 4096

// New begins to send. Close must be called.
func New(s Settings) *Tracer {
	if s.Every == 0 {
		s.Every = 5 * time.Second
	}
	ctx, stop := context.WithCancel(context.Background())
	t := &Tracer{s: s, spans: make(chan *Span, mostSpans), ended: make(chan struct{}), stop: stop}
	go t.loop(ctx)
	return t
}

// Close sends what waits, for a few seconds at most.
func (t *Tracer) Close() error {
	if t != nil {
		t.closing.Do(t.stop)
		<-t.ended
	}
	return nil
}

// Kind is a span's, by its number in the protocol.
type Kind int

// The kinds of spans.
const (
	Internal Kind = 1
	Server   Kind = 2
	Consumer Kind = 5 // a job of a queue
)

// Span is something that took time. A nil one is of a tracer that is off.
type Span struct {
	tracer        *Tracer
	name          string
	kind          Kind
	trace, parent string
	id            string
	began, ended  time.Time
	said          map[string]any // strings and ints
	failed        bool
}

// within is where a context keeps its span.
type within struct{}

// Start begins a span, within that of the context if it has one. End must be called.
func (t *Tracer) Start(ctx context.Context, name string, kind Kind) (context.Context, *Span) {
	if t == nil {
		return ctx, nil
	}
	s := &Span{tracer: t, name: name, kind: kind, id: number(8), began: t.s.Now(), said: map[string]any{}}
	if p, ok := ctx.Value(within{}).(*Span); ok {
		s.trace, s.parent = p.trace, p.id
	} else {
		s.trace = number(16)
	}
	return context.WithValue(ctx, within{}, s), s
}

// number is a random one of so many bytes, as hex.
func number(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// Say tells something of a span: a string or an int.
func (s *Span) Say(key string, value any) {
	if s != nil {
		s.said[key] = value
	}
}

// End ends a span; failed says that what it is of went wrong.
func (s *Span) End(failed bool) {
	if s == nil {
		return
	}
	s.ended, s.failed = s.tracer.s.Now(), failed
	select {
	case s.tracer.spans <- s:
	default:
		s.tracer.dropped.one()
	}
}

// Traced makes a span of each request that a handler answers; event streams, which last as long as somebody looks, are left out.
func (t *Tracer) Traced(next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, s := t.Start(from(r), "", Server)
		r = r.WithContext(ctx)
		a := &answer{ResponseWriter: w}
		defer func() {
			_, route, found := strings.Cut(r.Pattern, " ") // as the muxes have left it
			if !found {
				route = r.Pattern
			}
			if strings.HasSuffix(route, "/events") {
				return
			}
			if a.status == 0 {
				a.status = http.StatusOK
			}
			s.name = strings.TrimSpace(method(r.Method) + " " + route)
			s.Say("http.request.method", method(r.Method))
			s.Say("http.route", route)
			s.Say("http.response.status_code", a.status)
			s.End(a.status >= http.StatusInternalServerError)
		}()
		next.ServeHTTP(a, r)
	})
}

// from is a request's context with the span that the one who asks names, in W3C's header traceparent: 00-TRACE-PARENT-FLAGS.
func from(r *http.Request) context.Context {
	parts := strings.Split(r.Header.Get("Traceparent"), "-")
	if len(parts) != 4 || parts[0] != "00" || !id(parts[1], 32) || !id(parts[2], 16) {
		return r.Context()
	}
	return context.WithValue(r.Context(), within{}, &Span{trace: parts[1], id: parts[2]})
}

// id says whether a text is a number as hex, and not 0.
func id(s string, length int) bool {
	return len(s) == length && strings.Trim(s, "0123456789abcdef") == "" && strings.Trim(s, "0") != ""
}

// method is a request's method, if it is one that there is.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "_OTHER"
}

// answer keeps an answer's status.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Stages makes a span of each stage that is told, within that of the context, until the next is told or end is called. It may be told from several goroutines.
func (t *Tracer) Stages(ctx context.Context) (tell func(stage string), end func(failed bool)) {
	var lock sync.Mutex
	var now *Span
	tell = func(stage string) {
		lock.Lock()
		defer lock.Unlock()
		if t == nil || now != nil && now.name == stage {
			return
		}
		now.End(false)
		_, now = t.Start(ctx, stage, Internal)
	}
	end = func(failed bool) {
		lock.Lock()
		defer lock.Unlock()
		now.End(failed)
		now = nil
	}
	return tell, end
}
