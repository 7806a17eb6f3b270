package sop

import "time"

// Speech is the part of a recording's sound in which somebody speaks, as a speech engine gets it.
type Speech struct {
	// Folder is the job's own; an engine writes its files there.
	Folder string
	// Pieces are the sound, cut at pauses, in order of time.
	Pieces []SpeechPiece
	// Hints are what the screen showed, and Glossary further names that may be spoken of.
	Hints    []Hint
	Glossary []string
	// Progress is told the fraction that is done; may be nil.
	Progress func(done float64)
}

// SpeechPiece is one stretch of sound, at most some 20 s long.
type SpeechPiece struct {
	// File is a 16 kHz mono 16-bit WAV; its first sample is at Span.From.
	File string
	Span Span
}

// Hint is text that the screen showed for a while.
type Hint struct {
	Span Span   `json:"span"`
	Text string `json:"text"`
}

// Near are the texts that the screen showed within reach of a span, and the glossary's names.
func (s Speech) Near(at Span, reach time.Duration) []string {
	all := append([]string(nil), s.Glossary...)
	for _, h := range s.Hints {
		if h.Span.Gap(at) <= reach {
			all = append(all, h.Text)
		}
	}
	return all
}
