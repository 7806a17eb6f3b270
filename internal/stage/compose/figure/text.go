package figure

import (
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
)

// longestText is how much of a picture's text is kept, in characters.
const longestText = 2000

// text gives the words that stand in a figure's part of the screen, line by line, as they were read and masked: by them the picture can be found.
func (m Maker) text(f *sop.Figure) string {
	i, found := slices.BinarySearchFunc(m.Screens, f.At, func(s sop.Screen, at sop.Moment) int {
		switch {
		case s.At < at:
			return -1
		case s.At > at:
			return 1
		}
		return 0
	})
	if !found {
		i-- // the screen before still stands
	}
	if i < 0 {
		return ""
	}
	s := m.Screens[i]
	var lines []string
	add := func(text string) {
		if text = strings.Join(strings.Fields(text), " "); text != "" && !slices.Contains(lines, text) {
			lines = append(lines, text)
		}
	}
	inside := func(b sop.Box) bool {
		c := b.Centre()
		return c.X >= f.Crop.X && c.X < f.Crop.X+f.Crop.W && c.Y >= f.Crop.Y && c.Y < f.Crop.Y+f.Crop.H
	}
	for _, b := range s.Blocks {
		for _, l := range b.Lines {
			if inside(l.Box) {
				add(l.Text)
			}
		}
	}
	for _, e := range s.Elements {
		if inside(e.Box) {
			add(e.Label)
		}
	}
	for _, t := range s.Terminals {
		if m.Terminal == nil && !inside(t.Box) {
			continue
		}
		for _, r := range t.Rows {
			add(r.Text)
		}
	}
	text := strings.Join(lines, "\n")
	if utf8.RuneCountInString(text) > longestText {
		text = string([]rune(text)[:longestText])
	}
	return text
}
