package play

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"showhow/bench/apps"
	"showhow/bench/studio"
	"showhow/internal/bench"
	"showhow/internal/sop"
)

// Place says where cases are made.
type Place struct {
	// Out is the folder that gets the case's folder, Scratch one for everything else.
	Out, Scratch string
	// Display is the number of the X display, Port the first of four TCP ports.
	Display, Port int
	Log           *slog.Logger
}

// Show is a case while it is played. Its methods are the verbs of the stories; a verb that can't be done ends the show
// by a panic with a failure, which Make turns into an error.
type Show struct {
	Case  Case
	Place Place
	Hand  *studio.Hand

	ctx      context.Context
	display  *studio.Display
	server   *apps.Server
	chance   *rand.Rand
	app      string // the application whose page is in front
	terminal *Terminal
	terms    map[string]*Terminal
	pg       *database

	start  time.Time // of the recording
	truth  bench.Truth
	step   *bench.Step
	aside  bool
	track  studio.Track
	talkTo time.Time // when the current utterance ends
}

type failure struct{ err error }

// Must ends the show when err isn't nil.
func (s *Show) Must(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// Make plays the case and writes its folder.
func Make(ctx context.Context, c Case, place Place) (err error) {
	if err := c.Look.dressed(ctx); err != nil {
		return fmt.Errorf("case %s: %w", c.Name, err)
	}
	scratch := filepath.Join(place.Scratch, c.Name)
	if err := os.RemoveAll(scratch); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(scratch, "home"), 0o755); err != nil {
		return err
	}
	place.Scratch = scratch
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	seed := uint64(0)
	for _, r := range c.Name {
		seed = seed*31 + uint64(r)
	}
	s := &Show{Case: c, Place: place, ctx: ctx, chance: rand.New(rand.NewPCG(seed, 7)), terms: map[string]*Terminal{}}
	defer func() {
		if f, ok := recover().(failure); ok {
			err = fmt.Errorf("case %s: %w", c.Name, f.err)
		}
	}()
	return s.play()
}

func (s *Show) play() error {
	c, place := s.Case, s.Place
	l := c.Look
	display, err := studio.Open(s.ctx, studio.Options{Number: place.Display, Width: l.Width, Height: l.Height, Cursor: l.Cursor,
		CursorSize: l.CursorSize, Frame: l.Frame, FrameFont: l.App.Font, Backdrop: l.Backdrop, Scratch: place.Scratch})
	if err != nil {
		return err
	}
	defer display.Close()
	s.display = display
	if s.server, err = apps.Serve(place.Port, l.App, c.Hosts, c.Facts); err != nil {
		return err
	}
	defer s.server.Close()
	if s.Hand, err = studio.NewHand(s.ctx, display, studio.Point{X: l.Width * 2 / 3, Y: l.Height / 2}, s.chance); err != nil {
		return err
	}
	defer s.Hand.Close()
	if err := s.furnish(); err != nil {
		return err
	}
	defer s.clear()

	w, h := l.OutSize()
	s.truth = bench.Truth{Title: c.Title, Size: []int{w, h}, Utterances: []bench.Utterance{}, Actions: []bench.Action{},
		Asides: []bench.Action{}, Steps: []bench.Step{}, Notes: []bench.Note{}, Secrets: append([]string{}, c.Secrets...), Tolerance: bench.DefaultTolerance}
	defer func() {
		if r := recover(); r != nil {
			_ = studio.Snapshot(s.ctx, display, filepath.Join(place.Scratch, "failed.png"))
			panic(r)
		}
	}()
	c.Set(s)
	film := filepath.Join(place.Scratch, "film.mkv")
	camera, err := studio.Film(s.ctx, display, film, l.Film)
	if err != nil {
		return err
	}
	s.start = time.Now().Add(200 * time.Millisecond)
	s.Rest(900)
	c.Story(s)
	s.Hush()
	s.Rest(1500)
	length := time.Since(s.start)
	time.Sleep(300 * time.Millisecond)
	if err := camera.Stop(); err != nil {
		return fmt.Errorf("the camera: %w", err)
	}
	s.Place.Log.Info("filmed", "case", c.Name, "seconds", int(length.Seconds()))
	return s.develop(film, length)
}

// now is the moment on the recording's clock, in seconds.
func (s *Show) now() float64 { return s.at(time.Now()) }

func (s *Show) at(t time.Time) float64 {
	return float64(t.Sub(s.start).Milliseconds()) / 1000
}

// Rest waits about so many milliseconds.
func (s *Show) Rest(ms int) { time.Sleep(s.Hand.Between(ms*8/10, ms*12/10+1)) }

// Step plays one step of the procedure.
func (s *Show) Step(title string, play func()) {
	s.Hush()
	s.step = &bench.Step{From: s.now(), Title: title, Actions: []int{}, Labels: []string{}, Commands: []string{}}
	play()
	s.Hush()
	s.step.To = s.now()
	s.truth.Steps = append(s.truth.Steps, *s.step)
	s.step = nil
	s.Rest(350)
}

// Aside plays what doesn't count: a wrong menu, a cancelled dialog.
func (s *Show) Aside(play func()) {
	s.aside = true
	play()
	s.aside = false
}

// done writes an action down.
func (s *Show) done(a bench.Action) {
	if a.Box != nil {
		a.Box = s.scaled(*a.Box)
	}
	if a.Point != nil {
		w, _ := s.Case.Look.OutSize()
		k := float64(w) / float64(s.Case.Look.Width)
		a.Point = &sop.Point{X: int(float64(a.Point.X) * k), Y: int(float64(a.Point.Y) * k)}
	}
	if s.aside {
		s.truth.Asides = append(s.truth.Asides, a)
		return
	}
	s.truth.Actions = append(s.truth.Actions, a)
	if s.step == nil {
		return
	}
	s.step.Actions = append(s.step.Actions, len(s.truth.Actions)-1)
	switch {
	case a.Command != "":
		s.step.Commands = append(s.step.Commands, a.Command)
	case a.Label != "" && a.Kind != "navigate" && a.Kind != "switch":
		s.step.Labels = append(s.step.Labels, a.Label)
	}
}

// scaled is a box of the screen in pixels of the recording.
func (s *Show) scaled(b sop.Box) *sop.Box {
	w, _ := s.Case.Look.OutSize()
	k := float64(w) / float64(s.Case.Look.Width)
	x, y := int(float64(b.X)*k), int(float64(b.Y)*k)
	return &sop.Box{X: x, Y: y, W: int(float64(b.X+b.W)*k+0.5) - x, H: int(float64(b.Y+b.H)*k+0.5) - y}
}

// Say speaks, and goes on at once; the next utterance waits for the end of this one.
func (s *Show) Say(text string) {
	l := s.Case.Look
	if l.Voice.Engine == "" {
		s.Rest(min(1800, 300+15*len(text)))
		return
	}
	pcm, err := l.Voice.Speak(s.ctx, s.Place.Scratch, studio.Spoken(text))
	s.Must(err)
	if time.Now().Before(s.talkTo) {
		s.Hush()
		s.Rest(250)
	}
	from := time.Now()
	s.track.Lay(from.Sub(s.start), pcm)
	s.talkTo = from.Add(studio.Length(pcm))
	s.truth.Utterances = append(s.truth.Utterances, bench.Utterance{From: s.at(from), To: s.at(s.talkTo), Text: text})
}

// Tell speaks and waits for the end.
func (s *Show) Tell(text string) {
	s.Say(text)
	s.Hush()
}

// Remark speaks a sentence that a careful writer keeps as a note of the kind, in the words of note.
func (s *Show) Remark(kind, note, text string) {
	s.Say(text)
	if n := len(s.truth.Utterances); n > 0 {
		s.truth.Notes = append(s.truth.Notes, bench.Note{Kind: kind, T: s.truth.Utterances[n-1].From, Text: note})
	}
}

// Hush waits until nothing is being said.
func (s *Show) Hush() {
	if d := time.Until(s.talkTo); d > 0 {
		time.Sleep(d + 80*time.Millisecond)
	}
}

// develop writes the recording, the truth and what lies beside them.
func (s *Show) develop(film string, length time.Duration) error {
	c, l := s.Case, s.Case.Look
	dir := filepath.Join(s.Place.Out, c.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	first, err := studio.Start(s.ctx, film)
	if err != nil {
		return err
	}
	w, h := l.OutSize()
	cut := studio.Cut{Film: film, Out: filepath.Join(dir, "recording."+l.Ext), From: s.start.Sub(first), Length: length,
		Width: w, Height: h, FPS: l.FPS, Video: l.Video, Audio: l.Audio}
	if !l.NoSound {
		cut.Sound = filepath.Join(s.Place.Scratch, "sound.wav")
		noise := l.Noise
		if l.Silent {
			s.track, noise = studio.Track{}, 0
		}
		if err := s.track.Write(cut.Sound, length, noise); err != nil {
			return err
		}
	}
	if l.Face {
		side := h / 5
		cut.Face, cut.FacePoint = filepath.Join(s.Place.Scratch, "face.mkv"), studio.Point{X: 24, Y: h - side - 24}
		if err := studio.Face(s.ctx, cut.Face, side, length, &s.track); err != nil {
			return err
		}
	}
	if err := cut.Write(s.ctx); err != nil {
		return err
	}
	if l.Subtitles {
		if err := os.WriteFile(filepath.Join(dir, "recording.vtt"), []byte(vtt(s.truth.Utterances)), 0o644); err != nil {
			return err
		}
	}
	s.truth.Duration = float64(length.Milliseconds()) / 1000
	if err := writeTruth(dir, s.truth); err != nil {
		return err
	}
	for _, p := range c.Also {
		if err := s.print(cut, p); err != nil {
			return err
		}
	}
	return nil
}

func writeTruth(dir string, t bench.Truth) error {
	b, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "truth.json"), append(b, '\n'), 0o644)
}

// print writes a further recording of what was cut, from the recording itself, as a recorder's upload is coded again elsewhere.
func (s *Show) print(cut studio.Cut, p Print) error {
	dir := filepath.Join(s.Place.Out, s.Case.Name+p.Suffix)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	cut.Film, cut.From, cut.Sound = cut.Out, 0, ""
	cut.Out, cut.Width, cut.Height, cut.Video = filepath.Join(dir, "recording."+p.Ext), p.Width, p.Height, p.Video
	if err := cut.Write(s.ctx); err != nil {
		return err
	}
	truth := s.truth
	truth.Size = []int{p.Width, p.Height}
	return writeTruth(dir, truth)
}

// vtt tells the utterances as a WebVTT file.
func vtt(us []bench.Utterance) string {
	stamp := func(s float64) string {
		ms := int(s*1000 + 0.5)
		return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
	}
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for i, u := range us {
		fmt.Fprintf(&b, "\n%d\n%s --> %s\n%s\n", i+1, stamp(u.From), stamp(u.To), u.Text)
	}
	return b.String()
}
