package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"showhow/internal/cli/help"
)

type speech struct {
	Get  speechGet  `cmd:"" help:"Fetch a Whisper model; one that broke off goes on where it stopped."`
	List speechList `cmd:"" help:"List the Whisper models: which can be fetched, which are here, which one is used."`
}

type speechGet struct {
	Model string `arg:"" complete:"model" help:"The model's name, e.g. base.en (142 MiB, English) or small (466 MiB, many languages)."`
	Quiet bool   `short:"q" help:"Print nothing but errors."`
}

// Help shows it in use.
func (speechGet) Help() string {
	return help.Examples(`showhow speech get base.en`, `SHOWHOW_MODELS_MIRROR=https://mirror.example/whisper showhow speech get small`, `SHOWHOW_MODELS_MIRROR=file:///mnt/models showhow speech get base.en`)
}

func (g speechGet) Run(ctx context.Context, f *face) error {
	tell, done := fetching(f, g.Quiet)
	place, err := f.app.Speech().Get(ctx, g.Model, tell)
	done()
	if err != nil {
		return err
	}
	if !g.Quiet {
		fmt.Fprintf(f.Out, "%s is here: %s\n", g.Model, place)
	}
	return nil
}

// fetching shows how much of a file has come: a bar on a terminal, a line now and then elsewhere.
func fetching(f *face, quiet bool) (tell func(done, total int64), end func()) {
	if quiet {
		return nil, func() {}
	}
	if !terminal(f.Err) || f.dumb() {
		tenth := int64(-1)
		return func(done, total int64) {
			if total > 0 && done*10/total > tenth {
				tenth = done * 10 / total
				fmt.Fprintf(f.Err, "%d %% of %s\n", tenth*10, sized(total))
			}
		}, func() {}
	}
	p := mpb.New(mpb.WithOutput(f.Err), mpb.WithWidth(60), mpb.WithRefreshRate(200*time.Millisecond))
	bar := p.AddBar(0, mpb.PrependDecorators(decor.CountersKibiByte("% .1f / % .1f")), mpb.AppendDecorators(decor.EwmaSpeed(decor.SizeB1024(0), "% .1f", 30), decor.Name(" "), decor.AverageETA(decor.ET_STYLE_GO)))
	last := time.Now()
	return func(done, total int64) {
			bar.SetTotal(total, false)
			now := time.Now()
			bar.EwmaSetCurrent(done, now.Sub(last))
			last = now
		}, func() {
			bar.Abort(false)
			p.Wait()
		}
}

// sized is a number of bytes in words: whole MiB or KiB, or bytes where it's less.
func sized(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	case n == 1:
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

type speechList struct {
	JSON bool `help:"Print JSON."`
}

// Help shows it in use.
func (speechList) Help() string {
	return help.Examples(`showhow speech list`, `showhow speech list --json`)
}

func (l speechList) Run(f *face) error {
	all, err := f.app.Speech().Models()
	if err != nil {
		return err
	}
	if l.JSON {
		return json.NewEncoder(f.Out).Encode(all)
	}
	for _, m := range all {
		state := ""
		switch {
		case m.Used:
			state = "here, used"
		case m.File != "":
			state = "here"
		}
		fmt.Fprintf(f.Out, "%-20s %5d MiB  %s\n", m.Name, m.MiB, state)
	}
	fmt.Fprintln(f.Out, "\nThose of .en know English alone; the others many languages. Larger ones hear better and take longer.\nFetch one with `showhow speech get NAME`; the setting whisper_model chooses one.")
	return nil
}
