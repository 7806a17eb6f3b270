package measure

import (
	"testing"

	"showhow/internal/figure"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/thread"
)

// A step's figures tell what is asked beside it and what readers found wrong with it, of all revisions; not what was found in executions, which is counted there, nor that it is good.
func TestAsked(t *testing.T) {
	at := func(step string, k thread.Kind) thread.Thread {
		return thread.Thread{Anchor: thread.Anchor{Step: step}, Kind: k}
	}
	got := asked([]thread.Thread{at("a", thread.Question), at("a", thread.Note), at("a", thread.Finding), at("", thread.Question)}, []feedback.Tally{
		{Step: "a", Number: 1, Kind: feedback.Wrong, N: 2}, {Step: "a", Number: 2, Kind: feedback.Outdated, N: 1}, {Step: "a", Kind: feedback.Good, N: 9}, {Step: "b", Kind: feedback.Unclear, N: 4, Open: 1}, {Step: "c", Kind: feedback.Good, N: 1},
	})
	want := map[string]figure.Asked{"a": {Questions: 1, Threads: 2, Feedback: 3}, "b": {Feedback: 4}}
	if len(got) != len(want) || got["a"] != want["a"] || got["b"] != want["b"] {
		t.Errorf("%+v, want %+v", got, want)
	}
}
