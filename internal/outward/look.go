package outward

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"showhow/internal/sop/current"
)

// Look asks an address whether it is still there, and follows where it leads, each place checked anew: HEAD, and GET with the body thrown away where HEAD isn't understood or says that it isn't there.
// It sends no cookies and no credentials, and keeps none. Before it asks another host than the first it asks hold, which may be nil: a no ends it. How long hold takes
// is no time of the sites'.
func (c *Caller) Look(ctx context.Context, address string, hold func(address string) bool) (a current.Answer) {
	asked, err := url.Parse(address)
	if err != nil {
		return current.Answer{Outcome: current.Refused, Said: "it can’t be read"}
	}
	var private atomic.Bool // set by whoever dials, which may go on behind a timeout
	client := c.Client(func(at netip.Addr) {
		if Private(at) {
			private.Store(true)
		}
	})
	defer client.CloseIdleConnections()
	u, lasting, held, left := asked, true, map[string]bool{strings.ToLower(asked.Host): true}, c.Patience
	for range mostHops + 1 {
		if host := strings.ToLower(u.Host); hold != nil && !held[host] && c.allowed(u) == nil {
			if !hold(u.String()) {
				return current.Answer{Outcome: current.Later}
			}
			held[host] = true
		}
		r, err := timed(ctx, &left, func(ctx context.Context) (*http.Response, error) { return c.once(ctx, client, u) })
		if err != nil {
			a = failed(err)
			a.Private = private.Load()
			return a
		}
		to, permanent := redirected(r)
		if to == nil {
			a = answered(r)
			if lasting && r.StatusCode < 300 && !sameHost(asked, u) {
				a.To = bare(u)
			}
			a.Private = private.Load()
			return a
		}
		lasting = lasting && permanent
		u = to
	}
	return current.Answer{Outcome: current.Untold, Said: "it leads on and on", Private: private.Load()}
}

// timed asks within the time that is left, and takes from that what it took.
func timed(ctx context.Context, left *time.Duration, ask func(context.Context) (*http.Response, error)) (*http.Response, error) {
	begun := time.Now()
	ctx, stop := context.WithTimeout(ctx, *left)
	defer stop()
	defer func() { *left -= time.Since(begun) }()
	return ask(ctx)
}

// once asks one address; the body is thrown away.
func (c *Caller) once(ctx context.Context, client *http.Client, u *url.URL) (*http.Response, error) {
	if err := c.allowed(u); err != nil {
		return nil, err
	}
	r, err := c.ask(ctx, client, http.MethodHead, u)
	if err != nil || r.StatusCode < 400 || r.StatusCode == http.StatusUnauthorized || r.StatusCode == http.StatusTooManyRequests {
		return r, err
	}
	return c.ask(ctx, client, http.MethodGet, u)
}

func (c *Caller) ask(ctx context.Context, client *http.Client, method string, u *url.URL) (*http.Response, error) {
	q, err := c.fresh(ctx, method, u)
	if err != nil {
		return nil, err
	}
	r, err := client.Do(q)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, mostBody)) // what it says doesn't matter, nor whether it breaks off
	return r, nil
}

// redirected is where an answer sends whoever asked, and whether that is for good.
func redirected(r *http.Response) (to *url.URL, permanent bool) {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusPermanentRedirect:
		permanent = true
	case http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect:
	default:
		return nil, false
	}
	to, err := r.Location()
	if err != nil {
		return nil, false
	}
	return to, permanent
}

// longestWish is how long an answer can have us wait.
const longestWish = 7 * 24 * time.Hour

func answered(r *http.Response) (a current.Answer) {
	a = current.Answer{Outcome: current.Answered, Status: r.StatusCode}
	if n, err := strconv.Atoi(r.Header.Get("Retry-After")); err == nil && n > 0 {
		a.After = min(time.Duration(min(n, int(longestWish/time.Second)))*time.Second, longestWish)
	}
	return a
}

// failed is what an error comes to.
func failed(err error) current.Answer {
	var unknown x509.UnknownAuthorityError
	var wrong x509.HostnameError
	var invalid x509.CertificateInvalidError
	if errors.As(err, &unknown) || errors.As(err, &wrong) || errors.As(err, &invalid) {
		return current.Answer{Outcome: current.Untold, Said: "its certificate isn’t trusted here"}
	}
	words, refusal := fault(err)
	if refusal {
		return current.Answer{Outcome: current.Refused, Said: words}
	}
	return current.Answer{Outcome: current.NoAnswer, Said: words}
}

// sameHost says that two addresses are one site's: with or without www, whatever the port and the scheme.
func sameHost(a, b *url.URL) bool {
	host := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }
	return host(a) == host(b)
}

// bare is an address as it is shown: what a site adds as a question can hold what was for us alone.
func bare(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}
