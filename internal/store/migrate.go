package store

import (
	"context"
	"database/sql"
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
	"showhow/internal/store/chain"
)

//go:embed migration
var migrations embed.FS

// Migrate makes the tables, or brings older ones up to date: forwards only. A database of a newer Showhow is refused.
func (d *DB) Migrate(ctx context.Context) error { return d.MigrateTo(ctx, 0) }

// MigrateTo does so up to a version; 0 is the newest.
func (d *DB) MigrateTo(ctx context.Context, version int64) error {
	p, err := d.migrations()
	if err != nil {
		return err
	}
	for n := range tries {
		if err = up(ctx, p, version); err == nil || sop.CodeOf(err) == sop.Unsupported {
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

// version is the schema's.
func (d *DB) version(ctx context.Context) (int64, error) {
	p, err := d.migrations()
	if err != nil {
		return 0, err
	}
	return p.GetDBVersion(ctx)
}

func (d *DB) migrations() (*goose.Provider, error) {
	dialect := database.DialectSQLite3
	if d.Engine() == "postgres" {
		dialect = database.DialectPostgres
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true), // numbers are given out in ranges
		goose.WithGoMigrations(goose.NewGoMigration(71, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error { return chain.In(tx).Old(ctx) }}, nil))}
	if dialect == database.DialectPostgres { // SQLite's migrations lock the file themselves
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120)) // tries every second
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, d.pool, scripts{d.Engine()}, options...)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}

func up(ctx context.Context, p *goose.Provider, to int64) error {
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the database's version: %w", err)
	}
	known := p.ListSources()
	newest := known[len(known)-1].Version
	if have > newest {
		return &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The database was written by a newer Showhow (its version is %d, this one knows %d).", have, newest), Mend: "Install the newer Showhow again, or restore a backup from before."}
	}
	if to > newest {
		return &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("This was written by a newer Showhow (its version is %d, this one knows %d).", to, newest), Mend: "Install the newer Showhow."}
	}
	if to == 0 {
		to = newest
	}
	if _, err := p.UpTo(ctx, to); err != nil {
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
	slices.Sort(names) // the last one is the newest
	return names, nil
}
