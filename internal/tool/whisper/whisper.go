// Package whisper hears speech with whisper.cpp's whisper-cli, and fetches its models.
package whisper

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/spoken"
	"showhow/internal/subtitle"
	"showhow/internal/tool/command"
)

// Tool runs whisper-cli.
type Tool struct {
	// Program is a name or a path; empty means "whisper-cli".
	Program string
	// Model is the model's file.
	Model string
	// Spoken is the language that is spoken, as in "de"; empty when nobody said. A model that knows one language alone hears that.
	Spoken string
}

const (
	memory = 12 << 30         // address space: the largest model takes about 4 GiB
	near   = 15 * time.Second // what the screen shows so near to a piece is told to the engine
	prompt = 600              // bytes: some 200 of the 224 tokens that the engine looks at
)

// Hear gives the words that were said, in order of time. Each piece is heard by itself, with the names that stood on the screen
// then: the engine hears the names better, and a mistake in one piece doesn't spread to the next.
func (t Tool) Hear(ctx context.Context, s sop.Speech) ([]sop.SpokenWord, error) {
	job, err := os.MkdirTemp(s.Folder, "whisper-*")
	if err != nil {
		return nil, fmt.Errorf("hear: %w", err)
	}
	defer os.RemoveAll(job)
	var all []sop.SpokenWord
	for i, p := range s.Pieces {
		words, err := t.piece(ctx, job, p, spoken.Prompt(s.Near(p.Span, near), prompt))
		if err != nil {
			return nil, err
		}
		all = append(all, words...)
		if s.Progress != nil {
			s.Progress(float64(i+1) / float64(len(s.Pieces)))
		}
	}
	return all, nil
}

// Language is the one the model was made for; empty when it knows many.
func (t Tool) Language() string {
	name := strings.TrimSuffix(filepath.Base(t.Model), ".bin")
	if strings.HasSuffix(name, ".en") || strings.Contains(name, ".en-") {
		return "en"
	}
	return ""
}

func (t Tool) piece(ctx context.Context, job string, p sop.SpeechPiece, prompt string) ([]sop.SpokenWord, error) {
	out := filepath.Join(job, "heard")
	language := t.Language()
	if language == "" {
		language = t.Spoken
	}
	if language == "" {
		language = "auto"
	}
	args := []string{"-m", t.Model, "-f", p.File, "-l", language, "-ojf", "-of", out, "-np", "-t", "2", "-mc", "0"}
	if prompt != "" {
		args = append(args, "--prompt", prompt)
	}
	program := t.Program
	if program == "" {
		program = "whisper-cli"
	}
	if _, err := command.Run(ctx, command.Command{Program: program, Args: args, Dir: job, Limit: command.Limit{Memory: memory}}); err != nil {
		var f *command.Failure
		if errors.As(err, &f) {
			return nil, failed(f.Reason(), err)
		}
		return nil, err
	}
	b, err := os.ReadFile(out + ".json")
	if err != nil {
		return nil, failed("it wrote no result", err)
	}
	os.Remove(out + ".json") // so that the next piece can't be told by this one's
	h, err := subtitle.Whisper(b)
	if err != nil {
		return nil, failed("its result can't be read", err)
	}
	return h.Words(p.Span), nil
}

func failed(why string, cause error) error {
	return &sop.Error{Code: sop.Failed, Message: "Whisper failed: " + why + ".", Mend: "Check the model (`showhow speech list`), or pass --speech pocketsphinx or none.", Cause: cause}
}
