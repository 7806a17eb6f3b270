// Package remote asks a workspace by its API: one that a server keeps, or one that this process has open.
package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"showhow/internal/sop"
)

// Client asks one workspace.
type Client struct {
	// Token is what is shown to it; empty for one that wants none.
	Token string
	// Named is its address as it was given.
	Named string
	// Room is the workspace, where this process has it open; zero where a server keeps it.
	Room   Room
	server *url.URL
	http   *http.Client
}

// Room is a workspace that this process has open, by its id and its name in addresses; First says that it's the folder's first, which is meant where none is named.
type Room struct {
	ID, Slug string
	First    bool
}

// Place is where a workspace is: at a server's address, or in a folder, which this process opens then. Token is what is shown to it.
type Place struct {
	Server, Folder, Token string
	// Workspace is which of a folder's it is, by its name in addresses; empty for the first, or for that of the token.
	Workspace string
	// Drafts has what is brought to a folder be drafted by this process, as long as it has it open.
	Drafts bool
}

// Root is the path below which a folder's workspace lies; empty for none that is named.
func (p Place) Root() string {
	if p.Workspace == "" {
		return ""
	}
	return "/w/" + p.Workspace
}

// patience is how long an answer may take.
const patience = time.Minute

// Server reads a server's address as somebody typed it. What may be a password in it is never shown.
func Server(typed string) (*url.URL, error) {
	at, err := url.Parse(typed)
	switch {
	case strings.Contains(typed, "@") && (err != nil || at.User == nil): // it may hold a password, and isn't shown
		return nil, &sop.Error{Code: sop.Invalid, Message: "The server's address can't be read.", Mend: "Write the characters of a user's name or a password in it as addresses do: @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25. A token has no place in it: see --token-file."}
	case err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "":
		if err == nil && at.User != nil {
			at.User = nil
			typed = at.String()
		}
		return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%q is no server's address.", typed), Mend: "Name one such as http://127.0.0.1:8710."}
	}
	return at, nil
}

// At is a client of the workspace at an address. by is how it is reached; nil for the network.
func At(server, token string, by http.RoundTripper) (*Client, error) {
	at, err := Server(server)
	if err != nil {
		return nil, err
	}
	return &Client{Token: token, Named: server, server: at, http: &http.Client{Timeout: patience, Transport: by, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// By is how the workspace is reached; nil for the network.
func (c *Client) By() http.RoundTripper { return c.http.Transport }

// Address is that of something in the workspace, without who asks there.
func (c *Client) Address(path ...string) string {
	at := *c.server.JoinPath(path...)
	at.User = nil
	return at.String()
}

// Request is a call of the API. Body is sent as JSON, unless it is nil or a File, and Answer is filled with what comes back.
type Request struct {
	Method, Path string
	Query        url.Values
	Body, Answer any
}

// File is a body that is sent as it is, or an answer that is taken as it comes. Type is what it is, as "text/csv": another answer isn't the workspace's.
type File struct {
	Type  string
	Bytes []byte
}

// encoded is a body as it is sent, and what it is.
func encoded(body any) (b []byte, kind string, err error) {
	if f, ok := body.(File); ok {
		return f.Bytes, f.Type, nil
	}
	if body != nil {
		b, err = json.Marshal(body)
	}
	return b, "application/json", err
}

// largest is how much of an answer is read, in bytes.
const largest = 64 << 20

// Call makes one. A refusal is an error with the server's words.
func (c *Client) Call(ctx context.Context, q Request) error {
	body, kind, err := encoded(q.Body)
	if err != nil {
		return fmt.Errorf("ask the workspace: %w", err)
	}
	at := c.server.JoinPath("v1", q.Path)
	at.RawQuery = q.Query.Encode()
	r, err := http.NewRequestWithContext(ctx, q.Method, at.String(), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ask the workspace: %w", err)
	}
	r.Header.Set("Content-Type", kind)
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	a, err := c.http.Do(r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return c.away(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(io.LimitReader(a.Body, largest))
	if err != nil {
		return &sop.Error{Code: sop.Failed, Message: "The workspace's answer broke off.", Mend: "Run the same command again.", Cause: errors.Join(ErrAway, err)}
	}
	if a.StatusCode >= http.StatusBadRequest {
		return c.refusal(a.StatusCode, b)
	}
	if f, ok := q.Answer.(*File); ok && a.StatusCode == http.StatusOK && strings.HasPrefix(a.Header.Get("Content-Type"), f.Type) {
		f.Bytes = b
		return nil
	}
	if err := json.Unmarshal(b, q.Answer); err != nil {
		return c.Stranger(said(a.StatusCode, a.Header.Get("Location")))
	}
	return nil
}

// codes are kinds of error by the statuses that tell them.
var codes = map[int]sop.Code{
	http.StatusUnauthorized: sop.Unknown, http.StatusForbidden: sop.Forbidden, http.StatusNotFound: sop.NotFound, http.StatusBadRequest: sop.Invalid, http.StatusUnprocessableEntity: sop.Invalid,
	http.StatusConflict: sop.Busy, http.StatusTooManyRequests: sop.TooMany,
}

// refusal is an answer that says no. That something isn't there is believed of the workspace's own answers alone, which tell their status beside their words.
func (c *Client) refusal(status int, body []byte) error {
	var told struct {
		Detail string `json:"detail"`
		Status int    `json:"status"`
		Errors []struct {
			Message  string `json:"message"`
			Location string `json:"location"`
		} `json:"errors"`
	}
	_ = json.Unmarshal(body, &told) // another server's answer has another form
	if told.Detail == "" && before(status) || status == http.StatusNotFound && told.Status != status {
		return c.Stranger(said(status, ""))
	}
	if told.Detail == "" {
		told.Detail = fmt.Sprintf("The server refused (%d).", status)
	}
	if status == http.StatusUnprocessableEntity && len(told.Errors) > 0 { // by the form of what is asked, of which the detail says nothing
		var all []string
		for _, x := range told.Errors {
			all = append(all, strings.TrimPrefix(x.Location, "body.")+": "+x.Message)
		}
		told.Detail = "What was given doesn't fit: " + strings.Join(all, "; ") + "."
	}
	e := &sop.Error{Code: sop.Failed, Message: told.Detail}
	if code, ok := codes[status]; ok {
		e.Code = code
	}
	if e.Code == sop.Unknown {
		e.Mend = "Make a token with the scopes read and write there, under My account, and set SHOWHOW_TOKEN."
	}
	return e
}
