package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"showhow/internal/app/machine"
	"showhow/internal/app/speech"
	"showhow/internal/pipeline"
	"showhow/internal/render/html"
	"showhow/internal/render/markdown"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/stage/intake"
	"showhow/internal/stage/probe"
	"showhow/internal/stage/watch"
	"showhow/internal/tool/command"
	"showhow/internal/tool/ffmpeg"
	"showhow/internal/tool/tesseract"
)

// Draft is one recording to draft and how.
type Draft struct {
	// Recording is the file; Out the folder to write, empty for the recording's name with .sop, beside it.
	Recording, Out string
	// Timing is a typescript's timing file; empty to look for it beside the recording.
	Timing string
	// Title and Template are the author's; Transcript is a subtitle file that tells the narration.
	Title, Template, Transcript string
	// Speech chooses the engine, Writer who words the steps; empty means the setting and "rules".
	Speech, Writer string
	// Language is the one that is spoken, as in "de"; empty to let the engine find out.
	Language string
	// Mask are words to mask like secrets.
	Mask []string
	// Glossary are names that people put right before, with what was heard in their place.
	Glossary []sop.Term
	// Markers are the places that were marked while it was recorded, in order of time.
	Markers []sop.Marker
	// Brief is what the author wrote down before it was recorded; nil for none.
	Brief *brief.Brief
	// Preview asks for what may be played of the recording, when a secret is found in it.
	Preview bool
	// Force replaces an older draft; Keep leaves the work folder.
	Force, Keep bool
	// Progress and Costs may be nil.
	Progress pipeline.Progress
	Costs    func(stage string, c pipeline.Cost)
}

// Drafted tells what was written.
type Drafted struct {
	Out, Title                                      string
	Steps, Commands, Figures, Unsure, Gaps, Secrets int
	Limits                                          []string
	// Cut says that the recording was cut off; the first of Limits then tells where.
	Cut bool
}

// maxEdge is the longest side of a picture in pixels, for which ffmpeg.MaxPixels leaves room.
const maxEdge = 8192

// Draft drafts a recording and writes the draft's folder.
func (a *App) Draft(ctx context.Context, d Draft) (Drafted, error) {
	r, err := a.draft(ctx, d)
	return r, full(err)
}

func (a *App) draft(ctx context.Context, d Draft) (Drafted, error) {
	if d.Out == "" {
		d.Out = strings.TrimSuffix(d.Recording, filepath.Ext(d.Recording)) + ".sop"
	}
	if _, err := os.Stat(d.Recording); err == nil { // else intake tells what is wrong with it
		if err := a.ready(d); err != nil {
			return Drafted{}, err
		}
	}
	work, err := a.config.Folder("work", "work")
	if err != nil {
		return Drafted{}, err
	}
	r, err := a.walk(ctx, d, work)
	if err != nil {
		return Drafted{}, err
	}
	err = a.write(ctx, d, r)
	if err := errors.Join(err, r.Close(err == nil && !d.Keep)); err != nil {
		return Drafted{}, err
	}
	return drafted(d.Out, &r.Revision), nil
}

// walk drafts a recording with the settings' tools. The result must be closed.
func (a *App) walk(ctx context.Context, d Draft, work string) (pipeline.Result, error) {
	meter := &command.Meter{}
	ctx = command.WithMeter(ctx, meter)
	tools, listen, err := a.tools(d, meter)
	if err != nil {
		return pipeline.Result{}, err
	}
	writer, err := a.writer(d.Writer)
	if err != nil {
		return pipeline.Result{}, err
	}
	if writer != nil {
		tools.Writer = writer
	}
	return pipeline.Draft(ctx, pipeline.Input{
		Path: d.Recording, Timing: d.Timing, Work: work, Title: d.Title, Template: d.Template, Generator: Version(), Build: build(),
		Intake: intake.Limits{Bytes: a.config.Int("max_bytes")}, Probe: probe.Limits{Duration: a.config.Duration("max_duration"), Edge: maxEdge},
		Languages: a.config.List("ocr_languages"), Fonts: machine.Fonts(a.config.List("fonts")), Mask: d.Mask, Markers: d.Markers, Brief: d.Brief, Preview: d.Preview, Listen: listen, Writer: a.writerSettings(d.Writer),
		Progress: d.Progress, Costs: d.Costs,
	}, tools)
}

// ready says whether a draft can come to its end here, as far as that can be told at its beginning.
func (a *App) ready(d Draft) error {
	place, err := settled(d.Out)
	if err != nil {
		return err
	}
	restore(place)
	if err := free(place, d.Force); err != nil {
		return err
	}
	for _, t := range tools {
		if name := a.config.Text(t.setting); t.needed && !intake.Terminal(d.Recording) {
			if _, ok := command.Path(name); !ok {
				return &sop.Error{Code: sop.Missing, Message: fmt.Sprintf("The program %s is not installed: it %s.", filepath.Base(name), t.about), Mend: "Get it with `" + get(t.debian, t.brew) + "`; `showhow doctor` tells of all that is needed."}
			}
		}
	}
	return writable(d.Out)
}

// tools are the concrete tools for one draft, and what the transcript depends on.
func (a *App) tools(d Draft, m *command.Meter) (pipeline.Tools, any, error) {
	ear, settings, err := a.Speech().Listener(speech.Wish{Recording: d.Recording, Transcript: d.Transcript, Engine: d.Speech, Language: d.Language, Glossary: d.Glossary})
	if err != nil {
		return pipeline.Tools{}, nil, err
	}
	ocr := &tesseract.Tool{Program: a.config.Text("tesseract"), Languages: a.config.List("ocr_languages")}
	return pipeline.Tools{
		Prober: a.ffmpeg(""), Pictures: a.pictures, Still: a.ffmpeg("").Still, Reader: ocr, Listener: ear, Masker: masker{ocr}, Studio: studio{a}, Proofreader: ocr,
		Spent:  func() time.Duration { return machine.CPU() + m.Usage().CPU() },
		Settle: func(dir string) { ocr.Dir = dir },
	}, settings, nil
}

// pictures adapts ffmpeg's pictures to what watch takes.
func (a *App) pictures(ctx context.Context, path string, s sop.VideoStream) iter.Seq2[watch.Picture, error] {
	return func(yield func(watch.Picture, error) bool) {
		for p, err := range a.ffmpeg("").Frames(ctx, ffmpeg.Frames{Path: path, Stream: s, Rate: watch.Rate}) {
			if !yield(watch.Picture(p), err) {
				return
			}
		}
	}
}

// file is a file of a draft.
type file struct {
	name string
	b    []byte
}

// files renders the revision; the document comes last.
func files(r pipeline.Result, recording string) (all []file, err error) {
	clean, vectors := map[string][]byte{}, map[string][]byte{}
	for _, p := range r.Pictures {
		clean[p.Name] = p.Clean
		if p.Vector != nil {
			vectors[p.Name] = p.Vector
		}
		all = append(all, file{filepath.Join("images", p.Name), p.Marked})
	}
	page, err := html.Render(&r.Revision, html.Assets{Images: clean, Vectors: vectors, Recording: recording})
	if err != nil {
		return nil, fmt.Errorf("write sop.html: %w", err)
	}
	document, err := json.MarshalIndent(r.Revision, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write sop.json: %w", err)
	}
	return append(all, file{"sop.md", markdown.Render(&r.Revision, markdown.Options{Recording: recording})}, file{"sop.html", page}, file{"sop.json", append(document, '\n')}), nil
}

// write writes the draft's folder.
func (a *App) write(ctx context.Context, d Draft, r pipeline.Result) error {
	at, end := d.Progress.Files()
	f, err := newFolder(d.Out, d.Force)
	if err != nil {
		return err
	}
	defer f.abort()
	beside := relative(f.place, d.Recording)
	if r.Revision.Recording.Name != filepath.Base(d.Recording) { // there is a word in it that must not be written
		beside = ""
	}
	all, err := files(r, beside)
	if err != nil {
		return err
	}
	for i, x := range all {
		if err := f.write(x.name, x.b); err != nil {
			return fmt.Errorf("write %s: %w", x.name, err)
		}
		at(float64(i+1) / float64(len(all)))
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if err := f.finish(); err != nil {
		return err
	}
	end()
	return nil
}

// relative is the recording's place as seen from the draft's folder, with slashes; empty when there is no way.
func relative(folder, recording string) string {
	abs, err := filepath.Abs(recording)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(folder, abs)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(rel)
}

func drafted(out string, r *sop.Revision) Drafted {
	d := Drafted{Out: out, Title: r.Title.Text, Gaps: len(r.Gaps), Secrets: len(r.Redactions), Limits: r.Limits, Cut: r.Recording.Cut}
	for _, s := range r.Sections {
		d.Steps += len(s.Steps)
		for _, st := range s.Steps {
			d.Commands += len(st.Commands)
			d.Figures += len(st.Figures)
		}
	}
	for p := range sop.Walk(r) {
		if p.Unsure != "" {
			d.Unsure++
		}
	}
	return d
}
