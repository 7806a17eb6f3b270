package secret

import (
	"context"
	"hash/maphash"
	"sync"
)

// mostClean is how many texts are remembered at most: some two megabytes.
const mostClean = 1 << 16

// Remembered looks as another does, and once only at a text in which there is nothing: a long narration is looked through as a whole each time that a line of it
// is put right. Of a text its hash is kept. It may be used by several goroutines.
func Remembered(look Look) Look {
	var mu sync.Mutex
	seed, clean := maphash.MakeSeed(), map[uint64]struct{}{}
	fresh := func(texts []string) (left []string) {
		mu.Lock()
		defer mu.Unlock()
		for _, t := range texts {
			if _, ok := clean[maphash.String(seed, t)]; !ok && t != "" {
				left = append(left, t)
			}
		}
		return left
	}
	note := func(texts []string, spots [][]Spot) {
		mu.Lock()
		defer mu.Unlock()
		if len(clean)+len(texts) > mostClean {
			clear(clean)
		}
		for i, t := range texts {
			if len(spots[i]) == 0 {
				clean[maphash.String(seed, t)] = struct{}{}
			}
		}
	}
	return func(ctx context.Context, texts []string) ([][]Spot, error) {
		left := fresh(texts)
		if len(left) == 0 {
			return make([][]Spot, len(texts)), nil
		}
		spots, err := look(ctx, left)
		if err != nil {
			return nil, err
		}
		note(left, spots)
		for _, s := range spots {
			if len(s) > 0 { // what was found in one of them may stand in those that have nothing of their own
				return look(ctx, texts)
			}
		}
		return make([][]Spot, len(texts)), nil
	}
}
