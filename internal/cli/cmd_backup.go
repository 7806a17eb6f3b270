package cli

import (
	"context"
	"fmt"
)

// lying is where a workspace lies.
type lying struct {
	Data       string `help:"Folder of the workspace (default: the setting)." placeholder:"DIR"`
	Database   string `help:"Database of the workspace, such as postgres://user@host/showhow (default: SQLite in its folder)." placeholder:"URL"`
	S3Endpoint string `name:"s3-endpoint" help:"S3-compatible store for recordings and pictures (default: the workspace's folder)." placeholder:"URL"`
	S3Region   string `name:"s3-region" help:"Region of the S3 store." placeholder:"NAME"`
	S3Bucket   string `name:"s3-bucket" help:"Bucket in the S3 store." placeholder:"NAME"`
	S3Prefix   string `name:"s3-prefix" help:"Folder in the bucket." placeholder:"PATH"`
}

func (l lying) settings() map[string]string {
	return map[string]string{"data": l.Data, "database": l.Database, "s3_endpoint": l.S3Endpoint, "s3_region": l.S3Region, "s3_bucket": l.S3Bucket, "s3_prefix": l.S3Prefix}
}

type backup struct {
	File file `arg:"" help:"The file to write; it must not be there."`
	lying
}

// Help shows it in use.
func (backup) Help() string {
	return "Writes a workspace to one file: all rows of one moment, all recordings and pictures, with checksums. The server may run. The file holds recordings as they are, secrets and all: keep it as you keep those.\n\n" + examples(
		`showhow backup /backup/showhow-2026-11-27.tar`,
		`showhow backup b.tar --database postgres://showhow@db/showhow --s3-endpoint https://s3.example.com --s3-bucket sops`)
}

func (b backup) Run(ctx context.Context, f *face) error {
	a, err := f.app.With(b.settings())
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
	File  file `arg:"" help:"The backup."`
	Force bool `help:"Put aside what is in the workspace's folder, and restore in its place."`
	lying
}

// Help shows it in use.
func (restore) Help() string {
	return "Restores a backup into an empty workspace, of either engine and either kind of store, once every part of it has proved to be whole. Stop the server first. Drafts that were under way go on.\n\n" + examples(
		`showhow restore /backup/showhow-2026-11-27.tar --data /srv/showhow`,
		`showhow restore /backup/showhow-2026-11-27.tar --force`)
}

func (r restore) Run(ctx context.Context, f *face) error {
	a, err := f.app.With(r.settings())
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
