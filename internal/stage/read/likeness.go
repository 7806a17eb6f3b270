package read

import (
	"slices"
	"strings"
	"unicode"

	"showhow/internal/sop"
)

// Letters that a reader of small print takes for each other, and the one that stands for all of them.
var strokes = strings.NewReplacer("l", "i", "I", "i", "1", "i", "|", "i", "!", "i")

// fewLikeLetters is the length from which a word's other letters tell that it is the same word.
const fewLikeLetters = 5

// settle gives words that differ only in such strokes the spelling that was read most often, when it is at least twice as
// frequent: "payments-apl" becomes "payments-api" where the latter stands in other lines. No spelling comes from elsewhere.
func settle(lines []sop.Line) {
	weights := map[string]map[string]float64{}
	each(lines, func(_ *sop.Line, w *sop.ScreenWord) {
		k, ok := likeness(w.Text)
		if !ok {
			return
		}
		if weights[k] == nil {
			weights[k] = map[string]float64{}
		}
		weights[k][w.Text] += w.Confidence
	})
	each(lines, func(l *sop.Line, w *sop.ScreenWord) {
		k, ok := likeness(w.Text)
		if !ok || len(weights[k]) < 2 {
			return
		}
		best := w.Text
		for s, n := range weights[k] {
			if b := weights[k][best]; n > b || n == b && s < best {
				best = s
			}
		}
		if best == w.Text || weights[k][best] < 2*weights[k][w.Text] {
			return
		}
		l.Text, w.Text = strings.Replace(l.Text, w.Text, best, 1), best
	})
}

// each goes through the words, which belong to their lines alone afterwards.
func each(lines []sop.Line, do func(*sop.Line, *sop.ScreenWord)) {
	for i := range lines {
		lines[i].Words = slices.Clone(lines[i].Words)
		for j := range lines[i].Words {
			do(&lines[i], &lines[i].Words[j])
		}
	}
}

// likeness is what all words have in common that may be one; false for a word that is too short or no word.
func likeness(word string) (string, bool) {
	letters := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return strokes.Replace(word), letters >= fewLikeLetters && letters*3 >= 2*len([]rune(word))
}
