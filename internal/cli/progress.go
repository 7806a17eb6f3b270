package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"showhow/internal/pipeline"
)

// progress shows a run's stages: bars on a terminal, plain lines elsewhere, one JSON object a line for programs.
type progress struct {
	tell func(pipeline.Event)
	done func()
}

func newProgress(f *face, asJSON, quiet bool) progress {
	none := func() {}
	switch {
	case asJSON:
		return progress{jsonLines(f.Out), none}
	case quiet:
		return progress{func(pipeline.Event) {}, none}
	case terminal(f.Err) && !f.dumb():
		return bars(f.Err)
	}
	return progress{plainLines(f.Err), none}
}

// terminal says whether w is a terminal with room to draw in; one of a machine's own making often has no size.
func terminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return false
	}
	width, height, err := term.GetSize(int(file.Fd()))
	return err == nil && width > 0 && height > 0
}

// dumb says that the terminal can't move its cursor, as Emacs' shell can't, or that nobody knows what it can.
func (p Process) dumb() bool {
	kind := ""
	for _, v := range p.Env {
		if name, value, _ := strings.Cut(v, "="); name == "TERM" {
			kind = value
		}
	}
	return kind == "" || kind == "dumb"
}

func jsonLines(w io.Writer) func(pipeline.Event) {
	enc := json.NewEncoder(w)
	return func(e pipeline.Event) {
		line := map[string]any{"event": "progress", "stage": e.Stage, "title": e.Title, "state": e.State, "fraction": math.Round(e.Fraction*1000) / 1000}
		if e.Left > 0 {
			line["seconds_left"] = math.Round(e.Left.Seconds()*10) / 10
		}
		if e.State == pipeline.Done {
			line["seconds"] = math.Round(e.Took.Seconds()*1000) / 1000
		}
		enc.Encode(line)
	}
}

// plainLines writes a line when a stage ends, and one every quarter of a long stage's way.
func plainLines(w io.Writer) func(pipeline.Event) {
	told := map[string]int{}
	return func(e pipeline.Event) {
		switch e.State {
		case pipeline.Done:
			fmt.Fprintf(w, "%s: done in %s\n", e.Title, e.Took.Round(10*time.Millisecond))
		case pipeline.Resumed:
			fmt.Fprintf(w, "%s: done before\n", e.Title)
		case pipeline.Running:
			if quarter := int(e.Fraction * 4); quarter > told[e.Stage] {
				told[e.Stage] = quarter
				fmt.Fprintf(w, "%s: %d %%%s\n", e.Title, int(e.Fraction*100), left(e.Left))
			}
		}
	}
}

func left(d time.Duration) string {
	if d < time.Second {
		return ""
	}
	return fmt.Sprintf(", about %s left", d.Round(time.Second))
}

// bars shows a bar a stage.
func bars(w io.Writer) progress {
	p := mpb.New(mpb.WithOutput(w), mpb.WithWidth(40), mpb.WithRefreshRate(120*time.Millisecond))
	type row struct {
		bar  *mpb.Bar
		note atomic.Value // a string; it is drawn by another goroutine
	}
	rows := map[string]*row{}
	tell := func(e pipeline.Event) {
		r := rows[e.Stage]
		if r == nil {
			r = &row{}
			r.note.Store("")
			rows[e.Stage] = r
			r.bar = p.New(1000, mpb.BarStyle().Lbound("").Rbound("").Filler("━").Tip("━").Padding("─"),
				mpb.PrependDecorators(decor.Name(fmt.Sprintf("%-26s", e.Title))),
				mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return r.note.Load().(string) })))
		}
		switch e.State {
		case pipeline.Running:
			r.note.Store(fmt.Sprintf("%3d %%%s", int(e.Fraction*100), left(e.Left)))
		case pipeline.Done:
			r.note.Store(e.Took.Round(100 * time.Millisecond).String())
		case pipeline.Resumed:
			r.note.Store("done before")
		}
		if e.State == pipeline.Done || e.State == pipeline.Resumed {
			r.bar.SetCurrent(1000)
			return
		}
		r.bar.SetCurrent(min(999, int64(e.Fraction*1000)))
	}
	return progress{tell, func() {
		for _, r := range rows {
			if !r.bar.Completed() {
				r.bar.Abort(false)
			}
		}
		p.Wait()
	}}
}
