package replay

import (
	"bytes"
	"fmt"
	"regexp"

	"showhow/internal/sop"
)

// What may be noted; each stands without its full stop, for the time of its first case is added.
const (
	noteLine     = "Lines that are no events were left out"
	noteLong     = "Lines longer than 16 MiB were left out"
	noteTimes    = "Times that are negative, go back or lie beyond 30 days were taken as the time before them"
	noteNoSize   = "The recording doesn't tell the terminal's size: 80 × 24 characters are assumed"
	noteSize     = "Changes of size that can't be read were left out"
	noteWork     = "The recording redraws more than can be played, and was left there"
	noteUnclosed = "A control string that was never closed hides all that follows it"
	noteThinned  = "The recording has more states of the screen than are kept: the shortest-lived were left out"
	noteCut      = "The output ends before its timing file does"
	noteMore     = "The timing file ends before the output does: the rest was left out"
	noteTiming   = "Lines of the timing file that can't be read were left out"
	noteUnseen   = "What was typed was logged to another file, which isn't beside the recording"
	noteTyped    = "More was typed than is kept: the rest was left out"
)

// notes collects what could not be played, each kind once, and whether the recording ends in the middle of something.
type notes struct {
	all []note
	cut bool
}

type note struct {
	text  string
	at    sop.Moment
	times int
}

// maxNotes bounds the kinds of note.
const maxNotes = 20

func (n *notes) add(text string, at sop.Moment) {
	for i := range n.all {
		if n.all[i].text == text {
			n.all[i].times++
			return
		}
	}
	if len(n.all) < maxNotes {
		n.all = append(n.all, note{text, at, 1})
	}
}

func (n *notes) sentences() []string {
	var out []string
	for _, one := range n.all {
		switch {
		case one.times > 1:
			out = append(out, fmt.Sprintf("%s (%d times, first at %v).", one.text, one.times, one.at))
		case one.at > 0:
			out = append(out, fmt.Sprintf("%s (at %v).", one.text, one.at))
		default:
			out = append(out, one.text+".")
		}
	}
	return out
}

var (
	castHead  = regexp.MustCompile(`^\s*\{[^\x00]*?"version"\s*:\s*[0-9]`)
	castV1    = regexp.MustCompile(`^\s*\{[^\x00]*?"stdout"\s*:\s*\[`)
	typeStart = []byte("Script started on ")
)

// Sniff tells from a file's first bytes what kind of terminal recording it is: "asciicast", "typescript", or "" for none.
func Sniff(head []byte) string {
	switch {
	case castHead.Match(head), castV1.Match(head):
		return "asciicast"
	case bytes.HasPrefix(head, typeStart):
		return "typescript"
	}
	return ""
}
