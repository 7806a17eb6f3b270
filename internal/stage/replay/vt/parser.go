package vt

import "unicode/utf8"

// state is where the parser stands, after the state machine of DEC's terminals that Paul Flo Williams drew up
// (vt100.net/emu/dec_ansi_parser).
type state uint8

const (
	ground state = iota
	escape
	escapeBetween // after ESC and an intermediate byte
	control       // a CSI sequence: parameters
	controlBetween
	controlIgnore
	controlString // OSC, DCS, SOS, PM, APC, and screen's title: all up to the string terminator
)

// The limits of what a sequence may hold; what is beyond them is dropped.
const (
	maxParams = 32
	maxParam  = 65535
	maxString = 4096
)

// parser takes bytes apart into text, control characters and sequences.
type parser struct {
	state state
	// private is the byte from < = > ? that a sequence's parameters began with, or 0; between its last intermediate byte.
	private, between byte
	params           []int
	// sub says for each parameter whether a colon stands before it; open says that a parameter has begun.
	sub  []bool
	open bool
	// str is the start of a string and what introduced it: ']' (OSC), 'P' (DCS), 'k', or another that is ignored.
	str     []byte
	opener  byte
	skipped int64
	// partial is the beginning of a character of which more bytes are to come.
	partial [utf8.UTFMax]byte
	had     int
}

// Write takes what a program sent to the terminal. It never fails.
func (t *Terminal) Write(b []byte) {
	for i := 0; i < len(b) && !t.Exhausted(); {
		if t.p.state == ground && t.p.had == 0 && b[i] >= 0x20 && b[i] < 0x7f {
			i += t.printASCII(b[i:])
			continue
		}
		if t.p.state == controlString && t.p.had == 0 && b[i] >= 0x20 && b[i] < 0x7f {
			t.keep(b[i])
			i++
			continue
		}
		r, size, whole := t.decode(b[i:])
		i += size
		if whole {
			t.take(r)
		}
	}
}

// decode reads one character, over the borders of writes; whole is false when more bytes are needed. Bytes that are no
// UTF-8 count as one U+FFFD for each beginning of a character that isn't gone on with, as the Unicode Standard advises
// (chapter 3, "U+FFFD Substitution of Maximal Subparts").
func (t *Terminal) decode(b []byte) (r rune, size int, whole bool) {
	p := &t.p
	if p.had == 0 {
		if b[0] < utf8.RuneSelf {
			return rune(b[0]), 1, true
		}
		if r, size = utf8.DecodeRune(b); r != utf8.RuneError || size > 1 {
			return r, size, true
		}
		size = 0
	}
	for size < len(b) {
		p.partial[p.had] = b[size]
		if !utf8.FullRune(p.partial[:p.had+1]) {
			p.had++
			size++
			continue
		}
		r, n := utf8.DecodeRune(p.partial[:p.had+1])
		if n > 1 || p.had == 0 { // else the byte doesn't go on with what was kept, and is looked at again
			size++
		}
		p.had = 0
		return r, size, true
	}
	return 0, size, false
}

// take moves the parser on by one character.
func (t *Terminal) take(r rune) {
	p := &t.p
	switch {
	case p.state == controlString:
		t.takeString(r)
	case r == 0x1b:
		p.reset(escape)
	case r == 0x18 || r == 0x1a: // CAN and SUB break a sequence off
		p.state = ground
	case r < 0x20:
		t.control(byte(r))
	case r >= 0x80 && r < 0xa0:
		p.reset(escape)
		t.escape(byte(r - 0x40))
	case r == 0x7f:
	case p.state == ground:
		t.print(r)
	case r >= 0x80: // no sequence holds such a character
		p.state = ground
	default:
		t.sequence(byte(r))
	}
}

// reset begins a new sequence.
func (p *parser) reset(s state) {
	p.state, p.private, p.between, p.open = s, 0, 0, false
	p.params, p.sub = p.params[:0], p.sub[:0]
}

func (t *Terminal) sequence(c byte) {
	p := &t.p
	switch {
	case p.state == escape || p.state == escapeBetween:
		if c < 0x30 {
			p.state, p.between = escapeBetween, c
			return
		}
		if p.state == escape {
			t.escape(c)
			return
		}
		p.state = ground
		t.charsetEscape(c)
	case c >= 0x40:
		ignored := p.state == controlIgnore
		p.state = ground
		if !ignored {
			t.dispatch(c)
		}
	case p.state == controlIgnore:
	case c < 0x30:
		p.state, p.between = controlBetween, c
	case p.state == controlBetween:
		p.state = controlIgnore
	case c >= 0x3c:
		if p.open || len(p.params) > 0 {
			p.state = controlIgnore
			return
		}
		p.private = c
	default:
		p.param(c)
	}
}

// param takes a digit, a semicolon or a colon of a sequence's parameters.
func (p *parser) param(c byte) {
	if !p.open {
		p.push(false)
	}
	if c == ';' || c == ':' {
		p.push(c == ':')
		return
	}
	if n := len(p.params) - 1; n < maxParams {
		p.params[n] = min(maxParam, p.params[n]*10+int(c-'0'))
	}
}

func (p *parser) push(colon bool) {
	p.open = true
	if len(p.params) <= maxParams { // one more than the limit collects all that is beyond it
		p.params, p.sub = append(p.params, 0), append(p.sub, colon)
	}
}

// arg is the i-th parameter, and or when it is missing or 0.
func (p *parser) arg(i, or int) int {
	if i >= len(p.params) || p.params[i] == 0 {
		return or
	}
	return p.params[i]
}

// begin opens a string that ends with the string terminator.
func (p *parser) begin(opener byte) {
	p.state, p.opener, p.str, p.skipped = controlString, opener, p.str[:0], 0
}

func (t *Terminal) keep(c byte) {
	if len(t.p.str) < maxString {
		t.p.str = append(t.p.str, c)
		return
	}
	t.p.skipped++
}

func (t *Terminal) takeString(r rune) {
	p := &t.p
	switch {
	case r == 0x07 && p.opener == ']', r == 0x9c:
		p.state = ground
		t.endString()
	case r == 0x1b:
		// ESC \ ends it; ESC and anything else breaks it off and begins a sequence. The string counts in both cases, as in xterm.
		p.state = ground
		t.endString()
		p.reset(escape)
	case r == 0x18 || r == 0x1a:
		p.state = ground
	case r < 0x20 && p.opener == ']' && r != '\t':
	default:
		for _, c := range utf8.AppendRune(nil, r) {
			t.keep(c)
		}
	}
}

// Unfinished tells how many bytes a string that was never closed has swallowed so far; 0 when none is open.
func (t *Terminal) Unfinished() int64 {
	if t.p.state != controlString {
		return 0
	}
	return int64(len(t.p.str)) + t.p.skipped
}
