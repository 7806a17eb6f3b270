// Package entry follows what is typed into a terminal while its output is played: it tells the lines that were ended where the
// cursor had come to rest, with what stood before them, how they grew, and what was printed behind them.
package entry

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/replay/vt"
)

// The limits of what is kept of entries.
const (
	maxEntries    = 20_000
	maxOutput     = 400  // lines of one entry's output
	maxOutputLine = 2000 // bytes of one line of it
	maxOutputs    = 8 << 20
	maxBuffer     = 200 // lines of one entry
	maxPrompts    = 32
	maxHidden     = 1000
)

// atOnce is the time within which nobody types a line: it was typed or pasted before its prompt came.
const atOnce = 30 * time.Millisecond

// Reader follows the line that is being read: where the cursor came to rest, what grew behind it, and when it was left. It
// looks at the terminal when it is told that something happened.
type Reader struct {
	term *vt.Terminal
	now  sop.Moment
	// entries are the lines that were ended, hidden what was typed unseen; keyed says that the recording holds what was typed.
	entries []sop.Entry
	hidden  []string
	keyed   bool
	// open is the line at which the cursor rests; nil while a program prints.
	open *place
	// last is the open line before this one, when it was not ended: a screen that is wiped shows it again elsewhere.
	last *place
	// left is the line that was ended last, and at its place; its output is still to come. sure says that it was no mere drawing.
	left *sop.Entry
	at   *place
	sure bool
	// end is the log's number of the line behind the last entry, from where on output is read.
	end int
	// editing says that a line editor has said that it reads; feed is where the last line feed came meanwhile, and first the
	// first one on the open line.
	editing     bool
	feed, first *ending
	keys        []sop.Typed // what was typed since the last entry
	bytes       int
	// prompts are those behind which a line was ended; mark is what stood left of the cursor when a line editor began to read.
	prompts []string
	mark    string
	// rights are the columns at which something stood at the right edge, by the prompt on the left.
	rights map[string]int
	keypad keypad
	// belief is the screen as a line editor believes it to be, where it is wrong about it; beliefs is how many there were.
	belief  *vt.Terminal
	beliefs int
	dir     string
	host    string
}

// place is a line of the log at which the cursor rests.
type place struct {
	line   int // the log's number of its first row
	prompt string
	// lead is the length of what stands before the prompt on its line and is no part of it; prompt begins with it.
	lead  int
	above string
	// right is the column at which something stood right of the cursor, as a prompt at the right edge; 0 for nothing.
	right int
	edge  string // what stood there
	since sop.Moment
	grown int
	text  string // the whole line when it was seen last
	ahead bool
	// before is what was open on the same line: a search through the history takes its place and gives it back.
	before *place
}

// ending is the state of the screen when a line was left.
type ending struct {
	at         sop.Moment
	first, end int // the log's numbers of the line's first row and of the row behind the cursor's line
	text       string
	cursor     int // bytes of text left of the cursor
	under      int // the row of the cursor
}

// New makes a reader of what is typed into t.
func New(t *vt.Terminal) *Reader { return &Reader{term: t, rights: map[string]int{}} }

// At tells what time it is.
func (d *Reader) At(m sop.Moment) { d.now = m }

// Entries are the lines that were ended so far, and Hidden what was typed where nothing was echoed.
func (d *Reader) Entries() []sop.Entry { return d.entries }

// Hidden is what was typed where nothing was echoed.
func (d *Reader) Hidden() []string { return d.hidden }

// Key hears of input.
func (d *Reader) Key(t sop.Typed) {
	d.keyed = true
	d.keys = append(d.keys, t)
}

// here reads the line of the cursor.
func (d *Reader) here() ending {
	x, y, _ := d.term.Cursor()
	first := y
	for first > 0 {
		if _, wrapped := d.term.Row(first - 1); !wrapped {
			break
		}
		first--
	}
	e := ending{at: d.now, first: d.term.Top() + first, under: d.term.Top() + y}
	var b strings.Builder
	_, rows := d.term.Size()
	for i := first; i < rows; i++ {
		text, wrapped := d.term.Row(i)
		if wrapped {
			text = d.padded(text)
		}
		if i == y {
			left := vt.LeftOf(text, x)
			e.cursor = b.Len() + len(left)
			if n := x - columns(left); n > 0 { // blanks that were typed, and are cut off of a row
				b.WriteString(left + strings.Repeat(" ", n))
				e.cursor += n
				text = text[len(left):]
			}
		}
		b.WriteString(text)
		e.end = d.term.Top() + i + 1
		if !wrapped {
			break
		}
	}
	e.text = b.String()
	return e
}

// padded is a row's text up to the last column: a row that goes on in the next one may end in blanks.
func (d *Reader) padded(text string) string {
	cols, _ := d.term.Size()
	return text + strings.Repeat(" ", max(0, cols-columns(text)))
}

func columns(text string) (n int) {
	for _, c := range text {
		n += vt.Width(c)
	}
	return n
}

// Rest is called when the screen has stood still: after output, or when a key is pressed.
func (d *Reader) Rest(at sop.Moment) {
	if d.term.Alternate() {
		return
	}
	x, _, _ := d.term.Cursor()
	e := d.here()
	if d.left != nil && !d.sure {
		switch {
		case d.drawn(e):
			d.open, d.left, d.at = d.at, nil, nil
			d.open.line = e.first
		case x == 0:
			return
		}
		d.sure = true
	}
	echoed, known := d.known(e.text[:e.cursor])
	if o := d.open; o != nil && o.line == e.first && (echoed == 0 || len(o.prompt) > echoed) && strings.HasPrefix(e.text, o.prompt) && (o.prompt != "" || e.cursor > 0) {
		o.text = e.text
		return
	}
	if x == 0 && (e.text != "" || !d.keyed) {
		return // the beginning of a line: nobody types there, but where the recording tells that somebody did
	}
	if echoed > 0 && d.open != nil && len(d.open.prompt) <= echoed {
		d.open = nil // it was no prompt
	}
	if d.again(e) || d.editing && d.open != nil && e.first > d.open.line {
		return
	}
	o := &place{line: e.first, lead: d.lead(e.text[:e.cursor]), since: at, text: e.text, above: d.above(e.first)}
	o.prompt = e.text[:e.cursor]
	if echoed > 0 {
		o.lead, o.prompt = echoed, known
	} else if o.lead == 0 {
		o.prompt = d.promptOf(o.prompt)
	}
	o.grown = min(1, e.cursor-len(o.prompt))
	if b := d.open; b != nil && b.line == e.first {
		if o.before = b; b.before != nil {
			o.before = b.before
		}
	}
	if before := d.unended(); before != nil && echoed == 0 && before.prompt != "" && strings.HasPrefix(o.prompt, before.prompt) {
		o.prompt, o.lead, o.since, o.grown = before.prompt, before.lead, before.since, before.grown
	}
	if rest := strings.TrimLeft(e.text[e.cursor:], " "); rest != "" {
		o.right, o.edge = columns(e.text[:len(e.text)-len(rest)]), strings.TrimRight(rest, " ")
	}
	if cols, _ := d.term.Size(); o.right > 0 && columns(e.text) >= cols-2 && len(d.rights) < maxPrompts {
		d.rights[o.prompt] = o.right
	}
	d.open, d.last = o, nil
}

// again says whether the open line was drawn anew, with another prompt before the same letters or as it was before a search.
func (d *Reader) again(e ending) bool {
	o := d.open
	if o == nil || o.line != e.first {
		return false
	}
	if b := o.before; b != nil && b.prompt != "" && strings.HasPrefix(e.text, b.prompt) {
		b.text, b.grown = e.text, b.grown+1
		d.open = b
		return true
	}
	was := strings.TrimPrefix(o.text, o.prompt)
	if strings.TrimSpace(was) == "" || was == o.text || !strings.HasSuffix(e.text, was) {
		return false
	}
	o.prompt, o.text = strings.TrimSuffix(e.text, was), e.text
	return true
}

// promptOf is the prompt that a line begins with of which some letters stand there already: they were typed before it came.
func (d *Reader) promptOf(left string) string {
	if strings.TrimSpace(d.mark) != "" && strings.HasPrefix(left, d.mark) {
		return d.mark
	}
	best := ""
	for _, p := range d.prompts {
		if strings.HasPrefix(left, p) && len(p) > len(best) {
			best = p
		}
	}
	if best != "" {
		return best
	}
	return left
}

// sign says whether a text ends as a prompt does: in a blank behind a sign.
func sign(text string) bool {
	trimmed := strings.TrimRight(text, " ")
	last, _ := utf8.DecodeLastRuneInString(trimmed)
	return len(trimmed) < len(text) && trimmed != "" && !unicode.IsLetter(last) && !unicode.IsDigit(last)
}

// unended is the line that was open before and was not ended.
func (d *Reader) unended() *place {
	if d.open != nil {
		return d.open
	}
	return d.last
}

// above is the row over a line, when it can belong to a prompt of two rows.
func (d *Reader) above(line int) string {
	if line-1 < d.end {
		return ""
	}
	text, _, _ := d.term.Line(line - 1)
	return text
}

// drawn says whether the line that seemed to be left is still the one that is edited: completions were listed below it, or
// it was only drawn anew.
func (d *Reader) drawn(e ending) bool {
	whole := d.at.prompt + d.left.Text
	if e.first == d.at.line && d.left.Text != "" && strings.HasPrefix(e.text, whole) {
		return true
	}
	if d.left.Editor || d.left.Enter || d.left.Hidden {
		return false
	}
	return strings.TrimSpace(d.left.Text) != "" && strings.HasPrefix(e.text, whole) && e.cursor >= len(whole)
}

// Grow notes that output changed the open line.
func (d *Reader) Grow() {
	o := d.open
	if o == nil || d.term.Alternate() {
		return
	}
	e := d.here()
	if e.first == o.line && e.text != o.text && strings.HasPrefix(e.text, o.prompt) {
		o.grown++
		o.text = e.text
	}
}

// LineFeed is called before the cursor leaves its line for the next one.
func (d *Reader) LineFeed() {
	if d.term.Alternate() || d.open == nil && len(d.prompts) == 0 && d.mark == "" && !d.editing {
		return
	}
	e := d.here()
	if d.editing {
		d.feed = &e
		if d.first == nil && d.open != nil && e.first == d.open.line {
			d.first = &e
		}
		return
	}
	if d.open == nil {
		d.ahead(e, false)
	}
	if d.open != nil {
		d.leave(e, false)
	}
}

// leave ends the open line.
func (d *Reader) leave(e ending, editor bool) {
	o := d.open
	d.open, d.last, d.feed, d.first = nil, nil, nil, nil
	if b := o.before; b != nil && !strings.HasPrefix(e.text, o.prompt) && strings.HasPrefix(e.text, b.prompt) {
		o = b
	}
	text, ok := d.behind(o, e)
	if !ok {
		d.last = o
		return
	}
	lead, prompt := o.prompt[:o.lead], o.prompt[o.lead:]
	if o.lead > 0 {
		if said, ok := d.believed(prompt); ok {
			text = said
		}
		if d.left != nil {
			d.left.Output = []string{lead}
		}
	}
	d.confirm(o.line, o.since)
	d.sure = false
	d.left = &sop.Entry{At: e.at, Since: o.since, Prompt: prompt, Above: o.above, Right: o.edge, Text: text, Grown: o.grown, Editor: editor, Ahead: o.ahead || editor && o.grown == 0 && text != "" && e.at.Sub(o.since) < atOnce,
		Dir: d.dir, Host: d.host}
	d.typed(d.left)
	o.line = min(o.line, e.first)
	d.at, d.end = o, e.end
	if !slices.Contains(d.prompts, prompt) && sign(prompt) {
		if len(d.prompts) == maxPrompts {
			d.prompts = slices.Delete(d.prompts, 0, 1)
		}
		d.prompts = append(d.prompts, prompt)
	}
}
