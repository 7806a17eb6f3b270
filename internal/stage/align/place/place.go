// Package place tells what stands where on a screen, and how boxes and points lie to each other. All lengths are pixels.
package place

import (
	"math"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
)

// Words are the words whose middle lies in a box, in order.
func Words(k *sop.Screen, b sop.Box) string {
	var out []string
	for _, g := range k.Blocks {
		for _, l := range g.Lines {
			for _, w := range l.Words {
				if w.Box.Centre().In(b) {
					out = append(out, w.Text)
				}
			}
		}
	}
	return strings.Join(out, " ")
}

// FirstLine are the words of the uppermost line in a box: what stands below it in the entry of a list tells more of it, but isn't
// its name.
func FirstLine(k *sop.Screen, b sop.Box) string {
	top := sop.Box{}
	for _, g := range k.Blocks {
		for _, l := range g.Lines {
			for _, w := range l.Words {
				if w.Box.Centre().In(b) && (top.Empty() || w.Box.Centre().Y < top.Y) {
					top = w.Box
				}
			}
		}
	}
	return Words(k, sop.Box{X: b.X, Y: top.Y - top.H/2, W: b.W, H: 2 * top.H})
}

// Share is how much of a lies in b, from 0 to 1.
func Share(a, b sop.Box) float64 {
	if a.Empty() {
		return 0
	}
	i := a.Rect().Intersect(b.Rect())
	return float64(i.Dx()*i.Dy()) / float64(a.W*a.H)
}

// Alike says whether two boxes are of the same thing.
func Alike(a, b sop.Box) bool { return Share(a, b) > .7 && Share(b, a) > .7 }

// Distance is how far apart two points are, in pixels.
func Distance(a, b sop.Point) float64 { return math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)) }

// Apart is how far a point lies from a box; 0 within it.
func Apart(p sop.Point, b sop.Box) float64 {
	dx := max(b.X-p.X, p.X-(b.X+b.W-1), 0)
	dy := max(b.Y-p.Y, p.Y-(b.Y+b.H-1), 0)
	return math.Hypot(float64(dx), float64(dy))
}

// TextBox is where the words within a field stand; the field itself when it has none.
func TextBox(k *sop.Screen, field sop.Box) sop.Box {
	var b sop.Box
	for _, g := range k.Blocks {
		for _, l := range g.Lines {
			for _, w := range l.Words {
				if w.Box.Centre().In(field) {
					b = b.Union(w.Box)
				}
			}
		}
	}
	if b.Empty() {
		return field
	}
	return b
}

// InField are the words in a field, without what the caret and the pointer leave.
func InField(k *sop.Screen, f sop.Element) string {
	s := Words(withoutSpecks(k, f.Box), f.Box)
	if f.Kind == sop.ElementSelect {
		return WithoutChevron(s)
	}
	for _, end := range []string{" I", " |", " l", "|", " ]", "]"} {
		if t, ok := strings.CutSuffix(s, end); ok && (end != "]" || !strings.Contains(t, "[")) {
			s = t
		}
	}
	return strings.TrimSpace(s)
}

// withoutSpecks is the screen without what was read as a letter in a box though it's less than half as high as the other words there,
// or stands alone, high and thin as a caret.
func withoutSpecks(k *sop.Screen, b sop.Box) *sop.Screen {
	high := TextBox(k, b).H
	out := *k
	out.Blocks = nil
	for _, g := range k.Blocks {
		h := g
		h.Lines = nil
		for _, l := range g.Lines {
			lone := l.Box.Centre().In(b) && len([]rune(l.Text)) == 1
			speck := 2*l.Box.H < high && alike.Squeezed(l.Text) != ""
			caret := 3*l.Box.W < l.Box.H && strings.ContainsAny(l.Text, "Il|]1")
			tiny := l.Box.Centre().In(b) && l.Box.W <= 10 && l.Box.H <= 7 // the strokes in a large field's corner
			if !tiny && (!lone || !speck && !caret) {
				h.Lines = append(h.Lines, l)
			}
		}
		out.Blocks = append(out.Blocks, h)
	}
	return &out
}

// WithoutChevron is what stands in a list, without its arrow at the end.
func WithoutChevron(s string) string {
	f := strings.Fields(s)
	if n := len(f); n > 1 && strings.Trim(f[n-1], "vVYy~⌄▾▼¥+-—,.w") == "" {
		f = f[:n-1]
	}
	return strings.Join(f, " ")
}
