package pocketsphinx

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// ngram is up to three words, joined by blanks.
type ngram = string

// model is a trigram language model with interpolated absolute discounting (Ney, Essen, Kneser 1994: "On structuring
// probabilistic dependences in stochastic language modelling"): what is left over at each order goes to the order below,
// and at the bottom to all words of the vocabulary alike.
type model struct {
	prob [4]map[ngram]float64 // natural probabilities, by order
	back [4]map[ngram]float64 // what of a context's probability is left for the order below
}

// discount is taken from each count.
const discount = .6

// train counts sentences of words. Each word of vocabulary can be heard, even if no sentence holds it.
func train(sentences [][]string, vocabulary []string) model {
	var counts [4]map[ngram]int
	for n := range counts {
		counts[n] = map[ngram]int{}
	}
	for _, s := range sentences {
		s = append(append([]string{"<s>"}, s...), "</s>")
		for n := 1; n <= 3; n++ {
			for i := 0; i+n <= len(s); i++ {
				counts[n][strings.Join(s[i:i+n], " ")]++
			}
		}
	}
	delete(counts[1], "<s>")
	m := model{}
	for n := range m.prob {
		m.prob[n], m.back[n] = map[ngram]float64{}, map[ngram]float64{}
	}
	total := 0
	for _, c := range counts[1] {
		total += c
	}
	left := 1.0
	if total > 0 {
		left = discount * float64(len(counts[1])) / float64(total)
	}
	all := map[string]bool{"</s>": true}
	for _, w := range vocabulary {
		all[w] = true
	}
	for w := range counts[1] {
		all[w] = true
	}
	for w := range all {
		p := left / float64(len(all))
		if c := counts[1][w]; c > 0 {
			p += (float64(c) - discount) / float64(total)
		}
		m.prob[1][w] = p
	}
	for n := 2; n <= 3; n++ {
		m.higher(n, counts[n])
	}
	return m
}

// higher fills in order n by the counts of its n-grams.
func (m *model) higher(n int, counts map[ngram]int) {
	sum, kinds := map[ngram]int{}, map[ngram]int{}
	for g, c := range counts {
		h := history(g)
		sum[h] += c
		kinds[h]++
	}
	for h := range sum {
		m.back[n-1][h] = discount * float64(kinds[h]) / float64(sum[h])
	}
	for g, c := range counts {
		h := history(g)
		_, rest, _ := strings.Cut(g, " ")
		m.prob[n][g] = (float64(c)-discount)/float64(sum[h]) + m.back[n-1][h]*m.prob[n-1][rest]
	}
}

// history is an n-gram without its last word.
func history(g ngram) ngram { return g[:strings.LastIndexByte(g, ' ')] }

// write writes the model in the ARPA form (Doug Paul, MIT Lincoln Laboratory): log10 probability, words, log10 back-off weight.
func (m model) write(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprint(b, "\\data\\\n")
	m.prob[1]["<s>"] = 0 // it never follows anything
	for n := 1; n <= 3; n++ {
		fmt.Fprintf(b, "ngram %d=%d\n", n, len(m.prob[n]))
	}
	for n := 1; n <= 3; n++ {
		fmt.Fprintf(b, "\n\\%d-grams:\n", n)
		grams := make([]ngram, 0, len(m.prob[n]))
		for g := range m.prob[n] {
			grams = append(grams, g)
		}
		slices.Sort(grams)
		for _, g := range grams {
			fmt.Fprintf(b, "%.4f\t%s", log10(m.prob[n][g]), g)
			if n < 3 {
				back, ok := m.back[n][g]
				if !ok {
					back = 1
				}
				fmt.Fprintf(b, "\t%.4f", log10(back))
			}
			fmt.Fprintln(b)
		}
	}
	delete(m.prob[1], "<s>")
	fmt.Fprint(b, "\n\\end\\\n")
	return b.Flush()
}

func log10(p float64) float64 {
	if p <= 0 {
		return -99
	}
	return math.Log10(p)
}
