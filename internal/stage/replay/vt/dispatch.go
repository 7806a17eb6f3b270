package vt

import (
	"strings"
)

// escape obeys an escape sequence of one character.
func (t *Terminal) escape(c byte) {
	p := &t.p
	p.state = ground
	switch c {
	case '[':
		p.reset(control)
	case ']', 'P', 'X', '^', '_', 'k':
		p.begin(c)
	case '7':
		t.saveCursor()
	case '8':
		t.restoreCursor()
	case 'D':
		t.feed()
	case 'E':
		t.feed()
		t.carriageReturn()
	case 'H':
		t.tabs[t.x] = true
	case 'M':
		t.reverseIndex()
	case 'N', 'O':
		t.charset.once = int8(c-'N') + 3
	case 'n', 'o':
		t.charset.left = int8(c-'n') + 2
	case '6':
		t.backIndex()
	case '9':
		t.forwardIndex()
	case 'c':
		t.clearing()
		t.restart()
	}
}

// backIndex is DECBI: left, and at the left margin the columns move right.
func (t *Terminal) backIndex() {
	if t.x == t.margins.left {
		t.shiftColumns(t.x, 1)
	} else if t.x > 0 {
		t.x, t.full = t.x-1, false
	}
}

// forwardIndex is DECFI: right, and at the right margin the columns move left.
func (t *Terminal) forwardIndex() {
	if t.x == t.margins.right {
		t.shiftColumns(t.margins.left, -1)
	} else if t.x < t.cols-1 {
		t.x++
	}
}

// charsetEscape obeys an escape sequence with an intermediate byte.
func (t *Terminal) charsetEscape(c byte) {
	switch b := t.p.between; b {
	case '(', ')', '*', '+':
		t.charset.drawing[b-'('] = c == '0'
	case '#':
		if c != '8' { // DECALN
			return
		}
		t.clearing()
		t.wholeMargins()
		t.fillArea(area{0, 0, t.rows - 1, t.cols - 1}, cell{r: 'E'})
		t.x, t.y, t.full = 0, 0, false
	}
}

// dispatch obeys a control sequence with its parameters.
func (t *Terminal) dispatch(c byte) {
	p := &t.p
	if t.answer != nil {
		t.answer(c)
	}
	switch {
	case p.between != 0:
		t.dispatchBetween(c)
	case p.private == '?' && (c == 'h' || c == 'l'):
		for i := range p.params {
			t.privateMode(p.params[i], c == 'h')
		}
	case p.private == '?' && c == 'J': // DECSED and DECSEL spare protected cells, which nobody uses
		t.eraseScreen(p.arg(0, 0))
	case p.private == '?' && c == 'K':
		t.eraseLine(p.arg(0, 0))
	case p.private != 0:
	case strings.IndexByte("ABCDEFGHIZ`adefr", c) >= 0:
		t.move(c)
	default:
		t.edit(c)
	}
}

// dispatchBetween obeys the control sequences that have an intermediate byte.
func (t *Terminal) dispatchBetween(c byte) {
	p := &t.p
	if p.private != 0 {
		return
	}
	switch string([]byte{p.between, c}) {
	case "!p":
		t.softReset()
	case "'}":
		t.shiftColumns(t.x, p.arg(0, 1))
	case "'~":
		t.shiftColumns(t.x, -p.arg(0, 1))
	case "$x":
		if a, ok := t.area(1); ok && printable(p.arg(0, 0)) {
			t.fillArea(a, cell{r: rune(p.arg(0, 0)), pen: t.pen})
		}
	case "$z", "${":
		if a, ok := t.area(0); ok {
			t.fillArea(a, cell{})
		}
	case "$v":
		if a, ok := t.area(0); ok {
			top, left := p.arg(5, 1)-1, p.arg(6, 1)-1
			if t.modes.origin {
				top, left = top+t.margins.top, left+t.margins.left
			}
			t.copyArea(a, top, left)
		}
	case " @", " A":
		// SL and SR move the whole screen sideways.
		n := p.arg(0, 1)
		if c == '@' {
			n = -n
		}
		x, y := t.x, t.y
		t.x, t.y = t.margins.left, t.margins.top
		t.shiftColumns(t.margins.left, n)
		t.x, t.y = x, y
	}
}

func printable(c int) bool { return c >= 0x20 && c < 0x7f || c >= 0xa0 && c < 0x100 }

// edit obeys the control sequences that change the screen or the terminal's state.
func (t *Terminal) edit(c byte) {
	p := &t.p
	n := p.arg(0, 1)
	switch c {
	case '@':
		t.full = false
		t.insert(n)
	case 'J':
		t.eraseScreen(p.arg(0, 0))
	case 'K':
		t.eraseLine(p.arg(0, 0))
	case 'L':
		t.insertLines(n)
	case 'M':
		t.insertLines(-n)
	case 'P':
		t.deleteChars(n)
	case 'S':
		t.scroll(t.margins.top, n)
	case 'T':
		if len(p.params) < 2 { // with five it begins mouse tracking
			t.scroll(t.margins.top, -n)
		}
	case '^':
		t.scroll(t.margins.top, -n)
	case 'X':
		t.full = false
		t.erase(t.y, stretch{t.x, min(t.cols, t.x+n)})
	case 'b':
		t.repeat(n)
	case 'g':
		switch p.arg(0, 0) {
		case 0:
			t.tabs[t.x] = false
		case 3:
			clear(t.tabs)
		}
	case 'h', 'l':
		for _, m := range p.params {
			t.mode(m, c == 'h')
		}
	case 'm':
		t.graphics()
	case 's':
		if t.modes.sideMargins {
			t.setSideMargins()
		} else {
			t.saveCursor()
		}
	case 't':
		t.windowSize()
	case 'u':
		t.restoreCursor()
	}
}

// endString obeys a string that has ended.
func (t *Terminal) endString() {
	p := &t.p
	text := string(p.str)
	if p.opener != ']' {
		return
	}
	if code, rest, ok := strings.Cut(text, ";"); ok && (code == "0" || code == "2") {
		t.title = rest
	}
	if t.watcher != nil {
		t.watcher.Command(text)
	}
}
