package align

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
)

// stage plays a screen of 1280 × 720: what stands on it, where the pointer is, and what changes.
type stage struct {
	in   Input
	shot sop.Shot
	now  sop.Moment
}

func newStage() *stage {
	s := &stage{}
	s.in.Media.Video = &sop.VideoStream{Width: 1280, Height: 720}
	return s
}

// until lets time pass.
func (s *stage) until(at float64) *stage { s.now = sop.Seconds(at); return s }

// shows reads the screen: texts as "X,Y text", elements beside them.
func (s *stage) shows(elements []sop.Element, texts ...string) *stage {
	k := sop.Screen{At: s.now, Elements: elements}
	for _, t := range texts {
		var x, y int
		fmt.Sscanf(t, "%d,%d", &x, &y)
		_, text, _ := strings.Cut(t, " ")
		b := sop.Box{X: x, Y: y, W: 8 * len(text), H: 14}
		l := sop.Line{Box: b, Text: text, Confidence: .9}
		at := x
		for _, w := range strings.Fields(text) {
			l.Words = append(l.Words, sop.ScreenWord{Text: w, Box: sop.Box{X: at, Y: y, W: 8 * len(w), H: 14}, Confidence: .9})
			at += 8 * (len(w) + 1)
		}
		k.Blocks = append(k.Blocks, sop.Block{Box: b, Lines: []sop.Line{l}})
	}
	if n := len(s.in.Screens); n > 0 {
		s.in.Screens[n-1].Span.To = s.now
	}
	k.Span = sop.Span{From: s.now, To: s.now.Add(time.Second)}
	s.in.Screens = append(s.in.Screens, k)
	return s
}

// points moves the pointer.
func (s *stage) points(x, y int, shape sop.PointerShape) *stage {
	s.shot.Pointer = append(s.shot.Pointer, sop.PointerSample{At: s.now, Point: sop.Point{X: x, Y: y}, Shape: shape, Confidence: .9})
	return s
}

// changes alters a part of the screen for a while.
func (s *stage) changes(kind sop.ChangeKind, b sop.Box, length time.Duration) *stage {
	s.shot.Changes = append(s.shot.Changes, sop.Change{Span: sop.Span{From: s.now, To: s.now.Add(length)}, Kind: kind, Box: b, Pixels: b.W * b.H})
	return s
}

// done are the actions, as "kind label = text".
func (s *stage) done() []string {
	s.shot.ID, s.shot.Span = "s1", sop.Span{To: s.now.Add(5 * time.Second)}
	s.in.Shots, s.in.Media.Duration = []sop.Shot{s.shot}, s.shot.Span.To
	var all []string
	for _, a := range Actions(s.in) {
		line := string(a.Kind) + " " + a.Label
		if a.Text != "" {
			line += " = " + a.Text
		}
		all = append(all, line)
	}
	return all
}

var (
	page    = sop.Box{Y: 80, W: 1280, H: 640}
	buttonB = sop.Box{X: 400, Y: 300, W: 120, H: 36}
	fieldB  = sop.Box{X: 400, Y: 200, W: 300, H: 32}
)

func button(label string) []sop.Element {
	return []sop.Element{{Kind: sop.ElementButton, Box: buttonB, Label: label, Confidence: .85}}
}

func field(text string) []sop.Element {
	return []sop.Element{{Kind: sop.ElementField, Box: fieldB, Label: "VERSION", Text: text, Confidence: .85}}
}

func TestActions(t *testing.T) {
	for name, c := range map[string]struct {
		s    *stage
		want []string
	}{
		"a click on a button": {newStage().points(100, 600, sop.PointerArrow).shows(nil, "420,310 Build Now").until(2).points(450, 315, sop.PointerHand).
			shows(button("Build Now"), "420,310 Build Now").until(2.5).changes(sop.ChangeCut, page, 300*time.Millisecond).until(3).shows(nil, "100,100 Build #1"),
			[]string{"click Build Now"}},
		"a name half covered by the pointer": {newStage().points(100, 600, sop.PointerArrow).shows(nil, "420,310 Build Now").until(2).points(450, 315, sop.PointerHand).
			shows(button("Bui Now"), "420,310 Bui Now").until(2.5).changes(sop.ChangeCut, page, 300*time.Millisecond).until(3).shows(nil, "100,100 Build #1"),
			[]string{"click Build Now"}},
		"another name that stood there before another page": {newStage().points(100, 600, sop.PointerArrow).shows(nil, "420,310 Cancel all").until(.86).points(300, 500, sop.PointerArrow).until(1).changes(sop.ChangeCut, page, 100*time.Millisecond).
			until(2).points(450, 315, sop.PointerHand).shows(button("Start"), "420,310 Start").until(2.5).changes(sop.ChangeCut, page, 300*time.Millisecond).until(3).shows(nil, "100,100 Build #1"),
			[]string{"click Start"}},
		"the pointer goes over a page that changes by itself": {newStage().points(100, 600, sop.PointerArrow).shows(nil, "420,310 Build Now").until(2).points(900, 600, sop.PointerArrow).
			shows(nil, "420,310 Build Now").until(10).changes(sop.ChangeSmall, sop.Box{X: 20, Y: 100, W: 60, H: 20}, 100*time.Millisecond).until(11).shows(nil, "420,310 Build Now"),
			nil},
		"typing into a field": {newStage().points(450, 215, sop.PointerText).shows(field(""), "400,180 VERSION").until(2).changes(sop.ChangeTyping, sop.Box{X: 410, Y: 205, W: 60, H: 20}, time.Second).
			until(3.2).shows(field("v2.3.0"), "400,180 VERSION", "410,208 v2.3.0").until(6).shows(field("v2.3.0"), "400,180 VERSION", "410,208 v2.3.0"),
			[]string{"type VERSION = v2.3.0"}},
		"another page's words where a field stood": {newStage().points(450, 315, sop.PointerHand).shows(append(field("v2"), button("Build")...), "410,208 v2", "430,310 Build").until(2).
			changes(sop.ChangeTyping, sop.Box{X: 410, Y: 205, W: 60, H: 20}, 200*time.Millisecond).changes(sop.ChangeCut, page, 300*time.Millisecond).
			until(2.6).shows(nil, "410,208 Console", "100,100 Build #1"),
			[]string{"click Build"}},
		"a tip names an icon": {newStage().points(100, 600, sop.PointerArrow).shows(nil, "100,100 Sessions").until(2).points(934, 238, sop.PointerHand).
			shows([]sop.Element{{Kind: sop.ElementIcon, Box: sop.Box{X: 922, Y: 226, W: 25, H: 22}}}, "100,100 Sessions").until(2.4).changes(sop.ChangeSmall, sop.Box{X: 910, Y: 246, W: 110, H: 24}, 100*time.Millisecond).
			until(2.6).shows([]sop.Element{{Kind: sop.ElementIcon, Box: sop.Box{X: 922, Y: 226, W: 25, H: 22}}}, "100,100 Sessions", "918,251 End session").
			until(3.4).changes(sop.ChangeArea, sop.Box{X: 200, Y: 200, W: 900, H: 400}, 200*time.Millisecond).until(4).shows(nil, "100,100 Sessions"),
			[]string{"click End session"}},
		"a message under a button, which stays when the pointer has left": {newStage().points(100, 600, sop.PointerArrow).shows(nil, "420,310 Build Now").until(2).points(450, 315, sop.PointerArrow).
			shows(button("Build Now"), "420,310 Build Now").until(2.5).changes(sop.ChangeArea, sop.Box{X: 420, Y: 346, W: 200, H: 16}, 0).until(2.6).shows(button("Build Now"), "420,310 Build Now", "420,348 Queued as 71").until(4).points(900, 600, sop.PointerArrow).until(6).shows(button("Build Now"), "420,310 Build Now", "420,348 Queued as 71"),
			[]string{"click Build Now"}},
		"a tip under a button, which goes with the pointer": {newStage().points(100, 600, sop.PointerArrow).shows(nil, "420,310 Build Now").until(2).points(450, 315, sop.PointerArrow).
			shows(button("Build Now"), "420,310 Build Now").until(2.5).changes(sop.ChangeArea, sop.Box{X: 420, Y: 346, W: 200, H: 16}, 0).until(2.6).shows(button("Build Now"), "420,310 Build Now", "420,348 Queued as 71").until(4).points(900, 600, sop.PointerArrow).until(4.2).changes(sop.ChangeArea, sop.Box{X: 420, Y: 346, W: 200, H: 16}, 0).until(4.3).shows(button("Build Now"), "420,310 Build Now"),
			nil},
	} {
		if got := c.s.done(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Create acess key", "Create access key", true}, {"tih L ou", "Last 1 hour", true}, {"Resolye", "Resolve", true}, {"&", "Send", true},
		{"Save", "Cancel", false}, {"Start", "Cancel all", false}, {"Build Now", "Build", false},
	} {
		if got := alike.Same(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: %v", c.a, c.b, got)
		}
	}
}
