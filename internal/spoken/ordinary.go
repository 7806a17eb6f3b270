package spoken

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
)

// ordinary.txt is about 9,800 words that occur often: counted over the manuals and documentation of a Debian system, with
// the words of everyday talk added by hand. Names of products and people were left out.
//
//go:embed ordinary.txt
var commonText string

var commonWords = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, 10000)
	for w := range strings.Lines(commonText) {
		m[strings.TrimSpace(w)] = true
	}
	return m
})

// endings are what an ordinary word may carry, and what stands in its place in the word itself.
var endings = []struct{ ending, stem string }{
	{"'s", ""}, {"s'", "s"}, {"s", ""}, {"es", ""}, {"ies", "y"}, {"ed", ""}, {"ed", "e"}, {"ied", "y"}, {"ing", ""}, {"ing", "e"},
	{"er", ""}, {"er", "e"}, {"est", ""}, {"ly", ""}, {"n't", ""}, {"'ll", ""}, {"'re", ""}, {"'ve", ""}, {"'d", ""}, {"'m", ""},
}

// Common says whether word is ordinary English, which is never taken for a name. Case does not matter.
func Common(word string) bool {
	w := strings.ToLower(word)
	m := commonWords()
	if m[w] {
		return true
	}
	for _, e := range endings {
		stem, ok := strings.CutSuffix(w, e.ending)
		if !ok || len(stem) < 2 {
			continue
		}
		if m[stem+e.stem] {
			return true
		}
		if n := len(stem); e.stem == "" && n > 3 && stem[n-1] == stem[n-2] && m[stem[:n-1]] { // running
			return true
		}
	}
	return false
}

// Ordinary are the ordinary words themselves, sorted.
func Ordinary() []string { return slices.Sorted(maps.Keys(commonWords())) }
