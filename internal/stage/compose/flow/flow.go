// Package flow tells recordings in words, for tests: what was done and said when, without a picture or a sound.
package flow

import (
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/sop"
)

// Recording is what a text of this form tells:
//
//	trust 0.35                                   the transcript's trust; 1 when not given
//	say FROM TO words                            an utterance
//	typed FROM TO words                          a comment that was typed at a prompt
//	do FROM TO KIND | LABEL | TEXT | ELEMENT | X,Y,W,H
//	do FROM TO command | [SHELL> ]COMMAND | OUTPUT; OUTPUT | failed
//	undone FROM TO …                             an action that was taken back
//	screen FROM TO TITLE | LINE; LINE            what could be read
//	unsure WHY                                   of the action above
//	doubt AT OR                                  a character of the command above
//
// Times are seconds; lines that begin with # are remarks.
type Recording struct {
	Actions    []sop.Action
	Transcript sop.Transcript
	Screens    []sop.Screen
	Media      sop.Media
}

// Read reads a recording of 1920 × 1080 pixels.
func Read(text string) (Recording, error) {
	r := Recording{
		Transcript: sop.Transcript{Engine: "subtitles", Language: "en", Trust: 1},
		Media: sop.Media{Container: "mp4", Video: &sop.VideoStream{Codec: "h264", Width: 1920, Height: 1080, FPS: 30},
			Audio: &sop.AudioStream{Index: 1, Codec: "aac", Rate: 48000, Channels: 2, MeanDB: -21, PeakDB: -3}},
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if err := r.read(line); err != nil {
			return r, fmt.Errorf("%q: %w", line, err)
		}
	}
	return r, nil
}

func (r *Recording) read(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "trust":
		r.Transcript.Engine = "pocketsphinx"
		var err error
		r.Transcript.Trust, err = strconv.ParseFloat(rest, 64)
		return err
	case "unsure":
		r.Actions[len(r.Actions)-1].Unsure = rest
		return nil
	case "doubt":
		at, or, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(at)
		c := r.Actions[len(r.Actions)-1].Command
		c.Doubts = append(c.Doubts, sop.Doubt{At: n, Or: or, Confidence: .4})
		return err
	}
	f := strings.SplitN(rest, " ", 3)
	if len(f) < 3 {
		return fmt.Errorf("two times and a text are wanted")
	}
	from, err := strconv.ParseFloat(f[0], 64)
	if err != nil {
		return err
	}
	to, err := strconv.ParseFloat(f[1], 64)
	if err != nil {
		return err
	}
	span := sop.Span{From: sop.Seconds(from), To: sop.Seconds(to)}
	r.Media.Duration = max(r.Media.Duration, span.To)
	switch word {
	case "say", "typed":
		r.say(span, f[2])
		r.Transcript.Utterances[len(r.Transcript.Utterances)-1].Typed = word == "typed"
	case "screen":
		r.show(span, f[2])
	case "do", "undone":
		r.do(span, f[2], word == "undone")
	default:
		return fmt.Errorf("no such word")
	}
	return nil
}

func (r *Recording) say(span sop.Span, text string) {
	r.Transcript.Utterances = append(r.Transcript.Utterances, sop.Utterance{
		ID: fmt.Sprintf("u%d", len(r.Transcript.Utterances)+1), Span: span, Text: text, Confidence: max(.5, r.Transcript.Trust)})
}

func (r *Recording) show(span sop.Span, text string) {
	title, rest, _ := strings.Cut(text, "|")
	s := sop.Screen{At: span.From, Span: span, Title: strings.TrimSpace(title)}
	for l := range strings.SplitSeq(rest, ";") {
		s.Blocks = append(s.Blocks, sop.Block{Lines: []sop.Line{{Text: strings.TrimSpace(l), Confidence: .9}}})
	}
	r.Screens = append(r.Screens, s)
}

func (r *Recording) do(span sop.Span, text string, undone bool) {
	p := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, " | |", " |  |"), " | |", " |  |"), " | ")
	p = append(p, "", "", "", "", "")
	for i := range p {
		p[i] = strings.TrimSpace(p[i])
	}
	a := sop.Action{ID: fmt.Sprintf("a%d", len(r.Actions)+1), Kind: sop.ActionKind(p[0]), At: span.From, Span: span,
		Before: span.From, After: span.To, Undone: undone, Confidence: .9}
	if a.Kind == sop.RunCommand {
		shell, command, ok := strings.Cut(p[1], "> ")
		if !ok || strings.Contains(shell, " ") {
			shell, command = "shell", p[1]
		}
		a.Command = &sop.CommandLine{Text: strings.ReplaceAll(command, `\n`, "\n"), Shell: shell, Failed: p[3] == "failed", Host: "bastion", User: "deploy", Dir: "~"}
		if p[2] != "" {
			a.Command.Output = strings.Split(p[2], "; ")
		}
	} else {
		a.Label, a.Text, a.Element = p[1], p[2], sop.ElementKind(p[3])
		var b sop.Box
		if n, _ := fmt.Sscanf(p[4], "%d,%d,%d,%d", &b.X, &b.Y, &b.W, &b.H); n == 4 {
			c := b.Centre()
			a.Box, a.Point = &b, &c
		}
	}
	r.Actions = append(r.Actions, a)
}
