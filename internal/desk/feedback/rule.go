package feedback

import (
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/sop/feedback"
)

// longest is how long a text may be, in characters: of somebody with an account, and of somebody without.
const (
	longest      = 4000
	longestGuest = 1000
)

func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

// tidy is a text as it's kept: without what can't be seen, and at most so many characters long.
func tidy(text string, most int) (string, error) {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r >= ' ' && r != 0x7f && (r < 0x202a || r > 0x202e) && (r < 0x2066 || r > 0x2069) {
			return r
		}
		return -1 // a sign that isn't seen, or that turns the others round
	}, strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n"))
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > most {
		return "", refused("The text is too long.", "Say it in fewer words.")
	}
	return text, nil
}

// begins is where feedback stands when it's said: what is good waits for nobody, unless there are words to it.
func begins(k feedback.Kind, words string) (feedback.State, error) {
	switch {
	case !slices.Contains(feedback.Kinds, k):
		return "", refused("What you say of the step isn’t clear.", "Choose good, unclear, wrong or outdated.")
	case k == feedback.Good && words == "":
		return feedback.Noted, nil
	}
	return feedback.Open, nil
}

// closes says whether feedback can be closed so.
func closes(f feedback.Feedback, c feedback.Closing) error {
	switch {
	case f.State == feedback.Closed:
		return refused("It is closed already.", "")
	case c.How == feedback.Threaded && c.Thread != "":
		return nil
	case !slices.Contains(feedback.Hows, c.How):
		return refused("What became of it isn’t said.", "Choose mended, answered or declined.")
	case c.Note == "" && c.How != feedback.Mended:
		return refused("Whoever said it is told what became of it, so there has to be a word why.", "Write a closing note.")
	}
	return nil
}

// Since is what became of the step that feedback is about, in a revision that is read now.
type Since string

// What can have become of it.
const (
	Same    Since = ""
	Changed Since = "changed"
	Gone    Since = "gone"
)

// SinceOf tells what became of it. The step is found by its key, wherever it stands now.
func SinceOf(f feedback.Feedback, now *sop.Revision) Since {
	s, _ := feedback.StepOf(now, f.Step)
	switch {
	case s == nil:
		return Gone
	case feedback.DigestOf(s) != f.Digest:
		return Changed
	}
	return Same
}
