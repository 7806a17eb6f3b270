package cli

import (
	"context"
	"fmt"

	"showhow/internal/app"
	benchmark "showhow/internal/bench"
	"showhow/internal/cli/help"
	"showhow/internal/cli/named"
)

type bench struct {
	Dirs      []named.File `arg:"" name:"dir" help:"Folders to search for cases."`
	Out       named.File   `short:"o" help:"Where to write each case's draft and drafted.json (default: nowhere)." placeholder:"DIR"`
	Speech    string       `help:"Speech engine for cases without a subtitle file: auto, whisper, api, pocketsphinx or none." placeholder:"ENGINE" enum:"auto,whisper,api,pocketsphinx,none," default:""`
	TrueWords bool         `help:"Give each draft its true transcript, to judge it without a speech engine's errors."`
	JSON      bool         `help:"Print JSON."`
}

// Help shows it in use.
func (bench) Help() string {
	return help.Examples(`showhow bench bench/cases`, `showhow bench bench/cases --true-words --out scored --json`)
}

func (b bench) Run(ctx context.Context, f *face) error {
	each := func(r benchmark.Row) { fmt.Fprintln(f.Err, "done:", r.Case) }
	rows, err := f.app.Bench(ctx, app.Bench{Dirs: named.Paths(b.Dirs), Out: string(b.Out), Speech: b.Speech, TrueWords: b.TrueWords, Template: "generic", Each: each})
	if err != nil {
		return err
	}
	if b.JSON {
		return benchmark.JSON(f.Out, rows)
	}
	return benchmark.Table(f.Out, rows)
}
