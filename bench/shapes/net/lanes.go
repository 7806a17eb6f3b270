//go:build !goexperiment.simd || !amd64

package net

import "showhow/internal/stage/read/grid/learnt"

// apply is out, each the sum of the products of in and as many weights.
func apply(out, weights, in []float32) {
	for f := range out {
		out[f] = learnt.Dot(weights[f*len(in):(f+1)*len(in)], in)
	}
}

// add adds k times b to a.
func add(a, b []float32, k float32) {
	b = b[:len(a)]
	for i := 0; i+8 <= len(a); i += 8 {
		x, y := (*[8]float32)(a[i:]), (*[8]float32)(b[i:])
		x[0] += k * y[0]
		x[1] += k * y[1]
		x[2] += k * y[2]
		x[3] += k * y[3]
		x[4] += k * y[4]
		x[5] += k * y[5]
		x[6] += k * y[6]
		x[7] += k * y[7]
	}
}
