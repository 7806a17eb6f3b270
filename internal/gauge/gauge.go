// Package gauge is the client's side of figures: it asks a workspace for them, and brings it what happened outside.
package gauge

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"showhow/internal/figure"
	"showhow/internal/sop"
)

// Client asks a workspace. Server must be set.
type Client struct {
	Server, Token string
}

// Imported is what came of a file.
type Imported struct {
	Read     int       `json:"read"`
	Added    int       `json:"added"`
	Known    int       `json:"known"`
	Excluded int       `json:"excluded"`
	Kept     bool      `json:"kept"`
	Problems []Problem `json:"problems"`
}

// Problem is what is wrong with a line; 0 for the whole file.
type Problem struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// the longest answer and the longest wait.
const (
	largest = 64 << 20
	patient = time.Minute
)

// Show gives the figures of a procedure, and the same as the workspace sent it.
func (c Client) Show(ctx context.Context, slug string) (r figure.Report, raw []byte, err error) {
	raw, err = c.call(ctx, http.MethodGet, "procedures/"+url.PathEscape(slug)+"/figures", nil)
	if err == nil {
		err = read(raw, &r)
	}
	return r, raw, err
}

// Process gives what was told of a process, by its id or its name.
func (c Client) Process(ctx context.Context, named string) (r figure.ProcessReport, raw []byte, err error) {
	raw, err = c.call(ctx, http.MethodGet, "processes/"+url.PathEscape(named)+"/figures", nil)
	if err == nil {
		err = read(raw, &r)
	}
	return r, raw, err
}

// Workspace gives of what anything is known.
func (c Client) Workspace(ctx context.Context) (o figure.Overview, raw []byte, err error) {
	raw, err = c.call(ctx, http.MethodGet, "figures", nil)
	if err == nil {
		err = read(raw, &o)
	}
	return o, raw, err
}

// Asked is of what figures are printed: of a procedure, of a process, or of the workspace when neither is named; as lines or as JSON.
type Asked struct {
	Slug, Process string
	JSON          bool
}

// Tell prints figures.
func (c Client) Tell(ctx context.Context, out io.Writer, a Asked) (err error) {
	var raw []byte
	var print func() error
	switch {
	case a.Slug != "" && a.Process != "":
		return &sop.Error{Code: sop.Invalid, Message: "A procedure and a process are named.", Mend: "Name one of them."}
	case a.Slug != "":
		r, b, e := c.Show(ctx, a.Slug)
		raw, err, print = b, e, func() error { return Print(out, r) }
	case a.Process != "":
		r, b, e := c.Process(ctx, a.Process)
		raw, err, print = b, e, func() error { return PrintProcess(out, r) }
	default:
		o, b, e := c.Workspace(ctx)
		raw, err, print = b, e, func() error { return PrintWorkspace(out, o) }
	}
	if err != nil {
		return err
	}
	if a.JSON {
		_, err = fmt.Fprintf(out, "%s\n", raw)
		return err
	}
	return print()
}

// File is a file of what happened outside.
type File struct {
	Kind    string
	Preview bool
	Bytes   []byte
}

// Import brings a file.
func (c Client) Import(ctx context.Context, f File) (out Imported, raw []byte, err error) {
	raw, err = c.call(ctx, http.MethodPost, fmt.Sprintf("figures/import?measure=%s&preview=%v", url.QueryEscape(f.Kind), f.Preview), f.Bytes)
	if err == nil {
		err = read(raw, &out)
	}
	return out, raw, err
}

func read(raw []byte, to any) error {
	if err := json.Unmarshal(raw, to); err != nil {
		return &sop.Error{Code: sop.Failed, Message: "The server answered in a form that isn't known.", Mend: "See that it is the address of a workspace.", Cause: err}
	}
	return nil
}

func (c Client) call(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, patient)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.Server, "/")+"/v1/"+path, bytes.NewReader(body))
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: "That is no address of a workspace.", Mend: "Write it as https://sop.example.com.", Cause: err}
	}
	r.Header.Set("Content-Type", "text/csv")
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, &sop.Error{Code: sop.Failed, Message: "The workspace doesn't answer.", Mend: "See that showhow serve runs there.", Cause: err}
	}
	defer a.Body.Close()
	b, err := io.ReadAll(io.LimitReader(a.Body, largest))
	if err != nil {
		return nil, &sop.Error{Code: sop.Failed, Message: "The workspace's answer broke off.", Mend: "Run the same command again.", Cause: err}
	}
	if a.StatusCode >= http.StatusBadRequest {
		return nil, refusal(a.StatusCode, b)
	}
	return b, nil
}

// refusal is an answer that says no.
func refusal(status int, body []byte) error {
	var told struct {
		Detail string `json:"detail"`
	}
	_ = json.Unmarshal(body, &told) // another server's answer has another form
	if told.Detail == "" {
		told.Detail = fmt.Sprintf("The server refused (%d).", status)
	}
	e := &sop.Error{Code: sop.Failed, Message: told.Detail}
	switch status {
	case http.StatusUnauthorized:
		e.Code, e.Mend = sop.Unknown, "Make a token with the scopes read and write there, under My account, and set SHOWHOW_TOKEN."
	case http.StatusForbidden:
		e.Code = sop.Forbidden
	case http.StatusNotFound:
		e.Code = sop.NotFound
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		e.Code = sop.Invalid
	}
	return e
}
