package cipher

import (
	"math"
	"slices"
	"sort"

	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/glyph"
)

// named is a shape with the character it was found to be.
type named struct {
	r, other rune
	// trust is by how much r is the better name, in likeness.
	trust float32
}

// Name names the shapes by the fonts that come nearest. Those that were seen only once are left out.
func (t *Text) Name(fits []font.Fit) []font.Shape {
	names := newSolver(t, fits).solve()
	var out []font.Shape
	for i, k := range t.shapes {
		if k.n > 1 {
			out = append(out, font.Shape{Mean: k.mean, Char: names[i].r, Other: names[i].other, Trust: names[i].trust, Words: len(k.tokens)})
		}
	}
	return out
}

// whole says whether all cells are of whole pixels.
func whole(views []View) bool {
	return !slices.ContainsFunc(views, func(v View) bool {
		s := v.Sampler
		return s.CellW != math.Round(s.CellW) || s.CellH != math.Round(s.CellH)
	})
}

// solver names the shapes of a text once for the whole recording: by their likeness to the characters of all fonts, by
// the rule that different shapes are different characters, and, where these leave it open, by the words they form.
type solver struct {
	*Text
	names []rune
	forms []form      // of the shapes
	like  [][]float32 // for each shape and name
	far   [][]float32 // for each shape and name how far they are apart, see spread
	own   []float32   // for each shape how much of what a lesser font loses it loses; nil while only the nearest is compared
	now   []int       // for each shape the index of its name
	loose bool        // a quote may be alone
	used  [][]int     // for each name the shapes that have it
}

// Weights, found on recordings made for tuning.
const (
	// lesser is what a font's likeness loses for each part that it fits worse than the best.
	lesser = .35
	// strange is how much less like a shape than usual the nearest font may be before it counts for no more than any other.
	strange = .04
	// taken is what a name loses when a clearly different shape has it already, and rightful the further part of how
	// much more like the name that shape is.
	taken, rightful = .035, .5
	// wordWorth is how much likeness a letter of a known word is worth.
	wordWorth = 1. / 220
	// open is how far below the best a name may lie to be chosen for the words' sake, and wide how much further for
	// each part that even the best lacks of like: the fonts tell little of a shape that none of them has.
	open, wide, like = .09, 1., .93
	// variants is how little alike the same character may look from cell to cell, when cells aren't whole pixels.
	variants = .93
	// differs is the same for cells of whole pixels: what the coding leaves of noise.
	differs = .98
	// twins is how much less like a shape a second name may be for the two to be told by the eye; longText is from how many different
	// tokens on a text holds all digits and most letters.
	twins, longText = .06, 60
	// rare is what a backtick is worth less than the quote that it looks like: it's seldom typed.
	rare = .02
	// worthy is the part of a lead that counts as trust.
	worthy = .4
	// finer is by how much less alike two pictures may be at half the size than they are.
	finer = .04
	// unlike is what the trust in a name loses for each part that its likeness lacks of like.
	unlike = .6
)

// newSolver compares the shapes with the characters of the fitted fonts.
func newSolver(t *Text, fits []font.Fit) *solver {
	v := &solver{Text: t, names: glyph.ASCII}
	at := map[rune]int{}
	for i, r := range v.names {
		at[r] = i
	}
	v.like = make([][]float32, len(t.shapes))
	v.forms = make([]form, len(t.shapes))
	for i := range v.like {
		v.like[i] = make([]float32, len(v.names))
		v.forms[i] = formOf(&t.shapes[i].mean)
	}
	best := 0.0
	for _, f := range fits {
		best = max(best, f.Score)
	}
	var samples []sample
	for i, f := range fits {
		minus := float32(lesser * (best - f.Score))
		samples = append(samples, v.compare(f.Face, f.Setting, minus, at)...)
		if f.Bold != nil {
			v.compare(f.Bold, f.Setting, minus+font.BoldBias, at)
		}
		if i == 0 {
			v.weigh(float32(best))
		}
	}
	v.spread(samples)
	for k := range v.like {
		v.like[k][at['`']] -= rare
	}
	return v
}

// weigh tells for each shape how much the nearest font counts for more than the others: nothing where it's less like the shape than it is
// like the cells on average, by so much as strange or more. It may be the terminal's own in another version, with some characters changed.
func (v *solver) weigh(mean float32) {
	v.own = make([]float32, len(v.shapes))
	for k, l := range v.like {
		v.own[k] = max(0, min(1, 1-(mean-slices.Max(l))/strange))
	}
}

// compare finds how much the shapes are like a font's characters, and gives these.
func (v *solver) compare(face *glyph.Face, s glyph.Setting, minus float32, at map[rune]int) []sample {
	names, pics := face.Pictures(s, v.names)
	less := func(k int) float32 {
		if v.own == nil {
			return minus
		}
		return minus * v.own[k]
	}
	samples := make([]sample, len(names))
	for i, r := range names {
		n, coarse := at[r], pics[i].Coarse()
		samples[i] = sample{name: n, minus: minus, pic: coarse}
		sign := !alphanumeric(r)
		var f form
		if sign {
			f = formOf(&pics[i])
		}
		for k, sh := range v.shapes {
			if sh.n < 2 {
				continue
			}
			least := v.like[k][n] + less(k)
			if sh.coarse.Dot(&coarse) > least-finer {
				v.like[k][n] = max(least, sh.mean.Dot(&pics[i])) - less(k)
			}
			if sign {
				v.like[k][n] = max(v.like[k][n], v.forms[k].like(f, r)-less(k))
			}
		}
	}
	return samples
}

// solve names all shapes.
func (v *solver) solve() []named {
	v.now = make([]int, len(v.shapes))
	v.used = make([][]int, len(v.names))
	for k := range v.shapes {
		v.now[k] = -1
	}
	for _, k := range v.order() {
		v.name(k, v.best(k, false))
	}
	for range 4 {
		changed := false
		for _, k := range v.order() {
			if to := v.best(k, true); to != v.now[k] {
				v.name(k, to)
				changed = true
			}
		}
		if !changed {
			break
		}
	}
	v.exchange()
	v.brackets()
	other, cost := v.bracketCosts()
	out := make([]named, len(v.shapes))
	for k := range out {
		if v.shapes[k].n < 2 {
			continue
		}
		first, second := v.scores(k, true)
		out[k] = named{r: v.names[first.name], other: v.names[second.name], trust: worthy * (first.score - second.score)}
		if n, lead := v.lenient(k, first.name); worthy*lead < out[k].trust {
			out[k].other, out[k].trust = v.names[n], worthy*lead
		}
		if n, cost := v.swap(k); worthy*cost < out[k].trust {
			out[k].other, out[k].trust = v.names[n], worthy*cost
		}
		if c, yes := cost[k]; yes && worthy*c < out[k].trust {
			out[k].other, out[k].trust = v.names[other[k]], worthy*c
		}
		out[k].trust = max(0, out[k].trust-unlike*max(0, like-v.like[k][first.name]))
		if n, yes := v.mixed(k); yes {
			out[k].other, out[k].trust = v.names[n], 0
		}
	}
	v.doubt(out)
	return out
}

// order are the shapes that are named, the clearest first.
func (v *solver) order() []int {
	lead := make([]float32, len(v.shapes))
	var order []int
	for k, l := range v.like {
		if v.shapes[k].n < 2 {
			continue // seen once: the pointer, or a moment between two pictures
		}
		order = append(order, k)
		a, b := float32(0), float32(0)
		for _, x := range l {
			if x > a {
				a, b = x, a
			} else if x > b {
				b = x
			}
		}
		lead[k] = a - b
	}
	sort.SliceStable(order, func(a, b int) bool { return lead[order[a]] > lead[order[b]] })
	return order
}

func (v *solver) name(k, to int) {
	if was := v.now[k]; was >= 0 {
		for i, o := range v.used[was] {
			if o == k {
				v.used[was] = append(v.used[was][:i], v.used[was][i+1:]...)
				break
			}
		}
	}
	v.now[k] = to
	v.used[to] = append(v.used[to], k)
}

type choice struct {
	name  int
	score float32
}

func (v *solver) best(k int, words bool) int {
	first, _ := v.scores(k, words)
	return first.name
}

// scores gives the best and the second best name of shape k.
func (v *solver) scores(k int, words bool) (first, second choice) {
	first, second = choice{score: -1}, choice{score: -1}
	for _, i := range v.choices(k) {
		l := v.seems(k, i) - v.claimed(k, i)
		if words {
			l = v.score(k, i)
		}
		if l > first.score {
			first, second = choice{i, l}, first
		} else if l > second.score {
			second = choice{i, l}
		}
	}
	return first, second
}

// claimed is what name i loses for shape k because a clearly different shape has it: more when that one is more like it.
//
// In cells of whole pixels a character always looks the same; else it looks a little different from column to column.
func (v *solver) claimed(k, i int) float32 {
	worst := float32(0)
	for _, o := range v.used[i] {
		if o != k && v.shapes[o].n > 1 && v.shapes[o].mean.Dot(&v.shapes[k].mean) < v.other {
			worst = max(worst, taken+rightful*max(0, v.seems(o, i)-v.seems(k, i)))
		}
	}
	return worst
}

// mostTokens bounds the tokens looked at for one shape.
const mostTokens = 60

// worth is how well the words that hold shape k read with the names as they stand.
func (v *solver) worth(k int) float32 {
	var sum float32
	for i, n := range v.shapes[k].tokens {
		if i == mostTokens {
			break
		}
		sum += v.wordsIn(v.tokens[n], k)
	}
	return sum
}

// wordsIn judges what a token shows round shape k with the names as they stand.
func (v *solver) wordsIn(w token, k int) float32 {
	t, runes := w.shapes, v.read(w.shapes)
	var sum float32
	for i := 0; i < len(t); {
		if !alphanumeric(runes[i]) {
			if t[i] == k {
				sum += sign(runes, i)
				if bracketed(runes[i]) {
					sum += v.paired(w, i)
				}
			}
			i++
			continue
		}
		from, holds := i, false
		for i < len(t) && alphanumeric(runes[i]) {
			holds = holds || t[i] == k
			i++
		}
		switch {
		case holds:
			sum += judge(runes[from:i])
		case from > 0 && t[from-1] == k || i < len(t) && t[i] == k:
			// What k sets apart counts for it, too.
			sum += .4 * judge(runes[from:i])
		}
	}
	return sum
}

// read is what shapes say with the names as they stand.
func (v *solver) read(shapes []int) []rune {
	runes := make([]rune, len(shapes))
	for i, s := range shapes {
		switch {
		case s == nothing:
			runes[i] = ' '
		case v.now[s] < 0:
			runes[i] = '\uFFFD'
		default:
			runes[i] = v.names[v.now[s]]
		}
	}
	return runes
}
