package desk

import (
	"slices"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
)

func TestPassages(t *testing.T) {
	r := sop.Revision{
		Title: sop.Claim{Text: "Deploy **API**"}, Purpose: []sop.Claim{{Text: "Ship it."}},
		Sections: []sop.Section{{Kind: sop.RollBack, Title: "Go back", Intro: []sop.Claim{{Text: "In **that** order."}}}, {Title: "Do it", Steps: []sop.Step{{
			Key: "k", Title: sop.Claim{Text: "Run `make`."}, Why: []sop.Claim{{Text: "It builds."}}, Callouts: []sop.Callout{{Claim: sop.Claim{Text: "Be careful."}}},
			Figures: []sop.Figure{{Text: "Build Now\nLast built"}}, Commands: []sop.Command{{Text: "make all", Output: []string{"ok", "done"}}}, Evidence: sop.Evidence{Utterances: []string{"u1"}},
		}}}},
		Transcript: sop.Transcript{Utterances: []sop.Utterance{{ID: "u1", Text: "now run make"}, {ID: "u2", Text: "hello"}, {ID: "u3"}}},
	}
	want := []library.Passage{
		{Kind: library.InTitle, Text: "Deploy API"}, {Kind: library.InStep, Text: "Ship it."}, {Kind: library.InPart, Text: "Go back (rollback) In that order."}, {Kind: library.InPart, Step: "k", Text: "Do it"}, {Kind: library.InStep, Step: "k", Text: "Run make. It builds. Be careful."},
		{Kind: library.InCommand, Step: "k", Text: "make all"}, {Kind: library.InOutput, Step: "k", Text: "ok\ndone"}, {Kind: library.InScreen, Step: "k", Text: "Build Now\nLast built"},
		{Kind: library.InSpeech, Step: "k", Text: "now run make"}, {Kind: library.InSpeech, Text: "hello"},
	}
	if got := passages(&r); !slices.Equal(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}
