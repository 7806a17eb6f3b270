package outward

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"
)

// Caller calls whom its guard lets be called. No proxy is used: what a proxy dials can't be checked here.
type Caller struct {
	Guard Guard
	// Agent says who calls, and why.
	Agent string
	// Patience bounds the time for one address, with all that it leads to, but not what goes by until a host is held.
	Patience time.Duration
	// Lookup gives a name's addresses; nil for this machine's resolver.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
}

// The bounds of an answer.
const (
	mostHops    = 5
	mostHead    = 64 << 10
	mostBody    = 16 << 10
	longestLink = 2000 // bytes
)

// allowed refuses an address by how it is written.
func (c *Caller) allowed(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return refused("it is no address of the web")
	}
	if u.User != nil {
		return refused("it holds a name or a password")
	}
	if len(u.String()) > longestLink {
		return refused("it is too long")
	}
	port := uint64(80)
	if u.Scheme == "https" {
		port = 443
	}
	if p := u.Port(); p != "" {
		var err error
		if port, err = strconv.ParseUint(p, 10, 16); err != nil {
			return refused("its port is none")
		}
	}
	if err := c.Guard.Port(uint16(port)); err != nil {
		return err
	}
	return c.Guard.Host(u.Hostname())
}

func (c *Caller) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	if c.Lookup != nil {
		return c.Lookup(ctx, host)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// dial connects to a host by an address that was checked; which is told. One address that may not be called refuses the host.
func (c *Caller) dial(ctx context.Context, network, at string, told func(netip.Addr)) (net.Conn, error) {
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return nil, err
	}
	all, err := c.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if err := c.Guard.Addr(host, a); err != nil {
			return nil, err
		}
	}
	d := net.Dialer{Control: func(_, dialled string, _ syscall.RawConn) error { // the very address that the socket goes to
		to, err := netip.ParseAddrPort(dialled)
		if err != nil {
			return refused("its address can't be read")
		}
		return c.Guard.Addr(host, to.Addr())
	}}
	err = &net.DNSError{Err: "no addresses", Name: host, IsNotFound: true}
	for _, a := range all {
		var conn net.Conn
		if conn, err = d.DialContext(ctx, network, net.JoinHostPort(a.Unmap().String(), port)); err == nil {
			told(a)
			return conn, nil
		}
	}
	return nil, err
}

// Client calls for others, too: each connection is checked, nothing is remembered, and no redirect is followed. told hears which addresses were called; it may be nil.
func (c *Caller) Client(told func(netip.Addr)) *http.Client {
	if told == nil {
		told = func(netip.Addr) {}
	}
	return &http.Client{
		Timeout: c.Patience,
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, at string) (net.Conn, error) {
				return c.dial(ctx, network, at, told)
			},
			DisableKeepAlives: true, DisableCompression: true, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: mostHead, TLSHandshakeTimeout: c.Patience, ResponseHeaderTimeout: c.Patience,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// fault is why somebody didn't answer, in a few words that name nothing of this machine; refusal says that nobody was asked.
func fault(err error) (words string, refusal bool) {
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, ErrRefused):
		for e := err; e != nil; e = errors.Unwrap(e) { // without the method and the address before it
			if next := errors.Unwrap(e); next == ErrRefused {
				return e.Error()[len(ErrRefused.Error())+2:], true
			}
		}
		return "it may not be called", true
	case errors.As(err, &dns) && dns.IsNotFound:
		return "its name isn’t known", false
	case errors.As(err, &dns):
		return "its name can’t be looked up", false
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there", false
	case errors.As(err, &timeout) && timeout.Timeout():
		return "it didn’t answer in time", false
	}
	return "the connection broke off", false
}

// fresh is a request that says who asks, and nothing else of us.
func (c *Caller) fresh(ctx context.Context, method string, u *url.URL) (*http.Request, error) {
	plain := *u
	plain.Fragment, plain.RawFragment = "", ""
	r, err := http.NewRequestWithContext(ctx, method, plain.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("ask an address: %w", err)
	}
	r.Header.Set("User-Agent", c.Agent)
	r.Header.Set("Accept", "*/*")
	return r, nil
}
