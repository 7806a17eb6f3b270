package llm

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

// serve answers each request by the next of the handlers, the last one for ever.
func serve(t *testing.T, handlers ...http.HandlerFunc) (Tool, *int) {
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handlers[min(n, len(handlers)-1)](w, r)
		n++
	}))
	t.Cleanup(s.Close)
	return Tool{URL: s.URL + "/v1", Key: "k-1", Model: "m", Pause: time.Millisecond}, &n
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]string{"role": "assistant", "content": text}}}})
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestReword(t *testing.T) {
	var asked struct {
		Model    string
		Messages []message
	}
	var path, key string
	tool, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		path, key = r.URL.Path, r.Header.Get("Authorization")
		b, _ := io.ReadAll(r.Body)
		json.Unmarshal(b, &asked)
		says("```json\n{\"sentences\": [\"Press **A**.\", \"Wait.\"]}\n```")(w, r)
	})
	got, err := tool.Reword(t.Context(), []string{"Click **A**.", "Wait for it."})
	if err != nil || !slices.Equal(got, []string{"Press **A**.", "Wait."}) {
		t.Fatalf("%q %v", got, err)
	}
	if path != "/v1/chat/completions" || key != "Bearer k-1" || asked.Model != "m" || asked.Messages[1].Content != `{"sentences":["Click **A**.","Wait for it."]}` {
		t.Errorf("asked %s %s %+v", path, key, asked)
	}
}

func TestAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		handlers []http.HandlerFunc
		asked    int
		want     string // a part of the error; empty: none
	}{
		"busy, then there":  {[]http.HandlerFunc{status(503), status(429), says(`{"sentences":["a"]}`)}, 3, ""},
		"always busy":       {[]http.HandlerFunc{status(500)}, 3, "500"},
		"wrong key":         {[]http.HandlerFunc{status(401)}, 1, "refuses the key"},
		"no such model":     {[]http.HandlerFunc{status(404)}, 1, "404"},
		"no JSON":           {[]http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") }}, 1, "no JSON"},
		"no choice":         {[]http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "{}") }}, 1, "no choice"},
		"too much":          {[]http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat(" ", maxAnswer+2)) }}, 1, "larger"},
		"sends elsewhere":   {[]http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "http://192.0.2.1/", 307) }}, 1, "307"},
		"words but no list": {[]http.HandlerFunc{says("I can't do that.")}, 1, ""},
	} {
		tool, n := serve(t, c.handlers...)
		_, err := tool.Reword(t.Context(), []string{"a"})
		if c.want == "" && err != nil || c.want != "" && (sop.CodeOf(err) != sop.Failed || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", name, err)
		}
		if *n != c.asked {
			t.Errorf("%s: asked %d times", name, *n)
		}
		if err != nil && strings.Contains(err.Error(), "k-1") {
			t.Errorf("%s: the key is told: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"sentences":["a"]}`)
	f.Add("thoughts {x} ```{\"sentences\": []}``` }")
	f.Fuzz(func(t *testing.T, s string) { parse(s) })
}
