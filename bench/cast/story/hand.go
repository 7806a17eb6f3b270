// Package story tells the terminal cases of the benchmark: what is typed into which shell, and what of it are commands.
package story

import (
	"context"
	"math/rand/v2"
	"os"
	"time"

	"showhow/bench/cast/recorder"
	"showhow/bench/studio"
	"showhow/internal/bench"
)

// Hand types into a terminal and notes what it did.
type Hand struct {
	T       *recorder.Terminal
	Actions []bench.Action
	Words   []bench.Utterance
	Secrets []string
	// Lacking is what the story lacked, as a text that it waited for in vain; a recording without it isn't the one that the truth tells of.
	Lacking string
	// Track is what was said aloud; nil when nothing was.
	Track   *studio.Track
	rnd     *rand.Rand
	entered int // the number of events when Enter was pressed last
}

// New is a hand whose typing is the same each time.
func New(t *recorder.Terminal, seed uint64) *Hand {
	return &Hand{T: t, rnd: rand.New(rand.NewPCG(seed, 7))}
}

// Type types letter by letter.
func (h *Hand) Type(text string) *Hand {
	for _, r := range text {
		h.T.Send(string(r))
		time.Sleep(time.Duration(28+h.rnd.IntN(40)) * time.Millisecond)
	}
	return h
}

// Key sends a key's own sequence.
func (h *Hand) Key(seq string) *Hand {
	h.T.Send(seq)
	time.Sleep(140 * time.Millisecond)
	return h
}

// Rest lets time pass.
func (h *Hand) Rest(ms int) *Hand {
	time.Sleep(time.Duration(ms) * time.Millisecond)
	return h
}

// Enter submits what was typed as that command, and waits until it's quiet.
func (h *Hand) Enter(command string) *Hand {
	h.note(bench.Action{Kind: "command", Command: command})
	h.entered = h.T.Mark()
	h.T.Send("\r")
	h.T.Quiet(280*time.Millisecond, 20*time.Second)
	return h
}

// Until waits until what was run last has printed text.
func (h *Hand) Until(text string) *Hand {
	if !h.T.Shows(text, h.entered, 30*time.Second) && h.Lacking == "" {
		h.Lacking = "what prints " + text
	}
	return h.Rest(200)
}

// Run types a command and submits it.
func (h *Hand) Run(command string) *Hand { return h.Type(command).Rest(60).Enter(command) }

// Say types a comment at the prompt.
func (h *Hand) Say(words string) *Hand {
	from := h.T.Now().Seconds()
	h.Type("# " + words).Rest(60)
	h.Words = append(h.Words, bench.Utterance{From: from, To: h.T.Now().Seconds(), Text: words})
	h.T.Send("\r")
	h.T.Quiet(250*time.Millisecond, 5*time.Second)
	return h
}

// speaker is the voice of the stories that are told aloud.
var speaker = studio.Voice{Engine: "flite", Name: "slt", Speed: 105}

// Speak says words aloud, and waits until they are said.
func (h *Hand) Speak(words string) *Hand {
	scratch, err := os.MkdirTemp("", "cast-speech-")
	if err != nil {
		h.Lacking = err.Error()
		return h
	}
	defer os.RemoveAll(scratch)
	pcm, err := speaker.Speak(context.Background(), scratch, studio.Spoken(words))
	if err != nil {
		h.Lacking = err.Error()
		return h
	}
	if h.Track == nil {
		h.Track = &studio.Track{}
	}
	from := h.T.Now()
	h.Track.Lay(from, pcm)
	time.Sleep(studio.Length(pcm))
	h.Words = append(h.Words, bench.Utterance{From: from.Seconds(), To: h.T.Now().Seconds(), Text: words})
	return h.Rest(500)
}

// Answer types an answer to a program's question.
func (h *Hand) Answer(text string) *Hand {
	h.Rest(450).Type(text).Rest(60)
	h.note(command(text))
	h.T.Send("\r")
	h.T.Quiet(280*time.Millisecond, 10*time.Second)
	return h
}

// Secret types what isn't echoed.
func (h *Hand) Secret(text string) *Hand {
	h.Rest(450)
	h.Type(text).Rest(60)
	h.note(command(text))
	h.Secrets = append(h.Secrets, text)
	h.T.Send("\r")
	h.T.Quiet(280*time.Millisecond, 10*time.Second)
	return h
}

// Press presses Enter for nothing that counts.
func (h *Hand) Press() *Hand {
	h.T.Send("\r")
	h.T.Quiet(250*time.Millisecond, 10*time.Second)
	return h
}

// Paste pastes text as a terminal does when the program asked for brackets.
func (h *Hand) Paste(text string) *Hand {
	h.T.Send("\x1b[200~" + text + "\x1b[201~")
	h.T.Quiet(200*time.Millisecond, 2*time.Second)
	return h
}

func (h *Hand) note(a bench.Action) {
	a.T = h.T.Now().Seconds()
	h.Actions = append(h.Actions, a)
}

// The keys that a story presses.
const (
	Up, Down, Right, Left = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
	Back, Tab, Escape     = "\x7f", "\t", "\x1b"
	CtrlC, CtrlD, CtrlL   = "\x03", "\x04", "\x0c"
	CtrlR, CtrlU, CtrlA   = "\x12", "\x15", "\x01"
)
