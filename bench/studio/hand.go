package studio

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Point is a pixel of the display.
type Point struct{ X, Y int }

// Hand moves the pointer and presses keys as a person does. It is one long-lived xdotool that reads its orders line by
// line, so that an order takes effect within a millisecond.
type Hand struct {
	mu   sync.Mutex
	in   io.WriteCloser
	tool *exec.Cmd
	at   Point
	// Chance is the source of the hand's small irregularities.
	Chance *rand.Rand
	// Stroke is the shortest and longest time from key to key.
	Stroke [2]time.Duration
}

// NewHand puts a hand on the display, with the pointer at p.
func NewHand(ctx context.Context, d *Display, p Point, chance *rand.Rand) (*Hand, error) {
	c := exec.CommandContext(ctx, "xdotool", "-")
	c.Env = d.Environ()
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	h := &Hand{in: in, tool: c, at: p, Chance: chance, Stroke: [2]time.Duration{60 * time.Millisecond, 130 * time.Millisecond}}
	h.order("mousemove %d %d", p.X, p.Y)
	return h, nil
}

// Close takes the hand away.
func (h *Hand) Close() {
	_ = h.in.Close()
	_ = h.tool.Wait()
}

// At is where the pointer is.
func (h *Hand) At() Point { return h.at }

// Move leads the pointer to p: along a slightly bent path, slow at both ends, now and then a little beyond and back.
func (h *Hand) Move(p Point) {
	far := math.Hypot(float64(p.X-h.at.X), float64(p.Y-h.at.Y))
	if far < 1 {
		return
	}
	if far > 300 && h.Chance.Float64() < 0.25 {
		over := 1 + 8/far + 10*h.Chance.Float64()/far
		h.glide(Point{h.at.X + int(over*float64(p.X-h.at.X)), h.at.Y + int(over*float64(p.Y-h.at.Y))}, far)
		time.Sleep(h.between(40, 90))
		far = 20
	}
	h.glide(p, far)
}

// glide moves in one go; the time grows with the logarithm of the distance (Fitts) and lies within 0.25 to 0.8 s.
func (h *Hand) glide(p Point, far float64) {
	from := h.at
	took := min(0.8, max(0.25, 0.1*math.Log2(far/8+1)+0.1*h.Chance.Float64()))
	bend := (h.Chance.Float64() - 0.5) * 0.16 * far
	dx, dy := float64(p.X-from.X), float64(p.Y-from.Y)
	nx, ny := -dy/max(far, 1), dx/max(far, 1)
	start := time.Now()
	for {
		u := time.Since(start).Seconds() / took
		if u >= 1 {
			break
		}
		s := u * u * u * (10 - 15*u + 6*u*u) // minimum jerk
		arc := bend * math.Sin(math.Pi*s)
		h.put(Point{from.X + int(math.Round(dx*s+nx*arc)), from.Y + int(math.Round(dy*s+ny*arc))})
		time.Sleep(8 * time.Millisecond)
	}
	h.put(p)
}

func (h *Hand) put(p Point) {
	if p != h.at {
		h.at = p
		h.order("mousemove %d %d", p.X, p.Y)
	}
}

// Click presses and releases the left button and returns the moment of the press.
func (h *Hand) Click() time.Time {
	t := time.Now()
	h.order("mousedown 1")
	time.Sleep(h.between(60, 110))
	h.order("mouseup 1")
	return t
}

// Drag leads the pointer to p with the left button held down.
func (h *Hand) Drag(p Point) {
	h.order("mousedown 1")
	time.Sleep(h.between(60, 110))
	h.Move(p)
	time.Sleep(h.between(60, 110))
	h.order("mouseup 1")
}

// Wheel turns the wheel by n notches (down for n > 0) and returns the moment of the first.
func (h *Hand) Wheel(n int) time.Time {
	button, t := 5, time.Now()
	if n < 0 {
		button, n = 4, -n
	}
	for range n {
		h.order("click %d", button)
		time.Sleep(h.between(50, 120))
	}
	return t
}

// Key presses a key or a chord by its X name ("Return", "ctrl+l") and returns the moment.
func (h *Hand) Key(name string) time.Time {
	t := time.Now()
	h.order("key --clearmodifiers --delay 0 %s", name)
	return t
}

// Hold presses the keys one after the other while the first stays down (Alt+Tab), and returns the moment of release.
func (h *Hand) Hold(first, second string, wait time.Duration) time.Time {
	h.order("keydown %s", first)
	time.Sleep(h.between(60, 120))
	h.order("key --delay 0 %s", second)
	time.Sleep(wait)
	t := time.Now()
	h.order("keyup %s", first)
	return t
}

// Type types the text key by key and returns the moment of the first key.
func (h *Hand) Type(text string) time.Time {
	var first time.Time
	for i, r := range text {
		t := h.Key(keyName(r))
		if i == 0 {
			first = t
		}
		wait := h.between(int(h.Stroke[0].Milliseconds()), int(h.Stroke[1].Milliseconds()))
		if r == ' ' && h.Chance.Float64() < 0.2 {
			wait += h.between(60, 200) // a thought between words
		}
		time.Sleep(wait)
	}
	return first
}

func (h *Hand) between(lo, hi int) time.Duration {
	return time.Duration(lo+h.Chance.IntN(max(1, hi-lo))) * time.Millisecond
}

// Between is a time between lo and hi milliseconds.
func (h *Hand) Between(lo, hi int) time.Duration { return h.between(lo, hi) }

func (h *Hand) order(format string, args ...any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	fmt.Fprintf(h.in, format+"\n", args...)
}

// keyNames are the X names of the characters that are not their own name.
var keyNames = map[rune]string{
	' ': "space", '\n': "Return", '\t': "Tab", '!': "exclam", '"': "quotedbl", '#': "numbersign", '$': "dollar", '%': "percent",
	'&': "ampersand", '\'': "apostrophe", '(': "parenleft", ')': "parenright", '*': "asterisk", '+': "plus", ',': "comma",
	'-': "minus", '.': "period", '/': "slash", ':': "colon", ';': "semicolon", '<': "less", '=': "equal", '>': "greater",
	'?': "question", '@': "at", '[': "bracketleft", '\\': "backslash", ']': "bracketright", '^': "asciicircum",
	'_': "underscore", '`': "grave", '{': "braceleft", '|': "bar", '}': "braceright", '~': "asciitilde",
}

func keyName(r rune) string {
	if n, ok := keyNames[r]; ok {
		return n
	}
	if strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", r) {
		return string(r)
	}
	return fmt.Sprintf("U%04X", r)
}
