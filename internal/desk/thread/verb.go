package thread

import (
	"context"
	"encoding/json"
	"fmt"

	"showhow/internal/desk"
	"showhow/internal/desk/copies"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/thread"
)

// change reads a thread with its procedure held, applies a rule, and writes what came of it with what the rule says is told.
func (d *Desk) change(ctx context.Context, a desk.Actor, id string, rule func(tx Tx, p sop.Procedure, t *thread.Thread) (tell, error)) (t thread.Thread, err error) {
	err = d.Do(ctx, func(tx Tx) error {
		if t, err = tx.Thread(ctx, a.Workspace, id); err != nil {
			return err
		}
		p, err := tx.ProcedureByID(ctx, a.Workspace, t.Procedure)
		if err != nil {
			return err
		}
		if p, err = tx.HoldProcedure(ctx, a.Workspace, p.Slug); err != nil {
			return err
		}
		if t, err = tx.Thread(ctx, a.Workspace, id); err != nil { // as it is now that nobody else changes it
			return err
		}
		was := t.State
		w, err := rule(tx, p, &t)
		if err != nil {
			return err
		}
		w.by, w.t = a, &t
		if err := d.save(ctx, tx, w); err != nil || was == t.State || t.Kind != thread.Finding || d.Follow == nil {
			return err
		}
		return d.Follow(ctx, tx, Followed{a, t, w.words})
	})
	return t, err
}

func (d *Desk) save(ctx context.Context, tx Tx, w tell) error {
	if err := tx.SaveThread(ctx, *w.t); err != nil {
		return err
	}
	return d.told(ctx, tx, w)
}

// ResolveIn closes a thread within another's transaction, in which its procedure is held: what it says was settled where it was found. Follow isn't told.
func (d *Desk) ResolveIn(ctx context.Context, tx Tx, f Followed) error {
	w, err := d.resolving(f.Actor, &f.Thread, Resolving{thread.Answered, f.Words})
	if err != nil {
		return err
	}
	w.by, w.t = f.Actor, &f.Thread
	return d.save(ctx, tx, w)
}

func (d *Desk) resolving(a desk.Actor, t *thread.Thread, r Resolving) (tell, error) {
	return tell{verb: "resolved", kind: notice.Answered, said: "resolved what was said: " + string(r.How), words: r.Words},
		resolve(a, t, thread.Resolution{By: a.Account, At: d.Now(), How: r.How, Words: r.Words})
}

// Reply says something in a thread.
func (d *Desk) Reply(ctx context.Context, a desk.Actor, id, text string) (thread.Thread, error) {
	if err := a.May(desk.Remark); err != nil {
		return thread.Thread{}, err
	}
	text, err := d.tidy(ctx, text)
	if err != nil {
		return thread.Thread{}, err
	}
	return d.change(ctx, a, id, func(_ Tx, _ sop.Procedure, t *thread.Thread) (tell, error) {
		return tell{verb: "answered", kind: notice.Answered, said: "answered", words: text}, reply(t, thread.Remark{ID: d.NewID(), By: a.Account, At: d.Now(), Text: text})
	})
}

// Resolving is how a thread is closed.
type Resolving struct {
	How   thread.How
	Words string
}

// Resolve closes a thread.
func (d *Desk) Resolve(ctx context.Context, a desk.Actor, id string, r Resolving) (thread.Thread, error) {
	if err := a.May(desk.Remark); err != nil {
		return thread.Thread{}, err
	}
	words, err := d.tidy(ctx, r.Words)
	if err != nil {
		return thread.Thread{}, err
	}
	return d.change(ctx, a, id, func(_ Tx, _ sop.Procedure, t *thread.Thread) (tell, error) {
		return d.resolving(a, t, Resolving{r.How, words})
	})
}

// Decline says that nothing comes of a suggestion.
func (d *Desk) Decline(ctx context.Context, a desk.Actor, id, words string) (thread.Thread, error) {
	return d.Resolve(ctx, a, id, Resolving{thread.Declined, words})
}

// Reopen takes a resolution back, with words if there are any.
func (d *Desk) Reopen(ctx context.Context, a desk.Actor, id, text string) (thread.Thread, error) {
	if err := a.May(desk.Remark); err != nil {
		return thread.Thread{}, err
	}
	text, err := d.tidy(ctx, text)
	if err != nil {
		return thread.Thread{}, err
	}
	return d.change(ctx, a, id, func(_ Tx, _ sop.Procedure, t *thread.Thread) (tell, error) {
		w := tell{verb: "reopened", kind: notice.Answered, said: "opened a remark again", words: text}
		if err := reopen(a, t); err != nil || text == "" {
			return w, err
		}
		return w, reply(t, thread.Remark{ID: d.NewID(), By: a.Account, At: d.Now(), Text: text})
	})
}

// Suggest opens a thread with other words for those that are there.
func (d *Desk) Suggest(ctx context.Context, a desk.Actor, slug string, o Opening) (thread.Thread, error) {
	o.Kind = thread.Suggestion
	return d.Open(ctx, a, slug, o)
}

// Accept puts a suggestion's words into the working copy, as a change of whoever accepts it, and resolves the thread. An error with code
// sop.Busy says that the place has changed meanwhile.
func (d *Desk) Accept(ctx context.Context, a desk.Actor, id string) (thread.Thread, error) {
	if err := a.May(desk.Write); err != nil {
		return thread.Thread{}, err
	}
	return d.change(ctx, a, id, func(tx Tx, p sop.Procedure, t *thread.Thread) (tell, error) {
		w := tell{verb: "accepted", kind: notice.Answered, said: "accepted a suggestion"}
		if err := acceptable(t); err != nil {
			return w, err
		}
		r, pieces, err := copies.Working(ctx, tx, p)
		if err != nil {
			return w, err
		}
		ch, err := edit(r, pieces, t)
		if err != nil {
			return w, err
		}
		made, err := d.Edit(ctx, tx, desk.Edit{Actor: a, Procedure: p, Changes: []manuscript.Change{ch}})
		if err != nil {
			return w, err
		}
		if len(made) == 0 {
			return w, stale("Accepting this would change nothing.")
		}
		return w, resolve(a, t, thread.Resolution{By: a.Account, At: d.Now(), How: thread.Mended})
	})
}

// edit is the change of the working copy that a suggestion is. It touches nothing but the anchor's place.
func edit(r *sop.Revision, pieces manuscript.Pieces, t *thread.Thread) (ch manuscript.Change, err error) {
	at := Follow(r, t.Anchor)
	text, err := replaced(at, t.Proposed)
	if err != nil {
		return ch, err
	}
	key := manuscript.HeadKey
	if t.Anchor.Step != "" {
		key = manuscript.StepKey(t.Anchor.Step)
	}
	now := pieces[key]
	ch = manuscript.Change{Key: key, Base: now.Version}
	var body any
	if t.Anchor.Step != "" {
		var st sop.Step
		if err := json.Unmarshal(now.Body, &st); err != nil {
			return ch, fmt.Errorf("read a step: %w", err)
		}
		body, err = &st, put(slot(&st, at.Anchor), at.Anchor, text)
	} else {
		var h manuscript.Head
		if err := json.Unmarshal(now.Body, &h); err != nil {
			return ch, fmt.Errorf("read what stands before the steps: %w", err)
		}
		body, err = &h, put(headSlot(&h, at.Anchor), at.Anchor, text)
	}
	if err != nil {
		return ch, err
	}
	ch.Body, err = json.Marshal(body)
	return ch, err
}

// headSlot is where the text stands that an anchor names, before the steps.
func headSlot(h *manuscript.Head, a thread.Anchor) *string {
	switch a.Part {
	case thread.Title:
		return &h.Title.Text
	case thread.Purpose:
		return in(h.Purpose, a.Index)
	case thread.Audience:
		return in(h.Audience, a.Index)
	case thread.Prerequisites:
		return in(h.Prerequisites, a.Index)
	case thread.Success:
		return in(h.Success, a.Index)
	}
	return nil
}
