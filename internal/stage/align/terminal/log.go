// Package terminal finds out what was run in the terminals of a recording: what Enter submitted at a prompt, and what was
// typed as an answer to a program. It works on terminals' contents over time, whether they were read from pictures or
// replayed from a cast.
package terminal

import (
	"maps"
	"slices"
	"sort"
	"unicode/utf8"

	"showhow/internal/sop"
)

// version is what a row held from a moment on.
type version struct {
	at   sop.Moment
	text string
	// doubts are those of text.
	doubts []sop.Doubt
	// last says that nothing stood below it: it's where one types.
	last bool
	// ended says that the caret stood at the beginning of the row below it.
	ended bool
	// full says that the row reached the last column, where a longer line goes on in the next row.
	full bool
}

// line is a row of a terminal's log, from the moment it appeared.
type line struct {
	versions []version
	// followed is when something came to stand below it for good; never while followed is negative.
	followed sop.Moment
	// votes counts how long each reading of it stood after it was followed.
	votes   map[string]*vote
	counted sop.Moment // up to when the votes are counted
	// old says that it stood there before the recording, or this terminal, began.
	old bool
}

type vote struct {
	time   float64 // seconds, as a part for each doubt
	doubts []sop.Doubt
}

const never = sop.Moment(-1)

func (l *line) now() *version { return &l.versions[len(l.versions)-1] }

// segment is a stretch of a terminal's log without a break: from one clearing of the screen to the next, or while a
// program had the screen for itself.
type segment struct {
	lines []*line
	// top is the line that stands in the terminal's first row.
	top int
	// left is when another segment took the screen; never while it's there. kept says that the line that was being
	// typed then stood on the next screen, too.
	left sop.Moment
	kept bool
	// gone are the lines that went away from the end, to be the same again when they come back.
	gone []*line
}

// log is what a terminal showed from first to last.
type log struct {
	id       string
	columns  int
	widest   int // the longest row that was seen, in characters
	height   int
	segments []*segment
	current  *segment
	at       sop.Moment // of the last view
	gone     sop.Moment // when it was closed; never while it's there
	cut      bool       // its rows may go on out of sight
	learnt   []pattern  // prompts of this terminal that no known pattern fits
}

// back is how many earlier segments may come back, as when an editor gives the screen back to the shell.
const back = 6

// view takes in what the terminal shows from at on.
func (g *log) view(t sop.Terminal, at sop.Moment) {
	g.height = max(g.height, len(t.Rows))
	g.columns, g.cut = t.Columns, t.Cut
	for _, r := range t.Rows {
		g.widest = max(g.widest, utf8.RuneCountInString(r.Text))
	}
	was := g.current
	seg, top := g.place(t.Rows)
	if seg != nil && top < seg.top {
		return // scrolled back, to look at what was
	}
	fresh := seg == nil
	if fresh {
		seg = &segment{left: never}
		g.segments = append(g.segments, seg)
		top = 0
	}
	if was != nil && seg != was {
		was.left, was.kept = at, keeps(was, t.Rows)
	}
	seg.left = never
	g.current, g.at = seg, at
	seg.write(t, top, at)
	if fresh {
		for _, l := range seg.lines[:max(0, len(seg.lines)-1)] {
			l.old = true
		}
	}
}

// keeps says whether the last line of s stands in rows.
func keeps(s *segment, rows []sop.Row) bool {
	if len(s.lines) == 0 {
		return false
	}
	text := s.lines[len(s.lines)-1].now().text
	for _, r := range rows {
		if same(r.Text, text) {
			return true
		}
	}
	return false
}

// place finds the segment that rows go on, and the line of it that is now the first row.
func (g *log) place(rows []sop.Row) (*segment, int) {
	if g.current == nil {
		return nil, 0
	}
	if s, top, ok := g.current.fit(rows, g.height); ok {
		return s, top
	}
	for i, n := len(g.segments)-1, 0; i >= 0 && n < back; i, n = i-1, n+1 {
		if g.segments[i] == g.current {
			continue
		}
		if s, top, ok := g.segments[i].fit(rows, g.height); ok {
			return s, top
		}
	}
	return nil, 0
}

// fit looks for the place of rows in s: where they stood, or further down when the screen is full and has scrolled.
func (s *segment) fit(rows []sop.Row, height int) (*segment, int, bool) {
	n := len(s.lines)
	last := s.top
	if len(rows) >= height-1 {
		last = n - 1
	}
	best, at := -1, 0
	for top := range last + 1 {
		hit, miss := 0, 0
		for i := 0; top+i < n-1; i++ {
			text := s.lines[top+i].now().text
			switch {
			case i >= len(rows):
				if text != "" {
					miss++
				}
			case same(rows[i].Text, text):
				if text != "" {
					hit++
				}
			default:
				miss++
			}
		}
		// The last line is the one that is typed in, or where output goes on.
		if i := n - 1 - top; i >= 0 && i < len(rows) && (same(rows[i].Text, s.lines[n-1].now().text) || grows(s.lines[n-1].now().text, rows[i].Text)) {
			hit++
		}
		score := 2*hit - 3*miss
		if top == s.top {
			score++ // a screen that may have stayed has stayed
		} else if top < s.top && (miss > 0 || hit < 3) {
			continue
		}
		if hit > 0 && hit >= miss && score > best {
			best, at = score, top
		}
	}
	// Lines that were written over in place (a progress display) leave the rest as it was.
	return s, at, best >= 0
}

// grows says whether one of the texts is the beginning of the other, or they have a prompt in common.
func grows(a, b string) bool {
	x, y := leftOf(a, b)
	n, d := min(len(x), len(y)), 0
	for i := range n {
		if x[i] != y[i] {
			d++
		}
	}
	if n > 0 && 10*d <= n {
		return true
	}
	p, ok := promptOf(a)
	q, ok2 := promptOf(b)
	return ok && ok2 && p.text == q.text
}

// same says whether two rows are the same but for a reading error or two.
func same(a, b string) bool {
	if a == b {
		return true
	}
	n := utf8.RuneCountInString(a)
	if n != utf8.RuneCountInString(b) || n < 8 {
		return false
	}
	x, y := []rune(a), []rune(b)
	d := 0
	for i := range x {
		if x[i] != y[i] {
			d++
		}
	}
	return d*12 <= n
}

// write lets rows stand in s from line top on.
func (s *segment) write(t sop.Terminal, top int, at sop.Moment) {
	for _, l := range s.lines[top:] {
		l.count(at)
	}
	s.top = top
	end := top + len(t.Rows)
	if end < len(s.lines) {
		s.gone = append([]*line(nil), s.lines[end:]...)
		s.lines = s.lines[:end]
	}
	for i, r := range t.Rows {
		last := i == len(t.Rows)-1
		v := version{at: at, text: r.Text, doubts: r.Doubts, last: last, full: full(r, t.Columns)}
		v.ended = t.Cursor != nil && t.Cursor.Y > i && t.Cursor.X == 0 && !v.full
		if top+i >= len(s.lines) {
			s.lines = append(s.lines, s.again(v))
		}
		l := s.lines[top+i]
		below := !last || v.ended
		switch {
		case !below:
			l.followed = never
		case l.followed == never:
			l.followed = at
		}
		if w := l.now(); w.text != v.text || w.last != v.last {
			if w.at == at {
				*w = v
			} else {
				l.versions = append(l.versions, v)
			}
		} else {
			w.doubts = v.doubts
		}
	}
}

// full says whether r reaches the last column. A row that is longer than the terminal was masked.
func full(r sop.Row, columns int) bool {
	return r.Full || r.Wrapped || utf8.RuneCountInString(r.Text) == columns
}

// count adds the time that a followed line has stood as it is: less where it was read with doubts, as under a selection.
func (l *line) count(at sop.Moment) {
	if l.followed == never {
		return
	}
	if l.votes == nil {
		l.votes = map[string]*vote{}
	}
	v := l.now()
	w := l.votes[v.text]
	if w == nil {
		w = &vote{doubts: v.doubts}
		l.votes[v.text] = w
	}
	w.time += at.Sub(max(v.at, l.followed, l.counted)).Seconds() / float64(1+len(v.doubts))
	l.counted = at
}

// again is the line that went away and comes back as v, or a new one.
func (s *segment) again(v version) *line {
	if len(s.gone) > 0 {
		l := s.gone[0]
		s.gone = s.gone[1:]
		if w := l.now(); same(w.text, v.text) && v.text != "" || w.text == v.text {
			l.versions = append(l.versions, v)
			return l
		}
		s.gone = nil
	}
	return &line{versions: []version{v}, followed: never}
}

// best is the line's text as most of its sightings after it was done have it, letter by letter.
func (l *line) best() (string, []sop.Doubt) {
	now := l.now()
	if l.followed == never || len(l.votes) < 2 {
		return now.text, now.doubts
	}
	top, most := now.text, -1.0
	texts := sorted(l.votes)
	for _, t := range texts {
		if w := l.votes[t].time; w > most {
			top, most = t, w
		}
	}
	return top, l.elect(top, texts)
}

// sorted are the texts that were voted for, in order.
func sorted(votes map[string]*vote) []string { return slices.Sorted(maps.Keys(votes)) }

// elect gives the doubts about top: those of its own reading, and the letters that other readings of the same length
// have differently for a good part of the time.
func (l *line) elect(top string, texts []string) []sop.Doubt {
	w := l.votes[top]
	doubts := slices.Clone(w.doubts)
	x := []rune(top)
	for _, t := range texts {
		y := []rune(t)
		o := l.votes[t]
		if t == top || len(x) != len(y) || o.time < .25*w.time || o.time < .3 {
			continue
		}
		for i := range x {
			if x[i] != y[i] && !slices.ContainsFunc(doubts, func(d sop.Doubt) bool { return d.At == i }) {
				doubts = append(doubts, sop.Doubt{At: i, Or: string(y[i]), Confidence: w.time / (w.time + o.time)})
			}
		}
	}
	sort.Slice(doubts, func(a, b int) bool { return doubts[a].At < doubts[b].At })
	return doubts
}
