package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"showhow/internal/app/sample"
	"showhow/internal/app/workspace"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/tool/ffmpeg"
	"showhow/internal/work"
)

// Serve serves a workspace's pages and drafts what is brought, until ctx ends. ready is told the address.
func (a *App) Serve(ctx context.Context, log *slog.Logger, ready func(address string)) error {
	return workspace.Serve(ctx, a.workspace(log), ready)
}

// Work drafts what is brought to a workspace, until ctx ends. ready is told the worker's name.
func (a *App) Work(ctx context.Context, log *slog.Logger, ready func(worker string)) error {
	return workspace.Work(ctx, a.workspace(log), ready)
}

// Sample fills the workspace of the settings, which must be empty, with the sample's procedures and their life. tell is told what is done.
func (a *App) Sample(ctx context.Context, log *slog.Logger, tell func(string)) (err error) {
	n, c := a.workspace(log), sample.NewClock(7*sample.Weeks)
	n.Now = c.Now
	w, err := workspace.Open(ctx, n)
	if err != nil {
		return err
	}
	return errors.Join(sample.Play(ctx, w, c, tell), w.Close())
}

func (a *App) workspace(log *slog.Logger) workspace.Needs {
	return workspace.Needs{
		Config: a.config, Log: log, Version: Version(),
		Walk: func(ctx context.Context, w work.Walk) (pipeline.Result, error) {
			return a.walk(ctx, Draft{Recording: w.Recording, Transcript: w.Transcript, Title: w.Wish.Title, Template: w.Wish.Template, Language: w.Wish.Language, Mask: w.Wish.Mask, Glossary: w.Glossary, Markers: w.Wish.Markers, Preview: true, Progress: w.Progress}, w.Folder)
		},
		Preview: func(ctx context.Context, recording string, m sop.Media, out string) error {
			return a.ffmpeg(filepath.Dir(out)).Preview(ctx, ffmpeg.Preview{Path: recording, Media: m, Out: out})
		},
		Picture: a.photographer().take,
	}
}
