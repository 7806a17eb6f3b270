package voice

import (
	"math"
	"math/cmplx"
)

const (
	hop   = Rate / 50 // samples from frame to frame: 20 ms
	size  = 512       // samples that a frame looks at: 32 ms
	bands = 20
)

// frame is what is measured of 20 ms of sound.
type frame struct {
	level float32 // dBFS of the band in which voices are
	flux  float32 // dB by which the shape of the spectrum differs from that of 40 ms ago, mean of the bands
	pitch float32 // how periodic it is at a voice's pitches, 0 to 1
}

// measurer measures frame after frame.
type measurer struct {
	window [size]float64
	edges  [bands + 1]int
	buf    [size]float64
	spec   [size]complex128
	past   [2][bands]float64
	n      int
}

func newMeasurer() *measurer {
	m := &measurer{}
	for i := range m.window {
		m.window[i] = 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/size)
	}
	mel := func(hz float64) float64 { return 2595 * math.Log10(1+hz/700) }
	low, high := mel(120), mel(6000)
	for i := range m.edges {
		hz := 700 * (math.Pow(10, (low+(high-low)*float64(i)/bands)/2595) - 1)
		m.edges[i] = int(math.Round(hz * size / Rate))
		if i > 0 && m.edges[i] <= m.edges[i-1] {
			m.edges[i] = m.edges[i-1] + 1
		}
	}
	return m
}

// add takes the next hop samples.
func (m *measurer) add(samples []int16) frame {
	copy(m.buf[:], m.buf[hop:])
	for i := range hop {
		v := 0.0
		if i < len(samples) {
			v = float64(samples[i]) / 32768
		}
		m.buf[size-hop+i] = v
	}
	for i, v := range m.buf {
		m.spec[i] = complex(v*m.window[i], 0)
	}
	fft(m.spec[:])
	var now [bands]float64
	power := 0.0
	for b := range bands {
		p := 0.0
		for k := m.edges[b]; k < m.edges[b+1]; k++ {
			a := cmplx.Abs(m.spec[k])
			p += a * a
		}
		power += p
		now[b] = 10 * math.Log10(p/float64(m.edges[b+1]-m.edges[b])+1e-9)
	}
	f := frame{level: float32(10 * math.Log10(power*8/(3*size*size)*2+1e-10)), pitch: float32(m.periodic())}
	mean := 0.0
	for _, v := range now {
		mean += v / bands
	}
	d := 0.0
	for b := range now {
		now[b] -= mean
		d += math.Abs(now[b]-m.past[m.n%2][b]) / bands
	}
	f.flux = float32(d)
	m.past[m.n%2] = now
	m.n++
	return f
}

// periodic is the highest normalised autocorrelation at lags of 70 to 400 Hz, on every fourth sample.
func (m *measurer) periodic() float64 {
	const by, shortest, longest = 4, Rate / 4 / 400, Rate / 4 / 70
	var x [size / by]float64
	mean := 0.0
	for i := range x {
		for j := range by { // a short mean keeps what is above out
			x[i] += m.buf[i*by+j] / by
		}
		mean += x[i] / float64(len(x))
	}
	for i := range x {
		x[i] -= mean
	}
	best := 0.0
	for lag := shortest; lag <= longest; lag++ {
		var xy, xx, yy float64
		for i := 0; i+lag < len(x); i++ {
			xy += x[i] * x[i+lag]
			xx += x[i] * x[i]
			yy += x[i+lag] * x[i+lag]
		}
		if xx > 1e-9 && yy > 1e-9 {
			best = max(best, xy/math.Sqrt(xx*yy))
		}
	}
	return best
}

// fft is the radix-2 transform in place; len(x) is a power of two.
func fft(x []complex128) {
	n := len(x)
	for i, j := 1, 0; i < n; i++ {
		bit := n >> 1
		for ; j&bit != 0; bit >>= 1 {
			j ^= bit
		}
		j ^= bit
		if i < j {
			x[i], x[j] = x[j], x[i]
		}
	}
	for length := 2; length <= n; length <<= 1 {
		step := cmplx.Rect(1, -2*math.Pi/float64(length))
		for i := 0; i < n; i += length {
			w := complex(1, 0)
			for k := range length / 2 {
				u, v := x[i+k], x[i+k+length/2]*w
				x[i+k], x[i+k+length/2] = u+v, u-v
				w *= step
			}
		}
	}
}
