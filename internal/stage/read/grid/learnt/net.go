package learnt

import (
	"encoding/binary"
	"errors"
	"math"
)

// The size of a net: filters of the first layer, of Reach × Reach points, and of the second, of Near × Near places; both go in steps of two.
// Full is how many sums the third layer makes of what the second found, and of the cell's size. Vectors are padded to whole eights.
const (
	First, Reach   = 16, 5
	Second, Near   = 32, 3
	Full           = 128
	Field, Patch   = 32, Near * Near * First // values that a filter of the first and of the second layer looks at
	wide1, high1   = Across / 2, Down / 2
	wide2, high2   = (wide1 + 1) / 2, high1 / 2
	Places1        = wide1 * high1
	Places2        = wide2 * high2
	Found          = Places2*Second + 8 // the size, and nothing seven times
	Outs           = 96                 // Names, and nothing
	weightsInTotal = First*Field + Second*Patch + Full*Found + Outs*Full
	rows           = First + Second + Full + Outs
)

// Net tells how likely each name is for a picture. Its weights stand filter by filter.
type Net struct {
	Filters1, Filters2, Filters3, Filters4 []float32
	Bias1, Bias2, Bias3, Bias4             []float32
}

// New gives a net without any knowledge.
func New() *Net {
	return &Net{make([]float32, First*Field), make([]float32, Second*Patch), make([]float32, Full*Found), make([]float32, Outs*Full),
		make([]float32, First), make([]float32, Second), make([]float32, Full), make([]float32, Outs)}
}

// Layers are the weights and the biases of each layer, and how many weights a filter has.
func (n *Net) Layers() []Layer {
	return []Layer{{n.Filters1, n.Bias1, Field}, {n.Filters2, n.Bias2, Patch}, {n.Filters3, n.Bias3, Found}, {n.Filters4, n.Bias4, Full}}
}

// Layer is a part of a net.
type Layer struct {
	Weights, Bias []float32
	Wide          int
}

// Trace is what a net makes of a picture on its way. It may be used again and again.
type Trace struct {
	Fields  [Places1 * Field]float32
	Ones    [Places1 * First]float32
	Patches [Places2 * Patch]float32
	Twos    [Found]float32
	Threes  [Full]float32
	Out     [Outs]float32
}

// Run fills t. Out are then the logarithms of how likely the names are, up to a constant.
func (n *Net) Run(in *Input, t *Trace) {
	t.Lay(in)
	for p := range Places1 {
		v := t.Fields[p*Field : (p+1)*Field]
		for f := range First {
			t.Ones[p*First+f] = max(0, n.Bias1[f]+Dot(n.Filters1[f*Field:(f+1)*Field], v))
		}
	}
	t.Gather()
	for p := range Places2 {
		v := t.Patches[p*Patch : (p+1)*Patch]
		for f := range Second {
			t.Twos[p*Second+f] = max(0, n.Bias2[f]+Dot(n.Filters2[f*Patch:(f+1)*Patch], v))
		}
	}
	t.Twos[Places2*Second] = in.Size
	for f := range Full {
		t.Threes[f] = max(0, n.Bias3[f]+Dot(n.Filters3[f*Found:(f+1)*Found], t.Twos[:]))
	}
	for f := range Outs {
		t.Out[f] = n.Bias4[f] + Dot(n.Filters4[f*Full:(f+1)*Full], t.Threes[:])
	}
}

// Lay lays out what each filter of the first layer looks at.
func (t *Trace) Lay(in *Input) {
	for y := range high1 {
		for x := range wide1 {
			out := t.Fields[(y*wide1+x)*Field:][:Reach*Reach]
			for j := range Reach {
				v := 2*y + j - Reach/2
				for i := range Reach {
					u := 2*x + i - Reach/2
					out[j*Reach+i] = 0
					if u >= 0 && u < Across && v >= 0 && v < Down {
						out[j*Reach+i] = in.Picture[v*Across+u]
					}
				}
			}
		}
	}
}

// Beneath is the place of the first layer that one of the second looks at by its part; ok is false beyond the edge.
func Beneath(place, part int) (at int, ok bool) {
	x, y := 2*(place%wide2)+part%Near-Near/2, 2*(place/wide2)+part/Near-Near/2
	return y*wide1 + x, x >= 0 && x < wide1 && y >= 0 && y < high1
}

// Gather lays out what each filter of the second layer looks at.
func (t *Trace) Gather() {
	for p := range Places2 {
		for k := range Near * Near {
			out := t.Patches[p*Patch+k*First:][:First]
			if at, ok := Beneath(p, k); ok {
				copy(out, t.Ones[at*First:(at+1)*First])
			} else {
				clear(out)
			}
		}
	}
}

// Dot is the sum of the products of a and b, whose length is a multiple of eight, always added up in the same order.
func Dot(a, b []float32) float32 {
	var s [8]float32
	b = b[:len(a)]
	for i := 0; i+8 <= len(a); i += 8 {
		x, y := (*[8]float32)(a[i:]), (*[8]float32)(b[i:])
		s[0] += x[0] * y[0]
		s[1] += x[1] * y[1]
		s[2] += x[2] * y[2]
		s[3] += x[3] * y[3]
		s[4] += x[4] * y[4]
		s[5] += x[5] * y[5]
		s[6] += x[6] * y[6]
		s[7] += x[7] * y[7]
	}
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

// Likely gives the logarithms of the names' probabilities for a picture.
func (n *Net) Likely(in *Input, t *Trace) [Names]float32 {
	n.Run(in, t)
	var out [Names]float32
	copy(out[:], t.Out[:])
	top := out[0]
	for _, v := range out {
		top = max(top, v)
	}
	sum := 0.0
	for _, v := range out {
		sum += math.Exp(float64(v - top))
	}
	all := top + float32(math.Log(sum))
	for i := range out {
		out[i] -= all
	}
	return out
}

// magic begins a file of weights.
const magic = "SHN1"

// Parse reads what Bytes gave.
func Parse(b []byte) (*Net, error) {
	if len(b) != len(magic)+8*rows+weightsInTotal || string(b[:len(magic)]) != magic {
		return nil, errors.New("no weights of a net of this size")
	}
	b = b[len(magic):]
	float := func() float32 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(b))
		b = b[4:]
		return v
	}
	n := New()
	for _, l := range n.Layers() {
		for f := range l.Bias {
			l.Bias[f] = float()
			scale := float()
			for i := range l.Wide {
				l.Weights[f*l.Wide+i] = scale * float32(int8(b[i]))
			}
			b = b[l.Wide:]
		}
	}
	return n, nil
}

// Bytes writes a net down: filter by filter the bias, a scale, and the weights as whole parts of it from -127 to 127.
func (n *Net) Bytes() []byte {
	b := []byte(magic)
	for _, l := range n.Layers() {
		for f := range l.Bias {
			w := l.Weights[f*l.Wide : (f+1)*l.Wide]
			var most float32
			for _, v := range w {
				most = max(most, v, -v)
			}
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(l.Bias[f]))
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(most/127))
			for _, v := range w {
				q := 0.0
				if most > 0 {
					q = math.Round(float64(v / most * 127))
				}
				b = append(b, byte(int8(q)))
			}
		}
	}
	return b
}
