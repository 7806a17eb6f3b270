// Package reach asks a workspace of which the folder lies on this machine, without a server.
package reach

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"showhow/internal/app/doorway"
	"showhow/internal/app/workspace"
	"showhow/internal/carry"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/stage/redact"
	"showhow/internal/tool/command"
)

// Place gives who asks a workspace, at a server's address or in a folder; done must be called.
func Place(ctx context.Context, n workspace.Needs, p remote.Place) (c *remote.Client, done func() error, err error) {
	if p.Folder != "" {
		return Folder(ctx, n, p)
	}
	if p.Workspace != "" {
		return nil, nil, &sop.Error{Code: sop.Invalid, Message: "Which workspace of a server is meant stands in its address.", Mend: "Give it as --server " + strings.TrimSuffix(p.Server, "/") + p.Root() + ", or name a folder with --data."}
	}
	c, err = remote.At(p.Server, p.Token, nil)
	return c, func() error { return nil }, err
}

// Carry carries a procedure out in a terminal of this machine.
func Carry(ctx context.Context, c carry.Carry) (string, error) {
	c.Run, c.Now, c.NewID, c.Mask = command.Own, time.Now, rand.Text, redact.Text
	c.Tick = func() (<-chan time.Time, func()) {
		t := time.NewTicker(between)
		return t.C, t.Stop
	}
	return c.Done(ctx)
}

// between is how often a terminal looks what others have done, while somebody is asked.
const between = 4 * time.Second

// Folder opens a workspace, and gives who asks it by its own API; done must be called. Nothing is drafted meanwhile unless that is asked for, and no mail sent. A server may have it open, too: both write to
// one database, as workers beside a server do.
func Folder(ctx context.Context, n workspace.Needs, p remote.Place) (c *remote.Client, done func() error, err error) {
	done = func() error { return nil }
	if !doorway.Lies(p.Folder) && n.Config.Text("database") == "" {
		return nil, done, &sop.Error{Code: sop.NotFound, Message: "There is no workspace in " + p.Folder + ".", Mend: "Name the folder that showhow serve keeps it in, or a server with --server."}
	}
	w, err := workspace.Open(ctx, n)
	if err != nil {
		return nil, done, err
	}
	is, err := room(ctx, w, p)
	if err != nil {
		return nil, done, errors.Join(err, w.Close())
	}
	pages, err := w.Pages()
	if err == nil {
		c, err = remote.At(remote.Here+p.Root(), p.Token, remote.Inside(pages))
	}
	if err != nil {
		return nil, done, errors.Join(err, w.Close())
	}
	c.Room = is
	if !p.Drafts {
		return c, w.Close, nil
	}
	if err := w.Start(ctx); err != nil {
		return nil, done, errors.Join(err, w.Close())
	}
	return c, func() error { return errors.Join(w.Stop(), w.Close()) }, nil
}

// room is which of a folder's workspaces a place is: the one that it names, the token's, or the first. A token that is good for nothing is refused by what is asked with it.
func room(ctx context.Context, w *workspace.Workspace, p remote.Place) (remote.Room, error) {
	first := w.Room()
	if err := w.In(ctx, p.Workspace); err != nil {
		return remote.Room{}, err
	}
	is := w.Room()
	if p.Workspace == "" && p.Token != "" {
		a, err := w.Gate().WhoByToken(ctx, p.Token)
		if err != nil && sop.CodeOf(err) != sop.Unknown {
			return remote.Room{}, err
		}
		all, err := w.Store().Read().Workspaces(ctx)
		if err != nil {
			return remote.Room{}, err
		}
		for _, s := range all {
			if s.ID == a.Workspace {
				is = s.Workspace
			}
		}
	}
	return remote.Room{ID: is.ID, Slug: is.Slug, First: is.ID == first.ID}, nil
}
