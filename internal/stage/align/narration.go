package align

import (
	"fmt"
	"slices"

	"showhow/internal/sop"
	"showhow/internal/stage/align/session"
	"showhow/internal/stage/align/terminal"
)

// commands are what was run in terminals, and the answers to programs there.
func (s *scene) commands() []sop.Action {
	if s.in.Session == nil {
		return terminal.Commands(s.in.Terminals)
	}
	return session.Of(session.Input{Session: *s.in.Session, Screens: s.in.Terminals}).Actions
}

// typedRemarks is the engine of a narration that was typed: comments at a prompt, and nothing else.
const typedRemarks = "comments"

// Narration is t with the remarks that were typed at the prompt of a terminal recording. They are as good as written.
func Narration(t sop.Transcript, s *sop.Session) sop.Transcript {
	if s == nil {
		return t
	}
	remarks := session.Of(session.Input{Session: *s}).Remarks
	if len(remarks) == 0 {
		return t
	}
	if len(t.Utterances) == 0 {
		t = sop.Transcript{Engine: typedRemarks, Language: t.Language, Trust: 1}
	}
	all := append(slices.Clone(t.Utterances), remarks...)
	slices.SortStableFunc(all, func(a, b sop.Utterance) int { return int(a.Span.From - b.Span.From) })
	for i := range all {
		all[i].ID = fmt.Sprintf("u%d", i+1)
	}
	t.Utterances = all
	return t
}
