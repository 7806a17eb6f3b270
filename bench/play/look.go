// Package play makes benchmark cases: a case's script is played with real programs before a camera, and what was done
// and said is written down as the truth.
package play

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"

	"showhow/bench/apps"
	"showhow/bench/studio"
)

// Look is everything about a case that is not its story: sizes, fonts, colours, voice, codec.
type Look struct {
	// Width and Height are the screen's size; Out is the recording's, when it is scaled down.
	Width, Height int
	Out           [2]int
	// Film is how many pictures a second are filmed and FPS how many are written; 0 writes a variable rate.
	Film, FPS int

	App      apps.Look
	Terminal TerminalLook

	Cursor          string
	CursorSize      int
	Frame, Backdrop string
	// Titled gives the browser the window manager's title bar in place of its own.
	Titled bool

	// Voice narrates; without an engine nothing is said. Silent writes a sound track with nothing on it, NoSound none.
	Voice           studio.Voice
	Silent, NoSound bool
	// Noise is the loudness of the room, 0 to 100.
	Noise int
	// Face lays a talking head over a corner, as recorders do.
	Face bool
	// Subtitles writes the narration as recording.vtt beside the recording.
	Subtitles bool

	// Ext is the container's file ending; Video and Audio are ffmpeg's encoding options.
	Ext          string
	Video, Audio []string
}

// TerminalLook is how terminals look.
type TerminalLook struct {
	Font           string
	Size           float64 // points
	Fg, Bg, Cursor string
	// Palette replaces colours 1 to 6 (red, green, yellow, blue, magenta, cyan).
	Palette [6]string
	// Prompt is bash's PS1.
	Prompt string
	// Bar is xterm's form of the caret: "bar", "underline" or "" for a block; Blink makes it blink.
	Bar   string
	Blink bool
	// Shell is "bash" when empty, "zsh", or "tmux", with bash in each of its panes; Prompt is then in that shell's own form.
	Shell string
	// RightPrompt is zsh's prompt at the right edge.
	RightPrompt string
	// Panes are the commands by which tmux parts its window ("split-window -h").
	Panes []string
}

// OutSize is the size of the recording.
func (l Look) OutSize() (w, h int) {
	if l.Out[0] > 0 {
		return l.Out[0], l.Out[1]
	}
	return l.Width, l.Height
}

// dressed says which font of the look isn't installed: a program would take another one without a word, and the case would be of a look
// that its name doesn't tell.
func (l Look) dressed(ctx context.Context) error {
	for _, family := range []string{l.App.Font, l.App.Mono, l.Terminal.Font} {
		if family == "" {
			continue
		}
		have, err := exec.CommandContext(ctx, "fc-list", ":family="+family, "file").Output()
		if err != nil {
			return fmt.Errorf("fc-list: %w", err)
		}
		if len(bytes.TrimSpace(have)) == 0 {
			return fmt.Errorf("the font %q isn't installed (scripts/setup bench installs it)", family)
		}
	}
	return nil
}
