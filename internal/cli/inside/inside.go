// Package inside is what those commands share that work on a workspace's database itself, without its server.
package inside

import (
	"context"
	"io"

	"showhow/internal/app"
)

// World is what these commands have of the world.
type World struct {
	Out, Err io.Writer
	App      *app.App
}

// Server names the database of a server.
type Server struct {
	Data     string `help:"Folder of the workspace (default: the setting)." placeholder:"DIR"`
	Database string `help:"Database of the workspace, such as postgres://user@host/showhow (default: SQLite in its folder)." placeholder:"URL"`
}

// Of is the App for that database.
func (s Server) Of(w World) (*app.App, error) {
	return w.App.With(map[string]string{"data": s.Data, "database": s.Database})
}

// Do does something with the App for that database.
func (s Server) Do(w World, do func(a *app.App) error) error {
	a, err := s.Of(w)
	if err != nil {
		return err
	}
	return do(a)
}

// Open is a workspace of which a command has the database open.
type Open = app.Room

// Room names the database, and which workspace in it.
type Room struct {
	Workspace string `help:"Workspace on a server that has several, by its name in addresses (default: the first)." placeholder:"SLUG"`
	Server
}

// Do does something with the App for that workspace.
func (r Room) Do(w World, do func(a *app.App) error) error {
	return r.Server.Do(w, func(a *app.App) error { return do(a.In(r.Workspace)) })
}

// In does something in that workspace's database.
func (r Room) In(ctx context.Context, w World, do func(w *Open) error) error {
	return r.Do(w, func(a *app.App) error { return a.Inside(ctx, do) })
}

// Store is where a workspace lies with all that belongs to it.
type Store struct {
	Data       string `help:"Folder of the workspace (default: the setting)." placeholder:"DIR"`
	Database   string `help:"Database of the workspace, such as postgres://user@host/showhow (default: SQLite in its folder)." placeholder:"URL"`
	S3Endpoint string `name:"s3-endpoint" help:"S3-compatible store for recordings and pictures (default: the workspace's folder)." placeholder:"URL"`
	S3Region   string `name:"s3-region" help:"Region of the S3 store." placeholder:"NAME"`
	S3Bucket   string `name:"s3-bucket" help:"Bucket in the S3 store." placeholder:"NAME"`
	S3Prefix   string `name:"s3-prefix" help:"Folder in the bucket." placeholder:"PATH"`
}

// Settings are the settings that say so.
func (s Store) Settings() map[string]string {
	return map[string]string{"data": s.Data, "database": s.Database, "s3_endpoint": s.S3Endpoint, "s3_region": s.S3Region, "s3_bucket": s.S3Bucket, "s3_prefix": s.S3Prefix}
}
