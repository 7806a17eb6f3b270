package entry

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
)

// typed adds what the keyboard did, up to the first Enter.
func (d *Reader) typed(e *sop.Entry) {
	if !e.Ahead {
		d.keys = slices.DeleteFunc(d.keys, func(k sop.Typed) bool { return k.At < e.Since })
	}
	var said strings.Builder
	for i := range d.keys {
		k := &d.keys[i]
		e.Keys++
		if n := strings.IndexAny(k.Text, "\r\n"); n >= 0 {
			e.Enter = true
			said.WriteString(k.Text[:n])
			k.Text = k.Text[n+1:]
			if k.Text == "" {
				i++
			}
			d.keys = slices.Delete(d.keys, 0, i)
			break
		}
		said.WriteString(k.Text)
		e.Stopped = k.Text == "\x03" || k.Text == "\x04"
	}
	if !e.Enter {
		d.keys = d.keys[:0]
	}
	if e.Text != "" || !secretQuestion.MatchString(e.Prompt) {
		return
	}
	secret := erased(said.String())
	e.Hidden = secret != "" || !d.keyed && e.At-e.Since > sop.Moment(300*time.Millisecond)
	if secret != "" && len(d.hidden) < maxHidden && !slices.Contains(d.hidden, secret) {
		d.hidden = append(d.hidden, secret)
	}
}

// secretQuestion asks for what isn't echoed, in the languages of the programs that ask for passwords most.
var secretQuestion = regexp.MustCompile(`(?i)(?:pass(?:word|wd|phrase|code|wort)|contrase|mot de passe|senha|parol|kennwort|token|secret|\bpin\b|\botp\b|api.?key)[^:]{0,60}:\s*$`)

// erased is a typed text without its control keys, and without the letters that were taken back.
func erased(keys string) string {
	var out []rune
	for _, c := range keys {
		switch {
		case c == 0x7f || c == '\b':
			out = out[:max(0, len(out)-1)]
		case c == 0x15: // Ctrl-U
			out = out[:0]
		case c >= ' ':
			out = append(out, c)
		}
	}
	return string(out)
}

// Edit hears that a line editor begins to read, or that it has read.
func (d *Reader) Edit(on bool) {
	if d.term.Alternate() {
		return
	}
	if on {
		d.untold()
		d.editing, d.feed, d.first, d.open, d.last = true, nil, nil, nil, nil
		e := d.here()
		d.mark = e.text[:e.cursor]
		d.believe(d.mark)
		return
	}
	if !d.editing {
		return
	}
	d.editing = false
	d.submit()
	d.belief = nil
	d.keypad.read(d.left)
}

// keypad follows the mode of the cursor keys. A line editor that sets it while it reads gives it back when it takes a line in; when it
// lets go of one, because of Ctrl-C, it doesn't, and that may be the only difference.
type keypad struct {
	on, taken bool
	given     bool         // some line was taken in so
	kept      []sop.Moment // when lines were left with the mode still set
}

// Keypad hears that the cursor keys' mode is set or reset.
func (d *Reader) Keypad(on bool) {
	d.keypad.on = on
	d.keypad.taken = d.keypad.taken || on
}

// read hears that the editor has read e, or nothing.
func (k *keypad) read(e *sop.Entry) {
	switch {
	case !k.taken:
	case !k.on:
		k.given = true
	case e != nil:
		k.kept = append(k.kept, e.At)
	}
	k.taken = false
}

// stopped marks the lines that an editor let go of. Nothing can have been printed by them.
func (k *keypad) stopped(all []sop.Entry) {
	for i := range all {
		if e := &all[i]; k.given && e.Editor && len(e.Output) <= 1 && slices.Contains(k.kept, e.At) {
			e.Stopped = true
		}
	}
}

// untold ends the open line when its editor never said so, and yet something came below it.
func (d *Reader) untold() {
	if d.editing && d.open != nil && d.first != nil {
		d.leave(*d.first, true)
	}
}

// submit ends the open line because the shell or its editor says so.
func (d *Reader) submit() {
	e := d.here()
	if f := d.feed; f != nil && e.under == f.end && e.cursor == 0 {
		e = *f // the cursor has gone to the next line already
	}
	if d.open == nil {
		d.ahead(e, true)
	}
	if d.open != nil {
		d.leave(e, true)
	}
	d.feed = nil
}

// Told takes in what a shell tells of itself.
func (d *Reader) Told(s sop.Signal) {
	switch s.Kind {
	case sop.SignalInput:
		if e := d.here(); !d.term.Alternate() {
			d.open = &place{line: e.first, prompt: e.text[:e.cursor], since: d.now, text: e.text, above: d.above(e.first)}
		}
	case sop.SignalOutput:
		if d.open != nil {
			d.submit()
		}
	case sop.SignalLine:
		if d.left != nil && s.Text != "" && d.left.Text != "" {
			d.left.Text = s.Text
		}
	case sop.SignalDone:
		if s.Exit == nil {
			return
		}
		if d.left != nil {
			d.left.Exit = s.Exit
		} else if n := len(d.entries); n > 0 && d.entries[n-1].Exit == nil {
			d.entries[n-1].Exit = s.Exit
		}
	case sop.SignalDir:
		d.dir, d.host = s.Text, s.Host
	}
}
