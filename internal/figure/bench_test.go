package figure

import (
	"math/rand/v2"
	"testing"
	"time"
)

func BenchmarkDurations(b *testing.B) {
	w := world{Rand: rand.New(rand.NewPCG(1, 1)), sigma: 1}
	c := Cells[time.Duration]{Used: w.tooks(most, 1), Unused: w.tooks(most, 1)}
	for b.Loop() {
		Durations(c, Whole{})
	}
}

func BenchmarkRates(b *testing.B) {
	w := world{Rand: rand.New(rand.NewPCG(1, 1)), sigma: 1}
	c := Cells[bool]{Used: w.fails(1000, 0.1), Unused: w.fails(1000, 0.1)}
	for b.Loop() {
		Rates(c, Whole{})
	}
}
