package desk

import (
	"slices"
	"testing"

	"showhow/internal/sop"
)

func TestPassages(t *testing.T) {
	r := sop.Revision{
		Title: sop.Claim{Text: "Deploy **API**"}, Purpose: []sop.Claim{{Text: "Ship it."}},
		Sections: []sop.Section{{Steps: []sop.Step{{
			Key: "k", Title: sop.Claim{Text: "Run `make`."}, Why: []sop.Claim{{Text: "It builds."}}, Callouts: []sop.Callout{{Claim: sop.Claim{Text: "Be careful."}}},
			Figures: []sop.Figure{{Text: "Build Now\nLast built"}}, Commands: []sop.Command{{Text: "make all", Output: []string{"ok", "done"}}}, Evidence: sop.Evidence{Utterances: []string{"u1"}},
		}}}},
		Transcript: sop.Transcript{Utterances: []sop.Utterance{{ID: "u1", Text: "now run make"}, {ID: "u2", Text: "hello"}, {ID: "u3"}}},
	}
	want := []sop.Passage{
		{Kind: sop.InTitle, Text: "Deploy API"}, {Kind: sop.InStep, Text: "Ship it."}, {Kind: sop.InStep, Step: "k", Text: "Run make. It builds. Be careful."},
		{Kind: sop.InCommand, Step: "k", Text: "make all"}, {Kind: sop.InOutput, Step: "k", Text: "ok\ndone"}, {Kind: sop.InScreen, Step: "k", Text: "Build Now\nLast built"},
		{Kind: sop.InSpeech, Step: "k", Text: "now run make"}, {Kind: sop.InSpeech, Text: "hello"},
	}
	if got := passages(&r); !slices.Equal(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}
