package web

import (
	"context"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/web/asset"
	"showhow/internal/web/door"
)

// actorKey is where a request's context keeps who asks.
type actorKey struct{}

func withActor(ctx context.Context, a desk.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// actor is who asks; nobody on a route that needs no act.
func actor(r *http.Request) desk.Actor {
	a, _ := r.Context().Value(actorKey{}).(desk.Actor)
	return a
}

// policy lets a page use what this site serves as files of its own, and nothing else: no script or style within a page, no frame around it.
var policy = strings.Join([]string{
	"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "media-src 'self'", "font-src 'self'", "connect-src 'self'",
	"form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}, "; ")

// secured sets the headers that hold for every answer.
func (s *site) secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if s.Door.HTTPS(r) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), payment=(), usb=(), microphone=(self), display-capture=(self)")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// found makes pages of what the mux itself refuses: addresses that there aren't, and methods that an address doesn't know.
func (s *site) found(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		no := &asset.Refusal{At: http.Header{}}
		h.ServeHTTP(no, r)
		switch no.Status {
		case http.StatusMethodNotAllowed:
			w.Header().Set("Allow", no.At.Get("Allow"))
			s.faultAs(w, r, http.StatusMethodNotAllowed, &sop.Error{Code: sop.Invalid, Message: "This address can't be used that way.", Mend: "Go back to the page you came from, and use its buttons."})
		case http.StatusNotFound:
			s.fault(w, r, &sop.Error{Code: sop.NotFound, Message: "There is no page at this address.", Mend: "Look for it in the library."})
		default: // another way to write an address that there is
			http.Redirect(w, r, no.At.Get("Location"), no.Status)
		}
	})
}

// crossSite refuses what another site's page sends in a person's name.
func (s *site) crossSite(w http.ResponseWriter, r *http.Request) {
	s.fault(w, r, &sop.Error{Code: sop.Forbidden, Message: "This was sent from a page of another site, so nothing was changed.", Mend: "Open Showhow itself, and do it there."})
}

// logged writes a line about each request, without what stands behind the question mark: people's words may be in it. A panic is logged, too,
// and answered.
func (s *site) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t, start := &asset.Tally{ResponseWriter: w}, time.Now()
		defer func() {
			p := recover()
			if p != nil && p != http.ErrAbortHandler {
				s.Log.Error("panic", "method", r.Method, "path", door.Loggable(r.URL.Path), "panic", p, "stack", string(debug.Stack()))
				if t.Status == 0 {
					unasked := r.WithContext(withActor(r.Context(), desk.Actor{Role: "unknown"})) // asking who it is may be what failed
					s.fault(t, unasked, &sop.Error{Code: sop.Internal, Message: "This page failed for a reason that nobody foresaw.", Mend: "Try again. If that fails, too, the server's log tells why."})
				}
			}
			s.Log.Info("request", "method", r.Method, "path", door.Loggable(r.URL.Path), "status", t.Status, "bytes", t.Bytes, "took", time.Since(start).Round(time.Microsecond))
			if p == http.ErrAbortHandler {
				panic(p)
			}
		}()
		next.ServeHTTP(t, r)
	})
}
