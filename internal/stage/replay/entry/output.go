package entry

import (
	"slices"
	"strings"

	"showhow/internal/sop"
)

// confirm keeps the line that was left last; what was printed since, up to the log's line to, is its output.
func (d *Reader) confirm(to int, until sop.Moment) {
	e := d.left
	if e == nil {
		return
	}
	d.left, d.at = nil, nil
	e.Until = max(until, e.At)
	d.output(e, to)
	if len(d.entries) < maxEntries {
		d.entries = append(d.entries, *e)
	}
}

// output reads the lines of the log from the end of the last entry up to line to.
func (d *Reader) output(e *sop.Entry, to int) {
	from, lead := d.end, e.Output // the end of it that stands before the next prompt is known
	e.Output = nil
	if to < from { // the screen was wiped
		from = d.term.Top()
	}
	joined := false
	for n := from; n < to && d.bytes < maxOutputs; n++ {
		text, wrapped, kept := d.term.Line(n)
		if !kept {
			e.Cut++
			continue
		}
		if joined && len(e.Output) > 0 && len(e.Output[len(e.Output)-1]) < maxOutputLine {
			e.Output[len(e.Output)-1] += text
		} else {
			e.Output = append(e.Output, text)
		}
		d.bytes += len(text)
		joined = wrapped
	}
	if n := len(e.Output); n > maxOutput {
		e.Cut += n - maxOutput
		e.Output = slices.Delete(e.Output, maxOutput/2, n-maxOutput/2)
	}
	e.Output = append(e.Output, lead...)
	for len(e.Output) > 0 && e.Output[len(e.Output)-1] == "" {
		e.Output = e.Output[:len(e.Output)-1]
	}
}

// waits says whether e is a prompt and nothing typed behind it.
func (d *Reader) waits(e ending) bool {
	left := strings.TrimRight(e.text[:e.cursor], " ")
	return left != "" && slices.ContainsFunc(append(d.prompts, d.mark), func(p string) bool { return strings.TrimRight(p, " ") == left })
}

// Finish keeps what was left when the recording ended.
func (d *Reader) Finish() {
	defer func() { d.keypad.stopped(d.entries) }()
	d.untold()
	if d.left == nil {
		return
	}
	to := d.end
	if !d.term.Alternate() {
		e := d.here()
		to = max(e.first, d.end)
		if e.text != "" && !d.waits(e) {
			to = e.end
		}
	}
	d.confirm(to, d.now)
}
