package gate

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Rooms are a transaction's statements on which workspaces there are.
type Rooms interface {
	// AddWorkspace gives sop.Exists when the slug is taken.
	AddWorkspace(ctx context.Context, w team.Workspace) error
	SaveWorkspace(ctx context.Context, w team.Workspace) error
	ReadRooms
}

// ReadRooms reads which workspaces there are, archived ones, too.
type ReadRooms interface {
	// Workspace gives one by its slug.
	Workspace(ctx context.Context, slug string) (team.Workspace, error)
	Workspaces(ctx context.Context) ([]team.Seat, error)
	// Seats are an account's.
	Seats(ctx context.Context, account string) ([]team.Seat, error)
	// Known are all who are or were in a workspace.
	Known(ctx context.Context, workspace string) ([]team.Member, error)
}

// slugs are what workspaces can be called in addresses.
var slugs = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`)

// SlugFit says whether a workspace can be called so in addresses.
func SlugFit(slug string) bool { return slugs.MatchString(slug) }

// NotIn is the one answer to whoever asks for a workspace that there isn't, that is archived, or that isn't theirs.
var NotIn error = &sop.Error{Code: sop.NotFound, Message: "There is no such workspace, or you aren't in it.", Mend: "Ask one of its administrators to invite you."}

// Room gives the workspace that is asked for by a slug, empty for the server's first one; one that is archived isn't there.
func (g *Gate) Room(ctx context.Context, slug string) (id string, err error) {
	if slug == "" {
		return g.Workspace, nil
	}
	w, err := g.Read.Workspace(ctx, slug)
	if err == nil && !w.Archived.IsZero() || err != nil && sop.CodeOf(err) == sop.NotFound {
		return "", NotIn
	}
	return w.ID, err
}

// Workspaces are all of the server, by name.
func (g *Gate) Workspaces(ctx context.Context, a desk.Actor) ([]team.Seat, error) {
	if err := a.May(desk.Serve); err != nil {
		return nil, err
	}
	return g.Read.Workspaces(ctx)
}

// Seats are one's own in all workspaces that are open, by name. Whoever sits at a machine without accounts is in all of them.
func (g *Gate) Seats(ctx context.Context, a desk.Actor) (open []team.Seat, err error) {
	if err := a.May(desk.Self); err != nil {
		return nil, err
	}
	all, err := g.Read.Seats(ctx, a.Account)
	if a.Session == "" && a.Token == "" {
		all, err = g.Read.Workspaces(ctx)
	}
	for _, s := range all {
		if s.Archived.IsZero() {
			open = append(open, s)
		}
	}
	return open, err
}

// AddWorkspace makes a workspace, and whoever makes it its administrator, unless that is nobody with an account.
func (g *Gate) AddWorkspace(ctx context.Context, a desk.Actor, slug, name string) (w team.Workspace, err error) {
	if err := a.May(desk.Serve); err != nil {
		return w, err
	}
	if !SlugFit(slug) {
		return w, &sop.Error{Code: sop.Invalid, Message: "A workspace can't be called that in addresses.", Mend: "Use small letters, digits and hyphens, at most 40 of them."}
	}
	if name, err = nameOf(name); err != nil {
		return w, err
	}
	w = team.Workspace{ID: g.NewID(), Slug: slug, Name: name, Created: g.Now()}
	return w, g.Do(ctx, func(tx Tx) error {
		if err := tx.AddWorkspace(ctx, w); err != nil {
			if sop.CodeOf(err) == sop.Exists {
				err = &sop.Error{Code: sop.Exists, Message: "There is a workspace with that address.", Mend: "Choose another; addresses of archived ones stay theirs.", Cause: err}
			}
			return err
		}
		if a.Session != "" || a.Token != "" {
			m, err := tx.Member(ctx, a.Workspace, a.Account)
			if err != nil {
				return err
			}
			if err := tx.SetMember(ctx, team.Member{Account: m.Account, Workspace: w.ID, Role: team.Admin}); err != nil {
				return err
			}
		}
		return g.told(ctx, tx, a, w, "workspace.made")
	})
}

// told writes what was done to a workspace into its own trail, and into that of the one from which it was done.
func (g *Gate) told(ctx context.Context, tx Tx, a desk.Actor, w team.Workspace, verb string) error {
	e := by(a, verb, w.ID)
	e.Detail = w.Slug + ": " + w.Name
	if err := g.event(ctx, tx, e); err != nil || w.ID == a.Workspace {
		return err
	}
	e.Workspace = w.ID
	return g.event(ctx, tx, e)
}

// workspace reads one within a transaction; nobody else changes it meanwhile.
func (g *Gate) workspace(ctx context.Context, tx Tx, id string) (team.Workspace, error) {
	if err := tx.Lock(ctx, id); err != nil {
		return team.Workspace{}, err
	}
	all, err := tx.Workspaces(ctx)
	for _, s := range all {
		if s.ID == id {
			return s.Workspace, err
		}
	}
	if err == nil {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such workspace.", Mend: "Choose one from the list."}
	}
	return team.Workspace{}, err
}

// NameWorkspace gives a workspace another name; its addresses stay.
func (g *Gate) NameWorkspace(ctx context.Context, a desk.Actor, id, name string) (w team.Workspace, err error) {
	if err := a.May(desk.Serve); err != nil {
		return w, err
	}
	if name, err = nameOf(name); err != nil {
		return w, err
	}
	err = g.Do(ctx, func(tx Tx) error {
		if w, err = g.workspace(ctx, tx, id); err != nil || w.Name == name {
			return err
		}
		w.Name = name
		if err := tx.SaveWorkspace(ctx, w); err != nil {
			return err
		}
		return g.told(ctx, tx, a, w, "workspace.renamed")
	})
	return w, err
}

// mostBound is the largest bound that a quota may have: no workspace reaches it.
const mostBound = 1 << 60

// Bound gives a workspace a quota of its own; what of it is nil is as the server's settings have it.
func (g *Gate) Bound(ctx context.Context, a desk.Actor, id string, to team.Bounds) (w team.Workspace, err error) {
	if err := a.May(desk.Serve); err != nil {
		return w, err
	}
	said := make([]string, 0, 3)
	for _, b := range []struct {
		name string
		to   *int64
	}{{"recordings", to.Recordings}, {"minutes", to.Minutes}, {"bytes", to.Bytes}} {
		switch {
		case b.to == nil:
			said = append(said, b.name+" as the server")
		case *b.to < 0 || *b.to > mostBound:
			return w, &sop.Error{Code: sop.Invalid, Message: "That is no bound of a quota.", Mend: "Give a whole number; 0 is no bound."}
		default:
			said = append(said, fmt.Sprintf("%s %d", b.name, *b.to))
		}
	}
	err = g.Do(ctx, func(tx Tx) error {
		if w, err = g.workspace(ctx, tx, id); err != nil {
			return err
		}
		w.Bounds = to
		if err := tx.SaveWorkspace(ctx, w); err != nil {
			return err
		}
		told := w
		told.Name = strings.Join(said, ", ")
		return g.told(ctx, tx, a, told, "workspace.bounded")
	})
	return w, err
}

// Archive closes a workspace to everybody, with its tokens and shares, or opens it again. All that it has is kept.
func (g *Gate) Archive(ctx context.Context, a desk.Actor, id string, archived bool) (w team.Workspace, err error) {
	if err := a.May(desk.Serve); err != nil {
		return w, err
	}
	if id == g.Workspace && archived {
		return w, &sop.Error{Code: sop.Forbidden, Message: "The server's first workspace can't be archived.", Mend: "Archive another one."}
	}
	err = g.Do(ctx, func(tx Tx) error {
		if w, err = g.workspace(ctx, tx, id); err != nil || w.Archived.IsZero() == !archived {
			return err
		}
		verb := "workspace.opened"
		w.Archived = time.Time{}
		if archived {
			verb, w.Archived = "workspace.archived", g.Now()
		}
		if err := tx.SaveWorkspace(ctx, w); err != nil {
			return err
		}
		return g.told(ctx, tx, a, w, verb)
	})
	return w, err
}

// seated is an account in a workspace that is open: the server's first one if it is in that. sop.NotFound when it is in none.
func (g *Gate) seated(ctx context.Context, tx Tx, account string) (team.Member, error) {
	all, err := tx.Seats(ctx, account)
	if err != nil {
		return team.Member{}, err
	}
	at := ""
	for _, s := range all {
		if s.ID == g.Workspace || at == "" && s.Archived.IsZero() {
			at = s.ID
		}
	}
	return tx.Member(ctx, at, account)
}

// MayRule says whether an actor may rule an account as a whole, and not only its place in the actor's workspace: that may the server's administrators,
// and those of the one workspace in which it is.
func (g *Gate) MayRule(ctx context.Context, a desk.Actor, account string) (bool, error) {
	return rules(ctx, g.Read, a, account)
}

func rules(ctx context.Context, rooms ReadRooms, a desk.Actor, account string) (bool, error) {
	if a.Home {
		return true, nil
	}
	all, err := rooms.Seats(ctx, account)
	return len(all) == 1 && all[0].ID == a.Workspace, err
}

// ruling reads one of a workspace's people whom nobody else changes meanwhile, for what is done to the account as a whole.
func (g *Gate) ruling(ctx context.Context, tx Tx, a desk.Actor, account string) (team.Member, error) {
	m, err := g.locked(ctx, tx, a, account)
	if err != nil {
		return m, err
	}
	ok, err := rules(ctx, tx, a, account)
	if err == nil && !ok {
		err = &sop.Error{Code: sop.Forbidden, Message: "That person is in other workspaces, too.", Mend: "Take the person out of this one, or ask an administrator of the server."}
	}
	return m, err
}

// ruledAll is nil when somebody rules each workspace of an account after it has become what is given.
func (g *Gate) ruledAll(ctx context.Context, tx Tx, become team.Member) error {
	all, err := tx.Seats(ctx, become.ID)
	for _, s := range all {
		if err == nil {
			become.Workspace, become.Role = s.ID, s.Role
			err = g.ruled(ctx, tx, become)
		}
	}
	return err
}

// Remove takes somebody out of a workspace, with the tokens for it. The account stays, for it may be in others.
func (g *Gate) Remove(ctx context.Context, a desk.Actor, account string) error {
	if err := a.May(desk.Manage); err != nil {
		return err
	}
	tokens, err := g.Read.Tokens(ctx, a.Workspace, account)
	if err != nil {
		return err
	}
	return g.Do(ctx, func(tx Tx) error {
		m, err := g.locked(ctx, tx, a, account)
		if err != nil {
			return err
		}
		m.Role = ""
		if err := g.ruled(ctx, tx, m); err != nil {
			return err
		}
		if err := tx.SetMember(ctx, m); err != nil {
			return err
		}
		if err := g.revoke(ctx, tx, tokens); err != nil {
			return err
		}
		return g.event(ctx, tx, by(a, "account.removed", account))
	})
}

func (g *Gate) revoke(ctx context.Context, tx Tx, tokens []team.Token) error {
	for _, k := range tokens {
		if _, err := tx.RevokeToken(ctx, k.Account, k.ID, g.Now()); err != nil {
			return err
		}
	}
	return nil
}
