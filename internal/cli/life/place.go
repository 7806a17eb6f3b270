package life

import (
	"context"
	"errors"

	"showhow/internal/remote"
)

// Place is which workspace a command is about, and how its answer is printed.
type Place struct {
	Server    string `help:"The workspace's address (default: this machine's, ${server})." placeholder:"URL" default:"${server}"`
	Data      string `type:"path" help:"Folder of a workspace on this machine, instead of a server; it may be in use by one." placeholder:"DIR"`
	Workspace string `help:"Workspace in that folder, where it has several, by its name in addresses (default: the token's, or the first)." placeholder:"SLUG"`
	TokenFile string `type:"path" help:"A file with the token to show to the workspace (default: the setting token)." placeholder:"FILE"`
	JSON      bool   `name:"json" help:"Print JSON."`
}

// On does something in the workspace, whatever it is about.
func (p Place) On(ctx context.Context, w World, do func(c *remote.Client) error) (err error) {
	token, err := w.Token(p.TokenFile)
	if err != nil {
		return err
	}
	c, done, err := w.Reach(ctx, remote.Place{Server: p.Server, Folder: p.Data, Workspace: p.Workspace, Token: token})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	return do(c)
}
