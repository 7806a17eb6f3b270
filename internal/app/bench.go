package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/image/draw"

	"showhow/internal/app/machine"
	"showhow/internal/bench"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/tool/command"
	"showhow/internal/tool/tesseract"
)

// Bench is a benchmark to run.
type Bench struct {
	// Dirs are searched for cases: folders with a truth.json and a recording.
	Dirs []string
	// Out is where the drafts go, one folder a case; empty means a temporary place.
	Out string
	// Speech chooses the engine for cases without a subtitle file; TrueWords gives every case its true transcript.
	Speech    string
	TrueWords bool
	Template  string
	// Each is told of each case when it's done; may be nil.
	Each func(bench.Row)
}

// Bench drafts every case and scores the drafts. A case that can't be drafted is an error.
func (a *App) Bench(ctx context.Context, b Bench) ([]bench.Row, error) {
	cases, err := findCases(b.Dirs)
	if err != nil {
		return nil, err
	}
	if b.Out == "" {
		if b.Out, err = os.MkdirTemp("", "showhow-bench-*"); err != nil {
			return nil, err
		}
		defer os.RemoveAll(b.Out)
	}
	var rows []bench.Row
	for _, c := range cases {
		row, err := a.benchCase(ctx, b, c)
		if err != nil {
			return rows, fmt.Errorf("case %s: %w", c.name, err)
		}
		rows = append(rows, row)
		if b.Each != nil {
			b.Each(row)
		}
	}
	return rows, nil
}

// benchmarked is one case's place.
type benchmarked struct{ name, group, dir, recording string }

func findCases(dirs []string) ([]benchmarked, error) {
	var all []benchmarked
	for _, d := range dirs {
		err := filepath.WalkDir(d, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.Name() != "truth.json" {
				return err
			}
			dir := filepath.Dir(path)
			for _, ending := range []string{"mp4", "webm", "mov", "mkv", "cast", "typescript"} {
				recording := filepath.Join(dir, "recording."+ending)
				if _, err := os.Stat(recording); err == nil {
					all = append(all, benchmarked{filepath.Base(dir), filepath.Base(filepath.Dir(dir)), dir, recording})
					break
				}
			}
			return nil
		})
		if err != nil {
			return nil, &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("The folder %s can't be read.", filepath.Base(d)), Mend: "Check the name.", Cause: err}
		}
	}
	if len(all) == 0 {
		return nil, &sop.Error{Code: sop.NotFound, Message: "There is no case: no folder with a truth.json and a recording.", Mend: "Make the cases with `make bench-cases`; docs/benchmark.md tells their form."}
	}
	return all, nil
}

func (a *App) benchCase(ctx context.Context, b Bench, c benchmarked) (bench.Row, error) {
	text, err := os.ReadFile(filepath.Join(c.dir, "truth.json"))
	if err != nil {
		return bench.Row{}, err
	}
	truth, err := bench.ReadTruth(text)
	if err != nil {
		return bench.Row{}, err
	}
	out := filepath.Join(b.Out, c.name)
	d := Draft{Recording: c.recording, Out: out, Speech: b.Speech, Template: b.Template, Force: true}
	if b.TrueWords {
		words, err := os.CreateTemp("", "showhow-*.vtt")
		if err != nil {
			return bench.Row{}, err
		}
		defer os.Remove(words.Name())
		words.WriteString(bench.VTT(truth))
		if err := words.Close(); err != nil {
			return bench.Row{}, err
		}
		d.Transcript = words.Name()
	}
	cost, err := a.benchCost(ctx, &d)
	if err != nil {
		return bench.Row{}, err
	}
	row, err := a.score(ctx, scored{truth, out, c, cost})
	return row, err
}

// benchCost drafts a case and tells what that took.
func (a *App) benchCost(ctx context.Context, d *Draft) (bench.Cost, error) {
	cost := bench.Cost{Stages: map[string]bench.StageUsage{}}
	d.Costs = func(stage string, c pipeline.Cost) {
		cost.Stages[stage] = bench.StageUsage{CPU: c.CPU.Seconds(), Wall: c.Wall.Seconds()}
	}
	meter := &command.Meter{}
	machine.ResetPeak()
	began, start := machine.CPU(), time.Now()
	_, err := a.Draft(command.WithMeter(ctx, meter), *d)
	cost.CPU = (machine.CPU() - began + meter.Usage().CPU()).Seconds()
	cost.Wall = time.Since(start).Seconds()
	cost.PeakBytes = machine.Peak() + meter.Usage().PeakBytes
	return cost, err
}

// scored is a drafted case.
type scored struct {
	truth bench.Truth
	out   string
	place benchmarked
	cost  bench.Cost
}

func (a *App) score(ctx context.Context, s scored) (bench.Row, error) {
	b, err := os.ReadFile(filepath.Join(s.out, "sop.json"))
	if err != nil {
		return bench.Row{}, err
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		return bench.Row{}, err
	}
	told := bench.TellDraft(r)
	drafted, err := json.MarshalIndent(told, "", "  ")
	if err != nil {
		return bench.Row{}, err
	}
	if err := os.WriteFile(filepath.Join(s.out, "drafted.json"), append(drafted, '\n'), 0o644); err != nil {
		return bench.Row{}, err
	}
	o := bench.Options{Revision: &r, Cost: &s.cost}
	if r.Media.Video != nil {
		tool := a.ffmpeg("")
		floor, err := tool.Decode(ctx, s.place.recording, *r.Media.Video)
		if err != nil {
			return bench.Row{}, err
		}
		s.cost.FloorCPU = floor.CPU().Seconds()
		scores, err := tool.Scenes(ctx, s.place.recording, *r.Media.Video)
		if err != nil {
			return bench.Row{}, err
		}
		for _, x := range scores {
			o.Scene = append(o.Scene, bench.SceneScore{T: x.At.Seconds(), Score: x.Score})
		}
	}
	files, err := outputs(s.out)
	if err != nil {
		return bench.Row{}, err
	}
	ocr := pageReader{tesseract.Tool{Program: a.config.Text("tesseract"), Languages: a.config.List("ocr_languages")}}
	if o.Leaks, err = bench.Leaks(ctx, s.truth.Secrets, files, ocr); err != nil {
		return bench.Row{}, err
	}
	o.Looked = true
	return bench.Row{Case: s.place.name, Group: s.place.group, Figures: bench.Case(s.truth, told, o)}, nil
}

// outputs are all files of a draft.
func outputs(dir string) (all []bench.Output, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name := filepath.ToSlash(strings.TrimPrefix(path, dir+string(filepath.Separator)))
		all = append(all, bench.Output{Name: name, Content: b, Picture: slices.Contains([]string{".png", ".jpg", ".webp"}, filepath.Ext(path))})
		return err
	})
	return all, err
}

// pageReader reads whole pictures for the hunt for secrets.
type pageReader struct{ ocr tesseract.Tool }

// Text is what stands in a picture, read at the given enlargement.
func (p pageReader) Text(ctx context.Context, picture []byte, scale int) (string, error) {
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return "", err
	}
	big := image.NewGray(image.Rect(0, 0, img.Bounds().Dx()*scale, img.Bounds().Dy()*scale))
	draw.CatmullRom.Scale(big, big.Rect, img, img.Bounds(), draw.Src, nil)
	pages, err := p.ocr.Lines(ctx, []*image.Gray{big})
	if err != nil {
		return "", err
	}
	var lines []string
	for _, l := range pages[0] {
		lines = append(lines, l.Text)
	}
	return strings.Join(lines, "\n"), nil
}
