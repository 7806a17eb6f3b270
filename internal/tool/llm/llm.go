// Package llm asks a language model through an OpenAI-compatible chat endpoint: a local one (llama.cpp, Ollama, vLLM) or a
// service. It sends nothing but the sentences it is given.
package llm

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

// Tool is a chat endpoint.
type Tool struct {
	// URL is the API's root, e.g. "http://localhost:11434/v1"; Key may be empty; Model is the model's name there.
	URL, Key, Model string
	// Proxy is the address of a proxy; empty: none.
	Proxy string
	// Pause is how long to wait before asking again when the endpoint is busy; 0 means two seconds.
	Pause time.Duration
}

const (
	patience  = 2 * time.Minute // for one answer
	maxAnswer = 1 << 20         // bytes
	attempts  = 3
)

const task = `You edit one step of a standard operating procedure for engineers. Put each of the sentences into plain, friendly, ` +
	`correct English in the imperative. Say exactly what each says, nothing more, nothing less. Keep everything between ** and ** and ` +
	`between backticks letter for letter and in the same order. Keep numbers, names and negations. ` +
	`Answer with JSON alone: {"sentences": ["…"]}, one for each sentence given, in their order.`

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Reword asks for better wording: one sentence for each of the given ones, in their order. Nothing of the answer is
// checked but its form: what it says is the caller's to judge.
func (t Tool) Reword(ctx context.Context, sentences []string) ([]string, error) {
	given, err := json.Marshal(map[string][]string{"sentences": sentences})
	if err != nil {
		return nil, fmt.Errorf("ask the writer: %w", err)
	}
	body, err := json.Marshal(map[string]any{
		"model": t.Model, "temperature": 0, "messages": []message{{"system", task}, {"user", string(given)}},
	})
	if err != nil {
		return nil, fmt.Errorf("ask the writer: %w", err)
	}
	var answer struct {
		Choices []struct {
			Message message `json:"message"`
		} `json:"choices"`
	}
	if err := t.ask(ctx, body, &answer); err != nil {
		return nil, err
	}
	if len(answer.Choices) == 0 {
		return nil, t.failed("its answer holds no choice", nil)
	}
	return parse(answer.Choices[0].Message.Content), nil
}

// parse finds the sentences in what the model wrote: it may stand in a fence or behind some thoughts. None when there are none.
func parse(text string) []string {
	var found struct {
		Sentences []string `json:"sentences"`
	}
	from, to := strings.LastIndex(text, `{"sentences"`), strings.LastIndexByte(text, '}')
	if from < 0 {
		from = strings.IndexByte(text, '{')
	}
	if from < 0 || to < from || json.Unmarshal([]byte(text[from:to+1]), &found) != nil {
		return nil
	}
	return found.Sentences
}

// ask posts body and decodes the answer, again when the endpoint is busy.
func (t Tool) ask(ctx context.Context, body []byte, answer any) error {
	client, err := t.client()
	if err != nil {
		return err
	}
	pause := t.Pause
	if pause == 0 {
		pause = 2 * time.Second
	}
	for n := 1; ; n++ {
		again, err := t.once(ctx, client, body, answer)
		if err == nil || !again || n == attempts {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// client follows no redirect: sentences go to the address that was configured and nowhere else.
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

// once posts body; again says whether it may help to ask once more.
func (t Tool) once(ctx context.Context, client *http.Client, body []byte, answer any) (again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(t.URL, "/")+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return false, t.failed("its address can't be used", err)
	}
	r.Header.Set("Content-Type", "application/json")
	if t.Key != "" {
		r.Header.Set("Authorization", "Bearer "+t.Key)
	}
	resp, err := client.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		return true, t.failed("it can't be reached", errors.Unwrap(err)) // the URL, which may hold a key, is left out
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return true, t.failed("its answer broke off", err)
	case resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden:
		return false, t.failed("it refuses the key", nil)
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500:
		return true, t.failed("it answered "+resp.Status, nil)
	case resp.StatusCode != http.StatusOK:
		return false, t.failed("it answered "+resp.Status, nil)
	case len(b) > maxAnswer:
		return false, t.failed("its answer is larger than 1 MiB", nil)
	}
	if err := json.Unmarshal(b, answer); err != nil {
		return false, t.failed("its answer is no JSON", err)
	}
	return false, nil
}

func (t Tool) failed(why string, cause error) error {
	host := t.URL
	if u, err := url.Parse(t.URL); err == nil {
		host = u.Host
	}
	return &sop.Error{Code: sop.Failed, Message: fmt.Sprintf("The writer at %s didn't answer: %s.", host, why), Mend: "Look at the settings writer_url, writer_key and writer_model.", Cause: cause}
}
