package workspace

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"showhow/internal/metric"
	"showhow/internal/sop"
)

// healthTime is how long each part may take to answer.
const healthTime = 3 * time.Second

// health tells whether all parts can be reached: 200, or 503 with what can't. What is wrong is told to the log alone.
func (w *Workspace) health(out http.ResponseWriter, r *http.Request) {
	told := map[string]string{}
	status := http.StatusOK
	for name, ask := range map[string]func(context.Context) error{
		"database": func(ctx context.Context) error { return w.db.Pool().PingContext(ctx) },
		"queue":    func(ctx context.Context) error { _, err := w.queue.Alive(ctx, 0); return err },
		"blobs": func(ctx context.Context) error {
			o, err := w.blobs.Open(ctx, "health/none")
			if err == nil {
				return o.Close()
			}
			if sop.CodeOf(err) == sop.NotFound {
				return nil
			}
			return err
		},
	} {
		ctx, stop := context.WithTimeout(r.Context(), healthTime)
		err := ask(ctx)
		stop()
		told[name] = "ok"
		if err != nil {
			told[name], status = "unreachable", http.StatusServiceUnavailable
			w.Log.Error("a part can't be reached", "part", name, "error", err)
		}
	}
	out.Header().Set("Content-Type", "application/json")
	out.Header().Set("Cache-Control", "no-store")
	out.WriteHeader(status)
	json.NewEncoder(out).Encode(told)
}

// metrics lets programs read the numbers: on this machine freely, from elsewhere with the token of the settings.
func (w *Workspace) metrics(c *metric.Counter) http.Handler {
	numbers := c.Handler()
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		token, want := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), w.Config.Text("metrics_token")
		if !ofThisMachine(r) && (want == "" || subtle.ConstantTimeCompare([]byte(token), []byte(want)) != 1) {
			out.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(out, "Ask from this machine, or with the token of the setting metrics_token.", http.StatusUnauthorized)
			return
		}
		numbers.ServeHTTP(out, r)
	})
}

// ofThisMachine says whether a request came from this machine and under its name: what a proxy here passes on came under another.
func ofThisMachine(r *http.Request) bool {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && local(from) && local(strings.Trim(host, "[]")) && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// counted are the workspace's handler with what programs ask of it.
func (w *Workspace) counted(pages http.Handler) http.Handler {
	c := metric.New(w.Version, func(ctx context.Context) (metric.Numbers, error) {
		n, err := w.db.Numbers(ctx)
		if err != nil && !errors.Is(err, context.Canceled) {
			w.Log.Warn("the numbers can't be told", "error", err)
		}
		return n, err
	})
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.Handle("GET /metrics", w.metrics(c))
	mux.HandleFunc("GET /healthz", w.health)
	return w.traces.Traced(c.Counted(mux))
}
