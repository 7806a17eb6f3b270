package app

import (
	"context"
	"errors"
	"log/slog"

	"showhow/internal/app/reach"
	"showhow/internal/carry"
	"showhow/internal/remote"
)

// Reach gives who asks a workspace; done must be called.
func (a *App) Reach(ctx context.Context, p remote.Place) (c *remote.Client, done func() error, err error) {
	if p.Token == "" {
		p.Token = a.config.Text("token")
	}
	in, err := a.With(map[string]string{"data": p.Folder})
	if err != nil {
		return nil, nil, err
	}
	return reach.Place(ctx, in.workspace(slog.New(slog.DiscardHandler)), p)
}

// Carry carries a procedure of a workspace out in a terminal, and gives the execution's address.
func (a *App) Carry(ctx context.Context, p remote.Place, c carry.Carry) (at string, err error) {
	if c.Notes, err = a.config.Folder("work", "executions"); err != nil {
		return "", err
	}
	client, done, err := a.Reach(ctx, p)
	if err != nil {
		return "", err
	}
	c.Client, c.Folder, c.Root = client, p.Folder, p.Root()
	at, err = reach.Carry(ctx, c)
	return at, errors.Join(err, done())
}
