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
	got := string(captions.Render(&sop.Revision{Transcript: sop.Transcript{Utterances: []sop.Utterance{
		said(0.5, 2, "First"), said(2, 2, "no time"), said(3, 4, " "), said(3661.25, 3662, "a <b>&\n\n00:01.000 --> 00:02.000\nX"),
	}}}, 0))
	want := "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nFirst\n\n01:01:01.250 --> 01:01:02.000\na &lt;b&gt;&amp; 00:01.000 --&gt; 00:02.000 X\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Each recording has its own, on its own clock.
func TestRecordedAgain(t *testing.T) {
	r := sop.Revision{Later: []sop.Reel{{From: sop.Seconds(60)}}, Transcript: sop.Transcript{Utterances: []sop.Utterance{
		{Span: sop.Span{From: sop.Seconds(1), To: sop.Seconds(2)}, Text: "First"}, {Span: sop.Span{From: sop.Seconds(61), To: sop.Seconds(63)}, Text: "Second"},
	}}}
	for n, want := range []string{"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nFirst\n", "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nSecond\n", "WEBVTT\n"} {
		if got := string(captions.Render(&r, n)); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
