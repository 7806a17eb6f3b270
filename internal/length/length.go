// Package length tells how long a recording is by what its container says of itself, without decoding anything: good for choosing a
// lane and for a quota, not for work.
package length

import (
	"encoding/binary"
	"io"
	"math"
	"time"

	"showhow/internal/sop"
)

// longest is the longest that is believed.
const longest = 100 * time.Hour

// Of is the length of an ISO media (MP4, MOV) or Matroska (MKV, WebM) file, 0 when it doesn't tell or is no such file. It reads the
// heads of the outermost parts and one part of at most 64 KiB.
func Of(f io.ReadSeeker) sop.Moment {
	b := at(f, 0, 12)
	var d float64
	switch {
	case len(b) < 12:
	case string(b[4:8]) == "ftyp":
		d = iso(f)
	case binary.BigEndian.Uint32(b) == ebml:
		d = matroska(f)
	}
	if !(d > 0) || d > longest.Seconds() {
		return 0
	}
	return sop.Seconds(d)
}

// at reads up to n bytes from a place on.
func at(f io.ReadSeeker, place int64, n int) []byte {
	if _, err := f.Seek(place, io.SeekStart); err != nil {
		return nil
	}
	b := make([]byte, n)
	n, _ = io.ReadFull(f, b)
	return b[:n]
}

// most bounds how many parts are looked at: a hostile file has millions.
const most = 4096

// iso finds the box mvhd in the box moov (ISO/IEC 14496-12, 8.2.2).
func iso(f io.ReadSeeker) float64 {
	moov, end := box(f, span{0, math.MaxInt64}, "moov")
	if end == 0 {
		return 0
	}
	mvhd, end := box(f, span{moov, end}, "mvhd")
	if end == 0 {
		return 0
	}
	b := at(f, mvhd, 32)
	if len(b) < 32 {
		return 0
	}
	scale, length := uint64(binary.BigEndian.Uint32(b[12:])), uint64(binary.BigEndian.Uint32(b[16:]))
	if b[0] == 1 {
		scale, length = uint64(binary.BigEndian.Uint32(b[20:])), binary.BigEndian.Uint64(b[24:])
	} else if length == math.MaxUint32 {
		return 0
	}
	if scale == 0 {
		return 0
	}
	return float64(length) / float64(scale)
}

// span is a stretch of a file.
type span struct{ from, to int64 }

// box finds a box within a stretch, and gives where its content begins and ends; the end is 0 when there is none.
func box(f io.ReadSeeker, in span, kind string) (from, to int64) {
	for range most {
		b := at(f, in.from, 16)
		if len(b) < 8 || in.from >= in.to {
			return 0, 0
		}
		size, head := int64(binary.BigEndian.Uint32(b)), int64(8)
		if size == 1 && len(b) == 16 {
			size, head = int64(min(binary.BigEndian.Uint64(b[8:]), math.MaxInt64/4)), 16
		}
		if string(b[4:8]) == kind {
			if size == 0 {
				return in.from + head, in.to
			}
			return in.from + head, in.from + size
		}
		if size < head {
			return 0, 0
		}
		in.from += size
	}
	return 0, 0
}

// The elements of Matroska (RFC 9559) that lead to the length.
const (
	ebml      = 0x1a45dfa3
	segment   = 0x18538067
	info      = 0x1549a966
	cluster   = 0x1f43b675
	scaleOf   = 0x2ad7b1
	lengthOf  = 0x4489
	usual     = 1e6 // nanoseconds of a tick
	longestID = 12  // bytes of an ID and a size
)

// matroska finds the duration in the segment's information, which stands before the pictures.
func matroska(f io.ReadSeeker) float64 {
	place := int64(0)
	for range most {
		id, size, head := element(at(f, place, longestID))
		if head == 0 || id == cluster {
			return 0
		}
		switch id {
		case segment:
			place += head
			continue
		case info:
			return ticks(at(f, place+head, int(min(size, 1<<16))))
		}
		if size < 0 {
			return 0
		}
		place += head + size
	}
	return 0
}

// ticks reads the information.
func ticks(b []byte) float64 {
	scale, length := float64(usual), 0.
	for len(b) > 0 {
		id, size, head := element(b)
		if head == 0 || size < 0 || head+size > int64(len(b)) {
			break
		}
		v := b[head : head+size]
		switch {
		case id == scaleOf && len(v) <= 8:
			n := uint64(0)
			for _, c := range v {
				n = n<<8 | uint64(c)
			}
			scale = float64(n)
		case id == lengthOf && len(v) == 4:
			length = float64(math.Float32frombits(binary.BigEndian.Uint32(v)))
		case id == lengthOf && len(v) == 8:
			length = math.Float64frombits(binary.BigEndian.Uint64(v))
		}
		b = b[head+size:]
	}
	return length * scale / 1e9
}

// element reads an element's ID and size (-1: not told), and how long both are; 0 when there is none.
func element(b []byte) (id uint64, size, head int64) {
	n := width(b)
	if n == 0 || n > 4 || len(b) <= n {
		return 0, 0, 0
	}
	for _, c := range b[:n] {
		id = id<<8 | uint64(c)
	}
	m := width(b[n:])
	if m == 0 || len(b) < n+m {
		return 0, 0, 0
	}
	v := uint64(b[n]) & (1<<(8-m) - 1)
	ones := v == 1<<(8-m)-1
	for _, c := range b[n+1 : n+m] {
		v = v<<8 | uint64(c)
		ones = ones && c == 0xff
	}
	if ones {
		return id, -1, int64(n + m)
	}
	return id, int64(min(v, math.MaxInt64/4)), int64(n + m)
}

// width is how many bytes a number of variable length has (RFC 8794, 4); 0 when there is none.
func width(b []byte) int {
	for n := 1; n <= 8 && len(b) > 0; n++ {
		if b[0]>>(8-n) == 1 {
			return n
		}
	}
	return 0
}
