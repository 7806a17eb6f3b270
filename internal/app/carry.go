package app

import (
	"context"
	"crypto/rand"
	"time"

	"showhow/internal/carry"
	"showhow/internal/stage/redact"
	"showhow/internal/tool/command"
)

// Carry carries a procedure of a workspace out in a terminal, and gives the execution's address.
func (a *App) Carry(ctx context.Context, c carry.Carry) (_ string, err error) {
	if c.Notes, err = a.config.Folder("work", "executions"); err != nil {
		return "", err
	}
	if c.Token == "" {
		c.Token = a.config.Text("token")
	}
	c.Run, c.Now, c.NewID = command.Own, time.Now, rand.Text
	c.Mask = func(ctx context.Context, text string) (string, error) {
		out, err := redact.Apply(ctx, redact.Input{Title: text})
		return out.Title, err
	}
	return c.Done(ctx)
}
