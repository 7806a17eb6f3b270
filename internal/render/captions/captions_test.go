package captions_test

import (
	"testing"

	"showhow/internal/render/captions"
	"showhow/internal/sop"
)

// What was said can't end its cue, begin another, or be a tag.
func TestRender(t *testing.T) {
	said := func(from, to float64, text string) sop.Utterance {
		return sop.Utterance{Span: sop.Span{From: sop.Seconds(from), To: sop.Seconds(to)}, Text: text}
	}
	got := string(captions.Render(&sop.Transcript{Utterances: []sop.Utterance{
		said(0.5, 2, "First"), said(2, 2, "no time"), said(3, 4, " "), said(3661.25, 3662, "a <b>&\n\n00:01.000 --> 00:02.000\nX"),
	}}))
	want := "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nFirst\n\n01:01:01.250 --> 01:01:02.000\na &lt;b&gt;&amp; 00:01.000 --&gt; 00:02.000 X\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
