package merge

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// draft is one of the samples as it was drafted.
func draft(t *testing.T, name string) *sop.Revision {
	t.Helper()
	b, err := os.ReadFile("../../../../testdata/recording/" + name + "/sop.json")
	if err != nil {
		t.Fatal(err)
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return &r
}

func merged(t *testing.T, o Old, n New, c Choice) Plan {
	t.Helper()
	p, err := Merge(o, n, c)
	if err != nil {
		t.Fatal(err)
	}
	if bad := sop.Validate(p.Revision); len(bad) > 0 {
		t.Fatalf("the outcome breaks rules: %v", bad)
	}
	return p
}

var author = sop.Evidence{Source: sop.FromAuthor, Confidence: 1}

func find(t *testing.T, r *sop.Revision, command string) *sop.Step {
	t.Helper()
	for _, s := range steps(r) {
		if slices.ContainsFunc(s.Commands, func(c sop.Command) bool { return strings.Contains(c.Text, command) }) {
			return s
		}
	}
	t.Fatalf("no step has the command %q", command)
	return nil
}

// What was recorded again unchanged is every step's again, in its place, with the moments of the new recording.
func TestTheSameAgain(t *testing.T) {
	for _, name := range []string{"release", "migration", "terminal-edit", "terminal-answers"} {
		was := draft(t, name)
		p := merged(t, Old{was, []*sop.Revision{draft(t, name)}, nil}, New{draft(t, name), "second"}, Choice{})
		if p.Revision.StepCount() != was.StepCount() || len(p.Rows) != was.StepCount() {
			t.Errorf("%s: %d steps became %d", name, was.StepCount(), p.Revision.StepCount())
		}
		for i, s := range steps(p.Revision) {
			old, row := steps(was)[i], p.Rows[i]
			if s.Key != old.Key || s.Title.Text != old.Title.Text || row.Moved || row.Recorded.Key != old.Key {
				t.Errorf("%s: step %d %q became %q (%+v)", name, i, old.Title.Text, s.Title.Text, row.Recorded)
			}
			if n, own, _ := p.Revision.Reel(s.Evidence.Span.From); n != 1 || own != old.Evidence.Span.From {
				t.Errorf("%s: step %d is at %v of recording %d, and was at %v", name, i, own, n, old.Evidence.Span.From)
			}
			for j, c := range s.Commands {
				if c.Text != old.Commands[j].Text || c.Unsure != old.Commands[j].Unsure {
					t.Errorf("%s: %q became %q (%s)", name, old.Commands[j].Text, c.Text, c.Unsure)
				}
			}
		}
		if l := p.Revision.Later; len(l) != 1 || l[0].Draft != "second" || l[0].Number != was.Number+1 || l[0].From < was.Media.Duration {
			t.Errorf("%s: %+v", name, l)
		}
		if len(p.Revision.Transcript.Utterances) != 2*len(was.Transcript.Utterances) || len(p.Revision.Parameters) != len(was.Parameters) || len(p.Revision.Prerequisites) != len(was.Prerequisites) {
			t.Errorf("%s: something stands twice, or is lost", name)
		}
	}
}

// What people wrote stays, whatever the new recording says; what they took out doesn't come back; and what they put into a command as a parameter is still there.
func TestWhatPeopleWroteStays(t *testing.T) {
	was, again := draft(t, "release"), draft(t, "release")
	s := find(t, was, "kubectl")
	first := find(t, draft(t, "release"), "kubectl")
	own := func(text string) sop.Claim { return sop.Claim{Text: text, Evidence: author} }
	s.Title, s.Why = own("Do it by hand."), append(s.Why, own("Since the robot is asleep."))
	s.Callouts = append(s.Callouts, sop.Callout{Kind: sop.Warning, Claim: own("Never on a Friday.")})
	s.Conduct = &sop.Conduct{Wants: []string{"text"}}
	value := strings.Fields(s.Commands[0].Text)[2]
	s.Commands[0].Text, s.Commands[0].Evidence = strings.Replace(s.Commands[0].Text, value, "<WHAT>", 1), author
	was.Parameters = append(was.Parameters, sop.Parameter{Name: "WHAT", Example: value, Evidence: author})
	s.Expected = nil // somebody took it out
	now := find(t, again, "kubectl")
	now.Commands[0].Text = strings.Replace(now.Commands[0].Text, value, "other", 1)
	now.Commands[0].Output = []string{"changed"}
	p := merged(t, Old{was, []*sop.Revision{draft(t, "release")}, nil}, New{again, "second"}, Choice{})
	var got *sop.Step
	for _, x := range steps(p.Revision) {
		if x.Key == s.Key {
			got = x
		}
	}
	if got.Title.Text != "Do it by hand." || got.Conduct == nil || got.Commands[0].Text != s.Commands[0].Text || got.Commands[0].Unsure != "" || len(got.Commands[0].Output) != 1 {
		t.Errorf("%+v", got)
	}
	if len(first.Expected) > 0 && len(got.Expected) > 0 {
		t.Errorf("what was taken out is back: %+v", got.Expected)
	}
	if !slices.ContainsFunc(got.Why, func(c sop.Claim) bool { return c.Text == "Since the robot is asleep." }) || got.Callouts[0].Text != "Never on a Friday." {
		t.Errorf("lost: %+v, %+v", got.Why, got.Callouts)
	}
}

// A command that is another one now is taken as recorded, unless somebody had changed it: then theirs stays, and says so.
func TestChangedCommands(t *testing.T) {
	again := draft(t, "release")
	now := find(t, again, "kubectl")
	old := now.Commands[0].Text
	now.Commands[0].Text = old + " --v=2"
	p := merged(t, Old{draft(t, "release"), []*sop.Revision{draft(t, "release")}, nil}, New{again, "second"}, Choice{})
	if c := find(t, p.Revision, "--v=2").Commands[0]; c.Unsure != "" || c.Evidence.Source == sop.FromAuthor {
		t.Errorf("%+v", c)
	}
	was := draft(t, "release")
	s := find(t, was, "kubectl")
	s.Commands[0].Text, s.Commands[0].Evidence = old+" --context prod", author
	p = merged(t, Old{was, []*sop.Revision{draft(t, "release")}, nil}, New{again, "second"}, Choice{})
	if c := find(t, p.Revision, "--context prod").Commands[0]; !strings.Contains(c.Unsure, "--v=2") {
		t.Errorf("%+v", c)
	}
}

// New steps stand behind the one that was recorded before them, what wasn't shown again stays unless somebody takes it out, and whoever knows better says which is which.
func TestNewAndUnshownSteps(t *testing.T) {
	was, again := draft(t, "release"), draft(t, "release")
	var perform *sop.Section
	for i := range again.Sections {
		if again.Sections[i].Kind == sop.Perform {
			perform = &again.Sections[i]
		}
	}
	gone := perform.Steps[1]
	fresh := gone
	fresh.Title.Text, fresh.Commands = "Ring the bell.", []sop.Command{{Text: "bell --ring twice", Shell: "shell", Evidence: gone.Evidence}}
	fresh.Kind, fresh.Figures = sop.StepCommand, nil
	perform.Steps[1] = fresh
	o, n := Old{was, []*sop.Revision{draft(t, "release")}, nil}, New{again, "second"}
	p := merged(t, o, n, Choice{})
	titles := func(p Plan) (all []string) {
		for _, s := range steps(p.Revision) {
			all = append(all, s.Title.Text)
		}
		return all
	}
	all := titles(p)
	at := slices.Index(all, "Ring the bell.")
	if at < 1 || all[at-1] != perform.Steps[0].Title.Text || !slices.Contains(all, gone.Title.Text) || len(all) != was.StepCount()+1 {
		t.Fatalf("%q", all)
	}
	if s := steps(p.Revision)[at]; s.Key == gone.Key || s.Figures != nil {
		t.Errorf("a new step has the key of another: %+v", s)
	}
	p = merged(t, o, n, Choice{Out: []string{gone.Key}})
	if all := titles(p); slices.Contains(all, gone.Title.Text) || len(all) != was.StepCount() {
		t.Errorf("%q", all)
	}
	p = merged(t, o, n, Choice{Is: map[string]string{gone.Key: gone.Key}})
	if s := steps(p.Revision)[at]; s.Key != gone.Key || s.Title.Text != "Ring the bell." || len(p.Rows) != was.StepCount() {
		t.Errorf("%+v", s)
	}
	p = merged(t, o, n, Choice{Is: map[string]string{gone.Key: Left}})
	if all := titles(p); slices.Contains(all, "Ring the bell.") || len(all) != was.StepCount() || len(p.Rows) != was.StepCount()+1 {
		t.Errorf("%q", all)
	}
	for name, c := range map[string]Choice{
		"a step that isn't there": {Is: map[string]string{gone.Key: "nowhere"}}, "a recorded one that isn't there": {Is: map[string]string{"nowhere": Added}},
		"one twice": {Is: map[string]string{gone.Key: gone.Key, perform.Steps[0].Key: gone.Key}},
	} {
		if _, err := Merge(o, n, c); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	was.Sections[len(was.Sections)-1].Steps[0].Conduct = &sop.Conduct{Failed: gone.Key}
	if _, err := Merge(o, n, Choice{Out: []string{gone.Key}}); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("a step leads to one that is gone: %v", err)
	}
}

// A third recording goes on where the second ends, and what was drafted of that one is known.
func TestRecordedTwiceAgain(t *testing.T) {
	first := draft(t, "terminal-edit")
	p := merged(t, Old{first, []*sop.Revision{draft(t, "terminal-edit")}, nil}, New{draft(t, "terminal-edit"), "second"}, Choice{})
	second := *p.Revision
	second.Number = 2
	p = merged(t, Old{&second, []*sop.Revision{first, p.Revision}, nil}, New{draft(t, "terminal-edit"), "third"}, Choice{})
	l := p.Revision.Later
	if len(l) != 2 || l[1].From < l[0].From+l[0].Media.Duration || l[1].Number != 3 || p.Revision.StepCount() != first.StepCount() {
		t.Errorf("%+v", l)
	}
	if _, err := Merge(Old{first, nil, nil}, New{&second, "x"}, Choice{}); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("recorded again itself: %v", err)
	}
}

// A parameter of the same value has the procedure's name, and a written command fits what is recorded with another value.
func TestParameters(t *testing.T) {
	for _, c := range []struct {
		written, recorded string
		fits              bool
	}{
		{"helm upgrade shop --version <VERSION>", "helm upgrade shop  --version v2.4.0", true},
		{"helm upgrade shop --version <VERSION>", "helm upgrade shop --version v2.4.0 --wait", false},
		{"ssh <USER>@<HOST>", "ssh root@db02", true},
		{"ssh <USER>@<HOST>", "ssh db02", false},
		{"echo <X>", "echo <TAG>", true},
		{"ls", "ls -l", false},
	} {
		if Fits(c.written, c.recorded) != c.fits {
			t.Errorf("%q and %q", c.written, c.recorded)
		}
	}
	was, again := draft(t, "release"), draft(t, "release")
	if len(was.Parameters) == 0 || was.Parameters[0].Example == "" {
		t.Fatal("the sample has no parameter with an example")
	}
	name, to := was.Parameters[0].Name, "OTHER_"+was.Parameters[0].Name
	again.Parameters[0].Name = to
	for _, s := range steps(again) {
		renamed(s, map[string]string{"<" + name + ">": "<" + to + ">"})
	}
	p := merged(t, Old{was, []*sop.Revision{draft(t, "release")}, nil}, New{again, "second"}, Choice{})
	if len(p.Revision.Parameters) != len(was.Parameters) {
		t.Errorf("%+v", p.Revision.Parameters)
	}
}

// What is taken in a second time, with other choices, stands where it stood: nothing of it is there twice.
func TestTakenInAgain(t *testing.T) {
	first := draft(t, "release")
	p := merged(t, Old{first, []*sop.Revision{first}, nil}, New{draft(t, "release"), "second"}, Choice{})
	was := *p.Revision
	was.Number = 2
	again := merged(t, Old{&was, []*sop.Revision{first, p.Revision}, nil}, New{draft(t, "release"), "second"}, Choice{})
	r := again.Revision
	if len(r.Later) != 1 || len(r.Actions) != len(was.Actions) || len(r.Transcript.Utterances) != len(was.Transcript.Utterances) || len(r.Limits) != len(was.Limits) || r.StepCount() != first.StepCount() {
		t.Errorf("%d recordings, %d actions instead of %d, %d lines instead of %d", len(r.Later), len(r.Actions), len(was.Actions), len(r.Transcript.Utterances), len(was.Transcript.Utterances))
	}
}

// Whoever says that a recorded step is one that another was found to be has it: that other is a new one then. What is shown again isn't taken out.
func TestWhoeverKnowsBetter(t *testing.T) {
	was := draft(t, "release")
	all := steps(was)
	o, n := Old{was, []*sop.Revision{was}, nil}, New{draft(t, "release"), "second"}
	p := merged(t, o, n, Choice{Is: map[string]string{all[0].Key: all[1].Key, all[1].Key: all[1].Key}}) // as a form says it, with what was proposed for the second
	got := steps(p.Revision)
	if len(got) != len(all)+1 || got[1].Key != all[1].Key || got[1].Title.Text != all[0].Title.Text {
		t.Errorf("%d steps, the second is %q", len(got), got[1].Title.Text)
	}
	for name, c := range map[string]Choice{"taken out, and shown": {Out: []string{all[0].Key}}, "taken out, and not there": {Out: []string{"nowhere"}}} {
		if _, err := Merge(o, n, c); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A warning in nearly the same words is one, and one that is left unsaid stays.
func TestWarnings(t *testing.T) {
	seen := sop.Evidence{Source: sop.FromSpeech, Utterances: []string{"u1"}}
	c := func(kind sop.CalloutKind, text string, e sop.Evidence) sop.Callout {
		return sop.Callout{Kind: kind, Claim: sop.Claim{Text: text, Evidence: e}}
	}
	was := []sop.Callout{c(sop.Note, "It takes a minute.", seen), c(sop.Warning, "Never do that while the backup is running.", seen), c(sop.Tip, "Mind the cat.", author)}
	first := append(slices.Clone(was), c(sop.Warning, "It is loud.", seen))
	now := []sop.Callout{c(sop.Warning, "Never do that while a backup is running.", seen), c(sop.Warning, "It is loud.", seen), c(sop.Caution, "It is slow now.", seen)}
	var got []string
	for _, x := range callouts(was, first, now) {
		got = append(got, x.Text)
	}
	if want := []string{"Never do that while a backup is running.", "It is slow now.", "It takes a minute.", "Mind the cat."}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// A written command that the recording shows word for word is that one, though another that is like it is shown before.
func TestTheFittingCommandIsThatOne(t *testing.T) {
	c := func(text string, e sop.Evidence) sop.Command {
		return sop.Command{Text: text, Shell: "shell", Evidence: e}
	}
	seen := sop.Evidence{Source: sop.FromScreen, Actions: []string{"a1"}}
	was := &sop.Step{Key: "watch", Kind: sop.StepCommand, Commands: []sop.Command{c("kubectl rollout status deploy/shop -n shop --timeout=5m", author)}}
	now := &sop.Step{Key: "scale", Kind: sop.StepCommand, Commands: []sop.Command{c("kubectl scale deploy/shop --replicas=5 -n shop", seen), c("kubectl rollout status deploy/shop -n shop --timeout=5m", seen)}}
	got := (&merger{}).commands(was, &sop.Step{}, now)
	if len(got) != 2 || got[0].Text != now.Commands[0].Text || got[1].Text != was.Commands[0].Text || got[0].Unsure != "" || got[1].Unsure != "" {
		t.Errorf("%+v", got)
	}
}
