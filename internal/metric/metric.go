// Package metric counts what a server does, in the form of Prometheus. Nothing in it tells of a person: routes by their patterns, states,
// numbers.
package metric

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Numbers are what a workspace has, by name and a label's value, as in Numbers{"runs": {"queued": 3}}.
type Numbers map[string]map[string]int64

// Counter counts requests, and tells of them and of a workspace's numbers.
type Counter struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

// gauges are the numbers that are asked for when somebody reads, with their labels.
var gauges = map[string]struct{ label, help string }{
	"runs":               {"state", "Runs by their state."},
	"uploads_unfinished": {"", "Uploads whose end hasn't come."},
	"procedures":         {"", "Procedures of all workspaces."},
	"recordings":         {"", "Recordings that are kept."},
	"recording_bytes":    {"", "Bytes of the recordings that are kept."},
	"workers":            {"", "Processes that draft."},
}

// New is a Counter; numbers gives what the workspace has at the moment.
func New(version string, numbers func(context.Context) (Numbers, error)) *Counter {
	c := &Counter{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "showhow_http_requests_total", Help: "Requests by route and status."}, []string{"route", "method", "status"}),
		took:     prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "showhow_http_request_seconds", Help: "How long answers took, by route; event streams don't count.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "showhow_build_info", Help: "The program's version.", ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	c.registry.MustRegister(c.requests, c.took, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), asked{numbers})
	return c
}

// Handler tells all numbers as Prometheus reads them.
func (c *Counter) Handler() http.Handler {
	return promhttp.HandlerFor(c.registry, promhttp.HandlerOpts{})
}

// Counted counts what a handler answers.
func (c *Counter) Counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t, start := &tally{ResponseWriter: w}, time.Now()
		defer func() {
			_, route, found := strings.Cut(r.Pattern, " ") // as the muxes have left it: without methods, and never an address itself
			if !found {
				route = r.Pattern
			}
			if t.status == 0 {
				t.status = http.StatusOK
			}
			c.requests.WithLabelValues(route, method(r.Method), strconv.Itoa(t.status)).Inc()
			if !strings.HasSuffix(route, "/events") {
				c.took.WithLabelValues(route).Observe(time.Since(start).Seconds())
			}
		}()
		next.ServeHTTP(t, r)
	})
}

// method is a request's method, if it is one that there is: who asks must not make up labels.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// tally keeps an answer's status.
type tally struct {
	http.ResponseWriter
	status int
}

func (t *tally) WriteHeader(status int) {
	if t.status == 0 {
		t.status = status
	}
	t.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (t *tally) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// asked tells a workspace's numbers when somebody reads.
type asked struct {
	numbers func(context.Context) (Numbers, error)
}

// Describe tells nothing beforehand: what is told depends on what there is.
func (asked) Describe(chan<- *prometheus.Desc) {}

// patience is how long the numbers may take.
const patience = 5 * time.Second

// Collect asks.
func (a asked) Collect(out chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	numbers, err := a.numbers(ctx)
	up := 1.
	if err != nil {
		up = 0
	}
	out <- prometheus.MustNewConstMetric(prometheus.NewDesc("showhow_database_up", "Whether the database answered just now.", nil, nil), prometheus.GaugeValue, up)
	for name, values := range numbers {
		g, known := gauges[name]
		if !known {
			continue
		}
		for value, n := range values {
			var labels, given []string
			if g.label != "" {
				labels, given = []string{g.label}, []string{value}
			}
			out <- prometheus.MustNewConstMetric(prometheus.NewDesc("showhow_"+name, g.help, labels, nil), prometheus.GaugeValue, float64(n), given...)
		}
	}
}
