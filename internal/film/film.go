// Package film keeps the pictures of a recording at a low, even rate and without loss, at the cost of what changes:
// a film is a list of records, each the tiles of the picture that differ from the record before. Any moment's picture
// can be had again without decoding the recording a second time.
//
// The film belongs to the recording's private side: it holds what redaction has not seen yet, and never leaves the
// work folder.
package film

import (
	"bytes"
	"encoding/binary"
	"image"
)

// Tile is the edge of a tile in pixels of luma. Chroma is sampled at half that (4:2:0).
const Tile = 16

// magic opens a film file; end closes one that was written to its end.
var (
	magic = [8]byte{'s', 'h', 'f', 'i', 'l', 'm', '0', '1'}
	end   = [8]byte{'s', 'h', 'f', 'e', 'n', 'd', '0', '1'}
)

// NewPicture gives a black picture of w × h pixels in 4:2:0.
func NewPicture(w, h int) *image.YCbCr {
	p := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = 128, 128
	}
	return p
}

// grid is the number of tiles across and down.
func grid(w, h int) (across, down int) { return (w + Tile - 1) / Tile, (h + Tile - 1) / Tile }

// patch is the part of a plane that one tile covers.
type patch struct{ x, y, w, h, stride int }

// patches are the parts of the luma and of either chroma plane that tile i covers.
func patches(p *image.YCbCr, i int) (luma, chroma patch) {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	across, _ := grid(w, h)
	x, y := i%across*Tile, i/across*Tile
	cw, ch := (w+1)/2, (h+1)/2
	luma = patch{x, y, min(Tile, w-x), min(Tile, h-y), p.YStride}
	chroma = patch{x / 2, y / 2, min(Tile/2, cw-x/2), min(Tile/2, ch-y/2), p.CStride}
	return luma, chroma
}

// get appends the patch's bytes of plane to b.
func (a patch) get(b, plane []byte) []byte {
	for y := a.y; y < a.y+a.h; y++ {
		o := y*a.stride + a.x
		b = append(b, plane[o:o+a.w]...)
	}
	return b
}

// put sets the patch's bytes of plane from b and gives what is left of b.
func (a patch) put(b, plane []byte) []byte {
	for y := a.y; y < a.y+a.h; y++ {
		o := y*a.stride + a.x
		copy(plane[o:o+a.w], b)
		b = b[a.w:]
	}
	return b
}

// same says whether the patch's bytes of plane are those that b begins with.
func (a patch) same(b, plane []byte) bool {
	for y := a.y; y < a.y+a.h; y++ {
		o := y*a.stride + a.x
		if !bytes.Equal(plane[o:o+a.w], b[:a.w]) {
			return false
		}
		b = b[a.w:]
	}
	return true
}

// putTile sets tile i of p from b, gives what is left of b, and says whether the tile changed.
func putTile(p *image.YCbCr, i int, b []byte) (rest []byte, changed bool) {
	l, c := patches(p, i)
	luma, chroma := l.w*l.h, c.w*c.h
	changed = !l.same(b, p.Y) || !c.same(b[luma:], p.Cb) || !c.same(b[luma+chroma:], p.Cr)
	if !changed {
		return b[luma+2*chroma:], false
	}
	return c.put(c.put(l.put(b, p.Y), p.Cb), p.Cr), true
}

// size is the number of bytes of tile i.
func tileBytes(p *image.YCbCr, i int) int {
	l, c := patches(p, i)
	return l.w*l.h + 2*c.w*c.h
}

// A record on disk: length of the packed body (uint32), moment in ns (int64), number of tiles (uint32), then the body,
// deflated: the tiles' numbers (uint32 each), then their bytes. All little-endian.
const recordHead = 4 + 8 + 4

type head struct {
	packed uint32
	at     int64
	tiles  uint32
}

func (h head) bytes() []byte {
	b := make([]byte, recordHead)
	binary.LittleEndian.PutUint32(b, h.packed)
	binary.LittleEndian.PutUint64(b[4:], uint64(h.at))
	binary.LittleEndian.PutUint32(b[12:], h.tiles)
	return b
}

func headOf(b []byte) head {
	return head{binary.LittleEndian.Uint32(b), int64(binary.LittleEndian.Uint64(b[4:])), binary.LittleEndian.Uint32(b[12:])}
}
