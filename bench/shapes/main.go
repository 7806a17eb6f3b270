// Command shapes teaches the reader of terminals what characters look like in general: it draws those of many monospaced fonts as recordings show
// them, and trains the net that names the shapes of a font that the reader's library doesn't hold.
//
//	go run ./bench/shapes --fonts DIR,… [--without FAMILY,…] [--check FAMILY,…] [--steps N] [--seed N] [--out FILE]
//	go run ./bench/shapes --fonts DIR,… --list
//
// It writes internal/stage/read/grid/learnt/weights.bin, the same with the same fonts, steps and seed. GOEXPERIMENT=simd makes it several times as
// fast, with the same sums. Families to check with aren't learnt from; their characters are named afterwards, and the mistakes told.
package main

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"sync"

	"showhow/bench/shapes/face"
	"showhow/bench/shapes/net"
	"showhow/bench/shapes/sheet"
	"showhow/internal/stage/read/grid/learnt"
)

type options struct {
	fonts, without, check, out, weights string
	steps                               int
	seed                                uint64
	list                                bool
}

func main() {
	var o options
	flag.StringVar(&o.fonts, "fonts", "internal/stage/read/grid/glyph/fonts", "folders with fonts, with commas between")
	flag.StringVar(&o.without, "without", "", "parts of the names of families that aren't used")
	flag.StringVar(&o.check, "check", "", "parts of the names of families that aren't learnt from, to check with")
	flag.StringVar(&o.out, "out", "", "file for the weights")
	flag.StringVar(&o.weights, "weights", "", "file with weights: learn nothing, and check them")
	flag.IntVar(&o.steps, "steps", 40000, "how many steps to learn in, of 128 pictures each")
	flag.Uint64Var(&o.seed, "seed", 1, "what chance begins with")
	flag.BoolVar(&o.list, "list", false, "list the fonts and learn nothing")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "shapes:", err)
		os.Exit(1)
	}
}

func split(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return r == ',' }) }

func run(o options) error {
	all, err := face.Load(split(o.fonts), split(o.without))
	if err != nil {
		return err
	}
	learn, check := families(all, split(o.check))
	if o.list {
		for _, f := range learn {
			fmt.Printf("%s: %d\n", f[0].Family, len(f))
		}
		return nil
	}
	fmt.Printf("%d families, %d fonts; %d families to check with\n", len(learn), len(all), len(check))
	var n *learnt.Net
	if o.weights != "" {
		b, err := os.ReadFile(o.weights)
		if err != nil {
			return err
		}
		if n, err = learnt.Parse(b); err != nil {
			return err
		}
	} else {
		b := train(learn, o).Bytes()
		if o.out != "" {
			if err := os.WriteFile(o.out, b, 0o644); err != nil {
				return err
			}
		}
		if n, err = learnt.Parse(b); err != nil { // as it will be read
			return err
		}
	}
	for _, f := range check {
		judge(n, f)
	}
	return nil
}

// families parts the fonts by family, those to check with from the others.
func families(all []*face.Face, check []string) (learn, rest [][]*face.Face) {
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].Family == all[i].Family {
			j++
		}
		to := &learn
		for _, c := range check {
			if strings.Contains(all[i].Family, c) {
				to = &rest
			}
		}
		*to = append(*to, all[i:j])
		i = j
	}
	return learn, rest
}

const (
	workers = 2
	// batch is how many pictures a worker takes for a step, sheets how many it draws them from, and uses how often a picture is taken, about.
	batch, sheets, uses = 64, 120, 2
	fastest, slowest    = .0015, .00001
)

// source draws sheets, and gives their pictures mixed.
type source struct {
	r     *rand.Rand
	from  [][]*face.Face
	pool  [][]net.Sample
	taken int
}

func (s *source) draw() []net.Sample {
	family := s.from[s.r.IntN(len(s.from))]
	return sheet.Draw(s.r, family[s.r.IntN(len(family))], sheet.Chance(s.r))
}

func (s *source) next() *net.Sample {
	for len(s.pool) < sheets {
		s.pool = append(s.pool, s.draw())
	}
	one := s.pool[s.r.IntN(sheets)]
	for len(one) == 0 {
		one = s.draw()
	}
	if s.taken++; s.taken >= uses*len(one) {
		s.taken = 0
		s.pool[s.r.IntN(sheets)] = s.draw()
	}
	return &one[s.r.IntN(len(one))]
}

// train learns from the fonts.
func train(fonts [][]*face.Face, o options) *learnt.Net {
	t := net.NewTrainer(o.seed)
	var sources [workers]*source
	parts := make([]*net.Slopes, workers)
	for i := range workers {
		sources[i] = &source{r: rand.New(rand.NewPCG(o.seed, uint64(100+i))), from: fonts}
		parts[i] = net.NewSlopes()
	}
	loss, right := 0.0, 0
	for step := range o.steps {
		var wait sync.WaitGroup
		for i := range workers {
			wait.Go(func() {
				for range batch {
					parts[i].Add(t.Net, sources[i].next())
				}
			})
		}
		wait.Wait()
		for _, p := range parts {
			loss, right = loss+p.Loss, right+p.Right
		}
		way := float64(step) / float64(o.steps)
		rate := slowest + (fastest-slowest)*(1+math.Cos(math.Pi*way))/2*math.Min(1, float64(step+1)/200)
		t.Step(parts, rate)
		const told = 1000
		if (step+1)%told == 0 {
			n := float64(told * workers * batch)
			fmt.Printf("%6d of %d: loss %.3f, %.2f %% wrong\n", step+1, o.steps, loss/n, 100*(1-float64(right)/n))
			loss, right = 0, 0
		}
	}
	return t.Net
}
