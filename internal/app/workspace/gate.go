package workspace

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"

	"showhow/internal/app/doorway"
	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/gate/argon"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/custody"
	"showhow/internal/web/door"
)

// openGate makes what lets people in, by the settings.
func (w *Workspace) openGate() (err error) {
	c := w.Config
	w.gate = &gate.Gate{
		Do: func(ctx context.Context, do func(gate.Tx) error) error {
			return w.db.Do(ctx, func(tx *store.Tx) error { return do(custody.In(tx)) })
		},
		Read: w.db.Read(), Now: w.now, NewID: store.NewID, Workspace: w.home.ID, Hasher: argon.NewHasher(argon.Usual, max(1, runtime.NumCPU()/2)),
		Rules: gate.Rules{Idle: c.Duration("session_idle"), Length: c.Duration("session_length")},
	}
	if w.gate.Provider, err = doorway.Admission(c); err != nil {
		return err
	}
	w.door = &door.Door{Gate: w.gate}
	w.door.URL, w.door.Proxies, err = doorway.Address(c)
	return err
}

// Gate is what lets people in, for the command line.
func (w *Workspace) Gate() *gate.Gate { return w.gate }

// Console is whoever works at the server's own command line.
func (w *Workspace) Console() desk.Actor {
	return desk.Actor{Workspace: w.room.ID, Home: true, Account: gate.Console, Role: team.Admin}
}

// In is the workspace for what is done from the command line in another one than the server's first; an empty slug is that.
func (w *Workspace) In(ctx context.Context, slug string) error {
	if slug == "" {
		return nil
	}
	found, err := w.db.Read().Workspace(ctx, slug)
	if sop.CodeOf(err) == sop.NotFound {
		all, bad := w.slugs(ctx)
		return errors.Join(bad, &sop.Error{Code: sop.NotFound, Message: "There is no workspace " + slug + " here.", Mend: "Name one of those that there are: " + strings.Join(slices.Sorted(maps.Values(all)), ", ") + ".", Cause: err})
	}
	if err == nil {
		w.room = found
	}
	return err
}

// OpenGate opens as much of the workspace of the settings as people are about: its database. Close must be called.
func OpenGate(ctx context.Context, n Needs) (_ *Workspace, err error) {
	w := &Workspace{Needs: n}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close())
		}
	}()
	if w.dir, err = w.Config.Data(); err != nil {
		return nil, err
	}
	if err := w.openStore(ctx); err != nil {
		return nil, err
	}
	if w.home, err = w.settle(ctx); err != nil {
		return nil, err
	}
	w.room = w.home
	return w, w.openGate()
}

// OpenRoom is OpenGate for one of the server's workspaces, by its slug; empty for the first.
func OpenRoom(ctx context.Context, n Needs, slug string) (*Workspace, error) {
	w, err := OpenGate(ctx, n)
	if err != nil {
		return nil, err
	}
	if err := w.In(ctx, slug); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// At is the address by which people reach the workspace, as far as can be told, without a slash at its end.
func (w *Workspace) At() string { return doorway.Reached(w.Config, w.dir) }
