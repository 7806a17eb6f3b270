package figure

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestText(t *testing.T) {
	line := func(x, y int, text string) sop.Block {
		return sop.Block{Lines: []sop.Line{{Box: sop.Box{X: x, Y: y, W: 20, H: 10}, Text: text}}}
	}
	screens := []sop.Screen{
		{At: sop.Seconds(1), Blocks: []sop.Block{line(10, 10, "Log  in"), line(500, 10, "beside")}},
		{At: sop.Seconds(5), Blocks: []sop.Block{line(10, 10, "Deploy"), line(10, 30, "Deploy")}, Elements: []sop.Element{{Label: "Build Now", Box: sop.Box{X: 20, Y: 50, W: 10, H: 10}}},
			Terminals: []sop.Terminal{{Box: sop.Box{X: 0, Y: 60, W: 90, H: 30}, Rows: []sop.Row{{Text: "$ make"}, {Text: ""}}}}},
		{At: sop.Seconds(9), Blocks: []sop.Block{line(10, 10, strings.Repeat("long ", 1000))}},
	}
	m := Maker{Screens: screens}
	crop := sop.Box{X: 0, Y: 0, W: 100, H: 100}
	for _, c := range []struct {
		at   float64
		want string
	}{{0.5, ""}, {1, "Log in"}, {4.9, "Log in"}, {5, "Deploy\nBuild Now\n$ make"}} {
		if got := m.text(&sop.Figure{At: sop.Seconds(c.at), Crop: crop}); got != c.want {
			t.Errorf("at %v s: %q, want %q", c.at, got, c.want)
		}
	}
	if got := m.text(&sop.Figure{At: sop.Seconds(9), Crop: crop}); len(got) != longestText {
		t.Errorf("%d characters", len(got))
	}
	m.Terminal = &sop.TerminalStream{}
	if got := m.text(&sop.Figure{At: sop.Seconds(6), Crop: sop.Box{W: 1, H: 1}}); got != "$ make" {
		t.Errorf("of a terminal's recording: %q", got)
	}
}
