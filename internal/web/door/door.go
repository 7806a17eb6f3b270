// Package door is who stands before a workspace's pages: it tells by a request who asks, and holds the pages of people (sign in, people, the own
// account, shares, the trail). The rules are those of desk/gate.
package door

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Door tells who asks. Gate must be set.
type Door struct {
	Gate *gate.Gate
	// URL is the address by which people reach the workspace; nil when it isn't told. With it, other names for the same machine are refused.
	URL *url.URL
	// Proxies are those whose X-Forwarded-For and X-Forwarded-Proto are believed.
	Proxies []netip.Prefix
	// peopled says that there were accounts: they are never removed.
	peopled atomic.Bool
}

// Here is the account of whoever sits at this machine, as long as there are no accounts.
const Here = "local"

// Local says whether there are no accounts yet.
func (d *Door) Local(r *http.Request) (bool, error) {
	if d.peopled.Load() {
		return false, nil
	}
	local, err := d.Gate.Local(r.Context())
	if err == nil && !local {
		d.peopled.Store(true)
	}
	return local, err
}

// Whose tells who looks at a page: by the session, or, as long as there are no accounts, whoever sits at this machine.
func (d *Door) Whose(r *http.Request) (desk.Actor, error) {
	local, err := d.Local(r)
	switch {
	case err != nil:
		return desk.Actor{}, err
	case local && atThisMachine(r):
		at, err := d.Gate.Room(r.Context(), slug(r.Context()))
		return desk.Actor{Workspace: at, Home: at == d.Gate.Workspace, Account: Here, Role: team.Admin}, err
	case local:
		return desk.Actor{}, &sop.Error{Code: sop.Forbidden, Message: "This workspace is open to this machine alone.", Mend: "Open it by the address that showhow serve printed."}
	case !d.named(r):
		return desk.Actor{}, &sop.Error{Code: sop.Forbidden, Message: "This workspace isn't known by that name.", Mend: "Open it at " + d.URL.String() + "."}
	}
	return d.Gate.WhoIn(r.Context(), slug(r.Context()), d.secret(r))
}

// Asks tells who asks for an address of the site: recordings are brought by programs, too.
func (d *Door) Asks(r *http.Request) (desk.Actor, error) {
	if strings.HasPrefix(r.URL.Path, "/uploads/") {
		return d.Program(r)
	}
	return d.Whose(r)
}

// Program tells who asks by a program: by a token when there is one, else as for a page.
func (d *Door) Program(r *http.Request) (desk.Actor, error) {
	given := r.Header.Values("Authorization")
	if len(given) == 0 {
		return d.Whose(r)
	}
	kind, token, _ := strings.Cut(given[0], " ")
	if len(given) > 1 || !strings.EqualFold(kind, "Bearer") {
		return desk.Actor{}, &sop.Error{Code: sop.Unknown, Message: "That way to say who asks isn't known.", Mend: "Send the header Authorization: Bearer shk_…, once."}
	}
	a, err := d.Gate.WhoByToken(r.Context(), strings.TrimSpace(token))
	if named := slug(r.Context()); err == nil && named != "" { // a token is of one workspace, whether that is named or not
		at, err := d.Gate.Room(r.Context(), named)
		if err == nil && at != a.Workspace {
			err = gate.NotIn
		}
		if err != nil {
			return desk.Actor{}, err
		}
	}
	return a, err
}

// atThisMachine says that a request comes from this machine, by a name of its own, and through no proxy: then nobody else can have sent it. A name of
// somebody else's that leads here (DNS rebinding) is none.
func atThisMachine(r *http.Request) bool {
	for _, h := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback() && loopback(hostOf(r.Host))
}

// named says that the workspace is asked for by its own name, as far as that is told; or by this machine's, from itself.
func (d *Door) named(r *http.Request) bool {
	return d.URL == nil || strings.EqualFold(r.Host, d.URL.Host) || atThisMachine(r)
}

// hostOf is a host without its port and its brackets.
func hostOf(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	return strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
}

// loopback says whether a host is this machine, as others can't reach it.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// trusted says that an address is that of a proxy which is believed.
func (d *Door) trusted(a netip.Addr) bool {
	for _, p := range d.Proxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// Network is a network of proxies out of a setting: an address, or a network as 10.0.0.0/8. One of all addresses is none: it would be to believe
// everybody.
func Network(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.Unmap().Prefix(a.Unmap().BitLen())
	}
	p, err := netip.ParsePrefix(s)
	if err == nil && p.Bits() == 0 {
		err = errors.New("that is everybody")
	}
	return p.Masked(), err
}

// Client is from where a request comes: the last address that no trusted proxy has.
func (d *Door) Client(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	at := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && d.trusted(at); i-- {
		before, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = before.Unmap()
	}
	return at.String()
}

// HTTPS says that the person's own connection is encrypted.
func (d *Door) HTTPS(r *http.Request) bool {
	if r.TLS != nil || d.URL != nil && d.URL.Scheme == "https" && strings.EqualFold(r.Host, d.URL.Host) {
		return true
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && d.trusted(peer.Addr()) && r.Header.Get("X-Forwarded-Proto") == "https"
}

// Base is the address by which people reach the workspace, without a slash at its end.
func (d *Door) Base(r *http.Request) string {
	if d.URL != nil {
		return strings.TrimSuffix(d.URL.String(), "/")
	}
	if d.HTTPS(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// visit is how a request asks to come in.
func (d *Door) visit(r *http.Request) gate.Visit {
	old, _ := d.Gate.WhoIn(r.Context(), slug(r.Context()), d.secret(r)) // nobody, mostly
	return gate.Visit{Agent: r.UserAgent(), Address: d.Client(r), Old: old}
}

// The cookies. Over https their names bind them to this host alone (__Host-).
const (
	sessionCookie = "showhow"
	errandCookie  = "showhow-errand"
)

func (d *Door) cookieName(r *http.Request, name string) string {
	if d.HTTPS(r) {
		return "__Host-" + name
	}
	return name
}

// secret is that of the session's which the browser has; empty for none.
func (d *Door) secret(r *http.Request) string { return d.cookie(r, sessionCookie) }

func (d *Door) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(d.cookieName(r, name))
	if err != nil {
		return ""
	}
	return c.Value
}

// keep has the browser keep a secret, or forget it when c has no value.
func (d *Door) keep(w http.ResponseWriter, r *http.Request, c http.Cookie) {
	c.Name, c.Path, c.HttpOnly, c.SameSite, c.Secure = d.cookieName(r, c.Name), "/", true, http.SameSiteLaxMode, d.HTTPS(r)
	if c.Value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, &c)
}

// let has the browser keep a session that began, and goes on.
func (d *Door) let(w http.ResponseWriter, r *http.Request, e gate.Entry, next string) error {
	d.keep(w, r, http.Cookie{Name: sessionCookie, Value: e.Secret, Expires: e.Expires})
	return goOn(w, r, next)
}

// goOn leads to another page of this site.
func goOn(w http.ResponseWriter, r *http.Request, next string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, ours(next), http.StatusSeeOther)
	return nil
}

// ours is a path of this site's, and "/" for any other address.
func ours(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

// Loggable is a path without what is a secret in it.
func Loggable(path string) string {
	for _, before := range []string{"/shared/", "/invited/", "/said/", "/rate/"} {
		if rest, ok := strings.CutPrefix(path, before); ok {
			_, after, deeper := strings.Cut(rest, "/")
			if path = before + "…"; deeper {
				path += "/" + after
			}
		}
	}
	return path
}
