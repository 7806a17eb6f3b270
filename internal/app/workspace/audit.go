package workspace

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"showhow/internal/app/vouched"
	"showhow/internal/checkpoint"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	stored "showhow/internal/store/custody"
)

// keyFile is the private key that signs checkpoints, in the workspace's folder, unless a setting names another.
const keyFile = "audit.key"

// signingKey gives the key that signs checkpoints, and makes it when there is none.
func (w *Workspace) signingKey() (checkpoint.Key, error) {
	return checkpoint.KeyIn(cmp.Or(w.Config.Text("audit_key"), filepath.Join(w.dir, keyFile)))
}

// snapshot reads the trail as it is at one moment.
func (w *Workspace) snapshot(ctx context.Context, read func(chain.Rows) error) error {
	s, err := w.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	return errors.Join(read(chain.In(s.Conn())), s.Close())
}

// checkTrail checks a workspace's trail, by its id.
func (w *Workspace) checkTrail(ctx context.Context, id string, points ...trail.Point) (v trail.Verdict, err error) {
	s, err := w.db.Snapshot(ctx)
	if err != nil {
		return v, err
	}
	if v, err = chain.In(s.Conn()).Check(ctx, id, points...); err == nil {
		err = vouched.Kept(ctx, s, &v)
	}
	return v, errors.Join(err, s.Close())
}

// CheckTrail checks a workspace's trail now, and keeps what it came to.
func (w *Workspace) CheckTrail(ctx context.Context, id string) (c custody.Checked, err error) {
	v, err := w.checkTrail(ctx, id)
	if err != nil {
		return c, err
	}
	c = custody.Checked{At: w.now(), Verdict: v}
	return c, w.db.Do(ctx, func(tx *store.Tx) error { return stored.In(tx).SaveChecked(ctx, c) })
}

// Audited is a workspace's trail as it was checked.
type Audited struct {
	Slug string `json:"slug,omitempty"`
	trail.Verdict
}

// Verify checks the trails of all workspaces, those of which nobody knows the workspace, too, or of the chosen one alone, against checkpoints that were kept. keys are
// further public keys by which those may be signed.
func (w *Workspace) Verify(ctx context.Context, alone bool, signed [][]byte, keys ...string) (all []Audited, err error) {
	slugs, err := w.slugs(ctx)
	if err != nil {
		return nil, err
	}
	ids := []string{w.room.ID}
	if !alone {
		if ids, err = chain.In(w.db.Pool()).Workspaces(ctx); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		v, err := w.checkTrail(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, Audited{slugs[id], v})
		keys = append(keys, v.Keys...)
	}
	points := map[string][]trail.Point{}
	for _, s := range signed {
		p, err := checkpoint.Open(s, keys...)
		if err != nil {
			return all, err
		}
		points[p.Workspace] = append(points[p.Workspace], p.Point)
	}
	for i := range all {
		if p := points[all[i].Workspace]; len(p) > 0 {
			if all[i].Verdict, err = w.checkTrail(ctx, all[i].Workspace, p...); err != nil {
				return all, err
			}
			delete(points, all[i].Workspace)
		}
	}
	for id := range points {
		all = append(all, Audited{slugs[id], trail.Verdict{Workspace: id, Faults: []trail.Fault{{Kind: trail.Rewritten, Text: "The checkpoint is about a workspace that has no trail here."}}}})
	}
	return all, nil
}

func (w *Workspace) slugs(ctx context.Context) (map[string]string, error) {
	seats, err := w.db.Read().Workspaces(ctx)
	slugs := map[string]string{}
	for _, s := range seats {
		slugs[s.ID] = s.Slug
	}
	return slugs, err
}

// Room is the workspace that the command line works in.
func (w *Workspace) Room() team.Workspace { return w.room }

// Checkpoint signs what a workspace's trail is now, by its id. The key is told in the trail before it signs the first time.
func (w *Workspace) Checkpoint(ctx context.Context, id string) (signed []byte, k checkpoint.Key, err error) {
	if k, err = w.signingKey(); err != nil {
		return nil, k, err
	}
	if err := w.tellKey(ctx, id, k.Public); err != nil {
		return nil, k, err
	}
	var h trail.Head
	if h, err = chain.In(w.db.Pool()).Head(ctx, id); err != nil {
		return nil, k, err
	}
	signed, err = checkpoint.Sign(k.Private, checkpoint.Point{Workspace: id, Point: trail.Point{Size: h.Size, Root: h.Root()}})
	return signed, k, err
}

// Signed is Checkpoint in text.
func (w *Workspace) Signed(ctx context.Context, id string) (signed, key string, err error) {
	b, k, err := w.Checkpoint(ctx, id)
	return string(b), k.Public, err
}

// tellKey writes a key into a workspace's trail, unless it's there.
func (w *Workspace) tellKey(ctx context.Context, id, public string) error {
	known, err := w.db.Read().Trail(ctx, team.Question{Workspace: id, Verb: trail.VerbKey, Limit: 1000})
	if err != nil {
		return err
	}
	for _, e := range known {
		if trail.Proven(e.Proof, "key") == public {
			return nil
		}
	}
	return w.db.Do(ctx, func(tx *store.Tx) error {
		return tx.AddEvent(ctx, team.Event{ID: store.NewID(), At: w.now(), Workspace: id, Actor: clock, Verb: trail.VerbKey, Target: id, Proof: trail.Proof("key", public)})
	})
}

// clock is who does in the trail what nobody does but time, or the program itself.
const clock = "clock"

// Entries tells a workspace's whole trail in its order, by its id.
func (w *Workspace) Entries(ctx context.Context, id string, each func(*trail.Entry) error) error {
	return w.snapshot(ctx, func(r chain.Rows) error { return r.Entries(ctx, chain.Part{Workspace: id, From: 1}, each) })
}

// How often each trail is checked, and what is to be deleted looked for.
const (
	checkTime = 6 * time.Hour
	keepTime  = time.Hour
)

// checkTrails checks the trails that weren't for a while.
func (w *Workspace) checkTrails(ctx context.Context, now time.Time) error {
	ids, err := chain.In(w.db.Pool()).Workspaces(ctx)
	for _, id := range ids {
		if err != nil {
			break
		}
		var last custody.Checked
		if last, err = stored.Read(w.db).Checked(ctx, id); err != nil || now.Sub(last.At) < checkTime {
			continue
		}
		if last, err = w.CheckTrail(ctx, id); err != nil {
			break
		}
		// the log may go to another machine: then it is a checkpoint, too
		if last.Whole() {
			w.Log.Info("the audit trail is whole", "workspace", id, "entries", last.Size, "root", last.Root)
		} else {
			w.Log.Error("the audit trail was changed", "workspace", id, "entries", last.Size, "faults", len(last.Faults), "first", last.Faults[0].Text)
		}
	}
	return err
}
