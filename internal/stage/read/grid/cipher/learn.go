package cipher

import (
	"slices"

	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/learnt"
)

const (
	// likely is how much likeness it's worth that a name is e times as likely by what was learnt of fonts, and unlikely the least that counts.
	likely, unlikely = .02, -8
	// lost is what the net is sure of at the least where a frame is looked for: a shape may be no character.
	lost = -3
	// contest is how much of the trust is lost for each part by which the fonts are for another name than the net.
	contest = 1
	// hopeless is up to which logarithm a shape has nothing of a name.
	hopeless = -6
	// maybe is from which logarithm on a name may be a shape's whatever it's like.
	maybe = -3
	// heights is by how many of the nearest fonts the letters' line and their height are told.
	heights = 9
)

// learn asks the net what each shape is.
func (v *solver) learn(fits []font.Fit, net *learnt.Net) {
	if net == nil || len(fits) == 0 {
		return
	}
	frame := v.frame(frameOf(fits), net)
	v.seen = make([][]float32, len(v.shapes))
	var t learnt.Trace
	for k, sh := range v.shapes {
		if sh.n < 2 {
			continue
		}
		in := frame.In(&sh.mean)
		all := net.Likely(&in, &t)
		most := slices.Max(all[:len(v.names)])
		v.seen[k] = make([]float32, len(v.names))
		for i := range v.seen[k] {
			v.seen[k][i] = all[i] - most
		}
	}
}

// mostAsked is by how many shapes the frame is found.
const mostAsked = 60

// frame moves one in which the fonts see the cells to where the net is surest of the shapes: the letters of a font that none is like may be
// higher or lower than theirs.
func (v *solver) frame(f learnt.Frame, net *learnt.Net) learnt.Frame {
	var common []*shape
	for _, s := range v.shapes {
		if s.n > 1 {
			common = append(common, s)
		}
	}
	slices.SortStableFunc(common, func(a, b *shape) int { return len(b.tokens) - len(a.tokens) })
	common = common[:min(len(common), mostAsked)]
	var t learnt.Trace
	sure := func(f learnt.Frame) (sum float32) {
		for _, s := range common {
			in := f.In(&s.mean)
			all := net.Likely(&in, &t)
			sum += max(lost, slices.Max(all[:len(v.names)]))
		}
		return sum
	}
	best := sure(f)
	try := func(g learnt.Frame) {
		if s := sure(g); s > best {
			best, f = s, g
		}
	}
	from := f
	for _, by := range []float64{.88, .94, 1.06, 1.12} {
		try(learnt.Frame{CellW: f.CellW, CellH: f.CellH, Baseline: f.Baseline, X: by * from.X})
	}
	for _, by := range []float64{-.08, -.04, .04, .08} {
		try(learnt.Frame{CellW: f.CellW, CellH: f.CellH, Baseline: from.Baseline + by*f.CellW, X: f.X})
	}
	from = f
	for _, by := range []float64{.97, 1.03} {
		try(learnt.Frame{CellW: f.CellW, CellH: f.CellH, Baseline: f.Baseline, X: by * from.X})
	}
	return f
}

// contested is the name that the fonts alone would give shape k, and by how much they are for it rather than for name now.
func (v *solver) contested(k, now int) (name int, lead float32) {
	if v.seen == nil || v.seen[k] == nil {
		return now, 0
	}
	all := v.seen[k]
	v.seen[k] = nil
	defer func() { v.seen[k] = all }()
	own := v.seems(k, now)
	name = now
	for i := range v.names {
		if s := v.seems(k, i) - own; s > lead {
			name, lead = i, s
		}
	}
	return name, lead
}

// plausible says whether shape k may have name i at all, by what was learnt.
func (v *solver) plausible(k, i int) bool {
	return v.seen == nil || v.seen[k] == nil || v.seen[k][i] > hopeless
}

// frameOf is how the cells stand by the nearest fonts, by the one in the middle: each of them has its own idea of where the letters' line is, and
// how high an x.
func frameOf(fits []font.Fit) learnt.Frame {
	var lines, tops []float64
	for _, f := range fits[:min(len(fits), heights)] {
		s := f.Setting
		lines, tops = append(lines, s.Baseline), append(tops, f.Face.X()*s.Scale*s.CellW)
	}
	slices.Sort(lines)
	slices.Sort(tops)
	s := fits[0].Setting
	return learnt.Frame{CellW: s.CellW, CellH: s.CellH, Baseline: lines[len(lines)/2], X: tops[len(tops)/2]}
}
