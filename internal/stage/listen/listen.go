// Package listen tells what was said in a recording: where somebody speaks, what an engine heard there, and which names it
// misheard that the screen puts right.
package listen

import (
	"context"
	"fmt"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/listen/mend"
	"showhow/internal/stage/listen/voice"
	"showhow/internal/subtitle"
)

// Engine turns speech into words.
type Engine interface {
	// Hear gives the words that were said, in order of time, on the recording's clock.
	Hear(ctx context.Context, s sop.Speech) ([]sop.SpokenWord, error)
}

// Ear is an engine and what is known of it.
type Ear struct {
	Engine
	// Name, Model and Language are as in sop.Transcript; Trust is how far its words may be taken as they stand, 0 to 1.
	Name, Model, Language string
	Trust                 float64
}

// Input is sound to listen to.
type Input struct {
	// WAV is the sound, 16 kHz mono 16-bit; Folder is for the pieces that are cut from it.
	WAV, Folder string
	Ear         Ear
	// Hints are what the screen showed; Glossary further names that may be spoken of, with what was heard in their place before.
	Hints    []sop.Hint
	Glossary []sop.Term
	// Progress may be nil.
	Progress func(done float64)
}

// Transcript listens.
func Transcript(ctx context.Context, in Input) (sop.Transcript, error) {
	t := sop.Transcript{Engine: in.Ear.Name, Model: in.Ear.Model, Language: in.Ear.Language, Trust: in.Ear.Trust}
	found, err := voice.Pieces(ctx, in.WAV, in.Folder)
	if err != nil {
		return t, fmt.Errorf("look for speech in the sound: %w", err)
	}
	if len(found.Pieces) == 0 {
		return Silent(why(found)), nil
	}
	var names []string
	for _, t := range in.Glossary {
		names = append(names, t.Used)
	}
	words, err := in.Ear.Hear(ctx, sop.Speech{Folder: in.Folder, Pieces: found.Pieces, Hints: in.Hints, Glossary: names, Progress: in.Progress})
	if err != nil {
		return t, err
	}
	t.Utterances = Mended(subtitle.Sentences(words), in.Hints, mend.Limits{Trust: in.Ear.Trust, Glossary: in.Glossary})
	if len(t.Utterances) == 0 {
		return Silent("nobody could be understood"), nil
	}
	return t, nil
}

// Mended puts misheard names right.
func Mended(all []sop.Utterance, hints []sop.Hint, limits mend.Limits) []sop.Utterance {
	return mend.Names(all, hints, limits)
}

// quiet is the level, in dBFS, below which a recording's sound is silence.
const quiet = -60

func why(f voice.Found) string {
	switch {
	case f.Loudest < quiet:
		return "its sound is silent"
	case f.Refused > 0:
		return "nobody speaks in its sound"
	}
	return "no speech was found in its sound"
}

// Silent is the transcript of a recording in which nothing was said, with the reason.
func Silent(why string) sop.Transcript {
	return sop.Transcript{Engine: "none", Note: why}
}

// Hints are what the screens and the terminals showed, each text once for as long as it stood.
func Hints(screens, terminals []sop.Screen) []sop.Hint {
	var all []sop.Hint
	last := map[string]int{}
	add := func(span sop.Span, text string) {
		text = strings.TrimSpace(text)
		if text == "" {
			return
		}
		if i, ok := last[text]; ok && all[i].Span.Gap(span) == 0 {
			all[i].Span = all[i].Span.Cover(span)
			return
		}
		last[text] = len(all)
		all = append(all, sop.Hint{Span: span, Text: text})
	}
	for _, list := range [][]sop.Screen{screens, terminals} {
		for i := range list {
			s := &list[i]
			for _, b := range s.Blocks {
				for _, l := range b.Lines {
					add(s.Span, l.Text)
				}
			}
			for _, e := range s.Elements {
				add(s.Span, e.Label)
				add(s.Span, e.Text)
			}
			add(s.Span, s.Title)
			for _, t := range s.Terminals {
				for _, r := range t.Rows {
					add(s.Span, r.Text)
				}
			}
		}
	}
	return all
}
