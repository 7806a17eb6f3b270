package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"showhow/internal/app/doorway"
	"showhow/internal/backup"
	"showhow/internal/sop"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
)

// Backup writes the workspace of the settings to a file, also while it is served.
func Backup(ctx context.Context, n Needs, file string) (m backup.Manifest, err error) {
	if err := doorway.There(n.Config); err != nil {
		return m, err
	}
	w := &Workspace{Needs: n}
	defer func() { err = errors.Join(err, w.Close()) }()
	if w.dir, err = w.Config.Data(); err != nil {
		return m, err
	}
	if err := errors.Join(w.openStore(ctx), w.openBlobs(ctx)); err != nil {
		return m, err
	}
	return backup.Write(ctx, file, backup.Source{DB: w.db, Blobs: w.blobs, Program: n.Version})
}

// Restore restores a backup into the workspace of the settings, which must be empty; with force, what is in its folder is put aside.
// aside is the folder where that lies; empty when nothing was.
func Restore(ctx context.Context, n Needs, from Archive) (m backup.Manifest, aside string, err error) {
	if m, err = backup.Check(ctx, from.File); err != nil {
		return m, "", err
	}
	w := &Workspace{Needs: n}
	defer func() { err = errors.Join(err, w.Close()) }()
	if w.dir, err = w.Config.Data(); err != nil {
		return m, "", err
	}
	if from.Force {
		if aside, err = w.putAside(); err != nil {
			return m, aside, err
		}
	}
	if address := w.Config.Text("database"); address != "" {
		w.db, err = postgres.OpenAt(ctx, address, m.Schema)
	} else {
		w.db, err = sqlite.OpenAt(ctx, filepath.Join(w.dir, doorway.Database), m.Schema)
	}
	if err != nil {
		return m, aside, err
	}
	w.close = append(w.close, w.db.Close)
	if err := w.openBlobs(ctx); err != nil {
		return m, aside, err
	}
	if err := backup.Restore(ctx, from.File, backup.Target{DB: w.db, Blobs: w.blobs}); err != nil {
		return m, aside, err
	}
	return m, aside, w.db.Migrate(ctx)
}

// Archive is a backup to be restored; Force puts aside what is there.
type Archive struct {
	File  string
	Force bool
}

// putAside puts the workspace's files into a folder beside them. What lies in a database or a store of its own is never touched.
func (w *Workspace) putAside() (string, error) {
	if w.Config.Text("database") != "" || w.Config.Text("s3_endpoint") != "" {
		return "", &sop.Error{Code: sop.Unsupported, Message: "What lies in PostgreSQL or in an S3 store is never replaced.", Mend: "Name an empty database, and an empty bucket or another --s3-prefix."}
	}
	aside := filepath.Join(w.dir, "before-restore-"+time.Now().UTC().Format("20060102-150405"))
	for _, name := range []string{doorway.Database, doorway.Database + "-wal", doorway.Database + "-shm", "blobs"} {
		at := filepath.Join(w.dir, name)
		if _, err := os.Lstat(at); os.IsNotExist(err) {
			continue
		}
		if err := os.MkdirAll(aside, 0o700); err != nil {
			return "", err
		}
		if err := os.Rename(at, filepath.Join(aside, name)); err != nil {
			return aside, fmt.Errorf("put aside what is there: %w", err)
		}
	}
	if _, err := os.Stat(aside); err != nil {
		return "", nil
	}
	return aside, nil
}
