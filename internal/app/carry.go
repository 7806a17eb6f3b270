package app

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"showhow/internal/app/reach"
	"showhow/internal/app/workspace"
	"showhow/internal/carry"
	"showhow/internal/remote"
	"showhow/internal/tool/command"
)

// Reach gives who asks a workspace; done must be called. A folder may be in use by a server: both write to one database, as workers beside a server do.
func (a *App) Reach(ctx context.Context, p remote.Place) (c *remote.Client, done func() error, err error) {
	if p.Token == "" {
		p.Token = a.config.Text("token")
	}
	done = func() error { return nil }
	if p.Folder == "" {
		c, err = remote.At(p.Server, p.Token, nil)
		return c, done, err
	}
	in, err := a.With(map[string]string{"data": p.Folder})
	if err != nil {
		return nil, done, err
	}
	return reach.Folder(ctx, in.workspace(slog.New(slog.DiscardHandler)), p)
}

// Carry carries a procedure of a workspace out in a terminal, and gives the execution's address.
func (a *App) Carry(ctx context.Context, p remote.Place, c carry.Carry) (at string, err error) {
	client, done, err := a.Reach(ctx, p)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, done()) }()
	c.Client, c.Folder = client, p.Folder
	c.Run, c.Now, c.NewID, c.Mask = command.Own, time.Now, rand.Text, workspace.Masked
	if c.Notes, err = a.config.Folder("work", "executions"); err != nil {
		return "", err
	}
	return c.Done(ctx)
}
