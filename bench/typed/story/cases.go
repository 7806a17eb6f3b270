package story

import (
	"fmt"
	"time"

	"showhow/bench/play"
	"showhow/bench/studio"
)

// Cases are all of them. Each is filmed once at 1080p, and written at 720p, too.
func Cases() []play.Case {
	return []play.Case{
		window("tune", "nord", look(nord, "#2f4858"), box{110, 30, 160, 90}, tuneFiles),
		window("tune", "amber", look(amber, "#3a2a18"), box{104, 28, 320, 120}, tuneHost),
		window("tune", "cream", look(cream, "#b9a88a"), box{110, 30, 240, 150}, tuneCluster),
		panes("tune", "moss", look(moss, "#0f1a12"), box{150, 36, 120, 60}, tuneFiles),
		inPage("tune", "editor", look(editor, "#20262e"), play.Page{Columns: 104, Rows: 26, Size: 20, Line: 27, Ligatures: true,
			Backdrop: "linear-gradient(120deg,#1b2530,#232433)", Ground: "rgba(13,17,23,.9)"}, tuneCluster),
		window("tune", "letter", look(letter, "#e2ded4"), box{110, 30, 200, 140}, tuneHost),

		window("measure", "dracula", look(dracula, "#4a3b52"), box{112, 30, 180, 100}, measureFiles),
		window("measure", "solar", look(solar, "#93a1a1"), box{100, 26, 260, 120}, measureHost),
		panes("measure", "gruv", look(gruv, "#32302f"), box{150, 36, 130, 80}, measureHost),
		window("measure", "slate", look(slate, "#45475a"), box{108, 28, 200, 100}, measureCluster),
		inPage("measure", "page", look(page, "#d0d7de"), play.Page{Columns: 110, Rows: 28, Size: 18, Line: 24, Ligatures: true,
			Backdrop: "linear-gradient(90deg,#e8eef4,#f4eee8)", Ground: "rgba(255,255,255,.88)"}, measureFiles),
		window("measure", "slab", look(slab, "#9fb3c1"), box{110, 30, 210, 110}, measureCluster),
		window("measure", "night", look(night, "#222b36"), box{104, 28, 240, 90}, measureHost),
	}
}

// box is a terminal's columns and rows, and where it stands.
type box struct{ columns, rows, x, y int }

func base(split, name string, l play.Look) play.Case {
	return play.Case{Name: name, Split: split, Title: "Work in a terminal", Look: l, Files: desk, Also: []play.Print{small(), poor()}}
}

// window is a terminal in a window of its own. Half way through, a line of it is selected.
func window(split, name string, l play.Look, b box, commands []string) play.Case {
	c := base(split, name, l)
	c.Set = func(s *play.Show) { s.Terminal(name, b.columns, b.rows, b.x, b.y) }
	c.Story = func(s *play.Show) {
		quick(s)
		for i, k := range commands {
			if i == len(commands)/2 {
				s.Hand.Move(studio.Point{X: b.x + 60, Y: b.y + 90})
				s.Hand.Drag(studio.Point{X: b.x + 330, Y: b.y + 94})
			}
			s.Enter(k)
			s.Rest(500)
		}
	}
	return c
}

// inPage is a terminal in a page.
func inPage(split, name string, l play.Look, p play.Page, commands []string) play.Case {
	c := base(split, name, l)
	c.Set = func(s *play.Show) { s.WebTerminal(name, p, play.Area{X: 60, Y: 40, W: 1800, H: 960}) }
	c.Story = func(s *play.Show) {
		quick(s)
		for _, k := range commands {
			s.Enter(k)
			s.Rest(500)
		}
	}
	return c
}

// panes are three shells in one window; the commands go to one after the other.
func panes(split, name string, l play.Look, b box, commands []string) play.Case {
	c := base(split, name, l)
	c.Set = func(s *play.Show) { s.Terminal(name, b.columns, b.rows, b.x, b.y) }
	c.Story = func(s *play.Show) {
		quick(s)
		for i, k := range commands {
			if i > 0 && i%4 == 0 {
				s.Hand.Key("ctrl+b")
				time.Sleep(150 * time.Millisecond)
				s.Hand.Key("o")
				s.Rest(600)
			}
			s.Enter(k)
			s.Rest(300)
		}
	}
	return c
}

// quick lets the hand type fast, two or three letters a picture of those that are looked at.
func quick(s *play.Show) {
	s.Hand.Stroke = [2]time.Duration{30 * time.Millisecond, 60 * time.Millisecond}
}

// Describe tells a case in a line.
func Describe(c play.Case) string {
	t := c.Look.Terminal
	return fmt.Sprintf("%-8s %-8s %s %.4g pt, %s on %s, %s", c.Split, c.Name, t.Font, t.Size, t.Fg, t.Bg, t.Shell)
}
