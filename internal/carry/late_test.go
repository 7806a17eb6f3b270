package carry

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/carry/away"
	"showhow/internal/carry/note"
	"showhow/internal/carry/spell"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// leaves notes something at a step while the workspace is away, and leaves; somebody else ends it meanwhile, unless it's to stay open.
func (s *seat) leaves(open bool) {
	s.Helper()
	if out, err := s.plays("down", "n", "without it", "d", "q"); err != errLeft {
		s.Fatalf("%v:\n%s", err, out)
	}
	if s.w.down.Store(false); !open {
		s.w.add(execution.Event{ID: "end", Kind: execution.Ended, Outcome: execution.Failed, Text: "It burns.", Author: "rob"})
		s.w.x.Summary = execution.Fold(s.w.x, &s.w.r, s.w.events).Summary(s.w.x.Mode)
	}
	s.w.id = "x2" // what is begun from now on
}

// What was done away from a workspace arrives though the execution ended meanwhile: it's told what became of it and what counts for nothing, and no other one is begun.
func TestEndedMeanwhile(t *testing.T) {
	for _, join := range []string{"", "x1"} {
		s := sit(t, titled("one"), titled("two"))
		if join != "" {
			if _, err := s.plays("q"); err != errLeft {
				t.Fatal(err)
			}
			s.w.x.Slug, s.c.Join = "deploy", join
		}
		s.leaves(false)
		out, err := s.plays("q")
		if err != nil || s.w.x.ID != "x1" {
			t.Fatalf("%q: %v, %s:\n%s", join, err, s.w.x.ID, out)
		}
		s.says(out, away.Late, "The execution had ended. (2 times)", "Deploy: failed")
		if got := fmt.Sprint(s.came()); !strings.Contains(got, "one noted without it") || !strings.Contains(got, "one settled ok") {
			t.Errorf("%q: it has %q", join, got)
		}
		if join == "" {
			s.w.events = nil
		}
		out, err = s.plays("q") // once it's told, it's over
		if join == "" && (err != errLeft || s.w.x.ID != "x2") || join != "" && (err == nil || !strings.Contains(err.Error(), "has ended")) {
			t.Errorf("%q, afterwards: %v, %s:\n%s", join, err, s.w.x.ID, out)
		}
	}
}

// What is ended while its answer is lost has ended: the same command begins no other one, and tells what became of it.
func TestEndedUnheard(t *testing.T) {
	s := sit(t, titled("one"))
	out, err := s.plays("d", "deaf", "w")
	if !errors.Is(err, away.Ended) || s.w.x.Outcome != execution.OK {
		t.Fatalf("%v, %q:\n%s", err, s.w.x.Outcome, out)
	}
	s.w.deaf.Store(false)
	s.w.id = "x2"
	had := len(s.w.events)
	if out, err = s.plays("q"); err != nil || s.w.x.ID != "x1" || len(s.w.events) != had {
		t.Fatalf("%v, %s, %d events:\n%s", err, s.w.x.ID, len(s.w.events), out)
	}
	s.says(out, "Deploy: ok")
}

// Another one is begun on purpose: what hadn't arrived of the one of before is sent first, and without an answer none is begun.
func TestNewSendsWhatWaits(t *testing.T) {
	s := sit(t, titled("one"), titled("two"))
	s.leaves(true)
	s.c.New = true
	if out, err := s.plays("down", "q"); err != errLeft || s.w.x.ID != "x2" || !strings.Contains(fmt.Sprint(s.came()), "one noted without it") {
		t.Fatalf("%v, %s, %q:\n%s", err, s.w.x.ID, s.came(), out)
	}
	s = sit(t, titled("one"))
	s.leaves(true)
	s.c.New = true
	s.w.down.Store(true)
	if out, err := s.plays("q"); err == nil || s.w.x.ID != "x1" || !strings.Contains(err.Error(), "kept on this machine") {
		t.Errorf("out of reach: %v, %s:\n%s", err, s.w.x.ID, out)
	}
}

// Whoever asks how it stands by now sends first what waits: nothing is said to have arrived, or is dropped, that hasn't.
func TestSendsBeforeItAsks(t *testing.T) {
	s := sit(t, titled("one"))
	s.leaves(false)
	var out strings.Builder
	c := s.c
	c.Out = &out
	of := c.session(bufio.NewReader(strings.NewReader("")), &spell.Typed{}, c.where().Of("deploy", "live"))
	if err := of.note.Read(); err != nil || len(of.note.Events) == 0 {
		t.Fatal(err)
	}
	of.open, of.away, of.detail.Execution.ID = true, true, "x1"
	if err := of.again(t.Context()); err != nil || len(of.note.Events) != 0 || !of.detail.Execution.Over() {
		t.Fatalf("%v, %d wait", err, len(of.note.Events))
	}
	if s.says(out.String(), away.Back); !strings.Contains(fmt.Sprint(s.came()), "one noted without it") {
		t.Errorf("%q", s.came())
	}
	of.note.Events = []execution.Event{{ID: "z", Kind: execution.Noted, Step: "one"}}
	if err := of.note.Drop(); err != nil {
		t.Fatal(err)
	}
	if err := of.note.Read(); err != nil || len(of.note.Events) != 1 {
		t.Error("what waits was dropped")
	}
}

// What waits for an execution that isn't in the workspace is kept in a file of its own, which is told.
func TestGoneIsKept(t *testing.T) {
	s := sit(t, titled("one"))
	s.leaves(true)
	s.w.gone = "x1"
	out, err := s.plays("q")
	if err != errLeft || s.w.x.ID != "x2" {
		t.Fatalf("%v, %s:\n%s", err, s.w.x.ID, out)
	}
	kept, err := filepath.Glob(filepath.Join(s.c.Notes, "*-x1.kept"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("%q, %v", kept, err)
	}
	if b, err := os.ReadFile(kept[0]); err != nil || !strings.Contains(string(b), "without it") || !strings.Contains(out, away.Gone+kept[0]) {
		t.Errorf("%s, %v:\n%s", b, err, out)
	}
}

// Where the workspace itself isn't there any more for who is here, nothing is said of the execution: what waits stays.
func TestNoSuchWorkspace(t *testing.T) {
	s := sit(t, titled("one"))
	s.leaves(true)
	s.w.instead = func(out http.ResponseWriter, _ *http.Request) {
		out.WriteHeader(http.StatusNotFound)
		fmt.Fprint(out, `{"status": 404, "detail": "There is no such workspace, or you aren't in it."}`)
	}
	s.w.down.Store(true)
	out, err := s.plays("q")
	if kept, _ := filepath.Glob(filepath.Join(s.c.Notes, "*.kept")); sop.CodeOf(err) != sop.NotFound || len(kept) > 0 {
		t.Fatalf("%v, %q:\n%s", err, kept, out)
	}
	s.w.down.Store(false)
	if out, err = s.plays("q"); err != errLeft || s.w.x.ID != "x1" || !strings.Contains(fmt.Sprint(s.came()), "one noted without it") {
		t.Errorf("%v, %s, %q:\n%s", err, s.w.x.ID, s.came(), out)
	}
}

// However much was noted, it's sent in parts that a workspace takes.
func TestSendsMuch(t *testing.T) {
	s := sit(t, titled("one"))
	lines := []string{"down"}
	for i := range 420 {
		lines = append(lines, "n", fmt.Sprint(i, strings.Repeat(" and more", 300)))
	}
	out, err := s.plays(append(lines, "up", "", "q")...)
	if err != errLeft || len(s.came()) != 420 || s.w.most > 200 {
		t.Fatalf("%v, %d came, at most %d at once:\n%.300s", err, len(s.came()), s.w.most, out[len(out)-300:])
	}
	for i, c := range s.came() {
		if !strings.HasPrefix(c, fmt.Sprintf("one noted %d ", i)) {
			t.Fatalf("%d: %.40s", i, c)
		}
	}
}

// A workspace that doesn't answer isn't asked with each thing that is done, nor by itself all the time; whoever presses Enter alone has it asked at once, and so does time.
func TestBacksOff(t *testing.T) {
	s := sit(t, titled("one"))
	now := time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)
	s.c.Now = func() time.Time { return now }
	s.c.Tick = nil
	asked := func(lines ...string) int {
		t.Helper()
		s.w.called = 0
		if out, err := s.plays(append(lines, "q")...); err != errLeft {
			t.Fatalf("%v:\n%s", err, out)
		}
		s.w.down.Store(false)
		return s.w.called
	}
	few, more, again := asked("down", "n", "a"), asked("down", "n", "a", "n", "b", "n", "c", "n", "d"), asked("down", "n", "a", "n", "b", "", "")
	if few == 0 || more != few || again <= few {
		t.Errorf("asked %d times, with more %d, with Enter alone %d", few, more, again)
	}
	var out strings.Builder
	c := s.c
	c.Out = &out
	of := c.session(bufio.NewReader(strings.NewReader("")), &spell.Typed{}, c.where().Of("deploy", "live"))
	if on, err := of.goesOn(t.Context()); on || err != nil { // nothing is read yet
		t.Fatal(on, err)
	}
	of.note.Execution = "x1"
	if on, err := of.goesOn(t.Context()); !on || err != nil {
		t.Fatal(on, err)
	}
	of.ready(t.Context())
	s.w.down.Store(true)
	s.w.called = 0
	for range 3 {
		of.look(t.Context(), true)
	}
	first := s.w.called
	now = now.Add(away.Pause)
	of.look(t.Context(), true)
	if first == 0 || s.w.called <= first || strings.Count(out.String(), away.Lost) != 1 {
		t.Errorf("by itself: %d, then %d\n%s", first, s.w.called, out.String())
	}
	// what else goes wrong is told once, until it's well again
	s.w.down.Store(false)
	s.w.broken.Store(true)
	now = now.Add(away.Pause)
	for range 3 {
		of.look(t.Context(), true)
	}
	if strings.Count(out.String(), "The disk is full.") != 1 {
		t.Errorf("%s", out.String())
	}
}

// waitsInPart leaves something waiting for the procedure of step one, which somebody did.
func (s *seat) waitsInPart(account string) {
	s.Helper()
	part := s.c.where().OfExecution("x1\none")
	part.Execution, part.Account = "p1", account
	part.Events = []execution.Event{{ID: "in-part", Kind: execution.Noted, Step: "one", Text: "in the part", Device: time.Date(2026, 11, 27, 2, 30, 0, 0, time.UTC)}}
	if err := part.Write(); err != nil {
		s.Fatal(err)
	}
}

// What waits in a part alone is sent, too, when the whole isn't gone on with: another one is begun, it was ended, also where one comes to it, or it isn't there any more.
func TestSendsPartsOfWhatIsOver(t *testing.T) {
	for _, how := range []string{"new", "ended", "joined", "gone"} {
		one := titled("one")
		one.Conduct = &sop.Conduct{Procedure: "deploy"}
		s := sit(t, one)
		if out, err := s.plays("q"); err != errLeft {
			t.Fatalf("%v:\n%s", err, out)
		}
		s.waitsInPart("ada")
		s.w.id = "x2"
		switch how {
		case "new":
			s.c.New = true
		case "joined":
			s.w.x.Slug, s.c.Join = "deploy", "x1"
			fallthrough
		case "ended":
			s.w.add(execution.Event{ID: "end", Kind: execution.Ended, Outcome: execution.Failed, Text: "It burns.", Author: "rob"})
			s.w.x.Summary = execution.Fold(s.w.x, &s.w.r, s.w.events).Summary(s.w.x.Mode)
		case "gone":
			s.w.gone = "x1"
		}
		out, err := s.plays("q")
		if s.says(out, away.Former); !strings.Contains(fmt.Sprint(s.came()), "in the part") {
			t.Errorf("%s: %v, %q:\n%s", how, err, s.came(), out)
		}
		if how == "joined" && (err == nil || !strings.Contains(err.Error(), "has ended")) || how == "new" && (err != errLeft || s.w.x.ID != "x2") {
			t.Errorf("%s: %v, %s", how, err, s.w.x.ID)
		}
		if left := s.c.where().OfExecution("x1\none"); left.Read() != nil || len(left.Events) > 0 {
			t.Errorf("%s: %d wait", how, len(left.Events))
		}
	}
}

// What was done in a step's own procedure while the workspace was away is sent with what it's a part of.
func TestSendsParts(t *testing.T) {
	one := titled("one")
	one.Conduct = &sop.Conduct{Procedure: "deploy"}
	s := sit(t, one)
	if out, err := s.plays("q"); err != errLeft {
		t.Fatalf("%v:\n%s", err, out)
	}
	s.waitsInPart("")
	out, err := s.plays("q")
	if err != errLeft || !strings.Contains(fmt.Sprint(s.came()), "in the part") || !strings.Contains(out, away.Former) {
		t.Fatalf("%v, %q:\n%s", err, s.came(), out)
	}
	left := s.c.where().OfExecution("x1\none")
	if err := left.Read(); err != nil || len(left.Events) != 0 {
		t.Errorf("%v, %d wait", err, len(left.Events))
	}
}

// What answers in the workspace's place, in words of its own, says nothing of an execution: what waits stays, and in the middle it goes on without the workspace.
func TestSomethingElseAnswers(t *testing.T) {
	for _, x := range []struct {
		status int
		body   string
	}{{http.StatusNotFound, "404 page not found"}, {http.StatusNotFound, `{"detail": "Not Found"}`}, {522, "error code: 522"}, {http.StatusOK, "<html>Sign in to the network.</html>"}, {http.StatusOK, `{"status": "maintenance"}`}} {
		s := sit(t, titled("one"), titled("two"))
		s.w.instead = func(out http.ResponseWriter, _ *http.Request) {
			out.WriteHeader(x.status)
			fmt.Fprint(out, x.body)
		}
		out, err := s.plays("down", "n", "without it", "q")
		if s.says(out, away.Lost); err != errLeft {
			t.Fatalf("%d %s: %v:\n%s", x.status, x.body, err, out)
		}
		if out, err = s.plays("q"); err == nil || !strings.Contains(err.Error(), "The workspace doesn't answer: something else does (") || !strings.Contains(err.Error(), "kept on this machine") {
			t.Errorf("%d %s: %v:\n%s", x.status, x.body, err, out)
		}
		if kept, _ := filepath.Glob(filepath.Join(s.c.Notes, "*.kept")); len(kept) > 0 {
			t.Errorf("%d %s: %q", x.status, x.body, kept)
		}
		s.w.down.Store(false)
		s.w.id = "x2"
		if out, err = s.plays("q"); err != errLeft || s.w.x.ID != "x1" || !strings.Contains(fmt.Sprint(s.came()), "one noted without it") {
			t.Errorf("%d %s, when it's back: %v, %s, %q:\n%s", x.status, x.body, err, s.w.x.ID, s.came(), out)
		}
	}
}

// An old note by a name that several workspaces may have had is another one's, where its execution isn't there: it's neither told nor moved, however often something is begun beside it.
func TestOldNoteOfAnother(t *testing.T) {
	w, call := stand(t)
	c := Carry{Values: both, Folder: "/d", Notes: t.TempDir(), Client: &remote.Client{Room: remote.Room{ID: "w2", Slug: "main", First: true}}}
	old := note.At(c.Notes, "/d", "deploy", "live")
	old.Execution, old.Events = "theirs", []execution.Event{{ID: "theirs", Kind: execution.Noted, Step: "one", Text: "of another workspace"}}
	if err := old.Write(); err != nil {
		t.Fatal(err)
	}
	w.gone = "theirs"
	for _, fresh := range []bool{false, true} {
		w.x, w.events, c.New = execution.Execution{}, nil, fresh
		out, err := call(c, "s\nlate\nz\nno time\n")
		if err != nil || w.x.ID != "x1" || strings.Contains(out, away.Gone) || strings.Contains(fmt.Sprint(w.events), "of another workspace") {
			t.Errorf("%v, %s:\n%s", err, w.x.ID, out)
		}
		if kept, _ := filepath.Glob(filepath.Join(c.Notes, "*.kept")); len(kept) > 0 {
			t.Errorf("%q", kept)
		}
		if left := note.At(c.Notes, "/d", "deploy", "live"); left.Read() != nil || len(left.Events) != 1 {
			t.Errorf("%d are left", len(left.Events))
		}
	}
}
