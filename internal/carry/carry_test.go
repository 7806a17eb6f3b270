package carry

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"showhow/internal/carry/before"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// workspace stands in for one: it folds what it is sent, as the real one does, and can be out of reach.
type workspace struct {
	sync.Mutex
	t      *testing.T
	r      sop.Revision
	x      execution.Execution
	events []execution.Event
	down   atomic.Bool
	// instead answers while it is out of reach; nil where nobody does.
	instead http.HandlerFunc
	// deaf takes what it's sent and doesn't answer, broken says that it can't tell how the execution stands; called is how often it was called while it was out of reach, and most how many events came at once.
	deaf, broken atomic.Bool
	called, most int
	gone         string // an execution that isn't there
	// latest is the last revision, newer the second one; reviews tells of more of them, in JSON. asked is which revision it was asked to begin.
	latest  int
	newer   sop.Revision
	reviews string
	asked   int
	id      string // of the execution that is begun, "x1" for none
	// me is whose the token is, "ada" for none; people is who else there is, and flags what is marked, in JSON. signed are the signatures that were sent.
	me, people, flags string
	before            func() // is done before events are taken in; nil for nothing
	found             string // marks of steps, in JSON
	refuses           string // what beginning one is refused with as long as nothing is said to it
	signed            []map[string]any
	alone             string // what was said when it was begun
	plain             []string
	life              string
	told              []string // who is told of failures
	waiver            *before.Waiver
	barred            string
	running           []execution.Execution // of the procedure, by others
	inForce           string                // the number of the revision in force, "1" for none said
}

func (w *workspace) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.Lock()
	defer w.Unlock()
	if w.down.Load() {
		w.called++
		if w.instead != nil {
			w.instead(out, r)
			return
		}
		panic(http.ErrAbortHandler)
	}
	if w.gone != "" && strings.HasSuffix(r.URL.Path, "/executions/"+w.gone) {
		out.WriteHeader(http.StatusNotFound)
		fmt.Fprint(out, `{"status": 404, "detail": "There is no such execution."}`)
		return
	}
	if w.broken.Load() && r.Method == http.MethodGet && r.URL.Path == "/v1/executions/"+w.x.ID {
		out.WriteHeader(http.StatusInternalServerError)
		fmt.Fprint(out, `{"detail": "The disk is full."}`)
		return
	}
	switch at := strings.TrimPrefix(r.URL.Path, "/v1/"); {
	case at == "procedures/deploy":
		fmt.Fprintf(out, `{"latest": %d}`, max(w.latest, 1))
		return
	case at == "procedures/deploy/life":
		fmt.Fprint(out, `{"in_force": `+cmp.Or(w.inForce, "1")+`, "reviews": [{"number": 1, "state": "effective"}`+w.reviews+`]`+w.life+`}`)
		return
	case at == "procedures/deploy/flags":
		fmt.Fprint(out, `{"items": [`+w.flags+`]}`)
		return
	case at == "executions":
		if q := r.URL.Query(); q.Get("procedure") == "" || q.Get("state") != "running" {
			w.t.Errorf("asked for %s", r.URL.RawQuery)
		}
		json.NewEncoder(out).Encode(map[string]any{"items": w.running})
		return
	case at == "people":
		fmt.Fprintf(out, `{"items": [{"id": %q, "name": %q, "you": true}, {"id": "kim", "name": "Kim Lund"}, {"id": "ada", "name": "Ada Stone"}]}`, w.who(), w.who())
		return
	case strings.HasSuffix(at, "/people"):
		fmt.Fprintf(out, `{"you": %q, "items": [%s], "named": %q}`, w.who(), w.people, map[string]string{"rob@example.com": "rob"}[r.URL.Query().Get("email")])
		return
	case strings.HasSuffix(at, "/marks"):
		fmt.Fprint(out, `{"steps": {`+w.found+`}}`)
		return
	case strings.HasSuffix(at, "/pictures"):
		b, _ := io.ReadAll(r.Body)
		fmt.Fprintf(out, `{"picture": "p%d"}`, len(b))
		return
	case strings.HasSuffix(at, "/signatures"):
		var in map[string]any
		json.NewDecoder(r.Body).Decode(&in)
		w.signed = append(w.signed, in)
		if in["password"] != "horse" {
			out.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(out, `{"detail": "The e-mail address or the password is wrong."}`)
			return
		}
		w.add(execution.Event{ID: in["id"].(string), Kind: execution.Approved, Step: in["step"].(string), Value: "yes", Author: "rob", Role: "reviewer"})
	case at == "procedures/deploy/revisions/1":
		json.NewEncoder(out).Encode(w.r)
		return
	case at == "procedures/deploy/revisions/2":
		json.NewEncoder(out).Encode(w.newer)
		return
	case at == "procedures/deploy/executions":
		var in struct {
			Mode     execution.Mode
			Values   map[string]string
			Revision int
			Alone    string
			Plain    []string
		}
		json.NewDecoder(r.Body).Decode(&in)
		w.asked, w.alone, w.plain = in.Revision, in.Alone, in.Plain
		if w.refuses != "" && in.Alone == "" && in.Plain == nil {
			out.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(out, `{"detail": %q}`, w.refuses)
			return
		}
		w.x = execution.Execution{ID: cmp.Or(w.id, "x1"), Title: "Deploy", Number: 1, Mode: in.Mode, By: "ada", Values: in.Values, Rules: execution.RulesNow}
	case strings.HasSuffix(at, "/events"):
		var in struct{ Events []execution.Event }
		b, _ := io.ReadAll(r.Body)
		if strings.Contains(string(b), "hush") {
			w.t.Errorf("a secret was sent: %s", b)
		}
		json.Unmarshal(b, &in)
		if w.before != nil {
			w.before()
			w.before = nil
		}
		if w.most = max(w.most, len(in.Events)); len(in.Events) > 500 || len(b) > 1<<20 {
			out.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		for _, e := range in.Events {
			if slices.ContainsFunc(w.events, func(had execution.Event) bool { return had.ID == e.ID }) {
				continue
			}
			e.Author, e.Role, e.At = w.who(), map[bool]string{true: "reviewer", false: "editor"}[w.me == "rob"], e.Device
			w.events = append(w.events, e)
			if e.Kind == execution.Settled && e.Outcome == execution.Failed && w.told != nil {
				w.x.Told = append(w.x.Told, execution.Alarm{Step: e.Step, Event: e.ID, To: w.told})
			}
		}
	}
	s := execution.Fold(w.x, &w.r, w.events)
	w.x.Summary = s.Summary(w.x.Mode)
	if w.deaf.Load() {
		panic(http.ErrAbortHandler)
	}
	json.NewEncoder(out).Encode(detail{w.x, *s, execution.SheetOf(w.x, &w.r), w.events, w.waiver, w.barred})
}

func (w *workspace) who() string { return cmp.Or(w.me, "ada") }

// add adds what somebody else did, after all that was done.
func (w *workspace) add(e execution.Event) {
	e.At = time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)
	for _, was := range w.events {
		if e.At.Before(was.At) {
			e.At = was.At
		}
	}
	e.At = e.At.Add(time.Millisecond)
	w.events = append(w.events, e)
}

// Secrets stay here, nothing is run without a yes, a destroying command wants its word, and what couldn't be sent is sent by the next call.
func TestCarry(t *testing.T) {
	said := func(text string) sop.Claim { return sop.Claim{Text: text} }
	w := &workspace{t: t, r: sop.Revision{Parameters: []sop.Parameter{{Name: "VERSION"}, {Name: "TOKEN", Secret: true}}, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{
		{Key: "one", Title: said("Roll out."), Commands: []sop.Command{{Text: "login --token <TOKEN> <VERSION>", Shell: "shell"}}},
		{Key: "two", Title: said("Drop."), Commands: []sop.Command{{Text: "dropdb shop", Shell: "shell", Class: sop.Destroys}}},
	}}}}}
	server := httptest.NewServer(w)
	defer server.Close()
	var ran []string
	n := 0
	client, err := remote.At(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	base := Carry{Client: client, Slug: "deploy", Mode: execution.Live, Notes: t.TempDir()}
	call := func(lines ...string) (string, error) {
		var out strings.Builder
		c := base
		c.Terminal = Terminal{In: strings.NewReader(strings.Join(lines, "\n") + "\n"), Out: &out, NewID: func() string { n++; return fmt.Sprint("id", n) },
			Now:  func() time.Time { return time.Date(2026, 11, 27, 2, 0, n, 0, time.UTC) },
			Mask: func(_ context.Context, text string) (string, error) { return text, nil },
			Run: func(_ context.Context, line string, out io.Writer) (int, error) {
				ran = append(ran, line)
				fmt.Fprint(out, "token hush it is")
				return 3, nil
			}}
		_, err := c.Done(t.Context())
		return out.String(), err
	}
	// the shape of a value is asked for until it fits
	out, err := call("not a version", "2.0.0", "r", "hush it", "n", "r", "", "r", "q", "r", "yess", "r", "Yes", "q")
	if !strings.Contains(out, "── Step 1 of 2 ──\nRoll out.") {
		t.Errorf("it isn't told which step it is:\n%s", out)
	}
	if strings.Count(out, "Nothing was run.") != 4 || strings.Count(out, "Type y or yes to run it; with anything else, or Enter alone, nothing runs: ") != 5 {
		t.Errorf("the question:\n%s", out)
	}
	if err != errLeft || len(ran) != 1 || ran[0] != "login --token 'hush it' 2.0.0" {
		t.Fatalf("%v, ran %q:\n%s", err, ran, out)
	}
	if last := w.events[len(w.events)-1]; last.Kind != execution.Kept || last.Value != "exit status 3" || !strings.Contains(last.Text, "token <TOKEN> is") || !strings.Contains(last.Text, "$ login --token <TOKEN> 2.0.0") {
		t.Errorf("kept: %+v", last)
	}
	// out of reach in the middle: what was done is noted, and sent by the next call
	sent := len(w.events)
	base.In = nil
	stop := &stopping{w: w, lines: []string{"n", "the load is high"}}
	var text strings.Builder
	c := base
	c.Terminal = Terminal{In: stop, Out: &text, NewID: func() string { n++; return fmt.Sprint("id", n) }, Now: time.Now, Mask: func(_ context.Context, text string) (string, error) { return text, nil }}
	if _, err := c.Done(t.Context()); err != errLeft || !strings.Contains(text.String(), "kept on this machine") {
		t.Fatalf("out of reach: %v:\n%s", err, text.String())
	}
	w.down.Store(false)
	out, err = call("d", "", "d", "It had rolled out before.", "d", "drop", "d", "shop", "w")
	if !strings.Contains(out, "A command of this step ended with exit status 3 when it was run last: login --token <TOKEN> 2.0.0") || strings.Count(out, "The step isn't done. Run the command again (r)") != 1 {
		t.Errorf("a step is done although its command failed, without a reason:\n%s", out)
	}
	if err != nil || !strings.Contains(out, "That isn't shop") || w.x.Outcome != execution.OK {
		t.Fatalf("%v, %q:\n%s", err, w.x.Outcome, out)
	}
	found := false
	for _, e := range w.events[sent:] {
		found = found || e.Text == "the load is high"
	}
	if !found {
		t.Error("what was noted without a connection is lost")
	}
}

// stopping gives lines, and takes the workspace away before the last.
type stopping struct {
	w     *workspace
	lines []string
}

func (s *stopping) Read(b []byte) (int, error) {
	if len(s.lines) == 0 {
		return 0, io.EOF
	}
	if len(s.lines) == 1 {
		s.w.down.Store(true)
	}
	n := copy(b, s.lines[0]+"\n")
	s.lines = s.lines[1:]
	return n, nil
}

// TestAskAgain shows why a step wasn't approved, and asks again; a step's time is told when its clock starts.
func TestAskAgain(t *testing.T) {
	at := time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)
	steps := []sop.Step{{Key: "sign", Title: sop.Claim{Text: "Sign."}, Conduct: &sop.Conduct{Approver: "reviewer", Wait: 600}}}
	w := &workspace{t: t, r: sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: steps}}}}
	server := httptest.NewServer(w)
	defer server.Close()
	client, err := remote.At(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	base := Carry{Client: client, Slug: "deploy", Mode: execution.DryRun, Notes: t.TempDir()}
	call := func(lines ...string) string {
		var out strings.Builder
		c := base
		c.Terminal = Terminal{In: strings.NewReader(strings.Join(lines, "\n") + "\n"), Out: &out, NewID: func() string { n++; return fmt.Sprint("id", n) },
			Now: func() time.Time { n++; return at.Add(time.Duration(n) * time.Second) }, Mask: func(_ context.Context, text string) (string, error) { return text, nil }}
		if _, err := c.Done(t.Context()); err != errLeft {
			t.Fatalf("%v:\n%s", err, out.String())
		}
		return out.String()
	}
	if out := call("w", "q"); !strings.Contains(out, "Somebody else has to approve it (reviewer or above") || !strings.Contains(out, "Its time is over at "+w.events[1].At.Add(10*time.Minute).Local().Format("15:04:05")) || strings.Contains(out, "a ask again") {
		t.Errorf("%s", out)
	}
	w.events = append(w.events, execution.Event{ID: "no", Kind: execution.Approved, Step: "sign", Value: "no", Text: "The load is high.", Author: "rob", Role: "reviewer", At: at.Add(time.Duration(n+1) * time.Second)})
	n += 2
	out := call("a", "The load is low.", "q")
	if !strings.Contains(out, "It wasn't approved: The load is high.") || !strings.Contains(out, "a ask again for the approval") {
		t.Errorf("%s", out)
	}
	s := execution.Fold(w.x, &w.r, w.events)
	if st := s.Steps["sign"]; st.Asked == nil || st.Asked.Text != "The load is low." || len(s.Void) > 0 {
		t.Errorf("%+v, %v", st, s.Void)
	}
	if out := call("q"); !strings.Contains(out, "is asked for again") || strings.Contains(out, "a ask again") {
		t.Errorf("%s", out)
	}
}
