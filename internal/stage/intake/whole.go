package intake

import (
	"encoding/binary"
	"io"
	"math/bits"
)

// cutOff says whether a video ends in the middle of what it announces: a recorder that was killed, a download or a copy that
// broke off. It looks at the outermost parts of the container alone, which tell their own sizes. False also stands for what
// can't be told: a file that breaks off just between two parts, or that isn't in order to begin with.
func cutOff(f io.ReaderAt, kind string, size int64) bool {
	p := parts{f: f, size: size}
	switch kind {
	case "mp4":
		return p.boxes()
	case "matroska":
		return p.elements()
	}
	return false
}

// maxParts bounds how many parts are looked at: a hostile file may have one for every two bytes.
const maxParts = 1 << 22

// parts walks over a container's parts.
type parts struct {
	f    io.ReaderAt
	size int64
	// seen is a piece of the file, from the place from on; parts of unknown size are walked in small steps.
	seen [1 << 16]byte
	n    int
	from int64
}

// at gives up to n bytes from a place on: fewer at the end of the file only.
func (p *parts) at(place int64, n int) []byte {
	if place < p.from || place+int64(n) > p.from+int64(p.n) {
		p.from = place
		p.n, _ = p.f.ReadAt(p.seen[:], place) // what can't be read ends the walk
	}
	b := p.seen[min(int64(p.n), place-p.from):p.n]
	return b[:min(n, len(b))]
}

// boxes walks over the boxes of an ISO media file (ISO/IEC 14496-12, 4.2): a size of four bytes, a type of four, for size 1
// a size of eight more; size 0 reaches to the end. A file without the box "moov", which tells where the pictures lie, was cut
// off, too: recorders write it last.
func (p *parts) boxes() bool {
	index := false
	for place, n := int64(0), 0; place < p.size && n < maxParts; n++ {
		b := p.at(place, 16)
		if len(b) < 8 {
			return !index || !blank(b) // less than a box can be
		}
		if !printable(b[4:8]) {
			return !index
		}
		index = index || string(b[4:8]) == "moov"
		size := int64(binary.BigEndian.Uint32(b))
		if size == 1 {
			if len(b) < 16 {
				return true
			}
			size = int64(min(binary.BigEndian.Uint64(b[8:]), 1<<62))
		}
		switch {
		case size == 0:
			return !index
		case size < 8:
			return false
		case size > p.size-place:
			return true
		}
		place += size
	}
	return !index
}

func blank(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// printable says whether b may be the type of a box.
func printable(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c == 0x7f {
			return false
		}
	}
	return true
}

// The elements of Matroska (RFC 9559) that may be of unknown size, and so are walked into.
const (
	segment = 0x18538067
	cluster = 0x1f43b675
)

// elements walks over the elements of a Matroska file (RFC 8794): an ID and a size, each of one to eight bytes, the number of
// leading zero bits telling of how many.
func (p *parts) elements() bool {
	place := int64(0)
	for n := 0; place < p.size && n < maxParts; n++ {
		id, idLength := vint(p.at(place, 8), false)
		if idLength == 0 {
			return false // noise
		}
		size, sizeLength := vint(p.at(place+int64(idLength), 8), true)
		if idLength < 0 || sizeLength < 0 {
			return true
		}
		if sizeLength == 0 {
			return false
		}
		place += int64(idLength + sizeLength)
		unknown := size == 1<<(7*sizeLength)-1
		switch {
		case unknown && (id == segment || id == cluster):
		case unknown:
			return false
		case size > uint64(p.size-place):
			return true
		default:
			place += int64(size)
		}
	}
	return false
}

// vint reads a number of variable length. length is 0 when there is none, and -1 when b ends in the middle of it. The bit
// that marks the length is part of an ID and not of a size.
func vint(b []byte, bare bool) (v uint64, length int) {
	if len(b) == 0 {
		return 0, -1
	}
	length = bits.LeadingZeros8(b[0]) + 1
	if length > 8 {
		return 0, 0
	}
	if length > len(b) {
		return 0, -1
	}
	for _, c := range b[:length] {
		v = v<<8 | uint64(c)
	}
	if bare {
		v &= 1<<(7*length) - 1
	}
	return v, length
}
