package film

import (
	"bufio"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"iter"
	"os"
	"sort"
	"sync"

	"showhow/internal/sop"
)

// Film is a film opened for reading. It is safe for use by several goroutines; asking for pictures in order of time is
// cheap, going back costs a replay from the last record of a whole picture.
type Film struct {
	file *os.File
	w, h int

	// Moments are the records' moments, in order.
	moments []sop.Moment
	offsets []int64
	full    []int // the numbers of the records that hold the whole picture

	mu  sync.Mutex
	pic *image.YCbCr
	at  int // how many records pic holds
	raw []byte

	tiles []int // of the last record played
}

// Open reads a film's index. A film that was not written to its end is an error.
func Open(path string) (*Film, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open a film: %w", err)
	}
	k := &Film{file: f}
	if err := k.index(); err != nil {
		f.Close()
		return nil, fmt.Errorf("open a film: %w", err)
	}
	k.pic = NewPicture(k.w, k.h)
	return k, nil
}

// maxEdge bounds a film's width and height, so that a broken file can't ask for all the memory.
const maxEdge = 1 << 14

func (k *Film) index() error {
	r := bufio.NewReader(k.file)
	var top [16]byte
	if _, err := io.ReadFull(r, top[:]); err != nil || [8]byte(top[:8]) != magic {
		return fmt.Errorf("not a film")
	}
	k.w, k.h = int(binary.LittleEndian.Uint32(top[8:])), int(binary.LittleEndian.Uint32(top[12:]))
	if k.w < 1 || k.h < 1 || k.w > maxEdge || k.h > maxEdge {
		return fmt.Errorf("not a film: %d × %d pixels", k.w, k.h)
	}
	across, down := grid(k.w, k.h)
	off := int64(len(top))
	var b [recordHead]byte
	for {
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return fmt.Errorf("cut short")
		}
		h := headOf(b[:])
		off += recordHead
		if h == (head{}) {
			break
		}
		if int(h.tiles) > across*down {
			return fmt.Errorf("broken record")
		}
		if int(h.tiles) == across*down {
			k.full = append(k.full, len(k.moments))
		}
		k.moments, k.offsets = append(k.moments, sop.Moment(h.at)), append(k.offsets, off)
		if _, err := r.Discard(int(h.packed)); err != nil {
			return fmt.Errorf("cut short")
		}
		off += int64(h.packed)
	}
	if _, err := io.ReadFull(r, b[:8]); err != nil || [8]byte(b[:8]) != end {
		return fmt.Errorf("cut short")
	}
	return nil
}

// Close frees the file.
func (k *Film) Close() error { return k.file.Close() }

// Size is the pictures' width and height in pixels.
func (k *Film) Size() (w, h int) { return k.w, k.h }

// Moments are the instants at which the picture changed, in order. The caller must not change the list.
func (k *Film) Moments() []sop.Moment { return k.moments }

// At gives a copy of the picture that stood at m: the last record at or before it, and the first one for a moment before all.
func (k *Film) At(m sop.Moment) (*image.YCbCr, error) {
	n := max(1, sort.Search(len(k.moments), func(i int) bool { return k.moments[i] > m }))
	if len(k.moments) == 0 {
		return nil, fmt.Errorf("the film is empty")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if n < k.at {
		k.at = 0
	}
	k.at = max(k.at, k.before(k.moments[n-1]))
	for k.at < n {
		if _, err := k.step(); err != nil {
			return nil, err
		}
	}
	return Copy(k.pic), nil
}

// before is the number of the last record up to moment m that holds the whole picture.
func (k *Film) before(m sop.Moment) int {
	i := sort.Search(len(k.full), func(i int) bool { return k.moments[k.full[i]] > m })
	if i == 0 {
		return 0
	}
	return k.full[i-1]
}

// step plays the next record into pic and gives the box it changed.
func (k *Film) step() (image.Rectangle, error) {
	end := int64(1) << 62
	if k.at+1 < len(k.offsets) {
		end = k.offsets[k.at+1] - recordHead
	}
	var hb [recordHead]byte
	if _, err := k.file.ReadAt(hb[:], k.offsets[k.at]-recordHead); err != nil {
		return image.Rectangle{}, fmt.Errorf("read a film: %w", err)
	}
	h := headOf(hb[:])
	in := flate.NewReader(io.NewSectionReader(k.file, k.offsets[k.at], min(end-k.offsets[k.at], int64(h.packed))))
	most := int(h.tiles) * (4 + Tile*Tile*3/2)
	if cap(k.raw) < most {
		k.raw = make([]byte, most)
	}
	n, err := io.ReadFull(in, k.raw[:most])
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return image.Rectangle{}, fmt.Errorf("read a film: %w", err)
	}
	across, down := grid(k.w, k.h)
	ids, b := k.raw[:n], k.raw[:n]
	if n < 4*int(h.tiles) {
		return image.Rectangle{}, fmt.Errorf("read a film: record cut short")
	}
	b = b[4*h.tiles:]
	var box image.Rectangle
	k.tiles = k.tiles[:0]
	for i := range int(h.tiles) {
		t := int(binary.LittleEndian.Uint32(ids[4*i:]))
		if t >= across*down || len(b) < tileBytes(k.pic, t) {
			return image.Rectangle{}, fmt.Errorf("read a film: broken record")
		}
		var changed bool
		if b, changed = putTile(k.pic, t, b); changed {
			l, _ := patches(k.pic, t)
			k.tiles = append(k.tiles, t)
			box = box.Union(image.Rect(l.x, l.y, l.x+l.w, l.y+l.h))
		}
	}
	k.at++
	return box, nil
}

// Frame is one change of the picture.
type Frame struct {
	At sop.Moment
	// Picture is valid until the next frame is asked for.
	Picture *image.YCbCr
	// Changed is the smallest box that holds every tile that changed.
	Changed image.Rectangle
	// Tiles are the numbers of the tiles that changed since the frame before; nil for the first frame, on
	// which all did. Valid until the next frame.
	Tiles []int
}

// Frames walks over all changes within s in order, on a reader of its own. The first frame is the picture that stood at
// s.From, with everything changed. A zero span means the whole film.
func (k *Film) Frames(s sop.Span) iter.Seq2[Frame, error] {
	return func(yield func(Frame, error) bool) {
		own := &Film{file: k.file, w: k.w, h: k.h, moments: k.moments, offsets: k.offsets, full: k.full, pic: NewPicture(k.w, k.h), tiles: []int{}}
		first := true
		for i := k.before(s.From); i < len(own.moments); i++ {
			m := own.moments[i]
			own.at = i
			if s != (sop.Span{}) && m >= s.To {
				return
			}
			box, err := own.step()
			if err != nil {
				yield(Frame{}, err)
				return
			}
			if i+1 < len(own.moments) && own.moments[i+1] <= s.From {
				continue
			}
			tiles := own.tiles
			if first {
				box, tiles, first = own.pic.Rect, nil, false
			}
			if !yield(Frame{At: max(m, s.From), Picture: own.pic, Changed: box, Tiles: tiles}, nil) {
				return
			}
		}
	}
}

// Copy is a picture of its own with p's pixels.
func Copy(p *image.YCbCr) *image.YCbCr {
	c := *p
	c.Y, c.Cb, c.Cr = append([]byte(nil), p.Y...), append([]byte(nil), p.Cb...), append([]byte(nil), p.Cr...)
	return &c
}
