package carry

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/carry/told"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// stand is a workspace of two steps with two parameters and a secret, at an address of its own, and a call with what is typed.
func stand(t *testing.T) (w *workspace, call func(c Carry, typed string) (out string, err *sop.Error)) {
	w = &workspace{t: t, r: sop.Revision{Parameters: []sop.Parameter{{Name: "VERSION"}, {Name: "TOKEN", Secret: true}, {Name: "TICKET"}}, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{
		{Key: "one", Title: sop.Claim{Text: "Roll out."}, Callouts: []sop.Callout{{Kind: sop.Caution, Claim: sop.Claim{Text: "Warn the shop."}}}}, {Key: "two", Title: sop.Claim{Text: "Look."}},
	}}}}}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	client, err := remote.At(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	notes := t.TempDir()
	return w, func(c Carry, typed string) (string, *sop.Error) {
		var out strings.Builder
		at := *client
		if c.Client != nil {
			at.Room = c.Client.Room
		}
		if c.Notes == "" {
			c.Notes = notes
		}
		c.Client, c.Slug = &at, "deploy"
		if c.Mode == "" {
			c.Mode = execution.Live
		}
		n := 0
		c.Terminal = Terminal{Run: c.Run, In: strings.NewReader(typed), Out: &out, NewID: func() string { n++; return fmt.Sprintf("%d-%x", n, sha256.Sum256([]byte(typed))) }, Mask: func(_ context.Context, text string) (string, error) { return text, nil },
			Now: func() time.Time { return time.Date(2026, 11, 28, 9, 0, n, 0, time.UTC) }}
		_, err := c.Done(t.Context())
		if err == nil {
			return out.String(), nil
		}
		return out.String(), err.(*sop.Error)
	}
}

var both = map[string]string{"VERSION": "2.0.0", "TICKET": "OPS-1"}

// Where nothing has begun, nothing is said to be kept: it's told where nobody answered, and how another place is named.
func TestAwayBeforeItBegins(t *testing.T) {
	w, call := stand(t)
	away := func(c Carry, want string) {
		t.Helper()
		w.down.Store(true)
		if _, err := call(c, ""); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(want, "No workspace") != strings.Contains(err.Mend, "--server") {
			t.Errorf("%v, want %q", err, want)
		}
		w.down.Store(false)
	}
	away(Carry{Values: both}, "No workspace answers at http://127.0.0.1:")
	if _, err := call(Carry{Values: both}, "q\n"); err != errLeft {
		t.Fatal(err)
	}
	away(Carry{Values: both}, "What you did is kept on this machine.")
	away(Carry{Values: both, New: true}, "No workspace answers at http://127.0.0.1:") // another one hasn't begun
}

// Where nobody answers, what lacks is an error that says how it's given; what is unknown is refused with what there is, before anything is asked.
func TestGiven(t *testing.T) {
	w, call := stand(t)
	for _, x := range []struct {
		values        map[string]string
		message, mend string
	}{
		{nil, "VERSION, TICKET aren't given", "Give --param VERSION=VALUE --param TICKET=VALUE."},
		{map[string]string{"TICKET": "OPS-1"}, "VERSION isn't given", "Give --param VERSION=VALUE."},
		{map[string]string{"VERSION": "2.0.0"}, "TICKET isn't given", "Give --param TICKET=VALUE."},
		{map[string]string{"VERSOIN": "2.0.0"}, "There is no parameter VERSOIN.", "Give those that there are: VERSION, TICKET."},
	} {
		if _, err := call(Carry{Values: x.values}, ""); err == nil || err.Code != sop.Invalid || !strings.HasPrefix(err.Message, x.message) || err.Mend != x.mend || w.x.ID != "" {
			t.Errorf("%v: %+v", x.values, err)
		}
	}
	w.r.Parameters = nil
	if _, err := call(Carry{Values: both}, ""); err == nil || !strings.Contains(err.Mend, "has no parameters") {
		t.Error(err)
	}
}

// A parameter is asked for with what the procedure says of it.
func TestAskedWithItsDescription(t *testing.T) {
	w, call := stand(t)
	w.r.Parameters[0].About = &sop.Claim{Text: "The **version** that is rolled out."}
	out, err := call(Carry{}, "2.0.0\nOPS-1\nq\n")
	if err != errLeft || !strings.Contains(out, "VERSION: The version that is rolled out.\nVERSION (a version, such as 2.3.1): ") || strings.Contains(out, "TICKET: ") {
		t.Errorf("%v:\n%s", err, out)
	}
}

// Whoever leaves, or whose input ends, is told that it's kept and how it goes on.
func TestLeft(t *testing.T) {
	_, call := stand(t)
	const kept = "What you did is kept, and the execution stays open: run the same command again"
	for _, x := range []struct {
		c           Carry
		typed, want string
	}{
		{Carry{Values: both}, "", kept + ", and"}, {Carry{Values: both}, "q\n", kept + ", and"}, {Carry{Values: both}, "n\n", kept + ", and"}, {Carry{Values: both, New: true}, "q\n", kept + " without --new, and"},
	} {
		if out, err := call(x.c, x.typed); err != errLeft || !strings.Contains(out, x.want) {
			t.Errorf("%q: %v\n%s", x.typed, err, out)
		}
	}
}

// What has to be read asks for a y in words, and says so when something else comes.
func TestReadFirst(t *testing.T) {
	w, call := stand(t)
	out, err := call(Carry{Values: both, Mode: execution.DryRun}, "d\n\nd\nY\nq\n")
	if err != errLeft || w.x.Done != 1 || strings.Count(out, "Type y when you have read it: ") != 2 || strings.Count(out, "Only y counts") != 1 {
		t.Errorf("%v, %d done:\n%s", err, w.x.Done, out)
	}
	if !strings.Contains(out, "Deploy: dry run, revision 1") {
		t.Errorf("begun:\n%s", out)
	}
}

// A trial whose steps were skipped doesn't pass, and says why before it ends and after.
func TestSkippedTrial(t *testing.T) {
	w, call := stand(t)
	out, err := call(Carry{Values: both, Mode: execution.DryRun}, "s\nno time\ns\nno time\nw\n")
	if err != nil || w.x.Passed || !strings.Contains(out, "it won't count. Step 1 was skipped.") || !strings.Contains(out, "It didn't pass. Step 1 was skipped.") {
		t.Errorf("%v, %+v:\n%s", err, w.x, out)
	}
	w.events = nil
	out, err = call(Carry{Values: both, Mode: execution.DryRun}, "d\ny\nd\nw\n")
	if err != nil || !w.x.Passed || !strings.Contains(out, "It passed.") || strings.Contains(out, "won't count") {
		t.Errorf("%v, %+v:\n%s", err, w.x, out)
	}
}

// A folder's workspace has one note, whether it is named or not; what was noted by how it was named before is gone on with, too, unless it is another workspace's.
func TestOneNoteOfAWorkspace(t *testing.T) {
	w, call := stand(t)
	notes := t.TempDir()
	in := func(root, id string) Carry {
		return Carry{Values: both, Folder: "/d", Root: root, Notes: notes, Client: &remote.Client{Room: remote.Room{ID: id, Slug: "main", First: true}}}
	}
	files := func() (all []string) {
		found, err := os.ReadDir(notes)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			all = append(all, f.Name())
		}
		return all
	}
	goesOn := func(c Carry, want bool) {
		t.Helper()
		if out, err := call(c, "q\n"); err != errLeft || strings.Contains(out, "Going on with") != want {
			t.Errorf("%v:\n%s", err, out)
		}
	}
	goesOn(in("", "w1"), false)
	goesOn(in("/w/main", "w1"), true)
	goesOn(in("", "w1"), true)
	if len(files()) != 1 {
		t.Fatalf("notes: %v", files())
	}
	name := files()[0]
	for _, where := range []string{"/d", "/d/w/main"} { // as they were called before
		sum := sha256.Sum256([]byte(where + "\ndeploy\nlive"))
		old := fmt.Sprintf("%x.json", sum[:12])
		for _, root := range []string{"", "/w/main"} {
			if err := os.Rename(filepath.Join(notes, name), filepath.Join(notes, old)); err != nil {
				t.Fatal(err)
			}
			goesOn(in(root, "w1"), true)
			if all := files(); len(all) != 1 || all[0] != name {
				t.Fatalf("%s, asked as %q: %v", where, root, all)
			}
		}
	}
	goesOn(in("", "w2"), false) // a copy of the folder's name, with another workspace in it
	if len(files()) != 2 || w.x.ID == "" {
		t.Errorf("another workspace's: %v", files())
	}
}

// What is told of a step's time: when it is over, on which day when that isn't today, that it is over; and that people are told only where a server does that.
func TestWhenItsTimeIsOver(t *testing.T) {
	at := time.Date(2026, 11, 28, 14, 5, 0, 0, time.Local)
	for _, x := range []struct {
		folder string
		before time.Duration
		want   string
	}{
		{"", time.Second, "Its time is over at 14:05:00; who carries it out is told then."}, {"/d", time.Hour, "Its time is over at 14:05:00."},
		{"", 0, "Its time is over."}, {"/d", -time.Minute, "Its time is over."}, {"", -48 * time.Hour, "Its time is over."},
		{"", 15 * time.Hour, "Its time is over on 28 Nov at 14:05:00; who carries it out is told then."}, {"/d", 15 * time.Hour, "Its time is over on 28 Nov at 14:05:00."},
	} {
		if got := told.Over(at.UTC(), at.Add(-x.before), x.folder == ""); got != x.want {
			t.Errorf("%s before: %q, want %q", x.before, got, x.want)
		}
	}
}

// A trial asks for the parameters of the revision that it is begun with: the one in review, and not a later one; without one in review, the last.
func TestTriesTheOneInReview(t *testing.T) {
	w, call := stand(t)
	w.latest, w.newer = 3, w.r
	w.newer.Parameters = []sop.Parameter{{Name: "HOST"}}
	w.reviews = `, {"number": 2, "state": "in_review"}`
	if _, err := call(Carry{Values: map[string]string{"HOST": "db01"}, Mode: execution.DryRun, New: true}, "q\n"); err != errLeft || w.asked != 2 || w.x.Values["HOST"] != "db01" {
		t.Errorf("%v, revision %d, %v", err, w.asked, w.x.Values)
	}
	w.latest, w.reviews = 2, ""
	if _, err := call(Carry{Values: map[string]string{"HOST": "db02"}, Mode: execution.Pilot, Environment: "staging", New: true}, "q\n"); err != errLeft || w.asked != 2 || w.x.Values["HOST"] != "db02" {
		t.Errorf("%v, revision %d, %v", err, w.asked, w.x.Values)
	}
	if _, err := call(Carry{Values: both, New: true}, "q\n"); err != errLeft || w.asked != 0 || w.x.Values["VERSION"] != "2.0.0" {
		t.Errorf("in force: %v, revision %d, %v", err, w.asked, w.x.Values)
	}
}

// Why something unexpected is well, and what kind of remark is meant, are masked before they leave this machine, as all else that is typed.
func TestReasonIsMasked(t *testing.T) {
	w, call := stand(t) // which fails when a secret is sent
	value := sop.Claim{Text: "200"}
	w.r.Sections[0].Steps = []sop.Step{{Key: "one", Title: sop.Claim{Text: "Probe."}, Commands: []sop.Command{{Text: "probe <TOKEN>", Shell: "shell"}}, Conduct: &sop.Conduct{Value: &value}}}
	typed := "r\nhush it\nn\nt\nhush it\nthe word is hush it\nd\nsaw hush it\nhush it is old\nq\n"
	if out, err := call(Carry{Values: both, Mode: execution.DryRun}, typed); err != errLeft {
		t.Fatalf("%v:\n%s", err, out)
	}
	var found bool
	for _, e := range w.events {
		found = found || e.Kind == execution.Settled && e.Text == "<TOKEN> is old" && e.Value == "saw <TOKEN>"
	}
	if !found {
		t.Errorf("%+v", w.events)
	}
}
