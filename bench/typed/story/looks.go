// Package story holds the recordings by which the reading of terminals is measured: their looks and what is typed.
//
// No font, theme, prompt or command of the split "measure" is in "tune"; whoever changes the reader looks at the latter only.
package story

import (
	"fmt"

	"showhow/bench/apps"
	"showhow/bench/play"
)

func look(t play.TerminalLook, backdrop string) play.Look {
	return play.Look{Width: 1920, Height: 1080, Film: 12, FPS: 12, Cursor: "Adwaita", CursorSize: 24, Frame: "Clearlooks", Backdrop: backdrop,
		App: apps.Look{Skin: "slate", Theme: "light", Font: "Roboto", Mono: "DejaVu Sans Mono", Size: 15}, Terminal: t, NoSound: true,
		Ext: "mp4", Video: []string{"-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", "250"}}
}

// small is the recording at 720p: at usual quality, and as a thrifty recorder writes it, at about so many kbit/s.
func small() play.Print {
	return play.Print{Suffix: "-720", Width: 1280, Height: 720, Ext: "mp4", Video: []string{"-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", "250"}}
}

func poor() play.Print {
	const kbit = 150
	return play.Print{Suffix: "-poor", Width: 1280, Height: 720, Ext: "mp4", Video: []string{"-c:v", "libx264", "-preset", "veryfast", "-b:v", fmt.Sprintf("%dk", kbit),
		"-maxrate", fmt.Sprintf("%dk", 2*kbit), "-bufsize", fmt.Sprintf("%dk", 4*kbit), "-g", "250"}}
}

const (
	green, blue, dim, plain = `\[\e[1;32m\]`, `\[\e[1;34m\]`, `\[\e[2m\]`, `\[\e[0m\]`
	right, below            = "split-window -h", "split-window -v"
	first                   = "select-pane -t 0"
)

// The looks for tuning. The reader's library holds their fonts but for Nimbus Mono PS.
var (
	nord = play.TerminalLook{Font: "DejaVu Sans Mono", Size: 11, Fg: "#d8dee9", Bg: "#2e3440", Cursor: "#d8dee9", Blink: true,
		Palette: [6]string{"#bf616a", "#a3be8c", "#ebcb8b", "#81a1c1", "#b48ead", "#88c0d0"}, Prompt: green + `deploy@bastion` + plain + `:` + blue + `\w` + plain + `$ `}
	amber = play.TerminalLook{Font: "Nimbus Mono PS", Size: 15, Fg: "#ffb454", Bg: "#1f1408", Cursor: "#ffd7a1",
		Palette: [6]string{"#ff6b5e", "#b5d66b", "#ffd866", "#7fb8ff", "#e0a3ff", "#7fe0d6"}, Prompt: `dba {\W} % `}
	cream = play.TerminalLook{Font: "mononoki", Size: 12, Fg: "#40382c", Bg: "#faf5ea", Cursor: "#9c4221", Shell: "zsh",
		Palette: [6]string{"#b03a2e", "#4d7c0f", "#a16207", "#1d4ed8", "#a21caf", "#0e7490"}, Prompt: `%F{4}%1~%f %B%#%b `, RightPrompt: `%F{8}%T%f`}
	moss = play.TerminalLook{Font: "Fantasque Sans Mono", Size: 13, Fg: "#8fa585", Bg: "#1d2a20", Cursor: "#8fd16a", Shell: "tmux", Panes: []string{right, below, first},
		Palette: [6]string{"#e8776b", "#8fd16a", "#d9c66a", "#7fb0d9", "#c79be0", "#73cfc0"}, Prompt: `root@web-01 \W # `}
	editor = play.TerminalLook{Font: "JetBrains Mono", Fg: "#c9d1d9", Bg: "#0d1117",
		Palette: [6]string{"#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf"}, Prompt: dim + `kim` + plain + ` ` + blue + `\W` + plain + ` $ `}
	letter = play.TerminalLook{Font: "Courier Prime", Size: 11, Fg: "#5f5f58", Bg: "#efece2", Cursor: "#c2410c", Bar: "bar",
		Palette: [6]string{"#aa1111", "#1a6b1a", "#7a5a00", "#1238a8", "#7a1280", "#0f6470"}, Prompt: `== \W ♥ `}
)

// The looks for measuring. Fira Code, Inconsolata, Hack and Noto Mono are in the reader's library.
var (
	dracula = play.TerminalLook{Font: "Fira Code", Size: 11, Fg: "#f8f8f2", Bg: "#282a36", Cursor: "#f8f8f2", Bar: "bar", Blink: true,
		Palette: [6]string{"#ff5555", "#50fa7b", "#f1fa8c", "#bd93f9", "#ff79c6", "#8be9fd"}, Prompt: green + `release@ci-02` + plain + ` ` + blue + `\w` + plain + ` $ `}
	solar = play.TerminalLook{Font: "Inconsolata", Size: 18, Fg: "#657b83", Bg: "#fdf6e3", Cursor: "#657b83",
		Palette: [6]string{"#dc322f", "#859900", "#b58900", "#268bd2", "#d33682", "#2aa198"}, Prompt: blue + `dba@pg-primary` + plain + `:` + green + `\w` + plain + `$ `}
	gruv = play.TerminalLook{Font: "Hack", Size: 11, Fg: "#ebdbb2", Bg: "#1d2021", Cursor: "#fe8019", Shell: "tmux", Panes: []string{below, right, first},
		Palette: [6]string{"#fb4934", "#b8bb26", "#fabd2f", "#83a598", "#d3869b", "#8ec07c"}, Prompt: `[\u@stage \W]$ `}
	slate = play.TerminalLook{Font: "Noto Mono", Size: 15, Fg: "#cdd6f4", Bg: "#1e1e2e", Cursor: "#f5e0dc", Shell: "zsh",
		Palette: [6]string{"#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#f5c2e7", "#94e2d5"}, Prompt: `%F{6}%~%f > `, RightPrompt: `%F{3}%*%f`}
	page = play.TerminalLook{Font: "Fira Code", Fg: "#24292f", Bg: "#ffffff",
		Palette: [6]string{"#cf222e", "#116329", "#4d2d00", "#0550ae", "#8250df", "#1b7c83"}, Prompt: blue + `\W` + plain + dim + ` on main` + plain + ` > `}
	slab = play.TerminalLook{Font: "B612 Mono", Size: 11, Fg: "#1d2733", Bg: "#e6ebef", Cursor: "#1d2733", Bar: "underline",
		Palette: [6]string{"#b3261e", "#1e6b34", "#7a5c00", "#1f4fb3", "#7d2fa3", "#0f6b75"}, Prompt: `edge-7 [\W] -> `}
	night = play.TerminalLook{Font: "Hermit", Size: 14, Fg: "#b9c2cf", Bg: "#10151c", Cursor: "#f0c674", Blink: true,
		Palette: [6]string{"#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2"}, Prompt: `sre::\W » `}
)

// families are the fonts that the reader's library holds, by its names for them.
var families = map[string]string{"DejaVu Sans Mono": "dejavu-sans-mono", "JetBrains Mono": "jetbrains-mono", "Fira Code": "fira-code",
	"Inconsolata": "inconsolata", "Hack": "hack", "Noto Mono": "noto-mono", "mononoki": "mononoki", "Fantasque Sans Mono": "fantasque-sans-mono",
	"Courier Prime": "courier-prime"}

// Family is the library's name of the font of the case called name; known is false when the library doesn't hold it.
func Family(name string) (family string, known bool) {
	for _, c := range Cases() {
		if c.Name == name {
			family, known = families[c.Look.Terminal.Font]
		}
	}
	return family, known
}
