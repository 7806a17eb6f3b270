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

// vocabulary is every line of text that was seen, each read once.
type vocabulary struct {
	seen  map[uint64]sight
	lines []printed
	// bySize are the lines by the width and height of the first picture of them.
	bySize map[image.Point][]int
	// told are the lines as they stand in their places, so that screens share what stays where it is.
	told map[standing]sop.Line
}

// standing is a picture of a line at its place.
type standing struct {
	key uint64
	at  image.Point
}

// sight is a picture of a line: which line it is, where the line's letters stand in it against the first picture of the
// line, and how often it was seen.
type sight struct {
	line  int
	at    image.Point
	times int
}

// printed is a line of text as it stands on the screen now and again, in pictures that differ by no more than the codec's
// noise. It is read from the picture that was seen most often: just after a change a picture is still blurred.
type printed struct {
	first, best *image.Gray
	at          image.Point // of the letters in best, against the first
	times       int         // how often best was seen
	read        sop.Line    // from best
}

func newVocabulary() *vocabulary {
	return &vocabulary{seen: map[uint64]sight{}, bySize: map[image.Point][]int{}, told: map[standing]sop.Line{}}
}

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
	q, ok := v.seen[k]
	if !ok {
		q = v.place(s)
	}
	q.times++
	v.seen[k] = q
	if l := &v.lines[q.line]; q.times >= l.times {
		l.best, l.at, l.times = s, q.at, q.times
	}
	return k
}

// noted is a text whose line will be read. It keeps no pixels: a long recording has hundreds of thousands of texts, though
// not as many lines. Noted again it stays as it is.
func (v *vocabulary) noted(t text) text {
	if len(t.Strip.Pix) == 0 {
		return t
	}
	t.key = v.add(t.Text)
	t.Strip = &image.Gray{Rect: t.Strip.Rect}
	return t
}

// place finds the line that a new picture shows, or takes it for a new one.
func (v *vocabulary) place(s *image.Gray) sight {
	size := s.Rect.Size()
	for _, d := range nearby {
		for _, i := range v.bySize[size.Add(d)] {
			for _, at := range nearby {
				if samePrint(v.lines[i].first, s, at) {
					return sight{line: i, at: at}
				}
			}
		}
	}
	v.bySize[size] = append(v.bySize[size], len(v.lines))
	v.lines = append(v.lines, printed{first: s})
	return sight{line: len(v.lines) - 1}
}

// read reads all lines.
func (v *vocabulary) read(ctx context.Context, r Reader) error {
	if r == nil || len(v.lines) == 0 {
		return nil
	}
	var strips []*image.Gray
	for _, l := range v.lines {
		strips = append(strips, l.best)
	}
	lines, err := r.Strips(ctx, strips)
	if err == nil {
		settle(lines)
		for i, l := range lines {
			v.lines[i].read = l
		}
	}
	return err
}

// line is the text's line at the place where it stands; false when there is nothing to be read. Its words must not be
// changed.
func (v *vocabulary) line(t text) (sop.Line, bool) {
	if t.Dots > 0 {
		dots := strings.Repeat("•", t.Dots)
		return sop.Line{Box: t.Box, Text: dots, Words: []sop.ScreenWord{{Box: t.Box, Text: dots, Confidence: 1}}, Confidence: 1}, true
	}
	at := standing{t.key, t.Strip.Rect.Min}
	out, ok := v.told[at]
	if !ok {
		out = v.tell(t)
		v.told[at] = out
	}
	return out, len(out.Words) > 0 && (out.Confidence >= doubtful || legible(out.Text))
}

// tell puts what was read in the text's place.
func (v *vocabulary) tell(t text) sop.Line {
	q := v.seen[t.key]
	p := v.lines[q.line]
	l := p.read
	by := t.Strip.Rect.Min.Add(q.at).Sub(p.best.Rect.Min.Add(p.at))
	out := sop.Line{Box: t.Box, Confidence: l.Confidence}
	words := trim(l.Words)
	var texts []string
	for _, w := range words {
		w.Box.X, w.Box.Y = w.Box.X+by.X, w.Box.Y+by.Y
		out.Words = append(out.Words, w)
		texts = append(texts, w.Text)
	}
	out.Text = strings.Join(texts, " ")
	return out
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
