// Package bench scores drafts against the truth of benchmark cases.
//
// The forms that it reads and writes are fixed by docs/benchmark.md. It knows files only as bytes, starts no program
// and reads no pictures itself: what a picture says comes in through an interface.
package bench

import (
	"encoding/json"
	"fmt"
	"strings"

	"showhow/internal/sop"
)

// Truth is what a case's truth.json says of its recording, and the form in which a draft is told for scoring. Times are
// seconds, boxes and points pixels of the recording. A nil list was missing in the file and isn't scored; an empty one
// says that there are none.
type Truth struct {
	Title    string  `json:"title,omitempty"`
	Duration float64 `json:"duration"`
	// Size is width and height in pixels.
	Size       []int       `json:"size,omitempty"`
	Utterances []Utterance `json:"utterances,omitzero"`
	Actions    []Action    `json:"actions"`
	// Asides are actions that were made and don't count: a click that only puts the caret into a field, a dialog that
	// was cancelled, a command that was mistyped. A draft may tell them or not: neither is held against it.
	Asides  []Action `json:"asides,omitzero"`
	Steps   []Step   `json:"steps,omitzero"`
	Notes   []Note   `json:"notes,omitzero"`
	Secrets []string `json:"secrets,omitzero"`
	// Tolerance is how far, in seconds, a drafted time may lie from the true one; 0 means DefaultTolerance.
	Tolerance float64 `json:"tolerance,omitempty"`
}

// DefaultTolerance is the tolerance of a truth that names none, in seconds.
const DefaultTolerance = 1.0

// Utterance is a stretch of speech.
type Utterance struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	Text string  `json:"text"`
}

// Action is one thing that was done. Kind is "click", "type", "select", "navigate", "command", "switch" or "scroll";
// other kinds are read and scored like any.
type Action struct {
	T       float64    `json:"t"`
	Kind    string     `json:"kind"`
	Label   string     `json:"label,omitempty"`
	Text    string     `json:"text,omitempty"`
	Box     *sop.Box   `json:"box,omitempty"`
	Point   *sop.Point `json:"point,omitempty"`
	Command string     `json:"command,omitempty"`
	// Unsure is set in a draft's action that the SOP marks as unsure.
	Unsure bool `json:"unsure,omitempty"`
}

// Step is a numbered instruction; Actions are indexes into the list of actions.
type Step struct {
	From     float64  `json:"from"`
	To       float64  `json:"to"`
	Title    string   `json:"title"`
	Actions  []int    `json:"actions"`
	Labels   []string `json:"labels"`
	Commands []string `json:"commands"`
}

// Note is a remark: kind "warning", "why", "tip", "prerequisite", "expected", "success", "rollback" or "purpose".
type Note struct {
	Kind string  `json:"kind"`
	T    float64 `json:"t"`
	Text string  `json:"text"`
}

// Drafted is a draft told in the form of the truth.
type Drafted = Truth // one form for both, so that anyone can compare them

// ReadTruth reads truth.json or drafted.json.
func ReadTruth(b []byte) (Truth, error) {
	var t Truth
	if err := json.Unmarshal(b, &t); err != nil {
		return Truth{}, &sop.Error{Code: sop.Unreadable, Message: "The truth of the case can't be read: it isn't JSON of the form that the benchmark fixes.",
			Mend: "Compare it with docs/benchmark.md.", Cause: fmt.Errorf("truth: %w", err)}
	}
	return t, nil
}

// VTT is the true transcript as a subtitle file, for drafts that are to be judged without a speech engine's errors.
func VTT(t Truth) string {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for _, u := range t.Utterances {
		fmt.Fprintf(&b, "\n%s --> %s\n%s\n", clock(u.From), clock(u.To), strings.Join(strings.Fields(u.Text), " "))
	}
	return b.String()
}

// clock is a time of a subtitle file: hours, minutes, seconds and milliseconds.
func clock(s float64) string {
	ms := int(s*1000 + 0.5)
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}
