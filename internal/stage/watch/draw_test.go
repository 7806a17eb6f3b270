package watch

import (
	"context"
	"errors"
	"image"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// scene draws the pictures of a made-up recording, ten a second.
type scene struct {
	w, h  int
	noise int // how far the codec strays, at random, where something changed
	now   *image.YCbCr
	out   []*image.YCbCr
	rand  *rand.Rand
}

func newScene(w, h int) *scene {
	s := &scene{w: w, h: h, now: film.NewPicture(w, h), rand: rand.New(rand.NewPCG(7, 9))}
	s.fill(image.Rect(0, 0, w, h), 235)
	return s
}

func (s *scene) fill(r image.Rectangle, luma uint8) {
	r = r.Intersect(s.now.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			s.now.Y[y*s.now.YStride+x] = luma
		}
	}
}

// text draws n made-up letters of 8 × 14 pixels from x, y on; equal seeds give equal letters.
func (s *scene) text(x, y, n int, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range n {
		s.letter(x+9*i, y, r)
	}
}

func (s *scene) letter(x, y int, r *rand.Rand) {
	for range 4 {
		if r.IntN(2) == 0 {
			s.fill(image.Rect(x+r.IntN(5), y+1, x+r.IntN(5)+2, y+13), 30)
			continue
		}
		v := y + 1 + r.IntN(11)
		s.fill(image.Rect(x, v, x+7, v+2), 30)
	}
	s.fill(image.Rect(x+1, y+2, x+3, y+12), 30)
}

// page draws lines of text over the whole picture, the first of them at y = top - up.
func (s *scene) page(seed uint64, up int) {
	s.fill(image.Rect(0, 40, s.w, s.h), 235)
	for i := range 200 {
		if y := 44 + 22*i - up; y > 40 && y < s.h-16 {
			s.text(20, y, 10+int(seed*7+uint64(i)*13)%(s.w/9-16), seed*1000+uint64(i))
		}
	}
}

// hold lets the screen stand for n pictures.
func (s *scene) hold(n int) {
	for range n {
		p := film.Copy(s.now)
		if s.noise > 0 {
			for i := range p.Y {
				p.Y[i] = uint8(max(16, min(235, int(p.Y[i])+s.rand.IntN(2*s.noise+1)-s.noise)))
			}
		}
		s.out = append(s.out, p)
	}
}

// with draws what lasts for one picture only.
func (s *scene) with(draw func()) {
	was := film.Copy(s.now)
	draw()
	s.hold(1)
	s.now = was
}

// arrow draws a black pointer with a white rim and its tip at x, y.
func (s *scene) arrow(x, y int) {
	rows := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 7, 7, 7, 6, 6}
	for pass, luma := range []uint8{235, 16} {
		for i, n := range rows {
			left := 0
			if i > 12 {
				left = 3 + (i-12)/2
			}
			r := image.Rect(x+left, y+i, x+max(left+2, n), y+i+1)
			if pass == 0 {
				r = r.Inset(-1)
			}
			s.fill(r, luma)
		}
	}
}

func (s *scene) pictures() iter.Seq2[Picture, error] {
	return func(yield func(Picture, error) bool) {
		for i, p := range s.out {
			if !yield(Picture{sop.Seconds(float64(i) / Rate), p}, nil) {
				return
			}
		}
	}
}

// watch gives the shots and all changes of the scene; the film is proved to end on the scene's last picture.
func (s *scene) watch(t *testing.T) (shots []sop.Shot, changes []sop.Change) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film")
	shots, err := Shots(context.Background(), Input{Pictures: s.pictures(), Film: path})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range shots {
		changes = append(changes, k.Changes...)
		if k.Keyframe < k.Span.From || k.Keyframe > k.Span.To {
			t.Errorf("%s: keyframe %v lies outside of %v", k.ID, k.Keyframe, k.Span)
		}
	}
	return shots, changes
}

func count(changes []sop.Change, kinds ...sop.ChangeKind) int {
	n := 0
	for _, c := range changes {
		for _, k := range kinds {
			if c.Kind == k {
				n++
			}
		}
	}
	return n
}

var telling = []sop.ChangeKind{sop.ChangeCut, sop.ChangeArea, sop.ChangeSmall, sop.ChangeTyping, sop.ChangeScroll}

// about says whether the change began within a picture or two of s seconds.
func about(c sop.Change, s float64) bool {
	d := c.Span.From.Seconds() - s
	return d > -.25 && d < .25
}

func TestErrorsOnTheWay(t *testing.T) {
	if _, err := Shots(context.Background(), Input{Film: filepath.Join(t.TempDir(), "film"), Pictures: func(func(Picture, error) bool) {}}); sop.CodeOf(err) != sop.Unreadable {
		t.Errorf("no picture at all: %v", err)
	}
	broken := errors.New("broken")
	s := newScene(64, 64)
	s.hold(3)
	dir := t.TempDir()
	_, err := Shots(context.Background(), Input{Film: filepath.Join(dir, "film"), Pictures: func(yield func(Picture, error) bool) {
		s.pictures()(yield)
		yield(Picture{}, broken)
	}})
	if !errors.Is(err, broken) {
		t.Errorf("an error on the way is lost: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
