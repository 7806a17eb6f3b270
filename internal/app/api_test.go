package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/config"
	"showhow/internal/sop"
)

// ask makes a request of a program's and reads its answer into v, when v isn't nil.
func (s site) ask(t *testing.T, method, path string, body io.Reader, v any) (int, http.Header) {
	t.Helper()
	r, err := http.NewRequest(method, s.at+path, body)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if v != nil {
		if err := json.Unmarshal(b, v); err != nil {
			t.Fatalf("%s %s: %v: %s", method, path, err, b)
		}
	}
	if answer.StatusCode >= 400 && !bytes.Contains(b, []byte(`"detail"`)) {
		t.Errorf("%s %s: %d doesn't tell why: %s", method, path, answer.StatusCode, b)
	}
	return answer.StatusCode, answer.Header
}

// A program brings a recording, follows its run, finds the procedure by a command in it, and reads its revision.
func TestAPI(t *testing.T) {
	s := serveSite(t)
	cast, err := os.ReadFile("../../testdata/recording/terminal-answers/recording.cast")
	if err != nil {
		t.Fatal(err)
	}
	var run struct {
		ID, State, Recording, Procedure string
	}
	status, header := s.ask(t, "POST", "/v1/recordings?name=answers.cast&title=Answer+the+questions&mask=nobody", bytes.NewReader(cast), &run)
	if status != 201 || header.Get("Location") != "/v1/runs/"+run.ID {
		t.Fatalf("%d %v %+v", status, header, run)
	}
	for end := time.Now().Add(time.Minute); run.State != "done"; time.Sleep(50 * time.Millisecond) {
		if status, _ := s.ask(t, "GET", "/v1/runs/"+run.ID, nil, &run); status != 200 || run.State == "failed" || time.Now().After(end) {
			t.Fatalf("%d %+v", status, run)
		}
	}
	if run.Procedure != "answer-the-questions" {
		t.Errorf("%+v", run)
	}
	var recording struct {
		Name  string
		Bytes int
	}
	if s.ask(t, "GET", "/v1/recordings/"+run.Recording, nil, &recording); recording.Name != "answers.cast" || recording.Bytes != len(cast) {
		t.Errorf("%+v", recording)
	}
	var revision struct {
		Schema   string
		Sections []struct {
			Steps []struct{ Commands []struct{ Text string } }
		}
	}
	if status, _ := s.ask(t, "GET", "/v1/procedures/answer-the-questions/revisions/1", nil, &revision); status != 200 || !strings.HasPrefix(revision.Schema, "showhow/sop/") {
		t.Errorf("%d %+v", status, revision)
	}
	command := ""
	for _, x := range revision.Sections {
		for _, st := range x.Steps {
			for _, c := range st.Commands {
				command = c.Text
			}
		}
	}
	var list struct {
		Items []struct {
			Slug  string
			Found *struct{ Kind, Text string }
		}
	}
	word := strings.FieldsFunc(command, func(r rune) bool { return !('a' <= r && r <= 'z') })[0]
	if s.ask(t, "GET", "/v1/procedures?q=where+do+we+run+"+word, nil, &list); len(list.Items) != 1 || list.Items[0].Found == nil || !strings.Contains(list.Items[0].Found.Text, "\x02"+word) {
		t.Errorf("%q: %+v", word, list)
	}
	var runs struct{ Items []struct{ ID string } }
	if s.ask(t, "GET", "/v1/runs?limit=1", nil, &runs); len(runs.Items) != 1 || runs.Items[0].ID != run.ID {
		t.Errorf("%+v", runs)
	}
	for path, want := range map[string]int{
		"POST /v1/recordings": 400, "GET /v1/runs/none": 404, "GET /v1/procedures/none": 404, "GET /v1/procedures/answer-the-questions/revisions/9": 404, "GET /v1/procedures/answer-the-questions/revisions/x": 422,
		"GET /v1/runs?limit=0": 422, "GET /v1/nothing": 404, "POST /v1/runs/none/cancel": 404,
	} {
		method, at, _ := strings.Cut(path, " ")
		if got, _ := s.ask(t, method, at, nil, nil); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	var spec struct{ Paths map[string]map[string]any }
	if s.ask(t, "GET", "/v1/openapi.json", nil, &spec); spec.Paths["/v1/recordings"]["post"] == nil || spec.Paths["/v1/runs/{id}/retry"]["post"] == nil || len(spec.Paths) < 8 {
		t.Errorf("%v", spec.Paths)
	}
	foreign, err := http.NewRequest("POST", s.at+"/v1/runs/"+run.ID+"/retry", nil)
	if err != nil {
		t.Fatal(err)
	}
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	if answer, err := http.DefaultClient.Do(foreign); err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("another site's page: %v, %v", answer, err)
	}
}

// read sends a request and reads its answer into v.
func (s site) read(t *testing.T, r *http.Request, v any) int {
	t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(v); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

// Each door asks the same of a wish, takes a subtitle file, and says when the quota is used up.
func TestDoors(t *testing.T) {
	s := serveSite(t, "SHOWHOW_JOBS=0", "SHOWHOW_QUOTA_RECORDINGS=2")
	for bad, want := range map[string]int{"template=none": 400, "language=English": 400, "subtitles=../x&subtitles_name=a.vtt": 400, "title=" + strings.Repeat("x", 301): 400} {
		if got, _ := s.ask(t, "POST", "/v1/recordings?name=a.cast&"+bad, strings.NewReader("x"), nil); got != want {
			t.Errorf("%.40s: %d, want %d", bad, got, want)
		}
	}
	var words struct{ ID string }
	if got, _ := s.ask(t, "POST", "/v1/subtitles?name=a.vtt", strings.NewReader("WEBVTT\n\n00:00.000 --> 00:02.000\nFirst.\n"), &words); got != 201 || len(words.ID) != 26 {
		t.Fatalf("%d %+v", got, words)
	}
	for name, body := range map[string]string{"a.exe": "MZ", "a.vtt": "no subtitles"} {
		if got, _ := s.ask(t, "POST", "/v1/subtitles?name="+name, strings.NewReader(body), nil); got < 400 || got >= 500 {
			t.Errorf("%s: %d", name, got)
		}
	}
	wish := "/v1/recordings?name=a.cast&template=deployment&language=de&subtitles_name=a.vtt&subtitles=" + words.ID
	if got, _ := s.ask(t, "POST", wish, strings.NewReader("x"), nil); got != 201 {
		t.Errorf("%d", got)
	}
	file := filepath.Join(t.TempDir(), "b.cast")
	vtt := filepath.Join(t.TempDir(), "b.vtt")
	if err := errors.Join(os.WriteFile(file, []byte("bytes"), 0o600), os.WriteFile(vtt, []byte("WEBVTT\n\n00:00.000 --> 00:02.000\nFirst.\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load([]string{"SHOWHOW_WORK=" + t.TempDir()}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(c).Push(t.Context(), Push{Recording: file, Server: s.at, Transcript: vtt, Language: "en", Template: "generic"}); err != nil {
		t.Fatal(err)
	}
	if got, _ := s.ask(t, "POST", wish, strings.NewReader("x"), nil); got != http.StatusTooManyRequests {
		t.Errorf("the third recording of two by the API: %d", got)
	}
	if err := os.WriteFile(file, []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(c).Push(t.Context(), Push{Recording: file, Server: s.at, Template: "generic"}); sop.CodeOf(err) != sop.Exhausted || !strings.Contains(err.Error(), "2 recordings are used up") {
		t.Errorf("by push: %v", err)
	}
	if _, body, _ := s.get(t, "/new"); !bytes.Contains(body, []byte("2 of 2 recordings this month")) {
		t.Error("the page doesn't tell of it")
	}
}
