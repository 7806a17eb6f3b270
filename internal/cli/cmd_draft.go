package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"showhow/internal/app"
	"showhow/internal/app/register"
	"showhow/internal/cli/help"
	"showhow/internal/cli/named"
)

type draft struct {
	Recording  named.File `arg:"" help:"The recording: MP4, MOV, MKV or WebM, or a terminal recording (an asciicast, or a typescript of script)."`
	Out        named.File `short:"o" help:"Folder to write (default: the recording's name with .sop)." placeholder:"DIR"`
	Title      string     `help:"The SOP's title." placeholder:"TEXT"`
	Template   string     `help:"What kind of SOP: ${enum}." enum:"generic,deployment,database-migration,incident-response,ci-setup" default:"generic"`
	Transcript named.File `help:"The narration as a file: .vtt, .srt, or Whisper's .json." placeholder:"FILE"`
	Brief      named.File `help:"What you wrote down before recording, as Markdown or JSON: purpose, audience, what must be shown." placeholder:"FILE"`
	Timing     named.File `help:"The timing file of a typescript (default: the one beside it)." placeholder:"FILE"`
	Speech     string     `help:"Speech engine: auto, whisper, api, pocketsphinx or none (default: the setting, auto)." placeholder:"ENGINE" enum:"auto,whisper,api,pocketsphinx,none," default:""`
	Mask       []string   `help:"A word that must be masked like a secret; may be repeated." placeholder:"WORD"`
	Writer     string     `help:"Who words the steps: rules (always the same, on this machine), or openai (a chat endpoint that may only reword)." enum:"rules,openai" default:"rules"`
	Force      bool       `short:"f" help:"Replace a draft that is there already."`
	Keep       bool       `help:"Keep the work in progress when done, so that the next draft of this recording is quick."`
	JSON       bool       `help:"Print progress and the result as JSON, one object a line."`
	Quiet      bool       `short:"q" help:"Print nothing but errors."`
}

// Help shows it in use.
func (draft) Help() string {
	return "A folder with sop.json, sop.md and sop.html is written. What is interrupted goes on where it stopped when the same command is run again.\n\n" + help.Examples(
		`showhow draft deploy.mp4`,
		`showhow draft deploy.mov --transcript deploy.vtt --title "Deploy checkout-api" -o ./out`,
		`showhow draft migration.mkv --template database-migration --mask acme --mask "project x"`,
		`showhow draft deploy.mp4 --brief deploy.md`,
		`showhow draft session.cast`,
		`showhow draft session.typescript --timing session.timing`,
		`showhow draft deploy.mp4 --force --json | jq -r 'select(.event == "done").out'`)
}

func (d draft) Run(ctx context.Context, f *face) error {
	p := newProgress(f, d.JSON, d.Quiet)
	start := time.Now()
	own, err := register.BriefOf(string(d.Brief))
	if err != nil {
		return err
	}
	r, err := f.app.Draft(ctx, app.Draft{
		Recording: string(d.Recording), Timing: string(d.Timing), Out: string(d.Out), Title: d.Title, Template: d.Template, Transcript: string(d.Transcript),
		Speech: d.Speech, Mask: d.Mask, Writer: d.Writer, Force: d.Force, Keep: d.Keep, Brief: own, Progress: p.tell,
	})
	p.done()
	if err != nil {
		return err
	}
	if d.JSON {
		return json.NewEncoder(f.Out).Encode(map[string]any{"event": "done", "out": r.Out, "steps": r.Steps, "commands": r.Commands, "figures": r.Figures, "unsure": r.Unsure, "gaps": r.Gaps, "secrets": r.Secrets, "limits": r.Limits, "cut_off": r.Cut})
	}
	if r.Cut { // this much even the quiet are told: half a procedure looks like a whole one
		fmt.Fprintln(f.Err, "showhow:", r.Limits[0])
		fmt.Fprintln(f.Err, "  → Copy or download the recording again, whole, and draft it anew with --force.")
	}
	if d.Quiet {
		return nil
	}
	fmt.Fprintf(f.Out, "%s: %s, %s, %s in %s.\n", r.Title, count(r.Steps, "step"), count(r.Commands, "command"), count(r.Figures, "picture"), time.Since(start).Round(time.Second))
	for _, l := range r.Limits {
		fmt.Fprintln(f.Out, "  note:", l)
	}
	if r.Secrets > 0 {
		fmt.Fprintf(f.Out, "  %s masked.\n", count(r.Secrets, "secret"))
	}
	if r.Unsure+r.Gaps > 0 {
		fmt.Fprintf(f.Out, "  to look at: %s not sure, %s to fill.\n", count(r.Unsure, "place"), count(r.Gaps, "gap"))
	}
	fmt.Fprintln(f.Out, "  read it:", filepath.Join(r.Out, "sop.html"))
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
