package sheet

import "math"

// plane is a picture of luma.
type plane struct {
	w, h int
	pix  []float32
}

func newPlane(w, h int, luma float32) *plane {
	p := &plane{w, h, make([]float32, w*h)}
	for i := range p.pix {
		p.pix[i] = luma
	}
	return p
}

// weights are what some places of a line are worth, from first on.
type weights struct {
	first int
	of    []float32
}

// cubic is the kernel of a bicubic scaler; sharp is .5 to .75.
func cubic(x, sharp float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return (2-sharp)*x*x*x - (3-sharp)*x*x + 1
	case x < 2:
		return -sharp*x*x*x + 5*sharp*x*x - 8*sharp*x + 4*sharp
	}
	return 0
}

// taps are the weights by which a line of n places becomes one of scale times as many.
func taps(n, to int, scale, sharp float64) []weights {
	reach := 2 / math.Min(1, scale)
	out := make([]weights, to)
	for i := range out {
		at := (float64(i)+.5)/scale - .5
		from := int(math.Ceil(at - reach))
		var sum float64
		w := weights{first: from}
		for j := from; float64(j) <= at+reach; j++ {
			v := cubic((float64(j)-at)*math.Min(1, scale), sharp)
			w.of = append(w.of, float32(v))
			sum += v
		}
		for j := range w.of {
			w.of[j] /= float32(sum)
		}
		out[i] = w
	}
	return out
}

// scaled is p made smaller or larger.
func (p *plane) scaled(scale, sharp float64) *plane {
	w, h := int(float64(p.w)*scale), int(float64(p.h)*scale)
	rows := newPlane(p.w, h, 0)
	for y, t := range taps(p.h, h, scale, sharp) {
		out := rows.pix[y*p.w : (y+1)*p.w]
		for k, v := range t.of {
			in := p.pix[max(0, min(p.h-1, t.first+k))*p.w:][:p.w]
			for x := range out {
				out[x] += v * in[x]
			}
		}
	}
	q := newPlane(w, h, 0)
	all := taps(p.w, w, scale, sharp)
	for y := range h {
		in := rows.pix[y*p.w : (y+1)*p.w]
		for x, t := range all {
			var v float32
			for k, f := range t.of {
				v += f * in[max(0, min(p.w-1, t.first+k))]
			}
			q.pix[y*w+x] = v
		}
	}
	return q
}

// block is the side of the squares by which a picture is coded.
const block = 8

var cosines = func() (c [block][block]float32) {
	for k := range block {
		for i := range block {
			s := math.Sqrt(2. / block)
			if k == 0 {
				s = math.Sqrt(1. / block)
			}
			c[k][i] = float32(s * math.Cos(math.Pi*(float64(i)+.5)*float64(k)/block))
		}
	}
	return c
}()

// code loses what a video's coding loses: the waves of each square are rounded to multiples of step, small ones to nothing.
func (p *plane) code(step float32) {
	for y := 0; y+block <= p.h; y += block {
		for x := 0; x+block <= p.w; x += block {
			p.codeBlock(x, y, step)
		}
	}
}

func (p *plane) codeBlock(x, y int, step float32) {
	const dead = .33 // what counts as nothing beyond the half of a step
	var a, b [block][block]float32
	for j := range block {
		in := (*[block]float32)(p.pix[(y+j)*p.w+x:])
		for k := range block {
			var v float32
			for i := range block {
				v += cosines[k][i] * in[i]
			}
			a[j][k] = v
		}
	}
	for k := range block {
		for i := range block {
			var v float32
			for j := range block {
				v += cosines[k][j] * a[j][i]
			}
			n := v / step
			if k+i > 0 {
				sign := float32(1)
				if n < 0 {
					sign, n = -1, -n
				}
				n = sign * float32(math.Floor(float64(n+dead)))
			} else {
				n = float32(math.Round(float64(n)))
			}
			b[k][i] = n * step
		}
	}
	for k := range block {
		for i := range block {
			var v float32
			for j := range block {
				v += cosines[j][i] * b[k][j]
			}
			a[k][i] = v
		}
	}
	for j := range block {
		out := (*[block]float32)(p.pix[(y+j)*p.w+x:])
		for i := range block {
			var v float32
			for k := range block {
				v += cosines[k][j] * a[k][i]
			}
			out[i] = v
		}
	}
}

// luma is p in whole steps, as a recording has it.
func (p *plane) luma() []uint8 {
	out := make([]uint8, len(p.pix))
	for i, v := range p.pix {
		out[i] = uint8(max(0, min(255, v+.5)))
	}
	return out
}
