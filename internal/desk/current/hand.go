package current

import (
	"context"
	"slices"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Handing is who is to look after which procedures.
type Handing struct {
	// Slugs are the procedures'; All means all that have no owner who can come in.
	Slugs []string
	All   bool
	// To is an account.
	To string
}

// mostHanded is how many procedures are handed over at once.
const mostHanded = 500

// HandOver makes somebody the owner of procedures, and gives how many became theirs. It is done by those who may manage people; whoever gets some must be able to change them.
func (d *Desk) HandOver(ctx context.Context, a desk.Actor, h Handing) (n int, err error) {
	if err := a.May(desk.Manage); err != nil {
		return 0, err
	}
	if !h.All && (len(h.Slugs) == 0 || len(h.Slugs) > mostHanded) {
		return 0, refused("Which procedures are meant isn’t said.", "Choose some of them, 500 at most.")
	}
	err = d.Do(ctx, func(tx Tx) error {
		n = 0
		members, err := tx.Members(ctx, a.Workspace)
		if err != nil {
			return err
		}
		to, err := keeper(members, h.To)
		if err != nil {
			return err
		}
		slugs := slices.Clone(h.Slugs)
		if h.All {
			if slugs, err = unownedSlugs(ctx, tx, a.Workspace); err != nil {
				return err
			}
		}
		slices.Sort(slugs) // rows are held in one order by everybody
		for _, slug := range slices.Compact(slugs) {
			done, err := d.hand(ctx, tx, a, handed{slug, to})
			if err != nil {
				return err
			}
			if done {
				n++
			}
		}
		return nil
	})
	return n, err
}

// keeper is a member who can look after procedures.
func keeper(members []team.Member, account string) (team.Member, error) {
	for _, m := range members {
		if m.ID == account && m.Disabled.IsZero() && (desk.Actor{Role: m.Role}).May(desk.Write) == nil {
			return m, nil
		}
	}
	return team.Member{}, refused("Nobody by that name can look after procedures here.", "Choose an editor, a reviewer or an administrator of this workspace.")
}

func unownedSlugs(ctx context.Context, tx Tx, workspace string) (slugs []string, err error) {
	ids, err := tx.Leavers(ctx, workspace, mostHanded)
	for _, id := range ids {
		p, err := tx.ProcedureByID(ctx, workspace, id)
		if err != nil {
			return nil, err
		}
		slugs = append(slugs, p.Slug)
	}
	return slugs, err
}

type handed struct {
	slug string
	to   team.Member
}

// hand gives one procedure to somebody; done is false when it is theirs already.
func (d *Desk) hand(ctx context.Context, tx Tx, a desk.Actor, h handed) (done bool, err error) {
	p, err := tx.HoldProcedure(ctx, a.Workspace, h.slug)
	if err != nil || p.Owner == h.to.ID {
		return false, err
	}
	if p.State == "retired" {
		return false, &sop.Error{Code: sop.Invalid, Message: "“" + p.Title + "” is retired: nobody looks after it any more."}
	}
	was := p.Owner
	p.Owner = h.to.ID
	if err := tx.SaveProcedure(ctx, p); err != nil {
		return false, err
	}
	if err := tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: a.Workspace, Actor: a.Account, Verb: "procedure.handed_over", Target: p.ID, Detail: "from " + was + " to " + h.to.ID, Proof: trail.Proof("from", was, "to", h.to.ID)}); err != nil {
		return false, err
	}
	return true, tx.AddHappening(ctx, notice.Happening{ID: d.NewID(), Workspace: a.Workspace, Procedure: p.ID, Kind: notice.Handed, Actor: a.Account, At: d.Now(), To: []string{h.to.ID}, Said: "made this procedure yours: it is you who is reminded of it now"})
}
