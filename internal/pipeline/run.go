package pipeline

import (
	"context"
	"fmt"
	"image"
	"iter"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/stage/compose/reword"
	"showhow/internal/stage/illustrate"
	"showhow/internal/stage/intake"
	"showhow/internal/stage/listen"
	"showhow/internal/stage/probe"
	"showhow/internal/stage/read"
	"showhow/internal/stage/read/grid"
	"showhow/internal/stage/replay"
	"showhow/internal/stage/veil"
	"showhow/internal/stage/watch"
)

// Input is one recording to draft and how.
type Input struct {
	// Path is the recording; Work the folder in which each recording gets a work folder of its own.
	Path, Work string
	// Timing is a typescript's timing file; empty to look for it beside the recording.
	Timing string
	Intake intake.Limits
	Probe  probe.Limits
	// Title, Template and Generator are as in document.Input.
	Title, Template, Generator string
	// Build names the very program that drafts: what another build left behind in the work folder isn't taken up.
	Build string
	// Languages are those of the text on the screen; Fonts the files of fonts to read terminals by, beside our own.
	Languages, Fonts []string
	// Mask are words that are masked like secrets.
	Mask []string
	// Markers are the places that the author marked while it was recorded, in order of time.
	Markers []sop.Marker
	// Brief is what the author wrote down before the recording; nil for none.
	Brief *brief.Brief
	// Listen are the settings that the transcript depends on; they are part of its key.
	Listen any
	// Writer are the settings of the writer; they are part of its key.
	Writer any
	// Preview asks for what may be played of the recording, when a secret was found in it (see Result.Preview).
	Preview bool
	// Progress is told of each stage, Costs of what each used; both may be nil.
	Progress Progress
	Costs    func(stage string, c Cost)
}

func (in Input) cost(stage string, c Cost) {
	if in.Costs != nil {
		in.Costs(stage, c)
	}
}

// Cost is what a stage used: processor time of ours and of every program, and time by the clock.
type Cost struct {
	CPU, Wall time.Duration
	Resumed   bool
}

// Tools are what the stages need of the outside.
type Tools struct {
	Prober probe.Prober
	// Pictures decodes the recording at path once, at watch.Rate pictures a second.
	Pictures func(ctx context.Context, path string, s sop.VideoStream) iter.Seq2[watch.Picture, error]
	// Still gives one picture near a moment of the recording at path.
	Still    func(ctx context.Context, path string, s sop.VideoStream, at sop.Moment) (*image.YCbCr, error)
	Reader   read.Reader
	Listener Listener
	Masker   Masker
	// Studio makes films, and Proofreader reads them; they are needed only where one is asked for.
	Studio      veil.Studio
	Proofreader veil.Reader
	// Writer may word the steps better; nil: the rules' wording stays.
	Writer reword.Writer
	// Spent is the processor time used so far by us and by every program.
	Spent func() time.Duration
	// Settle is told the recording's work folder before any other tool is used: what tools write on their way is as private as the
	// recording, and goes with the folder even when the run is killed. May be nil.
	Settle func(dir string)
}

// Listener gives what was said.
type Listener interface {
	Listen(ctx context.Context, s Sound) (sop.Transcript, error)
}

// Sound is a recording to listen to, with what the screen showed, which helps the ear.
type Sound struct {
	Recording, Dir string
	Media          sop.Media
	// Hints hold no secret: an engine may be on another machine, and is told them.
	Hints    []sop.Hint
	Progress func(float64)
}

// Masker finds secrets and masks them.
type Masker interface {
	Mask(ctx context.Context, in Seen) (Masked, Proof, error)
}

// Seen is everything that was read and heard.
type Seen struct {
	Transcript sop.Transcript
	// Screens and Terminals (dense: one screen for each distinct content of the terminals) are in order of time.
	Screens, Terminals []sop.Screen
	// Session is what a terminal recording holds beside its screens; nil for others.
	Session *sop.Session
	// Words are to be masked like secrets; Title is what the author calls the procedure, Name the recording's file name.
	Words       []string
	Title, Name string
	// Author is what the author wrote down before the recording.
	Author []string
}

// Masked is the same without secrets.
type Masked struct {
	Transcript         sop.Transcript
	Screens, Terminals []sop.Screen
	Session            *sop.Session
	Title, Name        string
	Author             []string
	Redactions         []sop.Redaction
	// Spoken are the times in which a secret is said.
	Spoken []sop.Span
}

// Texts are the screens on which words can be read: of a terminal recording those of the terminal itself.
func (m Masked) Texts() []sop.Screen {
	if m.Session != nil {
		return m.Terminals
	}
	return m.Screens
}

// Proof knows the secrets: it proves finished pictures, masks the cells of which a terminal's are drawn, and takes from a text the words
// that tell of one.
type Proof interface {
	illustrate.Prover
	illustrate.Masker
	veil.Finder
	Without(text string) string
}

// Result is a drafted revision with its pictures.
type Result struct {
	Revision sop.Revision
	Pictures []illustrate.Picture
	// Preview is what may be played of a recording in which a secret was found, when that was asked for; nil when there is none to hide, and
	// of a terminal recording.
	Preview *Preview
	// work is the recording's work folder, which is held against other runs until Close.
	work   string
	unlock func()
}

// Close lets go of the recording's work folder. When the draft was written, drop removes it.
func (r Result) Close(drop bool) error {
	if r.unlock == nil {
		return nil
	}
	defer r.unlock() // another run may begin when nothing of it is left
	if !drop {
		return nil
	}
	if err := os.RemoveAll(r.work); err != nil {
		return fmt.Errorf("drop the work folder: %w", err)
	}
	return nil
}

// run is the state of one walk.
type run struct {
	in        Input
	tools     Tools
	recording sop.Recording
	dir, kept string
	beside    intake.Beside
	// seen is the recording as it was when it was taken in.
	seen   os.FileInfo
	keys   []key
	unlock func()
}

func (r *run) filmPath() string { return filepath.Join(r.dir, "film") }

func (r *run) close() {
	if r.unlock != nil {
		r.unlock()
		r.unlock = nil
	}
}

// hints are what the screen showed, without the secrets and what was put in their places.
func (r *run) hints(ctx context.Context, s sight) ([]sop.Hint, error) {
	masked, proof, err := r.tools.Masker.Mask(ctx, Seen{Screens: s.screens, Terminals: s.terminals, Session: s.session, Words: r.in.Mask})
	if err != nil {
		return nil, err
	}
	hints := listen.Hints(masked.Screens, masked.Terminals)
	for i := range hints {
		for _, x := range masked.Redactions {
			hints[i].Text = strings.ReplaceAll(hints[i].Text, x.Placeholder, " ")
		}
		hints[i].Text = proof.Without(hints[i].Text)
	}
	return hints, nil
}

func (r *run) mask(ctx context.Context, t sop.Transcript, s sight) (Masked, Proof, error) {
	m := r.in.Progress.begin("redact")
	seen := Seen{Transcript: t, Screens: s.screens, Terminals: s.terminals, Session: s.session, Words: r.in.Mask, Title: r.in.Title, Name: r.recording.Name}
	if r.in.Brief != nil {
		seen.Author = r.in.Brief.Texts()
	}
	masked, proof, err := r.tools.Masker.Mask(ctx, seen)
	if err == nil {
		m.end(false)
	}
	if t := s.media.Terminal; t != nil && masked.Session != nil {
		t.Title, t.Program = masked.Session.Title, masked.Session.Program
	}
	return masked, proof, err
}

// close frees the film, when there is one.
func (s sight) close() {
	if s.film != nil {
		s.film.Close()
	}
}

// tape tells where the terminal recording lies.
func (r *run) tape() replay.Input {
	return replay.Input{Path: r.kept, Timing: r.beside.Timing, Typed: r.beside.Typed}
}

// illustrate makes the pictures: from the film, or for a terminal recording from the cells that stood on the screen.
func (r *run) illustrate(ctx context.Context, revision *sop.Revision, s sight, proof Proof) (all []illustrate.Picture, dropped int, err error) {
	m := r.in.Progress.begin("figures")
	if s.film != nil {
		all, dropped, err = illustrate.Figures(ctx, illustrate.Input{Revision: revision, Film: s.film, Prover: proof, Progress: m.at})
	} else {
		all, dropped, err = illustrate.Terminals(ctx, illustrate.TerminalInput{Revision: revision, Masker: proof, Progress: m.at,
			Snapshots: func(ctx context.Context, at []sop.Moment, yield func(sop.Snapshot) error) error {
				return replay.Snapshots(ctx, r.tape(), at, yield)
			}})
	}
	if err == nil {
		m.end(false)
	}
	return all, dropped, err
}

// stills are where in a recording the pictures lie by which its screen's scale is told, one after the other until it's sure.
var stills = [...]float64{.5, .25, .75, .1, .9, .6}

// scale tells how many pixels of the recording one of the pictures that are worked on takes (see read.Scale). A recording of
// which no still can be had is worked on as it is: watching it will tell what is wrong.
func (r *run) scale(ctx context.Context, m sop.Media) (float64, error) {
	var pictures []*image.YCbCr
	for _, share := range stills {
		p, err := r.tools.Still(ctx, r.kept, *m.Video, sop.Seconds(share*m.Duration.Seconds()))
		if err != nil {
			continue
		}
		pictures = append(pictures, p)
		if scale, sure := read.Scale(pictures); sure {
			return scale, nil
		}
	}
	scale, _ := read.Scale(pictures)
	return scale, ctx.Err()
}

// shrunk is m as if its pictures had been recorded at the scale 1.
func shrunk(m sop.Media, scale float64) sop.Media {
	if scale == 1 {
		return m
	}
	v := *m.Video
	v.Width, v.Height = 2*int(math.Round(float64(v.Width)/scale/2)), 2*int(math.Round(float64(v.Height)/scale/2))
	m.Video = &v
	return m
}

// readTerminals tells what the terminals on the screen showed as screens that hold nothing else.
func readTerminals(ctx context.Context, in grid.Input) ([]sop.Screen, error) {
	reading, err := grid.Read(ctx, in)
	var all []sop.Screen
	for _, v := range reading.Views {
		all = append(all, sop.Screen{At: v.Span.From, Span: v.Span, Terminals: v.Terminals})
	}
	return all, err
}

// terminalsAt finds the terminals that stood on the screen at a moment.
func terminalsAt(screens []sop.Screen) func(sop.Moment) []sop.Terminal {
	return func(m sop.Moment) []sop.Terminal {
		i := sort.Search(len(screens), func(i int) bool { return screens[i].Span.From > m })
		if i == 0 {
			return nil
		}
		return screens[i-1].Terminals
	}
}

func droppedPictures(n int) string {
	if n == 1 {
		return "One picture was left out, because a secret could still be read in it."
	}
	return fmt.Sprintf("%d pictures were left out, because a secret could still be read in them.", n)
}
