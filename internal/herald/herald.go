// Package herald tells a workspace that something has changed outside, for `showhow changed`.
package herald

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

// News is what has changed, and whom to tell.
type News struct {
	// Server is the workspace's address, and Token what it is shown; empty for none.
	Server, Token string
	current.Change
}

// largest is how much of an answer is read, in bytes.
const largest = 16 << 20

// id names what is told, where whoever tells it doesn't: the same versions of the same thing are the same news, whatever comes without versions is news each time.
func (n News) id() string {
	if n.ID != "" {
		return n.ID
	}
	if n.From == "" && n.To == "" {
		return rand.Text()
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{string(n.Kind), n.Name, n.From, n.To}, "\x00")))
	return fmt.Sprintf("%x", sum[:16])
}

// Done tells it, and gives what came of it.
func (n News) Done(ctx context.Context) (r current.Report, err error) {
	at, err := url.Parse(n.Server)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return r, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%q is no address of a workspace.", n.Server), Mend: "Name it as https://sop.example.com."}
	}
	body, err := json.Marshal(map[string]string{"id": n.id(), "kind": string(n.Kind), "name": n.Name, "from": n.From, "to": n.To, "why": n.Why})
	if err != nil {
		return r, fmt.Errorf("tell a change: %w", err)
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, at.JoinPath("v1", "changes").String(), bytes.NewReader(body))
	if err != nil {
		return r, fmt.Errorf("tell a change: %w", err)
	}
	q.Header.Set("Content-Type", "application/json")
	if n.Token != "" {
		q.Header.Set("Authorization", "Bearer "+n.Token)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }} // a token goes nowhere else
	a, err := client.Do(q)
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	if err != nil {
		return r, &sop.Error{Code: sop.Failed, Message: "The workspace doesn't answer.", Mend: "See that showhow serve runs there, and run the same command again.", Cause: err}
	}
	defer a.Body.Close()
	b, err := io.ReadAll(io.LimitReader(a.Body, largest))
	if err != nil {
		return r, &sop.Error{Code: sop.Failed, Message: "The workspace's answer broke off.", Mend: "Run the same command again: what is told twice counts once.", Cause: err}
	}
	return r, answer(a.StatusCode, b, &r)
}

// codes are the answers that say no.
var codes = map[int]sop.Code{http.StatusUnauthorized: sop.Unknown, http.StatusForbidden: sop.Forbidden, http.StatusNotFound: sop.NotFound, http.StatusBadRequest: sop.Invalid, http.StatusUnprocessableEntity: sop.Invalid, http.StatusConflict: sop.Exists, http.StatusTooManyRequests: sop.TooMany}

func answer(status int, b []byte, r *current.Report) error {
	if status < http.StatusMultipleChoices {
		if err := json.Unmarshal(b, r); err != nil || r.Change.Name == "" {
			return &sop.Error{Code: sop.Failed, Message: "The server answered in a form that isn't known.", Mend: "See that it is the address of a workspace.", Cause: err}
		}
		return nil
	}
	var told struct {
		Detail string `json:"detail"`
	}
	if err := json.Unmarshal(b, &told); err != nil || told.Detail == "" {
		told.Detail = fmt.Sprintf("The server refused (%d).", status)
	}
	e := &sop.Error{Code: codes[status], Message: told.Detail, Cause: errors.New("refused")}
	switch {
	case e.Code == "":
		e.Code = sop.Failed
	case status == http.StatusUnauthorized:
		e.Mend = "Make a token with the scope write there, under My account, and set SHOWHOW_TOKEN."
	}
	return e
}
