package workspace

import (
	"context"
	"io"
	"net/http"
	"time"

	"showhow"
	"showhow/internal/api"
	ops "showhow/internal/api/custody"
	"showhow/internal/api/execution"
	"showhow/internal/app/alarm"
	"showhow/internal/app/current"
	"showhow/internal/app/doorway"
	"showhow/internal/app/finding"
	"showhow/internal/app/harmless"
	"showhow/internal/app/measure"
	"showhow/internal/app/register"
	"showhow/internal/app/retaken"
	"showhow/internal/app/spare"
	"showhow/internal/app/workspace/learn"
	"showhow/internal/desk"
	deskcurrent "showhow/internal/desk/current"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/life"
	"showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/sop/team"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/custody"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/store/notices"
	"showhow/internal/store/threads"
	"showhow/internal/tus"
	"showhow/internal/web"
	"showhow/internal/web/editor"
	carry "showhow/internal/web/execution"
	"showhow/internal/web/figure"
	"showhow/internal/web/proof"
	"showhow/internal/web/run"
	"showhow/internal/web/tape"
	"showhow/internal/web/training"
)

// Pages are the workspace's pages, and its API.
func (w *Workspace) Pages() (http.Handler, error) {
	w.arriving = w.uploads()
	pictures := &editor.Pages{Desk: w.desk, Harmless: harmless.Desk(w.db, w.now, w.desk.Look), Library: w.db.Read(), Blobs: objects{w.blobs}}
	site, err := web.New(w.site(pictures))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", site)
	mux.Handle(api.Base+"/", api.New(w.operations(pictures)))
	return w.counted(w.door.In(mux)), nil
}

// site is what the pages need.
func (w *Workspace) site(pictures *editor.Pages) web.Needs {
	return web.Needs{
		Library:     w.db.Read(),
		Shelf:       w.db.Read(),
		Tagger:      w.desk,
		Runs:        w.db.Read(),
		Desk:        verbs{w},
		Manuscripts: w.db.Read(),
		Writer:      w.desk,
		Pictures:    pictures,
		Blobs:       objects{w.blobs},
		Uploads:     w.arriving,
		Recordings:  recordings{w},
		Intake:      verbs{w},
		Door:        w.door,
		Provider:    doorway.Provider(w.Config),
		Whose:       w.door.Asks,
		Log:         w.Log,
		Now:         w.now,
		Version:     w.Version,
		Lives:       lives.Read(w.db),
		Judges:      w.Judges(),
		Executions:  &carry.Pages{Desk: w.Carriers(), Reader: executions.Read(w.db), Blobs: objects{w.blobs}, People: w.db.Read()},
		Proof:       &proof.Pages{Desk: w.keeper(), Reader: custody.Read(w.db), Auditor: w, Library: w.db.Read()},
		Register:    register.Pages(w.db, w.now),
		Current:     w.keeping().Pages(),
		Training:    &training.Pages{Desk: learn.Desk(w.db, w.now), Reading: learn.Reading(w.db), Counter: learn.Counter(w.db), Runs: executions.Read(w.db), Shelf: w.db.Read()},
		Thanks:      learn.Thanks(w.db, w.now),
		Figures:     &figure.Pages{Looker: measure.Of(w.db, redact.Text, w.now)},
		Retakes:     w.Retaken().Pages(),
		Threads:     threads.Read(w.db),
		Talkers:     w.Talkers(),
		Notices:     notices.Read(w.db),
		Tellers:     w.tellers(),
		Sample:      run.Sample{Recording: showhow.Sample, Narration: showhow.SampleNarration},
	}
}

// operations is what the API needs.
func (w *Workspace) operations(pictures *editor.Pages) api.Needs {
	return api.Needs{
		Library:     w.db.Read(),
		Shelf:       w.db.Read(),
		Shelver:     w.desk,
		Runs:        w.db.Read(),
		Desk:        w.desk,
		Manuscripts: w.db.Read(),
		Writer:      w.desk,
		Harmless:    pictures.Harmless,
		Pictures:    takes{w, pictures},
		Lives:       lives.Read(w.db),
		Judges:      w.Judges(),
		Executions:  execution.Operations{Desk: w.Carriers(), Reader: executions.Read(w.db), People: w.db.Read(), Blobs: objects{w.blobs}},
		Register:    register.Operations(w.db, w.now, w.reached),
		Current:     w.keeping().Operations(),
		Training:    learn.Operations(w.db, w.now),
		Figures:     measure.Of(w.db, redact.Text, w.now),
		Retakes:     w.Retaken().Retakes(),
		Custody:     ops.Operations{Rules: w.keeper(), Kept: custody.Read(w.db), Auditor: w},
		Threads:     threads.Read(w.db),
		Talkers:     w.Talkers(),
		Notices:     notices.Read(w.db),
		Tellers:     w.tellers(),
		Gate:        w.gate,
		Whose:       w.door.Program,
		Client:      w.door.Client,
		Names:       w.door.Names,
		Size:        w.Config.Int("max_bytes"),
		Log:         w.Log,
		Now:         w.now,
		Version:     w.Version,
		Subtitles: func(ctx context.Context, a desk.Actor, f api.File) (string, error) {
			return w.Subtitles(ctx, a, File(f))
		},
		Receive: func(ctx context.Context, a desk.Actor, f api.File) (sop.Run, error) {
			return w.Receive(ctx, a, File(f))
		},
	}
}

// takes are pictures that people ask for, as the API sees them.
type takes struct {
	w     *Workspace
	pages *editor.Pages
}

func (t takes) Ask(ctx context.Context, a desk.Actor, slug string, s take.Shooting) (take.Take, error) {
	return t.w.desk.Ask(ctx, a, slug, s)
}

func (t takes) Take(ctx context.Context, procedure, id string) (take.Take, error) {
	return t.w.db.Read().Take(ctx, procedure, id)
}

func (t takes) Taken(ctx context.Context, k take.Take) (io.ReadSeekCloser, time.Time, error) {
	return t.pages.Taken(ctx, k)
}

func (t takes) Bring(ctx context.Context, a desk.Actor, slug string, file io.Reader) (take.Own, error) {
	return t.pages.Keep(ctx, a, editor.File{Slug: slug, Bytes: file})
}

// keeping keeps procedures current.
func (w *Workspace) keeping() current.Room {
	return current.Room{DB: w.db, Now: w.now, Links: w.links, Sources: []deskcurrent.Source{learn.Waits(w.db, w.now)}}
}

// Judges do what becomes of revisions.
func (w *Workspace) Judges() *life.Desk {
	return &life.Desk{Now: w.now, NewID: store.NewID, Mask: redact.Text, Look: w.desk.Look, Said: w.desk.Said, Name: w.desk.NameIn, After: w.keeping().After, Do: func(ctx context.Context, do func(life.Tx) error) error {
		return w.db.Do(ctx, func(tx *store.Tx) error { return do(lives.In(tx)) })
	}}
}

// Carriers carry procedures out.
func (w *Workspace) Carriers() *deskexecution.Desk {
	of := w.findings()
	of.Carriers.Find = of.Found
	return learn.Told(alarm.Told(of.Carriers), learn.Desk(w.db, w.now))
}

// findings tie both desks together; neither tells the other by itself.
func (w *Workspace) findings() (of finding.Findings) {
	of.Carriers = &deskexecution.Desk{HasPicture: spare.Has(w.blobs.Open), Now: w.now, NewID: store.NewID, Mask: redact.Text, Look: w.desk.Look, Do: func(ctx context.Context, do func(deskexecution.Tx) error) error {
		return w.db.Do(ctx, func(tx *store.Tx) error { return do(executions.In(tx)) })
	}}
	of.Talkers = &thread.Desk{Now: w.now, NewID: store.NewID, Mask: redact.Text, Edit: w.desk.ChangeIn, Do: func(ctx context.Context, do func(thread.Tx) error) error {
		return w.db.Do(ctx, func(tx *store.Tx) error { return do(threads.In(tx)) })
	}}
	return of
}

// Talkers do what people say of procedures.
func (w *Workspace) Talkers() *thread.Desk {
	of := w.findings()
	of.Talkers.Follow = of.Followed
	return of.Talkers
}

// Retaken is what records procedures again.
func (w *Workspace) Retaken() retaken.Room {
	return retaken.Room{DB: w.db, Desk: w.desk, Blobs: objects{w.blobs}, Now: w.now}
}

// verbs are the desk's, as the pages call them.
type verbs struct{ w *Workspace }

func (v verbs) Receive(ctx context.Context, a desk.Actor, f run.File) (sop.Run, error) {
	return v.w.Receive(ctx, a, File(f))
}

func (v verbs) Subtitles(ctx context.Context, a desk.Actor, f tape.Subtitles) (string, error) {
	return v.w.Subtitles(ctx, a, File{Name: f.Name, Bytes: f.Bytes})
}

func (v verbs) Used(ctx context.Context, a desk.Actor) (team.Usage, team.Quota, error) {
	return v.w.desk.Used(ctx, a)
}

func (v verbs) Cancel(ctx context.Context, a desk.Actor, run string) (sop.Run, error) {
	return v.w.desk.Cancel(ctx, a, run)
}

func (v verbs) Retry(ctx context.Context, a desk.Actor, run string) (sop.Run, error) {
	return v.w.desk.Retry(ctx, a, run)
}

func (v verbs) RunOf(ctx context.Context, holding string) (sop.Run, error) {
	return v.w.db.Read().RunOf(ctx, holding)
}

// Open opens a picture or a preview for a page.
func (o objects) Open(ctx context.Context, key string) (io.ReadSeekCloser, time.Time, error) {
	x, err := o.Store.Open(ctx, key)
	if err != nil {
		return nil, time.Time{}, err
	}
	return x, x.Modified, nil
}

// uploads takes recordings that arrive in pieces.
func (w *Workspace) uploads() *tus.Handler {
	return tus.New(tus.Options{
		Base: "/uploads/", Blobs: w.blobs, Ledger: w.db, Leases: leases{w.db}, Free: w.free, Spool: w.dir, Log: w.Log,
		Owner: func(r *http.Request) string {
			a, err := w.door.Program(r)
			if err != nil {
				return ""
			}
			return a.UploadOwner()
		},
		Admit: func(r *http.Request, size int64) error {
			a, err := w.door.Program(r)
			if err != nil {
				return err
			}
			return w.desk.Admit(r.Context(), a, max(size, 0))
		},
		Key:    func(u sop.Upload) string { return recordingKey(u.ID) },
		Done:   w.takeIn,
		Forget: func(ctx context.Context, u sop.Upload) error { return w.blobs.Delete(ctx, u.Key) },
		Limits: tus.Limits{Size: w.Config.Int("max_bytes")},
	})
}

// takeIn takes the recording of an upload that has come whole. It may be called again.
func (w *Workspace) takeIn(ctx context.Context, u sop.Upload) error {
	a := desk.ByUpload(u.Owner, w.home.ID)
	wish, err := desk.WishOf(func(name string) string { return u.Metadata[name] })
	if err != nil {
		return err
	}
	_, _, err = w.desk.TakeIn(ctx, a, desk.Arrival{
		Upload: u.ID, Recording: sop.Recording{Name: u.Name, Size: u.Size}, Blob: u.Key, Duration: w.length(ctx, u.Key),
		Wish: wish,
	})
	return err
}

// leases are the store's, in the uploads' terms.
type leases struct{ db *store.DB }

func (l leases) Take(ctx context.Context, x tus.Lease) error { return l.db.Take(ctx, store.Lease(x)) }

func (l leases) Release(ctx context.Context, x tus.Lease) error {
	return l.db.Release(ctx, store.Lease(x))
}
