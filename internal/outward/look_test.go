package outward

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"showhow/internal/sop/current"
)

// site is a web site on this machine that notes what it was asked.
type site struct {
	*httptest.Server
	lock  sync.Mutex
	asked []string
	heads []http.Header
}

func serve(t *testing.T, answer http.HandlerFunc) *site {
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.lock.Lock()
		s.asked, s.heads = append(s.asked, r.Method+" "+r.Host+r.URL.RequestURI()), append(s.heads, r.Header.Clone())
		s.lock.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) port() string { _, p, _ := net.SplitHostPort(s.Listener.Addr().String()); return p }

// here is a caller for whom all names lead to this machine, but those in other.
func here(t *testing.T, parts string, other map[string]string) *Caller {
	return &Caller{Guard: guard(t, parts), Agent: "Showhow (test)", Patience: 5 * time.Second, Lookup: func(_ context.Context, host string) ([]netip.Addr, error) {
		if to, ok := other[host]; ok {
			var all []netip.Addr
			for s := range strings.SplitSeq(to, " ") {
				all = append(all, netip.MustParseAddr(s))
			}
			return all, nil
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}}
}

func TestLook(t *testing.T) {
	var s *site
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "a=b")
		to := func(status int, at string) { w.Header().Set("Location", at); w.WriteHeader(status) }
		switch at := r.URL.Path; {
		case at == "/ok":
		case at == "/no-head" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case at == "/no-head":
			io.WriteString(w, strings.Repeat("x", 1<<20))
		case at == "/lies" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusNotFound)
		case at == "/lies":
		case at == "/401":
			w.WriteHeader(http.StatusUnauthorized)
		case at == "/429":
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(http.StatusTooManyRequests)
		case at == "/503":
			w.WriteHeader(http.StatusServiceUnavailable)
		case at == "/moved":
			to(301, "http://new.org:"+s.port()+"/ok?token=for-us-alone")
		case at == "/moved-here":
			to(308, "/ok")
		case at == "/moved-www":
			to(301, "http://www.old.org:"+s.port()+"/ok")
		case at == "/signs-in":
			to(302, "http://sso.org:"+s.port()+"/ok")
		case at == "/moved-then-signs-in":
			to(301, "http://new.org:"+s.port()+"/signs-in")
		case at == "/moved-gone":
			to(301, "http://new.org:"+s.port()+"/none")
		case at == "/circle":
			to(302, "/circle")
		case at == "/inside":
			to(302, "http://169.254.169.254/latest/meta-data/")
		case at == "/private":
			to(301, "http://intranet.org:"+s.port()+"/ok")
		case at == "/with-password":
			to(302, "http://u:p@new.org:"+s.port()+"/ok")
		case at == "/file":
			to(302, "file:///etc/passwd")
		case at == "/nowhere":
			w.WriteHeader(http.StatusFound)
		case at == "/hang-up":
			panic(http.ErrAbortHandler)
		default:
			http.NotFound(w, r)
		}
	})
	c := here(t, "127.0.0.0/8", map[string]string{"intranet.org": "10.0.0.7", "mixed.org": "127.0.0.1 10.0.0.7"})
	base := "http://old.org:" + s.port()
	for at, want := range map[string]current.Answer{
		"/ok":                  {Outcome: current.Answered, Status: 200},
		"/ok?page=7#part":      {Outcome: current.Answered, Status: 200},
		"/no-head":             {Outcome: current.Answered, Status: 200},
		"/lies":                {Outcome: current.Answered, Status: 200},
		"/none":                {Outcome: current.Answered, Status: 404},
		"/401":                 {Outcome: current.Answered, Status: 401},
		"/429":                 {Outcome: current.Answered, Status: 429, After: 24 * time.Hour},
		"/503":                 {Outcome: current.Answered, Status: 503},
		"/moved":               {Outcome: current.Answered, Status: 200, To: "http://new.org:" + s.port() + "/ok"},
		"/moved-here":          {Outcome: current.Answered, Status: 200},
		"/moved-www":           {Outcome: current.Answered, Status: 200},
		"/signs-in":            {Outcome: current.Answered, Status: 200},
		"/moved-then-signs-in": {Outcome: current.Answered, Status: 200},
		"/moved-gone":          {Outcome: current.Answered, Status: 404},
		"/nowhere":             {Outcome: current.Answered, Status: 302},
		"/circle":              {Outcome: current.Untold, Said: "it leads on and on"},
		"/hang-up":             {Outcome: current.NoAnswer, Said: "the connection broke off"},
		"/inside":              {Outcome: current.Refused, Said: "it leads to an address that nobody is called by"},
		"/private":             {Outcome: current.Refused, Said: "it leads into a private network that the settings don’t name"},
		"/with-password":       {Outcome: current.Refused, Said: "it holds a name or a password"},
		"/file":                {Outcome: current.Refused, Said: "it is no address of the web"},
	} {
		want.Private = true // this machine is
		if got := c.Look(t.Context(), base+at, nil); got != want {
			t.Errorf("%s: %+v, want %+v", at, got, want)
		}
	}
	for at, said := range map[string]string{"http://mixed.org:" + s.port() + "/ok": "private network", "http://u:p@old.org:" + s.port() + "/ok": "password", "http://2130706433:" + s.port() + "/ok": "neither", "http://old.org:22/": "port", "://": "read"} {
		if got := c.Look(t.Context(), at, nil); got.Outcome != current.Refused || !strings.Contains(got.Said, said) {
			t.Errorf("%s: %+v", at, got)
		}
	}
	for _, h := range s.heads {
		if h.Get("User-Agent") != "Showhow (test)" || h.Get("Cookie") != "" || h.Get("Authorization") != "" || h.Get("Referer") != "" {
			t.Errorf("it sends %v", h)
		}
	}
	for _, line := range s.asked {
		if strings.Contains(line, "#") || strings.Contains(line, "latest/meta-data") {
			t.Errorf("it asks %s", line)
		}
	}
}

// What leads to this machine is never asked by default, whichever way it is said, and nothing arrives.
func TestNothingArrives(t *testing.T) {
	s := serve(t, func(http.ResponseWriter, *http.Request) {})
	t.Setenv("HTTP_PROXY", s.URL)
	t.Setenv("http_proxy", s.URL)
	c := here(t, "public,*.corp.org", nil)
	for _, at := range []string{"http://127.0.0.1", "http://localhost", "http://rebound.com", "http://wiki.corp.org", "http://[::ffff:127.0.0.1]", "http://2130706433", "http://0177.0.0.1", "http://127.1"} {
		if got := c.Look(t.Context(), at+":"+s.port()+"/", nil); got.Outcome != current.Refused || got.Said == "" {
			t.Errorf("%s: %+v", at, got)
		}
	}
	if len(s.asked) > 0 {
		t.Errorf("it was asked: %v", s.asked)
	}
}

// A name that leads elsewhere the second time is checked the second time, too: what is dialled is what was checked.
func TestRebinding(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "http://rebound.org:"+strings.Split(r.Host, ":")[1]+"/second")
		w.WriteHeader(http.StatusFound)
	})
	c := here(t, "127.0.0.0/8", nil)
	n := 0
	c.Lookup = func(context.Context, string) ([]netip.Addr, error) {
		if n++; n > 1 {
			return []netip.Addr{netip.MustParseAddr("192.168.0.1")}, nil
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	if got := c.Look(t.Context(), "http://rebound.org:"+s.port()+"/first", nil); got.Outcome != current.Refused || n != 2 {
		t.Errorf("%+v after %d look-ups", got, n)
	}
	if len(s.asked) != 1 {
		t.Errorf("asked %v", s.asked)
	}
}

// Why nobody answered is told without addresses of ours; a name that isn't there is no refusal.
func TestNoAnswer(t *testing.T) {
	c := here(t, "127.0.0.0/8", nil)
	s := httptest.NewServer(nil)
	port := s.Listener.Addr().(*net.TCPAddr).AddrPort().Port()
	s.Close()
	u := &url.URL{Scheme: "http", Host: netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port).String()}
	if got := c.Look(t.Context(), u.String(), nil); got.Outcome != current.NoAnswer || got.Said != "nothing listens there" {
		t.Errorf("%+v", got)
	}
	for said, err := range map[string]error{"its name isn’t known": &net.DNSError{IsNotFound: true}, "its name can’t be looked up": &net.DNSError{IsTimeout: true}, "it didn’t answer in time": context.DeadlineExceeded, "the connection broke off": errors.New("x")} {
		c.Lookup = func(context.Context, string) ([]netip.Addr, error) { return nil, err }
		if got := c.Look(t.Context(), "http://old.org/", nil); got.Outcome != current.NoAnswer || got.Said != said {
			t.Errorf("%v: %+v", err, got)
		}
	}
	secure := httptest.NewTLSServer(nil)
	defer secure.Close()
	secure.Config.ErrorLog = nil
	if got := c.Look(t.Context(), secure.URL, nil); got.Outcome != current.Untold || got.Said != "its certificate isn’t trusted here" {
		t.Errorf("%+v", got)
	}
}

// A host that is reached and never says anything is no answer, and nothing is read while it is still written.
func TestNoTLS(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go io.Copy(io.Discard, c)
		}
	}()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	c := here(t, "127.0.0.0/8", nil)
	c.Patience = 30 * time.Millisecond
	for range 5 {
		if a := c.Look(t.Context(), "https://old.org:"+port+"/x", nil); a.Outcome != current.NoAnswer {
			t.Errorf("%+v", a)
		}
	}
}

// The time until a host is held is ours, and none of the sites'.
func TestPatienceWhileHolding(t *testing.T) {
	var s *site
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if to := map[string]string{"/a": "http://new.org:" + s.port() + "/b", "/b": "http://last.org:" + s.port() + "/c"}[r.URL.Path]; to != "" {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		c, n := here(t, "127.0.0.0/8", nil), 0
		got := c.Look(t.Context(), "http://old.org:"+s.port()+"/a", func(string) bool {
			n++
			time.Sleep(2 * c.Patience) // of the bubble's clock
			return true
		})
		if got.Outcome != current.Answered || got.Status != http.StatusOK || n != 2 {
			t.Errorf("%+v after %d were held", got, n)
		}
	})
	synctest.Test(t, func(t *testing.T) { // the sites' own time is that of all together
		left := 5 * time.Second
		for n, want := range []error{nil, nil, context.DeadlineExceeded} {
			_, err := timed(t.Context(), &left, func(ctx context.Context) (*http.Response, error) {
				time.Sleep(2*time.Second + time.Millisecond)
				return nil, ctx.Err()
			})
			if err != want {
				t.Errorf("the %d. time: %v, and %v are left", n+1, err, left)
			}
			time.Sleep(time.Minute) // while a host is held
		}
	})
}

// Each further host to which an address leads is held once before it is asked; where it can’t be, it isn’t asked.
func TestHeld(t *testing.T) {
	var s *site
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{"/a": "http://new.org:" + s.port() + "/b", "/b": "/c", "/c": "http://Last.org:" + s.port() + "/d", "/out": "http://169.254.169.254/x", "/there": "/ok"}[r.URL.Path]
		if to != "" {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		}
	})
	c := here(t, "127.0.0.0/8", nil)
	for _, x := range []struct {
		at, no, held string
		asked        int
		want         current.Outcome
	}{
		{"/a", "", "new.org last.org", 4, current.Answered}, {"/a", "last.org", "new.org last.org", 3, current.Later}, {"/a", "new.org", "new.org", 1, current.Later},
		{"/there", "", "", 2, current.Answered}, {"/out", "", "169.254.169.254", 1, current.Refused},
	} {
		s.asked = nil
		var held []string
		got := c.Look(t.Context(), "http://old.org:"+s.port()+x.at, func(at string) bool {
			u, err := url.Parse(at)
			if err != nil {
				t.Error(err)
			}
			held = append(held, strings.ToLower(u.Hostname()))
			return held[len(held)-1] != x.no
		})
		if got.Outcome != x.want || strings.Join(held, " ") != x.held || len(s.asked) != x.asked {
			t.Errorf("%s without %q: %+v, held %q, asked %q", x.at, x.no, got, held, s.asked)
		}
	}
}
