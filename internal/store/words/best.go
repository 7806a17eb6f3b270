package words

import (
	"cmp"
	"maps"
	"slices"

	"showhow/internal/sop/library"
)

// What a title's weight is raised by: one with all words comes before everything else, one with some of them doesn't.
const (
	titleWithAll  = 1000.0
	titleWithSome = 1.0
)

// How many times more a passage weighs for being a title or an instruction.
const (
	title       = 4.0 // or a tag
	instruction = 2.0
)

// Found is a passage with its number, its procedure's id, and what the words in it weigh: more is better.
type Found struct {
	ID        int64
	Procedure string
	Score     float64
	library.Passage
}

// Best are the best passages of procedures, by their ids.
type Best map[string]Found

// Keep keeps a passage that is better than what was found of its procedure, and gives of how many procedures there is one. Every says that all words of
// the question stand in it.
func (b Best) Keep(f Found, every bool) int {
	switch {
	case (f.Kind == library.InTitle || f.Kind == library.InTag) && every:
		f.Score = f.Score*title + titleWithAll
	case f.Kind == library.InTitle || f.Kind == library.InTag:
		f.Score = f.Score*title + titleWithSome
	case (f.Kind == library.InPart || f.Kind == library.InStep || f.Kind == library.InCommand) && f.Step != "":
		f.Score *= instruction
	}
	if had, ok := b[f.Procedure]; !ok || better(f, had) < 0 {
		b[f.Procedure] = f
	}
	return len(b)
}

// Sorted are the best of them all, at most n.
func (b Best) Sorted(n int) []Found {
	all := slices.SortedFunc(maps.Values(b), better)
	return all[:min(len(all), n)]
}

func better(x, y Found) int {
	if x.Score != y.Score {
		return cmp.Compare(y.Score, x.Score)
	}
	return cmp.Compare(x.ID, y.ID)
}
