package register

import (
	"context"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
)

// Briefs are a transaction's statements on what authors write down before a recording.
type Briefs interface {
	// Brief gives an error with code sop.NotFound when the workspace has none of that id.
	Brief(ctx context.Context, workspace, id string) (brief.Brief, error)
	SaveBrief(ctx context.Context, workspace string, b brief.Brief) error
	DropBrief(ctx context.Context, workspace, id string) error
}

// SaveBrief writes a brief down: a new one when it has no id.
func (d *Desk) SaveBrief(ctx context.Context, a desk.Actor, b brief.Brief) (out brief.Brief, err error) {
	if err := a.May(desk.Record); err != nil {
		return out, err
	}
	if err := b.Tidy(); err != nil {
		return out, refused(err.Error(), "Change it, and save again.")
	}
	texts := b.Texts()
	for i := range texts {
		if err := desk.Masked(ctx, d.Mask, &texts[i]); err != nil {
			return out, err
		}
	}
	b = b.With(texts)
	err = d.Do(ctx, func(tx Tx) error {
		out = b
		verb := "brief.changed"
		if out.ID == "" {
			out.ID, verb = d.NewID(), "brief.added"
		} else if _, err := tx.Brief(ctx, a.Workspace, out.ID); err != nil {
			return err
		}
		if out.Process != "" {
			if _, err := tx.Process(ctx, a.Workspace, out.Process); err != nil {
				return err
			}
		}
		out.By, out.At = a.Account, d.Now()
		if err := tx.SaveBrief(ctx, a.Workspace, out); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: verb, Target: out.ID, Detail: out.Title})
	})
	return out, err
}

// DropBrief takes a brief out. Recordings that were made by it keep what it said then.
func (d *Desk) DropBrief(ctx context.Context, a desk.Actor, id string) error {
	if err := a.May(desk.Record); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		b, err := tx.Brief(ctx, a.Workspace, id)
		if err != nil {
			return err
		}
		if err := tx.DropBrief(ctx, a.Workspace, id); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "brief.dropped", Target: b.ID, Detail: b.Title})
	})
}

// Drafted writes into a process, within the transaction that makes the procedure, that its recording was drafted: it leads there, and whoever looks says when that is its SOP. It does
// nothing for a process that isn't there any more, or has a procedure that isn't retired.
func (d *Desk) Drafted(ctx context.Context, tx Tx, process string, p sop.Procedure) error {
	is, err := tx.Process(ctx, p.Workspace, process)
	if err != nil && sop.CodeOf(err) == sop.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	over := false
	if is.Slug != "" {
		was, err := tx.Procedure(ctx, p.Workspace, is.Slug)
		if err != nil && sop.CodeOf(err) != sop.NotFound {
			return err
		}
		if over = err == nil && was.State == "retired"; !over {
			return nil
		}
	}
	is.Slug, is.Version, is.By, is.Changed = p.Slug, is.Version+1, p.Owner, d.Now()
	if is.Status.Open() || over && is.Status == register.Written {
		is.Status = register.Recording
	}
	if ok, err := tx.SaveProcess(ctx, is); err != nil || !ok {
		return err
	}
	return d.event(ctx, tx, desk.Actor{Workspace: p.Workspace, Account: p.Owner}, team.Event{Verb: "process.drafted", Target: is.ID, Detail: "/s/" + p.Slug})
}
