// Package app puts the house together: it alone knows every concrete type.
package app

import (
	"os"
	"slices"
	"time"

	"runtime/debug"

	"showhow/internal/app/speech"
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

// build names the very program that runs: its version, and for one that was built from changed files when that was.
func build() string {
	v := Version()
	b, ok := debug.ReadBuildInfo()
	changed := !ok || !slices.ContainsFunc(b.Settings, func(s debug.BuildSetting) bool { return s.Key == "vcs.modified" && s.Value == "false" })
	if changed {
		if path, err := os.Executable(); err == nil {
			if f, err := os.Stat(path); err == nil {
				v += " of " + f.ModTime().UTC().Format(time.RFC3339Nano)
			}
		}
	}
	return v
}

// App is Showhow as a value.
type App struct {
	config config.Config
	// room is the slug of the workspace that a command is about; empty for the server's first.
	room string
}

// New makes an App from its settings. Close must be called.
func New(c config.Config) *App { return &App{config: c} }

// With is the App with some settings given on a command line, by key.
func (a *App) With(given map[string]string) (*App, error) {
	c, err := a.config.With(given)
	if err != nil {
		return nil, err
	}
	return New(c), nil
}

// LogsJSON says whether the settings want a log of JSON.
func (a *App) LogsJSON() bool { return a.config.Text("log") == "json" }

// Close frees what the App holds.
func (a *App) Close() error { return nil }

// ffmpeg is the tool for a job's folder.
func (a *App) ffmpeg(dir string) ffmpeg.Tool {
	return ffmpeg.Tool{FFmpeg: a.config.Text("ffmpeg"), FFprobe: a.config.Text("ffprobe"), Dir: dir}
}

// Speech is who tells what was said in a recording.
func (a *App) Speech() speech.Speech { return speech.Speech{Config: a.config, FFmpeg: a.ffmpeg} }
