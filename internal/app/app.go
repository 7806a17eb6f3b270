// Package app puts the house together: it alone knows every concrete type.
package app

import (
	"runtime/debug"

	"showhow/internal/config"
	"showhow/internal/tool/ffmpeg"
)

// version is set by the release build.
var version = "0.1.0-dev"

// Version is the program's name and version, with the commit where the build knows it.
func Version() string {
	v := "showhow " + version
	if b, ok := debug.ReadBuildInfo(); ok {
		for _, s := range b.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				v += " (" + s.Value[:12] + ")"
			}
		}
	}
	return v
}

// App is Showhow as a value.
type App struct {
	config config.Config
}

// New makes an App from its settings. Close must be called.
func New(c config.Config) *App { return &App{config: c} }

// Close frees what the App holds.
func (a *App) Close() error { return nil }

// ffmpeg is the tool for a job's folder.
func (a *App) ffmpeg(dir string) ffmpeg.Tool {
	return ffmpeg.Tool{FFmpeg: a.config.Text("ffmpeg"), FFprobe: a.config.Text("ffprobe"), Dir: dir}
}
