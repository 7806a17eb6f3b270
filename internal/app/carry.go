package app

import (
	"context"
	"crypto/rand"
	"time"

	"showhow/internal/app/workspace"
	"showhow/internal/carry"
	"showhow/internal/gauge"
	"showhow/internal/tool/command"
)

// Gauge asks a workspace for figures, and tells it what happened outside. Without a token it takes that of the settings.
func (a *App) Gauge(server, token string) gauge.Client {
	if token == "" {
		token = a.config.Text("token")
	}
	return gauge.Client{Server: server, Token: token}
}

// Carry carries a procedure of a workspace out in a terminal, and gives the execution's address.
func (a *App) Carry(ctx context.Context, c carry.Carry) (_ string, err error) {
	if c.Token == "" {
		c.Token = a.config.Text("token")
	}
	c.Run, c.Now, c.NewID, c.Mask = command.Own, time.Now, rand.Text, workspace.Masked
	if c.Notes, err = a.config.Folder("work", "executions"); err != nil {
		return "", err
	}
	return c.Done(ctx)
}
