package pocketsphinx

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/spoken"
)

// heard is what was heard in each piece.
type heard []piece

// piece is what was heard in one piece of sound.
type piece struct {
	words []word
	// sound is the acoustic score, the higher the better; the language model's part is left out, as two models' can't be compared.
	sound float64
	none  bool
}

type word struct {
	text     string
	from, to int // frames of 10 ms
	agreed   bool
}

// parse reads what -hypseg writes: for each piece a line "NAME S n T n A n L n", then "frame acoustic language word" for each word,
// and the last frame. A line of another form is a piece of which nothing was heard.
func parse(text string, pieces int) (heard, error) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) != pieces && !(pieces == 0 && text == "") {
		return nil, &sop.Error{Code: sop.Failed, Message: fmt.Sprintf("PocketSphinx told of %d pieces of %d.", len(lines), pieces), Mend: "Try again; --speech none drafts from the screen alone."}
	}
	all := make(heard, pieces)
	for i := range all {
		all[i] = parseLine(strings.Fields(lines[i]))
	}
	return all, nil
}

func parseLine(f []string) piece {
	p := piece{none: true}
	if len(f) < 10 || f[1] != "S" || f[5] != "A" {
		return p
	}
	score, err := strconv.ParseFloat(f[6], 64)
	if err != nil {
		return p
	}
	p.sound, p.none = score, false
	rest := f[9:]
	last, err := strconv.Atoi(rest[len(rest)-1])
	if err != nil {
		return piece{none: true}
	}
	rest = rest[:len(rest)-1]
	for i := 0; i+3 < len(rest)+0; i += 4 {
		from, err := strconv.Atoi(rest[i])
		if err != nil {
			return piece{none: true}
		}
		to := last
		if i+4 < len(rest) {
			if n, err := strconv.Atoi(rest[i+4]); err == nil {
				to = n
			}
		}
		w, _, _ := strings.Cut(rest[i+3], "(")
		if w == "" || w[0] == '<' || w[0] == '[' || w[0] == '+' || to < from {
			continue
		}
		p.words = append(p.words, word{text: w, from: from, to: to})
	}
	return p
}

// ahead is by how much, in parts of a thousand, the plain model's acoustic score must be better to be taken: it knows more
// words, so it always fits the sound a little better.
const ahead = 12

// better takes the reading of the recording's own model unless the plain one fits the sound clearly better, and marks the words
// that both heard at the same time.
func better(own, plain piece) piece {
	best, other := own, plain
	if own.none || !plain.none && plain.sound > own.sound+ahead*abs(own.sound)/1000 {
		best, other = plain, own
	}
	for i := range best.words {
		w := &best.words[i]
		for _, o := range other.words {
			if o.text == w.text && o.from < w.to && w.from < o.to {
				w.agreed = true
			}
		}
	}
	return best
}

func abs(v float64) float64 { return max(v, -v) }

// spoken are the words on the recording's clock, names in their written form.
func (p piece) spoken(at sop.Span) (all []sop.SpokenWord) {
	const frame = 10 * time.Millisecond
	for _, w := range p.words {
		s := sop.SpokenWord{Text: w.text, Confidence: unsure, Span: sop.Span{
			From: at.From.Add(time.Duration(w.from) * frame), To: min(at.To, at.From.Add(time.Duration(w.to)*frame)),
		}}
		if w.agreed {
			s.Confidence = sure
		}
		if n, ok := spoken.Lookup(w.text); ok {
			s.Text = n.Written
		}
		all = append(all, s)
	}
	return all
}
