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
