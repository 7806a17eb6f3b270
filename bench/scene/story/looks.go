// Package story holds the cases of the benchmark: their looks and what is done and said in them.
//
// A look belongs to one split. What is in the looks of "measure" (fonts, skins, themes, cursors, voices) is in no look
// of "tune", so that figures of the measured cases say how a draft does on what nobody tuned it for. The stories of
// "redress" are those of "tune" in looks of their own.
package story

import (
	"fmt"

	"showhow/bench/apps"
	"showhow/bench/play"
	"showhow/bench/studio"
)

var (
	slt    = studio.Voice{Engine: "flite", Name: "slt", Speed: 100}
	kal    = studio.Voice{Engine: "festival", Name: "kal_diphone", Speed: 105}
	espeak = studio.Voice{Engine: "espeak-ng", Name: "en-us", Speed: 155}
	female = studio.Voice{Engine: "espeak-ng", Name: "en-us+f3", Speed: 160}

	rms      = studio.Voice{Engine: "flite", Name: "rms", Speed: 100}
	awb      = studio.Voice{Engine: "flite", Name: "awb", Speed: 100}
	british  = studio.Voice{Engine: "espeak-ng", Name: "en-gb-x-rp", Speed: 150}
	scottish = studio.Voice{Engine: "espeak-ng", Name: "en-gb-scotland", Speed: 145}
)

// h264 encodes with a constant quality, thin with a bit rate in kbit/s as a cheap recorder's.
func h264(crf int) []string {
	return []string{"-c:v", "libx264", "-preset", "veryfast", "-crf", fmt.Sprint(crf), "-g", "250"}
}

func thin(kbit int) []string {
	return []string{"-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-b:v", fmt.Sprintf("%dk", kbit), "-maxrate", fmt.Sprintf("%dk", kbit*3), "-bufsize", fmt.Sprintf("%dk", kbit*4), "-g", "90"}
}

func vp9(kbit int) []string {
	return []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", fmt.Sprintf("%dk", kbit), "-row-mt", "1", "-g", "240"}
}

func aac(kbit int) []string  { return []string{"-c:a", "aac", "-b:a", fmt.Sprintf("%dk", kbit)} }
func opus(kbit int) []string { return []string{"-c:a", "libopus", "-b:a", fmt.Sprintf("%dk", kbit)} }

const (
	green = `\[\e[1;32m\]`
	blue  = `\[\e[1;34m\]`
	cyan  = `\[\e[36m\]`
	plain = `\[\e[0m\]`
)

// The terminals' looks.
var (
	nord = play.TerminalLook{Font: "DejaVu Sans Mono", Size: 12, Fg: "#d8dee9", Bg: "#2e3440", Cursor: "#d8dee9", Blink: true,
		Palette: [6]string{"#bf616a", "#a3be8c", "#ebcb8b", "#81a1c1", "#b48ead", "#88c0d0"}, Prompt: green + `deploy@bastion` + plain + `:` + blue + `\w` + plain + `$ `}
	night = play.TerminalLook{Font: "JetBrains Mono", Size: 13, Fg: "#c9d1d9", Bg: "#0d1117", Cursor: "#58a6ff", Bar: "bar",
		Palette: [6]string{"#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf"}, Prompt: cyan + `\w` + plain + ` $ `}
	paper = play.TerminalLook{Font: "Liberation Mono", Size: 11, Fg: "#24292f", Bg: "#ffffff", Cursor: "#24292f",
		Palette: [6]string{"#cf222e", "#116329", "#4d2d00", "#0550ae", "#8250df", "#1b7c83"}, Prompt: `[ops@jump01 \W]$ `}
	black = play.TerminalLook{Font: "DejaVu Sans Mono", Size: 13, Fg: "#e5e5e5", Bg: "#000000", Cursor: "#00ff00", Blink: true,
		Prompt: `kim@oncall:\w$ `}

	dracula = play.TerminalLook{Font: "Fira Code", Size: 12.5, Fg: "#f8f8f2", Bg: "#282a36", Cursor: "#f8f8f2", Bar: "bar", Blink: true,
		Palette: [6]string{"#ff5555", "#50fa7b", "#f1fa8c", "#bd93f9", "#ff79c6", "#8be9fd"}, Prompt: green + `➜` + plain + ` ` + cyan + `\W` + plain + ` % `}
	solarLight = play.TerminalLook{Font: "Inconsolata", Size: 15, Fg: "#586e75", Bg: "#fdf6e3", Cursor: "#657b83",
		Palette: [6]string{"#dc322f", "#859900", "#b58900", "#268bd2", "#d33682", "#2aa198"}, Prompt: blue + `dba@pg-primary` + plain + `:` + green + `\w` + plain + `$ `}
	gruv = play.TerminalLook{Font: "Hack", Size: 11.5, Fg: "#ebdbb2", Bg: "#1d2021", Cursor: "#fe8019", Bar: "underline",
		Palette: [6]string{"#fb4934", "#b8bb26", "#fabd2f", "#83a598", "#d3869b", "#8ec07c"}, Prompt: `[\t] \u@stage:\w$ `}
	slateTerm = play.TerminalLook{Font: "Noto Mono", Size: 13, Fg: "#cdd6f4", Bg: "#1e1e2e", Cursor: "#f5e0dc",
		Palette: [6]string{"#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#f5c2e7", "#94e2d5"}, Prompt: `release@ci-runner:\w> `}
)

// tuneBase and measureBase are what most looks of a split share.
func tuneBase() play.Look {
	return play.Look{Width: 1920, Height: 1080, Film: 30, FPS: 30, Cursor: "Adwaita", CursorSize: 24, Frame: "Clearlooks", Backdrop: "#2f4858", Noise: 12,
		App: apps.Look{Skin: "slate", Theme: "light", Font: "Roboto", Mono: "DejaVu Sans Mono", Size: 15}, Terminal: nord, Voice: slt,
		Ext: "mp4", Video: h264(23), Audio: aac(96)}
}

func measureBase() play.Look {
	return play.Look{Width: 1920, Height: 1080, Film: 30, FPS: 30, Cursor: "DMZ-Black", CursorSize: 24, Frame: "Breeze-ob", Backdrop: "#4a3b52", Noise: 12,
		App: apps.Look{Skin: "plum", Theme: "light", Font: "Liberation Sans", Mono: "Fira Code", Size: 15}, Terminal: dracula, Voice: rms,
		Ext: "mp4", Video: h264(24), Audio: aac(96)}
}

// Cases are all cases of the benchmark.
func Cases() []play.Case {
	return append([]play.Case{
		release(), migration(), flags(), drain(), offboard(), incident(), certificate(), accessKey(),
		hotfix(), invoices(), dns(), helmUpgrade(), ciSetup(), password(), dashboard(), restore(),
	}, redressed()...)
}

// Describe tells a case in a line.
func Describe(c play.Case) string {
	l := c.Look
	w, h := l.OutSize()
	fps := fmt.Sprintf("%d fps", l.FPS)
	if l.FPS == 0 {
		fps = "variable rate"
	}
	voice := l.Voice.Engine + " " + l.Voice.Name
	switch {
	case l.NoSound:
		voice = "no sound"
	case l.Silent:
		voice = "silent track"
	}
	return fmt.Sprintf("%-8s %-18s %dx%d %s %s %v, %s/%s, %s %.4g pt, %s", c.Split, c.Name, w, h, fps, l.Ext, l.Video[1:], l.App.Skin, l.App.Theme, l.Terminal.Font, l.Terminal.Size, voice)
}
