package merge

import (
	"slices"
	"testing"

	"showhow/internal/sop"
)

// Two warnings in nearly the same words are two when they are of two things, and none is lost to the other.
func TestWarningsOfTwoThings(t *testing.T) {
	seen := sop.Evidence{Source: sop.FromSpeech, Utterances: []string{"u1"}}
	of := func(texts ...string) (all []sop.Callout) {
		for _, text := range texts {
			all = append(all, sop.Callout{Kind: sop.Warning, Claim: sop.Claim{Text: text, Evidence: seen}})
		}
		return all
	}
	const one, two, three = "Never restart the server while a backup is running on db01.", "Never restart the server while a backup is running on db02.", "Never restart the server while the backup is running on db02."
	for name, c := range map[string]struct{ was, now, want []string }{
		"another machine":    {[]string{one}, []string{two}, []string{one, two}},
		"the second of both": {[]string{one, two}, []string{three}, []string{one, three}},
		"both, and one anew": {[]string{one, two}, []string{two, one}, []string{one, two}},
		"said twice":         {[]string{one}, []string{two, two}, []string{one, two}},
		"turned round":       {[]string{"Restart the server when a backup is running on it."}, []string{"Restart the server when no backup is running on it."}, []string{"Restart the server when a backup is running on it.", "Restart the server when no backup is running on it."}},
	} {
		var got []string
		for _, x := range callouts(of(c.was...), of(c.was...), of(c.now...)) {
			got = append(got, x.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// What people wrote in the draft before it was taken in comes with it: also what was taken out of the procedure once, in the same words, and where a step leads.
func TestWhatPeopleWroteInTheDraft(t *testing.T) {
	first, was, now := told(t, "kubectl get pods", "Look twice."), told(t, "kubectl get pods"), told(t, "kubectl get pods", "Look twice.")
	s := find(t, now, "kubectl")
	s.Detail[0].Evidence = author
	last := steps(now)[len(steps(now))-1]
	s.Conduct = &sop.Conduct{Wants: []string{"text"}, Failed: last.Key}
	s.Links = []sop.Link{{URL: "https://example.com/pods", Evidence: author}}
	find(t, first, "kubectl").Links = []sop.Link{{URL: "https://example.com/pods", Evidence: s.Title.Evidence}}
	find(t, was, "kubectl").Links = nil
	p := merged(t, Old{was, []*sop.Revision{first}, nil}, New{now, "second"}, Choice{Is: map[string]string{last.Key: Added}})
	got, all := find(t, p.Revision, "kubectl"), steps(p.Revision)
	if !slices.Equal(details(got), []string{"Look twice."}) || len(got.Links) != 1 {
		t.Errorf("%q, %+v", details(got), got.Links)
	}
	at := slices.IndexFunc(p.Rows, func(r Row) bool { return r.Recorded.Key == last.Key })
	if got.Conduct == nil || at < 0 || got.Conduct.Failed != p.Rows[at].Becomes.Key || got.Conduct.Failed == last.Key {
		t.Errorf("%+v of %d steps", got.Conduct, len(all))
	}
}
