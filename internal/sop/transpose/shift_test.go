package transpose

import (
	"reflect"
	"testing"
	"time"

	"showhow/internal/sop"
)

// All that was seen and heard moves along the clock, once, with its names; what has no moment of its own gets none.
func TestShift(t *testing.T) {
	const s = sop.Moment(time.Second)
	at := func(n sop.Moment) sop.Span { return sop.Span{From: n * s, To: (n + 1) * s} }
	seen := sop.Evidence{Source: sop.FromBoth, Span: at(0), Utterances: []string{"u1"}, Actions: []string{"a1"}, Frames: []sop.Moment{2 * s}, Corrections: []sop.Correction{{Source: "screen", At: s}, {Source: "glossary"}}}
	own := sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
	r := sop.Revision{
		Media:      sop.Media{Duration: 9 * s},
		Title:      sop.Claim{Text: "u1", Evidence: seen},
		Parameters: []sop.Parameter{{Name: "HOST", About: &sop.Claim{Evidence: own}, Evidence: sop.Evidence{Source: sop.FromRule, Actions: []string{"a1"}}}},
		Sections:   []sop.Section{{Steps: []sop.Step{{Key: "one", Actions: []string{"a1"}, Evidence: seen, Figures: []sop.Figure{{Image: "s.png", At: s, Evidence: seen}, {Image: "own-x.png", Evidence: own}}}}}},
		Transcript: sop.Transcript{Utterances: []sop.Utterance{{ID: "u1", Span: at(1), Words: []sop.SpokenWord{{Span: at(1)}}}}},
		Actions:    []sop.Action{{ID: "a1", At: s, Span: at(1), Before: s, After: 2 * s, Heard: []string{"u1"}, Shots: []string{"s1"}}},
		Redactions: []sop.Redaction{{Seen: []sop.Patch{{Span: at(3)}}, Heard: []sop.Span{at(4)}}},
	}
	before := seen.Utterances[0]
	Shift(&r, 10*time.Second, "r2-")
	st, e := r.Sections[0].Steps[0], r.Title.Evidence
	want := sop.Evidence{Source: sop.FromBoth, Span: at(10), Utterances: []string{"r2-u1"}, Actions: []string{"r2-a1"}, Frames: []sop.Moment{12 * s}, Corrections: []sop.Correction{{Source: "screen", At: 11 * s}, {Source: "glossary"}}}
	for _, c := range []struct{ got, want any }{
		{e, want}, {st.Evidence, want}, {st.Figures[0].Evidence, want}, {st.Key, "one"}, {r.Title.Text, "u1"},
		{st.Actions, []string{"r2-a1"}}, {st.Figures[0].Image, "r2-s.png"}, {st.Figures[0].At, 11 * s}, {st.Figures[1].At, sop.Moment(0)},
		{*r.Parameters[0].About, sop.Claim{Evidence: own}}, {r.Parameters[0].Evidence, sop.Evidence{Source: sop.FromRule, Actions: []string{"r2-a1"}}},
		{r.Transcript.Utterances[0], sop.Utterance{ID: "r2-u1", Span: at(11), Words: []sop.SpokenWord{{Span: at(11)}}}},
		{r.Actions[0], sop.Action{ID: "r2-a1", At: 11 * s, Span: at(11), Before: 11 * s, After: 12 * s, Heard: []string{"r2-u1"}, Shots: []string{"r2-s1"}}},
		{r.Redactions[0], sop.Redaction{Seen: []sop.Patch{{Span: at(13)}}, Heard: []sop.Span{at(14)}}},
		{r.Media.Duration, 9 * s}, {before, seen.Utterances[0]},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("got  %+v\nwant %+v", c.got, c.want)
		}
	}
}
