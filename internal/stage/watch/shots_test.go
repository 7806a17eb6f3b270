package watch

import (
	"context"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"testing"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/watch/pointer"
)

func TestStillScreen(t *testing.T) {
	for _, noise := range []int{0, 3, 6} {
		s := newScene(640, 360)
		s.page(1, 0)
		s.noise = noise
		s.hold(40)
		shots, changes := s.watch(t)
		if len(shots) != 1 || len(changes) != 0 {
			t.Errorf("noise %d: %d shots and changes %v on a still screen", noise, len(shots), changes)
		}
	}
}

func TestDialogOpensAndCloses(t *testing.T) {
	for _, noise := range []int{0, 4} {
		s := newScene(640, 360)
		s.page(1, 0)
		s.noise = noise
		s.hold(20)
		was := film.Copy(s.now)
		s.fill(image.Rect(180, 100, 460, 260), 180)
		s.text(200, 120, 20, 5)
		s.hold(20)
		s.now = was
		s.hold(20)
		shots, changes := s.watch(t)
		if count(changes, sop.ChangeArea) != 2 || count(changes, telling...) != 2 || !about(changes[0], 2) || !about(changes[1], 4) {
			t.Fatalf("noise %d: changes %+v", noise, changes)
		}
		if b := changes[0].Box.Rect(); !image.Rect(188, 108, 452, 252).In(b) || !b.In(image.Rect(172, 92, 468, 268)) {
			t.Errorf("the dialog's box is %v", b)
		}
		if len(shots) != 3 || shots[1].Keyframe < sop.Seconds(3) || shots[1].Keyframe >= sop.Seconds(4) {
			t.Errorf("noise %d: shots %+v", noise, shots)
		}
	}
}

func TestAnotherPage(t *testing.T) {
	s := newScene(640, 360)
	s.page(1, 0)
	s.hold(20)
	s.page(2, 0)
	s.hold(20)
	_, changes := s.watch(t)
	if len(changes) != 1 || changes[0].Kind != sop.ChangeCut || !about(changes[0], 2) {
		t.Errorf("changes %+v", changes)
	}
}

func TestTyping(t *testing.T) {
	s := newScene(640, 360)
	s.page(3, 0)
	s.fill(image.Rect(100, 100, 500, 130), 235)
	s.hold(20)
	for i := range 15 {
		s.text(110, 106, i+1, 4)
		s.hold(2)
	}
	s.hold(20)
	_, changes := s.watch(t)
	if count(changes, sop.ChangeTyping) != 1 || count(changes, telling...) != 1 {
		t.Fatalf("changes %+v", changes)
	}
	c := changes[0]
	if !about(c, 2) || c.Span.To < sop.Seconds(4.5) || c.Span.To > sop.Seconds(5.2) || c.Box.W < 120 || c.Box.H > 24 {
		t.Errorf("typing is told as %+v", c)
	}
}

func TestCaretAndSpinnerAreBusy(t *testing.T) {
	s := newScene(640, 360)
	s.page(1, 0)
	for i := range 80 {
		s.with(func() {
			if i/5%2 == 0 {
				s.fill(image.Rect(300, 200, 302, 216), 20)
			}
			for k := range 8 {
				at := image.Pt(500+[]int{0, 8, 12, 8, 0, -8, -12, -8}[k], 300+[]int{-12, -8, 0, 8, 12, 8, 0, -8}[k])
				s.fill(image.Rectangle{at, at.Add(image.Pt(6, 6))}, uint8(40+20*((k+i)%8)))
			}
		})
	}
	_, changes := s.watch(t)
	if count(changes, telling...) != 0 || count(changes, sop.ChangeBusy) < 2 {
		t.Errorf("changes %+v", changes)
	}
}

func TestProgressBarIsBusy(t *testing.T) {
	s := newScene(640, 360)
	s.page(1, 0)
	s.fill(image.Rect(100, 200, 520, 216), 190)
	s.hold(15)
	for i := range 40 {
		s.fill(image.Rect(100, 200, 110+10*i, 216), 80)
		s.hold(2)
	}
	s.hold(15)
	_, changes := s.watch(t)
	if count(changes, telling...) != 0 || count(changes, sop.ChangeBusy) == 0 {
		t.Errorf("changes %+v", changes)
	}
}

func TestScroll(t *testing.T) {
	for name, by := range map[string]int{"down": 60, "up": -60} {
		for _, noise := range []int{0, 4} {
			s := newScene(640, 480)
			s.page(1, 400)
			s.noise = noise
			s.hold(20)
			for i := range 3 {
				s.page(1, 400+by*(i+1))
				s.hold(1)
			}
			s.hold(20)
			_, changes := s.watch(t)
			if count(changes, sop.ChangeScroll) != 1 || count(changes, telling...) != 1 {
				t.Fatalf("%s, noise %d: changes %+v", name, noise, changes)
			}
			if c := changes[0]; !about(c, 2) || c.By == nil || c.By.Y != -3*by || c.By.X != 0 {
				t.Errorf("%s, noise %d: %+v by %v", name, noise, c, c.By)
			}
		}
	}
}

func TestMovingHighlightIsNoScroll(t *testing.T) {
	s := newScene(640, 480)
	s.page(1, 0)
	s.hold(20)
	for i := range 4 {
		was := film.Copy(s.now)
		s.fill(image.Rect(10, 88+44*i, 600, 110+44*i), 120)
		s.text(20, 88+44*i, 50, uint64(1002+2*i))
		s.hold(10)
		s.now = was
	}
	s.hold(10)
	_, changes := s.watch(t)
	if count(changes, sop.ChangeScroll) != 0 {
		t.Errorf("changes %+v", changes)
	}
}

// TestPointer lets a pointer pass over a page and rest on it: it is followed, and is no change. So it is in a recording of five
// pictures a second, of which each is seen twice.
func TestPointer(t *testing.T) {
	for _, times := range []int{1, 2} {
		t.Run(fmt.Sprint(times), func(t *testing.T) { pointerShown(t, times) })
	}
}

func pointerShown(t *testing.T, times int) {
	s := newScene(640, 480)
	s.page(1, 0)
	s.hold(10)
	path := []image.Point{{50, 60}, {90, 90}, {150, 140}, {220, 190}, {300, 260}, {340, 300}, {350, 310}}
	legs := [][]image.Point{path, {{350, 310}, {300, 200}, {420, 120}, {500, 80}, {510, 75}}}
	for _, leg := range legs {
		for _, p := range leg {
			s.with(func() { s.arrow(p.X, p.Y) })
			for range times - 1 {
				s.out = append(s.out, film.Copy(s.out[len(s.out)-1]))
			}
		}
		end := leg[len(leg)-1]
		for range 15 {
			s.with(func() { s.arrow(end.X, end.Y) })
		}
	}
	shots, changes := s.watch(t)
	if count(changes, telling...) != 0 {
		t.Errorf("the pointer is told as %+v", changes)
	}
	var samples []sop.PointerSample
	for _, k := range shots {
		samples = append(samples, k.Pointer...)
	}
	for _, want := range []struct {
		at float64
		p  image.Point
	}{{1 + .7*float64(times) + .8, image.Pt(350, 310)}, {2.5 + 1.2*float64(times) + .8, image.Pt(510, 75)}} {
		got, ok := pointer.Where(samples, sop.Seconds(want.at))
		if !ok || abs(got.X-want.p.X) > 4 || abs(got.Y-want.p.Y) > 4 {
			t.Errorf("at %.1f the pointer is seen at %v, not at %v (%+v)", want.at, got, want.p, samples)
		}
	}
}

// TestOddSizes proves that any size goes through, and that the film ends on the last picture.
func TestOddSizes(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {2, 3}, {17, 5}, {33, 127}, {641, 359}, {16, 16}} {
		s := newScene(size[0], size[1])
		s.hold(12)
		s.fill(image.Rect(0, 0, size[0]/2+1, size[1]/2+1), 40)
		s.hold(12)
		s.fill(image.Rect(0, 0, size[0], size[1]), 120)
		s.hold(1)
		path := filepath.Join(t.TempDir(), "film")
		if _, err := Shots(context.Background(), Input{Pictures: s.pictures(), Film: path}); err != nil {
			t.Fatalf("%v: %v", size, err)
		}
		f, err := film.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.At(sop.Seconds(60))
		if err != nil || string(got.Y) != string(s.now.Y) {
			t.Errorf("%v: the film doesn't end on the last picture (%v)", size, err)
		}
		f.Close()
	}
}

// TestFilmKeepsWhatSettled proves that the codec's improvements reach the film, and that what moves without end doesn't
// fill it.
func TestFilmKeepsWhatSettled(t *testing.T) {
	s := newScene(320, 240)
	s.hold(10)
	for i := range 6 { // a text that gets sharper from picture to picture
		s.fill(image.Rect(20, 20, 300, 40), 235)
		s.text(20, 20, 25, 3)
		for y := 20; y < 40; y++ {
			for x := 20; x < 300; x++ {
				q := &s.now.Y[y*s.now.YStride+x]
				*q = uint8(int(*q) + (130-int(*q))*(5-i)/10)
			}
		}
		s.hold(1)
	}
	s.hold(10)
	still := len(s.out)
	for i := range 100 {
		s.with(func() {
			for q := range 4096 {
				s.now.Y[(100+q/64)*s.now.YStride+100+q%64] = uint8(16 + (q*37+i*91)%200)
			}
		})
	}
	path := filepath.Join(t.TempDir(), "film")
	if _, err := Shots(context.Background(), Input{Pictures: s.pictures(), Film: path}); err != nil {
		t.Fatal(err)
	}
	f, err := film.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.At(sop.Seconds(float64(still-1) / Rate))
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range got.Y {
		if d := abs(int(v) - int(s.out[still-1].Y[i])); d > noiseMost {
			t.Fatalf("pixel %d of the film is %d levels off", i, d)
		}
	}
	n := 0
	for _, m := range f.Moments() {
		if m >= sop.Seconds(float64(still)/Rate+3) {
			n++
		}
	}
	if n > 12 {
		t.Errorf("%d records in 7 seconds of what moves without end", n)
	}
}

func TestCancel(t *testing.T) {
	s := newScene(64, 64)
	s.hold(30)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Shots(ctx, Input{Pictures: s.pictures(), Film: filepath.Join(t.TempDir(), "film")}); err != context.Canceled && sop.CodeOf(err) != sop.Internal {
		t.Errorf("%v", err)
	}
}

// The progress goes on while the pointer is followed, and never back.
func TestProgress(t *testing.T) {
	s := newScene(320, 240)
	s.page(1, 0)
	for i := range 400 {
		s.with(func() { s.arrow(20+i%7*30, 40+i%5*30) })
	}
	var told []float64
	in := Input{Pictures: s.pictures(), Film: filepath.Join(t.TempDir(), "film"), Progress: func(share float64) { told = append(told, share) }}
	in.Media.Duration = sop.Seconds(40)
	if _, err := Shots(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	between := slices.ContainsFunc(told, func(v float64) bool { return v > shareOfPass && v < 1 })
	if !between || !slices.IsSorted(told) || told[len(told)-1] != 1 {
		t.Errorf("told %v", told)
	}
}
