package transpose

import (
	"slices"
	"testing"

	"showhow/internal/sop"
)

// A recording counts by what is shown or said of it, and not by what a person wrote at one of its moments.
func TestRests(t *testing.T) {
	at := func(source sop.Source, from float64) sop.Claim {
		return sop.Claim{Text: "x", Evidence: sop.Evidence{Source: source, Span: sop.Span{From: sop.Seconds(from)}}}
	}
	r := sop.Revision{Title: at(sop.FromSpeech, 3), Later: []sop.Reel{{From: sop.Seconds(10)}, {From: sop.Seconds(20)}, {From: sop.Seconds(30)}}}
	r.Purpose = []sop.Claim{at(sop.FromAuthor, 12), at(sop.FromScreen, 20)}
	if got, want := Rests(&r), []bool{true, false, true, false}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	r.Transcript.Utterances = []sop.Utterance{{Span: sop.Span{From: sop.Seconds(31)}}}
	if got, want := Rests(&r), []bool{true, false, true, true}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
