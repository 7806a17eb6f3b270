package push

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"showhow/internal/sop"
)

// words are a subtitle file as the workspace has it.
type words struct{ id, name string }

// longestWords bounds a subtitle file, in bytes.
const longestWords = 64 << 20

// subtitles brings the subtitle file, before the recording that names it.
func (s *sending) subtitles(ctx context.Context) (w words, err error) {
	if s.Subtitles == "" {
		return w, nil
	}
	f, err := os.Open(s.Subtitles)
	if err != nil {
		return w, refusal{status: http.StatusNotFound, text: "There is no subtitle file at that path that can be read."}
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, longestWords))
	if err != nil {
		return w, err
	}
	w.name = filepath.Base(s.Subtitles)
	at := s.server.JoinPath("v1", "subtitles")
	at.RawQuery = "name=" + url.QueryEscape(w.name)
	r, err := s.request(ctx, http.MethodPost, at.String(), bytes.NewReader(b))
	if err != nil {
		return w, err
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	w.id, err = s.made(r, "The server takes no subtitle files.")
	return w, err
}

// brief writes the brief down at the server, before the recording that names it, and gives its id; empty for none.
func (s *sending) brief(ctx context.Context) (string, error) {
	if s.Brief == nil {
		return "", nil
	}
	b, err := json.Marshal(s.Brief)
	if err != nil {
		return "", err
	}
	r, err := s.request(ctx, http.MethodPost, s.server.JoinPath("v1", "briefs").String(), bytes.NewReader(b))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	return s.made(r, "The server takes no briefs.")
}

// made makes a request that makes something, and gives its id; no is what is told of a server that doesn't know how.
func (s *sending) made(r *http.Request, no string) (id string, err error) {
	answer, err := s.client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var told struct{ ID, Detail string }
	if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<18)).Decode(&told); err != nil && answer.StatusCode < 500 {
		return "", refusal{answer.StatusCode, no}
	}
	switch {
	case answer.StatusCode >= 500:
		return "", &sop.Error{Code: sop.Failed, Message: "The server failed."}
	case told.ID == "":
		return "", refusal{answer.StatusCode, told.Detail}
	}
	return told.ID, nil
}
