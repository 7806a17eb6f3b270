// Package gauge is the client's side of figures: it asks a workspace for them, and brings it what happened outside.
package gauge

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"showhow/internal/figure"
	"showhow/internal/remote"
	"showhow/internal/sop"
)

// Client asks the workspace To, which must be set.
type Client struct{ To *remote.Client }

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

// Show gives the figures of a procedure, and the same as the workspace sent it.
func (c Client) Show(ctx context.Context, slug string) (r figure.Report, raw []byte, err error) {
	raw, err = c.ask(ctx, remote.Request{Method: http.MethodGet, Path: "procedures/" + url.PathEscape(slug) + "/figures", Answer: &r})
	return r, raw, err
}

// Process gives what was told of a process, by its id or its name.
func (c Client) Process(ctx context.Context, named string) (r figure.ProcessReport, raw []byte, err error) {
	raw, err = c.ask(ctx, remote.Request{Method: http.MethodGet, Path: "processes/" + url.PathEscape(named) + "/figures", Answer: &r})
	return r, raw, err
}

// Workspace gives of what anything is known.
func (c Client) Workspace(ctx context.Context) (o figure.Overview, raw []byte, err error) {
	raw, err = c.ask(ctx, remote.Request{Method: http.MethodGet, Path: "figures", Answer: &o})
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
	q := url.Values{"measure": {f.Kind}, "preview": {strconv.FormatBool(f.Preview)}}
	raw, err = c.ask(ctx, remote.Request{Method: http.MethodPost, Path: "figures/import", Query: q, Body: remote.File{Type: "text/csv", Bytes: f.Bytes}, Answer: &out})
	return out, raw, err
}

// ask makes a call of the API, and gives its answer as it came, too.
func (c Client) ask(ctx context.Context, q remote.Request) (raw json.RawMessage, err error) {
	to := q.Answer
	q.Answer = &raw
	if err := c.To.Call(ctx, q); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return nil, c.To.Stranger("an answer of another form")
	}
	return raw, nil
}
