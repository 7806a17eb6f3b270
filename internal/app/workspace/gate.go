package workspace

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/desk/gate/argon"
	"showhow/internal/oidc"
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
		Read: w.db.Read(), Now: time.Now, NewID: store.NewID, Workspace: w.home.ID, Hasher: argon.NewHasher(argon.Usual, max(1, runtime.NumCPU()/2)),
		Rules: gate.Rules{Idle: c.Duration("session_idle"), Length: c.Duration("session_length")},
	}
	if w.gate.Provider, err = admission(c.List("oidc_domains"), c.List("oidc_roles"), c.Text("oidc_role")); err != nil {
		return err
	}
	if w.gate.Provider.Rooms, err = roomsOf(c.List("oidc_workspaces")); err != nil {
		return err
	}
	for key, to := range map[string]*bool{"oidc_provision": &w.gate.Provider.Provision, "oidc_follow": &w.gate.Provider.Follow} {
		if *to = c.Text(key) == "on"; !*to && c.Text(key) != "off" {
			return unfit(key, "Set it to on or off.")
		}
	}
	w.door = &door.Door{Gate: w.gate}
	if at := c.Text("url"); at != "" {
		if w.door.URL, err = url.Parse(at); err != nil || w.door.URL.Host == "" || strings.Trim(w.door.URL.Path, "/") != "" || w.door.URL.Scheme == "file" {
			return unfit("url", "Name the address alone, such as https://sop.example.com.")
		}
	}
	for _, p := range c.List("proxies") {
		network, err := door.Network(strings.TrimSpace(p))
		if err != nil {
			return unfit("proxies", "Name addresses or networks, such as 10.0.0.7 or 10.0.0.0/8.")
		}
		w.door.Proxies = append(w.door.Proxies, network)
	}
	return nil
}

func unfit(key, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The setting %s can't be used.", key), Mend: mend}
}

// admission is what the settings say of who is let in by an identity provider.
func admission(domains, roles []string, usual string) (p admit.Provider, err error) {
	p = admit.Provider{Domains: domains, Usual: team.Role(usual), Roles: admit.Roles{}}
	if !slices.Contains(team.Roles, p.Usual) {
		return p, unfit("oidc_role", "Set it to viewer, editor, reviewer or admin.")
	}
	for _, r := range roles {
		group, role, ok := strings.Cut(strings.TrimSpace(r), "=")
		if !ok || group == "" || !slices.Contains(team.Roles, team.Role(role)) {
			return p, unfit("oidc_roles", "Write it as GROUP=ROLE,GROUP=ROLE with the roles viewer, editor, reviewer and admin.")
		}
		p.Roles[group] = team.Role(role)
	}
	return p, nil
}

// roomsOf reads which groups have which roles in which workspaces beside the first.
func roomsOf(all []string) (map[string]admit.Roles, error) {
	rooms := map[string]admit.Roles{}
	for _, x := range all {
		slug, rest, in := strings.Cut(strings.TrimSpace(x), ":")
		at := strings.LastIndex(rest, "=")
		if !in || !gate.SlugFit(slug) || at < 1 || !slices.Contains(team.Roles, team.Role(rest[at+1:])) {
			return nil, unfit("oidc_workspaces", "Write it as WORKSPACE:GROUP=ROLE,WORKSPACE:GROUP=ROLE with the roles viewer, editor, reviewer and admin.")
		}
		if rooms[slug] == nil {
			rooms[slug] = admit.Roles{}
		}
		rooms[slug][rest[:at]] = team.Role(rest[at+1:])
	}
	return rooms, nil
}

// provider is the identity provider of the settings; nil when there is none.
func (w *Workspace) provider() door.Provider {
	c := w.Config
	if c.Text("oidc_issuer") == "" {
		return nil
	}
	return voucher{oidc.New(oidc.Settings{Issuer: c.Text("oidc_issuer"), Name: c.Text("oidc_name"), Client: c.Text("oidc_client"), Secret: c.Text("oidc_secret"), Groups: c.Text("oidc_groups")})}
}

// voucher is an identity provider as the pages know it.
type voucher struct{ *oidc.Provider }

func (v voucher) Name() string { return v.Provider.Name }

func (v voucher) Away(ctx context.Context, t door.Trip) (string, error) {
	return v.Provider.Away(ctx, oidc.Trip(t))
}

func (v voucher) Back(ctx context.Context, t door.Trip, code string) (admit.Claims, error) {
	c, err := v.Provider.Back(ctx, oidc.Trip(t), code)
	return admit.Claims(c), err
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

// At is the address by which people reach the workspace, as far as the settings tell, without a slash at its end.
func (w *Workspace) At() string {
	if at := w.Config.Text("url"); at != "" {
		return strings.TrimSuffix(at, "/")
	}
	return "http://" + w.Config.Text("listen")
}
