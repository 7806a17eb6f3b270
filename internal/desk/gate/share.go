package gate

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// giving is a share that is to be made: of which procedure, for how long, and whether of its last revision alone.
type giving struct {
	slug   string
	life   time.Duration
	pinned bool
}

// Share gives a procedure to whoever has the address that is made, for a time: the revision in force as long as there is one, or else the last. The address's
// secret is told once.
func (g *Gate) Share(ctx context.Context, a desk.Actor, slug string, life time.Duration) (s team.Share, secret string, err error) {
	return g.give(ctx, a, giving{slug, life, false})
}

// ShareDraft gives the last revision alone, whatever is in force, for somebody who is to look at it.
func (g *Gate) ShareDraft(ctx context.Context, a desk.Actor, slug string, life time.Duration) (s team.Share, secret string, err error) {
	return g.give(ctx, a, giving{slug, life, true})
}

func (g *Gate) give(ctx context.Context, a desk.Actor, x giving) (s team.Share, secret string, err error) {
	if err := a.May(desk.Share); err != nil {
		return s, "", err
	}
	if x.life <= 0 || x.life > LongestShare {
		return s, "", &sop.Error{Code: sop.Invalid, Message: "A share lasts a day at least, and a year at most.", Mend: "Choose an end between."}
	}
	secret = team.NewSecret()
	err = g.Do(ctx, func(tx Tx) error {
		p, err := tx.Procedure(ctx, a.Workspace, x.slug)
		if err != nil {
			return err
		}
		if x.pinned && p.Latest == p.InForce {
			return &sop.Error{Code: sop.Invalid, Message: "There is no draft to share: the last revision is in force.", Mend: "Share what is in force, or save a revision first."}
		}
		s = team.Share{ID: g.NewID(), Workspace: a.Workspace, Procedure: p.ID, Revision: p.Listed(), Hash: team.Hash(secret), Creator: a.Account, Created: g.Now(), Expires: g.Now().Add(x.life), Pinned: x.pinned}
		what := fmt.Sprintf("revision %d", s.Revision)
		if x.pinned {
			s.Revision = p.Latest
			what = fmt.Sprintf("revision %d alone, not in force", s.Revision)
		} else if p.InForce > 0 {
			what += " and what is in force after it"
		}
		if err := tx.AddShare(ctx, s); err != nil {
			return err
		}
		e := by(a, "share.made", p.ID)
		e.Detail = fmt.Sprintf("%s: %s, until %s", s.ID, what, s.Expires.UTC().Format(time.DateOnly))
		return g.event(ctx, tx, e)
	})
	return s, secret, err
}

// Unshare ends a share of a procedure's.
func (g *Gate) Unshare(ctx context.Context, a desk.Actor, slug, id string) error {
	if err := a.May(desk.Share); err != nil {
		return err
	}
	s, err := g.Read.ShareByID(ctx, a.Workspace, id)
	if err != nil {
		return err
	}
	return g.Do(ctx, func(tx Tx) error {
		p, err := tx.Procedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		if p.ID != s.Procedure { // both names are asked about, not only the first
			return &sop.Error{Code: sop.NotFound, Message: "There is no such share.", Mend: "It may belong to another procedure."}
		}
		if err := tx.RevokeShare(ctx, id, g.Now()); err != nil {
			return err
		}
		e := by(a, "share.revoked", s.Procedure)
		e.Detail = id
		return g.event(ctx, tx, e)
	})
}

// Shares are a procedure's, the newest first.
func (g *Gate) Shares(ctx context.Context, a desk.Actor, procedure string) ([]team.Share, error) {
	if err := a.May(desk.Share); err != nil {
		return nil, err
	}
	return g.Read.Shares(ctx, a.Workspace, procedure)
}

// Shared is what can be read by the secret of a share's address: its revision is the one that it shows now. opened says that its page is opened, which is counted.
func (g *Gate) Shared(ctx context.Context, secret string, opened bool) (s team.Share, p sop.Procedure, err error) {
	s, err = g.Read.Share(ctx, team.Hash(secret))
	if err != nil && sop.CodeOf(err) == sop.NotFound || err == nil && !s.Open(g.Now()) {
		return s, p, unshared()
	}
	if err != nil {
		return s, p, err
	}
	if shut, err := g.shut(ctx, s.Workspace); err != nil {
		return s, p, err
	} else if shut {
		return s, p, unshared()
	}
	p, err = g.Read.ProcedureByID(ctx, s.Workspace, s.Procedure)
	if s.Revision = s.Shows(p.InForce); err != nil || !opened {
		return s, p, err
	}
	return s, p, g.Do(ctx, func(tx Tx) error { return tx.UseShare(ctx, s.ID, g.Now()) })
}

func unshared() error {
	return &sop.Error{Code: sop.NotFound, Message: "Nothing is shared at this address, or not any more.", Mend: "Ask whoever gave it to you for a new one."}
}

// shut says whether a workspace is archived.
func (g *Gate) shut(ctx context.Context, id string) (bool, error) {
	all, err := g.Read.Workspaces(ctx)
	return slices.ContainsFunc(all, func(s team.Seat) bool { return s.ID == id && !s.Archived.IsZero() }), err
}

// Trail answers a question about what was done.
func (g *Gate) Trail(ctx context.Context, a desk.Actor, q team.Question) ([]team.Event, error) {
	if err := a.May(desk.Audit); err != nil {
		return nil, err
	}
	q.Workspace = a.Workspace
	return g.Read.Trail(ctx, q)
}

// PlaceText is where an event stands, as a part of an address; PlaceOf reads it.
func PlaceText(e team.Event) string { return strconv.FormatInt(e.At.UnixMicro(), 10) + "-" + e.ID }

// PlaceOf reads what PlaceText wrote; the place of an empty text is the beginning.
func PlaceOf(s string) (p team.Place, err error) {
	if s == "" {
		return p, nil
	}
	at, id, _ := strings.Cut(s, "-")
	us, err := strconv.ParseInt(at, 10, 64)
	if err != nil || id == "" {
		return p, &sop.Error{Code: sop.Invalid, Message: "There is no such page of the trail.", Mend: "Begin at the first one.", Cause: err}
	}
	return team.Place{At: time.UnixMicro(us), ID: id}, nil
}
