package align

import (
	"slices"
	"testing"
	"time"

	"showhow/internal/sop"
)

// What was said of a click speaks for that click alone: the link lights up once more when its page has come, and that is no second
// click.
func TestNamedOnce(t *testing.T) {
	link := []sop.Element{{Kind: sop.ElementLink, Box: buttonB, Label: "Access keys", Confidence: .85}}
	s := newStage()
	s.in.Transcript.Utterances = []sop.Utterance{{ID: "u1", Span: sop.Span{From: sop.Seconds(1.5), To: sop.Seconds(3)}, Text: "Click access keys in the menu.", Confidence: 1}}
	s.points(100, 600, sop.PointerArrow).shows(nil, "420,310 Access keys").until(2).points(450, 315, sop.PointerArrow).shows(link, "420,310 Access keys")
	for _, at := range []float64{2.5, 3.6} {
		s.until(at).changes(sop.ChangeSmall, buttonB, 100*time.Millisecond).until(at+.3).shows(link, "420,310 Access keys")
	}
	if got, want := s.done(), []string{"click Access keys"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
