package sop

import (
	"encoding/json"
	"fmt"
	"image"
)

// Point is a pixel of the recording. In JSON it is [x, y].
type Point struct{ X, Y int }

// MarshalJSON writes [x, y].
func (p Point) MarshalJSON() ([]byte, error) { return json.Marshal([2]int{p.X, p.Y}) }

// UnmarshalJSON reads [x, y]; fractions are cut off.
func (p *Point) UnmarshalJSON(b []byte) error {
	var a [2]float64
	if err := json.Unmarshal(b, &a); err != nil {
		return fmt.Errorf("a point is [x, y]: %w", err)
	}
	*p = Point{int(a[0]), int(a[1])}
	return nil
}

// In says whether p lies in b.
func (p Point) In(b Box) bool {
	return p.X >= b.X && p.Y >= b.Y && p.X < b.X+b.W && p.Y < b.Y+b.H
}

// Box is a rectangle in pixels of the recording. In JSON it is [x, y, width, height].
type Box struct{ X, Y, W, H int }

// BoxOf is r as a Box.
func BoxOf(r image.Rectangle) Box { return Box{r.Min.X, r.Min.Y, r.Dx(), r.Dy()} }

// Rect is b as the standard library's rectangle.
func (b Box) Rect() image.Rectangle { return image.Rect(b.X, b.Y, b.X+b.W, b.Y+b.H) }

// Empty says whether b has no pixel.
func (b Box) Empty() bool { return b.W <= 0 || b.H <= 0 }

// Centre is the pixel in the middle of b.
func (b Box) Centre() Point { return Point{b.X + b.W/2, b.Y + b.H/2} }

// Union is the smallest box that holds b and c; an empty one gives way to the other.
func (b Box) Union(c Box) Box {
	if b.Empty() {
		return c
	}
	if c.Empty() {
		return b
	}
	return BoxOf(b.Rect().Union(c.Rect()))
}

// Overlaps says whether b and c share a pixel.
func (b Box) Overlaps(c Box) bool { return b.Rect().Overlaps(c.Rect()) }

// Grow is b made larger by n pixels on each side (smaller for a negative n).
func (b Box) Grow(n int) Box { return Box{b.X - n, b.Y - n, b.W + 2*n, b.H + 2*n} }

// MarshalJSON writes [x, y, width, height].
func (b Box) MarshalJSON() ([]byte, error) { return json.Marshal([4]int{b.X, b.Y, b.W, b.H}) }

// UnmarshalJSON reads [x, y, width, height]; fractions are cut off.
func (b *Box) UnmarshalJSON(j []byte) error {
	var a [4]float64
	if err := json.Unmarshal(j, &a); err != nil {
		return fmt.Errorf("a box is [x, y, width, height]: %w", err)
	}
	*b = Box{int(a[0]), int(a[1]), int(a[2]), int(a[3])}
	return nil
}
