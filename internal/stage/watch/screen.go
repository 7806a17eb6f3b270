package watch

import (
	"bytes"
	"encoding/binary"
	"image"

	"showhow/internal/film"
)

// screen holds the last pictures and finds where a new one differs. Only tiles that differ are ever looked at again.
type screen struct {
	w, h         int
	across, down int
	// prev is the last picture, before the one ahead of it.
	prev, before *image.YCbCr
	// touched are the tiles of the new picture that differ from prev in any bit, in order; ahead those of prev that
	// differ from before. touchedAt is the number of the picture that last touched a tile.
	touched, ahead []int
	touchedAt      []int32
	row            []bool
	// again says that the last picture was the one before it once more.
	again bool
}

func newScreen(p *image.YCbCr) *screen {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	s := &screen{w: w, h: h, across: (w + film.Tile - 1) / film.Tile, down: (h + film.Tile - 1) / film.Tile}
	s.prev, s.before = film.Copy(p), film.Copy(p)
	s.touchedAt = make([]int32, s.across*s.down)
	s.row = make([]bool, s.across)
	return s
}

// compare fills touched for the picture numbered n.
func (s *screen) compare(n int32, p *image.YCbCr) {
	s.touched, s.ahead = s.ahead[:0], s.touched
	for ty := range s.down {
		y0, y1 := ty*film.Tile, min(s.h, ty*film.Tile+film.Tile)
		c0, c1 := y0/2, min((s.h+1)/2, y0/2+film.Tile/2)
		same := bytes.Equal(p.Y[y0*p.YStride:y1*p.YStride], s.prev.Y[y0*p.YStride:y1*p.YStride]) &&
			bytes.Equal(p.Cb[c0*p.CStride:c1*p.CStride], s.prev.Cb[c0*p.CStride:c1*p.CStride]) &&
			bytes.Equal(p.Cr[c0*p.CStride:c1*p.CStride], s.prev.Cr[c0*p.CStride:c1*p.CStride])
		if same {
			continue
		}
		clear(s.row)
		for y := y0; y < y1; y++ {
			markRow(s.row, p.Y[y*p.YStride:][:s.w], s.prev.Y[y*p.YStride:][:s.w], film.Tile)
		}
		cw := (s.w + 1) / 2
		for y := c0; y < c1; y++ {
			markRow(s.row, p.Cb[y*p.CStride:][:cw], s.prev.Cb[y*p.CStride:][:cw], film.Tile/2)
			markRow(s.row, p.Cr[y*p.CStride:][:cw], s.prev.Cr[y*p.CStride:][:cw], film.Tile/2)
		}
		for tx, t := range s.row {
			if t {
				s.touched = append(s.touched, ty*s.across+tx)
				s.touchedAt[ty*s.across+tx] = n
			}
		}
	}
}

// markRow marks the tiles in which rows a and b differ; a tile is step bytes wide.
func markRow(row []bool, a, b []byte, step int) {
	if bytes.Equal(a, b) {
		return
	}
	for x := 0; x < len(a); x += step {
		if row[x/step] {
			continue
		}
		if x+step > len(a) {
			row[x/step] = !bytes.Equal(a[x:], b[x:])
			continue
		}
		d := binary.LittleEndian.Uint64(a[x:]) ^ binary.LittleEndian.Uint64(b[x:])
		if step == 16 {
			d |= binary.LittleEndian.Uint64(a[x+8:]) ^ binary.LittleEndian.Uint64(b[x+8:])
		}
		row[x/step] = d != 0
	}
}

// advance makes p the last picture. The tiles that differ are all that is copied. A picture that is shown twice counts once, else
// nothing in a recording of few pictures a second would ever be seen to be there for one picture only.
func (s *screen) advance(p *image.YCbCr) {
	if len(s.touched) == 0 && !s.again {
		s.again = true
		s.touched, s.ahead = s.ahead, s.touched
		return
	}
	s.again = false
	for _, t := range s.ahead {
		s.copyTile(s.before, s.prev, t)
	}
	for _, t := range s.touched {
		s.copyTile(s.prev, p, t)
	}
}

func (s *screen) copyTile(to, from *image.YCbCr, t int) {
	l, c := s.luma(t), s.chroma(t)
	for y := l.Min.Y; y < l.Max.Y; y++ {
		copy(to.Y[y*to.YStride+l.Min.X:y*to.YStride+l.Max.X], from.Y[y*from.YStride+l.Min.X:])
	}
	for y := c.Min.Y; y < c.Max.Y; y++ {
		o, q := y*to.CStride, y*from.CStride
		copy(to.Cb[o+c.Min.X:o+c.Max.X], from.Cb[q+c.Min.X:])
		copy(to.Cr[o+c.Min.X:o+c.Max.X], from.Cr[q+c.Min.X:])
	}
}

// luma is the part of the luma plane that tile t covers, chroma that of either chroma plane.
func (s *screen) luma(t int) image.Rectangle {
	x, y := t%s.across*film.Tile, t/s.across*film.Tile
	return image.Rect(x, y, min(s.w, x+film.Tile), min(s.h, y+film.Tile))
}

func (s *screen) chroma(t int) image.Rectangle {
	x, y := t%s.across*film.Tile/2, t/s.across*film.Tile/2
	return image.Rect(x, y, min((s.w+1)/2, x+film.Tile/2), min((s.h+1)/2, y+film.Tile/2))
}

// difference tells how a tile of p differs from the same tile of q.
type difference struct {
	most   int // largest difference of a sample
	strong int // samples that differ by more than strongBy
	sum    int // of the differences of all samples
}

// strongBy is what codec noise in a still picture does not reach.
const strongBy = 20

// diff compares tile t of p and q.
func (s *screen) diff(p, q *image.YCbCr, t int) difference {
	var d difference
	l, c := s.luma(t), s.chroma(t)
	for y := l.Min.Y; y < l.Max.Y; y++ {
		d.row(p.Y[y*p.YStride+l.Min.X:y*p.YStride+l.Max.X], q.Y[y*q.YStride+l.Min.X:])
	}
	for y := c.Min.Y; y < c.Max.Y; y++ {
		d.row(p.Cb[y*p.CStride+c.Min.X:y*p.CStride+c.Max.X], q.Cb[y*q.CStride+c.Min.X:])
		d.row(p.Cr[y*p.CStride+c.Min.X:y*p.CStride+c.Max.X], q.Cr[y*q.CStride+c.Min.X:])
	}
	return d
}

func (d *difference) row(a, b []byte) {
	b = b[:len(a)]
	if bytes.Equal(a, b) {
		return
	}
	for i, v := range a {
		k := int(v) - int(b[i])
		if k < 0 {
			k = -k
		}
		d.sum += k
		if k > d.most {
			d.most = k
		}
		if k > strongBy {
			d.strong++
		}
	}
}
