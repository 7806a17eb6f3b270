package replay

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"showhow/internal/sop"
)

// The limits of what is kept beside the screens.
const (
	maxSignals = 50_000
	maxTyped   = 4 << 20
)

// LineFeed keeps the screen before a line is left, when that may be because it was submitted: at the first line feed of a
// burst, on a line that stood before it came, and on a line that begins like a prompt. Besides, no line of output scrolls away without having been kept.
func (r *recorder) LineFeed() {
	first := r.fresh
	r.fresh = false
	defer func() { r.feeds++ }()
	if r.term.Alternate() {
		return
	}
	r.reader.LineFeed()
	switch {
	case first && r.line() == r.lineBefore, r.atPrompt():
		r.keep(before, r.now)
		r.dirty = true
	default:
		if _, rows := r.term.Size(); r.feeds >= max(2, rows-1) {
			r.keep(page, r.now)
			r.dirty = true
		}
	}
}

// line is the text of the cursor's row.
func (r *recorder) line() string {
	_, y, _ := r.term.Cursor()
	text, _ := r.term.Row(y)
	return text
}

// atPrompt says whether the cursor's line begins with a prompt that was seen before.
func (r *recorder) atPrompt() bool {
	_, y, _ := r.term.Cursor()
	for {
		text, _ := r.term.Row(y)
		if text != "" {
			for _, p := range r.prompts {
				if strings.HasPrefix(text, p) {
					return true
				}
			}
		}
		if y == 0 {
			return false
		}
		if _, wrapped := r.term.Row(y - 1); !wrapped {
			return false
		}
		y--
	}
}

// Clear keeps the screen before it is wiped.
func (r *recorder) Clear() {
	r.keep(before, r.now)
	r.dirty = true
	r.feeds++ // what comes is new, as after a line feed
}

// Mode hears of bracketed paste being switched, which tells when a line editor reads a line, and of the mode of the cursor keys.
func (r *recorder) Mode(n int, on bool) {
	switch n {
	case 2004:
	case 1:
		r.reader.Keypad(on)
		return
	default:
		return
	}
	if on {
		r.signal(sop.Signal{Kind: sop.SignalEdit})
		r.reader.Edit(true)
		return
	}
	r.keep(before, r.now)
	r.dirty = true
	r.reader.Edit(false)
	r.signal(sop.Signal{Kind: sop.SignalSubmit})
}

// pasteModes parts output behind each switching of bracketed paste: what comes then is drawn by, or for, somebody else.
func pasteModes(text string) (parts []string) {
	const mode = "\x1b[?2004"
	for {
		i := strings.Index(text, mode)
		if i < 0 || i+len(mode) >= len(text) {
			return append(parts, text)
		}
		i += len(mode) + 1
		parts, text = append(parts, text[:i]), text[i:]
		if text == "" {
			return parts
		}
	}
}

// redrawn says whether output draws the whole screen anew, as a multiplexer does when a pane opens or closes.
func redrawn(text string) bool { return strings.HasPrefix(text, "\x1b[?25l\x1b[H") }

// semantic are the letters of OSC 133 and 633.
var semantic = map[string]sop.SignalKind{"A": sop.SignalPrompt, "B": sop.SignalInput, "C": sop.SignalOutput, "D": sop.SignalDone, "E": sop.SignalLine}

// Command hears of the operating system commands by which a shell tells what it does.
func (r *recorder) Command(text string) {
	code, rest, _ := strings.Cut(text, ";")
	switch code {
	case "133", "633":
		r.semantic(rest)
	case "7":
		if u, err := url.Parse(rest); err == nil && u.Path != "" {
			r.signal(sop.Signal{Kind: sop.SignalDir, Text: u.Path, Host: u.Host})
		}
	case "1337":
		if dir, ok := strings.CutPrefix(rest, "CurrentDir="); ok {
			r.signal(sop.Signal{Kind: sop.SignalDir, Text: dir})
		}
	}
}

func (r *recorder) semantic(text string) {
	letter, rest, _ := strings.Cut(text, ";")
	kind := semantic[letter]
	s := sop.Signal{Kind: kind}
	switch kind {
	case "":
		return
	case sop.SignalOutput:
		r.keep(before, r.now)
		r.dirty = true
	case sop.SignalDone:
		status, _, _ := strings.Cut(rest, ";")
		if n, err := strconv.Atoi(status); err == nil {
			s.Exit = &n
		}
	case sop.SignalLine:
		line, _, _ := strings.Cut(rest, ";")
		s.Text = unescape(line)
	}
	r.signal(s)
}

// unescape undoes VS Code's escapes: \\ and \xAB.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if s[i+1] == '\\' {
				b.WriteByte('\\')
				i++
				continue
			}
			if s[i+1] == 'x' && i+3 < len(s) {
				if n, err := strconv.ParseUint(s[i+2:i+4], 16, 8); err == nil {
					b.WriteByte(byte(n))
					i += 3
					continue
				}
			}
		}
		b.WriteByte(s[i])
	}
	return strings.ToValidUTF8(b.String(), "\ufffd")
}

func (r *recorder) signal(s sop.Signal) {
	r.reader.Told(s)
	if len(r.signals) >= maxSignals {
		return
	}
	x, y, _ := r.term.Cursor()
	s.At, s.Cursor = r.now, sop.Point{X: x, Y: y}
	r.signals = append(r.signals, s)
}

// noteTyped keeps what was typed.
func (r *recorder) noteTyped(e event) {
	if r.typedN += len(e.text); r.typedN <= maxTyped && len(r.typed) < maxSignals*4 {
		r.typed = append(r.typed, sop.Typed{At: e.at, Text: e.text})
		r.reader.Key(sop.Typed{At: e.at, Text: e.text})
	}
}

// The limits of what is kept of the screens; a row takes about 50 bytes beside its text, which rows share.
const (
	maxScreens = 20_000
	maxRows    = 400_000
	maxBytes   = 24 << 20
)

// thin leaves out half of the states when there are too many: those that matter least, and of these the shortest-lived.
func (r *recorder) thin() {
	if len(r.kept) <= maxScreens && r.rowsKept <= maxRows && r.bytes <= maxBytes {
		return
	}
	r.thinned = true
	order := make([]int, len(r.kept)-1) // the last one is still to be compared with
	for i := range order {
		order[i] = i
	}
	life := func(i int) sop.Moment { return r.kept[i+1].at - r.kept[i].at }
	slices.SortStableFunc(order, func(a, b int) int {
		if d := int(r.kept[a].weight) - int(r.kept[b].weight); d != 0 {
			return d
		}
		return int(min(1, max(-1, life(a)-life(b))))
	})
	gone := map[int]bool{}
	for _, i := range order[:len(order)/2] {
		gone[i] = true
	}
	some := r.kept[:0]
	r.rowsKept, r.bytes = 0, 0
	var last []sop.Row
	for i, k := range r.kept {
		if gone[i] {
			continue
		}
		for j, row := range k.rows {
			if j >= len(last) || last[j].Text != row.Text {
				r.bytes += len(row.Text)
			}
		}
		last = k.rows
		r.rowsKept += len(k.rows)
		some = append(some, k)
	}
	clear(r.kept[len(some):])
	r.kept = some
}
