package phrase

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

func said(id string, from, to float64, text string) sop.Utterance {
	return sop.Utterance{ID: id, Span: sop.Span{From: sop.Seconds(from), To: sop.Seconds(to)}, Text: text, Confidence: 1}
}

func TestSentences_ArePutTogetherAndCutApart(t *testing.T) {
	for name, c := range map[string]struct {
		heard []sop.Utterance
		want  []string
	}{
		"two in one breath": {[]sop.Utterance{said("u1", 0, 4, "Open Jenkins. Then click Build.")}, []string{"Open Jenkins.", "Then click Build."}},
		"one over two breaths": {[]sop.Utterance{said("u1", 0, 2, "First, open the deploy job"), said("u2", 2.4, 3, "in Jenkins.")},
			[]string{"First, open the deploy job in Jenkins."}},
		"a long pause ends it":   {[]sop.Utterance{said("u1", 0, 2, "Open the job."), said("u2", 3, 4, "And now"), said("u3", 9, 10, "We wait.")}, []string{"Open the job.", "And now", "We wait."}},
		"versions don't end it":  {[]sop.Utterance{said("u1", 0, 2, "Enter v2.3.0 e.g. as the tag.")}, []string{"Enter v2.3.0 e.g. as the tag."}},
		"without punctuation":    {[]sop.Utterance{said("u1", 0, 6, "so we open the job and then we click build you should see a green bar")}, []string{"so we open the job", "and then we click build", "you should see a green bar"}},
		"dangling goes on":       {[]sop.Utterance{said("u1", 0, 2, "now we connect to the"), said("u2", 2.3, 3, "production cluster")}, []string{"now we connect to the production cluster"}},
		"pauses end plain words": {[]sop.Utterance{said("u1", 0, 2, "open the job"), said("u2", 3, 4, "click build")}, []string{"open the job", "click build"}},
		"nothing":                {nil, nil},
	} {
		var got []string
		for _, s := range Sentences(sop.Transcript{Utterances: c.heard}) {
			got = append(got, s.Text)
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestLocateFindsAClauseInItsSentence(t *testing.T) {
	u := said("u1", 10, 20, "Um, stop the worker, because the queue is full.")
	s := Sentences(sop.Transcript{Utterances: []sop.Utterance{u}})[0]
	clauses := Read(s.Text)
	if len(clauses) != 2 {
		t.Fatalf("%d clauses", len(clauses))
	}
	do, _ := s.Locate(clauses[0].Said)
	why, _ := s.Locate(clauses[1].Said)
	if !(do.From > s.Span.From && do.To <= why.From && why.To == s.Span.To) {
		t.Errorf("do %v, why %v of %v", do, why, s.Span)
	}
}

func TestSelfCorrection(t *testing.T) {
	for said, want := range map[string]string{
		"Open the staging job, no wait, sorry, not that one, open the production job.": "do: Open the production job.",
		"Click Save, sorry, I mean click Apply.":                                       "do: Click Apply.",
	} {
		if got := strings.Join(told(said), "|"); got != want {
			t.Errorf("%s\n got %s, want %s", said, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "so", "and and", "because", "if it fails,", "Stop, otherwise", "𝔘 um", "no wait, sorry", "we we we", "In the box, I type it; then go."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range Read(s) {
			if c.Kind == "" || strings.TrimSpace(c.Text) == "" && c.Kind != Turn && c.Kind != Retract {
				t.Errorf("Read(%q) gives %+v", s, c)
			}
		}
	})
}
