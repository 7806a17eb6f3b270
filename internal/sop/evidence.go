package sop

// Source says where a claim comes from.
type Source string

// The sources. Screen, speech and both are the recording's own; the others are people's words and Showhow's fixed rules.
const (
	FromScreen Source = "screen"
	FromSpeech Source = "speech"
	FromBoth   Source = "both"
	// FromAuthor is what a person gave: a title option, a brief, an edit.
	FromAuthor Source = "author"
	// FromRule is a fixed rule of Showhow's, named in Evidence.Rule, about something that the recording shows.
	FromRule Source = "rule"
)

// Evidence points from a claim to what it rests on. Span is required for every source but FromAuthor.
type Evidence struct {
	Source Source `json:"source"`
	Span   Span   `json:"span"`
	// Utterances are the IDs of what was said, and Heard the words themselves.
	Utterances []string `json:"utterances,omitempty"`
	Heard      string   `json:"heard,omitempty"`
	// Frames are the moments of the pictures, Boxes the places in them, Read the words that stand there.
	Frames []Moment `json:"frames,omitempty"`
	Boxes  []Box    `json:"boxes,omitempty"`
	Read   string   `json:"read,omitempty"`
	// Actions are the IDs of the actions it tells of.
	Actions []string `json:"actions,omitempty"`
	// Corrections are the misheard names that were mended in Heard.
	Corrections []Correction `json:"corrections,omitempty"`
	// Rule names the rule, for FromRule; its catalogue stands in docs/.
	Rule string `json:"rule,omitempty"`
	// Confidence runs from 0 to 1.
	Confidence float64 `json:"confidence"`
}

// Empty says whether e points to nothing at all.
func (e Evidence) Empty() bool {
	switch e.Source {
	case FromAuthor:
		return false
	case FromRule:
		return e.Rule == "" || e.Span == (Span{}) && len(e.Actions) == 0
	case FromSpeech:
		return len(e.Utterances) == 0
	case FromScreen:
		return len(e.Frames) == 0 && len(e.Actions) == 0
	case FromBoth:
		return len(e.Utterances) == 0 || len(e.Frames) == 0 && len(e.Actions) == 0
	}
	return true
}

// Claim is a sentence (or a title, a label, a phrase) of the SOP with what it rests on. Text may use the inline
// Markdown of a step: **bold** for names on the screen and `code` for commands and values; nothing else.
type Claim struct {
	Text     string   `json:"text"`
	Evidence Evidence `json:"evidence"`
	// Unsure is why it may be wrong, as words for the reader; empty when it's sure.
	Unsure string `json:"unsure,omitempty"`
}

// Redaction is a secret that was masked. It never holds the secret itself.
type Redaction struct {
	// Placeholder stands in its place everywhere, e.g. "<DB_PASSWORD>".
	Placeholder string `json:"placeholder"`
	// Rule names what found it: a gitleaks rule's ID, one of ours, or "listed" for the user's own words.
	Rule string `json:"rule"`
	// Seen are the places in pictures, Heard the stretches of sound.
	Seen  []Patch `json:"seen,omitempty"`
	Heard []Span  `json:"heard,omitempty"`
}

// Patch is a box during a span.
type Patch struct {
	Span Span `json:"span"`
	Box  Box  `json:"box"`
}
