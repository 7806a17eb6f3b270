// Package speechapi hears speech through an OpenAI-compatible endpoint, /audio/transcriptions: a local one
// (faster-whisper-server, LocalAI, vLLM) or a service. The sound is sent to the address that was set, and nowhere else.
package speechapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime/multipart"
	"os"
	"path/filepath"
	"time"

	"showhow/internal/sop"
	"showhow/internal/spoken"
	"showhow/internal/subtitle"
	"showhow/internal/tool/endpoint"
)

// Tool is a speech endpoint.
type Tool struct {
	// URL is the API's root, e.g. "http://localhost:8000/v1"; Key may be empty; Model is the model's name there.
	URL, Key, Model string
	// Spoken is the language that is spoken, as in "de"; empty when nobody said.
	Spoken string
	// Proxy is the address of a proxy; empty: none.
	Proxy string
	// Pause is how long to wait before asking again when the endpoint is busy; 0 means two seconds.
	Pause time.Duration
}

const (
	patience  = 3 * time.Minute  // for one piece of at most 20 s
	maxAnswer = 8 << 20          // bytes
	near      = 15 * time.Second // what the screen shows so near to a piece is told to the engine
	prompt    = 600              // bytes
)

// Hear gives the words that were said, in order of time: each piece is sent by itself, far below the limits of size that
// services have, with the names that stood on the screen then.
func (t Tool) Hear(ctx context.Context, s sop.Speech) ([]sop.SpokenWord, error) {
	client, err := t.endpoint().Client()
	if err != nil {
		return nil, err
	}
	var all []sop.SpokenWord
	for i, p := range s.Pieces {
		body, kind, err := t.form(p.File, spoken.Prompt(s.Near(p.Span, near), prompt))
		if err != nil {
			return nil, fmt.Errorf("send the sound: %w", err)
		}
		b, err := client.Post(ctx, endpoint.Request{Path: "/audio/transcriptions", Kind: kind, Body: body})
		if err != nil {
			return nil, err
		}
		h, err := subtitle.Whisper(b)
		if err != nil {
			return nil, t.endpoint().Failed("its answer can't be read", err)
		}
		all = append(all, h.Words(p.Span)...)
		if s.Progress != nil {
			s.Progress(float64(i+1) / float64(len(s.Pieces)))
		}
	}
	return all, nil
}

// endpoint is where the sound is sent.
func (t Tool) endpoint() endpoint.Endpoint {
	return endpoint.Endpoint{URL: t.URL, Key: t.Key, Proxy: t.Proxy, Pause: t.Pause, Patience: patience, MaxAnswer: maxAnswer,
		Name: "speech endpoint", Mend: "Look at the settings speech_url, speech_key and speech_model, or pass --speech none."}
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
	for _, f := range [][2]string{{"model", t.Model}, {"response_format", "verbose_json"}, {"timestamp_granularities[]", "word"}, {"timestamp_granularities[]", "segment"}, {"temperature", "0"}, {"language", t.Spoken}, {"prompt", prompt}} {
		if f[1] != "" {
			err = errors.Join(err, w.WriteField(f[0], f[1]))
		}
	}
	err = errors.Join(err, w.Close())
	return b.Bytes(), w.FormDataContentType(), err
}
