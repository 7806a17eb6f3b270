package pointer

import "image"

// blobs gathers marked pixels of a picture into connected patches.
type blobs struct {
	w, h   int
	mark   []bool
	marked []int // the pixels that were marked, in order
	stack  []int
}

func newBlobs(w, h int) *blobs { return &blobs{w: w, h: h, mark: make([]bool, w*h)} }

// clear unmarks everything.
func (b *blobs) clear() {
	for _, i := range b.marked {
		b.mark[i] = false
	}
	b.marked = b.marked[:0]
}

func (b *blobs) add(i int) {
	b.mark[i] = true
	b.marked = append(b.marked, i)
}

// blob is a connected patch of pixels.
type blob struct {
	box image.Rectangle
	px  []int // their numbers, row by row from the top left of the picture
}

// all gives every patch: pixels within two of each other belong together. Nothing is marked afterwards.
func (b *blobs) all(yield func(blob) bool) {
	for _, i := range b.marked {
		if b.mark[i] && !yield(b.grow(i)) {
			return
		}
	}
}

// grow is the patch that holds pixel i; its pixels are no longer marked.
func (b *blobs) grow(i int) blob {
	var k blob
	x0, y0, x1, y1 := b.w, b.h, 0, 0
	b.stack = append(b.stack[:0], i)
	b.mark[i] = false
	for len(b.stack) > 0 {
		j := b.stack[len(b.stack)-1]
		b.stack = b.stack[:len(b.stack)-1]
		k.px = append(k.px, j)
		x, y := j%b.w, j/b.w
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		for v := max(0, y-2); v <= min(b.h-1, y+2); v++ {
			for u := max(0, x-2); u <= min(b.w-1, x+2); u++ {
				if q := v*b.w + u; b.mark[q] {
					b.mark[q] = false
					b.stack = append(b.stack, q)
				}
			}
		}
	}
	k.box = image.Rect(x0, y0, x1+1, y1+1)
	return k
}
