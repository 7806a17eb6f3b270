// Package apps serves the small web applications that are recorded: a build server, a dashboard, an admin console, a
// chat and a wiki. They look and behave like the real things as far as a recording shows it; what they hold comes from
// the case as facts.
package apps

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed page
var pages embed.FS

// Look is how the applications look.
type Look struct {
	// Skin and Theme are those of page/kit.css; Font is the family of the text and Size its height in pixels.
	Skin, Theme, Font, Mono string
	Size                    int
}

// Domain is the domain of all hosts; the name before it chooses the application.
const Domain = "acme.internal"

// Facts is what the applications hold, by application: "ci", "dash", "admin", "chat", "wiki".
type Facts map[string]any

// Server serves the applications and asks the pages where things stand.
type Server struct {
	look  Look
	hosts map[string]string
	facts Facts
	http  *http.Server
	ln    net.Listener

	mu    sync.Mutex
	pages map[string]chan question // by host: the page loaded last
	ids   map[string]string
	open  map[int]chan json.RawMessage
	n     int
}

type question struct {
	N  int    `json:"n"`
	JS string `json:"js"`
}

// Serve starts a server on the port. Hosts maps the first label of a host's name to its application.
func Serve(port int, look Look, hosts map[string]string, facts Facts) (*Server, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return nil, err
	}
	s := &Server{look: look, hosts: hosts, facts: facts, ln: ln, pages: map[string]chan question{}, ids: map[string]string{}, open: map[int]chan json.RawMessage{}}
	mux := http.NewServeMux()
	mux.Handle("GET /page/", http.FileServerFS(pages))
	mux.HandleFunc("GET /~ask", s.ask)
	mux.HandleFunc("POST /~answer", s.answer)
	mux.HandleFunc("GET /favicon.ico", http.NotFound)
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /", s.page)
	s.http = &http.Server{Handler: mux}
	go func() { _ = s.http.Serve(ln) }()
	return s, nil
}

// Close ends the server.
func (s *Server) Close() { _ = s.http.Close() }

func app(hosts map[string]string, host string) string {
	name, _, _ := strings.Cut(host, ".")
	return hosts[name]
}

// page is the frame of every application.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	name := app(s.hosts, r.Host)
	if name == "" {
		http.NotFound(w, r)
		return
	}
	kind, _, _ := strings.Cut(name, ":") // "admin:dns" is the admin application with the facts "dns"
	facts, err := json.Marshal(map[string]any{kind: s.facts[name]})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="en" data-skin="%s" data-theme="%s" style="--font:'%s',sans-serif;--mono:'%s',monospace;--size:%dpx">
<head><meta charset="utf-8"><title>%s</title><link rel="stylesheet" href="/page/kit.css"><link rel="icon" href="data:,"></head>
<body><script>window.APP=%q;window.FACTS=%s</script><script src="/page/kit.js"></script><script src="/page/%s.js"></script></body></html>`,
		s.look.Skin, s.look.Theme, s.look.Font, s.look.Mono, s.look.Size, html.EscapeString(kind), kind, facts, kind)
}

// health answers the smoke tests of the cases.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s.facts["health"])
}

// ask holds a page's request until there is a question for it.
func (s *Server) ask(w http.ResponseWriter, r *http.Request) {
	id, host := r.FormValue("id"), app(s.hosts, r.Host)
	s.mu.Lock()
	if s.ids[host] != id {
		s.ids[host] = id
		s.pages[host] = make(chan question)
	}
	c := s.pages[host]
	s.mu.Unlock()
	select {
	case q := <-c:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(q)
	case <-time.After(20 * time.Second):
		w.WriteHeader(http.StatusNoContent)
	case <-r.Context().Done():
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("q"))
	b, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	s.mu.Lock()
	c := s.open[n]
	delete(s.open, n)
	s.mu.Unlock()
	if c != nil {
		c <- b
	}
	w.WriteHeader(http.StatusNoContent)
}

// Ask evaluates an expression in the page of the application that was loaded last, and reads its value into v.
func (s *Server) Ask(ctx context.Context, app, js string, v any) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	var page chan question
	for page == nil {
		s.mu.Lock()
		page = s.pages[app]
		s.mu.Unlock()
		if page == nil {
			select {
			case <-ctx.Done():
				return errors.New("no page of " + app + " was loaded")
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
	s.mu.Lock()
	s.n++
	n, answer := s.n, make(chan json.RawMessage, 1)
	s.open[n] = answer
	s.mu.Unlock()
	select {
	case page <- question{n, js}:
	case <-ctx.Done():
		return fmt.Errorf("the page of %s doesn't ask", app)
	}
	select {
	case b := <-answer:
		return json.Unmarshal(b, v)
	case <-ctx.Done():
		return fmt.Errorf("the page of %s doesn't answer", app)
	}
}

// Loaded is a name of the page of the application that was loaded last; it changes with each load.
func (s *Server) Loaded(app string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ids[app]
}
