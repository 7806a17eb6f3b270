package app

import (
	"context"
	"log/slog"

	"showhow/internal/app/workspace"
	"showhow/internal/backup"
)

// Kept is what a backup holds.
type Kept struct {
	Procedures, Revisions, Recordings, Objects int64
	// Bytes are those of recordings and pictures.
	Bytes int64
	// Aside is the folder with what was there before; empty when nothing was.
	Aside string
}

func kept(m backup.Manifest) Kept {
	k := Kept{Objects: int64(len(m.Blobs)), Bytes: m.Bytes()}
	for _, t := range m.Tables {
		switch t.Name {
		case "procedure":
			k.Procedures = t.Rows
		case "revision":
			k.Revisions = t.Rows
		case "holding":
			k.Recordings = t.Rows
		}
	}
	return k
}

// Backup writes the workspace of the settings to a file, also while it is served.
func (a *App) Backup(ctx context.Context, file string) (Kept, error) {
	m, err := workspace.Backup(ctx, a.workspace(slog.New(slog.DiscardHandler)), file)
	return kept(m), full(err)
}

// Restore restores a backup into an empty workspace; with force, what is in its folder is put aside.
func (a *App) Restore(ctx context.Context, file string, force bool) (Kept, error) {
	m, aside, err := workspace.Restore(ctx, a.workspace(slog.New(slog.DiscardHandler)), workspace.Archive{File: file, Force: force})
	k := kept(m)
	k.Aside = aside
	return k, full(err)
}
