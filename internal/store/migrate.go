package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"showhow/internal/sop"
)

//go:embed migration
var migrations embed.FS

// Migrate makes the tables, or brings older ones up to date: forwards only. A database of a newer Showhow is refused.
func (d *DB) Migrate(ctx context.Context) error {
	dialect := database.DialectSQLite3
	if d.Engine() == "postgres" {
		dialect = database.DialectPostgres
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if dialect == database.DialectPostgres { // SQLite's migrations lock the file themselves
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120)) // tries every second
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, d.pool, scripts{d.Engine()}, options...)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	for n := range tries {
		if err = up(ctx, p); err == nil || sop.CodeOf(err) == sop.Unsupported {
			return err
		}
		select { // another process may be making the same tables
		case <-time.After(time.Duration(n+1) * 50 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

func up(ctx context.Context, p *goose.Provider) error {
	have, newest, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the database's version: %w", err)
	}
	if have > newest {
		return &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The database was written by a newer Showhow (its version is %d, this one knows %d).", have, newest), Mend: "Install the newer Showhow again, or restore a backup from before."}
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	return nil
}

// scripts is one folder of what all engines share and what one has of its own.
type scripts struct{ engine string }

// Open opens a script.
func (s scripts) Open(name string) (fs.File, error) {
	f, err := migrations.Open("migration/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		return migrations.Open("migration/" + s.engine + "/" + name)
	}
	return f, err
}

// Glob gives the names of all scripts, in their order: goose takes the last one for the newest.
func (s scripts) Glob(pattern string) (names []string, err error) {
	for _, dir := range []string{"migration/", "migration/" + s.engine + "/"} {
		found, err := fs.Glob(migrations, dir+pattern)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			names = append(names, path.Base(f))
		}
	}
	slices.Sort(names)
	return names, nil
}
