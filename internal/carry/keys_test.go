package carry

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/carry/before"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// seat is a workspace with steps of each kind, and who sits before it: a clock that goes on by a second with each look, and ids that count.
type seat struct {
	*testing.T
	w    *workspace
	n    int
	c    Carry
	tick chan time.Time
}

func sit(t *testing.T, steps ...sop.Step) *seat {
	w := &workspace{t: t, r: sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: steps}}}}
	w.people = `{"account": "ada", "name": "Ada", "role": "editor"}, {"account": "rob", "name": "Rob", "role": "reviewer", "takes": true, "approves": ["sign"]}`
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	client, err := remote.At(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &seat{T: t, w: w, c: Carry{Client: client, Slug: "deploy", Mode: execution.Live, Notes: t.TempDir()}}
	s.c.Terminal = Terminal{NewID: func() string { s.n++; return fmt.Sprint("id", s.n) }, Mask: func(_ context.Context, text string) (string, error) {
		return strings.ReplaceAll(text, "hush", "<SECRET>"), nil
	},
		Now: func() time.Time { s.n++; return time.Date(2026, 11, 27, 2, 0, s.n, 0, time.UTC) },
		Run: func(_ context.Context, _ string, _ io.Writer) (int, error) { return 1, nil }}
	return s
}

// types types lines, and gives what was printed; done says that it must have come to its end.
func (s *seat) types(done bool, lines ...string) string {
	s.Helper()
	var out strings.Builder
	c := s.c
	c.In, c.Out = strings.NewReader(strings.Join(lines, "\n")+"\n"), &out
	if _, err := c.Done(s.Context()); done && err != nil || !done && err != errLeft {
		s.Fatalf("%v:\n%s", err, out.String())
	}
	return out.String()
}

func (s *seat) says(out string, want ...string) {
	s.Helper()
	for _, x := range want {
		if !strings.Contains(out, x) {
			s.Errorf("no %q in\n%s", x, out)
		}
	}
}

func (s *seat) step(key string) *execution.Step {
	return execution.Fold(s.w.x, &s.w.r, s.w.events).Steps[key]
}

func titled(key string) sop.Step {
	return sop.Step{Key: key, Title: sop.Claim{Text: "Do " + key + "."}}
}

// A step that failed and was made good, and one that doesn't apply, are settled as that, each with a reason; without one it doesn't count, and the person stays there.
func TestRecoveredAndNotApplicable(t *testing.T) {
	s := sit(t, titled("one"), titled("two"), titled("three"))
	out := s.types(true, "m", "", "m", "It was slow, and is up again.", "x", "There is no cache here.", "d", "r", "It is up.")
	s.says(out, "Nothing was said, so nothing was noted: it needs a reason.", "Deploy: recovered")
	if one, two := s.step("one"), s.step("two"); one.Outcome() != execution.Recovered || one.Settled.Text != "It was slow, and is up again." || two.Outcome() != execution.NotNeeded {
		t.Errorf("%+v, %+v", one.Settled, two.Settled)
	}
}

// Enter alone at what has to be said leads back to the step, and leaves nothing that counts for nothing: neither a failure nor an end, and no note.
func TestNothingSaid(t *testing.T) {
	declared := titled("two")
	declared.Conduct = &sop.Conduct{Value: &sop.Claim{Text: "42"}}
	s := sit(t, titled("one"), declared)
	s.says(s.types(false, "f", "", "s", "", "x", "", "m", "", "e", "", "z", "", "n", "", "d", "d", "", "d", "41", "", "q"), "Step 2 of 2", "so the step isn't done", "Nothing was said")
	for _, e := range s.w.events {
		if e.Kind == execution.Noted || e.Kind == execution.Ended || e.Kind == execution.Settled && e.Outcome != execution.OK {
			t.Errorf("it was noted: %+v", e)
		}
	}
	if st := execution.Fold(s.w.x, &s.w.r, s.w.events); len(st.Void) > 0 || st.Steps["one"].Outcome() != execution.OK || st.Steps["two"].Outcome() != "" {
		t.Errorf("%+v, %v", st.Steps, st.Void)
	}
	s.types(false, "d", "42", "f", "", "q")
	if st := execution.Fold(s.w.x, &s.w.r, s.w.events); st.End != nil || len(st.Void) > 0 {
		t.Errorf("%+v, %v", st.End, st.Void)
	}
}

// Whoever goes back settles a step again, over what it was; what was replaced is kept.
func TestBack(t *testing.T) {
	s := sit(t, titled("one"), titled("two"))
	out := s.types(true, "s", "no time", "b", "9", "b", "1", "c", "b", "1", "d", "d", "b", "2", "f", "It is down.", "b", "2", "d", "w")
	s.says(out, "   1 skipped: Do one.", "There is no such step.", "It is settled: skipped, by you at ", "It is settled: failed, by you at ")
	if one, two := s.step("one"), s.step("two"); one.Outcome() != execution.OK || len(one.Heads) != 1 || len(one.Past) != 1 || two.Outcome() != execution.OK || len(two.Past) != 2 {
		t.Errorf("%+v, %+v", one, two)
	}
}

// A step that asks for somebody else says who may, lets them sign here by their password, and isn't approved by whoever carries it out; an approver who comes approves by a key of their own.
func TestApprovals(t *testing.T) {
	sign := titled("sign")
	sign.Conduct = &sop.Conduct{Approver: "reviewer"}
	s := sit(t, sign, titled("two"))
	out := s.types(false, "d", "p", "", "p", "rob@example.com", "maybe", "p", "rob@example.com", "y", "I looked.", "wrong", "p", "rob@example.com", "y", "I looked.", "horse", "d", "q")
	s.says(out, "It may be Rob.", "Somebody else has to approve it.", "/executions/x1", "Nothing was decided.", "Nothing was signed. The e-mail address or the password is wrong.", "It is approved.", "Step 2 of 2")
	if len(s.w.signed) != 2 || s.w.signed[1]["email"] != "rob@example.com" || s.w.signed[1]["refuses"] != false {
		t.Errorf("%v", s.w.signed)
	}
	notes, _ := filepath.Glob(filepath.Join(s.c.Notes, "*"))
	for _, n := range notes {
		if b, err := os.ReadFile(n); err != nil || strings.Contains(string(b), "horse") {
			t.Errorf("%v: a password is noted: %s", err, b)
		}
	}
	s = sit(t, sign)
	s.types(false, "q")
	s.w.me, s.c.Join, s.c.Notes = "rob", s.c.Client.Address("executions", "x1"), t.TempDir()
	s.w.x.Slug = "deploy"
	out = s.types(false, "p", "n", "The load is high.", "p", "y", "It fell.", "q")
	s.says(out, "With revision 1 of Deploy", "ada leads it."[1:], "p approve it, or not", "It wasn't approved: The load is high.", "It is approved.")
	if st := s.step("sign"); st.Approved == nil || st.Approved.Author != "rob" || st.Approved.Value != "yes" {
		t.Errorf("%+v", st.Approved)
	}
	s.c.Slug = "other"
	c := s.c
	c.In, c.Out = strings.NewReader(""), io.Discard
	if _, err := c.Done(t.Context()); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("another procedure's execution is joined: %v", err)
	}
}

// It is handed to one of those who can take it, and counts when they do.
func TestHandOver(t *testing.T) {
	s := sit(t, titled("one"))
	out := s.types(false, "h", "", "h", "1", "The pods are slow.", "q")
	s.says(out, "1 Rob", "It isn't handed to anybody.", "Rob is asked to take it over; until then you lead it.")
	s.w.me = "rob"
	out = s.types(false, "k", "k", "q")
	s.says(out, "k take it over", "You lead it.", "That isn't for this step.")
	if at := execution.Fold(s.w.x, &s.w.r, s.w.events); at.Lead != "rob" || at.Offer != nil || len(at.Void) != 0 {
		t.Errorf("%+v", at)
	}
}

// Evidence is kept from a file of text, a picture, and what is pasted; secrets in text are masked, what can't be evidence is refused with why.
func TestEvidence(t *testing.T) {
	step := titled("one")
	step.Conduct = &sop.Conduct{Wants: []string{"text", "picture"}}
	s := sit(t, step)
	folder := t.TempDir()
	put := func(name string, b []byte) string {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
		return filepath.Join(folder, name)
	}
	text, long, binary := put("a.log", []byte("up\nhush\n")), put("long.log", []byte(strings.Repeat("a", most+1))), put("b.bin", []byte{0, 1, 2})
	f, err := os.Create(filepath.Join(folder, "a.png"))
	if err == nil {
		err = png.Encode(f, image.NewGray(image.Rect(0, 0, 2, 2)))
	}
	if err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	out := s.types(true, "v", filepath.Join(folder, "none"), "v", long, "v", binary, "v", "", ".", "v", text, "d", "v", f.Name(), "no", "v", f.Name(), "y", "v", "", "all", "well hush", ".", "d", "w")
	s.says(out, "Has to be kept as evidence: text, picture (v)", "There is no such file", "too long to be kept", "neither a picture nor text", "Nothing was kept.", "A picture has to be kept as evidence.", "Nothing in a picture is masked.", "Deploy: ok")
	kept := s.step("one").Kept
	if len(kept) != 3 || kept[0].Text != "a.log:\nup\n<SECRET>" || !strings.HasPrefix(kept[1].Picture, "p") || kept[2].Text != "all\nwell <SECRET>" {
		t.Errorf("%+v", kept)
	}
}

// All keys are named by ?, with how long it has taken; what is no key of a step is said to be none.
func TestAllKeys(t *testing.T) {
	s := sit(t, titled("one"))
	out := s.types(false, "?", "o", "y", "", "q")
	s.says(out, "  x  doesn't apply", "  v  keep evidence", "  b  go to another step", "  h  hand it over", "since it began", "You lead it.", "That isn't for this step.", "Choose one of the letters.", "Nothing new.")
	help := strings.Join(Keys(), "\n")
	seen := map[string]bool{}
	for _, k := range keys() {
		if !strings.Contains(help, k.letter+"  "+k.words) {
			t.Errorf("%s isn't in help", k.letter)
		}
		if seen[k.letter] && k.now == nil {
			t.Errorf("%s means two things", k.letter)
		}
		seen[k.letter] = true
	}
}

// What the procedure's life has to warn of is told before the first step, once, and what is marked at its step.
func TestWarnings(t *testing.T) {
	s := sit(t, titled("one"), titled("two"))
	s.w.life = `, "overdue": true, "due": "2026-11-01T00:00:00Z", "suspended": {"by": "rob", "at": "2026-11-26T00:00:00Z", "reason": "It deletes too much."}`
	s.w.reviews, s.w.inForce = `, {"number": 2, "state": "effective"}`, "2"
	s.w.flags = `{"id": "f", "text": "helm is 4.0 now", "steps": [{"key": "two", "number": 2, "named": "helm 3.2"}]}, {"id": "g", "text": "old", "cleared": "2026-11-01T00:00:00Z"}`
	s.w.waiver = &before.Waiver{Reason: "The shop is down.", By: "Rob", Until: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Overdue: true}
	out := s.types(false, "d", "q")
	s.says(out, "! IN FORCE BY A WAIVER of Rob, overdue since ", ": The shop is down.", "! SUSPENDED since ", ": It deletes too much.", "! OVERDUE: it should have been looked at again by ", "! Revision 2 is in force by now; this stays with revision 1", "! TO BE LOOKED AT AGAIN: helm is 4.0 now", "  ! To be looked at again: helm is 4.0 now (helm 3.2)")
	if strings.Count(out, "SUSPENDED") != 1 || strings.Contains(out, "old") {
		t.Errorf("%s", out)
	}
}

// A secret that stands in an address is written as addresses want it, when the person says so, and isn't kept in either form.
func TestSecretInAddress(t *testing.T) {
	step := titled("one")
	step.Commands = []sop.Command{{Text: "psql postgres://ada:<TOKEN>@db/orders", Shell: "shell"}}
	for _, x := range []struct{ secret, answer, ran string }{{"p@ss/w", "y", "psql postgres://ada:p%40ss%2Fw@db/orders"}, {"p%40ss", "n", "psql postgres://ada:p%40ss@db/orders"}, {"pass", "", "psql postgres://ada:pass@db/orders"}} {
		s := sit(t, step)
		s.w.r.Parameters = []sop.Parameter{{Name: "TOKEN", Secret: true}}
		var ran []string
		s.c.Run = func(_ context.Context, line string, out io.Writer) (int, error) {
			ran = append(ran, strings.ReplaceAll(line, "'", ""))
			fmt.Fprintln(out, line)
			return 0, nil
		}
		typed := []string{"r", x.secret, x.answer, "y", "r", "y", "q"}
		if x.answer == "" {
			typed = []string{"r", x.secret, "y", "r", "y", "q"}
		}
		out := s.types(false, typed...)
		if len(ran) != 2 || ran[0] != x.ran || ran[1] != x.ran || strings.Contains(out, "stands in an address") != (x.answer != "") {
			t.Errorf("%q:\n%s", ran, out)
		}
		for _, k := range s.step("one").Kept {
			if strings.Contains(k.Text, x.secret) || strings.Contains(k.Text, "p%40") {
				t.Errorf("%s", k.Text)
			}
		}
	}
}

// Who was told that a step failed, and whom one can call, is said where it is settled, and whenever it is shown again.
func TestAlarmed(t *testing.T) {
	s := sit(t, titled("one"), titled("two"))
	s.w.people += `, {"account": "eve", "name": "Eve", "role": "admin", "helps": "an administrator", "email": "eve@example.com"}`
	s.w.told = []string{"rob", "cyd"}
	out := s.types(false, "f", "The disk is full.", "b", "1", "q")
	const want = "  Rob and cyd were told. Who can help: Eve, an administrator (eve@example.com)\n"
	if strings.Count(out, want) != 2 {
		t.Errorf("no %q twice:\n%s", want, out)
	}
	s.c.Mode, s.c.New, s.w.told, s.w.events = execution.DryRun, true, nil, nil
	if out := s.types(false, "f", "The disk is full.", "q"); strings.Contains(out, "told") || strings.Contains(out, "help:") {
		t.Errorf("a dry run tells nobody:\n%s", out)
	}
}

// A step that is done before its turn asks why; what was printed is offered as what is seen.
func TestOutOfOrder(t *testing.T) {
	look := titled("two")
	look.Kind = sop.StepCheck
	look.Expected, look.Commands = []sop.Claim{{Text: "All pods run."}}, []sop.Command{{Text: "kubectl get pods", Shell: "shell", Class: sop.Reads}}
	s := sit(t, titled("one"), look, titled("three"))
	s.c.Run = func(_ context.Context, _ string, out io.Writer) (int, error) {
		fmt.Fprint(out, "NAME READY\napi 2/2 Running\n")
		return 0, nil
	}
	out := s.types(false, "b", "3", "d", "", "d", "It was done yesterday.", "q")
	s.says(out, "Step 1 comes before this one, and isn't settled.\nWhy this one is done first (empty: it isn't): The step isn't done. Go to step 1 (c).")
	if st := s.step("three"); st.Outcome() != execution.OK || st.Settled.Text != "It was done yesterday." {
		t.Errorf("%+v", st.Settled)
	}
	out = s.types(true, "d", "d", "", "r", "y", "d", "", "w")
	s.says(out, "What do you see: ", "What was observed isn't written down, so the step isn't done.", "What do you see (Enter alone: “api 2/2 Running”, as the command printed it): ")
	if st := s.step("two"); st.Settled.Value != "api 2/2 Running" || s.step("one").Settled.Text != "" {
		t.Errorf("%+v", st.Settled)
	}
}

// A thought without a sort isn't sent.
func TestThoughtWithoutASort(t *testing.T) {
	s := sit(t, titled("one"))
	s.c.Mode = execution.DryRun
	s.says(s.types(false, "t", "", "q"), "Nothing was noted: it is one of unclear, missing, wrong and slow.")
	if len(s.w.events) != 1 {
		t.Errorf("%+v", s.w.events)
	}
}
