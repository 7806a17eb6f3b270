package sop

import "time"

// Transcript is what was said, in order of time.
type Transcript struct {
	// Engine names what heard it: "subtitles", "whisper.cpp", "speech-api", "pocketsphinx", or "none".
	Engine string `json:"engine"`
	// Model is the engine's model or the subtitle file's name.
	Model    string `json:"model,omitempty"`
	Language string `json:"language,omitempty"`
	// Trust says how far the words may be taken as they stand, from 0 (not at all) to 1 (written by a person). With
	// little trust a sentence is used only as far as the screen agrees with it.
	Trust float64 `json:"trust"`
	// Note tells the reader what limits the transcript ("no audio track", "the sound is silent", …); empty when nothing does.
	Note       string      `json:"note,omitempty"`
	Utterances []Utterance `json:"utterances"`
}

// Utterance is one breath of speech.
type Utterance struct {
	// ID is "u1", "u2", … in order of time.
	ID   string `json:"id"`
	Span Span   `json:"span"`
	// Text is the utterance as it is used, with corrections applied and secrets masked.
	Text  string       `json:"text"`
	Words []SpokenWord `json:"words,omitempty"`
	// Confidence runs from 0 to 1.
	Confidence float64 `json:"confidence"`
	// Corrections are the places where Text differs from what the engine heard.
	Corrections []Correction `json:"corrections,omitempty"`
	// Typed says that it was typed, as a comment at the prompt of a terminal, and not spoken.
	Typed bool `json:"typed,omitempty"`
}

// SpokenWord is one word with its time. Engines without word times get them spread evenly over the utterance, and
// Guessed set.
type SpokenWord struct {
	Text       string  `json:"text"`
	Span       Span    `json:"span"`
	Confidence float64 `json:"confidence"`
	Guessed    bool    `json:"guessed,omitempty"`
}

// Correction is a misheard name that was mended from a word on the screen or in the glossary.
type Correction struct {
	Heard string `json:"heard"`
	Used  string `json:"used"`
	// Source is "screen" or "glossary"; At is when the screen showed the word, for "screen".
	Source     string  `json:"source"`
	At         Moment  `json:"at,omitempty"`
	Confidence float64 `json:"confidence"`
}

// Term is a name of a workspace's glossary: how it is written, and what was heard in its place.
type Term struct {
	Used  string   `json:"used"`
	Heard []string `json:"heard,omitempty"`
	// Author put it right last.
	Author  string    `json:"author,omitempty"`
	Changed time.Time `json:"changed,omitzero"`
}
