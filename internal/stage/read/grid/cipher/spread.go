package cipher

import (
	"math"
	"slices"

	"showhow/internal/stage/read/grid/glyph"
)

// How a character differs from font to font says what of a shape matters: the height of a stroke differs much, whether there is one at the
// side hardly. Distances are measured in units of these differences (Mahalanobis: the pictures are whitened by the covariance that the
// fonts' pictures of one character have on average).

// dims is the number of points of a coarse patch.
const dims = glyph.CW * glyph.CH

// sample is a character as a font has it.
type sample struct {
	name  int
	minus float32 // what the font loses for being a lesser one
	pic   [dims]float32
}

const (
	// even is the part of the mean variance that is added to every point's, for there are few fonts.
	even = .1
	// distant is how much likeness a unit of squared distance is worth, up to farOff units; lesserFar what a font loses for each part of likeness
	// that it fits worse, in units.
	distant, farOff, lesserFar = .0006, 100, 280
	// remote is how much less like a shape than the best name a name is that isn't looked at.
	remote = .15
)

// spread tells how far the shapes are from each name; those that aren't looked at are as far as can be.
func (v *solver) spread(samples []sample) {
	v.far = make([][]float32, len(v.shapes))
	root := whiten(samples, len(v.names))
	if root == nil {
		return
	}
	for i := range samples {
		root.solve(&samples[i].pic)
	}
	for k, sh := range v.shapes {
		if sh.n < 2 {
			continue
		}
		p := [dims]float32(sh.coarse)
		root.solve(&p)
		v.far[k] = v.distances(k, &p, samples)
	}
}

// seems is how much shape k looks like name i: the likeness, less what the name is farther off than the nearest.
func (v *solver) seems(k, i int) float32 {
	if v.far == nil || v.far[k] == nil {
		return v.like[k][i]
	}
	far := v.far[k]
	return v.like[k][i] - distant*min(far[i]-slices.Min(far), farOff)
}

// distances are those of a whitened shape to the nearest picture of each name.
func (v *solver) distances(k int, p *[dims]float32, samples []sample) []float32 {
	var top float32
	for _, l := range v.like[k] {
		top = max(top, l)
	}
	far := make([]float32, len(v.names))
	for i := range far {
		far[i] = math.MaxFloat32
	}
	for i := range samples {
		s := &samples[i]
		if v.like[k][s.name] < top-remote {
			continue
		}
		least := far[s.name]
		d := lesserFar * s.minus
		for j := 0; j < dims && d < least; j += 14 {
			for n := j; n < j+14; n++ {
				e := p[n] - s.pic[n]
				d += e * e
			}
		}
		far[s.name] = min(least, d)
	}
	return far
}

// triangle is the lower triangle of a matrix, row by row.
type triangle [][]float32

// whiten is the root (Cholesky) of the covariance of the pictures of one name, over all names. Nil when there's nothing to tell it by.
func whiten(samples []sample, names int) triangle {
	mean := make([][dims]float32, names)
	count := make([]float32, names)
	weight := func(s *sample) float32 { return float32(math.Exp(-120 * float64(s.minus))) }
	var all float32
	for i := range samples {
		s := &samples[i]
		w := weight(s)
		for j, x := range s.pic {
			mean[s.name][j] += w * x
		}
		count[s.name] += w
		all += w
	}
	if all == 0 {
		return nil
	}
	cov := make(triangle, dims)
	for i := range cov {
		cov[i] = make([]float32, i+1)
	}
	for i := range samples {
		s := &samples[i]
		w := weight(s) / all
		d := s.pic
		for j := range d {
			d[j] -= mean[s.name][j] / count[s.name]
		}
		for j, row := range cov {
			a := w * d[j]
			for n := range row {
				row[n] += a * d[n]
			}
		}
	}
	var trace float32
	for i := range cov {
		trace += cov[i][i]
	}
	if trace == 0 {
		return nil
	}
	for i := range cov {
		cov[i][i] += even * trace / dims
	}
	return cov.root()
}

// root makes t, a symmetric matrix, the lower triangle by which it is that triangle times itself turned over.
func (t triangle) root() triangle {
	for i := range t {
		for j := range i + 1 {
			s := t[i][j]
			for k := range j {
				s -= t[i][k] * t[j][k]
			}
			if i == j {
				t[i][i] = float32(math.Sqrt(float64(max(s, 1e-12))))
			} else {
				t[i][j] = s / t[j][j]
			}
		}
	}
	return t
}

// solve makes x the y for which t times y is x.
func (t triangle) solve(x *[dims]float32) {
	for i, row := range t {
		s := x[i]
		for k, a := range row[:i] {
			s -= a * x[k]
		}
		x[i] = s / row[i]
	}
}
