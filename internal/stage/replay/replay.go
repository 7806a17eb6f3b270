// Package replay plays a terminal recording (an asciicast of asciinema, or the typescript that script writes) through a
// terminal and tells what stood on the screen: exact text, no reading of pictures.
package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"showhow/internal/sop"
	"showhow/internal/stage/replay/vt"
)

// Input tells where a recording lies. All files are read as streams and may have any size.
type Input struct {
	// Path is the asciicast, or the output that script logged (--log-out or --log-io).
	Path string
	// Timing is script's timing file; a typescript has none of its own.
	Timing string
	// Typed is the input that script logged to another file (--log-in); optional.
	Typed string
}

// Result is what a recording shows.
type Result struct {
	Media sop.Media `json:"media"`
	// Screens are the states of the screen in order of time, each with the one terminal "t1". There is one before each
	// line that was submitted and one after each burst of output, and between them one for each state that stood for a moment.
	Screens []sop.Screen `json:"screens"`
	Session sop.Session  `json:"session"`
	// Notes tell the reader what could not be played, as sentences.
	Notes []string `json:"notes,omitempty"`
	// Cut says that the recording ends in the middle of an event, or before its timing file does: its end is missing.
	Cut bool `json:"cut,omitempty"`
}

// maxWork bounds the cells that a recording may move, wipe and have read; ten hours of typing and output need a tenth of it.
const maxWork = 1_000_000_000

// Screens plays the whole recording. An error is a *sop.Error when the recording can't be played at all; what can be
// played of a damaged one is, with notes.
func Screens(ctx context.Context, in Input) (Result, error) {
	s, err := open(in)
	if err != nil {
		return Result{}, err
	}
	defer s.Close()
	r := newRecorder(s.header())
	if err := play(ctx, s, r); err != nil {
		return Result{}, err
	}
	return r.result(s)
}

// Snapshots plays the recording and gives the picture of the screen at each of the moments, in order of time. The moment
// of a screen that Screens gave gets exactly that screen; any other one what stood there then. Pictures of large terminals
// are large: yield gets them one by one, and an error of it ends the playing.
func Snapshots(ctx context.Context, in Input, at []sop.Moment, yield func(sop.Snapshot) error) error {
	s, err := open(in)
	if err != nil {
		return err
	}
	defer s.Close()
	r := newRecorder(s.header())
	at = slices.Clone(at)
	slices.Sort(at)
	r.wanted, r.yield = slices.Compact(at), yield
	r.theme = s.header().theme
	if err := play(ctx, s, r); err != nil {
		return err
	}
	return r.flush(maxMoment + 1)
}

// player takes a recording's events one after the other.
type player interface {
	event(e event) error
	end(at sop.Moment) error
	exhausted() bool
}

// play gives all events of a source to a player.
func play(ctx context.Context, s source, p player) error {
	for n := 0; ; n++ {
		if n%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := p.event(e); err != nil {
			return err
		}
		if p.exhausted() {
			s.notes().add(noteWork, e.at)
			break
		}
	}
	return p.end(s.duration())
}

// result puts together what the recorder has kept.
func (r *recorder) result(s source) (Result, error) {
	h := s.header()
	notes := s.notes()
	if n := r.term.Unfinished(); n > 1<<16 {
		notes.add(noteUnclosed, r.now)
	}
	if len(r.kept) == 0 {
		return Result{}, &sop.Error{Code: sop.Unreadable, Message: "The terminal recording shows nothing: it has no output.", Mend: "Check that the recorder had finished writing it, or record again."}
	}
	if r.thinned {
		notes.add(noteThinned, r.now)
	}
	out := Result{
		Media:   sop.Media{Container: h.container, Duration: r.now, Terminal: &sop.TerminalStream{Columns: r.maxCols, Rows: r.maxRows, Title: h.title, Program: h.program}},
		Screens: r.screens(),
		Session: sop.Session{Title: h.title, Program: h.program, Shell: h.shell, Term: h.term, Exit: s.exit(), Theme: h.theme, Typed: r.typed, Markers: r.markers, Signals: r.signals, Entries: r.reader.Entries(), Hidden: r.reader.Hidden()},
		Notes:   notes.sentences(),
		Cut:     notes.cut,
	}
	return out, nil
}

// Telling are the screens that tell what was done: those at which a line was ended and its output had come, and all of the alternate
// screen, in order of time. The ones between show a line half typed.
func Telling(r Result) []sop.Screen {
	var out []sop.Screen
	next := 0
	moments := make([]sop.Moment, 0, 2*len(r.Session.Entries))
	for _, e := range r.Session.Entries {
		moments = append(moments, e.At, e.Until)
	}
	slices.Sort(moments)
	for i, s := range r.Screens {
		last := i+1 == len(r.Screens)
		told := last || s.Terminals[0].Alternate
		for next < len(moments) && (last || moments[next] < r.Screens[i+1].At) {
			told = told || moments[next] >= s.At
			next++
		}
		if told {
			out = append(out, s)
		}
	}
	for i := range out {
		if i+1 < len(out) {
			out[i].Span.To = out[i+1].Span.From
		}
	}
	return out
}

// clampSize is a recording's size as the terminal can have it, with a note when it is another.
func clampSize(cols, rows int, n *notes) (int, int) {
	if cols <= 0 || rows <= 0 {
		n.add(noteNoSize, 0)
		return 80, 24
	}
	c, r := vt.Fit(cols, rows)
	if c != cols || r != rows {
		n.add(fmt.Sprintf("The terminal of %d × %d characters is played at %d × %d", cols, rows, c, r), 0)
	}
	return c, r
}
