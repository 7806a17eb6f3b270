package app

import (
	"context"
	"errors"
	"time"

	"showhow/internal/app/doorway"
	"showhow/internal/app/workspace"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Link is an account with the address by which its person takes it.
type Link struct {
	team.Member
	Address string
	Expires time.Time
}

// Room is a workspace of which a command has the database open.
type Room = workspace.Workspace

// Inside does something in the database of the workspace that a command is about, which must be there.
func (a *App) Inside(ctx context.Context, do func(w *Room) error) error {
	if err := doorway.There(a.config); err != nil {
		return err
	}
	return a.open(ctx, do)
}

// open is Inside for one that is made when it isn't there.
func (a *App) open(ctx context.Context, do func(w *Room) error) error {
	w, err := workspace.OpenRoom(ctx, workspace.Needs{Config: a.config, Version: Version()}, a.room)
	if err != nil {
		return err
	}
	return errors.Join(do(w), w.Close())
}

// In is the App for a workspace by its slug, where a command is about one; empty for the server's first.
func (a *App) In(slug string) *App { return &App{config: a.config, room: slug} }

// New says that no workspace is there yet: AddAccount and AddWorkspace make one.
func (a *App) New() bool { return sop.CodeOf(doorway.There(a.config)) == sop.NotFound }

// Workspaces are all of the server, by name.
func (a *App) Workspaces(ctx context.Context) (all []team.Seat, err error) {
	err = a.Inside(ctx, func(w *workspace.Workspace) error { all, err = w.Gate().Workspaces(ctx, w.Console()); return err })
	return all, err
}

// AddWorkspace makes a workspace, and gives its address.
func (a *App) AddWorkspace(ctx context.Context, slug, name string) (address string, err error) {
	err = a.open(ctx, func(w *workspace.Workspace) error {
		made, err := w.Gate().AddWorkspace(ctx, w.Console(), slug, name)
		address = w.At() + "/w/" + made.Slug + "/"
		return err
	})
	return address, err
}

// NameWorkspace gives a workspace another name; its addresses stay.
func (a *App) NameWorkspace(ctx context.Context, slug, name string) error {
	return a.onWorkspace(ctx, slug, func(w *workspace.Workspace, id string) error {
		_, err := w.Gate().NameWorkspace(ctx, w.Console(), id, name)
		return err
	})
}

// BoundWorkspace changes a workspace's own quota.
func (a *App) BoundWorkspace(ctx context.Context, slug string, change func(*team.Bounds)) error {
	return a.onWorkspace(ctx, slug, func(w *workspace.Workspace, id string) error {
		found, err := w.Store().Read().Workspace(ctx, slug)
		if err != nil {
			return err
		}
		change(&found.Bounds)
		_, err = w.Gate().Bound(ctx, w.Console(), id, found.Bounds)
		return err
	})
}

// Archive closes a workspace, or opens it again.
func (a *App) Archive(ctx context.Context, slug string, archived bool) error {
	return a.onWorkspace(ctx, slug, func(w *workspace.Workspace, id string) error {
		_, err := w.Gate().Archive(ctx, w.Console(), id, archived)
		return err
	})
}

func (a *App) onWorkspace(ctx context.Context, slug string, do func(w *workspace.Workspace, id string) error) error {
	return a.Inside(ctx, func(w *workspace.Workspace) error {
		found, err := w.Store().Read().Workspace(ctx, slug)
		if err != nil {
			return err
		}
		return do(w, found.ID)
	})
}

// AddAccount makes an account and a link for its person. Without a role the first account becomes an administrator's, any other a viewer's.
func (a *App) AddAccount(ctx context.Context, email, name string, role team.Role) (l Link, err error) {
	err = a.open(ctx, func(w *workspace.Workspace) error {
		first, err := w.Gate().Local(ctx)
		if err != nil {
			return err
		}
		if role == "" {
			role = team.Viewer
			if first {
				role = team.Admin
			}
		}
		in, err := w.Gate().Invite(ctx, w.Console(), gate.Newcomer{Email: email, Name: name, Role: role})
		l = linkOf(w, in)
		return err
	})
	return l, err
}

// linkOf has no address for an account that was there already.
func linkOf(w *workspace.Workspace, in gate.Invited) Link {
	if in.Secret == "" {
		return Link{Member: in.Member}
	}
	return Link{in.Member, w.At() + "/invited/" + in.Secret, in.Expires}
}

// ResetAccount takes the password, the sessions and the tokens from an account, and makes a new link.
func (a *App) ResetAccount(ctx context.Context, email string) (l Link, err error) {
	err = a.Inside(ctx, func(w *workspace.Workspace) error {
		m, err := memberOf(ctx, w, email)
		if err != nil {
			return err
		}
		in, err := w.Gate().Reset(ctx, w.Console(), m.ID)
		l = linkOf(w, in)
		return err
	})
	return l, err
}

// DisableAccount shuts an account out, or lets it in again.
func (a *App) DisableAccount(ctx context.Context, email string, disabled bool) error {
	return a.Inside(ctx, func(w *workspace.Workspace) error {
		m, err := memberOf(ctx, w, email)
		if err == nil {
			_, err = w.Gate().SetDisabled(ctx, w.Console(), m.ID, disabled)
		}
		return err
	})
}

// EraseAccount takes from an account all that is personal.
func (a *App) EraseAccount(ctx context.Context, email string) (m team.Member, err error) {
	err = a.Inside(ctx, func(w *workspace.Workspace) error {
		if m, err = memberOf(ctx, w, email); err == nil {
			m, err = w.Gate().Erase(ctx, w.Console(), m.ID)
		}
		return err
	})
	return m, err
}

// RemoveAccount takes an account out of the workspace.
func (a *App) RemoveAccount(ctx context.Context, email string) error {
	return a.Inside(ctx, func(w *workspace.Workspace) error {
		m, err := memberOf(ctx, w, email)
		if err == nil {
			err = w.Gate().Remove(ctx, w.Console(), m.ID)
		}
		return err
	})
}

// Accounts are all of the workspace's, by name.
func (a *App) Accounts(ctx context.Context) (all []team.Member, err error) {
	err = a.Inside(ctx, func(w *workspace.Workspace) error { all, err = w.Gate().People(ctx, w.Console()); return err })
	return all, err
}

// memberOf finds an account by its e-mail address.
func memberOf(ctx context.Context, w *workspace.Workspace, email string) (team.Member, error) {
	email, err := gate.Email(email)
	if err != nil {
		return team.Member{}, err
	}
	all, err := w.Gate().People(ctx, w.Console())
	for _, m := range all {
		if m.Email == email {
			return m, nil
		}
	}
	if err == nil {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no account with that e-mail address.", Mend: "See showhow account list."}
	}
	return team.Member{}, err
}
