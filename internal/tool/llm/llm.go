// Package llm asks a language model through an OpenAI-compatible chat endpoint: a local one (llama.cpp, Ollama, vLLM) or a
// service. It sends nothing but the sentences it is given.
package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"showhow/internal/tool/endpoint"
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
		return nil, t.endpoint().Failed("its answer holds no choice", nil)
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

// endpoint is where the model is asked.
func (t Tool) endpoint() endpoint.Endpoint {
	return endpoint.Endpoint{URL: t.URL, Key: t.Key, Proxy: t.Proxy, Pause: t.Pause, Patience: patience, MaxAnswer: maxAnswer,
		Name: "writer", Mend: "Look at the settings writer_url, writer_key and writer_model."}
}

// ask posts body and decodes the answer.
func (t Tool) ask(ctx context.Context, body []byte, answer any) error {
	client, err := t.endpoint().Client()
	if err != nil {
		return err
	}
	b, err := client.Post(ctx, endpoint.Request{Path: "/chat/completions", Kind: "application/json", Body: body})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, answer); err != nil {
		return t.endpoint().Failed("its answer is no JSON", err)
	}
	return nil
}
