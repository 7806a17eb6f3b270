package story

import "showhow/bench/play"

// The terminals' looks of the redressed cases.
var (
	cream = play.TerminalLook{Font: "mononoki", Size: 13, Fg: "#40382c", Bg: "#faf5ea", Cursor: "#9c4221",
		Palette: [6]string{"#b03a2e", "#4d7c0f", "#a16207", "#1d4ed8", "#a21caf", "#0e7490"}, Prompt: `[\u \W]% `}
	mist = play.TerminalLook{Font: "Noto Sans Mono", Size: 12, Fg: "#2d3b45", Bg: "#eef2f4", Cursor: "#2d3b45", Bar: "bar", Blink: true,
		Palette: [6]string{"#c0392b", "#1e8449", "#9a7d0a", "#2471a3", "#884ea0", "#148f77"}, Prompt: blue + `kim@pager` + plain + ` ` + green + `\W` + plain + ` » `}
	amber = play.TerminalLook{Font: "Nimbus Mono PS", Size: 14, Fg: "#ffb454", Bg: "#1f1408", Cursor: "#ffd7a1",
		Palette: [6]string{"#ff6b5e", "#b5d66b", "#ffd866", "#7fb8ff", "#e0a3ff", "#7fe0d6"}, Prompt: `dba {\W} % `}
	letter = play.TerminalLook{Font: "Courier Prime Code", Size: 13, Fg: "#1c1c1c", Bg: "#fbfbf8", Cursor: "#c2410c", Bar: "underline",
		Palette: [6]string{"#aa1111", "#1a6b1a", "#7a5a00", "#1238a8", "#7a1280", "#0f6470"}, Prompt: `ops:\W> `}
	moss = play.TerminalLook{Font: "Fantasque Sans Mono", Size: 14, Fg: "#d3e0c8", Bg: "#152018", Cursor: "#8fd16a", Blink: true,
		Palette: [6]string{"#e8776b", "#8fd16a", "#d9c66a", "#7fb0d9", "#c79be0", "#73cfc0"}, Prompt: green + `root@web-01` + plain + ` \w # `}
	sand = play.TerminalLook{Font: "Agave", Size: 14, Fg: "#33302a", Bg: "#f4efe2", Cursor: "#a8431a", Bar: "underline",
		Palette: [6]string{"#a83232", "#3f7a1f", "#8a6a12", "#2457b5", "#8d2f9c", "#146c73"}, Prompt: `(edge) \W » `}
)

// redressed are stories of "tune" in looks that are in no other case: they tell whether what was tuned on those stories
// holds elsewhere, while the measured cases stay unseen.
func redressed() []play.Case {
	return []play.Case{
		redress(release(), func(l *play.Look) {
			l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "brick", "cream", "TeX Gyre Heros", 16
			l.Terminal, l.Frame, l.Backdrop, l.Cursor = cream, "Clearlooks", "#b9a88a", "DMZ-White"
			l.Voice, l.Titled = kal, false
		}),
		redress(incident(), func(l *play.Look) {
			l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "ink", "mist", "URW Gothic", 15
			l.Terminal, l.Frame, l.Backdrop = mist, "Natura", "#c9d4da"
			l.FPS, l.Ext, l.Video, l.Audio = 25, "mp4", h264(25), aac(64)
		}),
		redress(offboard(), func(l *play.Look) {
			l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "brick", "coal", "TeX Gyre Heros", 17
			l.Out, l.FPS, l.Video, l.Voice.Engine, l.Silent = [2]int{}, 30, h264(26), "", true
			l.Frame = "Bear2"
		}),
		redress(flags(), func(l *play.Look) {
			l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "ink", "cream", "Nimbus Sans Narrow", 17
			l.Voice.Engine, l.NoSound, l.Video = "", true, h264(23)
			l.Cursor = "DMZ-White"
		}),
		redress(accessKey(), func(l *play.Look) {
			l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "ink", "coal", "TeX Gyre Adventor", 15
			l.Out, l.Video, l.Voice, l.Face, l.Cursor = [2]int{1280, 720}, h264(25), female, false, "Adwaita"
		}),
		redress(drain(), func(l *play.Look) {
			l.Terminal, l.Backdrop, l.Voice, l.Out, l.Video = letter, "#e2ded4", espeak, [2]int{1280, 720}, h264(25)
		}),
		redress(migration(), func(l *play.Look) {
			l.Terminal, l.Backdrop, l.Voice, l.Subtitles, l.Video = amber, "#3a2a18", slt, false, thin(400)
		}),
		redress(certificate(), func(l *play.Look) {
			l.Terminal, l.Backdrop, l.Video = moss, "#0f1a12", vp9(500)
			l.Ext = "webm"
		}),
		beside(redress(certificate(), func(l *play.Look) {
			l.App.Skin, l.App.Theme, l.App.Font, l.Width, l.Height = "brick", "cream", "Nimbus Sans", 1600, 920
			l.Terminal, l.Frame, l.Backdrop, l.Video = sand, "Clearlooks", "#a9b39c", h264(24)
		})),
	}
}

// beside gives a terminal's story a page of nearly the terminal's own colour to stand half upon.
func beside(c play.Case) play.Case {
	c.Name += "-beside"
	c.Hosts = map[string]string{"status": "admin"}
	c.Set = func(s *play.Show) {
		s.Browser("http://status.acme.internal/Components", play.Area{X: 20, Y: 10, W: 1180, H: 860})
		s.Terminal("ops@web-01", 104, 28, 740, 370)
	}
	return c
}

func redress(c play.Case, dress func(*play.Look)) play.Case {
	c.Split = "redress"
	dress(&c.Look)
	return c
}
