package replay

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/replay/entry"
	"showhow/internal/stage/replay/vt"
)

// How long a state of the screen must stand to be kept: long enough to leave out what a program draws in steps, short
// enough for the fastest typist. On the alternate screen, where programs draw, a state must stand longer, but behind the echo of a key.
const (
	settle          = sop.Moment(20 * time.Millisecond)
	settleAlternate = sop.Moment(150 * time.Millisecond)
	// pause is the shortest time between two bursts of output.
	pause = sop.Moment(15 * time.Millisecond)
)

// weight says how much a state matters when there are too many of them.
type weight int8

const (
	page   weight = iota // a screenful of output that was about to scroll away
	typing               // a state between two key presses
	after                // the screen after a burst of output
	before               // the screen before a line was submitted or the screen wiped
)

// kept is one state of the screen.
type kept struct {
	at        sop.Moment
	rows      []sop.Row
	cursor    *sop.Point
	cols      int
	alternate bool
	title     string
	weight    weight
}

// recorder plays events and keeps the states of the screen that matter.
type recorder struct {
	term             *vt.Terminal
	now              sop.Moment
	maxCols, maxRows int
	kept             []kept
	rowsKept, bytes  int
	thinned          bool
	// changed is when the screen changed last; dirty says that it has changed since the last state was kept.
	changed sop.Moment
	dirty   bool
	// fresh says that no line feed came yet in this burst; feeds counts those since the last kept state.
	fresh bool
	feeds int
	// lineBefore is what stood in the cursor's row when the event began that is being played.
	lineBefore string
	// echo says that the last output was one character or the end of a line, as what echoes a key is.
	echo bool
	// prompts are the beginnings of lines at which the cursor came to rest after output: prompts, most likely.
	prompts []string
	typed   []sop.Typed
	typedN  int
	// reader follows the line that is typed.
	reader  *entry.Reader
	markers []sop.Marker
	signals []sop.Signal
	theme   *sop.Theme
	// wanted are the moments of which pictures are to be given to yield.
	wanted []sop.Moment
	yield  func(sop.Snapshot) error
	failed error
	// crowdSize counts the states that were to be kept at the moment crowd.
	crowd     sop.Moment
	crowdSize int
}

func newRecorder(h header) *recorder {
	r := &recorder{maxCols: h.cols, maxRows: h.rows}
	r.term = vt.New(h.cols, h.rows, r)
	r.term.Bound(maxWork)
	r.reader = entry.New(r.term)
	return r
}

func (r *recorder) exhausted() bool { return r.term.Exhausted() }

// event plays one event.
func (r *recorder) event(e event) error {
	if e.at > r.now {
		r.rest(e.at)
		if err := r.flush(e.at); err != nil {
			return err
		}
	}
	if e.at-r.changed >= pause {
		r.fresh = true
	}
	r.now = e.at
	r.reader.At(e.at)
	switch e.kind {
	case output:
		if redrawn(e.text) && r.term.Alternate() {
			r.keep(before, r.changed) // what a pane showed that closes, if only for a moment
		}
		r.dirty, r.lineBefore, r.echo = true, r.line(), utf8.RuneCountInString(e.text) == 1 || e.text == "\r\n"
		for _, part := range pasteModes(e.text) {
			r.reader.Write(part)
			r.term.Write([]byte(part))
		}
		r.reader.Grow()
		r.changed = e.at
	case resize:
		r.keep(before, r.changed)
		r.reader.Resize()
		r.term.Resize(e.cols, e.rows)
		cols, rows := r.term.Size()
		r.maxCols, r.maxRows = max(r.maxCols, cols), max(r.maxRows, rows)
		r.dirty, r.changed = true, e.at
	case input:
		r.reader.Rest(r.now)
		r.noteTyped(e)
	case mark:
		if len(r.markers) < maxSignals {
			r.markers = append(r.markers, sop.Marker{At: e.at, Label: e.text})
		}
	}
	return r.failed
}

// end keeps the last state. at is the recording's end.
func (r *recorder) end(at sop.Moment) error {
	r.now = max(r.now, at)
	r.keep(after, r.changed)
	r.reader.Finish()
	return r.failed
}

// rest is called before time goes on to until: what stood still so long is kept.
func (r *recorder) rest(until sop.Moment) {
	if !r.dirty || r.term.Drawing() && until-r.changed < sop.Moment(time.Second) {
		return
	}
	need := settle
	if r.term.Alternate() && !r.echo {
		need = settleAlternate
	}
	if until-r.changed < need {
		return
	}
	w := typing
	if r.feeds > 0 {
		w = after
		r.learn()
	}
	r.keep(w, r.changed)
	r.reader.Rest(r.changed)
}

// learn notes what stands left of the cursor after output as a prompt.
func (r *recorder) learn() {
	x, y, _ := r.term.Cursor()
	if r.term.Alternate() || x == 0 {
		return
	}
	text, _ := r.term.Row(y)
	text = strings.TrimRight(vt.LeftOf(text, x), " ")
	if len(text) == 0 || slices.Contains(r.prompts, text) {
		return
	}
	if len(r.prompts) == maxPrompts {
		r.prompts = slices.Delete(r.prompts, 0, 1)
	}
	r.prompts = append(r.prompts, text)
}

// maxPrompts is how many prompts are remembered.
const maxPrompts = 32

// keep keeps the state of the screen as it is now, which came to be at from; the same one isn't kept twice.
func (r *recorder) keep(w weight, from sop.Moment) {
	if !r.dirty || r.failed != nil || r.crowded() && w != after {
		return
	}
	r.dirty = false
	k := r.state()
	k.weight = w
	if n := len(r.kept); n > 0 {
		last := &r.kept[n-1]
		if last.alternate == k.alternate && last.cols == k.cols && slices.EqualFunc(last.rows, k.rows, sameRow) && (w == before || samePoint(last.cursor, k.cursor)) {
			last.weight = max(last.weight, w)
			if w != before {
				r.feeds = 0
			}
			return
		}
		from = max(from, last.at+sop.Moment(time.Millisecond))
	}
	k.at = from
	r.feeds = 0
	r.kept = append(r.kept, k)
	r.rowsKept += len(k.rows)
	r.picture(k.at)
	r.thin()
}

// maxAtOnce bounds the states that are kept of one and the same moment.
const maxAtOnce = 100

// crowded says that enough was kept of this moment.
func (r *recorder) crowded() bool {
	if r.crowd != r.now {
		r.crowd, r.crowdSize = r.now, 0
	}
	r.crowdSize++
	return r.crowdSize > maxAtOnce
}

func sameRow(a, b sop.Row) bool { return a.Text == b.Text && a.Wrapped == b.Wrapped }

func samePoint(a, b *sop.Point) bool { return a == b || a != nil && b != nil && *a == *b }

// state reads the screen. Blank rows below the last text and the cursor are left out.
func (r *recorder) state() kept {
	cols, rows := r.term.Size()
	x, y, shown := r.term.Cursor()
	k := kept{cols: cols, alternate: r.term.Alternate(), title: r.term.Title()}
	if shown {
		k.cursor = &sop.Point{X: x, Y: y}
	}
	end := rows
	for end > y+1 {
		if text, _ := r.term.Row(end - 1); text != "" {
			break
		}
		end--
	}
	k.rows = make([]sop.Row, end)
	var last []sop.Row
	if n := len(r.kept); n > 0 {
		last = r.kept[n-1].rows
	}
	for i := range k.rows {
		k.rows[i].Text, k.rows[i].Wrapped = r.term.Row(i)
		if i >= len(last) || last[i].Text != k.rows[i].Text {
			r.bytes += len(k.rows[i].Text)
		}
	}
	return k
}

// screens gives what was kept in the form that all stages speak.
func (r *recorder) screens() []sop.Screen {
	out := make([]sop.Screen, len(r.kept))
	for i, k := range r.kept {
		to := max(r.now, k.at)
		if i+1 < len(r.kept) {
			to = r.kept[i+1].at
		}
		out[i] = sop.Screen{At: k.at, Span: sop.Span{From: k.at, To: to}, Title: k.title, Terminals: []sop.Terminal{{
			ID: "t1", Columns: k.cols, Rows: k.rows, Cursor: k.cursor, Alternate: k.alternate,
		}}}
	}
	return out
}

// picture gives the pictures of the wanted moments that are exactly at.
func (r *recorder) picture(at sop.Moment) {
	if r.yield == nil {
		return
	}
	if i, found := slices.BinarySearch(r.wanted, at); found {
		r.give(at)
		r.wanted = slices.Delete(r.wanted, i, i+1)
	}
}

// flush gives the pictures of the wanted moments before until, as the screen is now.
func (r *recorder) flush(until sop.Moment) error {
	for len(r.wanted) > 0 && r.wanted[0] < until {
		r.give(r.wanted[0])
		r.wanted = r.wanted[1:]
	}
	return r.failed
}

func (r *recorder) give(at sop.Moment) {
	if r.failed != nil {
		return
	}
	s := r.term.Picture()
	s.At, s.Theme = at, r.theme
	r.failed = r.yield(s)
}
