package tesseract

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
)

// line is a line as tesseract tells it, in the pixels of the page that it read.
type line struct {
	block, par, line int
	words            []word
}

type word struct {
	box        image.Rectangle
	text       string
	confidence float64
}

// A row of TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence (-1 or 0…100), text.
// See tesseract(1), "tsv". Level 5 is a word.
const (
	columns   = 12
	wordLevel = 5
)

// parseTSV reads the answer for the given number of pages. Rows that aren't words are passed over; blank words too.
func parseTSV(b []byte, pages int) ([][]line, error) {
	all := make([][]line, pages)
	s := bufio.NewScanner(bytes.NewReader(b))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		f := strings.SplitN(strings.TrimRight(s.Text(), "\r\n"), "\t", columns)
		if len(f) < columns || f[0] == "level" {
			if len(f) > 1 && len(f) < columns-1 {
				return nil, fmt.Errorf("a row of %d columns", len(f))
			}
			continue
		}
		n, err := numbers(f[:columns-2])
		if err != nil {
			return nil, err
		}
		if n[0] != wordLevel {
			continue
		}
		page := n[1] - 1
		if page < 0 || page >= pages {
			return nil, fmt.Errorf("page %d of %d", n[1], pages)
		}
		w, ok, err := wordOf(n, f)
		if err != nil {
			return nil, err
		}
		if ok {
			all[page] = join(all[page], line{n[2], n[3], n[4], []word{w}})
		}
	}
	return all, s.Err()
}

func wordOf(n []int, f []string) (word, bool, error) {
	c, err := strconv.ParseFloat(f[columns-2], 64)
	if err != nil {
		return word{}, false, fmt.Errorf("confidence: %w", err)
	}
	text := strings.TrimSpace(f[columns-1])
	if text == "" || !utf8.ValidString(text) || n[8] <= 0 || n[9] <= 0 || !(c >= 0) {
		return word{}, false, nil
	}
	box := image.Rect(n[6], n[7], n[6]+n[8], n[7]+n[9])
	if box.Dx() != n[8] || box.Dy() != n[9] {
		return word{}, false, errors.New("a box beyond all pictures")
	}
	return word{box, text, min(1, c/100)}, true, nil
}

// maxNumber bounds the numbers of a row, far above any picture's pixels.
const maxNumber = 1 << 24

func numbers(f []string) ([]int, error) {
	n := make([]int, len(f))
	for i, s := range f {
		v, err := strconv.Atoi(s)
		if err != nil {
			return nil, fmt.Errorf("column %d: %w", i+1, err)
		}
		if v < -maxNumber || v > maxNumber {
			return nil, fmt.Errorf("column %d: %d", i+1, v)
		}
		n[i] = v
	}
	return n, nil
}

// join adds l's word to the line it belongs to.
func join(lines []line, l line) []line {
	if n := len(lines); n > 0 {
		p := &lines[n-1]
		if p.block == l.block && p.par == l.par && p.line == l.line {
			p.words = append(p.words, l.words...)
			return lines
		}
	}
	return append(lines, l)
}

// place tells where a page that was read lies: the bounds of the picture that it was made of.
type place struct{ bounds image.Rectangle }

func (p place) box(r image.Rectangle) sop.Box {
	at := func(v int) int { return int(math.Round(float64(v-margin) / scale)) }
	b := image.Rect(at(r.Min.X), at(r.Min.Y), at(r.Max.X), at(r.Max.Y)).Add(p.bounds.Min)
	return sop.BoxOf(b.Intersect(p.bounds))
}

// lines are the page's lines in the recording's pixels.
func (p place) lines(page []line) []sop.Line {
	var out []sop.Line
	for _, l := range page {
		var o sop.Line
		var texts []string
		var sum, n float64
		for _, w := range l.words {
			b := p.box(w.box)
			if b.Empty() {
				continue
			}
			o.Words = append(o.Words, sop.ScreenWord{Box: b, Text: w.text, Confidence: w.confidence})
			o.Box = o.Box.Union(b)
			texts = append(texts, w.text)
			k := float64(utf8.RuneCountInString(w.text))
			sum, n = sum+k*w.confidence, n+k
		}
		if n == 0 {
			continue
		}
		o.Text, o.Confidence = strings.Join(texts, " "), sum/n
		out = append(out, o)
	}
	return out
}
