package merge

import (
	"slices"
	"testing"

	"showhow/internal/sop"
)

// told is the release's draft in which the step with kubectl says something, and is done by a command.
func told(t *testing.T, command string, detail ...string) *sop.Revision {
	t.Helper()
	r := draft(t, "release")
	s := find(t, r, "kubectl")
	s.Commands = s.Commands[:1]
	s.Commands[0].Text, s.Commands[0].Doubts, s.Detail = command, nil, nil
	for _, text := range detail {
		s.Detail = append(s.Detail, sop.Claim{Text: text, Evidence: s.Title.Evidence})
	}
	return r
}

func details(s *sop.Step) (all []string) {
	for _, c := range s.Detail {
		all = append(all, c.Text)
	}
	return all
}

// Whoever went back to the revision before, and takes the recording in once more, gets what it says: what isn't in the procedure any more by that was taken out by nobody.
func TestWentBackAndAgain(t *testing.T) {
	first, second := told(t, "kubectl rollout status deploy/shop", "Wait for it."), told(t, "kubectl rollout status deploy/shop --timeout=90s", "It says when it is done.")
	once := merged(t, Old{first, []*sop.Revision{first}, nil}, New{second, "second"}, Choice{}).Revision
	back := told(t, "kubectl rollout status deploy/shop", "Wait for it.")
	back.Number, back.Later = 3, once.Later
	for name, recorded := range map[string][]*sop.Revision{"its draft is kept": {second}, "its draft isn't kept": nil} {
		p := merged(t, Old{back, []*sop.Revision{first, once}, recorded}, New{second, "second"}, Choice{})
		s := find(t, p.Revision, "kubectl")
		if got := details(s); !slices.Equal(got, []string{"It says when it is done."}) {
			t.Errorf("%s: it says %q", name, got)
		}
		if c := s.Commands[0]; c.Text != "kubectl rollout status deploy/shop --timeout=90s" || c.Unsure != "" {
			t.Errorf("%s: it is done by %q, unsure: %s", name, c.Text, c.Unsure)
		}
	}
}

// What people took out stays out when a third recording says it, too, whether that was before the second or after it; what only the second left unsaid is back.
func TestTakenOutForGood(t *testing.T) {
	first := told(t, "kubectl get pods", "Before.", "Unsaid.")
	was := told(t, "kubectl get pods", "Unsaid.")
	second := told(t, "kubectl get pods", "Before.", "After.", "Stays.")
	once := merged(t, Old{was, []*sop.Revision{first}, nil}, New{second, "second"}, Choice{}).Revision
	if got := details(find(t, once, "kubectl")); !slices.Equal(got, []string{"After.", "Stays."}) {
		t.Fatalf("it says %q", got)
	}
	now := *once
	s := find(t, &now, "kubectl")
	s.Detail = s.Detail[1:] // somebody took the other out
	p := merged(t, Old{&now, []*sop.Revision{first, once}, []*sop.Revision{second}}, New{told(t, "kubectl get pods", "Before.", "After.", "Unsaid.", "Stays."), "third"}, Choice{})
	if got := details(find(t, p.Revision, "kubectl")); !slices.Equal(got, []string{"Unsaid.", "Stays."}) {
		t.Errorf("it says %q", got)
	}
}

// What a person did to a step that the second recording didn't show is still theirs when the third one shows it.
func TestNotShownInBetween(t *testing.T) {
	first := told(t, "kubectl get pods", "One.", "Two.")
	was := told(t, "kubectl get pods", "Two.")
	key := find(t, was, "kubectl").Key
	second := draft(t, "release")
	for i := range second.Sections {
		second.Sections[i].Steps = slices.DeleteFunc(second.Sections[i].Steps, func(s sop.Step) bool { return s.Key == key })
	}
	once := merged(t, Old{was, []*sop.Revision{first}, nil}, New{second, "second"}, Choice{}).Revision
	p := merged(t, Old{once, []*sop.Revision{first, once}, []*sop.Revision{second}}, New{told(t, "kubectl get pods", "One.", "Three."), "third"}, Choice{})
	if got := details(find(t, p.Revision, "kubectl")); !slices.Equal(got, []string{"Three."}) {
		t.Errorf("it says %q", got)
	}
}

// A command goes from a step only where another shows it that hadn't it: not where that had it already, nor where what was recorded of it is left out.
func TestNoCommandIsLost(t *testing.T) {
	c := func(texts ...string) (all []sop.Command) {
		for _, text := range texts {
			all = append(all, sop.Command{Text: text, Shell: "shell", Evidence: sop.Evidence{Source: sop.FromScreen, Confidence: 1}})
		}
		return all
	}
	of := func(all ...sop.Step) *sop.Revision {
		for i := range all {
			all[i].Kind = sop.StepCommand
		}
		return &sop.Revision{Number: 1, Sections: []sop.Section{{Kind: sop.Perform, Steps: all}}}
	}
	was := of(sop.Step{Key: "one", Commands: c("git fetch origin", "git status --short")}, sop.Step{Key: "two", Commands: c("make release all", "git status --short")})
	same := of(sop.Step{Key: "a", Commands: c("git fetch origin", "git status --short")}, sop.Step{Key: "b", Commands: c("make release all")})
	fresh := of(sop.Step{Key: "a", Commands: c("git fetch origin")}, sop.Step{Key: "b", Commands: c("make release all", "git status --short")}, sop.Step{Key: "c", Commands: c("git status --short")})
	for name, x := range map[string]struct {
		old, now *sop.Revision
		is       string // of the third
		step     int
		want     []string
	}{
		"another had it already": {was, same, "", 1, []string{"make release all", "git status --short"}},
		"it is left out":         {of(sop.Step{Key: "one", Commands: c("git fetch origin", "git status --short")}, sop.Step{Key: "two", Commands: c("make release all", "git status --short")}), fresh, Left, 0, []string{"git fetch origin", "git status --short"}},
		"it is a step by itself": {was, fresh, Added, 0, []string{"git fetch origin"}},
	} {
		choice := Choice{Is: map[string]string{"a": "one", "b": "two"}}
		if x.is != "" {
			choice.Is["c"] = x.is
		}
		p, err := Merge(Old{x.old, []*sop.Revision{x.old}, nil}, New{x.now, "second"}, choice)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range steps(p.Revision)[x.step].Commands {
			got = append(got, c.Text)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Sentences that there are stay where all that the recording says instead was taken out; what was taken out before the steps isn't back either.
func TestNothingInstead(t *testing.T) {
	first, was := told(t, "kubectl get pods", "Kept.", "Out."), told(t, "kubectl get pods", "Kept.")
	first.Purpose = []sop.Claim{{Text: "To be quick.", Evidence: first.Title.Evidence}}
	was.Purpose = nil
	now := told(t, "kubectl get pods", "Out.")
	now.Purpose = first.Purpose
	p := merged(t, Old{was, []*sop.Revision{first}, nil}, New{now, "second"}, Choice{})
	if got := details(find(t, p.Revision, "kubectl")); !slices.Equal(got, []string{"Kept."}) {
		t.Errorf("it says %q", got)
	}
	if len(p.Revision.Purpose) > 0 {
		t.Errorf("%q is back", p.Revision.Purpose[0].Text)
	}
}

// A parameter isn't called what another one of its recording is called: the two stand for different things.
func TestParametersStayTwo(t *testing.T) {
	was, now := told(t, "kubectl get pods"), told(t, "kubectl cp <SOURCE> <HOST>")
	e := was.Title.Evidence
	was.Parameters = []sop.Parameter{{Name: "HOST", Example: "web01", Evidence: e}}
	now.Parameters = []sop.Parameter{{Name: "SOURCE", Example: "web01", Evidence: e}, {Name: "HOST", Example: "web02", Evidence: e}}
	p := merged(t, Old{was, []*sop.Revision{was}, nil}, New{now, "second"}, Choice{})
	find(t, p.Revision, "kubectl cp <SOURCE> <HOST>")
}

// What was masked as a secret in the new recording is one, though it was none before.
func TestASecretNow(t *testing.T) {
	was, now := told(t, "kubectl get pods"), told(t, "kubectl login <TOKEN>")
	e := was.Title.Evidence
	was.Parameters = []sop.Parameter{{Name: "TOKEN", Example: "none", Evidence: e}}
	now.Parameters = []sop.Parameter{{Name: "TOKEN", Secret: true, Evidence: e}}
	p := merged(t, Old{was, []*sop.Revision{was}, nil}, New{now, "second"}, Choice{})
	if got := p.Revision.Parameters; len(got) != 1 || !got[0].Secret || got[0].Example != "" || was.Parameters[0].Secret {
		t.Errorf("%+v", got)
	}
}
