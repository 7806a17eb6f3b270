package subtitle

import (
	"regexp"
	"strings"

	"showhow/internal/sop"
)

// inner is a time inside a cue's text: the words behind it are said then.
var inner = regexp.MustCompile(`<(?:\d{1,4}:)?\d{1,2}:\d{2}\.\d{1,9}>`)

var language = regexp.MustCompile(`(?i)^language:\s*([a-z]{2,3}(?:-[a-z0-9]+)*)\s*$`)

// vtt reads WebVTT (https://www.w3.org/TR/webvtt1/). Style, region and note blocks are passed over, and so
// are, with a note, text that belongs to no cue and cues whose times can't be understood.
func vtt(b []byte, before int) (p parsed) {
	const (
		header = iota
		between
		skip // a NOTE, STYLE or REGION block
		named
		text
	)
	state := header
	for n, line := range lines(b, before) {
		p.line = n
		blank := line == "" || state != text && strings.TrimSpace(line) == "" // a cue may hold lines of blanks
		arrow := strings.Contains(line, "-->")
		switch {
		case arrow && (state != text || timing.MatchString(line)):
			state = skip
			if p.begin(line) {
				state = text
			} else if p.err != "" {
				return p
			}
		case blank:
			state = between
		case state == header:
			if m := language.FindStringSubmatch(line); m != nil {
				p.language = m[1]
			}
		case state == text:
			if !p.add(line) {
				return p
			}
		case state == between:
			state = named
			if block := strings.Fields(line)[0]; block == "NOTE" || block == "STYLE" || block == "REGION" {
				state = skip
			}
		case state == named:
			p.skip("there is text that belongs to no cue")
			state = skip
		}
	}
	return p
}

// stamps are the places of the times inside a line.
func stamps(line string) [][]int {
	if !strings.Contains(line, "<") {
		return nil
	}
	return inner.FindAllStringIndex(line, -1)
}

// stamped reads the words of a line that has times in it; at are the places of the times.
func (c *cue) stamped(line string, at [][]int) {
	from := c.span.From
	if len(c.words) > 0 {
		from = c.words[len(c.words)-1].Span.To
	}
	begin := 0
	for _, a := range append(at, []int{len(line), len(line)}) {
		to := c.span.To
		if a[0] < len(line) {
			to = min(c.span.To, max(from, clock(line[a[0]+1:a[1]-1])))
		}
		fields := strings.Fields(plain(line[begin:a[0]]))
		c.words = append(c.words, spread(fields, sop.Span{From: from, To: max(from, to)}, len(fields) > 1)...)
		from, begin = to, a[1]
	}
}
