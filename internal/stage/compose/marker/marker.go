// Package marker brings into the steps what the author marked while the recording was made: where a step begins, and where
// care is wanted.
package marker

import (
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/evidence"
)

// Parts says whether the author marked the beginning of a step between two deeds. What a program asks for and gets belongs to
// the command that runs it, whatever was marked meanwhile.
func Parts(all []sop.Marker, before, a *sop.Action) bool {
	if a.Command != nil && a.Command.Shell == "input" {
		return false
	}
	return slices.ContainsFunc(all, func(m sop.Marker) bool {
		return m.Kind == sop.MarkStep && m.At > evidence.Span(before).From && m.At > before.At && m.At <= a.At
	})
}

const (
	// reach is how far from a step a mark may lie and still speak of it.
	reach = 30 * time.Second
	// breath is how long before or after a mark what was said belongs to it.
	breath = 3 * time.Second
	// trusted is the trust in a transcript from which its words are set into the document as they are.
	trusted = .6
)

// unsaid stands where care was asked for with a key and not with words.
const unsaid = "Take care here: this place was marked as a warning while it was recorded."

// Warn puts a warning to the step in which the author marked one: in the words that were said there, or if there are none in
// one sentence of ours that tells of the mark. A warning that the step has of those words already is made as grave.
func Warn(c *sop.Content, t sop.Transcript, all []sop.Marker) {
	for _, m := range all {
		if m.Kind != sop.MarkWarning {
			continue
		}
		st := at(c.Sections, m.At)
		if st == nil {
			continue
		}
		said := near(t, m.At)
		if i := slices.IndexFunc(st.Callouts, func(o sop.Callout) bool { return meant(o, said, m.At) }); i >= 0 {
			st.Callouts[i].Kind = sop.Warning
			continue
		}
		st.Callouts = append(st.Callouts, sop.Callout{Kind: sop.Warning, Claim: claim(st, said, m.At)})
	}
}

// at is the step that was under way at a moment: the last that had begun, unless another is nearer.
func at(sections []sop.Section, m sop.Moment) *sop.Step {
	var best *sop.Step
	nearest := reach
	for i := range sections {
		for j := range sections[i].Steps {
			st := &sections[i].Steps[j]
			gap := st.Evidence.Span.Gap(sop.Span{From: m, To: m})
			if gap < nearest || gap == nearest && best != nil && st.Evidence.Span.From > best.Evidence.Span.From {
				best, nearest = st, gap
			}
		}
	}
	return best
}

// near is what was said at a moment; nil when nothing was, or nothing that can be trusted.
func near(t sop.Transcript, m sop.Moment) *sop.Utterance {
	if t.Trust < trusted {
		return nil
	}
	var best *sop.Utterance
	nearest := breath
	for i := range t.Utterances {
		if gap := t.Utterances[i].Span.Gap(sop.Span{From: m, To: m}); gap < nearest {
			best, nearest = &t.Utterances[i], gap
		}
	}
	return best
}

// meant says whether a callout is of the words that were said at the mark, or of an earlier mark at the same place.
func meant(o sop.Callout, said *sop.Utterance, m sop.Moment) bool {
	e := o.Evidence
	if said != nil && slices.Contains(e.Utterances, said.ID) {
		return true
	}
	return e.Source == sop.FromAuthor && e.Span.Gap(sop.Span{From: m, To: m}) < breath
}

// claim is the warning with what it rests on: the author's mark. Words that already are the step's own instruction aren't said
// a second time.
func claim(st *sop.Step, said *sop.Utterance, m sop.Moment) sop.Claim {
	c := sop.Claim{Text: unsaid, Evidence: sop.Evidence{Source: sop.FromAuthor, Span: sop.Span{From: m, To: m}, Confidence: 1}}
	if said == nil {
		return c
	}
	c.Evidence.Utterances, c.Evidence.Heard = []string{said.ID}, said.Text
	if !slices.Contains(st.Title.Evidence.Utterances, said.ID) {
		c.Text = sop.Plain(said.Text)
	}
	return c
}
