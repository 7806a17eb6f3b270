package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	apiexecution "showhow/internal/api/execution"
	"showhow/internal/sop/execution"
)

// told sends something to the API, and reads what comes of it.
func (s site) told(path string, body any) (d apiexecution.Detail, status int, err error) {
	b, err := json.Marshal(body)
	if err != nil {
		return d, 0, err
	}
	r, err := http.Post(s.at+"/v1/"+path, "application/json", bytes.NewReader(b))
	if err != nil {
		return d, 0, err
	}
	defer r.Body.Close()
	return d, r.StatusCode, json.NewDecoder(r.Body).Decode(&d)
}

// A server that is killed while somebody carries a procedure out has kept all that it said it had, once, and goes on where it stood when what it didn't answer is sent again.
func TestKilledExecution(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts a recording")
	}
	folder := t.TempDir()
	s, kill := killable(t, folder)
	begun, status, err := s.told("procedures/"+s.drafted(t)+"/executions", map[string]any{"mode": "dry_run"})
	if err != nil || status >= 300 || len(begun.Sheet.Steps) < 2 {
		t.Fatal(status, err, begun)
	}
	events := "executions/" + begun.Execution.ID + "/events"
	note := func(s site, n int) (apiexecution.Detail, int, error) {
		return s.told(events, map[string]any{"strict": true, "events": []execution.Event{{ID: fmt.Sprintf("note-%d", n), Kind: execution.Noted, Step: begun.Sheet.Steps[0].Key, Text: fmt.Sprintf("Note %d", n)}}})
	}
	first, status, err := s.told(events, map[string]any{"strict": true, "events": []execution.Event{{ID: "done", Kind: execution.Settled, Step: begun.Sheet.Steps[0].Key, Outcome: execution.OK}}})
	if err != nil || status >= 300 {
		t.Fatal(status, err)
	}
	const all = 10
	for n := range all {
		if _, status, err := note(s, n); err != nil || status >= 300 {
			t.Fatal(n, status, err)
		}
	}
	under := make(chan struct{})
	go func() {
		defer close(under)
		_, _, _ = note(s, all) // killed before, while or after
	}()
	kill()
	<-under
	s, _ = killable(t, folder)
	for range 2 { // whoever had no answer sends it again, and again
		after, status, err := note(s, all)
		if err != nil || status >= 300 {
			t.Fatal(status, err)
		}
		times := map[string]int{}
		for _, e := range after.Events {
			times[e.ID]++
		}
		for n := range all + 1 {
			if times[fmt.Sprintf("note-%d", n)] != 1 {
				t.Errorf("note %d is there %d times", n, times[fmt.Sprintf("note-%d", n)])
			}
		}
		if times["done"] != 1 || after.State.Next != first.State.Next {
			t.Errorf("it stood at %q, and stands at %q", first.State.Next, after.State.Next)
		}
	}
}
