// Package speechapi hears speech through an OpenAI-compatible endpoint, /audio/transcriptions: a local one
// (faster-whisper-server, LocalAI, vLLM) or a service. The sound is sent to the address that was set, and nowhere else.
package speechapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/spoken"
	"showhow/internal/subtitle"
)

// Tool is a speech endpoint.
type Tool struct {
	// URL is the API's root, e.g. "http://localhost:8000/v1"; Key may be empty; Model is the model's name there.
	URL, Key, Model string
	// Proxy is the address of a proxy; empty: none.
	Proxy string
	// Pause is how long to wait before asking again when the endpoint is busy; 0 means two seconds.
	Pause time.Duration
}

const (
	patience  = 3 * time.Minute  // for one piece of at most 20 s
	maxAnswer = 8 << 20          // bytes
	attempts  = 3                // for one piece
	near      = 15 * time.Second // what the screen shows so near to a piece is told to the engine
	prompt    = 600              // bytes
)

// Hear gives the words that were said, in order of time: each piece is sent by itself, far below the limits of size that
// services have, with the names that stood on the screen then.
func (t Tool) Hear(ctx context.Context, s sop.Speech) ([]sop.SpokenWord, error) {
	client, err := t.client()
	if err != nil {
		return nil, err
	}
	var all []sop.SpokenWord
	for i, p := range s.Pieces {
		b, err := t.ask(ctx, client, p.File, spoken.Prompt(s.Near(p.Span, near), prompt))
		if err != nil {
			return nil, err
		}
		h, err := subtitle.Whisper(b)
		if err != nil {
			return nil, t.failed("its answer can't be read", err)
		}
		all = append(all, h.Words(p.Span)...)
		if s.Progress != nil {
			s.Progress(float64(i+1) / float64(len(s.Pieces)))
		}
	}
	return all, nil
}

// client follows no redirect.
func (t Tool) client() (*http.Client, error) {
	transport := &http.Transport{ResponseHeaderTimeout: patience, ForceAttemptHTTP2: true}
	if t.Proxy != "" {
		u, err := url.Parse(t.Proxy)
		if err != nil {
			return nil, t.failed("the proxy's address can't be read", err)
		}
		transport.Proxy = http.ProxyURL(u)
	}
	return &http.Client{Transport: transport, Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, nil
}

func (t Tool) ask(ctx context.Context, client *http.Client, file, prompt string) ([]byte, error) {
	body, kind, err := t.form(file, prompt)
	if err != nil {
		return nil, fmt.Errorf("send the sound: %w", err)
	}
	pause := t.Pause
	if pause == 0 {
		pause = 2 * time.Second
	}
	for n := 1; ; n++ {
		b, again, err := t.once(ctx, client, body, kind)
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

// form is the request's body and its content type.
func (t Tool) form(file, prompt string) ([]byte, string, error) {
	sound, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", filepath.Base(file))
	if err == nil {
		_, err = part.Write(sound)
	}
	for _, f := range [][2]string{{"model", t.Model}, {"response_format", "verbose_json"}, {"timestamp_granularities[]", "word"}, {"timestamp_granularities[]", "segment"}, {"temperature", "0"}, {"prompt", prompt}} {
		if f[1] != "" {
			err = errors.Join(err, w.WriteField(f[0], f[1]))
		}
	}
	err = errors.Join(err, w.Close())
	return b.Bytes(), w.FormDataContentType(), err
}

// once sends the body; again says whether it may help to ask once more.
func (t Tool) once(ctx context.Context, client *http.Client, body []byte, kind string) (answer []byte, again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(t.URL, "/")+"/audio/transcriptions", bytes.NewReader(body))
	if err != nil {
		return nil, false, t.failed("its address can't be used", err)
	}
	r.Header.Set("Content-Type", kind)
	if t.Key != "" {
		r.Header.Set("Authorization", "Bearer "+t.Key)
	}
	resp, err := client.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		return nil, true, t.failed("it can't be reached", errors.Unwrap(err))
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, true, t.failed("its answer broke off", err)
	case resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden:
		return nil, false, t.failed("it refuses the key", nil)
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500:
		return nil, true, t.failed("it answered "+resp.Status, nil)
	case resp.StatusCode != http.StatusOK:
		return nil, false, t.failed("it answered "+resp.Status, nil)
	case len(b) > maxAnswer:
		return nil, false, t.failed("its answer is larger than 8 MiB", nil)
	}
	return b, false, nil
}

func (t Tool) failed(why string, cause error) error {
	host := t.URL
	if u, err := url.Parse(t.URL); err == nil {
		host = u.Host
	}
	return &sop.Error{Code: sop.Failed, Message: fmt.Sprintf("The speech endpoint at %s didn't answer: %s.", host, why), Mend: "Look at the settings speech_url, speech_key and speech_model, or pass --speech none.", Cause: cause}
}
