package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation is how a JPEG file's pixels lie, from 1 (upright) to 8, as Exif 2.32 has it in its tag 0x0112; 1 when the file doesn't say.
func orientation(b []byte) int {
	for at := 2; at+4 <= len(b) && b[at] == 0xFF; {
		kind, size := b[at+1], int(binary.BigEndian.Uint16(b[at+2:]))
		if kind == 0xFF { // filling
			at++
			continue
		}
		if kind == 0xDA || size < 2 || at+2+size > len(b) { // the pixels begin
			break
		}
		if body, ok := bytes.CutPrefix(b[at+4:at+2+size], []byte("Exif\x00\x00")); ok && kind == 0xE1 {
			return tagged(body)
		}
		at += 2 + size
	}
	return 1
}

// tagged reads the orientation in the first directory of a TIFF structure, which is what Exif keeps its tags in.
func tagged(b []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(b, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(b) < 8 {
		return 1
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	entries := b[at+2:]
	for range order.Uint16(b[at:]) {
		if len(entries) < 12 {
			break
		}
		if o := order.Uint16(entries[8:]); order.Uint16(entries) == 0x0112 && o >= 1 && o <= 8 {
			return int(o)
		}
		entries = entries[12:]
	}
	return 1
}

// upright turns and mirrors a picture as its orientation asks.
func upright(src *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			to := placed(orientation, image.Pt(x, y), image.Pt(w, h))
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], src.Pix[src.PixOffset(x, y):][:4])
		}
	}
	return out
}

// placed is where a pixel of a picture of a size comes to lie.
func placed(orientation int, p, size image.Point) image.Point {
	x, y := size.X-1-p.X, size.Y-1-p.Y // from the other sides
	switch orientation {
	case 2:
		return image.Pt(x, p.Y)
	case 3:
		return image.Pt(x, y)
	case 4:
		return image.Pt(p.X, y)
	case 5:
		return image.Pt(p.Y, p.X)
	case 6:
		return image.Pt(y, p.X)
	case 7:
		return image.Pt(y, x)
	case 8:
		return image.Pt(p.Y, x)
	}
	return p
}
