// Package push brings a recording to a workspace over the network: the client's side of the protocol tus 1.0.0. What broke off goes on
// where it stopped, also in another call.
package push

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// Push is one recording to be brought.
type Push struct {
	// Path is the file; Server the workspace's address, such as "http://127.0.0.1:8710".
	Path, Server string
	// By is how that is reached, where this process has the workspace open; nil for the network. Where is what it is then known by in notes: its folder.
	By    http.RoundTripper
	Where string
	// Token is shown to the workspace; empty for one that wants none.
	Token string
	// Wish is what is asked of its draft: title, template, words to mask.
	Wish sop.Wish
	// Brief is what the author wrote down before; nil for none.
	Brief *brief.Brief
	// Subtitles is a file that tells the narration; empty when there is none.
	Subtitles string
	// Notes is the folder in which is written down what isn't whole yet.
	Notes string
	// Progress is told how many bytes have come of how many; may be nil.
	Progress func(done, total int64)
	// Wait says that the draft is waited for, and Stage is told of each stage of it, in the server's words; may be nil.
	Wait  bool
	Stage func(stage string)
	// Pause is the time before it is tried again after the line broke, growing from try to try; 0 means a second.
	Pause time.Duration
}

// tries is how often in a row it is tried without a byte having come.
const tries = 6

// Done gives the address at which the workspace tells of the recording, or, when it was waited for, that of the SOP.
func (p Push) Done(ctx context.Context) (string, error) {
	server, err := remote.Server(p.Server)
	if err != nil {
		return "", err
	}
	f, err := os.Open(p.Path)
	if err != nil {
		return "", &sop.Error{Code: sop.NotFound, Message: "There is no recording at that path that can be read.", Mend: "Check the file's name.", Cause: err}
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		return "", &sop.Error{Code: sop.Unreadable, Message: "That is no file.", Mend: "Name a recording.", Cause: err}
	}
	if p.Pause == 0 {
		p.Pause = time.Second
	}
	s := &sending{Push: p, server: server, file: f, seen: st, note: noteOf(p, st), client: &http.Client{
		Transport:     p.By,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // what is sent goes to the address that was named
	}}
	upload, err := s.send(ctx)
	if err != nil {
		return "", err
	}
	id := upload[strings.LastIndexByte(upload, '/')+1:]
	if !p.Wait {
		return s.address("new", id), nil
	}
	slug, err := s.wait(ctx, server.JoinPath("v1", "uploads", id, "run").String())
	if p.Wish.Into != "" && slug != "" {
		return s.address("s", p.Wish.Into, "retake", slug), err
	}
	return s.address("s", slug), err
}

// address is where something is, without who asks there; of a workspace that this process has open, its path alone: nothing listens there.
func (s *sending) address(path ...string) string {
	at := s.server.JoinPath(path...)
	if at.User = nil; s.By != nil {
		return "/" + strings.TrimPrefix(at.Path, "/")
	}
	return at.String()
}

// sending is a push under way.
type sending struct {
	Push
	server *url.URL
	file   *os.File
	seen   os.FileInfo
	note   note
	client *http.Client
}

// send brings all bytes, and gives the upload's address.
func (s *sending) send(ctx context.Context) (upload string, err error) {
	upload = s.note.read()
	for failed, at := 0, int64(-1); ; {
		var now int64
		if upload, now, err = s.step(ctx, upload); err == nil && now == s.seen.Size() {
			return upload, s.note.drop()
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		var final refusal
		if errors.As(err, &final) {
			return "", final.told()
		}
		if now > at {
			at, failed = now, 0
		}
		if failed++; failed > tries {
			return "", &sop.Error{Code: sop.Failed, Message: "The workspace at " + s.address() + " doesn't answer.", Mend: "See that showhow serve runs there and run the same command again: it goes on where it stopped. Or name another address with --server URL, or a workspace's folder with --data DIR.", Cause: err}
		}
		select {
		case <-time.After(time.Duration(failed) * s.Pause):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// step begins the upload when there is none, asks how much of it has come, and sends the rest. It gives how much has come as far as it
// is known, 0 else.
func (s *sending) step(ctx context.Context, upload string) (string, int64, error) {
	if upload == "" {
		var err error
		if upload, err = s.begin(ctx); err != nil {
			return "", 0, err
		}
		if err := s.note.write(upload); err != nil {
			return upload, 0, err
		}
	}
	at, err := s.size(ctx, upload)
	var gone refusal
	if errors.As(err, &gone) && (gone.status == http.StatusNotFound || gone.status == http.StatusGone) { // dropped in the meantime, or by another server
		return "", 0, errors.Join(errors.New("the upload is gone"), s.note.drop())
	}
	if err != nil {
		return upload, 0, err
	}
	to, err := s.rest(ctx, upload, at)
	return upload, max(at, to), err
}

func (s *sending) begin(ctx context.Context) (string, error) {
	words, err := s.subtitles(ctx)
	if err != nil {
		return "", err
	}
	own, err := s.brief(ctx)
	if err != nil {
		return "", err
	}
	r, err := s.request(ctx, http.MethodPost, s.server.JoinPath("uploads/").String(), nil)
	if err != nil {
		return "", err
	}
	r.Header.Set("Upload-Length", strconv.FormatInt(s.seen.Size(), 10))
	r.Header.Set("Upload-Metadata", metadata(map[string]string{
		"filename": s.seen.Name(), "title": s.Wish.Title, "template": s.Wish.Template, "mask": strings.Join(s.Wish.Mask, "\n"),
		"language": s.Wish.Language, "subtitles": words.id, "subtitles_name": words.name, "brief": own, "into": s.Wish.Into,
	}))
	answer, err := s.do(r, http.StatusCreated)
	if err != nil {
		return "", err
	}
	at, err := s.server.Parse(answer.Get("Location"))
	if err != nil || at.Host != s.server.Host || answer.Get("Location") == "" {
		return "", refusal{status: http.StatusBadGateway, text: "The server answered in a form that isn't known."}
	}
	at.Scheme, at.User = s.server.Scheme, s.server.User
	return at.String(), nil
}

func (s *sending) size(ctx context.Context, upload string) (int64, error) {
	r, err := s.request(ctx, http.MethodHead, upload, nil)
	if err != nil {
		return 0, err
	}
	answer, err := s.do(r, http.StatusOK)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(answer.Get("Upload-Offset"), 10, 64)
}

// rest sends what is missing, and gives how far it came.
func (s *sending) rest(ctx context.Context, upload string, at int64) (int64, error) {
	if now, err := s.file.Stat(); err != nil || now.Size() != s.seen.Size() || !now.ModTime().Equal(s.seen.ModTime()) {
		return at, refusal{text: "The recording changed while it was sent: it is probably still being written."}
	}
	rest := &counted{io.NewSectionReader(s.file, at, s.seen.Size()-at), at, s}
	r, err := s.request(ctx, http.MethodPatch, upload, rest)
	if err != nil {
		return at, err
	}
	r.ContentLength = s.seen.Size() - at
	if r.ContentLength == 0 {
		r.Body = http.NoBody
	}
	r.Header.Set("Content-Type", "application/offset+octet-stream")
	r.Header.Set("Upload-Offset", strconv.FormatInt(at, 10))
	answer, err := s.do(r, http.StatusNoContent)
	if err != nil {
		return at, err
	}
	return strconv.ParseInt(answer.Get("Upload-Offset"), 10, 64)
}

// counted tells how far the file is read.
type counted struct {
	io.Reader
	at int64
	s  *sending
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if c.at += int64(n); c.s.Progress != nil {
		c.s.Progress(c.at, c.s.seen.Size())
	}
	return n, err
}

func (s *sending) request(ctx context.Context, method, at string, body io.Reader) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, at, body)
	if err == nil {
		r.Header.Set("Tus-Resumable", "1.0.0")
		if s.Token != "" {
			r.Header.Set("Authorization", "Bearer "+s.Token)
		}
	}
	return r, err
}

// do makes a request; an answer of another status is an error: a refusal when asking again can't help.
func (s *sending) do(r *http.Request, want int) (http.Header, error) {
	answer, err := s.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
	switch code := answer.StatusCode; {
	case code == want:
		return answer.Header, nil
	case code == http.StatusConflict, code == http.StatusLocked, code >= 500 && code != http.StatusInsufficientStorage:
		return nil, fmt.Errorf("the server answered %d", code)
	default:
		return nil, refusal{code, strings.TrimSpace(string(said))}
	}
}

// refusal is an answer that stays the same however often one asks.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return fmt.Sprintf("%d %s", r.status, r.text) }

func (r refusal) told() error {
	code, mend := sop.Failed, "See that it is the address of a workspace."
	switch r.status {
	case 0:
		return &sop.Error{Code: sop.Unreadable, Message: r.text, Mend: "Wait until the recorder has finished, then run the same command again."}
	case http.StatusUnauthorized:
		code, mend = sop.Unknown, "Make a token with the scope record there, under My account, and set SHOWHOW_TOKEN."
	case http.StatusForbidden:
		code, mend = sop.Forbidden, "Ask an administrator of the workspace."
	case http.StatusTooManyRequests: // a quota, or too many at once
		code, mend = sop.Exhausted, ""
	case http.StatusRequestEntityTooLarge, http.StatusInsufficientStorage:
		code, mend = sop.Invalid, "Send a shorter recording, or ask an administrator of the workspace."
	}
	if r.status == http.StatusUnauthorized && strings.HasPrefix(r.text, "<") {
		r.text = "The workspace doesn't know who brings the recording."
	}
	if r.text == "" || strings.HasPrefix(r.text, "<") {
		r.text = fmt.Sprintf("The server refused the recording (%d).", r.status)
	}
	return &sop.Error{Code: code, Message: r.text, Mend: mend}
}

// metadata are texts as tus has them, without those that are empty.
func metadata(all map[string]string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if all[k] != "" {
			parts = append(parts, k+" "+base64.StdEncoding.EncodeToString([]byte(all[k])))
		}
	}
	return strings.Join(parts, ",")
}
