package read

import (
	"context"
	"hash/fnv"
	"image"
	"strings"
	"unicode"

	"showhow/internal/sop"
	"showhow/internal/stage/read/layout"
)

// vocabulary is every line of text that was seen, each once.
type vocabulary struct {
	index  map[uint64]int
	strips []*image.Gray
	lines  []sop.Line
}

func newVocabulary() *vocabulary { return &vocabulary{index: map[uint64]int{}} }

// add gives the key of a text; equal pixels have equal keys. Dots need no reading.
func (v *vocabulary) add(t layout.Text) uint64 {
	s := t.Strip
	if t.Dots > 0 {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte{byte(s.Rect.Dx()), byte(s.Rect.Dx() >> 8), byte(s.Rect.Dy())})
	h.Write(s.Pix)
	k := h.Sum64()
	if _, ok := v.index[k]; !ok {
		v.index[k] = len(v.strips)
		v.strips = append(v.strips, s)
	}
	return k
}

// read reads all strips.
func (v *vocabulary) read(ctx context.Context, r Reader) error {
	v.lines = make([]sop.Line, len(v.strips))
	if r == nil || len(v.strips) == 0 {
		return nil
	}
	lines, err := r.Strips(ctx, v.strips)
	if err == nil {
		settle(lines)
		v.lines = lines
	}
	return err
}

// line is the text's line at the place where it stands; false when there is nothing to be read.
func (v *vocabulary) line(t text) (sop.Line, bool) {
	if t.Dots > 0 {
		dots := strings.Repeat("•", t.Dots)
		return sop.Line{Box: t.Box, Text: dots, Words: []sop.ScreenWord{{Box: t.Box, Text: dots, Confidence: 1}}, Confidence: 1}, true
	}
	i := v.index[t.key]
	l := v.lines[i]
	by := t.Strip.Rect.Min.Sub(v.strips[i].Rect.Min)
	out := sop.Line{Box: t.Box, Confidence: l.Confidence}
	words := trim(l.Words)
	var texts []string
	for _, w := range words {
		w.Box.X, w.Box.Y = w.Box.X+by.X, w.Box.Y+by.Y
		out.Words = append(out.Words, w)
		texts = append(texts, w.Text)
	}
	out.Text = strings.Join(texts, " ")
	return out, len(texts) > 0 && (l.Confidence >= doubtful || legible(out.Text))
}

// doubtful is the confidence below which a line without letters is taken for an ornament.
const doubtful = .5

func legible(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 2
}

// trim takes leading and trailing words away that are icons or the rims of boxes taken for signs.
func trim(words []sop.ScreenWord) []sop.ScreenWord {
	ornament := func(w sop.ScreenWord) bool {
		switch {
		case strings.Trim(w.Text, "|_—-–=~‘’“”'`\"[]{}<>«»©®°•·¢") == "":
			return w.Confidence < .9 || strings.ContainsAny(w.Text, "|_—©®«»¢")
		case len([]rune(w.Text)) <= 2:
			return w.Confidence < .3
		}
		return false
	}
	for len(words) > 0 && ornament(words[0]) {
		words = words[1:]
	}
	for len(words) > 0 && ornament(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return words
}
