package subtitle

import (
	"time"
	"unicode/utf8"

	"showhow/internal/sop"
)

// spread gives words times inside span, each as long as it is written. guessed marks them as such.
func spread(words []string, span sop.Span, guessed bool) []sop.SpokenWord {
	const breath = 2 // what each word takes besides its letters, in letters
	total := 0
	for _, w := range words {
		total += utf8.RuneCountInString(w) + breath
	}
	out := make([]sop.SpokenWord, len(words))
	at, sum := span.From, 0
	for i, w := range words {
		sum += utf8.RuneCountInString(w) + breath
		to := span.From.Add(time.Duration(float64(span.Length()) * float64(sum) / float64(total)))
		out[i] = sop.SpokenWord{Text: w, Span: sop.Span{From: at, To: to}, Confidence: 1, Guessed: guessed}
		at = to
	}
	return out
}
