package veil

import (
	"context"
	"image"
	"math"

	"golang.org/x/image/draw"

	"showhow/internal/sop"
)

// leak is a place of the film, in the pixels of its pictures as they were drawn, in which a secret can be read, and when.
type leak struct {
	box   sop.Box
	spans []sop.Span
}

// sizes are how large a finished film's picture is made before it's read, as multiples of what was drawn for it. As with the draft's pictures
// either finds what the other misses.
var sizes = [...]float64{1, 2}

// How much is read in one go: so many bands, or pixels of them as they are read.
const (
	sheaf       = 24
	sheafPixels = 48 << 20
)

// mileage is after how many pictures it is told how far reading them is.
const mileage = 10

// prove reads the finished film again: of each picture that of which nothing alike was read before at the same place.
func (v *veil) prove(ctx context.Context, path string) ([]leak, error) {
	w, _ := v.Film.Size()
	if v.memory == nil {
		v.memory = &memory{reader: v.Reader, finder: v.Finder, width: w}
	}
	n := 0
	for p, err := range v.Studio.Play(ctx, path) {
		if err != nil {
			return nil, err
		}
		g := &image.Gray{Pix: p.Y, Stride: p.YStride, Rect: p.Rect}
		if err := v.memory.see(ctx, g, sop.Span{From: moment(n), To: moment(n + 1)}); err != nil {
			return nil, err
		}
		if n++; n%mileage == 0 {
			v.tell(printed + (1-printed)*min(1, float64(n)/float64(max(1, v.pictures))))
		}
	}
	if n == 0 {
		return nil, &sop.Error{Code: sop.Internal, Message: "The preview has no picture."}
	}
	return v.memory.end(ctx)
}

// memory is what was read of a film. Pictures that come again, but for what encoding does to them, aren't read again.
type memory struct {
	reader Reader
	finder Finder
	// width is that of the pictures as they were drawn; the film's may be smaller.
	width int

	scale   float64 // of the pictures that were drawn to the film's
	known   map[image.Point][]*print
	waiting []*band
	pixels  int // of those that wait
	leaky   []*band
}

// print is what stood in one tile of the film.
type print struct {
	part image.Rectangle
	pix  []uint8
	// clean says that no secret was read in it; before it's known, and when one was, spans are when it stood there.
	clean bool
	spans []sop.Span
}

// band is a stretch of rows that is to be read, with the tiles for which it is.
type band struct {
	box    image.Rectangle
	prints []*print
	sizes  [len(sizes)]*image.Gray
	leaks  []sop.Box
}

// tile is the edge of the parts by which the film is remembered, in pixels.
const tile = 32

// see takes a picture in that stands for a time.
func (m *memory) see(ctx context.Context, g *image.Gray, at sop.Span) error {
	if m.known == nil {
		m.known, m.scale = map[image.Point][]*print{}, float64(m.width)/float64(g.Rect.Dx())
	}
	var fresh []*print
	for y := 0; y < g.Rect.Max.Y; y += tile {
		for x := 0; x < g.Rect.Max.X; x += tile {
			part := image.Rect(x, y, x+tile, y+tile).Intersect(g.Rect)
			p := m.find(g, part)
			if p == nil {
				if flat(g, part) {
					continue
				}
				p = &print{part: part, pix: cut(g, part)}
				m.remember(p)
				fresh = append(fresh, p)
			}
			if !p.clean {
				p.stood(at)
			}
		}
	}
	for _, b := range bands(fresh, g.Rect) {
		for i, s := range sizes {
			b.sizes[i] = enlarge(g, b.box, s*m.scale)
			m.pixels += len(b.sizes[i].Pix)
		}
		m.waiting = append(m.waiting, b)
	}
	if len(m.waiting) >= sheaf || m.pixels >= sheafPixels {
		return m.read(ctx)
	}
	return ctx.Err()
}

// read reads what waits.
func (m *memory) read(ctx context.Context) error {
	var pictures []*image.Gray
	for _, b := range m.waiting {
		pictures = append(pictures, b.sizes[:]...)
	}
	if len(pictures) == 0 {
		return nil
	}
	pages, err := m.reader.Lines(ctx, pictures)
	if err != nil {
		return err
	}
	for k, b := range m.waiting {
		for i, s := range sizes {
			boxes, err := m.finder.Places(ctx, pages[k*len(sizes)+i])
			if err != nil {
				return err
			}
			for _, x := range boxes {
				b.leaks = append(b.leaks, smaller(x, s*m.scale, b.box.Min))
			}
		}
		b.sizes = [len(sizes)]*image.Gray{}
		if len(b.leaks) > 0 {
			m.leaky = append(m.leaky, b)
			continue
		}
		for _, p := range b.prints {
			p.clean, p.spans = true, nil
		}
	}
	m.waiting, m.pixels = nil, 0
	return nil
}

// end tells what can be read in the whole film, and forgets what wasn't clean: in the next one it is read anew.
func (m *memory) end(ctx context.Context) (leaks []leak, err error) {
	if err := m.read(ctx); err != nil {
		return nil, err
	}
	for _, b := range m.leaky {
		for _, x := range b.leaks {
			leaks = append(leaks, leak{larger(x, m.scale), b.stood(x)})
		}
	}
	for at, all := range m.known {
		kept := all[:0]
		for _, p := range all {
			if p.clean {
				kept = append(kept, p)
			}
		}
		m.known[at] = kept
	}
	m.leaky = nil
	return leaks, nil
}

// stood is when that stood there of which a secret was read in a place: its tiles, or all of the band's when none of them was new.
func (b *band) stood(place sop.Box) (spans []sop.Span) {
	for _, near := range []bool{true, false} {
		for _, p := range b.prints {
			if !near || p.part.Overlaps(place.Grow(tile/4).Rect()) {
				spans = append(spans, p.spans...)
			}
		}
		if len(spans) > 0 {
			break
		}
	}
	return spans
}

func (p *print) stood(at sop.Span) {
	if n := len(p.spans) - 1; n >= 0 && p.spans[n].To >= at.From {
		p.spans[n].To = at.To
		return
	}
	p.spans = append(p.spans, at)
}

// smaller is a box of an enlarged band in the film's own pixels; larger one of the film's in those of the pictures that were drawn for it.
func smaller(b sop.Box, by float64, at image.Point) sop.Box {
	x0, y0 := int(math.Floor(float64(b.X)/by)), int(math.Floor(float64(b.Y)/by))
	x1, y1 := int(math.Ceil(float64(b.X+b.W)/by)), int(math.Ceil(float64(b.Y+b.H)/by))
	return sop.BoxOf(image.Rect(x0, y0, x1, y1).Add(at))
}

func larger(b sop.Box, by float64) sop.Box { return smaller(b, 1/by, image.Point{}) }

// bands are the stretches of rows in which tiles lie, from edge to edge and with what is close above and below.
func bands(fresh []*print, all image.Rectangle) (out []*band) {
	for _, p := range fresh { // in order of rows
		box := image.Rect(all.Min.X, p.part.Min.Y-tile, all.Max.X, p.part.Max.Y+tile).Intersect(all)
		if n := len(out) - 1; n >= 0 && box.Min.Y <= out[n].box.Max.Y {
			out[n].box.Max.Y = max(out[n].box.Max.Y, box.Max.Y)
			out[n].prints = append(out[n].prints, p)
			continue
		}
		out = append(out, &band{box: box, prints: []*print{p}})
	}
	return out
}

// enlarge is a part of a picture, larger by a factor.
func enlarge(g *image.Gray, part image.Rectangle, by float64) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, int(math.Round(float64(part.Dx())*by)), int(math.Round(float64(part.Dy())*by))))
	if out.Rect.Size() == part.Size() {
		draw.Draw(out, out.Rect, g, part.Min, draw.Src)
		return out
	}
	draw.CatmullRom.Scale(out, out.Rect, g, part, draw.Src, nil)
	return out
}
