package entry

import (
	"strings"

	"showhow/internal/stage/replay/vt"
)

// The limits of what is spent on lines that don't begin at the left edge.
const (
	maxBeliefs   = 1000
	maxBelief    = 1_000_000 // cells that one may move, wipe and have read
	fewestLetter = 5         // of a prompt that is known by its end alone
)

// lead is the length of what stands before the prompt on the same line: a program's last line, which ended without a line feed, as
// curl's often does. 0 when the line begins with its prompt.
func (d *Reader) lead(left string) int {
	if rest, ok := strings.CutPrefix(left, d.mark); ok && d.mark != "" && !sign(d.mark) && sign(rest) {
		return len(d.mark)
	}
	if d.left == nil {
		return 0
	}
	n := 0
	for _, p := range d.prompts {
		if before, ok := strings.CutSuffix(left, p); ok && len([]rune(p)) >= fewestLetter && before == strings.TrimRight(before, " ") {
			n = max(n, len(before))
		}
	}
	return n
}

// known finds a prompt like one that is known in what stands left of the cursor, with letters behind it that were typed before it came,
// and perhaps letters before it that were typed earlier still and echoed there: lead is their length, prompt both.
func (d *Reader) known(left string) (lead int, prompt string) {
	leads := []int{len(left) - len(strings.TrimLeft(left, " "))}
	if d.mark != "" && !sign(d.mark) && strings.HasPrefix(left, d.mark) {
		leads = append(leads, len(d.mark))
	}
	for _, n := range leads {
		best := ""
		for _, p := range d.prompts {
			if strings.HasPrefix(left[n:], p) && len(p) > len(best) {
				best = p
			}
		}
		if best == "" {
			if best = d.kin(left[n:]); len(strings.Fields(best)) < 2 {
				best = ""
			}
		}
		if best != "" {
			return n, left[:n] + best
		}
	}
	return 0, ""
}

// believe begins to draw what the line editor draws on a screen of its own when its line doesn't begin at the left edge. The editor
// doesn't know that and breaks its line at the wrong column, so that letters of it are written over on the screen that is seen.
func (d *Reader) believe(mark string) {
	d.belief = nil
	if mark == "" || sign(mark) || d.beliefs == maxBeliefs {
		return
	}
	d.beliefs++
	cols, rows := d.term.Size()
	d.belief = vt.New(cols, min(rows, maxBuffer), nil)
	d.belief.Bound(maxBelief)
}

// Write hears of output before the terminal gets it.
func (d *Reader) Write(text string) {
	if d.belief != nil {
		d.belief.Write([]byte(text))
	}
}

// Resize hears that the terminal's size changes.
func (d *Reader) Resize() { d.belief = nil }

// believed is what the editor believes to stand behind its prompt.
func (d *Reader) believed(prompt string) (text string, ok bool) {
	if d.belief == nil {
		return "", false
	}
	cols, rows := d.belief.Size()
	var b strings.Builder
	for y := range rows {
		text, wrapped := d.belief.Row(y)
		b.WriteString(text)
		if wrapped {
			b.WriteString(strings.Repeat(" ", max(0, cols-columns(text))))
		} else {
			b.WriteByte('\n')
		}
	}
	text, ok = strings.CutPrefix(b.String(), prompt)
	return strings.TrimRight(text, " \n"), ok
}
