package subtitle

import (
	"regexp"
	"strings"

	"showhow/internal/sop"
)

// Whisper's own bounds, beyond which its decoder gives a result up (openai-whisper, transcribe.py).
const (
	maxCompression = 2.4
	minLogProb     = -1.0
	maxNoSpeech    = 0.6
)

// credits are what Whisper was taught by subtitles of films and says over silence. They count only as a whole segment.
var credits = regexp.MustCompile(`(?i)^\W*(?:(?:thanks?|thank you)(?: (?:so|very) much)? for (?:watching|listening|viewing)\b.{0,40}|thank you\.?|please (?:like|subscribe)\b.*|(?:don't forget to )?(?:like and )?subscribe\b.*|see you (?:in the next|next) (?:video|time)\b.*|(?:subtitles?|captions?|transcri(?:bed|ption)|translated?) by\b.*|.*amara\.org.*|you\.?|bye\.?(?: bye\.?)?)\W*$`)

// Invented says why a segment is taken for invented by the engine, or "" when it isn't.
func (s Segment) Invented() string {
	ratio := max(s.Compression, compression(s.Text))
	switch {
	case strings.TrimSpace(s.Text) == "":
		return "no text"
	case ratio > maxCompression || loops(s.Text):
		return "it repeats itself"
	case s.LogProb < minLogProb:
		return "the engine was guessing"
	case s.NoSpeech > maxNoSpeech && (s.LogProb < minLogProb/2 || credits.MatchString(s.Text)):
		return "nobody speaks there"
	case credits.MatchString(s.Text) && (s.LogProb < minLogProb/2 || s.Span.Length().Seconds() < 0.3 || s.NoSpeech > maxNoSpeech/2):
		return "it is what the engine says over silence"
	}
	return ""
}

// loops says whether a phrase of one to eight words follows itself more than four times.
func loops(text string) bool {
	w := strings.Fields(strings.ToLower(text))
	for n := 1; n <= 8; n++ {
		same := 0
		for i := n; i < len(w); i++ {
			if w[i] != w[i-n] {
				same = 0
				continue
			}
			if same++; same >= 4*n {
				return true
			}
		}
	}
	return false
}

// Kept are the segments that were not invented; one that says again what the two before it said is taken for a loop.
func (h Heard) Kept() []Segment {
	var out []Segment
	for _, s := range h.Segments {
		n := len(out)
		again := n >= 2 && strings.EqualFold(out[n-1].Text, s.Text) && strings.EqualFold(out[n-2].Text, s.Text)
		if s.Invented() == "" && !again {
			out = append(out, s)
		}
	}
	return out
}

// Utterances joins the words of segments into utterances.
func Utterances(segments []Segment) []sop.Utterance {
	var words []sop.SpokenWord
	for _, s := range segments {
		words = append(words, s.Words...)
	}
	return Sentences(words)
}

// Words are those of the kept segments of a piece of sound, on the recording's clock: at is where the piece lies.
func (h Heard) Words(at sop.Span) (all []sop.SpokenWord) {
	for _, s := range h.Kept() {
		for _, w := range s.Words {
			w.Span.From = min(at.To, at.From+w.Span.From)
			w.Span.To = min(at.To, at.From+w.Span.To)
			all = append(all, w)
		}
	}
	return all
}
