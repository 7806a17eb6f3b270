package redact

import (
	"context"
	"fmt"
	"hash/maphash"
	"image"
	"slices"
	"strings"

	"golang.org/x/image/draw"

	"showhow/internal/sop"
)

// Reader reads whole pictures, with text anywhere on them; tool/tesseract is one.
type Reader interface {
	Lines(ctx context.Context, pictures []*image.Gray) ([][]sop.Line, error)
}

// Proof reads finished pictures again. It remembers what it has found free of secrets: the pictures of one recording are much
// alike, and of each only what no other showed at the same place is read. It is not safe for use by several goroutines.
type Proof struct {
	Secrets Secrets
	Reader  Reader

	seed   maphash.Seed
	proven map[tile]bool
}

// Without gives text without the words in which a secret, or a telling piece of one, stands.
func (p *Proof) Without(text string) string { return p.Secrets.Without(text) }

// tile is the content of one part of the recording's picture.
type tile struct {
	part    image.Rectangle
	content uint64
}

// tileSize is the edge of the parts by which pictures are remembered, in pixels; what is read reaches as far again beyond them, so
// that a line of text is read whole.
const tileSize = 32

// enlargements are how much larger a picture is made before the reader sees it. Each finds words that the other misses: of 162 words
// on a dozen screens one alone finds 93 and 96 %, both 99 %. Inverted pictures, read beside them, found none that these had missed.
var enlargements = [...]int{1, 2}

// Prove tells of each finished picture, whose bounds are its place in the recording, where in the recording a secret can be read in it: one that is
// known, or one that the rules find in what stands there alone, for the reader that saw the whole screen may have passed over a line. It is nil for a
// picture in which there is none. All are read in one go, and what several show in the first of them alone.
func (p *Proof) Prove(ctx context.Context, pictures []image.Image) (seen [][]sop.Box, err error) {
	seen = make([][]sop.Box, len(pictures))
	if p.Reader == nil {
		if p.Secrets.None() {
			return seen, nil // nothing was read of this recording at all
		}
		return nil, ErrNoReader
	}
	if p.proven == nil {
		p.seed, p.proven = maphash.MakeSeed(), map[tile]bool{}
	}
	open := make([]int, len(pictures))
	for i := range open {
		open[i] = i
	}
	for len(open) > 0 {
		if open, err = p.round(ctx, round{pictures, open, seen}); err != nil {
			return nil, fmt.Errorf("read pictures again: %w", err)
		}
	}
	return seen, nil
}

// round is what is read in one go: the pictures that are open, and where secrets were seen in each.
type round struct {
	pictures []image.Image
	open     []int
	seen     [][]sop.Box
}

// claim is what of one picture is read in a round.
type claim struct {
	picture int
	tiles   []tile
	bands   []image.Rectangle
	// after are the earlier pictures of the round in which the rest of it is read.
	after []int
}

// round reads the open pictures, and gives those of which it can't be told: what they share with another isn't proven by one that leaks.
// Of the first it always can.
func (p *Proof) round(ctx context.Context, r round) (again []int, err error) {
	var claims []claim
	var parts []*image.Gray
	by := map[tile]int{}
	for _, i := range r.open {
		grey, c := greyOf(r.pictures[i]), claim{picture: i}
		for _, t := range p.unproven(grey) {
			if first, ok := by[t]; ok {
				c.after = append(c.after, first)
				continue
			}
			by[t], c.tiles = i, append(c.tiles, t)
		}
		c.bands = bands(c.tiles, grey.Rect)
		for _, band := range c.bands {
			for _, n := range enlargements {
				parts = append(parts, enlarge(grey, band, n))
			}
		}
		claims = append(claims, c)
	}
	var pages [][]sop.Line
	if len(parts) > 0 {
		if pages, err = p.Reader.Lines(ctx, parts); err != nil {
			return nil, err
		}
	}
	unsure := map[int]bool{} // leaks, or rests upon one that does
	for _, c := range claims {
		n := len(c.bands) * len(enlargements)
		if r.seen[c.picture], err = p.places(ctx, c.bands, pages[:n]); err != nil {
			return nil, err
		}
		pages = pages[n:]
		switch rests := slices.ContainsFunc(c.after, func(i int) bool { return unsure[i] }); {
		case r.seen[c.picture] != nil:
			unsure[c.picture] = true
		case rests:
			unsure[c.picture], again = true, append(again, c.picture)
		default:
			for _, t := range c.tiles {
				p.proven[t] = true
			}
		}
	}
	return again, nil
}

// places are where secrets were read in bands of a picture, each of which was read in every enlargement, in the picture's own coordinates.
func (p *Proof) places(ctx context.Context, bands []image.Rectangle, pages [][]sop.Line) (all []sop.Box, err error) {
	for i, lines := range pages {
		band, n := bands[i/len(enlargements)], enlargements[i%len(enlargements)]
		boxes, err := p.Places(ctx, lines)
		if err != nil {
			return nil, err
		}
		for _, b := range boxes {
			all = append(all, sop.Box{X: b.X/n + band.Min.X, Y: b.Y/n + band.Min.Y, W: b.W/n + 1, H: b.H/n + 1})
		}
	}
	return all, nil
}

// leaks says whether a secret can be read in lines.
func (p *Proof) leaks(lines []sop.Line) bool {
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.Text)
		text.WriteByte('\n')
	}
	return p.Secrets.In(text.String())
}

func greyOf(img image.Image) *image.Gray {
	grey := image.NewGray(img.Bounds())
	draw.Draw(grey, grey.Rect, img, grey.Rect.Min, draw.Src)
	return grey
}

// unproven are the tiles of a picture that aren't known to be free of secrets; what bears no ink is.
func (p *Proof) unproven(g *image.Gray) (out []tile) {
	for y := floor(g.Rect.Min.Y); y < g.Rect.Max.Y; y += tileSize {
		for x := floor(g.Rect.Min.X); x < g.Rect.Max.X; x += tileSize {
			part := image.Rect(x, y, x+tileSize, y+tileSize).Intersect(g.Rect)
			if t := (tile{part, p.content(g, part)}); !p.proven[t] && !flat(g, part) {
				out = append(out, t)
			}
		}
	}
	return out
}

func floor(v int) int { return v &^ (tileSize - 1) }

func (p *Proof) content(g *image.Gray, part image.Rectangle) uint64 {
	var h maphash.Hash
	h.SetSeed(p.seed)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		h.Write(g.Pix[g.PixOffset(part.Min.X, y):][:part.Dx()])
	}
	return h.Sum64()
}

// faint is a contrast that no letter has, in steps of luma.
const faint = 6

func flat(g *image.Gray, part image.Rectangle) bool {
	low, high := uint8(255), uint8(0)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for _, v := range g.Pix[g.PixOffset(part.Min.X, y):][:part.Dx()] {
			low, high = min(low, v), max(high, v)
		}
	}
	return high-low < faint
}

// bands are the stretches of rows in which tiles lie, from edge to edge of the picture and with what is close above and below:
// a secret that came in part into a line which was there before must be read in the whole line.
func bands(tiles []tile, all image.Rectangle) (out []image.Rectangle) {
	for _, t := range tiles { // in order of rows
		b := image.Rect(all.Min.X, t.part.Min.Y-tileSize, all.Max.X, t.part.Max.Y+tileSize).Intersect(all)
		if n := len(out) - 1; n >= 0 && b.Min.Y <= out[n].Max.Y {
			out[n].Max.Y = max(out[n].Max.Y, b.Max.Y)
			continue
		}
		out = append(out, b)
	}
	return out
}

// enlarge is a part of a picture, by a whole factor larger.
func enlarge(g *image.Gray, part image.Rectangle, by int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, part.Dx()*by, part.Dy()*by))
	if by == 1 {
		draw.Draw(out, out.Rect, g, part.Min, draw.Src)
		return out
	}
	draw.CatmullRom.Scale(out, out.Rect, g, part, draw.Src, nil)
	return out
}

// Mask masks the cells of a terminal's picture, and proves that no secret stands in them any more.
func (p *Proof) Mask(s sop.Snapshot) (sop.Snapshot, error) {
	masked := p.Secrets.Snapshot(s)
	if p.Secrets.None() {
		return masked, nil
	}
	return masked, p.Secrets.ProveSnapshot(masked)
}
