package remote

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"showhow/internal/sop"
)

// ErrAway is in an error that says that the workspace doesn't answer.
var ErrAway = errors.New("the workspace doesn't answer")

// stranger is what answers in a workspace's place: what it said.
type stranger string

func (s stranger) Error() string { return "something else answers: " + string(s) }

// away is the error of a workspace that doesn't answer.
func (c *Client) away(err error) error {
	return &sop.Error{Code: sop.Failed, Message: "No workspace answers at " + c.Address() + Instead(err) + ".", Mend: "See that showhow serve runs there, or name another address with --server URL, or the workspace's folder with --data DIR.", Cause: errors.Join(ErrAway, err)}
}

// Stranger is the error of an answer that is none of a workspace's: a proxy's that has nothing behind it, or another program's. Whether the workspace is away, or was never there, can't be told from it.
func (c *Client) Stranger(said string) error { return c.away(stranger(said)) }

// Instead is what answers in the workspace's place, as the end of a sentence that says that it doesn't; empty for nothing.
func Instead(err error) string {
	var s stranger
	if !errors.As(err, &s) {
		return ""
	}
	return ": something else does (" + string(s) + ")"
}

// before says that a status comes from something before a workspace that finds none behind it, unless the workspace's words are with it.
func before(status int) bool {
	switch status {
	case http.StatusNotFound, http.StatusRequestTimeout, http.StatusGone, http.StatusMisdirectedRequest, http.StatusTooEarly:
		return true
	}
	return status >= http.StatusInternalServerError
}

// said is what a status says, and where it leads to, without what may be a secret there.
func said(status int, to string) string {
	words := strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status)))
	if at, err := url.Parse(to); err == nil && at.Host != "" {
		words += ", to " + at.Scheme + "://" + at.Host
	}
	return words
}
