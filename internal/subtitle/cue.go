package subtitle

import (
	"bytes"
	"fmt"
	"html"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop"
)

// cue is one entry of a subtitle file.
type cue struct {
	span  sop.Span
	lines []string
	// words have the times that stand inside the text; nil when there are none.
	words []sop.SpokenWord
	// speaker says that somebody else begins to speak.
	speaker bool
}

// parsed is what a parser gives; err is why it stopped, at line.
type parsed struct {
	cues     []cue
	language string
	line     int
	err      string
	total    int // bytes of text
	// left is how many places were left out because they can't be understood, as players do; first is the line of the first of
	// them, and why what is wrong with it.
	left, first int
	why         string
}

// skip leaves out a place that begins at the current line.
func (p *parsed) skip(why string) {
	if p.left++; p.left == 1 {
		p.first, p.why = p.line, why
	}
}

// begin opens a cue with a line of times. open is false when they can't be understood: the cue is left out.
func (p *parsed) begin(line string) (open bool) {
	span, ok := readTiming(line)
	switch {
	case !ok:
		p.skip("a cue's time can't be understood")
		return false
	case len(p.cues) == maxCues:
		p.err = "it has too many cues"
		return false
	}
	p.cues = append(p.cues, cue{span: span})
	return true
}

// note says what was left out; empty when nothing was.
func (p *parsed) note(name string) string {
	switch p.left {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("one place of the transcript %s was left out: %s (line %d)", name, p.why, p.first)
	}
	return fmt.Sprintf("%d places of the transcript %s were left out, in the first %s (line %d)", p.left, name, p.why, p.first)
}

// add puts a line into the open cue; it says whether that went well.
func (p *parsed) add(line string) bool {
	c := &p.cues[len(p.cues)-1]
	before := c.size()
	c.add(line)
	p.total += c.size() - before
	switch {
	case c.size() > maxText:
		p.err = "a cue is too long"
	case p.total > maxTotal:
		p.err = fmt.Sprintf("it holds more than %d MiB of text", maxTotal>>20)
	}
	return p.err == ""
}

// lines gives the lines of b with their numbers, counted from 1 + before; it knows all three line ends.
func lines(b []byte, before int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for n := before + 1; len(b) > 0; n++ {
			i := bytes.IndexAny(b, "\r\n")
			if i < 0 {
				yield(n, string(b))
				return
			}
			line := string(b[:i])
			if b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
			b = b[i+1:]
			if !yield(n, line) {
				return
			}
		}
	}
}

var timing = regexp.MustCompile(`^\s*((?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?)\s*-->\s*((?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?)(?:\s.*)?$`)

// readTiming reads "00:01:02.500 --> 00:01:04.000 …", with a comma or a dot, with or without hours.
func readTiming(line string) (sop.Span, bool) {
	m := timing.FindStringSubmatch(line)
	if m == nil {
		return sop.Span{}, false
	}
	s := sop.Span{From: clock(m[1]), To: clock(m[2])}
	s.To = max(s.From, s.To) // an end before its beginning: the end isn't known
	return s, true
}

// clock reads h:mm:ss.fff; its form was checked.
func clock(s string) sop.Moment {
	var total time.Duration
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
	for p := range strings.SplitSeq(whole, ":") {
		n, _ := strconv.Atoi(p)
		total = total*60 + time.Duration(n)*time.Second
	}
	f, _ := strconv.ParseFloat("0."+fraction, 64)
	return sop.Moment(total) + sop.Seconds(f)
}

var (
	tags   = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,200}>|</?>|\{\\[^{}]{0,80}\}`)
	sounds = regexp.MustCompile(`\[[^\[\]]{0,60}\]|♪+|\((?i:music|applause|laughter|laughs|silence|inaudible|keyboard clicking|typing)\)`)
	turn   = regexp.MustCompile(`^\s*(?:>>+|-|–|—)\s+`)
)

// plain is a line of a cue without marks: no tags, no entities, no notes of sounds such as [Music].
func plain(line string) string {
	if !strings.ContainsAny(line, "<>{[(&♪\u00a0\u200b\u200e\u200f\ufeff") {
		return strings.Join(strings.Fields(line), " ")
	}
	line = html.UnescapeString(tags.ReplaceAllString(line, ""))
	line = strings.NewReplacer("\u00a0", " ", "\u200b", "", "\u200e", "", "\u200f", "", "\ufeff", "").Replace(line)
	return strings.Join(strings.Fields(sounds.ReplaceAllString(line, " ")), " ")
}

// add puts the text line into the cue.
func (c *cue) add(line string) {
	if strings.ContainsAny(line, ">-–—") && turn.MatchString(line) {
		line = turn.ReplaceAllString(line, "")
		c.speaker = true
	}
	if strings.Contains(line, "<v") {
		c.speaker = true
	}
	if at := stamps(line); at != nil {
		c.stamped(line, at)
		line = inner.ReplaceAllString(line, "")
	}
	if text := plain(line); text != "" {
		c.lines = append(c.lines, text)
	}
}

// size is the number of bytes of text.
func (c *cue) size() (n int) {
	for _, l := range c.lines {
		n += len(l)
	}
	return n
}
