package workspace

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"showhow/internal/app/workspace/learn"
	"showhow/internal/bundle"
	"showhow/internal/desk"
	"showhow/internal/desk/execution/evidence"
	"showhow/internal/render/html"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/store"
	stored "showhow/internal/store/custody"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/web/proof"
	"showhow/internal/work"
)

// shown is what bundles read.
type shown struct {
	store.Reader
	stored.Rows
	runs
	lives lives.Rows
}

// runs are the statements on executions.
type runs = executions.Rows

// Lives answers a question about lives.
func (s shown) Lives(ctx context.Context, q life.Question) ([]life.Row, error) {
	return s.lives.Lives(ctx, q)
}

// Bundling is what a bundle is to tell, and who wants it.
type Bundling struct {
	Workspace team.Workspace
	// By is the account that wants it.
	By       string
	On, From time.Time
	// Altered is called before anything is written when the workspace isn't what its trail vouches for.
	Altered func()
}

// Bundle writes an auditor's bundle, and tells so in the trail. One of a workspace that isn't what its trail vouches for is evidence, too: it says so at its head, and no check takes it for whole.
func (w *Workspace) Bundle(ctx context.Context, out io.Writer, b Bundling) (made bundle.Made, err error) {
	if b.On.After(w.now()) {
		return made, &sop.Error{Code: sop.Invalid, Message: "That day hasn't come.", Mend: "Give today, or a day before."}
	}
	if w.blobs == nil {
		if err := w.openBlobs(ctx); err != nil {
			return made, err
		}
	}
	k, err := w.signingKey()
	if err != nil {
		return made, err
	}
	v, err := w.CheckTrail(ctx, b.Workspace.ID)
	if err != nil {
		return made, err
	}
	made.Checked = bundle.CheckedBy(v.At, v.Verdict)
	told, faults := "in force on "+b.On.Format(time.DateOnly), ""
	if !made.Checked.Whole() {
		faults = strconv.FormatInt(made.Checked.Count(), 10)
		told += ", not whole"
		b.Altered()
	}
	ask := bundle.Ask{Workspace: b.Workspace, On: b.On, From: b.From, Made: w.now().UTC(), Program: w.Version, Checked: &made.Checked}
	if made.Sum, err = (bundle.Maker{Ask: ask, Key: k, Parts: w.parts()}).Write(ctx, out); err != nil {
		return made, err
	}
	return made, w.db.Do(ctx, func(tx *store.Tx) error {
		return tx.AddEvent(ctx, team.Event{ID: store.NewID(), At: w.now(), Workspace: b.Workspace.ID, Actor: b.By, Verb: "bundle.made", Target: b.Workspace.ID, Detail: told, Proof: trail.Proof("manifest", made.Sum, "faults", faults)})
	})
}

// BundleOf is Bundle from the command line, of the workspace in which that works.
func (w *Workspace) BundleOf(ctx context.Context, out io.Writer, on, from time.Time) (bundle.Made, error) {
	return w.Bundle(ctx, out, Bundling{w.room, w.Console().Account, on, from, func() {}})
}

// BundleFor is Bundle for a page.
func (w *Workspace) BundleFor(ctx context.Context, out io.Writer, a desk.Actor, t proof.Times) error {
	all, err := w.db.Read().Workspaces(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.ID == a.Workspace {
			_, err = w.Bundle(ctx, out, Bundling{s.Workspace, a.Account, t.On, t.From, t.Altered})
			return err
		}
	}
	return &sop.Error{Code: sop.NotFound, Message: "There is no such workspace."}
}

// parts are all that a bundle has. Whoever has more to show an auditor adds a part here; the trail stands last, for it vouches for what the others tell.
func (w *Workspace) parts() []bundle.Part {
	r := shown{w.db.Read(), stored.Read(w.db), executions.Read(w.db), lives.Read(w.db)}
	return []bundle.Part{
		bundle.Procedures(bundle.Shelf{Library: r, Pictures: w.bundledPictures, Names: w.names, Entries: w.Entries}),
		bundle.Custody(r, w.home.ID),
		bundle.Executions(r, bundle.Exhibits{Read: func(ctx context.Context, id, name string) ([]byte, error) {
			return w.blobBytes(ctx, evidence.Key(id, name))
		}}, w.names),
		bundle.Training(learn.Reading(w.db).On),
		bundle.Trail(w.Checkpoint, w.Entries),
	}
}

// names gives what people of a workspace are called.
func (w *Workspace) names(ctx context.Context, workspace string) (func(string) string, error) {
	return w.door.Names(ctx, workspace)
}

// bundledPictures are those of a revision; one that isn't there any more is left out.
func (w *Workspace) bundledPictures(ctx context.Context, procedure string, r *sop.Revision) (html.Assets, error) {
	return bundle.Figures(r, func(image string, vector bool) ([]byte, error) {
		kind := work.Clean
		if vector {
			kind = work.Vector
		}
		return w.blobBytes(ctx, work.PictureKey(procedure, kind, image))
	})
}

// blobBytes are an object's; nil when there is none.
func (w *Workspace) blobBytes(ctx context.Context, key string) (b []byte, err error) {
	o, err := w.blobs.Open(ctx, key)
	if sop.CodeOf(err) == sop.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b, err = io.ReadAll(o)
	return b, errors.Join(err, o.Close())
}
