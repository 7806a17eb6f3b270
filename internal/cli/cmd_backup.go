package cli

import (
	"context"
	"fmt"

	"showhow/internal/cli/help"
	"showhow/internal/cli/inside"
	"showhow/internal/cli/named"
)

type backup struct {
	File named.File `arg:"" help:"The file to write; it must not be there."`
	inside.Store
}

// Help shows it in use.
func (backup) Help() string {
	return "Writes a workspace to one file: all rows of one moment, all recordings and pictures, with checksums. The server may run. The file holds recordings as they are, secrets and all: keep it as you keep those.\n\n" + help.Examples(
		`showhow backup /backup/showhow-2026-11-27.tar`,
		`showhow backup b.tar --database postgres://showhow@db/showhow --s3-endpoint https://s3.example.com --s3-bucket sops`)
}

func (b backup) Run(ctx context.Context, f *face) error {
	a, err := f.app.With(b.Settings())
	if err != nil {
		return err
	}
	k, err := a.Backup(ctx, string(b.File))
	if err != nil {
		return err
	}
	fmt.Fprintf(f.Out, "%d procedures with %d revisions, %d recordings, %d objects of %d bytes\n", k.Procedures, k.Revisions, k.Recordings, k.Objects, k.Bytes)
	return nil
}

type restore struct {
	File  named.File `arg:"" help:"The backup."`
	Force bool       `help:"Put aside what is in the workspace's folder, and restore in its place."`
	inside.Store
}

// Help shows it in use.
func (restore) Help() string {
	return "Restores a backup into an empty workspace, of either engine and either kind of store, once every part of it has proved to be whole. Stop the server first. Drafts that were under way go on.\n\n" + help.Examples(
		`showhow restore /backup/showhow-2026-11-27.tar --data /srv/showhow`,
		`showhow restore /backup/showhow-2026-11-27.tar --force`)
}

func (r restore) Run(ctx context.Context, f *face) error {
	a, err := f.app.With(r.Settings())
	if err != nil {
		return err
	}
	k, err := a.Restore(ctx, string(r.File), r.Force)
	if k.Aside != "" {
		fmt.Fprintf(f.Err, "What was there lies in %s\n", k.Aside)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(f.Out, "%d procedures with %d revisions, %d recordings, %d objects of %d bytes\n", k.Procedures, k.Revisions, k.Recordings, k.Objects, k.Bytes)
	return nil
}
