// Package endpoint asks an OpenAI-compatible endpoint: at the address that was set and nowhere else, and again while it is busy.
package endpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"showhow/internal/sop"
)

// Endpoint is where to ask, and how its failures are told.
type Endpoint struct {
	// URL is the API's root, e.g. "http://localhost:8000/v1"; Key may be empty. Proxy is the address of a proxy; empty: none.
	URL, Key, Proxy string
	// Pause is how long to wait before asking again when the endpoint is busy; 0 means two seconds.
	Pause time.Duration
	// Patience bounds the time for one answer, MaxAnswer its size in bytes.
	Patience  time.Duration
	MaxAnswer int64
	// Name is what a user calls it, "writer" or "speech endpoint"; Mend is what can be done when it doesn't answer.
	Name, Mend string
}

// Request is one thing to ask: the body, of a content type, for a path below the API's root.
type Request struct {
	Path, Kind string
	Body       []byte
}

// attempts is how often a request is made before it is given up.
const attempts = 3

// Client asks an endpoint, one request after the other over one connection.
type Client struct {
	at   Endpoint
	http *http.Client
}

// Client makes one. It follows no redirect: what is asked goes to the address that was set.
func (e Endpoint) Client() (*Client, error) {
	transport := &http.Transport{ResponseHeaderTimeout: e.Patience, ForceAttemptHTTP2: true}
	if e.Proxy != "" {
		u, err := url.Parse(e.Proxy)
		if err != nil {
			return nil, e.Failed("the proxy's address can't be read", err)
		}
		transport.Proxy = http.ProxyURL(u)
	}
	if e.Pause == 0 {
		e.Pause = 2 * time.Second
	}
	return &Client{e, &http.Client{Transport: transport, Timeout: e.Patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// Post asks, again when the endpoint is busy, and gives the answer. What goes wrong is an *sop.Error with code Failed, or the
// context's error.
func (c *Client) Post(ctx context.Context, r Request) ([]byte, error) {
	pause := c.at.Pause
	for n := 1; ; n++ {
		b, again, err := c.once(ctx, r)
		if err == nil || !again || n == attempts {
			return b, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// once asks once; again says whether it may help to ask once more.
func (c *Client) once(ctx context.Context, q Request) (answer []byte, again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(c.at.URL, "/")+q.Path, bytes.NewReader(q.Body))
	if err != nil {
		return nil, false, c.at.Failed("its address can't be used", err)
	}
	r.Header.Set("Content-Type", q.Kind)
	if c.at.Key != "" {
		r.Header.Set("Authorization", "Bearer "+c.at.Key)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		return nil, true, c.at.Failed("it can't be reached", errors.Unwrap(err)) // the URL, which may hold a key, is left out
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, c.at.MaxAnswer+1))
	switch {
	case err != nil:
		return nil, true, c.at.Failed("its answer broke off", err)
	case resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden:
		return nil, false, c.at.Failed("it refuses the key", nil)
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500:
		return nil, true, c.at.Failed("it answered "+resp.Status, nil)
	case resp.StatusCode != http.StatusOK:
		return nil, false, c.at.Failed("it answered "+resp.Status, nil)
	case int64(len(b)) > c.at.MaxAnswer:
		return nil, false, c.at.Failed(fmt.Sprintf("its answer is larger than %d MiB", c.at.MaxAnswer>>20), nil)
	}
	return b, false, nil
}

// Failed is the error for an endpoint that gave nothing that can be used.
func (e Endpoint) Failed(why string, cause error) error {
	host := e.URL
	if u, err := url.Parse(e.URL); err == nil {
		host = u.Host
	}
	return &sop.Error{Code: sop.Failed, Message: fmt.Sprintf("The %s at %s didn't answer: %s.", e.Name, host, why), Mend: e.Mend, Cause: cause}
}
