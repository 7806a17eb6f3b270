// Package pipeline is the walk of a recording, from the file to the drafted revision with its pictures.
package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/sop/transpose"
	"showhow/internal/stage/align"
	"showhow/internal/stage/compose"
	"showhow/internal/stage/compose/reword"
	"showhow/internal/stage/document"
	"showhow/internal/stage/intake"
	"showhow/internal/stage/probe"
	"showhow/internal/stage/read"
	"showhow/internal/stage/read/grid"
	"showhow/internal/stage/replay"
	"showhow/internal/stage/watch"
)

// Draft walks a recording to the end. What was done before for the same recording and settings is found again. The result has
// to be closed when the draft is written: until then no other run may have the work folder.
func Draft(ctx context.Context, in Input, t Tools) (_ Result, err error) {
	r := &run{in: in, tools: t, keys: []key{{Stage: "build", Settings: in.Build}}}
	if err := r.takeIn(ctx); err != nil {
		return Result{}, err
	}
	defer func() {
		if err != nil {
			r.close()
		}
	}()

	see, err := r.see(ctx)
	if err != nil {
		return Result{}, err
	}
	defer see.close()
	transcript, err := stage(ctx, r, "listen", 2, in.Listen, func(ctx context.Context, m *meter) (sop.Transcript, error) {
		hints, err := r.hints(ctx, see)
		if err != nil {
			return sop.Transcript{}, err
		}
		return t.Listener.Listen(ctx, Sound{Recording: see.sound, Dir: r.dir, Media: see.media, Hints: hints, Progress: m.at})
	})
	if err != nil {
		return Result{}, err
	}
	masked, proof, err := r.mask(ctx, transcript, see)
	if err != nil {
		return Result{}, err
	}
	revision, err := r.write(ctx, see, masked)
	if err != nil {
		return Result{}, err
	}
	figures, dropped, err := r.illustrate(ctx, &revision, see, proof)
	if err != nil {
		return Result{}, err
	}
	preview, err := r.veil(ctx, see, veiled{masked, proof})
	if err != nil {
		return Result{}, err
	}
	transpose.Scale(&revision, see.recorded, see.scale)
	if dropped > 0 {
		revision.Limits = append(revision.Limits, droppedPictures(dropped))
	}
	if err := errors.Join(ctx.Err(), r.unchanged(), check(&revision)); err != nil {
		return Result{}, err
	}
	return Result{Revision: revision, Pictures: figures, Preview: preview, work: r.dir, unlock: r.close}, nil
}

// sight is what was seen in a recording.
type sight struct {
	// recorded is what the file holds; media the same with pictures of the size that they are worked on, scale times smaller.
	recorded, media sop.Media
	scale           float64
	film            *film.Film
	shots           []sop.Shot
	terminals       []sop.Screen // one for each distinct content of the terminals, and nothing else in it
	screens         []sop.Screen
	session         *sop.Session // of a terminal recording
	sound           string       // the file that the narration is in
	limits          []string
}

// see sees what there is to see: a terminal recording is played, of any other one the pictures are read.
func (r *run) see(ctx context.Context) (sight, error) {
	if r.recording.Kind == intake.Cast || r.recording.Kind == intake.Typescript {
		return r.replay(ctx)
	}
	return r.look(ctx)
}

// replay plays a terminal recording: exact text and exact commands, without film or pictures. It takes less time than what it gives
// would take to be kept, and is done again each time.
func (r *run) replay(ctx context.Context) (s sight, err error) {
	m := r.in.Progress.begin("replay")
	r.keys = append(r.keys, key{"replay", 1, r.beside.Hash})
	began, start := r.tools.Spent(), time.Now()
	played, err := replay.Screens(ctx, r.tape())
	if err == nil {
		err = probe.Length(played.Media, r.in.Probe)
	}
	if err != nil {
		return s, err
	}
	r.recording.Cut = played.Cut
	s = sight{media: played.Media, scale: 1, terminals: replay.Telling(played), session: &played.Session, sound: r.beside.Sound, limits: played.Notes}
	r.in.cost("replay", Cost{CPU: r.tools.Spent() - began, Wall: time.Since(start)})
	m.end(false)
	if s.sound != "" {
		s.media.Audio, err = stage(ctx, r, "probe", 1, nil, func(ctx context.Context, _ *meter) (*sop.AudioStream, error) {
			return probe.Sound(ctx, s.sound, r.tools.Prober, r.in.Probe)
		})
	}
	s.recorded = s.media
	return s, err
}

// look reads the pictures: the film, and what stands on it.
func (r *run) look(ctx context.Context) (s sight, err error) {
	in, t := r.in, r.tools
	s.sound = r.kept
	if s.recorded, err = stage(ctx, r, "probe", 1, nil, func(ctx context.Context, _ *meter) (sop.Media, error) {
		return probe.Media(ctx, r.kept, t.Prober, in.Probe)
	}); err != nil {
		return s, r.broken(err)
	}
	if s.scale, err = stage(ctx, r, "scale", 1, nil, func(ctx context.Context, _ *meter) (float64, error) {
		return r.scale(ctx, s.recorded)
	}); err != nil {
		return s, err
	}
	s.media = shrunk(s.recorded, s.scale)
	if s.shots, err = stage(ctx, r, "watch", 1, nil, func(ctx context.Context, m *meter) ([]sop.Shot, error) {
		pictures := t.Pictures(ctx, r.kept, *s.media.Video)
		return watch.Shots(ctx, watch.Input{Media: s.media, Pictures: pictures, Film: r.filmPath(), Progress: m.at})
	}); err != nil {
		return s, r.broken(err)
	}
	r.ends(&s)
	if s.film, err = film.Open(r.filmPath()); err != nil {
		return s, err
	}
	if s.terminals, err = stage(ctx, r, "terminals", 2, in.Fonts, func(ctx context.Context, m *meter) ([]sop.Screen, error) {
		return readTerminals(ctx, grid.Input{Film: s.film, Shots: s.shots, Fonts: in.Fonts, Progress: m.at})
	}); err != nil {
		return s, err
	}
	s.screens, err = stage(ctx, r, "read", 1, in.Languages, func(ctx context.Context, m *meter) ([]sop.Screen, error) {
		return read.Screens(ctx, read.Input{Film: s.film, Shots: s.shots, Media: s.media, Reader: t.Reader, Terminals: terminalsAt(s.terminals), Progress: m.at})
	})
	return s, err
}

// write makes the revision of what was seen and heard: the pure stages, from actions to the document, and between them the
// writer, when there is one.
func (r *run) write(ctx context.Context, s sight, m Masked) (sop.Revision, error) {
	p := r.in.Progress.begin("compose")
	words := align.Narration(m.Transcript, m.Session)
	actions := align.Actions(align.Input{Transcript: words, Screens: m.Screens, Terminals: m.Terminals, Session: m.Session, Shots: s.shots, Media: s.media})
	content := compose.Steps(compose.Input{Actions: actions, Transcript: words, Screens: m.Texts(), Media: s.media, Markers: r.in.Markers})
	p.end(false)
	if r.tools.Writer != nil {
		better, err := stage(ctx, r, "reword", 2, []any{r.in.Writer, content}, func(ctx context.Context, p *meter) (sop.Content, error) {
			return reword.Content(ctx, reword.Input{Content: content, Writer: r.tools.Writer, Progress: p.at})
		})
		switch {
		case ctx.Err() != nil:
			return sop.Revision{}, ctx.Err()
		case err != nil: // nothing is lost by it
			content.Limits = append(content.Limits, "The wording is the rules' own. "+err.Error())
		default:
			content = better
		}
	}
	recording, media := r.recording, s.media
	recording.Name = m.Name
	media.Duration, media.Readable = s.recorded.Duration, s.recorded.Readable
	var own *brief.Brief
	if r.in.Brief != nil {
		masked := r.in.Brief.With(m.Author)
		own = &masked
	}
	return document.Draft(document.Input{
		Recording: recording, Media: media, Transcript: words, Actions: actions, Redactions: m.Redactions,
		Content: content, Title: m.Title, Template: r.in.Template, Generator: r.in.Generator, Limits: s.limits, Brief: own, Screens: m.Texts(),
	})
}

// stage runs one kept stage and tells of it.
func stage[T any](ctx context.Context, r *run, name string, version int, settings any, do func(context.Context, *meter) (T, error)) (T, error) {
	m := r.in.Progress.begin(name)
	began := r.tools.Spent()
	start := time.Now()
	// a stage's key holds the keys of all before it, so that a changed stage re-runs what follows
	r.keys = append(r.keys, key{name, version, settings})
	result, resumed, err := once(ctx, journal{r.dir}, r.keys, func(ctx context.Context) (T, error) { return do(ctx, m) })
	if ctx.Err() == nil {
		if changed := r.unchanged(); changed != nil {
			return result, changed // whatever else may be wrong
		}
	}
	if err != nil {
		return result, err
	}
	r.in.cost(name, Cost{CPU: r.tools.Spent() - began, Wall: time.Since(start), Resumed: resumed})
	m.end(resumed)
	return result, nil
}

// takeIn looks at the recording, and makes and locks its work folder.
func (r *run) takeIn(ctx context.Context) error {
	m := r.in.Progress.begin("intake")
	var err error
	if r.recording, err = intake.Look(ctx, r.in.Path, r.in.Intake); err != nil {
		return err
	}
	beside := intake.Beside{}
	if r.recording.Kind == intake.Cast || r.recording.Kind == intake.Typescript {
		if beside, err = intake.Companions(r.in.Path, r.recording.Kind, r.in.Timing); err != nil {
			return err
		}
	} else if r.in.Timing != "" {
		return &sop.Error{Code: sop.Invalid, Message: "Only a typescript of script has a timing file.", Mend: "Leave out --timing."}
	}
	r.dir = filepath.Join(r.in.Work, r.recording.Hash[:16])
	if r.unlock, err = lock(r.dir); err != nil {
		return err
	}
	sweep(r.dir)
	if r.tools.Settle != nil {
		r.tools.Settle(r.dir)
	}
	if r.kept, err = intake.Keep(ctx, intake.Source{Path: r.in.Path, Recording: r.recording}, r.dir); err == nil {
		r.beside, err = intake.KeepBeside(ctx, beside, r.dir, r.in.Intake)
	}
	if err == nil {
		r.seen, err = os.Stat(r.kept)
	}
	if err != nil {
		r.close()
		return err
	}
	m.end(false)
	return nil
}

// check refuses a document that breaks its own rules: nothing without evidence gets out.
func check(r *sop.Revision) error {
	problems := sop.Validate(r)
	if len(problems) == 0 {
		return nil
	}
	var all []error
	for _, p := range problems {
		all = append(all, errors.New(p.String()))
	}
	return &sop.Error{Code: sop.Internal, Message: "The draft broke the document's own rules: " + problems[0].String(), Mend: "This is a fault of Showhow's: please report it. Nothing was written.", Cause: errors.Join(all...)}
}
