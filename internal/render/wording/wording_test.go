package wording

import (
	"testing"

	"showhow/internal/sop"
)

// TestTypedIsNotHeard holds the words for what was typed as a comment against those for what was spoken.
func TestTypedIsNotHeard(t *testing.T) {
	r := &sop.Revision{Transcript: sop.Transcript{Utterances: []sop.Utterance{{ID: "u1", Typed: true}, {ID: "u2"}}}}
	typed := Typed(r)
	for _, c := range []struct {
		source     sop.Source
		utterances []string
		want       string
		untold     string
	}{
		{sop.FromSpeech, []string{"u1"}, "Typed", "typed as a comment, not shown"},
		{sop.FromSpeech, []string{"u2"}, "Heard", "told, not shown"},
		{sop.FromSpeech, []string{"u1", "u2"}, "Typed and heard", "told, not shown"},
		{sop.FromBoth, []string{"u1"}, "Seen and typed", "typed as a comment, not shown"},
		{sop.FromBoth, []string{"u2"}, "Seen and heard", "told, not shown"},
		{sop.FromScreen, nil, "Seen", "told, not shown"},
		{sop.FromAuthor, nil, "Given by the author", "told, not shown"},
	} {
		e := sop.Evidence{Source: c.source, Utterances: c.utterances}
		if got := Source(e, typed); got != c.want {
			t.Errorf("%s of %v: %q, not %q", c.source, c.utterances, got, c.want)
		}
		if got := Untold(e, typed); got != c.untold {
			t.Errorf("%s of %v: %q, not %q", c.source, c.utterances, got, c.untold)
		}
	}
}

func TestRecorded(t *testing.T) {
	for _, c := range []struct {
		duration, readable float64
		want               string
	}{{90, 0, "1 min 30 s"}, {90, 30, "1 min 30 s, of which 30 s could be read"}, {90, 90, "1 min 30 s"}, {0, 0, ""}} {
		if got := Recorded(&sop.Media{Duration: sop.Seconds(c.duration), Readable: sop.Seconds(c.readable)}); got != c.want {
			t.Errorf("%v of %v s: %q, not %q", c.readable, c.duration, got, c.want)
		}
	}
}

// A moment is told as the player of its recording tells it.
func TestMomentsOfSeveralRecordings(t *testing.T) {
	r := &sop.Revision{Later: []sop.Reel{{From: sop.Seconds(100)}, {From: sop.Seconds(200)}}}
	for at, want := range map[float64]string{7: "0:07", 99.9: "1:39", 100: "0:00 (2nd)", 161: "1:01 (2nd)", 203: "0:03 (3rd)"} {
		if got := When(r, sop.Seconds(at)); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
	e := sop.Evidence{Source: sop.FromScreen, Span: sop.Span{From: sop.Seconds(161)}, Confidence: 1}
	if got, want := Evidence(r, e, nil), "Seen at 1:01 of the 2nd recording · 100 % sure"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 112: "112th"} {
		if got := Ordinal(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
