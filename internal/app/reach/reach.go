// Package reach asks a workspace of which the folder lies on this machine, without a server.
package reach

import (
	"context"
	"errors"

	"showhow/internal/app/workspace"
	"showhow/internal/remote"
	"showhow/internal/sop"
)

// Folder opens a workspace, and gives who asks it by its own API; done must be called. Nothing is drafted meanwhile, and no mail sent. A server may have it open, too: both write to
// one database, as workers beside a server do.
func Folder(ctx context.Context, n workspace.Needs, p remote.Place) (c *remote.Client, done func() error, err error) {
	done = func() error { return nil }
	if !workspace.Lies(p.Folder) && n.Config.Text("database") == "" {
		return nil, done, &sop.Error{Code: sop.NotFound, Message: "There is no workspace in " + p.Folder + ".", Mend: "Name the folder that showhow serve keeps it in, or a server with --server."}
	}
	w, err := workspace.Open(ctx, n)
	if err != nil {
		return nil, done, err
	}
	pages, err := w.Pages()
	if err == nil {
		c, err = remote.At(remote.Here, p.Token, remote.Inside(pages))
	}
	if err != nil {
		return nil, done, errors.Join(err, w.Close())
	}
	return c, w.Close, nil
}
